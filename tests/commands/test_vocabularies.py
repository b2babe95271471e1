"""`dicli audiences`, `dicli topics`, `dicli kinds`."""

from __future__ import annotations

import json

import pytest

from conftest import Run

pytestmark = pytest.mark.usefixtures("small")


def test_a_pipe_gets_ids_labels_and_numbers_in_catalogue_order(run: Run) -> None:
    assert run("audiences") == (
        "everyone\tEveryone\t1\nstudents\tStudents & learners\t3\nmd-students\tMD students\t1\nfaculty\tFaculty\t3\n",
        "",
        0,
    )
    assert run("topics") == ("visas\tVisas\t2\nburnout\tBurnout\t1\n", "", 0)
    assert run("kinds") == ("office\tOffice\t2\ngroup\tGroup\t2\n", "", 0)


def test_a_terminal_gets_a_table(run: Run) -> None:
    stdout, stderr, status = run("kinds", tty=True, env={"TERM": "dumb"})
    assert stdout == (
        "Id      Label   Resources\n" + "─" * 25 + "\noffice  Office          2\ngroup   Group           2\n"
    )
    assert (stderr, status) == ("", 0)


def test_json_has_all_that_is_known_of_a_term(run: Run) -> None:
    stdout, stderr, status = run("audiences", "--json")
    assert json.loads(stdout)[2] == {
        "id": "md-students",
        "label": "MD students",
        "resources": 1,
        "group": None,
        "broader": ["students"],
        "synonyms": [],
    }
    assert (stderr, status) == ("", 0)


def test_fields_pick_and_order_the_columns(run: Run) -> None:
    assert run("topics", "--fields", "group,synonyms,id") == ("work\timmigration\tvisas\n\t\tburnout\n", "", 0)


def test_a_field_that_terms_lack_is_a_usage_error(run: Run) -> None:
    assert run("topics", "--fields", "id,url") == (
        "",
        "dicli: error: no field called `url`\nfields: id, label, resources, group, broader, synonyms\n",
        2,
    )


def test_a_catalogue_without_vocabularies_has_empty_ones(run: Run) -> None:
    own = "resources: [{id: a, name: A}]"
    for name in ("audiences", "topics", "kinds"):
        assert run(name, "--catalogue", "-", stdin=own) == ("", "", 0)
        assert run(name, "--catalogue", "-", "--json", stdin=own) == ("[]\n", "", 0)
        assert run(name, "--catalogue", "-", stdin=own, tty=True).status == 0
