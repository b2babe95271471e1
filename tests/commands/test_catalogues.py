"""Catalogues of one's own: named, laid over the bundled one, merged, and as small as can be."""

from __future__ import annotations

import json
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from conftest import Run, Stream, Written
from dicli.commands import completion
from dicli.core.errors import Status

MINIMAL = "resources:\n  - id: first\n    name: First Desk\n  - id: second\n    name: Zweites Büro\n"


@pytest.fixture
def own() -> Path:
    """Where the user's own catalogues are."""
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


def test_user_entries_replace_bundled_entries_as_a_whole(run: Run, own: Path) -> None:
    (own / "b.yaml").write_text("resources: [{id: oiss, name: Later}]\n")
    (own / "a.yaml").write_text("resources: [{id: oiss, name: Earlier}, {id: new, name: New}]\n")
    found = listed(run)
    assert [found["oiss"], found["new"], found["wumma"]] == [str(own / "b.yaml"), str(own / "a.yaml"), "bundled"]
    (shown,) = json.loads(run("show", "oiss", "--json").stdout)
    assert (shown["name"], shown["url"], shown["aliases"]) == ("Later", None, [])


def test_an_editor_lock_file_is_harmless(run: Run, own: Path) -> None:
    (own / ".#own.yaml").symlink_to("nobody@nowhere.1234")
    assert run("list").status == Status.FOUND


def test_an_edited_catalogue_is_read_again(run: Run, own: Path) -> None:
    file = own / "own.yaml"
    file.write_text("resources: [{id: new, name: Before}]\n")
    assert json.loads(run("show", "new", "--json").stdout)[0]["name"] == "Before"
    file.write_text("resources: [{id: new, name: Behind}]\n")
    assert json.loads(run("show", "new", "--json").stdout)[0]["name"] == "Behind"


FAULTY = """\
resources:
  - {id: a, name: A, topics: [race, raec]}
  - {id: B, names: B}
  - {id: c, name: C, url: c.org}
"""


def test_entries_with_faults_are_left_out_and_counted(run: Run, own: Path) -> None:
    file = own / "own.yaml"
    file.write_text(FAULTY)
    told = f"`{file}`: 2 entries are left out, wholly or in part, because of faults; for all: dicli check\n"
    for command in (["show", "a"], ["list"], ["find", "visa"]):
        ran = run(*command)
        assert (ran.stderr, ran.status) == (told, Status.FOUND)
    shown = {resource["id"]: resource for resource in json.loads(run("list", "--json").stdout)}
    assert shown["a"]["topics"] == ["race"]
    assert shown.keys().isdisjoint({"B", "c"})
    ran = run("check", "bundled", str(file))
    assert ran.status == Status.NOTHING
    lines = [line for line in ran.stdout.splitlines() if line.startswith(str(file)) and ": warning: " not in line]
    assert [line.partition(": fault: ")[2] for line in lines] == [
        "`name` is missing",
        "`B` is not an id",
        "unknown key `names`",
        "`url` is not a web address: `c.org`",
    ]


def test_an_entry_is_left_out_from_the_cache_as_well(
    run: Run, written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dicli.files.loading.TICK", 0.0)
    file = written(FAULTY)
    told = f"`{file}`: 3 entries are left out, wholly or in part, because of faults; for all: dicli check {file}\n"
    for _ in range(2):
        assert run("list", "--catalogue", file, "--fields", "id") == ("a\n", told, Status.FOUND)


def test_scripts_can_ask_that_nothing_is_left_out(run: Run, written: Written) -> None:
    file = written(FAULTY)
    ran = run("list", "--catalogue", file, env={"DICLI_STRICT": "1"})
    assert ran == (
        "",
        f"dicli: error: `{file}`: 3 entries are left out, wholly or in part, because of faults\n"
        f"for all: dicli check {file}\n",
        Status.FAILED,
    )
    good = written("resources: [{id: a, name: A}]\n")
    assert run("list", "--catalogue", good, "--fields", "id", env={"DICLI_STRICT": "1"}) == ("a\n", "", Status.FOUND)


def test_the_command_that_checks_files_names_them_only_if_others_are_in_use(run: Run, written: Written) -> None:
    file = written(FAULTY)
    in_use = run("list", env={"DICLI_CATALOGUE": file})
    assert in_use.stderr.endswith("; for all: dicli check\n")
    named = run("list", "--catalogue", "bundled", "--catalogue", file)
    assert named.stderr.endswith(f"; for all: dicli check bundled {file}\n")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("resources: [{id: a, name: A}, {id: b, name: B}]\ntopics: [{id: T}]\n", ":2:15: `T` is not an id"),
        (
            "resources: [{id: a, name: A}, {id: B, name: B}]\nresource: []\n",
            ":2:1: unknown key `resource` (and 1 more)",
        ),
        ("resources: [{id: a}, {id: b, nam: B}]\n", ":1:13: `name` is missing (and 2 more)"),
        ("resources: [{id: a, name: A}, {id: b\n", ":1:31: this bracket is not closed"),
    ],
)
def test_a_file_is_refused_if_others_build_on_what_is_wrong_or_nothing_is_left(
    run: Run, own: Path, text: str, message: str
) -> None:
    file = own / "own.yaml"
    file.write_text(text)
    for command in (["find", "visa"], ["list"], ["show", "oiss"], ["open", "oiss"], ["audiences"], ["--version"]):
        ran = run(*command)
        assert (ran.stdout, ran.status) == ("", Status.FAILED)
        assert ran.stderr.startswith(f"dicli: error: {file}{message}")
        assert f"for all: dicli check bundled {file}" in ran.stderr


# ---- what a lower file changes -------------------------------------------------------------------

BASE = """\
topics: [{id: money, label: Money}]
resources:
  - {id: bursar, name: Bursar, topics: [money]}
  - {id: gone, name: Gone}
"""
OVERLAY = """\
resources:
  - {id: desk, name: Desk, part_of: bursar, topics: [money]}
  - {id: annex, name: Annex, part_of: gone}
"""


def test_a_new_base_does_not_break_what_is_laid_over_it(run: Run, written: Written) -> None:
    files = [written(BASE, "base.yaml"), written(OVERLAY)]
    options = [f"--catalogue={file}" for file in files]
    assert run("show", "desk", *options, "--fields", "part_of,topics") == ("bursar\tmoney\n", "", Status.FOUND)
    written(
        "topics: [{id: fees, label: Fees}]\nresources: [{id: cashier, name: Cashier, topics: [fees]}]\n"
        "retired: [{id: bursar, use: paying}, {id: paying, use: cashier}, {id: gone}]\n",
        "base.yaml",
    )
    assert run("show", "desk", *options, "--fields", "part_of,topics") == ("cashier\t\n", "", Status.FOUND)
    assert run("show", "annex", *options, "--fields", "name,part_of") == ("Annex\t\n", "", Status.FOUND)
    ran = run("check", *files)
    assert [line.partition(": ")[2] for line in ran.stdout.splitlines() if line.startswith(files[1])][:4] == [
        "warning: `desk` has no `keywords`",
        "warning: `desk` has no `url`, `summary` or `as_of`",
        "warning: `bursar` is retired, and `cashier` is used",
        "warning: no topic is called `money`",
    ]
    assert "warning: `gone` is retired, and nothing took its place\n    remove it\n" in ran.stdout
    assert ran.status == Status.FOUND


@pytest.mark.parametrize(
    ("entry", "shown"),
    [
        ("{id: oiss, contact: {email: new@example.org}}", {"contact": {"email": "new@example.org"}}),
        ("{id: oiss, name: Our Visa Office, extends: true}", {"name": "Our Visa Office"}),
        ("{id: oiss, summary: Ours., note: Moved.}", {"summary": "Ours.", "note": "Moved."}),
        ("{id: oiss, topics: [race]}", {"topics": ["race"]}),
    ],
)
def test_an_entry_may_give_only_what_differs(run: Run, own: Path, entry: str, shown: dict[str, Any]) -> None:
    (before,) = json.loads(run("show", "oiss", "--json").stdout)
    (own / "own.yaml").write_text(f"resources: [{entry}]\n")
    (after,) = json.loads(run("show", "oiss", "--json").stdout)
    contact = {**before["contact"], **shown.pop("contact", {})}
    assert after == {**before, **shown, "contact": contact, "catalogue": str(own / "own.yaml")}
    assert run("check").status == Status.FOUND
    assert run("check", str(own / "own.yaml")) == ("", "no faults in 1 file\n", Status.FOUND)
    alone = run("show", "oiss", "--catalogue", str(own / "own.yaml"), "--fields", "name,url")
    assert alone.stdout == f"{after['name']}\t{after['url']}\n"


def test_an_entry_with_a_name_can_keep_what_the_earlier_file_says_as_check_advises(run: Run, own: Path) -> None:
    (before,) = json.loads(run("show", "oiss", "--json").stdout)
    entry = f"{{id: oiss, name: {before['name']}, note: Moved."
    (own / "own.yaml").write_text(f"resources: [{entry}}}]\n")
    assert run("check").stdout.count("to keep what the earlier file says, add a line `extends: true`") == 2
    (own / "own.yaml").write_text(f"resources: [{entry}, extends: true}}]\n")
    assert run("check", str(own / "own.yaml")).stdout == ""
    (after,) = json.loads(run("show", "oiss", "--json").stdout)
    assert after["keywords"] == before["keywords"]
    (own / "own.yaml").write_text("resources: [{id: a, name: A}]\n")
    assert "extends" not in run("check").stdout


def test_names_and_words_for_search_are_added_to_those_of_the_entry_below(run: Run, own: Path) -> None:
    (own / "own.yaml").write_text("resources: [{id: oiss, aliases: [Zweigstelle], keywords: [zwetschge]}]\n")
    for word in ("zweigstelle", "zwetschge", "visa"):
        assert run("find", word, "--fields", "id", "-n1").stdout == "oiss\n"
    (oiss,) = json.loads(run("show", "oiss", "--json").stdout)
    assert oiss["aliases"][-1] == "Zweigstelle"


def test_an_entry_without_a_name_needs_one_below(run: Run, own: Path) -> None:
    (own / "own.yaml").write_text(
        "resources: [{id: oisss, note: A}, {id: a, name: A, extends: true}, {id: b, name: B}]\n"
    )
    ran = run("check")
    assert "`name` is missing\n    add a line `name: ...` to this entry" in ran.stdout
    assert "to change an entry of an earlier file, correct the id" in ran.stdout
    assert "there is no resource `a` in a lower file to extend\n    remove this line, or correct the id" in ran.stdout
    assert run("show", "b", "--fields", "id").stdout == "b\n"


def test_an_id_that_is_taken_over_by_an_entry_of_another_name_is_warned_of(run: Run, own: Path) -> None:
    (own / "it.yaml").write_text("resources: [{id: help-desk, name: IT Help Desk}, {id: oiss, name: Parking Desk}]\n")
    (own / "library.yaml").write_text("resources: [{id: help-desk, name: Library Desk}, {id: wumma, name: WUMMA}]\n")
    ran = run("check")
    messages = [line.partition("warning: ")[2] for line in ran.stdout.splitlines() if "replaces" in line]
    assert messages == [
        "this entry replaces `Office for International Students and Scholars` of `bundled`, which has the same id",
        f"this entry replaces `IT Help Desk` of `{own / 'it.yaml'}`, which has the same id",
    ]


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


def test_a_catalogue_of_ids_and_names_has_warnings_of_what_is_missing(run: Run, written: Written) -> None:
    assert run("check", written(MINIMAL)).stdout.count("warning") == 4


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
    ran = run(*args, "--catalogue", written(MINIMAL), tty=tty)
    assert ran.status == status, ran.stderr
    assert "bug" not in ran.stderr


def test_an_empty_catalogue_lists_nothing(run: Run, written: Written) -> None:
    file = written("resources: []\n")
    ran = run("list", "--json", "--catalogue", file)
    assert (ran.stdout, ran.status) == ("[]\n", Status.NOTHING)


@pytest.mark.parametrize(
    ("tty", "size", "told"),
    [(True, 2**20, "reading a large catalogue for the first time...\n"), (True, 0, ""), (False, 2**20, "")],
)
def test_reading_a_large_file_is_announced_on_a_terminal(
    run: Run, written: Written, tty: bool, size: int, told: str
) -> None:
    file = written(f"resources: [{{id: a, name: A}}]\n#{'x' * size}\n")
    assert run("list", "--fields", "id", "-f", "tsv", "--no-color", "--catalogue", file, tty=tty) == ("a\n", told, 0)


def test_completion_prints_no_progress_message(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    err = Stream(tty=True)
    monkeypatch.setattr("sys.stderr", err)
    monkeypatch.setenv("DICLI_CATALOGUE", written(f"audiences: [{{id: a}}]\nresources: []\n#{'x' * 2**20}\n"))
    context: Any = SimpleNamespace(params={})
    assert completion.audiences(context, "a") == [("a", "a")]
    assert err.text() == ""


@pytest.mark.parametrize("option", ["--catalogue", "--catalog"])
@pytest.mark.parametrize("command", ["list", "find a", "show a", "check", "path"])
def test_catalog_is_the_same_option(run: Run, written: Written, command: str, option: str) -> None:
    file = written("resources: [{id: a, name: A, summary: Ours.}]\n")
    assert run(*command.split(), option, file) == run(*command.split(), "--catalogue", file)
    assert run(*command.split(), option, file).status == 0


def test_own_files_that_are_not_used_are_named_with_the_reason(run: Run, own: Path) -> None:
    (own / "parking.yml").write_text("resources: [{id: parking-desk, name: Parking Desk}]\n")
    (own / "more.yaml.txt").write_text("resources: [{id: more, name: More}]\n")
    assert run("show", "parking-desk", "--fields", "name").stdout == "Parking Desk\n"
    file, why = str(own / "more.yaml.txt"), "not used: its name does not end in .yaml"
    assert f"{file}\t{why}\t" in run("path").stdout
    use = {row["file"]: row["use"] for row in json.loads(run("path", "--json").stdout)}
    assert use[file] == why
    assert use[str(own / "parking.yml")] == "in use"
    assert f"`{file}` is {why}\n" in run("check").stderr


def test_sudo_makes_no_cache_in_the_home_of_the_user(
    run: Run, written: Written, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dicli.files.loading.TICK", 0.0)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.delenv("XDG_CACHE_HOME")
    for sudo, made in ({"SUDO_UID": "1000"}, []), ({}, [".cache"]):
        ran = run("list", "--catalogue", written(MINIMAL), "--fields", "id", env={"HOME": str(home), **sudo})
        assert (ran.stdout, ran.status) == ("first\nsecond\n", Status.FOUND)
        assert os.listdir(home) == made


def test_an_entry_that_names_or_extends_one_that_is_left_out_is_not_a_bug(run: Run, written: Written) -> None:
    lower = written("resources: [{id: a, name: A, url: x}, {id: b, name: B, part_of: a}]\n", "lower.yaml")
    upper = written("resources: [{id: a, note: N}, {id: c, name: C, part_of: a}]\n", "upper.yaml")
    ran = run("list", "--catalogue", lower, "--catalogue", upper, "--fields", "id,part_of")
    assert (ran.stdout, ran.status) == ("b\t\nc\t\n", Status.FOUND)
    assert ran.stderr.count("1 entry is left out") == 2
