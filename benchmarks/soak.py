"""Asks for long, and many at a time: does the memory grow, is a status ever wrong?

    python benchmarks/soak.py                              20,000 queries, 1,000 commands
    python benchmarks/soak.py --queries 500 --commands 20  a short run

Exits with 1 if a process grew by more than GROWTH or a command ended with another
status than it should.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from tempfile import TemporaryDirectory

from dicli.core.model import Query
from dicli.files.bundled import BUNDLED
from dicli.files.layers import layers_in_use
from dicli.files.loading import load
from dicli.search.query import find

# KiB after the first tenth of the queries, which fills what is kept on purpose
GROWTH = 2048
QUESTIONS = [
    "visa",
    "my boss yells at me",
    "ombusdman",
    "mentoring for postdocs",
    '"bias report"',
    "qqq zzz",
    "wumma",
]
COMMANDS = [  # with the statuses they must end with
    (["find", "visa"], 0),
    (["find", "qqqzzz"], 1),
    (["find"], 2),
    (["find", "visa", "-a", "nobody"], 2),
    (["list", "--kind", "office", "--json"], 0),
    (["show", "oiss", "-f", "table", "--color", "always"], 0),
    (["show", "qqqzzz"], 1),
    (["list", "--catalogue", "/nonexistent"], 3),
    (["topics", "-f", "csv"], 0),
    (["check", "bundled"], 0),
]


def resident(process: int) -> int:
    """The memory of a process, in KiB."""
    with open(f"/proc/{process}/status") as status:
        for line in status:
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
    raise ValueError(f"process {process} has no memory")


def growth(process: int, ask: Callable[[int], None], times: int) -> int:
    """By how many KiB a process grows while it is asked so often, after the first
    tenth.
    """
    early = 0
    for number in range(times):
        if number == times // 10:
            early = resident(process)
        ask(number)
    return resident(process) - early


def ids_of_bundled() -> list[str]:
    return [resource.id for resource in load(layers_in_use([BUNDLED], {}), None)]


def growth_of_find(times: int) -> int:
    """The growth of a process that asks one catalogue different questions."""
    catalogue = load(layers_in_use([BUNDLED], {}), None)
    ids = ids_of_bundled()

    def ask(number: int) -> None:
        words = f"{QUESTIONS[number % len(QUESTIONS)]} {number}"
        audiences = ("students",) if number % 3 else ()
        list(find(catalogue, Query(words, audiences=audiences)).hits)
        catalogue.by_id(ids[number % len(ids)])

    return growth(os.getpid(), ask, times)


def growth_of_show(times: int) -> int:
    """The growth of a process of `dicli show -` that reads ids, of which every second
    one is unknown.
    """
    command = [sys.executable, "-m", "dicli", "show", "-", "-f", "jsonl"]
    ids, pipe = ids_of_bundled(), subprocess.PIPE
    with subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, bufsize=0
    ) as process:
        assert process.stdin
        assert process.stdout
        to, lines = process.stdin, iter(process.stdout.readline, b"")

        def ask(number: int) -> None:
            id = ids[number % len(ids)]
            to.write(f"{id}{number}\n{id}\n".encode())
            assert f'"id": "{id}"'.encode() in next(lines)

        grown = growth(process.pid, ask, times)
        to.close()
        assert process.wait() == 1  # some were unknown
    return grown


def wrong(times: int, at_once: int) -> list[str]:
    """Runs some commands; gives those that ended with another status than they should."""

    def run(number: int) -> str:
        arguments, expected = COMMANDS[number % len(COMMANDS)]
        done = subprocess.run(
            [sys.executable, "-m", "dicli", *arguments],
            capture_output=True,
            check=False,
        )
        if done.returncode == expected and b"Traceback" not in done.stderr:
            return ""
        return f"{arguments}: {done.returncode}, not {expected}: {done.stderr.decode()}"

    with ThreadPoolExecutor(at_once) as pool:
        return list(filter(None, pool.map(run, range(times))))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--queries", type=int, default=20_000)
    parser.add_argument("--commands", type=int, default=1_000)
    parser.add_argument("--at-once", type=int, default=8)
    given = parser.parse_args()
    failed = False
    with TemporaryDirectory() as home:
        os.environ.update(HOME=home, XDG_CACHE_HOME=home, XDG_CONFIG_HOME=home)
        for name, soak in (
            ("find in one process", growth_of_find),
            ("show -", growth_of_show),
        ):
            grown = soak(given.queries)
            failed = failed or grown > GROWTH
            verdict = ": that is too much" if grown > GROWTH else ""
            print(
                f"{name}: {given.queries} queries, {grown} KiB more{verdict}",
                flush=True,
            )
        for at_once in (1, given.at_once):
            ended = wrong(given.commands, at_once)
            failed = failed or bool(ended)
            print(
                f"{given.commands} commands, {at_once} at a time: {len(ended)} wrong",
                *ended,
                sep="\n  ",
                flush=True,
            )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
