"""Measures what a first run costs: CPU time and peak memory of whole processes that compile a catalogue.

    python benchmarks/compile.py [--dicli .venv/bin/dicli] [--before OTHER/bin/dicli] [--runs 3] [FILE.yaml]...

The catalogues are the bundled one, as one's own file, those named, and generated ones, whose words are as frequent as
Zipf's law has it. `again` is a run after an edit of one entry. `fts5` is SQLite's index of the same texts in the same
run, made from plain data by a process of its own (reading YAML is not in it). With `--before`, another dicli runs in
turn with the first, and the ratio of each pair's CPU times counts: only ratios mean anything on a busy machine.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).parents[1] / "data" / "resources.yaml"
FTS5 = """
import json, sqlite3, sys
base = sqlite3.connect(":memory:")
base.execute("create virtual table t using fts5(id, name, aliases, keywords, summary)")
with open(sys.argv[1]) as lines:
    base.executemany("insert into t values (?, ?, ?, ?, ?)", map(json.loads, lines))
base.commit()
"""
MEASURE = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""


def entries(count: int, aliases: int = 0) -> Iterator[tuple[str, str, list[str], list[str], str]]:
    """Id, name, aliases (from none to twice as many), keywords and summary of generated resources."""
    chance = random.Random(2)
    syllables = [c + v for c in "bcdfghjklmnprstvw" for v in "aeiou"]
    words = ["".join(chance.choices(syllables, k=chance.choice((2, 3, 3, 4)))) for _ in range(30_000)]

    def said(number: int) -> str:
        return " ".join(words[int(len(words) ** chance.random()) - 1] for _ in range(number))

    for number in range(count):
        other = [said(2).title() for _ in range(chance.randint(0, 2 * aliases))]
        yield f"r{number}", f"{said(3).title()} {number}", other, [said(2), said(1), said(2), said(3)], f"{said(12)}."


def write(file: Path, made: Iterator[tuple[str, str, list[str], list[str], str]], terms: str = "") -> None:
    """A catalogue of such resources, all with the same further lines; and their texts as JSON beside it."""
    with open(file, "w") as yaml, open(f"{file}.json", "w") as lines:
        yaml.write("resources:\n")
        for number, (id, name, other, keywords, summary) in enumerate(made):
            yaml.write(
                f"- id: {id}\n  name: {name}\n  aliases: [{', '.join(other)}]\n  keywords: [{', '.join(keywords)}]\n"
            )
            yaml.write(f"  summary: {summary}\n  url: https://www.{id}.example.org/{number}\n{terms}")
            lines.write(json.dumps([id, name, " ".join(other), " ".join(keywords), summary]) + "\n")


def cost(*command: str) -> tuple[float, float]:
    """Seconds of CPU and MiB of peak memory of a command, with nothing in the cache."""
    with tempfile.TemporaryDirectory() as cache:
        environ = {**os.environ, "XDG_CACHE_HOME": cache}
        measure = [sys.executable, "-c", MEASURE, *command]
        done = subprocess.run(measure, env=environ, capture_output=True, text=True, check=True)
    seconds, memory = map(float, done.stdout.split())
    return seconds, memory


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--dicli", default=shutil.which("dicli"))
    parser.add_argument("--before")
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        own, terms = Path(directory), "  audiences: [students, faculty]\n  topics: [career-development]\n"
        write(own / "1,000.yaml", entries(1_000))
        write(own / "48,746 with aliases.yaml", entries(48_746, aliases=2))
        write(own / "100,000.yaml", entries(100_000))
        write(own / "100,000 with synonyms.yaml", entries(100_000), terms)
        for file in (DATA, *given.files, *sorted(own.glob("*.yaml"), key=os.path.getsize)):
            report(file, given.dicli, given.before, given.runs)


def report(file: Path, dicli: str, before: str | None, runs: int) -> None:
    """Prints a line with the figures of a catalogue: medians of CPU time and of the ratios, and the most memory."""
    command = ("list", "-n", "1", "--catalogue", str(file))
    pairs = [(cost(dicli, *command), cost(before, *command) if before else None) for _ in range(runs)]
    line = (
        f"{file.stem:25} {statistics.median(own[0] for own, _ in pairs):6.2f} s {max(o[1] for o, _ in pairs):4.0f} MiB"
    )
    if before:
        ratio = statistics.median(own[0] / other[0] for own, other in pairs if other)
        line += f"   {ratio:.2f} of before ({max(other[1] for _, other in pairs if other):.0f} MiB)"
    if Path(f"{file}.json").exists():
        seconds, memory = cost(sys.executable, "-c", FTS5, f"{file}.json")
        file.write_text(file.read_text() + "- {id: one-more, name: One more}\n")
        line += f"   again {cost(dicli, *command)[0]:.2f} s   fts5 {seconds:.2f} s {memory:.0f} MiB"
    print(line, flush=True)


if __name__ == "__main__":
    main()
