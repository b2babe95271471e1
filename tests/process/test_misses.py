"""The record of searches that found nothing, on a file that takes no more."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a limit on the size of files")


@pytest.mark.usefixtures("small", "unmeasured")
def test_a_line_that_does_not_fit_is_reported_and_leaves_no_part_of_itself(tmp_path: Path) -> None:
    file = tmp_path / "misses.tsv"
    held = "2026-01-01\t" + "x" * 1000 + "\n"
    file.write_text(held)
    find = f"{sys.executable} -m dicli find qqzzq xwvut"
    environ = {**os.environ, "DICLI_MISSES": str(file), "DICLI_CACHE": "off", "PYTHONDONTWRITEBYTECODE": "1"}
    script = f"(ulimit -f 1; {find}); {find}"  # a file may have 1024 bytes at first
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, env=environ, timeout=60, check=False)
    first, second = file.read_text().splitlines()
    assert first + "\n" == held
    assert second.endswith("\tqqzzq xwvut")
    assert done.stderr.count(f"cannot write to `{file}` (DICLI_MISSES): No space left on device\n") == 1
