"""Retired ids: they lead on or say so, and are never used again. And facts, which a resource may have any of."""

from __future__ import annotations

import json

import pytest

from conftest import Run, Written

RETIRED = """\
resources:
  - {id: desk, name: Help Desk, url: 'https://example.org/desk'}
  - id: clinic
    name: Free Clinic
    summary: Sees people without an appointment.
    facts:
      - {label: Hours, text: Mon-Fri 9-17}
      - {label: Languages, text: 'English, Tagalog'}
      - {label: Phone, text: 555-0199}
  - {id: pool, name: Swimming Pool, keywords: [tagalog]}
retired:
  - {id: old-desk, since: 2026-03, use: desk}
  - {id: older-desk, use: old-desk}
  - {id: gone, since: '2025'}
"""


@pytest.fixture(autouse=True)
def _in_use(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DICLI_CATALOGUE", written(RETIRED.replace(", use: old-desk", ", use: desk")))


@pytest.mark.parametrize("id", ["old-desk", "older-desk"])
def test_a_retired_id_leads_to_what_took_its_place(run: Run, id: str) -> None:
    since = " in 2026-03" if id == "old-desk" else ""
    told = f"`{id}` was retired{since}; showing `desk`\n"
    assert run("show", id, "--fields", "id") == ("desk\n", told, 0)
    assert run("open", "--print", id) == ("https://example.org/desk\n", told, 0)
    assert run("show", "-", "--fields", "id", stdin=f"{id}\nclinic\n") == ("desk\nclinic\n", told, 0)


def test_one_with_nothing_in_its_place_says_so(run: Run) -> None:
    told = "dicli: error: `gone` was retired in 2025\n"
    assert run("show", "gone") == ("", told + "it has no replacement; try: dicli find\n", 1)
    assert run("show", "-", "--fields", "id", stdin="gone\ndesk\n") == ("desk\n", told, 1)


@pytest.mark.parametrize(
    ("retired", "message"),
    [
        ("{id: desk}", "`desk` is retired, and a retired id must not be reused"),
        ("{id: a}, {id: a}", "duplicate retired id `a`"),
        ("{id: a, since: 2026-13}", "`2026-13` is not a real date"),
        ("{id: a, us: desk}", "unknown key `us`"),
        ("{use: desk}", "`id` is missing"),
    ],
)
def test_check_refuses(run: Run, written: Written, retired: str, message: str) -> None:
    file = written(
        f"resources: [{{id: desk, name: Desk, url: 'https://a.example', summary: A.}}]\nretired: [{retired}]"
    )
    stdout, _, status = run("check", file)
    assert message in stdout
    assert status == 1
    assert run("list", "--catalogue", file).status == 3


def test_an_unknown_id_to_use_instead_is_a_fault_and_is_left_out(run: Run, written: Written) -> None:
    file = written("resources: [{id: desk, name: Desk}]\nretired: [{id: a, use: des}]")
    assert "no resource is called `des`\n    did you mean `desk`" in run("check", file).stdout
    assert run("show", "a", "--catalogue", file).stderr.splitlines()[1:] == [
        "dicli: error: `a` was retired",
        "it has no replacement; try: dicli find",
    ]


def test_a_later_file_may_retire_an_entry_and_one_after_it_bring_it_back(run: Run, written: Written) -> None:
    files = [
        written("resources: [{id: a, name: First}, {id: b, name: B}]", "1.yaml"),
        written("retired: [{id: a, use: b}]", "2.yaml"),
        written("resources: [{id: a, name: Again}]", "3.yaml"),
    ]
    options = [f"--catalogue={file}" for file in files]
    assert run("list", *options[:2], "--fields", "id").stdout == "b\n"
    assert run("show", "a", *options[:2], "--fields", "id").stdout == "b\n"
    assert run("show", "a", *options, "--fields", "name") == ("Again\n", "", 0)
    stdout, _, status = run("check", *files)
    assert "warning: an earlier file retired the id `a`" in stdout
    assert status == 0


def test_facts_are_labeled_lines_for_people_and_objects_for_programs(run: Run) -> None:
    facts = [("Hours", "Mon-Fri 9-17"), ("Languages", "English, Tagalog"), ("Phone", "555-0199")]
    plain = run("show", "clinic", "-f", "plain").stdout
    assert "".join(f"{label}: {text}\n" for label, text in facts) in plain
    table = run("show", "clinic", "-f", "table", tty=True, width=100).stdout
    assert all(text in table for pair in facts for text in pair)
    (found,) = json.loads(run("show", "clinic", "--json").stdout)
    assert found["facts"] == [{"label": label, "text": text} for label, text in facts]
    joined = "Hours Mon-Fri 9-17;Languages English, Tagalog;Phone 555-0199"
    assert run("show", "clinic", "--fields", "facts").stdout == joined + "\n"


def test_facts_are_found_but_after_what_people_wrote_as_keywords(run: Run) -> None:
    assert run("find", "english", "--fields", "id", "--guess").stdout.startswith("clinic\n")
    assert run("find", "tagalog", "--fields", "id", "-n1") == ("pool\n", "", 0)
