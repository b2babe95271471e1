"""Measures what a first run costs: CPU time and peak memory of processes that compile a
catalogue.

    python benchmarks/compile.py [--dicli .venv/bin/dicli] [--before OTHER/bin/dicli]
                                 [--runs 3] [FILE.yaml]...

The catalogues are the bundled one, as a file of your own, those named, and generated
ones, whose words are as frequent as Zipf's law says. With `--before`, another dicli
runs in turn with the first, and the ratio of each pair's CPU times counts: only ratios
mean anything on a busy machine.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parents[1] / "data" / "resources.yaml"
SIZES = (1_000, 48_746, 100_000)
WORDS = 30_000
TERMS = "  audiences: [students, faculty]\n  topics: [career-development]\n"
MEASURE = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""


class Cost(NamedTuple):
    """What a process took: seconds of CPU time, and MiB of memory at its peak."""

    seconds: float
    memory: float


def resources(count: int, aliases: int = 0) -> Iterator[str]:
    """Generated resources as YAML, with so many aliases on average."""
    chance = random.Random(2)
    syllables = [
        consonant + vowel for consonant in "bcdfghjklmnprstvw" for vowel in "aeiou"
    ]
    words = [
        "".join(chance.choices(syllables, k=chance.choice((2, 3, 3, 4))))
        for _ in range(WORDS)
    ]

    def text(length: int) -> str:
        return " ".join(words[int(WORDS ** chance.random()) - 1] for _ in range(length))

    for number in range(count):
        others = [text(2).title() for _ in range(chance.randint(0, 2 * aliases))]
        keywords = [text(2), text(1), text(2), text(3)]
        yield (
            f"- id: r{number}\n  name: {text(3).title()} {number}\n  aliases: "
            f"[{', '.join(others)}]\n"
            f"  keywords: [{', '.join(keywords)}]\n  summary: {text(12)}.\n"
            f"  url: https://www.r{number}.example.org/{number}\n"
        )


def write(file: Path, count: int, aliases: int = 0, terms: str = "") -> None:
    """Writes a catalogue of generated resources; each ends in some more lines."""
    with open(file, "w", encoding="utf-8") as stream:
        stream.write("resources:\n")
        for lines in resources(count, aliases):
            stream.write(lines + terms)


def cost(dicli: str, file: Path) -> Cost:
    """What a run costs with nothing in the cache."""
    command = [dicli, "list", "-n", "1", "--catalogue", str(file)]
    with tempfile.TemporaryDirectory() as cache:
        environ = {**os.environ, "XDG_CACHE_HOME": cache}
        measure = [sys.executable, "-c", MEASURE, *command]
        done = subprocess.run(
            measure, env=environ, capture_output=True, text=True, check=True
        )
    seconds, memory = map(float, done.stdout.split())
    return Cost(seconds, memory)


def report(file: Path, dicli: str, before: str | None, runs: int) -> None:
    """Prints a line with the figures of a catalogue: medians of CPU time and of the
    ratios, and the most memory.
    """
    costs, ratios, memory_before = list[Cost](), list[float](), 0.0
    for _ in range(runs):
        costs.append(cost(dicli, file))
        if before:
            other = cost(before, file)
            ratios.append(costs[-1].seconds / other.seconds)
            memory_before = max(memory_before, other.memory)
    seconds = statistics.median(one.seconds for one in costs)
    line = (
        f"{file.stem:30} {seconds:6.2f} s {max(one.memory for one in costs):4.0f} MiB"
    )
    if ratios:
        line += (
            f"   {statistics.median(ratios):.2f} of before ({memory_before:.0f} MiB)"
        )
    print(line, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--dicli", default=shutil.which("dicli"))
    parser.add_argument("--before")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument(
        "--sizes",
        type=int,
        nargs="*",
        default=SIZES,
        help="of the generated catalogues",
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        files = [DATA, *given.files]
        for size in given.sizes:
            plain, with_aliases, with_terms = (
                Path(directory, f"{size} {kind}.yaml")
                for kind in ("", "aliases", "terms")
            )
            write(plain, size)
            write(with_aliases, size, aliases=2)
            write(with_terms, size, terms=TERMS)
            files += [plain, with_aliases, with_terms]
        for file in files:
            report(file, given.dicli, given.before, given.runs)


if __name__ == "__main__":
    main()
