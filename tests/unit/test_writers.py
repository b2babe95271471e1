"""Writers: rows in, text out."""

from __future__ import annotations

import csv as library
import io
import json
import re
from itertools import count, islice
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from conftest import catalogue_of
from dicli.core.model import Contact, Hit, Link, Match, Resource
from dicli.output.formats import FORMATS
from dicli.output.results import Detail, Output
from dicli.output.rows import Sheet, flat, record, row
from dicli.output.terminal import Terminal

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)  # no file has a NUL
ROWS = st.lists(st.fixed_dictionaries({"id": TEXT, "name": TEXT, "aliases": st.lists(TEXT, max_size=3)}), max_size=4)
FIELDS = ("id", "name", "aliases")


def text_of(format: str, rows: list[dict[str, Any]], **options: Any) -> str:
    return "".join(FORMATS[format].rows(Sheet(FIELDS, rows, Terminal(), **options)))


@given(ROWS)
def test_json_and_jsonl_parse_back_to_the_same_values(rows: list[dict[str, Any]]) -> None:
    assert json.loads(text_of("json", rows)) == rows
    assert [json.loads(line) for line in text_of("jsonl", rows).split("\n")[:-1]] == rows


@given(ROWS)
def test_yaml_parses_back_to_the_same_values(rows: list[dict[str, Any]]) -> None:
    assert yaml.safe_load(text_of("yaml", rows)) == rows


# YAML 1.2.2, 10.3.2: what the core schema takes for something other than text.
CORE = re.compile(
    r"(null|Null|NULL|~|true|True|TRUE|false|False|FALSE|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
    r"|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))?"
)
# YAML 1.1 (yaml.org/type), where PyYAML leaves some of it out.
OLDER = re.compile(r"[yYnN]|[-+]?0b[01_]+|[-+]?[0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?")


@given(st.from_regex(CORE, fullmatch=True) | st.from_regex(OLDER, fullmatch=True) | st.text("0123459abefoxyn_.:+-~"))
@example("1e5")
@example("0o17")
@example("2E10")
@example("y")
def test_yaml_leaves_unquoted_only_what_both_yaml_versions_read_as_text(text: str) -> None:
    written = text_of("yaml", [{"id": text}])
    assert yaml.safe_load(written) == [{"id": text}]
    bare = written.removeprefix("- id: ").removesuffix("\n")
    if bare == text:
        resolver: Any = yaml.SafeLoader("")
        assert resolver.resolve(yaml.ScalarNode, text, (True, False)).endswith(":str")
        assert not CORE.fullmatch(text)
        assert not OLDER.fullmatch(text)


def test_yaml_quotes_a_no_break_space_in_front_which_our_own_reader_takes_for_indentation() -> None:
    assert text_of("yaml", [{"id": "\xa0Room 5"}]) == "- id: '\xa0Room 5'\n"


@pytest.mark.parametrize(
    "text", ["Room 5", "1st", "+1 314 555 0100", "314-555-0100", "2026-01", "1.2.3", "10e", "y.", "no one"]
)
def test_yaml_leaves_usual_text_bare(text: str) -> None:
    assert text_of("yaml", [{"id": text}]) == f"- id: {text}\n"


def test_yaml_keeps_numbers_numbers() -> None:
    assert text_of("yaml", [{"id": 5, "name": 1e-05, "aliases": [0.5, None, True]}]) == (
        "- id: 5\n  name: 1.0e-05\n  aliases:\n  - 0.5\n  - null\n  - true\n"
    )


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


def test_a_cell_has_semicolons_between_items_only_and_says_yes_and_no_as_json_does() -> None:
    assert flat(["a;b", "c\td"]) == "a,b;c d"
    assert flat({"label": "Forms", "url": "https://example.org", "empty": None}) == "Forms https://example.org"
    assert flat(["https://example.org/a;b=1;", "a;b"]) == "https://example.org/a;b=1;;a,b"
    assert flat([{"label": "A; B", "url": "https://example.org/?a;b"}]) == "A, B https://example.org/?a;b"
    assert flat(None) == ""
    assert flat({"guess": True, "permanent": False}) == "true false"


def test_markdown_escapes_what_would_be_markup() -> None:
    assert text_of("markdown", [{"id": "a|b", "name": "*x* <y> & [z]", "aliases": ["`q`"]}]).splitlines()[2] == (
        r"| a\|b | \*x\* \<y\> &amp; \[z\] | \`q\` |"
    )


ADDRESS = "https://example.org/~me/a_b*c;d=1?x=1&y=2&copy=3#e"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (ADDRESS, f"<{ADDRESS}>"),
        ([ADDRESS, ADDRESS], f"<{ADDRESS}>; <{ADDRESS}>"),
        ([{"label": "A_B", "url": ADDRESS}, {"label": "C", "url": ADDRESS}], rf"A\_B <{ADDRESS}>; C <{ADDRESS}>"),
        (f"See ({ADDRESS}), or a_b.", rf"See (<{ADDRESS}>), or a\_b."),
        ("https://example.org/a_(b)!", "<https://example.org/a_(b)!>"),
        ("At https://example.org/a_(b)!", "At <https://example.org/a_(b)>!"),
        ("https://example.org/?a=1&copy;b|c", r"<https://example.org/?a=1&amp;copy;b\|c>"),
    ],
)
def test_an_address_in_markdown_is_a_link_to_that_address(value: Any, written: str) -> None:
    assert text_of("markdown", [{"id": value}]).splitlines()[2] == f"| {written} |"


def test_plain_leaves_out_what_is_not_known() -> None:
    assert text_of("plain", [{"id": "a", "name": None, "aliases": []}, {"id": "b", "name": "B", "aliases": ["x"]}]) == (
        "Id: a\n\nId: b\nName: B\nAliases: x\n"
    )


def test_a_record_has_a_match_only_if_words_were_given() -> None:
    hit = Hit(Resource("a", "A"), 1.23456, lambda: (Match("visas", "visa", ("name",), "stem"),))
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


@pytest.mark.parametrize("detail", [Detail.NAMES, Detail.ENTRIES, Detail.ALL])
@pytest.mark.parametrize("name", sorted(FORMATS.keys() - {"yaml"}))
def test_the_first_hits_are_written_before_the_last_are_made(name: str, detail: str) -> None:
    endless = (Hit({"id": f"r{n}", "name": f"Desk {n}"}, 0.5) for n in count())
    output = Output(Terminal(), FORMATS[name], detail=detail)
    pieces = output.format(catalogue_of(), output).hits(endless)
    assert "Desk 1" in "".join(islice(pieces, 3))


def test_formats_for_people_are_formats() -> None:
    assert [name for name, format in FORMATS.items() if format.for_people] == ["table", "plain", "markdown"]
    assert [name for name, format in FORMATS.items() if format.nested] == ["json", "jsonl", "yaml"]
