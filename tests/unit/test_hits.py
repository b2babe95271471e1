"""What of an answer fits a screen, and how hits are numbered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import catalogue_of
from dicli.core.model import Contact, Fact, Hit, Match, Resource
from dicli.output.formats import FORMATS
from dicli.output.results import UNLIMITED, Detail, Output
from dicli.output.terminal import Terminal
from dicli.output.wrapping import columns_of

SUMMARY = "Helps with all kinds of things that people need. It opens on Mondays. " * 3
HITS = [
    Hit(Resource(f"desk-{n}", f"Desk {n}", summary=SUMMARY, url=f"https://example.org/{n}"), 1.0, tuple)
    for n in range(1, 8)
]
CATALOGUE = catalogue_of(audiences=[{"id": "all", "label": "All"}])


def screen(hits: list[Hit], rows: int, width: int = 80, first_number: int = 0) -> tuple[int, list[str]]:
    """How many hits a screenful has, and its lines."""
    output = Output(Terminal(width=width), FORMATS["table"], first_number=first_number)
    shown = FORMATS["table"](CATALOGUE, output).screenful(hits, rows)
    return len(shown.hits), shown.text.splitlines()


@given(st.integers(1, 60), st.integers(30, 170), st.integers(1, 7))
def test_a_screenful_fits_unless_one_hit_alone_is_too_much(rows: int, width: int, number: int) -> None:
    shown, lines = screen(HITS[:number], rows, width)
    taken = sum(max(1, -(-columns_of(line) // width)) for line in lines)
    assert shown == 1 or taken <= rows
    assert shown <= number


def test_without_a_height_all_are_shown_in_full() -> None:
    shown, lines = screen(HITS, UNLIMITED)
    assert shown == 7
    assert "".join(lines).count("Mondays") == 21


def test_summaries_are_cut_only_so_that_three_fit() -> None:
    whole, in_full = screen(HITS, 23)
    cut, in_part = screen(HITS, 22)
    assert (whole, "\n".join(in_full).count("Mondays")) == (3, 9)
    assert cut == 3
    assert "\n".join(in_part).count("Mondays") < 9
    assert screen(HITS[:1], 9)[1] == screen(HITS[:1], UNLIMITED)[1]


def test_summaries_are_not_cut_in_vain() -> None:
    two_of_many, whole = screen(HITS, 16)  # of three, only names, ids and links would not fit either
    assert (two_of_many, "\n".join(whole).count("Mondays")) == (2, 6)
    one_of_many, part = screen(HITS, 8)  # not even one fits as it is
    assert (one_of_many, len(part), "\n".join(part).count("Mondays")) == (1, 8, 2)


@pytest.mark.parametrize("width", [40, 80, 120])
def test_numbers_are_before_names_and_there_is_no_head(width: int) -> None:
    _, lines = screen(HITS[:2], UNLIMITED, width, first_number=1)
    assert lines[0].startswith(" 1  Desk 1")
    assert [line for line in lines if line.startswith(" 2  Desk 2")]
    assert "Whom" not in "".join(lines)
    assert "─" not in "".join(lines)
    assert all(line.startswith("    ") for line in lines if line and "Desk" not in line)


@pytest.mark.parametrize("width", [40, 80, 120])
def test_a_long_name_goes_on_below_itself_not_below_its_number(width: int) -> None:
    _, lines = screen([Hit(Resource("a", "Desk of Many Words " * 6))], UNLIMITED, width, first_number=1)
    first, *others = [line for line in lines if "Desk" in line or "Words" in line]
    assert first.startswith(" 1  Desk of")
    assert others
    assert all(line.startswith("    ") and line[4] != " " for line in others)


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("path", ["a", "a" * 70])
def test_what_matched_out_of_sight_is_below_the_link(width: int, path: str) -> None:
    match = Match("visa", "visa", ("keywords",), "exact")
    resource = Resource("a", "A", url=f"https://example.org/{path}", keywords=("visa papers",))
    _, lines = screen([Hit(resource, why=lambda: (match,))], UNLIMITED, width)
    (link,) = [number for number, line in enumerate(lines) if "example.org" in line]
    assert lines[link + 1].strip() == "matched: visa papers"


def test_plain_hits_have_numbers_as_labels() -> None:
    output = Output(Terminal(), FORMATS["plain"], first_number=1)
    text = FORMATS["plain"](CATALOGUE, output).screenful(HITS[:2], 5).text
    assert text.startswith("Number: 1\nName: Desk 1\n")
    assert "\n\nNumber: 2\nName: Desk 2\n" in text


def test_only_the_first_hit_says_what_matched_out_of_sight() -> None:
    match = Match("visa", "visa", ("keywords",), "exact")
    hits = [hit._replace(found=hit.resource._replace(keywords=("visa papers",)), why=lambda: (match,)) for hit in HITS]
    output = Output(Terminal(), FORMATS["table"])
    assert "".join(FORMATS["table"](CATALOGUE, output).hits(hits)).count("matched: visa papers") == 1
    explained = output._replace(explain=True)
    assert "".join(FORMATS["table"](CATALOGUE, explained).hits(hits)).count("matched: visa papers") == 7


def test_a_phrase_with_several_words_that_matched_is_shown_in_place_of_phrases_with_one() -> None:
    matches = tuple(Match(word, word, ("keywords",), "exact") for word in ("career", "award", "grant"))
    resource = Resource("a", "A", keywords=("career", "grants", "award", "career award for all"))
    _, lines = screen([Hit(resource, why=lambda: matches)], UNLIMITED)
    assert "  matched: career award for all, grants" in lines


@pytest.mark.parametrize(
    ("as_of", "phone"), [("2014", "314-555-0100 (2014)"), ("2999", "314-555-0100"), (None, "314-555-0100")]
)
@pytest.mark.parametrize("format", ["table", "plain"])
def test_the_year_is_beside_an_old_phone_number(as_of: str | None, phone: str, format: str) -> None:
    resource = Resource("a", "A", contact=Contact(phone="314-555-0100"), as_of=as_of)
    output = Output(Terminal(), FORMATS[format])
    for pieces in (
        FORMATS[format](CATALOGUE, output).hits([Hit(resource)]),
        FORMATS[format](CATALOGUE, output._replace(detail=Detail.ALL)).hits([Hit(resource)]),
    ):
        lines = "".join(pieces).splitlines()
        assert [line for line in lines if line.endswith(phone)]
        assert "".join(lines).count("(2014)") == (as_of == "2014")


@pytest.mark.parametrize("width", [40, 80, 120])
def test_a_list_says_where_there_is_neither_phone_nor_email(width: int) -> None:
    known = Resource("a", "A", url="https://example.org/a", contact=Contact(phone="314-555-0100"))
    unknown = Resource("b", "B", url="https://example.org/b", summary="Long words about what it does. " * 9)
    output = Output(Terminal(width=width), FORMATS["table"])
    lines = "".join(FORMATS["table"](CATALOGUE, output).hits([Hit(known), Hit(unknown)])).splitlines()
    (said,) = [number for number, line in enumerate(lines) if line.endswith("no phone or email known")]
    assert lines[said + 1].endswith(" https://example.org/b")


def test_a_card_says_where_to_start_if_there_is_neither_phone_nor_email() -> None:
    output = Output(Terminal(), FORMATS["table"], detail=Detail.ALL)
    hits = [Hit(Resource("a", "A", url="https://example.org")), Hit(Resource("b", "B"))]
    linked, bare = FORMATS["table"](CATALOGUE, output).hits(hits)
    assert "no phone or email known; start at the link\n" in linked
    assert "no phone, email or link known\n" in bare


def test_neither_a_list_nor_a_card_denies_a_number_that_is_among_the_facts() -> None:
    resource = Resource("a", "A", url="https://example.org", facts=(Fact("Phone in 2017", "314-555-0100"),))
    output = Output(Terminal(), FORMATS["table"])
    details = (Detail.ENTRIES, Detail.ALL)
    writers = [FORMATS["table"](CATALOGUE, output._replace(detail=detail)) for detail in details]
    shown = "".join(text for writer in writers for text in writer.hits([Hit(resource)]))
    assert "Phone in 2017: 314-555-0100" in shown
    assert "phone or email known" not in shown
