"""Wrong usage and faulty catalogues: one error, a hint at most, and the status; never a traceback."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Run, RunProcess, Written
from dicli.commands.command_table import COMMANDS
from dicli.core.errors import DicliError, Status, listed


@pytest.mark.parametrize(
    ("given", "error", "hint"),
    [
        (["find", "-a", "staf"], "no audience called `staf`", "did you mean `staff`?"),
        (["list", "-a", "facutly"], "no audience called `facutly`", "did you mean `faculty`?"),
        (["list", "-t", "xyzzy"], "no topic called `xyzzy`", "for all: dicli topics"),
        (["list", "-k", "polcy"], "no kind called `polcy`", "did you mean `policy`?"),
        (["list", "--fields", "id,nam"], "no field called `nam`", "did you mean `name`?"),
        (["list", "--fields", ""], "no field called ``", None),
        (["list", "-f", "jsn"], "no format called `jsn`", "did you mean `json`?"),
        (
            ["list", "-f", "xml"],
            "no format called `xml`",
            "formats: table, plain, tsv, csv, json, jsonl, yaml, markdown",
        ),
        (["list", "--fields", "hours"], "no field called `hours`", None),
        (["list", "-a", "martians"], "no audience called `martians`", "for all: dicli audiences"),
        (["list", "--json", "-f", "csv"], "`--json` and `--format csv` conflict", "use only one of them"),
        (["check", "--timeout", "5"], "`--concurrency`, `--timeout` and `--ignore` are for links", "add: --links"),
        (["list", "-0", "-f", "csv"], "`--null` works only with tsv", "give `--format tsv`, not csv"),
    ],
)
def test_a_wrong_value_is_one_error_with_the_nearest_real_ones(
    run: Run, given: list[str], error: str, hint: str | None
) -> None:
    stdout, stderr, status = run(*given)
    first, second = stderr.splitlines()
    assert first == f"dicli: error: {error}"
    assert second == hint or hint is None
    assert (stdout, status) == ("", 2)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (["list", "--colour"], "no option `--colour`; did you mean `--color`"),
        (["list", "-n", "many"], "invalid value for `-n` / `--limit`: `many` is not a whole number"),
        (["list", "-n", "-1"], "invalid value for `-n` / `--limit`: -1 is less than 0"),
        (["check", "--older-than", "-3"], "invalid value for `--older-than`: -3 is less than 0"),
        (["list", "--sort", "name"], "no option `--sort`"),
        (["list", "--color", "sometimes"], "invalid value for `--color`: `sometimes` is not one of `auto`, "),
        (["list", "--hyperlink", "alway"], "invalid value for `--hyperlink`: `alway` is not one of `auto`, "),
        (["list", "extra"], "unexpected argument `extra`"),
        (["kinds", "two", "words"], "unexpected argument `two words`"),
        (["check", "--timeout", "soon"], "invalid value for `--timeout`: `soon` is not a number"),
        (["check", "--timeout", "0"], "invalid value for `--timeout`: 0.0 is less than 0.1"),
        (["find", "--name"], "option `--name` requires an argument"),
        (["--nonsense"], "no option `--nonsense`"),
    ],
)
def test_wrong_usage_is_one_error_and_names_the_help(run: Run, given: list[str], error: str) -> None:
    stdout, stderr, status = run(*given)
    first, second = stderr.splitlines()
    assert first.startswith(f"dicli: error: {error}")
    assert not first.endswith(".")
    assert second.startswith("see: dicli")
    assert second.endswith("--help")
    assert (stdout, status) == ("", 2)


def test_an_unknown_command_gets_the_command_that_searches(run: Run) -> None:
    stdout, stderr, status = run("visa")
    assert stderr == "dicli: error: no command `visa`\ntry: dicli find visa\n"
    assert (stdout, status) == ("", 2)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (["list", "-a", "students, faculty"], ["list", "-a", "students", "-a", "faculty"]),
        (["list", "-f", "JSON"], ["list", "-f", "json"]),
        (["list", "-f", "table", "--no-color"], ["list", "-f", "table"]),
    ],
)
def test_what_is_plainly_meant_works(run: Run, given: list[str], meant: list[str]) -> None:
    assert run(*given) == run(*meant)
    assert run(*given).status == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_takes_the_options_for_color(run: Run, command: str) -> None:
    for options in (["--color", "never"], ["--no-color"]):
        assert run(command, *options, "--help").status == 0
        assert run(*options, command, "--help") == run(command, "--help")
    assert "no option" not in run(command, "--color=always", "--sort", "x").stderr.replace("no option `--sort`", "")


def test_a_misspelled_command_is_guessed_and_not_run(run: Run) -> None:
    stdout, stderr, status = run("lst")
    assert stderr == "dicli: error: no command `lst`; did you mean `list`?\nor search: dicli find lst\n"
    assert (stdout, status) == ("", 2)


@pytest.mark.parametrize("typed", ["search", "serach", "Search", "seach"])
def test_search_and_slips_of_it_get_the_command_that_searches_without_that_word(run: Run, typed: str) -> None:
    stdout, stderr, status = run(typed, "visa", "--json")
    assert stderr == f"dicli: error: no command `{typed}`; did you mean `find`?\ntry: dicli find visa --json\n"
    assert (stdout, status) == ("", 2)


def test_a_word_like_search_is_searched_for(run: Run) -> None:
    assert run("research", "funding").stderr.endswith("\ntry: dicli find research funding\n")


@pytest.mark.parametrize("command", ["list", "find", "show", "open", "audiences", "topics", "kinds"])
def test_a_missing_catalogue_is_status_3_for_every_command(run: Run, command: str) -> None:
    given = ["x"] if command in ("find", "show", "open") else []
    stdout, stderr, status = run(command, *given, "--catalogue", "/nowhere.yaml")
    assert stderr.startswith("dicli: error: cannot read catalogue `/nowhere.yaml`: ")
    assert (stdout, status) == ("", 3)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("resources: [{id: a, name: A}\n", "1:12"),
        ("resources:\n  - id: a\n    name: A\n    url: ftp://example.org\n", "4:10"),
        ("resources:\n  - id: a\n", "2:5"),
        ("just words\n", "1:1"),
        ("", "1:1"),
    ],
)
def test_a_faulty_catalogue_is_refused_with_the_place_of_its_first_fault(
    run: Run, written: Written, text: str, place: str
) -> None:
    own = written(text)
    stdout, stderr, status = run("list", "--catalogue", own)
    assert stderr.startswith(f"dicli: error: {own}:{place}: ")
    assert 1 <= len(stderr.splitlines()) <= 2
    assert (stdout, status) == ("", 3)


def test_a_faulty_catalogue_says_how_many_more_faults_there_are(run: Run, written: Written) -> None:
    own = written("resources: [{id: a}, {id: b}, {id: c}]")
    stdout, stderr, status = run("list", "--catalogue", own)
    assert "(and 2 more)" in stderr
    assert f"dicli check {own}" in stderr
    assert (stdout, status) == ("", 3)


def test_a_directory_is_not_a_catalogue(run: Run, tmp_path: Path) -> None:
    stdout, stderr, status = run("list", "--catalogue", str(tmp_path))
    assert stderr.startswith(f"dicli: error: catalogue `{tmp_path}` is not a file\n")
    assert (stdout, status) == ("", 3)


def test_what_is_named_in_an_error_cannot_command_the_terminal(run: Run) -> None:
    stdout, stderr, status = run("list", "-a", "x\x1b[31m\u202ey")
    assert stderr.startswith("dicli: error: no audience called `x\\x1b[31m\\u202ey`\n")
    assert (stdout, status) == ("", 2)


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="needs users")
def test_a_catalogue_that_may_not_be_read_is_status_3() -> None:
    """The file is a closed one of root's, read as nobody; the modules are there before the rights are dropped."""
    code = """
import os, sys, tempfile
from dicli.commands import app as cli, find
from dicli.files import cache, checking, layers, loading, reader
import yaml
with tempfile.NamedTemporaryFile(suffix=".yaml") as file:
    os.chmod(file.name, 0)
    child = os.fork()
    if not child:
        os.getuid() or os.setuid(65534)
        os._exit(cli.main(["list", "--catalogue", file.name]))
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert re.fullmatch(r"dicli: error: cannot read catalogue `.+\.yaml`: Permission denied\n.*\n", done.stderr)
    assert (done.stdout, done.returncode) == ("", 3)


def test_an_unforeseen_fault_is_one_line_that_calls_itself_a_bug(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr("dicli.files.loading.load", broken)
    assert run("list") == (
        "",
        "dicli: error: ZeroDivisionError: by zero\nthis is a bug in dicli; set DICLI_DEBUG=1 to see a traceback\n",
        3,
    )
    with pytest.raises(ZeroDivisionError):
        run("list", env={"DICLI_DEBUG": "1"})


def test_ctrl_c_is_130_and_says_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dicli.files.loading.load", interrupted)
    assert run("list") == ("", "", 130)


def test_names_are_listed_as_a_sentence_has_them() -> None:
    assert listed(["a"]) == "`a`"
    assert listed(["a", "b"]) == "`a` or `b`"
    assert listed(["a", "b", "c"], "and") == "`a`, `b` and `c`"


def test_an_error_fails_the_run_unless_told_otherwise() -> None:
    error = DicliError("no")
    assert (error.message, error.hint, error.status) == ("no", "", Status.FAILED)


# ---- what others wrote neither forges nor floods lines -------------------------------------------

FORGED = "a\ndicli: error: forged\nb"
LONG = "x" * 100_000


@pytest.mark.parametrize("value", [FORGED, LONG], ids=["line ends", "100,000 letters"])
@pytest.mark.parametrize(
    "line",
    [
        ["list", "--catalogue", "{}"],
        ["check", "{}"],
        ["path", "--catalogue", "{}"],
        ["show", "{}"],
        ["find", "-a", "{}"],
        ["find", "-n", "{}", "visa"],
        ["find", "--{}"],
        ["list", "-f", "{}"],
        ["list", "--fields", "{}"],
        ["list", "--color", "{}"],
        ["help", "{}"],
        ["{}"],
    ],
    ids=" ".join,
)
def test_what_is_typed_stays_within_its_line_of_an_error(run: Run, line: list[str], value: str) -> None:
    _, stderr, status = run(*(part.replace("{}", value) for part in line))
    assert status in (1, 2, 3)
    assert len(re.findall("^dicli: error: ", stderr, re.M)) == 1
    assert stderr.count("\n") <= 2
    assert len(stderr) < 4_000


def test_names_of_files_and_ids_stay_within_their_lines(run: Run, tmp_path: Path) -> None:
    own = tmp_path / FORGED
    own.write_text(
        f'resources:\n- {{id: {LONG}, name: A}}\n- {{id: "{FORGED}", name: A}}\n'.replace("\nd", "\\nd").replace(
            "d\nb", "d\\nb"
        )
    )
    for command in (["check"], ["list", "--catalogue"], ["path", "--catalogue"]):
        stdout, stderr, status = run(*command, str(own))
        assert status in (1, 3)
        assert not re.search("^dicli: error: forged", stdout + stderr, re.M)
        assert len(stdout + stderr) < 10_000


def test_standard_input_is_refused_if_it_is_longer_than_any_question(run: Run) -> None:
    for stdin in ("visa " * 20_001, "visa\n" * 20_001, "\n" * 100_001):
        refused = run("find", "-", stdin=stdin)
        assert (refused.stdout, refused.status) == ("", 2)
        assert refused.stderr == "dicli: error: standard input has more than 100,000 bytes\nshorten it to a few words\n"
    stdout, stderr, status = run("show", "-", "--fields", "id", stdin="oiss\n" * 30_000 + LONG + "x")
    assert stdout == "oiss\n" * 30_000
    assert stderr.startswith("dicli: error: a line of standard input has more than 100,000 bytes\n")
    assert status == 2


@pytest.mark.skipif(os.name == "nt", reason="the current directory cannot be removed there")
@pytest.mark.parametrize(
    ("line", "status"),
    [
        (["list", "-n", "1"], 0),
        (["list", "--catalogue", "own.yaml"], 3),
        (["check", "own.yaml"], 3),
        (["path"], 0),
        (["path", "--catalogue", "own.yaml"], 3),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_deleted_current_directory_is_not_reported_as_a_bug(
    dicli: RunProcess, tmp_path: Path, line: list[str], status: int
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    script = f"rmdir {gone}; exec {sys.executable} -m dicli {' '.join(line)}"
    for cache in ("", "relative"):
        environ = {**os.environ, "DICLI_CACHE": cache}
        gone.mkdir(exist_ok=True)
        ran = subprocess.run(["sh", "-c", script], cwd=gone, env=environ, capture_output=True, text=True, check=False)
        assert ran.returncode == status, ran.stderr
        assert "FileNotFoundError" not in ran.stderr
        assert not status or "cannot read catalogue `own.yaml`: No such file or directory\n" in ran.stderr
