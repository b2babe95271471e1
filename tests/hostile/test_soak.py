"""A short run of the soak; the long one is run by hand."""

import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

SOAK = ROOT / "benchmarks" / "soak.py"


@pytest.mark.skipif(not SOAK.exists() or not Path("/proc/self/status").exists(), reason="needs the checkout and /proc")
def test_no_memory_is_lost_and_no_status_is_wrong() -> None:
    command = [sys.executable, str(SOAK), "--queries", "600", "--commands", "10"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stderr, done.returncode) == ("", 0), done.stdout
    assert done.stdout.count(" 0 wrong") == 2
