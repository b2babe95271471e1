"""Measures whole processes against the floor, and prints the tables of
benchmarks/README.md.

    python benchmarks/startup.py [--pairs 15] [--dicli .venv/bin/dicli] [--large universities.yaml]

The floor H is an installed console script with one Typer 0.28 command (plain help) that
prints one line, in an environment of its own on the same interpreter; `--floor` names
another program. Every figure is the median of the ratios of interleaved pairs (one run
of the command, one of H), since only ratios in one run mean anything on a busy machine.
`--large FILE` (can be repeated) adds the rows for larger catalogues. Other tools are
measured by `peers.py`.
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
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

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
MEMORY = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""
DATA = str(Path(__file__).parents[1] / "data" / "resources.yaml")
UNCACHED = {"DICLI_CACHE": "off"}


class Command(NamedTuple):
    """A row of the table: a command line, additions to the environment, and whether it
    runs on a terminal.
    """

    name: str
    words: Sequence[str]
    environ: Mapping[str, str] = {}
    on_terminal: bool = False


def floor(directory: Path) -> str:
    """Installs H in an environment of its own; its executable."""
    project, environment = directory / "project", directory / "env"
    project.mkdir()
    (project / "floor.py").write_text(FLOOR)
    (project / "pyproject.toml").write_text(FLOOR_PROJECT)
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    pip = [str(environment / "bin/python"), "-m", "pip", "install", "-q", str(project)]
    subprocess.run(pip, check=True, stderr=subprocess.DEVNULL)
    return str(environment / "bin/floor")


def completion(*words: str) -> dict[str, str]:
    """The environment in which bash asks dicli for completions of the last word."""
    return {
        "_DICLI_COMPLETE": "complete_bash",
        "COMP_WORDS": "\n".join(words),
        "COMP_CWORD": str(len(words) - 1),
    }


def commands(dicli: str) -> Iterator[Command]:
    """The rows for the bundled catalogue."""
    yield Command("--version", [dicli, "--version"])
    yield Command(
        "completion of an audience", [dicli], completion("dicli", "find", "-a", "fac")
    )
    yield Command("list", [dicli, "list"])
    yield Command("find --audience faculty", [dicli, "find", "--audience", "faculty"])
    yield Command(
        "find --audience faculty --json",
        [dicli, "find", "--audience", "faculty", "--json"],
    )
    yield Command("find visa", [dicli, "find", "visa"])
    yield Command("find ombusdman", [dicli, "find", "ombusdman"])
    yield Command(
        "list, a table on a terminal",
        [dicli, "list"],
        {"TERM": "xterm"},
        on_terminal=True,
    )
    yield Command("--help", [dicli, "--help"])
    yield Command("a usage error", [dicli, "find", "--nonsense"])
    yield Command("find visa, nothing in the cache", [dicli, "find", "visa"], UNCACHED)
    yield Command(
        "the same, a copy as one's own",
        [dicli, "find", "visa", "--catalogue", DATA],
        UNCACHED,
    )


def commands_for(file: str, dicli: str) -> Iterator[Command]:
    """The rows for a larger catalogue."""
    name, environ = Path(file).stem, {"DICLI_CATALOGUE": file}
    yield Command(
        f"{name}: find by words", [dicli, "find", "institute of science"], environ
    )
    yield Command(
        f"{name}: find by misspelled words",
        [dicli, "find", "instituet of sceince"],
        environ,
    )
    yield Command(
        f"{name}: completion of an id",
        [dicli],
        {**environ, **completion("dicli", "show", "r99")},
    )
    yield Command(
        f"{name}: list | head", ["sh", "-c", f"'{dicli}' list | head"], environ
    )


def environment(command: Command) -> dict[str, str]:
    """The environment of a command, in which Python works as usual."""
    clean = {**os.environ, **command.environ}
    clean.pop("PYTHONDONTWRITEBYTECODE", None)
    clean.pop("PYTHONUNBUFFERED", None)
    return clean


def seconds(command: Command) -> float:
    """How long a command takes, its output thrown away (or read, on a terminal)."""
    if command.on_terminal:
        return seconds_on_terminal(command)
    start = time.perf_counter()
    null = subprocess.DEVNULL
    subprocess.run(
        command.words, env=environment(command), stdout=null, stderr=null, check=False
    )
    return time.perf_counter() - start


def seconds_on_terminal(command: Command) -> float:
    ours, theirs = pty.openpty()
    start = time.perf_counter()
    process = subprocess.Popen(
        command.words,
        env=environment(command),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    read_all(ours)
    process.wait()
    elapsed = time.perf_counter() - start
    os.close(ours)
    return elapsed


def read_all(terminal: int) -> None:
    """Reads what is written to a terminal, until nobody has it open any more."""
    try:
        while os.read(terminal, 1 << 16):
            pass
    except OSError:
        return


def ratio(command: Command, base: Command, pairs: int) -> float:
    """The median of the ratios of interleaved pairs, after a run that compiles the
    catalogue.
    """
    seconds(command)
    return statistics.median(seconds(command) / seconds(base) for _ in range(pairs))


def peak_memory(command: Command) -> float:
    """MiB of resident memory that a command reached."""
    measure = [sys.executable, "-c", MEMORY, *command.words]
    done = subprocess.run(
        measure, env=environment(command), capture_output=True, text=True, check=True
    )
    return float(done.stdout.splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pairs", type=int, default=15)
    parser.add_argument("--dicli", default=shutil.which("dicli"))
    parser.add_argument("--floor")
    parser.add_argument("--large", action="append", default=[])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        os.environ["XDG_CACHE_HOME"] = directory
        base = Command("H", [given.floor or floor(Path(directory))])
        seconds(base)
        print(
            f"H takes {statistics.median(seconds(base) for _ in range(given.pairs)) * 1000:.0f} ms"
        )
        rows = list(commands(given.dicli))
        for file in given.large:
            rows += commands_for(os.path.abspath(file), given.dicli)
        for command in rows:
            time_over_h = ratio(command, base, given.pairs)
            memory = (
                "" if command.on_terminal else f"   {peak_memory(command):5.1f} MiB"
            )
            print(f"{command.name:45} {time_over_h:5.2f} H{memory}", flush=True)


if __name__ == "__main__":
    main()
