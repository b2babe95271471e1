"""Measures whole processes against the floor, and prints the table of docs/performance.md.

    python benchmarks/startup.py [--pairs 15] [--dicli .venv/bin/dicli] [--large universities.yaml]

The floor H is an installed console script with one Typer 0.28 command (plain help) that prints one line, in an
environment of its own on the same interpreter. Every figure is the median of the ratios of interleaved pairs (one
run of the command, one of H), since only ratios in one run mean anything on a busy machine. `--large FILE` (may be
given several times) adds the rows for larger catalogues. Other tools are measured by `peers.py`.
"""

from __future__ import annotations

import argparse
import os
import pty
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

FLOOR = """
import typer
app = typer.Typer(rich_markup_mode=None)
@app.command()
def main():
    typer.echo("hello")
"""
FLOOR_PROJECT = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "floor"
version = "1"
dependencies = ["typer>=0.28,<0.29"]
[project.scripts]
floor = "floor:app"
"""

DATA = str(Path(__file__).parents[1] / "data" / "resources.yaml")

Command = tuple[str, Sequence[str], Mapping[str, str], bool]
"""A name, the arguments, additions to the environment, and whether it runs on a terminal."""


def floor(directory: Path) -> str:
    """Installs H in an environment of its own; its executable."""
    project = directory / "project"
    project.mkdir()
    (project / "floor.py").write_text(FLOOR)
    (project / "pyproject.toml").write_text(FLOOR_PROJECT)
    subprocess.run([sys.executable, "-m", "venv", str(directory / "env")], check=True)
    pip = [str(directory / "env/bin/python"), "-m", "pip", "install", "-q", str(project)]
    subprocess.run(pip, check=True, stderr=subprocess.DEVNULL)
    return str(directory / "env/bin/floor")


def commands(dicli: str, large: Sequence[str]) -> list[Command]:
    """The rows of the table."""
    bash = {"_DICLI_COMPLETE": "complete_bash", "COMP_WORDS": "dicli\nfind\n-a\nfac", "COMP_CWORD": "3"}
    rows: list[Command] = [
        ("--version", [dicli, "--version"], {}, False),
        ("completion of an audience", [dicli], bash, False),
        ("list", [dicli, "list"], {}, False),
        ("find --audience faculty", [dicli, "find", "--audience", "faculty"], {}, False),
        ("find --audience faculty --json", [dicli, "find", "--audience", "faculty", "--json"], {}, False),
        ("find visa", [dicli, "find", "visa"], {}, False),
        ("find ombusdman", [dicli, "find", "ombusdman"], {}, False),
        ("list, a table on a terminal", [dicli, "list"], {"TERM": "xterm"}, True),
        ("--help", [dicli, "--help"], {}, False),
        ("a usage error", [dicli, "find", "--nonsense"], {}, False),
        ("find visa, nothing in the cache", [dicli, "find", "visa"], {"DICLI_CACHE": "off"}, False),
        ("the same, a copy as one's own", [dicli, "find", "visa", "--catalogue", DATA], {"DICLI_CACHE": "off"}, False),
    ]
    for file in large:
        name, use = Path(file).stem, {"DICLI_CATALOGUE": file}
        rows += [
            (f"{name}: find by words", [dicli, "find", "institute of science"], use, False),
            (f"{name}: find by misspelt words", [dicli, "find", "instituet of sceince"], use, False),
            (
                f"{name}: completion of an id",
                [dicli],
                {**use, **bash, "COMP_WORDS": "dicli\nshow\nr99", "COMP_CWORD": "2"},
                False,
            ),
            (f"{name}: list | head", ["sh", "-c", f"'{dicli}' list | head"], use, False),
        ]
    return rows


def run(command: Command) -> float:
    """Seconds that a command takes, its output thrown away (or read, on a terminal)."""
    _, words, more, terminal = command
    clean = {k: v for k, v in os.environ.items() if k not in ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")}
    environ = {**clean, **more}
    if not terminal:
        start = time.perf_counter()
        subprocess.run(words, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        return time.perf_counter() - start
    main, side = pty.openpty()
    start = time.perf_counter()
    process = subprocess.Popen(words, env=environ, stdin=side, stdout=side, stderr=side)
    os.close(side)
    while _read(main):
        pass
    process.wait()
    elapsed = time.perf_counter() - start
    os.close(main)
    return elapsed


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, 1 << 16)
    except OSError:
        return b""


def ratio(command: Command, base: Command, pairs: int) -> float:
    """The median of the ratios of interleaved pairs."""
    run(command)
    return statistics.median(run(command) / run(base) for _ in range(pairs))


def peak_memory(command: Command) -> float:
    """MiB of resident memory that a command reached."""
    _, words, more, _ = command
    code = (
        "import resource,subprocess,sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)"
    )
    environ = {**os.environ, **more}
    done = subprocess.run([sys.executable, "-c", code, *words], env=environ, capture_output=True, text=True, check=True)
    return float(done.stdout)


def main(tell: Callable[[str], None] = print) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=15)
    parser.add_argument("--dicli", default=shutil.which("dicli"))
    parser.add_argument("--large", action="append", default=[])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        os.environ["XDG_CACHE_HOME"] = directory
        base: Command = ("H", [floor(Path(directory))], {}, False)
        run(base)
        tell(f"H takes {statistics.median(run(base) for _ in range(5)) * 1000:.0f} ms")
        for command in commands(given.dicli, [os.path.abspath(file) for file in given.large]):
            run(command)  # a first run compiles the catalogue
            memory = "" if command[3] else f"   {peak_memory(command):5.1f} MiB"
            tell(f"{command[0]:45} {ratio(command, base, given.pairs):5.2f} H{memory}")


if __name__ == "__main__":
    main()
