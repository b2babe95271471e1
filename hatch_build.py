"""Puts the compiled form of the bundled catalogue into the wheel; where it cannot be made, dicli makes it when it runs.

It is made by a process of its own, by the very source that is packed.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MAKE = "import sys; sys.path.insert(0, sys.argv[1]); from dicli.files.layers import ship; ship(sys.argv[2])"


class CompiledCatalogue(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":  # there the catalogue may change at any time
            return
        self._place = TemporaryDirectory()
        form = Path(self._place.name) / "resources.yaml.dicli"
        done = subprocess.run([sys.executable, "-c", MAKE, str(Path(self.root) / "src"), str(form)], check=False)
        if done.returncode == 0:
            build_data["force_include"][str(form)] = f"dicli/data/{form.name}"
        else:
            self.app.display_warning("the wheel goes without the compiled form of its catalogue")

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if version != "editable":
            self._place.cleanup()
