"""The documentation says what is true: its examples are run, its tables are compared with the code."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from runpy import run_path

import pytest

from conftest import ROOT
from dicli import __version__
from dicli.commands.app import app
from dicli.commands.command_table import COMMANDS
from dicli.commands.help_topics import TOPICS
from dicli.core.errors import Status
from dicli.output.formats import FORMATS
from dicli.output.rows import OUTPUT_FIELDS, SHORT_FIELDS, TERM_FIELDS

README = (ROOT / "README.md").read_text(encoding="utf-8")
SCRIPTING = (ROOT / "docs" / "scripting.md").read_text(encoding="utf-8")
PAGES = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("docs/decisions/*.md")], key=lambda path: path.as_posix()
)
needs_shell = pytest.mark.skipif(
    os.name != "posix" or not all(map(shutil.which, ("bash", "jq", "fzf"))), reason="needs bash, jq and fzf"
)


def blocks(text: str, language: str) -> list[str]:
    """The blocks of code in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.M | re.S)


def sessions(text: str) -> Iterator[tuple[str, str]]:
    """Commands of the console blocks with the output shown under each."""
    for block in blocks(text, "console"):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, output = part.partition("\n")
            yield command, output


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty directory to work in, with `dicli` on the path and the catalogue of the README's example."""
    program = tmp_path / "bin" / "dicli"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m dicli "$@"\n')
    program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "parking.yaml").write_text(blocks(README, "yaml")[0])
    (tmp_path / "offices.csv").write_text("Office,Phone\nBursar,555-0100\n")
    return tmp_path


@pytest.fixture
def terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    """What runs commands on a terminal can be imported."""
    monkeypatch.syspath_prepend(str(ROOT / "tests" / "process"))


# ---- examples ------------------------------------------------------------------------------------


@needs_shell
@pytest.mark.parametrize(("command", "output"), list(sessions(README)))
@pytest.mark.usefixtures("place", "terminals")
def test_a_session_of_the_readme_looks_on_a_terminal_as_it_is_shown(command: str, output: str) -> None:
    from terminals import on_terminal

    seen = on_terminal(["bash", "-c", command], 80, env={"TERM": "dumb"})
    assert (seen.terminal.replace("\t", " ").split("\n"), seen.status) == (output.replace("\t", " ").split("\n"), 0)


@needs_shell
@pytest.mark.usefixtures("terminals")
def test_the_greeting_of_the_readme_is_that_of_the_prompt() -> None:
    from terminals import DICLI, on_terminal, visible

    [shown] = blocks(README, "text")
    command, *greeting, _ = shown.splitlines()
    assert command == "$ dicli"
    seen = on_terminal(DICLI, 80, keys=[("helps)", "\r")], env={"TERM": "dumb"})
    assert visible(seen.terminal).splitlines()[: len(greeting)] == greeting


NOT_RUN = {
    ".ci/run": "would run the tests from within a test",
    ".venv/bin/pytest -n auto": "likewise",
    ".venv/bin/pytest -n auto --cov": "likewise",
    ".venv/bin/pytest --golden": "would rewrite what other tests compare with",
    ".venv/bin/ruff check . && .venv/bin/ruff format .": "would rewrite the sources; .ci/run checks them",
    ".venv/bin/mypy": ".ci/run runs it",
}


def test_every_session_of_the_pages_is_run_or_is_known_not_to_be() -> None:
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in PAGES}
    shown = {name: [command for command, _ in sessions(text)] for name, text in texts.items()}
    assert [name for name, commands in shown.items() if commands] == [
        "CONTRIBUTING.md",
        "README.md",  # run above
        "docs/catalogue.md",  # run in test_catalogue_docs.py, and here
        "docs/own-catalogue.md",  # run in test_catalogue_docs.py
    ]
    assert [re.split(r" {2,}#", command)[0] for command in shown["CONTRIBUTING.md"]] == list(NOT_RUN)
    assert shown["docs/catalogue.md"] == ["dicli check my.yaml", CONFIRM_NEXT]
    scratch = texts["docs/own-catalogue.md"].partition("## From scratch")[2]
    assert [command.partition(" ")[0] for command, _ in sessions(scratch)] == ["dicli", "dicli", "export", "dicli"]


def test_the_tests_take_the_options_that_contributing_names(request: pytest.FixtureRequest) -> None:
    assert request.config.getoption("--golden") is False
    assert request.config.pluginmanager.hasplugin("pytest_cov")
    assert request.config.pluginmanager.hasplugin("xdist")


CONFIRM_NEXT = "dicli list --catalogue my.yaml --fields as_of,id | sort"


@needs_shell
def test_what_to_confirm_next_is_listed_as_the_page_shows(place: Path) -> None:
    shown = dict(sessions((ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")))[CONFIRM_NEXT]
    entries = [line.split("\t") for line in shown.splitlines()]
    written = [f"{{id: {id}, name: N, as_of: '{day}'}}" if day else f"{{id: {id}, name: N}}" for day, id in entries]
    (place / "my.yaml").write_text(f"resources: [{', '.join(reversed(written))}]")
    done = subprocess.run(["bash", "-c", CONFIRM_NEXT], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == shown


DESK = (ROOT / "docs" / "help-desk.md").read_text(encoding="utf-8")
EXAMPLES = [line for text in (README, SCRIPTING, DESK) for block in blocks(text, "bash") for line in block.splitlines()]


@needs_shell
@pytest.mark.parametrize("line", EXAMPLES)
@pytest.mark.usefixtures("place")
def test_an_example_works_as_it_is_written(line: str) -> None:
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, timeout=60, check=False)
    assert "Traceback" not in done.stderr
    assert "dicli: error" not in done.stderr or "nobody" in line
    assert done.stdout or "> " in line
    assert done.returncode == (1 if "nobody" in line else 0)


@needs_shell
@pytest.mark.usefixtures("place")
def test_the_example_in_python_works_as_it_is_written() -> None:
    (code,) = blocks(SCRIPTING, "python")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.startswith("Office for International Students and Scholars https://")
    assert (done.stderr, done.returncode) == ("", 0)


# ---- the two commands ----------------------------------------------------------------------------


def test_the_readme_has_two_set_up_commands_near_its_top() -> None:
    setup = README.partition("## Installation")[2].partition("\n## ")[0]
    (block,) = blocks(setup, "sh")
    run_it, test_it = block.splitlines()
    assert README.index(run_it) < README.index(test_it) < 3000
    environment, install, find = run_it.split(" && ")
    assert environment == "python3 -m venv .venv"
    assert install == ".venv/bin/pip install -q ."
    assert find == ".venv/bin/dicli find --audience faculty"
    assert test_it.split(" && ") == [environment, ".venv/bin/pip install -q -e '.[dev]'", ".venv/bin/pytest -q -n auto"]


def test_ci_runs_the_tests_as_the_readme_does_then_ruff_and_mypy() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    wanted = [
        "install --quiet",
        "-e '.[dev]'",
        'bin/pytest" -q -n auto',
        'bin/ruff" check',
        "format --check",
        'mypy" --strict',
    ]
    assert [script.count(part) for part in wanted] == [1, 1, 2, 1, 1, 1]  # the tests on the oldest versions, too
    assert [script.index(part) for part in wanted] == sorted(script.index(part) for part in wanted)
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_pages_are_short() -> None:
    assert len(README.split()) <= 700
    assert sum(len(path.read_text(encoding="utf-8").split()) for path in ROOT.glob("docs/*.md")) <= 5550
    decisions = {path.name: len(path.read_text(encoding="utf-8").split()) for path in ROOT.glob("docs/decisions/*.md")}
    del decisions["0015-word-vectors.md"]  # names each source, license and checksum
    assert [name for name, words in decisions.items() if words > 350] == []


# ---- tables --------------------------------------------------------------------------------------


def test_the_exit_statuses_of_the_docs_are_those_of_the_program() -> None:
    statuses = [int(status) for status in Status]
    assert [int(number) for number in re.findall(r"^\| (\d+) \|", SCRIPTING, re.M)] == statuses
    assert [int(number) for number in re.findall(r"^  (\d+) ", TOPICS["exit-status"], re.M)] == statuses


def test_the_fields_of_the_docs_are_those_of_the_program() -> None:
    table = SCRIPTING.partition("| field |")[2].partition("\n\n")[0]
    assert tuple(re.findall(r"^\| `(\w+)`", table, re.M)) == OUTPUT_FIELDS
    prose = " ".join(SCRIPTING.split())
    assert f"By default, `tsv` and `csv` have {', '.join(f'`{field}`' for field in SHORT_FIELDS)}." in prose
    assert f"have the fields {', '.join(f'`{field}`' for field in TERM_FIELDS)}." in prose


@needs_shell
def test_the_loop_over_fields_keeps_empty_ones_apart(place: Path) -> None:
    [loop] = [line for line in "\n".join(blocks(SCRIPTING, "bash")).splitlines() if "while IFS" in line]
    environ = {**os.environ, "DICLI_CATALOGUE": "own.yaml"}
    (place / "own.yaml").write_text("resources: [{id: a, name: A, contact: {email: a@b.org}}, {id: c, name: C}]")
    done = subprocess.run(["bash", "-c", loop], capture_output=True, text=True, env=environ, timeout=60, check=True)
    assert done.stdout == "a: a@b.org\nc: \n"


def test_the_formats_of_the_docs_are_those_of_the_program() -> None:
    assert f"Formats: {', '.join(f'`{name}`' for name in FORMATS)}." in SCRIPTING


def test_every_command_is_in_the_docs() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in PAGES)
    for name in COMMANDS:
        assert re.search(rf"dicli {name}\b", text), name


def test_every_option_is_in_the_docs() -> None:
    import typer

    text = "\n".join(path.read_text(encoding="utf-8") for path in PAGES)
    root = app()
    for name in COMMANDS:
        command = root.get_command(typer.Context(root), name)
        assert command
        shown = [option for one in command.params if not getattr(one, "hidden", False) for option in one.opts]
        for option in (option for option in shown if option.startswith("--")):
            assert re.search(rf"(?<![\w-]){option}(?![\w-])", text), f"{name} {option}"


def test_the_changelog_begins_with_this_version() -> None:
    headings = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert headings[0] == ("Unreleased" if ".dev" in __version__ else __version__)


def test_every_dependency_has_its_reason() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "decisions" / "0008-dependencies.md").read_text(encoding="utf-8")
    listed = "".join(re.findall(r"^(?:dependencies|links|pick|sheets) = \[(.*?)\]", project, re.M | re.S))
    names = re.findall(r'"([\w-]+)', listed)
    assert sorted(re.findall(r"^\| ([\w-]+) .*(?:MIT|BSD)", page, re.M)) == sorted(names)
    typer = re.search(r'"typer(.+?)"', listed)
    assert typer
    assert f"| typer {typer[1]} |" in page


# ---- links ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_page_links_to_is_there(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    for target in re.findall(r"\]\(([^)#\s]+)", text):
        if not target.startswith(("https://", "http://")):
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_page_names_a_path_of_someones_machine(page: Path) -> None:
    assert not re.search(r"/(root|work|home/\w+)/", page.read_text(encoding="utf-8"))


def test_the_picture_shows_what_the_program_writes() -> None:
    picture = run_path(str(ROOT / "docs" / "picture.py"))
    assert "docs/find.svg" in README
    shown = picture["words"](picture["PICTURE"].read_text(encoding="utf-8"))
    assert shown == "".join(picture["run"]().plain.split()), "run: python docs/picture.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_that_a_page_names_is_there(page: Path) -> None:
    rooms = [path.name for path in (ROOT / "src" / "dicli").iterdir() if path.is_dir()]
    named = re.findall(rf"`((?:{'|'.join(rooms)})/\w+\.py)`", page.read_text(encoding="utf-8"))
    assert [name for name in named if not (ROOT / "src" / "dicli" / name).is_file()] == []
