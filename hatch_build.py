"""Puts the compiled form of the bundled catalogue into the wheel; if it cannot be
compiled, there is no wheel.

It is compiled by a process of its own, with the source that is being packed.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

COMPILE = (
    "import sys; sys.path.insert(0, sys.argv[1]); from dicli.files.loading import "
    "ship; ship(sys.argv[2])"
)


class CompiledCatalogue(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":  # there the catalogue may change at any time
            return
        self._place = TemporaryDirectory()
        compiled_file = Path(self._place.name) / "resources.yaml.dicli"
        source = str(Path(self.root) / "src")
        done = subprocess.run(
            [sys.executable, "-c", COMPILE, source, str(compiled_file)],
            check=False,
        )
        if done.returncode != 0:
            self._place.cleanup()
            raise RuntimeError("the bundled catalogue cannot be compiled (see above)")
        target = f"dicli/data/{compiled_file.name}"
        build_data["force_include"][str(compiled_file)] = target

    def finalize(
        self, version: str, build_data: dict[str, Any], artifact_path: str
    ) -> None:
        if version != "editable":
            self._place.cleanup()
