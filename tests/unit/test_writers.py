"""Writers: rows in, text out."""

from __future__ import annotations

import csv as library
import io
import json
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dicli.model import Contact, Hit, Link, Match, Resource
from dicli.terminal import Terminal
from dicli.writers import FOR_PEOPLE, FORMATS, Sheet, flat, record, row

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)  # no file has a NUL
ROWS = st.lists(st.fixed_dictionaries({"id": TEXT, "name": TEXT, "aliases": st.lists(TEXT, max_size=3)}), max_size=4)
FIELDS = ("id", "name", "aliases")


def text_of(format: str, rows: list[dict[str, Any]], **options: Any) -> str:
    return "".join(FORMATS[format](Sheet(FIELDS, rows, Terminal(), **options)))


@given(ROWS)
def test_json_and_jsonl_parse_back_to_the_same_values(rows: list[dict[str, Any]]) -> None:
    assert json.loads(text_of("json", rows)) == rows
    assert [json.loads(line) for line in text_of("jsonl", rows).split("\n")[:-1]] == rows


@given(ROWS)
def test_yaml_parses_back_to_the_same_values(rows: list[dict[str, Any]]) -> None:
    assert yaml.safe_load(text_of("yaml", rows)) == rows


@given(ROWS)
def test_tsv_parses_back_to_the_same_cells(rows: list[dict[str, Any]]) -> None:
    lines = text_of("tsv", rows).split("\n")
    assert lines.pop() == ""
    assert [line.split("\t") for line in lines] == [[flat(value) for value in one.values()] for one in rows]


@given(ROWS)
def test_csv_parses_back_to_the_same_cells_but_for_apostrophes(rows: list[dict[str, Any]]) -> None:
    head, *cells = library.reader(io.StringIO(text_of("csv", rows), newline=""))
    assert head == list(FIELDS)
    assert [[cell.replace("'", "") for cell in line] for line in cells] == [
        [flat(value).replace("'", "") for value in one.values()] for one in rows
    ]
    assert not any(cell.startswith(("=", "@")) for line in cells for cell in line)


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("+1 (314) 555-0100", "+1 (314) 555-0100"),
        ("-5", "-5"),
        ("a=b", "a=b"),
    ],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(cell: str, written: str) -> None:
    (line,) = library.reader(io.StringIO(text_of("csv", [{"id": cell}], header=False)))
    assert line == [written]


def test_a_list_in_a_cell_is_parted_by_semicolons_only() -> None:
    assert flat(["a;b", "c\td"]) == "a,b;c d"
    assert flat({"label": "Forms", "url": "https://example.org", "empty": None}) == "Forms https://example.org"
    assert flat(None) == ""


def test_markdown_escapes_what_would_be_markup() -> None:
    assert text_of("markdown", [{"id": "a|b", "name": "*x* <y> & [z]", "aliases": ["`q`"]}]).splitlines()[2] == (
        r"| a\|b | \*x\* \<y\> &amp; \[z\] | \`q\` |"
    )


def test_plain_leaves_out_what_is_not_known() -> None:
    assert text_of("plain", [{"id": "a", "name": None, "aliases": []}, {"id": "b", "name": "B", "aliases": ["x"]}]) == (
        "id: a\n\nid: b\nname: B\naliases: x\n"
    )


def test_a_record_has_a_match_where_words_were_given_only() -> None:
    hit = Hit(Resource("a", "A"), 1.23456, (Match("visas", "visa", ("name",), "stem"),))
    assert record(hit)["match"] == {
        "score": 1.2346,
        "words": [{"word": "visas", "found": "visa", "fields": ["name"], "how": "stem"}],
    }
    assert "match" not in record(Hit(Resource("a", "A")))


def test_a_row_is_plain_data_in_the_order_asked_for() -> None:
    resource = Resource("a", "A", links=(Link("L", "https://example.org"),), contact=Contact(phone="1"))
    assert row(Hit(resource), ("links", "contact", "id")) == {
        "links": [{"label": "L", "url": "https://example.org"}],
        "contact": {"email": None, "phone": "1", "location": None},
        "id": "a",
    }


def test_formats_for_people_are_formats() -> None:
    assert set(FOR_PEOPLE) < set(FORMATS)
