"""The prompt of `dicli` on a real terminal: a person asks, gets answers with numbers, and goes on from there."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from terminals import DICLI, Seen, cells, on_terminal, visible

from conftest import Run, RunProcess, Written

UP, CTRL_C, CTRL_D, ENTER = "\x1b[A", "\x03", "\x04", "\r"
READY = "helps)"  # ends the greeting
LINK = "https://example.org/visas/"


@pytest.fixture(autouse=True)
def _small(small: str) -> None:
    """The small catalogue is in use."""


def prompt(*turns: tuple[str, str], end: str = ENTER, command: str = "", **terminal: Any) -> Seen:
    """A session: lines to type, each with what it is to bring; at the end, Enter alone leaves."""
    keys = [(READY, "")]
    for typed, brings in turns:
        keys += [("> ", f"{typed}{ENTER}"), (brings, "")]
    return on_terminal([*DICLI, *command.split()], keys=[*keys, ("> ", end)], **terminal)


def test_it_says_what_can_be_asked_and_enter_alone_leaves() -> None:
    seen = prompt()
    lines = visible(seen.terminal).splitlines()
    assert lines[0] == "Whom do I ask?  Small"
    assert lines[1].startswith("6 resources")
    assert seen.status == 0


def test_an_answer_has_numbers_and_a_number_shows_the_card() -> None:
    seen = prompt(("visa", "1 for details"), ("2", "Part of"))
    text = visible(seen.terminal)
    assert " 1  Visa Office" in text
    assert " 2  Night Desk of the Visa Office" in text
    card = text.partition("1 for details")[2]
    assert "Night Desk of the Visa Office" in card
    assert LINK not in card
    assert seen.status == 0


def test_what_is_typed_needs_no_quotes_and_no_shell_sees_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    asked = "my boss's yelling & it's \"bad\"!! > file; $(touch pwned) | cat *"
    seen = prompt((asked, "for details"), env={"DICLI_CATALOGUE": "bundled"})
    assert "Ombuds" in visible(seen.terminal)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ends", [CTRL_D, "q\r", "exit\r"])
def test_these_leave_too(ends: str) -> None:
    assert prompt(("visa", "for details"), end=ends).status == 0


def test_ctrl_c_clears_the_line_and_the_session_goes_on() -> None:
    keys = [("> ", "wombat"), ("wombat", CTRL_C), ("> ", f"visa{ENTER}"), ("for details", ""), ("> ", ENTER)]
    seen = on_terminal(DICLI, keys=keys)
    text = visible(seen.terminal)
    assert "Visa Office" in text
    assert "nothing found" not in text
    assert "Traceback" not in text
    assert seen.status == 0


def test_a_line_of_10_000_letters_and_control_codes_do_no_harm() -> None:
    hostile = "\x1b[31mvisa\x1b]0;pwned\x07 \x1b[2J"
    seen = prompt(("x" * 10_000, "nothing found"), (hostile, ""), ("visa", "for details"))
    assert "Traceback" not in seen.terminal
    assert "bug" not in seen.terminal
    assert "\x1b]0;" not in seen.terminal
    assert "\x1b[2J" not in seen.terminal
    assert seen.status == 0


def test_bytes_that_are_not_text_are_harmless() -> None:
    keys = [("> ", f"caf\udce9{ENTER}"), ("found", ""), ("> ", ENTER)]
    seen = on_terminal(DICLI, keys=keys)
    assert "Traceback" not in seen.terminal
    assert seen.status == 0


def test_o_opens_and_c_copies_and_says_so(tmp_path: Path) -> None:
    browser = tmp_path / "browser"
    browser.write_text('#!/bin/sh\necho "$1" > "$0.log"\n')
    browser.chmod(0o755)
    steps = (("calm", "for details"), ("o 1", "https://example.org/calm"), ("c 1", "copied https://example.org/calm"))
    seen = prompt(*steps, env={"BROWSER": str(browser)})
    assert (tmp_path / "browser.log").read_text() == "https://example.org/calm\n"
    assert "\x1b]52;c;aHR0cHM6Ly9leGFtcGxlLm9yZy9jYWxt\a" in seen.terminal
    assert "copied https://example.org/calm, if this terminal allows it\n" in visible(seen.terminal)


def test_a_letter_alone_is_about_the_card_shown_last() -> None:
    seen = prompt(("visa", "for details"), ("2", "Part of"), ("c", "copied https://example.org/all"))
    assert seen.status == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("7", "no number 7 in the last answer"),
        ("0", "no number 0 in the last answer"),
        ("o 7", "no number 7 in the last answer"),
        ("o " + "9" * 5000, "nothing found"),
        ("m", "the last answer has no more"),
        ("555-0199", "nothing found"),
    ],
)
def test_what_is_not_in_the_last_answer_is_said(typed: str, said: str) -> None:
    assert f"{said}" in visible(prompt(("visa", "for details"), (typed, said)).terminal)


def test_a_number_before_any_answer_is_not_a_bug() -> None:
    assert "no number 1 in the last answer" in visible(prompt(("1", "last answer")).terminal)


def test_m_shows_more_until_there_is_no_more(written: Written) -> None:
    own = written("resources:\n" + "".join(f"  - {{id: r{n}, name: Desk {n}}}\n" for n in range(12)))
    turns = [("desk", "m for 5 more"), ("m", "8 for details, o 8 to open"), ("m", "no more"), ("9", "Id"), ("1", "Id")]
    text = visible(prompt(*turns, env={"DICLI_CATALOGUE": own}).terminal)
    numbers = re.findall(r"^ ?(\d+)  Desk (\d+)$", text, re.M)
    assert numbers == [(str(number), str(number - 1)) for number in range(1, 13)]  # each names one desk on the screen
    assert re.findall(r"^Desk (\d+)$", text, re.M) == ["8", "0"]


def test_a_new_answer_has_its_own_numbers() -> None:
    text = visible(prompt(("visa", "1 for details"), ("calm", "1 for details"), ("2", "last answer")).terminal)
    assert "no number 2 in the last answer" in text


def test_arrows_recall_a_line_and_nothing_is_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    home.mkdir()
    seen = prompt(("calm", "for details"), (UP, "for details"), env={"HOME": str(home)})
    assert visible(seen.terminal).count(" 1  Café Calm & Quiet") == 2
    assert list(home.iterdir()) == []


def test_the_catalogue_is_loaded_once(written: Written, tmp_path: Path) -> None:
    """The browser of the test removes the catalogue while the session lasts."""
    own = written("resources: [{id: a, name: Robotics, url: 'https://example.org/'}]")
    browser = tmp_path / "browser"
    browser.write_text(f"#!/bin/sh\nrm {own}\n")
    browser.chmod(0o755)
    turns = (("robotics", "for details"), ("o 1", "example.org"), ("robotics", "for details"))
    seen = prompt(*turns, env={"DICLI_CATALOGUE": own, "BROWSER": str(browser)})
    assert visible(seen.terminal).count(" 1  Robotics") == 2
    assert not Path(own).exists()


@pytest.mark.parametrize("width", [30, 40, 80, 100, 140])
def test_it_fits_terminals_of_any_width(width: int) -> None:
    seen = prompt(("visa", "for details"), ("1", "Id"), ("?", "recalls"), width=width, height=40)
    lines = visible(seen.terminal).splitlines()
    assert [line for line in lines if cells(line) > width and "://" not in line] == []


def test_read_aloud_it_is_plain() -> None:
    seen = prompt(("visa", "for details"), ("1", "Id: "), env={"ACCESSIBLE": "1"})
    text = visible(seen.terminal)
    assert "Name: Night Desk of the Visa Office" in text
    assert "─" not in text


def test_a_search_that_finds_nothing_is_recorded(tmp_path: Path) -> None:
    file = tmp_path / "misses.tsv"
    prompt(("qqzzq xwvut", "nothing found"), env={"DICLI_MISSES": str(file)})
    assert file.read_text().endswith("\tqqzzq xwvut\n")


def test_advice_is_what_can_be_typed_at_the_prompt() -> None:
    text = visible(prompt(("qqzzq xwvut", "nothing found; try other words")).terminal)
    assert "dicli list" not in text


def test_notices_come_before_the_answer_and_guesses_are_said_to_be_guesses(written: Written) -> None:
    notices = "notices: [{id: danger, text: In danger call 911., words: [visa]}]"
    own = written(f"{notices}\nresources: [{{id: a, name: Visa Office}}]\n")
    text = visible(prompt(("visa", "for details"), env={"DICLI_CATALOGUE": own}).terminal)
    assert text.index("In danger call 911.") < text.index(" 1  Visa Office")
    bundled = {"DICLI_CATALOGUE": "bundled"}
    text = visible(prompt(("gym", "for details"), ("1", "Id"), env=bundled).terminal)
    assert "no good match; perhaps one of these:" in text


def test_find_without_words_asks_too() -> None:
    seen = prompt(("calm", "for details"), command="find")
    assert "Café Calm & Quiet" in visible(seen.terminal)
    assert seen.status == 0


@pytest.mark.parametrize("stdin", ["", "visa\n", None])
def test_without_a_terminal_it_asks_nothing_and_reads_nothing(dicli: RunProcess, run: Run, stdin: str | None) -> None:
    help_page = dicli("help").stdout
    assert (dicli(stdin=stdin) if stdin is not None else run(stdin=None)) == (help_page, "", 0)
    found = dicli("find", stdin=stdin or "")
    assert found == (
        "",
        "dicli: error: nothing to search for: give some words or a filter\nfor all: dicli list\n",
        2,
    )


def test_on_a_terminal_with_another_input_or_output_it_asks_nothing() -> None:
    seen = on_terminal(["sh", "-c", f"echo visa | {' '.join(DICLI)}"])
    assert "\nUsage: dicli" in "\n" + visible(seen.terminal)
    seen = on_terminal(DICLI, stdout=subprocess.PIPE)
    assert seen.stdout.startswith("Usage: dicli")
    assert (seen.terminal, seen.status) == ("", 0)


def test_find_without_words_for_a_program_is_a_usage_error_on_a_terminal_too() -> None:
    seen = on_terminal([*DICLI, "find", "--json"])
    assert "nothing to search for" in visible(seen.terminal)
    assert seen.status == 2


def test_a_catalogue_that_cannot_be_read_is_said_at_once() -> None:
    seen = on_terminal(DICLI, env={"DICLI_CATALOGUE": f"{os.sep}nowhere.yaml"})
    assert "cannot read catalogue" in seen.terminal
    assert seen.status == 3
