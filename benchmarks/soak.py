"""Asks for long, and many at a time: does the memory grow, is a status ever wrong?

    python benchmarks/soak.py                                   20,000 queries, 1,000 commands: some minutes
    python benchmarks/soak.py --queries 500 --commands 20       a short run

Exits with 1 where a process grew by more than GROWTH or a command ended otherwise than it should.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from tempfile import TemporaryDirectory

from dicli.core.model import Query
from dicli.files.layers import layers_in_use, load
from dicli.search.query import find

GROWTH = 2048  # KiB after the first tenth of the queries, which fills what is kept on purpose
NEEDS = ["visa", "my boss yells at me", "ombusdman", "mentoring for postdocs", '"bias report"', "qqq zzz", "wumma"]
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
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))


def growth(process: int, ask: Callable[[int], object], number: int) -> int:
    """By how many KiB a process grows while it is asked, after the first tenth."""
    early = 0
    for count in range(number):
        if count == number // 10:
            early = resident(process)
        ask(count)
    return resident(process) - early


def in_one_process(number: int) -> int:
    here = load(layers_in_use(["bundled"], {}), None)
    ids = [resource.id for resource in here]

    def ask(count: int) -> None:
        words = f"{NEEDS[count % len(NEEDS)]} {count}"
        list(find(here, Query(words, audiences=("students",) if count % 3 else ())).hits)
        here.by_id(ids[count % len(ids)])

    return growth(os.getpid(), ask, number)


def through_show(number: int) -> int:
    command = [sys.executable, "-m", "dicli", "show", "-", "-f", "jsonl"]
    ids = [resource.id for resource in load(layers_in_use(["bundled"], {}), None)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, bufsize=0) as shown:
        assert shown.stdin
        assert shown.stdout
        lines, to = iter(shown.stdout.readline, b""), shown.stdin

        def ask(count: int) -> None:
            id = ids[count % len(ids)]
            to.write(f"{id}{count}\n{id}\n".encode())  # the first one is unknown
            assert f'"id": "{id}"'.encode() in next(lines)

        grown = growth(shown.pid, ask, number)
        to.close()
        assert shown.wait() == 1  # some were unknown
    return grown


def wrong(number: int, at_once: int) -> list[str]:
    """The commands of so many that ended otherwise than they should."""

    def run(count: int) -> str:
        arguments, expected = COMMANDS[count % len(COMMANDS)]
        done = subprocess.run([sys.executable, "-m", "dicli", *arguments], capture_output=True, check=False)
        fine = done.returncode == expected and b"Traceback" not in done.stderr
        return "" if fine else f"{arguments}: {done.returncode}, not {expected}: {done.stderr.decode()}"

    with ThreadPoolExecutor(at_once) as pool:
        return list(filter(None, pool.map(run, range(number))))


def told(what: str, since: float, failed: Iterable[str]) -> bool:
    print(f"{what}, {time.monotonic() - since:.0f} s", *failed, sep="\n  ", flush=True)
    return bool(list(failed))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--queries", type=int, default=20_000)
    parser.add_argument("--commands", type=int, default=1_000)
    parser.add_argument("--at-once", type=int, default=8)
    given = parser.parse_args()
    failed = False
    with TemporaryDirectory() as home:
        os.environ.update(HOME=home, XDG_CACHE_HOME=home, XDG_CONFIG_HOME=home)
        for name, soak in (("find in one process", in_one_process), ("show -", through_show)):
            since, grown = time.monotonic(), soak(given.queries)
            too_much = ["that is too much"] if grown > GROWTH else []
            failed |= told(f"{name}: {given.queries} queries, {grown} KiB more", since, too_much)
        for at_once in (1, given.at_once):
            since, ended = time.monotonic(), wrong(given.commands, at_once)
            failed |= told(f"{given.commands} commands, {at_once} at a time: {len(ended)} wrong", since, ended)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
