"""Help: what it says is true, and it fits 80 columns."""

from __future__ import annotations

import re

import pytest

from conftest import ROOT, Run
from dicli.commands.command_table import COMMANDS
from dicli.commands.help_pages import OVERVIEW
from dicli.commands.help_topics import TOPICS
from dicli.core.errors import Status
from dicli.output.formats import FORMATS

PAGES = [*COMMANDS, *TOPICS]


@pytest.mark.parametrize("page", PAGES)
def test_help_fits_a_terminal_of_80_columns(run: Run, page: str) -> None:
    stdout, stderr, status = run("help", page)
    assert (stderr, status) == ("", 0)
    assert [line for line in stdout.splitlines() if len(line) > 80] == []
    assert "\x1b" not in stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_can_be_had_in_three_ways(run: Run, command: str) -> None:
    assert run("help", command) == run(command, "--help") == run(command, "-h")
    assert run(command, "-h").stdout.startswith(f"Usage: dicli {command} ")


def test_no_arguments_give_the_help_on_standard_output(run: Run) -> None:
    assert run() == run("help") == run("--help") == run("-h")
    assert (run().stderr, run().status) == ("", 0)


def test_the_help_is_at_most_22_lines_and_names_every_command_and_topic(run: Run) -> None:
    text = run().stdout
    assert len(text.splitlines()) <= 22
    words = set(re.findall(r"[a-z-]+", text))
    assert words >= {*COMMANDS, *TOPICS, "--version"}


def test_options_for_scripts_have_a_heading_of_their_own(run: Run) -> None:
    common, scripts = run("list", "--help").stdout.split("\nFor scripts:\n")
    assert re.findall(r"^  (?:-\w, )?(--[a-z]+)", common, re.M)[:3] == ["--audience", "--topic", "--kind"]
    assert re.findall(r"^  (?:-\w, )?(--[a-z-]+)", scripts, re.M) == [
        "--header",
        "--null",
        "--hyperlink",
        "--color",
        "--no-color",
    ]


def test_defaults_are_named(run: Run) -> None:
    text = " ".join(run("find", "--help").stdout.split())
    assert "default: table on a terminal, tsv elsewhere" in text
    assert "default: all; in find on a terminal, what fits" in text
    assert "(default: 8)" in run("check", "--help").stdout


@pytest.mark.parametrize("width", [30, 40, 59, 60, 80])
@pytest.mark.parametrize("page", ["", *PAGES])
def test_help_breaks_at_spaces_and_fits_the_terminal(run: Run, page: str, width: int) -> None:
    wide = run("help", *page.split(), tty=True, width=1000).stdout
    text = run("help", *page.split(), tty=True, width=width).stdout
    lines = [line for line in re.sub("\x1b[^m]*m", "", text).splitlines() if len(line) > width]
    assert [line for line in lines if len(line.split()) > 1] == []  # one word may be longer
    assert sorted(text.split()) == sorted(wide.split())


def test_an_unknown_page_gets_a_guess_or_the_topics(run: Run) -> None:
    assert run("help", "exit-staus") == ("", "dicli: error: no help on `exit-staus`\ndid you mean `exit-status`?\n", 2)
    stdout, stderr, status = run("help", "qqqq")
    assert stderr.startswith("dicli: error: no help on `qqqq`\ntopics: search, formats, exit-status")
    assert (stdout, status) == ("", 2)


SUMMARIES = dict(re.findall(r"^  ([a-z]+) {2,}([A-Z].+)$", OVERVIEW, re.M))


def test_the_list_of_commands_has_the_everyday_ones_each_on_a_line() -> None:
    assert list(SUMMARIES) == [*COMMANDS][: len(SUMMARIES)]
    assert len(SUMMARIES) == 8


@pytest.mark.parametrize(("name", "summary"), SUMMARIES.items())
def test_the_summaries_in_the_list_of_commands_are_the_first_sentences_of_their_help(
    run: Run, name: str, summary: str
) -> None:
    _, _, text = run("help", name).stdout.partition("\n\n")
    assert re.match(rf"{re.escape(summary)}\.\s", text)


def test_the_exit_statuses_are_those_of_the_code() -> None:
    told = re.findall(r"^  (\d+) ", TOPICS["exit-status"], re.M)
    assert [int(status) for status in told] == list(Status)


def test_the_formats_are_those_of_the_code() -> None:
    assert re.findall(r"^  ([a-z]+) {2,}[a-z]", TOPICS["formats"], re.M)[: len(FORMATS)] == list(FORMATS)


def test_every_variable_that_is_read_is_documented() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src" / "dicli").glob("*.py"))
    read = set(re.findall(r"environ(?:\.get)?[(\[]\"([A-Z]\w+)\"", source)) | {"FORCE_COLOR", "CLICOLOR_FORCE"}
    private = {"COMP_WORDS", "COMP_CWORD"}
    seen_by_open = {"SSH_CONNECTION", "SSH_TTY", "DISPLAY", "WAYLAND_DISPLAY"}
    assert [name for name in read - private - seen_by_open if name not in TOPICS["environment"]] == []


@pytest.mark.parametrize(
    ("given", "error", "help_of"),
    [
        (["find", "--audence", "x"], "no option `--audence`; did you mean `--audience`?", "dicli find"),
        (["find", "--xyzzy"], "no option `--xyzzy`", "dicli find"),
        (["--foo"], "no option `--foo`", "dicli"),
        (["find", "-a"], "option `-a` requires an argument", "dicli find"),
        (["list", "-n", "x"], "invalid value for `-n` / `--limit`: `x` is not a whole number", "dicli list"),
    ],
)
def test_wrong_usage_names_the_help_to_read(run: Run, given: list[str], error: str, help_of: str) -> None:
    assert run(*given) == ("", f"dicli: error: {error}\nsee: {help_of} --help\n", 2)


def test_an_unknown_first_word_gets_the_search_with_all_words_safe_for_a_shell(run: Run) -> None:
    stdout, stderr, status = run("visa", "$(touch x)", "for my wife's", "--json")
    search = """dicli find visa '$(touch x)' 'for my wife'"'"'s' --json"""
    assert stderr == f"dicli: error: no command `visa`\ntry: {search}\n"
    assert (stdout, status) == ("", 2)
