"""Notices: sentences that are shown before the answers to a question."""

from __future__ import annotations

import json

import pytest

from conftest import Run
from dicli.core.catalogue import Catalogue
from dicli.core.model import Answer, Query
from dicli.output.formats import FORMATS
from dicli.search.query import find

DANGER = "In danger now? Call 911."
LONG = "Do you think of suicide? Call or text 988 (Suicide & Crisis Lifeline), at any time, in many languages."


@pytest.fixture(autouse=True)
def _in_danger(monkeypatch: pytest.MonkeyPatch, small: str) -> None:
    """Every question is one of somebody in danger."""

    def with_notices(catalogue: Catalogue, query: Query) -> Answer:
        return find(catalogue, query)._replace(notices=(DANGER, LONG))

    monkeypatch.setattr("dicli.commands.answer.find", with_notices)


def test_notices_come_first_on_standard_error_and_change_nothing_else(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [["find", words, "-f", format] for words in ("visa", "wombat", "pasport") for format in FORMATS]
    with_notices = [run(*question) for question in asked]
    monkeypatch.setattr("dicli.commands.answer.find", find)
    without = [run(*question) for question in asked]
    assert [ran[::2] for ran in with_notices] == [ran[::2] for ran in without]
    assert [ran.stderr for ran in with_notices] == [f"{DANGER}\n{LONG}\n{ran.stderr}" for ran in without]


def test_on_a_terminal_notices_stand_out_and_are_wrapped(run: Run) -> None:
    for words in ("visa", "wombat"):
        lines = run("find", words, tty=True, width=60).stderr.split("\n")
        assert lines[0] == f"\x1b[1m{DANGER}\x1b[0m"
        assert lines[1].startswith("\x1b[1mDo you think of suicide? ")
        assert lines[2].startswith("\x1b[1m")
        assert all(len(line) <= 60 + len("\x1b[1m\x1b[0m") for line in lines)
    assert run("find", "visa", tty=True, env={"NO_COLOR": "1"}).stderr.startswith(f"{DANGER}\n")


def test_a_batch_has_notices_in_its_lines(run: Run) -> None:
    stdout, stderr, status = run("find", "--batch", "-", stdin="visa\nwombat\n")
    answers = [json.loads(line) for line in stdout.splitlines()]
    assert [answer["notice"] for answer in answers] == [[DANGER, LONG]] * 2
    assert [bool(answer["hits"]) for answer in answers] == [True, False]
    assert (stderr, status) == ("", 1)


def test_notices_take_their_rows_from_the_screen(run: Run) -> None:
    for height in range(8, 30):
        seen = run("find", "visa", tty=True, env={"LINES": str(height), "NO_COLOR": "1"})
        rows = seen.stdout.count("\n") + 1 + seen.stderr.count("\n")  # one for the long address, which is wrapped
        assert rows < height or "Night Desk" not in seen.stdout
