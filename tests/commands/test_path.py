"""`dicli path`: which files are in use, what each adds and overrides, and where to put one's own."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from conftest import Run, Written
from dicli.core.errors import Status
from dicli.files.bundled import bundled_file

BUNDLED = bundled_file()


@pytest.fixture
def own() -> Path:
    """Where the user's own catalogues are."""
    directory = Path(os.environ["XDG_CONFIG_HOME"]) / "dicli"
    directory.mkdir(parents=True)
    return directory


def test_path_says_which_files_are_in_use_and_where_to_put_your_own(run: Run, own: Path) -> None:
    ran = run("path")
    assert ran.stdout.splitlines() == [
        f"{BUNDLED}\tin use\t69\t0\t",
        f"{own}\tyour own catalogues\t\t\t",
        f"{Path(os.environ['XDG_CACHE_HOME']) / 'dicli'}\tcompiled catalogues\t\t\t",
    ]
    assert ran[1:] == ("", Status.FOUND)


def test_it_says_what_each_file_adds_and_overrides(run: Run, own: Path) -> None:
    (own / "a.yaml").write_text("kinds: [{id: k}]\nresources: [{id: oiss, name: A}, {id: new, name: B}]\n")
    (own / "b.yaml").write_text("audiences: [{id: students, synonyms: [frosh]}]\n")
    lines = run("path").stdout.splitlines()
    assert lines[1:-2] == [f"{own / 'a.yaml'}\tin use\t2\t0\toiss", f"{own / 'b.yaml'}\tin use\t0\t0\t"]


def test_rows_have_the_same_for_programs(run: Run, written: Written, own: Path) -> None:
    file = written("resources: [{id: oiss, name: A}]\n")
    ran = run("path", "--catalogue", "bundled", "--catalogue", file, "--json", env={"DICLI_CACHE": "off"})
    bundled, mine, directory = json.loads(ran.stdout)
    assert (bundled["name"], bundled["file"], bundled["use"]) == ("bundled", BUNDLED, "in use")
    assert mine == {
        "file": file,
        "name": file,
        "use": "in use",
        "resources": 1,
        "audiences": 0,
        "topics": 0,
        "kinds": 0,
        "left_out": 0,
        "overrides": ["oiss"],
    }
    assert (directory["file"], directory["use"]) == (
        str(own),
        "your own catalogues (not used: --catalogue or DICLI_CATALOGUE names others)",
    )
    assert ran[1:] == ("", Status.FOUND)
    (own / "notes.txt").write_text("x")
    rows = run("path", "-f", "tsv", "--fields", "file,use").stdout.splitlines()
    assert rows[0] == f"{BUNDLED}\tin use"
    assert rows[1].startswith(f"{own / 'notes.txt'}\tnot used: ")
    assert rows[2:] == [f"{own}\tyour own catalogues", f"{os.environ['XDG_CACHE_HOME']}/dicli\tcompiled catalogues"]


@pytest.mark.parametrize("width", [30, 80])
def test_long_lines_break_at_spaces(run: Run, width: int) -> None:
    lines = run("path", tty=True, width=width, env={"TERM": "dumb"}).stdout.splitlines()
    assert [line for line in lines if len(line) > width and len(line.split()) > 1] == []


def test_path_says_when_your_own_files_are_not_in_use(run: Run, written: Written, own: Path) -> None:
    file = written("resources: [{id: a, name: A}]\n")
    (own / "b.yaml").write_text("resources: [{id: b, name: B}]\n")
    lines = run("path", env={"DICLI_CATALOGUE": file, "DICLI_CACHE": "off"}).stdout.splitlines()
    assert lines == [
        f"{file}\tin use\t1\t0\t",
        f"{own}\tyour own catalogues (not used: --catalogue or DICLI_CATALOGUE names others)\t\t\t",
    ]
    assert "not used" in run("path", "--catalogue", file).stdout


def test_it_names_the_files_though_one_of_them_is_faulty(run: Run, own: Path) -> None:
    (own / "a.yaml").write_text("resources: [{id: a}]\n")
    ran = run("path", "--fields", "file,use")
    assert ran.stdout.splitlines()[:2] == [f"{BUNDLED}\tin use", f"{own / 'a.yaml'}\tin use"]
    assert ran.stderr.startswith(f"dicli: error: {own / 'a.yaml'}:1:13: `name` is missing\n")
    assert ran.status == Status.FAILED


def test_standard_input_has_no_place(run: Run) -> None:
    ran = run("path", "--catalogue", "-", stdin="resources: [{id: a, name: A}]\n")
    assert ran.stdout.splitlines()[0] == "-\tin use\t1\t0\t"


def test_on_a_terminal_it_is_a_table(run: Run, own: Path) -> None:
    stdout, stderr, status = run("path", tty=True, width=200)
    assert all(word in stdout for word in ("File", "Use", "Resources", BUNDLED, str(own), "your own catalogues"))
    assert (stderr, status) == ("", Status.FOUND)


def test_an_unreadable_directory_is_reported_and_the_rest_is_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(_: object) -> list[str]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "listdir", refuses)  # for the superuser every directory is readable
    own = Path(os.environ["XDG_CONFIG_HOME"]) / "dicli"
    stdout, stderr, status = run("path")
    assert stdout.splitlines()[0] == f"{own}\tyour own catalogues\t\t\t"
    assert stderr.startswith(f"dicli: error: cannot read `{own}`: Permission denied\n")
    assert status == Status.FAILED


def test_an_unknown_field_is_a_usage_error(run: Run) -> None:
    stdout, stderr, status = run("path", "--json", "--fields", "fil")
    assert (stdout, status) == ("", Status.USAGE)
    assert stderr == "dicli: error: no field called `fil`\ndid you mean `file`?\n"
