"""Notices: sentences that are shown before the answers to a question."""

from __future__ import annotations

import json

import pytest

from conftest import Run, Written
from dicli.output.formats import FORMATS

DANGER = "In danger now? Call 911."
LONG = "Do you think of suicide? Call or text 988 (Suicide & Crisis Lifeline), at any time, in many languages."
NOTICES = f"""
notices:
  - {{id: danger, text: '{DANGER}', words: [stalker, pistol, gloomy]}}
  - {{id: suicide, text: '{LONG}', words: [pistol, gloomy]}}
"""
RESOURCES = """
resources:
  - {id: range, name: Pistol Range, summary: Practice for members., url: 'https://example.org/range'}
  - {id: shop, name: Pistol Shop, summary: Repairs., url: 'https://example.org/shop'}
  - {id: desk, name: Visa Desk}
"""


@pytest.fixture(autouse=True)
def _in_use(monkeypatch: pytest.MonkeyPatch, written: Written) -> None:
    """A catalogue with two notices is in use."""
    monkeypatch.setenv("DICLI_CATALOGUE", written(NOTICES + RESOURCES))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("words", ["pistol range", "pistol rangge", "gloomy"])
def test_notices_come_first_and_change_nothing_else(
    run: Run, monkeypatch: pytest.MonkeyPatch, written: Written, words: str, format: str
) -> None:
    with_notices = run("find", words, "-f", format)
    monkeypatch.setenv("DICLI_CATALOGUE", written(RESOURCES))  # in place of the other one, because JSON names the file
    without = run("find", words, "-f", format)
    assert with_notices.stderr == f"{DANGER}\n{LONG}\n{without.stderr}"
    assert with_notices[::2] == without[::2]


def test_only_the_notices_that_a_question_calls_for_are_shown(run: Run) -> None:
    assert run("find", "visa desk").stderr == ""
    assert run("find", "stalker").stderr.startswith(f"{DANGER}\nnothing found")


def test_on_a_terminal_notices_stand_out_and_are_wrapped(run: Run) -> None:
    for words in ("pistol range", "gloomy"):
        lines = run("find", words, tty=True, width=60).stderr.split("\n")
        assert lines[0] == f"\x1b[1m{DANGER}\x1b[0m"
        assert lines[1].startswith("\x1b[1mDo you think of suicide? ")
        assert lines[2].startswith("\x1b[1m")
        assert all(len(line) <= 60 + len("\x1b[1m\x1b[0m") for line in lines)
    assert run("find", "pistol", tty=True, env={"NO_COLOR": "1"}).stderr.startswith(f"{DANGER}\n")


def test_a_batch_has_notices_in_its_lines(run: Run) -> None:
    stdout, stderr, status = run("find", "--batch", "-", stdin="pistol range\nstalker\nvisa desk\n")
    answers = [json.loads(line) for line in stdout.splitlines()]
    assert [answer["notice"] for answer in answers] == [[DANGER, LONG], [DANGER], []]
    assert [bool(answer["hits"]) for answer in answers] == [True, False, True]
    assert (stderr, status) == ("", 1)


def test_notices_take_their_rows_from_the_screen(run: Run) -> None:
    for height in range(8, 30):
        seen = run("find", "pistol", tty=True, env={"LINES": str(height), "NO_COLOR": "1"})
        rows = seen.stdout.count("\n") + seen.stderr.count("\n")
        assert rows < height or "Pistol Shop" not in seen.stdout
