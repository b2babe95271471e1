"""The programs beside the source (benchmarks, fuzz targets, pages and pictures): each runs with its smallest input."""

from __future__ import annotations

import random
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace
from typing import Any, TypeVar

import pytest

from conftest import ROOT, SMALL, Written

T = TypeVar("T")
DICLI = str(Path(sys.executable).with_name("dicli"))
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs terminals and resource usage")


class Provider:
    """Stands for atheris's provider: values that depend on the bytes that are given."""

    def __init__(self, data: bytes) -> None:
        self._chance = random.Random(data)
        self._text = data.decode("utf-8", "replace")

    def PickValueInList(self, values: list[T]) -> T:
        return self._chance.choice(values)

    def ConsumeBool(self) -> bool:
        return self._chance.random() < 0.5

    def ConsumeIntInRange(self, least: int, most: int) -> int:
        return self._chance.randint(least, most)

    def ConsumeUnicode(self, most: int) -> str:
        start = self._chance.randint(0, len(self._text))
        return self._text[start : start + most]


def inputs(target: str) -> list[bytes]:
    """The seeds of a target, and some that were changed at random."""
    seeds = [path.read_bytes() for path in sorted((ROOT / "fuzz" / "seeds" / target).iterdir())]
    chance = random.Random(target)
    changed = []
    for seed in seeds * 10:
        data = bytearray(seed)
        data[chance.randrange(len(data))] = chance.randrange(256)
        changed.append(bytes(data))
    return [b"", *seeds, *changed]


@pytest.mark.parametrize("target", ["catalogue", "query"])
def test_a_fuzz_target_takes_its_seeds(target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[bytes] = []
    started: dict[str, Any] = {}

    def fuzz() -> None:
        for data in inputs(target):
            started["target"](data)
            taken.append(data)

    stub = SimpleNamespace(
        FuzzedDataProvider=Provider,
        Fuzz=fuzz,
        Setup=lambda arguments, target: started.update(target=target),
        instrument_imports=lambda include: nullcontext(),
    )
    monkeypatch.setitem(sys.modules, "atheris", stub)
    run_path(str(ROOT / "fuzz" / f"{target}.py"), run_name="__main__")
    assert len(taken) > 20


def output(script: str, *arguments: str) -> str:
    """What a script prints; it must end well and report nothing."""
    command = [sys.executable, str(ROOT / script), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.stderr, done.returncode) == ("", 0)
    return done.stdout


@posix
def test_the_benchmark_of_compiling_compares_two_programs() -> None:
    given = ["--dicli", DICLI, "--before", DICLI, "--runs", "1", "--sizes", "10", "--", SMALL]
    lines = output("benchmarks/compile.py", *given).splitlines()
    assert [line.split()[0] for line in lines] == ["resources", "small", "10", "10", "10"]
    assert all(" of before" in line for line in lines)


@posix
def test_the_benchmark_of_starting_compares_every_row_with_the_floor(tmp_path: Path) -> None:
    floor = tmp_path / "floor"
    floor.write_text("#!/bin/sh\necho hello\n")
    floor.chmod(0o755)
    given = ["--dicli", DICLI, "--pairs", "1", "--floor", str(floor), "--large", SMALL]
    first, *rows = output("benchmarks/startup.py", *given).splitlines()
    assert first.startswith("H takes ")
    assert len(rows) == 16
    assert all(" H" in row for row in rows)


@posix
def test_the_benchmark_of_other_tools_leaves_out_what_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    given = ["--peers", str(tmp_path), "--dicli", DICLI, "--pairs", "1", "--large", SMALL, "--words", "visa"]
    [line] = output("benchmarks/peers.py", *given).splitlines()
    assert line.startswith("find among many against FTS5")


def test_the_page_of_cards_is_made_of_a_catalogue(written: Written) -> None:
    own = written("resources: [{id: a, name: A & B}]")
    listed = subprocess.run([DICLI, "list", "-f", "yaml", "--catalogue", own], capture_output=True, check=True)
    made = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "cards.py")], input=listed.stdout, capture_output=True, check=True
    )
    assert b"A &amp; B" in made.stdout
