"""What the words of a query may mean in a catalogue."""

from __future__ import annotations

from math import log
from typing import Any

import pytest

from conftest import catalogue_of
from dicli.search import terms
from dicli.search.index import Index, index_of
from dicli.search.terms import (
    LITTLE,
    MAX_LETTERS,
    PREFIX_EXPONENT,
    SLIP_EXPONENT,
    STEM_STRENGTH,
    idf,
    query_terms,
)


def index(*keywords: str, name: str = "Qq1") -> Index:
    return index_of(catalogue_of({"id": "a", "name": name, "keywords": list(keywords)}))


def meanings(here: Index, text: str) -> dict[str, list[tuple[str, Any, str]]]:
    """word -> what it may mean: the word, the strength and how."""
    return {
        term.word: [(candidate.word, candidate.strength, candidate.how) for candidate in term.candidates]
        for term in query_terms(here, 1, text.split())
    }


def test_idf_is_that_of_bm25() -> None:
    assert idf(60, 0) == pytest.approx(log(1 + 60.5 / 0.5))
    assert idf(60, 20) == pytest.approx(log(1 + 40.5 / 20.5))
    assert idf(60, 99) == idf(60, 60) == pytest.approx(log(1 + 0.5 / 60.5))


def test_a_known_word_means_itself_first_and_then_its_family() -> None:
    here = index("mentor", "mentors", "mentoring")

    assert meanings(here, "mentors") == {
        "mentors": [("mentors", 1.0, "exact"), ("mentor", STEM_STRENGTH, "stem"), ("mentoring", STEM_STRENGTH, "stem")]
    }


def test_an_unknown_inflection_means_its_family() -> None:
    assert meanings(index("mentor"), "mentored") == {"mentored": [("mentor", STEM_STRENGTH, "stem")]}


@pytest.mark.parametrize(("typed", "known"), [("ombudsmen", "ombudsman"), ("woman", "women"), ("freshmen", "freshman")])
def test_a_word_in_man_means_its_other_number(typed: str, known: str) -> None:
    assert meanings(index(known), typed) == {typed: [(known, STEM_STRENGTH, "stem")]}


def test_an_acronym_means_the_resource_that_has_it() -> None:
    assert meanings(index(name="Academic Women's Network"), "awn") == {"awn": [("^awn", 1.0, "acronym")]}


def test_a_misspelling_maps_to_the_nearest_words_and_those_one_edit_further() -> None:
    here = index("central", "centres", "mental")

    one_slip = pytest.approx((6 / 7) ** SLIP_EXPONENT)
    assert meanings(here, "centrel")["centrel"] == [
        ("central", one_slip, "spelling"),
        ("centres", one_slip, "spelling"),
    ]


def test_an_inflection_of_what_was_meant_is_weaker_still() -> None:
    found = meanings(index("mentoring", "mentors"), "mentorimg")["mentorimg"]

    assert found == [
        ("mentoring", pytest.approx((8 / 9) ** SLIP_EXPONENT), "spelling"),
        ("mentors", pytest.approx((8 / 9) ** SLIP_EXPONENT * STEM_STRENGTH), "spelling"),
    ]


def test_a_guess_is_as_telling_as_it_is_sure() -> None:
    here = index_of(catalogue_of(*({"id": f"r{n}", "name": f"Qq{n}", "keywords": ["mentor"]} for n in range(3))))
    sure = (5 / 6) ** SLIP_EXPONENT

    [term] = query_terms(here, 60, ["mentxr"])

    assert term.idf == pytest.approx(sure * idf(60, 3) + (1 - sure) * idf(60, 1))


def test_a_word_that_may_mean_nothing_is_as_telling_as_one_that_occurs_once() -> None:
    [term] = query_terms(index("mentor"), 60, ["zzzzzz"])

    assert term.candidates == ()
    assert term.idf == idf(60, 1)


@pytest.mark.parametrize("word", ["actually", "turned", "louis"])
def test_an_everyday_word_or_a_place_that_occurs_nowhere_tells_little(word: str) -> None:
    [term] = query_terms(index("mentor"), 60, [word])

    assert term.idf == pytest.approx(LITTLE * idf(60, 1))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("vsia", "visa"),  # neighbors swapped
        ("ivsa", "visa"),  # the first two
        ("moeny", "money"),
        ("wemon", "women"),  # two slips in five letters
        ("emigrasion", "emigration"),
        ("imagratoin", "immigration"),  # three slips in ten
    ],
)
def test_so_many_slips_are_forgiven(typed: str, meant: str) -> None:
    assert [word for word, _, _ in meanings(index(meant), typed)[typed]] == [meant]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("vis", "visb"),  # too short
        ("waxyz", "women"),
        ("embbbsyy", "embassy"),  # three slips in eight
        ("mentor1", "mentor"),  # no letters only
        ("x" * (MAX_LETTERS + 1), "x" * MAX_LETTERS),  # no word
    ],
)
def test_no_more_slips_than_that(typed: str, meant: str) -> None:
    assert meanings(index(meant), typed)[typed] == []


def test_a_prefix_of_four_letters_means_the_words_that_begin_with_it() -> None:
    here = index("veterinary")

    assert meanings(here, "vete") == {"vete": [("veterinary", pytest.approx(0.4**PREFIX_EXPONENT), "prefix")]}
    assert meanings(here, "vet") == {"vet": []}


def test_words_of_one_family_are_one_need() -> None:
    assert list(meanings(index("mentor", "mentoring"), "mentor mentoring mentors")) == ["mentor"]


@pytest.mark.parametrize(
    ("typed", "meant"), [("disab", "disability"), ("immigr", "immigrants"), ("vetera", "veterans")]
)
def test_a_half_typed_word_is_what_it_begins(typed: str, meant: str) -> None:
    assert meanings(index(meant, "vet", "era", "dis"), typed)[typed][0][0] == meant


def test_a_whole_word_of_four_letters_is_not_the_beginning_of_another() -> None:
    [term] = query_terms(index("vidalia"), 1, ["vida"], last_typed=["vida"])  # Spanish

    assert term.candidates == ()


# ---- what bounds the time for any question -------------------------------------------------------


def test_if_there_are_too_many_postings_those_of_the_rarest_words_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terms, "MAX_POSTINGS", 1)
    records = [{"id": f"r{n}", "name": f"Desk {n}"} for n in range(5)]
    here = index_of(catalogue_of(*records, {"id": "v", "name": "Visa desk"}))

    read = {term.word: bool(term.candidates) for term in query_terms(here, len(records) + 1, ["desk", "visa"])}

    assert read == {"desk": False, "visa": True}


def test_of_a_word_that_may_mean_too_many_the_likeliest_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terms, "MAX_POSTINGS", 1)

    found = meanings(index("immigrant", "immigration", "immigrants"), "immig")["immig"]

    assert [word for word, _, _ in found] == ["immigrant"]


def test_if_the_vocabulary_is_too_large_only_the_first_unknown_words_are_corrected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(terms, "MAX_COMPARED", 1)

    found = meanings(index("counseling", "financial"), "counsling finacial")

    assert found["counsling"]
    assert not found["finacial"]
