"""What a real terminal gets to see, at every width and under every variable that has a say in it."""

from __future__ import annotations

import json
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest
from terminals import DICLI, ESCAPE, cells, on_terminal, visible

from conftest import ROOT, Run, RunProcess, Written

FOOT = "6 resources; details: dicli show visa-office\n"
WIDTHS = (30, 40, 59, 60, 80, 160, 161, 300)
SGR, LINK, FOUND = "\x1b[", "\x1b]8;", "\x1b[1;38;5;166m"
LOOKS = (
    "list",
    "list -f table",
    "find visa",
    "show visa-office",
    "kinds",
    "help formats",
    "list --fields id,name",
    "find wombat",
    "nonsense",
)


@pytest.fixture(autouse=True)
def _small(small: str) -> None:
    """The small catalogue is in use."""


def shown(*arguments: str, width: int = 80, env: dict[str, str] | None = None) -> str:
    return on_terminal([*DICLI, *arguments], width=width, env=env or {}).terminal


@cache
def shown_at_80() -> str:
    """`list -f table` on a usual terminal of 80 columns."""
    return shown("list", "-f", "table")


# ---- widths --------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_the_terminal_and_addresses_are_whole(width: int) -> None:
    text = visible(shown("list", "-f", "table", width=width))
    lines = text.splitlines()
    addresses = re.findall(r"https://\S+", text)
    assert addresses == [
        "https://example.org/visas/a-very-long-address-that-no-terminal-shows-on-one-line/index.html?lang=en&page=2#top",
        "https://example.org/all",
        "https://example.org/calm",
        "https://example.org/%E6%97%A5%E6%9C%AC",
    ]
    assert all(cells(line) <= width for line in lines if "://" not in line)
    assert not [line for line in lines if line != line.rstrip()]


@pytest.mark.parametrize(
    "arguments", [("list",), ("show", "visa-office"), ("find", "visa", "--explain"), ("audiences",)]
)
def test_every_width_from_30_to_300_holds_its_lines(run: Run, arguments: tuple[str, ...]) -> None:
    for width in range(30, 301, 5):
        lines = visible(run(*arguments, tty=True, width=width).stdout).splitlines()
        assert all(cells(line) <= width for line in lines if "://" not in line), width
        assert all("://" not in line or line.split("://")[1].startswith("example.org/") for line in lines)


def test_a_card_on_a_narrow_terminal_has_labels_before_texts_and_addresses_at_the_margin() -> None:
    card = visible(shown("show", "visa-office", width=59))
    assert "\nKind: Office\n" in card
    assert "\nhttps://example.org/visas/" in card


@pytest.mark.parametrize("width", [30, 80, 300])
def test_chosen_fields_keep_words_and_addresses_whole_in_columns_or_stacked(run: Run, width: int) -> None:
    text = visible(run("list", "--fields", "id,url,name", tty=True, width=width).stdout)
    assert "https://example.org/visas/a-very-long-address-that-no-terminal-shows-on-one-line/index.html?lang" in text
    assert ("Id: visa-office\n" in text) == (width < 300)
    narrow = visible(run("audiences", tty=True, width=30).stdout)
    assert "Id: md-students\nLabel: MD students\nResources: 1\n───" in narrow


def test_the_width_is_that_of_the_terminal_now_and_80_if_it_is_unknown() -> None:
    assert shown("list", "-f", "table", width=0) == shown_at_80()
    assert shown("list", "-f", "table", width=100) != shown_at_80()


def test_columns_wins_over_the_terminal_unless_it_is_nonsense() -> None:
    assert shown("list", "-f", "table", width=120, env={"COLUMNS": "80"}) == shown_at_80()
    for nonsense in ("0", "-5", "wide", ""):
        assert shown("list", "-f", "table", width=80, env={"COLUMNS": nonsense}) == shown_at_80()


def test_a_table_in_a_pipe_is_80_wide_or_as_columns_says(dicli: RunProcess) -> None:
    for width in (80, 50):
        in_a_pipe = dicli("list", "-f", "table", env={"COLUMNS": str(width)} if width != 80 else {})
        assert visible(shown("list", "-f", "table", width=width)) == in_a_pipe.stdout + FOOT


@pytest.mark.parametrize("width", [60, 80, 140])
def test_wide_combining_and_right_to_left_letters_keep_the_columns(run: Run, written: Written, width: int) -> None:
    names = {"wide": "日本語の会", "combining": "Cafe\u0301 Re\u0301sume\u0301", "rtl": "מרכז הכוון", "plain": "Plain"}
    own = written(
        "resources:\n" + "".join(f"  - {{id: {id}, name: {name}, summary: Here.}}\n" for id, name in names.items())
    )
    lines = run("list", "-f", "table", "--catalogue", own, tty=True, width=width).stdout.splitlines()
    columns = [cells(visible(line).partition("Here.")[0]) for line in lines if "Here." in line]
    assert len(columns) == 4
    assert len(set(columns)) == 1


def rgb(color: int) -> tuple[int, int, int]:
    """A color of xterm's cube of 6 * 6 * 6."""
    steps = (0, 95, 135, 175, 215, 255)
    return steps[(color - 16) // 36], steps[(color - 16) // 6 % 6], steps[(color - 16) % 6]


def contrast(*colors: tuple[int, int, int]) -> float:
    """The contrast of two colors (WCAG 2.2, relative luminance)."""
    lights = [
        [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (r / 255 for r in rgb)] for rgb in colors
    ]
    dark, light = sorted(0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in lights)
    return (light + 0.05) / (dark + 0.05)


# ---- color and links ----------------------------------------------------------------------------


def test_a_terminal_gets_color_and_links() -> None:
    text = shown_at_80()
    assert SGR in text
    assert f"{LINK};https://example.org/calm\x1b\\" in text


def test_links_are_closed_and_the_same_from_run_to_run() -> None:
    text = shown("list", "-f", "table", width=40)
    assert text == shown("list", "-f", "table", width=40)
    opened = re.findall(r"\x1b]8;([^;]*);([^\x1b]*)\x1b\\", text)
    assert [id for id, _ in opened if id] == []
    assert [bool(url) for _, url in opened] == [True, False] * (len(opened) // 2)


def test_a_matching_word_is_highlighted() -> None:
    text = shown("find", "visa", "--hyperlink", "never")
    assert f"{FOUND}Visa\x1b[0m" in text
    assert f"{FOUND}visas\x1b[0m" in text  # by its stem


def test_every_color_is_legible_on_light_and_dark_grounds() -> None:
    text = "".join(shown(*look.split()) for look in LOOKS)
    codes = " ".join(re.findall(r"\x1b\[([\d;]*)m", text))
    colors = {int(color) for color in re.findall(r"38;5;(\d+)", codes)}
    assert set(re.sub(r"38;5;\d+", "", codes).replace(";", " ").split()) <= {"0", "1", "2", "4", "31"}  # red: an error
    grounds = [(255, 255, 255), (253, 246, 227), (30, 30, 30), (0, 43, 54), (0, 0, 0)]
    assert len(colors) >= 4
    assert all(contrast(rgb(color), ground) >= 3 for color in colors for ground in grounds)


@pytest.mark.parametrize(
    ("env", "color", "links"),
    [
        ({}, True, True),
        ({"TERM": "dumb"}, False, False),
        ({"TERM": ""}, False, False),
        ({"TERM": "linux"}, True, False),
        ({"TERM": "vt100"}, False, False),
        ({"TERM": "vt220"}, False, False),
        ({"DICLI_HYPERLINK": "never"}, True, False),
        ({"DICLI_HYPERLINK": "always", "TERM": "linux"}, True, True),
        ({"NO_COLOR": "1"}, False, True),
        ({"NO_COLOR": ""}, True, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "0"}, False, True),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, True, False),
        ({"CLICOLOR": "0"}, False, True),
        ({"CLICOLOR": "0", "CLICOLOR_FORCE": "1"}, True, True),
    ],
)
def test_variables_decide_on_a_terminal(env: dict[str, str], color: bool, links: bool) -> None:
    text = shown("list", "-f", "table", env=env)
    assert (SGR in text, LINK in text) == (color, links)


@pytest.mark.parametrize(
    ("env", "color"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "0"}, False),
        ({"CLICOLOR_FORCE": "1"}, True),
        ({"CLICOLOR": "1"}, False),
        ({"NO_COLOR": "1", "CLICOLOR_FORCE": "1"}, False),
        ({"GITHUB_ACTIONS": "true", "PY_COLORS": "1"}, False),
    ],
)
def test_variables_decide_in_a_pipe(dicli: RunProcess, env: dict[str, str], color: bool) -> None:
    text = dicli("list", "-f", "table", env=env).stdout
    assert (SGR in text, LINK in text) == (color, False)
    assert ESCAPE.search(dicli("list", env=env).stdout + dicli("--help", env=env).stdout) is None


def test_options_win_over_variables(dicli: RunProcess) -> None:
    assert SGR in dicli("list", "-f", "table", "--color", "always", env={"NO_COLOR": "1"}).stdout
    assert SGR not in shown("list", "--color", "never", env={"FORCE_COLOR": "1"})
    assert LINK in dicli("list", "-f", "table", "--hyperlink", "always", env={"TERM": "dumb"}).stdout
    assert LINK not in shown("list", "--hyperlink", "never")


@pytest.mark.parametrize("look", LOOKS)
def test_color_never_and_hyperlink_never_leave_no_escape(look: str) -> None:
    takes_them = look.split()[0] not in ("help", "nonsense")
    options = ["--no-color", "--hyperlink", "never"] if takes_them else []
    text = shown(*look.split(), *options, env={} if takes_them else {"NO_COLOR": "1"})
    assert text
    assert "\x1b" not in text


@pytest.mark.parametrize("width", [30, 40, 80])
def test_messages_break_at_spaces_and_fit_the_terminal(width: int) -> None:
    message = "no resource is called `my boss yells at me all day long and then some more`"
    text = shown("show", *message.split("`")[1].split(), width=width, env={"TERM": "dumb"})
    assert all(len(line) <= width for line in text.splitlines())
    assert "try: dicli find my boss yells at me all day long and then some more" in " ".join(text.split())


# ---- reading aloud -------------------------------------------------------------------------------


def test_plain_is_a_label_and_one_fact_a_line() -> None:
    text = shown("list", "--format", "plain", "--no-color").removesuffix(FOOT)
    assert "\x1b" not in text
    assert all(re.fullmatch(r"[A-Z][\w-]*: \S.*", line) for line in text.splitlines() if line)
    assert "Name: Visa Office\nFor: Students & learners; Faculty\nWhat: Helps with visas" in text


def test_accessible_selects_plain_on_a_terminal_only(dicli: RunProcess) -> None:
    assert shown("show", "calm", env={"ACCESSIBLE": "1"}) == shown("show", "calm", "--format", "plain")
    assert shown("list", env={"ACCESSIBLE": "0"}) == shown("list")
    assert "━" not in shown("list", "-f", "table", env={"ACCESSIBLE": "1"})
    assert dicli("list", env={"ACCESSIBLE": "1"}).stdout == dicli("list", "--format", "tsv").stdout


@pytest.mark.parametrize(
    ("height", "width", "hits"),
    [
        (1, 30, 1),
        (6, 30, 1),
        (24, 30, 4),
        (30, 30, 6),
        (100, 30, 10),
        (1, 80, 1),
        (6, 80, 1),
        (24, 80, 5),
        (30, 80, 6),
        (100, 80, 10),
    ],
)
def test_find_shows_what_fits_the_screen(written: Written, height: int, width: int, hits: int) -> None:
    address = "https://example.org/" + "x" * (width - 22)  # fills its line
    own = written("resources:\n" + "".join(f"  - {{id: r{n}, name: Desk {n}, url: '{address}'}}\n" for n in range(12)))
    seen = on_terminal([*DICLI, "find", "desk", "--catalogue", own], width, height)
    lines = visible(seen.terminal).splitlines()
    assert len([line for line in lines if line.startswith("Desk")]) == hits
    assert " ".join(lines).endswith(f"{hits} of 12; for all: -n 0; details: dicli show r0")
    assert len(lines) < height or hits == 1


def rows_taken(text: str, width: int) -> int:
    """How many rows of a terminal a text takes, which wraps addresses."""
    return sum(max(1, -(-cells(line) // width)) for line in visible(text).splitlines())


CALLS = (Path(__file__).with_name("calls.txt")).read_text(encoding="utf-8").splitlines()
"""What people say on the phone."""
CALLERS = (ROOT / "tests" / "relevance" / "callers.jsonl").read_text(encoding="utf-8").splitlines()
CALLS += [json.loads(line)["query"] for line in CALLERS]


def test_three_whole_hits_or_all_fit_a_usual_screen_for_what_callers_say(run: Run) -> None:
    whole = 0
    for caller in CALLS:
        seen = run("find", caller, "--catalogue", "bundled", tty=True, env={"LINES": "24", "NO_COLOR": "1"})
        assert rows_taken(seen.stdout, 80) + rows_taken(seen.stderr, 80) < 24, caller
        found = json.loads(run("find", caller, "--guess", "--json", "--catalogue", "bundled").stdout)
        ids = re.findall(r"^  ([a-z0-9-]+)(?:  |$)", seen.stdout, re.M)
        assert ids == [one["id"] for one in found[: len(ids)]], caller
        whole += len(ids) >= min(3, len(found))
    assert whole >= 0.95 * len(CALLS)


@pytest.mark.parametrize("width", [30, 60, 80, 100, 140])
def test_the_best_hit_never_scrolls_off(run: Run, width: int) -> None:
    for caller in CALLS[:40:4]:
        seen = run("find", caller, "--catalogue", "bundled", tty=True, width=width, env={"LINES": "24"})
        is_one_hit = "\n\n" not in seen.stdout
        assert rows_taken(seen.stdout, width) + rows_taken(seen.stderr, width) < 24 or is_one_hit, caller


def test_rules_are_ascii_if_the_encoding_has_nothing_better(dicli: RunProcess) -> None:
    for command, width in ((["find", "visa", "-f", "table"], 80), (["kinds", "-f", "table"], 25)):
        stdout = dicli(*command, env={"PYTHONIOENCODING": "ascii"}).stdout
        assert "-" * width in stdout.splitlines()
        assert "?" * 20 not in stdout


def test_errors_stand_out_on_a_terminal_only(dicli: RunProcess) -> None:
    assert shown("show", "xyzzy") == (
        "dicli: \x1b[1;31merror:\x1b[0m no resource called `xyzzy`\n\x1b[2mtry: dicli find xyzzy\x1b[0m\n"
    )
    assert dicli("show", "xyzzy", env={"FORCE_COLOR": "1"}).stderr == visible(shown("show", "xyzzy"))


def test_the_footer_says_how_many_there_are_and_how_to_see_more_on_a_terminal_only(written: Written) -> None:
    own = written("resources:\n" + "".join(f"  - {{id: r{n}, name: Desk {n}}}\n" for n in range(12)))
    find = ["find", "desk", "--catalogue", own]
    assert visible(shown(*find)).endswith("6 of 12; for all: -n 0; details: dicli show r0\n")
    assert visible(shown(*find, "-n", "0")).endswith("\n12 resources; details: dicli show r0\n")
    in_a_pipe = on_terminal([*DICLI, *find], stdout=subprocess.PIPE)
    assert (in_a_pipe.terminal, in_a_pipe.stdout.count("\n")) == ("", 12)


def test_a_table_of_10_000_entries_arrives_whole(written: Written) -> None:
    own = written("resources:\n" + "".join(f"  - {{id: r{n}, name: Desk {n}}}\n" for n in range(10_000)))
    for arguments in (("list", "-f", "table"), ("find", "desk", "-n", "0")):
        seen = visible(shown(*arguments, "--catalogue", own))
        assert re.findall(r"^Desk (\d+)", seen, re.M) == [str(n) for n in range(10_000)]
