"""The inverted index: which words occur where, what they weigh, and what they share."""

from __future__ import annotations

import pytest

from conftest import catalogue_of
from dicli.core.catalogue import Catalogue
from dicli.search.index import ACRONYM_MARK, ALL_FIELDS, ITSELF, SEARCHED_FIELDS, index_of

BOOST = {field.name: field.boost for field in SEARCHED_FIELDS}
B = {field.name: field.b for field in SEARCHED_FIELDS}


def postings(here: Catalogue, word: str) -> list[tuple[int, float, set[str]]]:
    """doc, weight and fields of a word, as the index has them."""
    index = index_of(here)
    family = index.family(word)
    members = [member for member in family.words if member == word] if family else []
    found = []
    for member in members:
        for doc, weight in index.weights(member, ALL_FIELDS).items():
            found.append((doc, weight, set(index.fields_with(member, doc))))
    return found


def fields(here: Catalogue, word: str) -> list[set[str]]:
    """The fields of a word in each resource that has it."""
    return [where for _, _, where in postings(here, word)]


def test_a_weight_is_the_pseudo_frequency_of_bm25f() -> None:
    here = catalogue_of(
        {"id": "a", "name": "Visa desk", "keywords": ["visa visa", "stamp"], "summary": "All about it."},
        {"id": "b", "name": "Shelf", "keywords": ["pen"]},
    )
    name = BOOST["name"] * 1 / (1 - B["name"] + B["name"] * 2 / 1.5)  # two words, and 1.5 on average
    keywords = BOOST["keywords"] * 2 / (1 - B["keywords"] + B["keywords"] * 3 / 2)

    [(doc, weight, where)] = postings(here, "visa")

    assert doc == 0
    assert weight == pytest.approx(name + keywords)
    assert where == {"name", "keywords", ITSELF}


def test_the_average_length_of_a_field_is_that_of_the_resources_that_have_it() -> None:
    here = catalogue_of({"id": "a", "name": "X1", "keywords": ["prayer room"]}, {"id": "b", "name": "X2"})

    assert [weight for _, weight, _ in postings(here, "prayer")] == [pytest.approx(BOOST["keywords"])]


def test_a_word_only_of_synonyms_is_marked_so_and_one_of_a_label_is_not() -> None:
    topics = [{"id": "visas", "label": "Visas", "synonyms": ["immigration", "Visas abroad"]}]
    here = catalogue_of({"id": "a", "name": "X1", "topics": ["visas"]}, topics=topics)

    assert fields(here, "immigration") == [{"topics"}]
    assert fields(here, "visas") == [{"topics", ITSELF}]


def test_a_hidden_word_of_a_topic_is_in_the_hidden_field() -> None:
    topics = [{"id": "visas", "label": "Visas", "synonyms": ["permits"], "hidden": ["aliens", "permits"]}]
    here = catalogue_of({"id": "a", "name": "X1", "topics": ["visas"], "hidden": ["papers"]}, topics=topics)

    assert fields(here, "aliens") == [{"hidden", ITSELF}]
    assert fields(here, "papers") == [{"hidden", ITSELF}]
    assert fields(here, "permits") == [{"hidden", "topics", ITSELF}]


def test_audiences_count_with_their_labels_and_a_term_that_is_not_defined_with_nothing() -> None:
    here = catalogue_of(
        {"id": "a", "name": "X1", "audiences": ["staff", "ghosts"]}, audiences=[{"id": "staff", "label": "Personnel"}]
    )

    assert fields(here, "personnel") == [{"audiences", ITSELF}]
    assert postings(here, "ghosts") == []


def test_words_of_one_stem_are_a_family_with_the_number_of_its_resources() -> None:
    here = catalogue_of(
        {"id": "a", "name": "Mentor", "keywords": ["mentoring"]},
        {"id": "b", "name": "Mentors"},
        {"id": "c", "name": "Pen"},
    )

    family = index_of(here).family("mentors")

    assert family is not None
    assert (family.stem, family.frequency) == ("mentor", 2)
    assert list(family.words) == ["mentor", "mentoring", "mentors"]
    inflected = index_of(here).family("mentored")  # which it lacks
    assert inflected is not None
    assert vars(inflected) == vars(family)
    assert index_of(here).family("ment") is None


def test_compounds_stand_in_the_index_apart_and_as_one() -> None:
    here = catalogue_of({"id": "a", "name": "X1", "keywords": ["H-1B", "low-income family"]})

    assert [len(postings(here, word)) for word in ("h", "1b", "h1b", "low", "income", "lowincome")] == [1] * 6


def test_filler_and_endless_words_are_not_indexed() -> None:
    here = catalogue_of({"id": "a", "name": "The office of " + "x" * 41 + " " + "y" * 40})

    assert [bool(postings(here, word)) for word in ("the", "of", "x" * 41)] == [False] * 3
    assert postings(here, "y" * 40)


def test_initials_and_the_first_labels_of_a_host_are_acronyms_of_a_name_space_of_their_own() -> None:
    here = catalogue_of(
        {"id": "a", "name": "Office of Old Norse Studies", "url": "https://www.norse.example.org/x"},
        {"id": "b", "name": "Pen", "url": "https://a.very-long-label-indeed.org:8080/"},
    )

    formed = ("example", "norse", "oons", "ooons", "a", "very", "www")

    assert [bool(index_of(here).family(ACRONYM_MARK + word)) for word in formed] == [True] * 4 + [False] * 3
    assert postings(here, "^norse") == [(0, 2.0, {"name", ITSELF})]
    assert postings(here, "norse") != []


def test_only_words_of_four_letters_or_more_may_be_misspelled() -> None:
    here = catalogue_of({"id": "a", "name": "Visa pen W2FORM", "aliases": ["Disc", "OISS", "oiss2"]})

    assert sorted(index_of(here).spellable) == ["disc", "oiss", "visa"]


def test_the_words_that_go_on_from_some_letters_are_found() -> None:
    here = catalogue_of({"id": "a", "name": "Visa visas visit visual v1sa"})

    assert index_of(here).words_from("visa") == ["visas"]
    assert index_of(here).words_from("vis") == ["visa", "visas", "visit", "visual"]
    assert index_of(here).words_from("x") == []


def test_places_rise_within_the_postings_of_a_word() -> None:
    here = catalogue_of(*({"id": f"r{n}", "name": f"Visa {n}"} for n in range(5)))

    assert [doc for doc, *_ in postings(here, "visa")] == [0, 1, 2, 3, 4]
