"""Catalogues of one's own: named, laid over the bundled one, merged, and as small as can be."""

from __future__ import annotations

import json
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from conftest import Run, Stream, Written
from dicli.commands import complete
from dicli.core.errors import Status

MINIMAL = "resources:\n  - id: first\n    name: First Desk\n  - id: second\n    name: Zweites Büro\n"


@pytest.fixture
def own() -> Path:
    """Where the user's own catalogues lie."""
    directory = Path(os.environ["XDG_CONFIG_HOME"]) / "dicli"
    directory.mkdir(parents=True)
    return directory


def listed(run: Run, *args: str, **how: Any) -> dict[str, str]:
    """The ids that are listed, each with the catalogue it came from."""
    ran = run("list", "--json", *args, **how)
    assert ran[1:] == ("", Status.FOUND)
    return {resource["id"]: resource["catalogue"] for resource in json.loads(ran.stdout)}


# ---- which are in use ----------------------------------------------------------------------------


def test_the_named_file_is_all_there_is(run: Run, written: Written) -> None:
    file = written(MINIMAL)
    assert listed(run, "--catalogue", file) == {"first": file, "second": file}


def test_several_are_laid_over_each_other_and_the_bundled_one_may_be_among_them(run: Run, written: Written) -> None:
    file = written("resources: [{id: oiss, name: Ours}, {id: new, name: New}]\n")
    found = listed(run, "--catalogue", "bundled", "--catalogue", file)
    assert [found["oiss"], found["wumma"], found["new"]] == [file, "bundled", file]
    assert len(found) == 70
    assert list(found)[-1] == "new"
    assert listed(run, "--catalogue", file, "--catalogue", "bundled")["oiss"] == "bundled"


def test_standard_input_is_a_catalogue(run: Run) -> None:
    assert listed(run, "--catalogue", "-", stdin=MINIMAL) == {"first": "-", "second": "-"}


def test_the_environment_names_some_and_the_option_others(run: Run, written: Written) -> None:
    one, two = written(MINIMAL, "one.yaml"), written("resources: [{id: second, name: S}]\n", "two.yaml")
    env = {"DICLI_CATALOGUE": os.pathsep.join([one, two])}
    assert listed(run, env=env) == {"first": one, "second": two}
    assert listed(run, "--catalogue", one, env=env) == {"first": one, "second": one}


def test_those_of_the_user_lie_over_the_bundled_one_whole_entry_by_whole_entry(run: Run, own: Path) -> None:
    (own / "b.yaml").write_text("resources: [{id: oiss, name: Later}]\n")
    (own / "a.yaml").write_text("resources: [{id: oiss, name: Earlier}, {id: new, name: New}]\n")
    found = listed(run)
    assert [found["oiss"], found["new"], found["wumma"]] == [str(own / "b.yaml"), str(own / "a.yaml"), "bundled"]
    (shown,) = json.loads(run("show", "oiss", "--json").stdout)
    assert (shown["name"], shown["url"], shown["aliases"]) == ("Later", None, [])


def test_a_lock_of_an_editor_does_no_harm(run: Run, own: Path) -> None:
    (own / ".#own.yaml").symlink_to("nobody@nowhere.1234")
    assert run("list").status == Status.FOUND


def test_an_edited_catalogue_is_read_again(run: Run, own: Path) -> None:
    file = own / "own.yaml"
    file.write_text("resources: [{id: new, name: Before}]\n")
    assert json.loads(run("show", "new", "--json").stdout)[0]["name"] == "Before"
    file.write_text("resources: [{id: new, name: Behind}]\n")
    assert json.loads(run("show", "new", "--json").stdout)[0]["name"] == "Behind"


def test_a_faulty_catalogue_is_refused_whole_with_its_first_fault(run: Run, own: Path) -> None:
    file = own / "own.yaml"
    file.write_text("resources:\n  - {id: a, name: A}\n  - {id: B, names: B}\n")
    for command in (["find", "visa"], ["list"], ["show", "oiss"], ["open", "oiss"], ["audiences"], ["--version"]):
        assert run(*command) == (
            "",
            f"dicli: error: {file}:3:5: `name` is missing (and 2 more)\n"
            f"add a line `name: ...` to this entry; to see all: dicli check bundled {file}\n",
            Status.FAILED,
        )


# ---- vocabularies --------------------------------------------------------------------------------

DEPARTMENT = """\
audiences:
  - {id: students, synonyms: [yearlings]}
  - {id: dental-students, label: Dental students, broader: [students], synonyms: [tooth fairies]}
topics:
  - {id: teeth, label: Teeth}
resources:
  - {id: dental-desk, name: Dental Desk, audiences: [dental-students], topics: [teeth], url: 'https://d.org'}
"""


def test_a_department_adds_an_audience_and_a_synonym(run: Run, own: Path) -> None:
    (own / "dental.yaml").write_text(DEPARTMENT)
    audiences = {term["id"]: term for term in json.loads(run("audiences", "--json").stdout)}
    assert audiences["students"]["label"] == "Students"
    assert {"yearlings", "student"} <= set(audiences["students"]["synonyms"])
    assert audiences["students"]["broader"] == ["everyone"]
    assert audiences["dental-students"]["resources"] == 1
    by_new_word = run("list", "-a", "yearlings", "--fields", "id").stdout.split()
    assert by_new_word == run("list", "-a", "students", "--fields", "id").stdout.split()
    assert "dental-desk" in by_new_word
    own_first = run("list", "-a", "Tooth Fairies", "--fields", "id").stdout.split()
    assert own_first[0] == "dental-desk"
    assert "disc" in own_first  # what is for all students is for these, too
    assert run("find", "teeth", "--fields", "id").stdout == "dental-desk\n"


def test_a_file_alone_may_use_the_bundled_terms_and_shows_only_those_it_uses(run: Run, written: Written) -> None:
    file = written("resources: [{id: a, name: A, audiences: [md-program], kind: office}]\n")
    assert run("audiences", "--catalogue", file, "--fields", "id,resources").stdout == (
        "everyone\t0\nstudents\t0\nmd-program\t1\n"
    )
    assert run("list", "-a", "medical students", "--catalogue", file, "--fields", "id").stdout == "a\n"
    assert run("kinds", "--catalogue", file, "--fields", "label").stdout == "Office\n"


def test_another_institution_brings_terms_of_its_own_under_ids_that_the_bundled_one_has(
    run: Run, written: Written
) -> None:
    file = written(
        "audiences: [{id: students, label: Pupils, synonyms: [kids]}]\n"
        "resources: [{id: a, name: A, audiences: [students]}]\n"
    )
    (term,) = json.loads(run("audiences", "--json", "--catalogue", file).stdout)
    assert (term["label"], term["synonyms"], term["broader"]) == ("Pupils", ["kids"], [])


# ---- id and name are enough ----------------------------------------------------------------------


@pytest.mark.parametrize("tty", [True, False])
@pytest.mark.parametrize(
    ("args", "status"),
    [
        (["find", "desk"], Status.FOUND),
        (["find", "buro", "--explain"], Status.FOUND),
        (["find", "--name", "frist"], Status.FOUND),
        (["find", "--keyword", "desks"], Status.FOUND),
        (["list"], Status.FOUND),
        (["list", "-f", "csv"], Status.FOUND),
        (["list", "-f", "markdown"], Status.FOUND),
        (["list", "-f", "yaml"], Status.FOUND),
        (["list", "-f", "plain"], Status.FOUND),
        (["show", "second"], Status.FOUND),
        (["show", "first", "second"], Status.FOUND),
        (["audiences"], Status.FOUND),
        (["topics", "--json"], Status.FOUND),
        (["kinds", "-f", "csv"], Status.FOUND),
        (["check"], Status.FOUND),
        (["path"], Status.FOUND),
        (["open", "first"], Status.NOTHING),
        (["find", "-a", "students"], Status.USAGE),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_catalogue_of_ids_and_names_works_in_every_command(
    run: Run, written: Written, args: list[str], status: Status, tty: bool
) -> None:
    file = written(MINIMAL)
    assert run("check", file).stdout.count("warning") == 4
    ran = run(*args, "--catalogue", file, tty=tty)
    assert ran.status == status, ran.stderr
    assert "bug" not in ran.stderr


def test_an_empty_catalogue_lists_nothing(run: Run, written: Written) -> None:
    file = written("resources: []\n")
    ran = run("list", "--json", "--catalogue", file)
    assert (ran.stdout, ran.status) == ("[]\n", Status.NOTHING)


@pytest.mark.parametrize(
    ("tty", "size", "told"), [(True, 2**20, "reading the catalogue ...\n"), (True, 0, ""), (False, 2**20, "")]
)
def test_reading_a_large_file_is_announced_on_a_terminal(
    run: Run, written: Written, tty: bool, size: int, told: str
) -> None:
    file = written(f"resources: [{{id: a, name: A}}]\n#{'x' * size}\n")
    assert run("list", "--fields", "id", "-f", "tsv", "--no-color", "--catalogue", file, tty=tty) == ("a\n", told, 0)


def test_the_prompt_that_completes_hears_of_no_reading(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    err = Stream(tty=True)
    monkeypatch.setattr("sys.stderr", err)
    monkeypatch.setenv("DICLI_CATALOGUE", written(f"audiences: [{{id: a}}]\nresources: []\n#{'x' * 2**20}\n"))
    context: Any = SimpleNamespace(params={})
    assert complete.audiences(context, "a") == [("a", "a")]
    assert err.text() == ""


@pytest.mark.parametrize("option", ["--catalogue", "--catalog"])
@pytest.mark.parametrize("command", ["list", "find a", "show a", "check", "path"])
def test_catalog_is_the_same_option(run: Run, written: Written, command: str, option: str) -> None:
    file = written("resources: [{id: a, name: A, summary: Ours.}]\n")
    assert run(*command.split(), option, file) == run(*command.split(), "--catalogue", file)
    assert run(*command.split(), option, file).status == 0
