"""The compiled form: what goes in comes out, and is found by id, name and number."""

from __future__ import annotations

from conftest import catalogue_of
from dicli.core.catalogue import name_key
from dicli.core.model import Contact, Link, Resource, Term, resource_from

FULL = {
    "id": "full",
    "name": "Full & Whole Office",
    "aliases": ["FWO", "Whole Office"],
    "kind": "office",
    "audiences": ["all"],
    "topics": ["x"],
    "keywords": ["k"],
    "summary": "Sümmary.",
    "url": "https://example.org/",
    "links": [{"label": "L", "url": "https://example.org/l"}],
    "contact": {"phone": "1"},
    "part_of": "bare",
    "as_of": "2001",
    "confidence": "high",
    "note": "n",
    "sources": ["https://example.org/s"],
    "evidence": "e",
}
HERE = catalogue_of(
    FULL,
    {"id": "bare", "name": "Bare"},
    {"id": "bare-office", "name": "FWO"},
    audiences=[{"id": "all", "label": "Everyone", "synonyms": ["anybody"]}],
    topics=[{"id": "x"}, {"id": "unused"}],
    kinds=[{"id": "office"}],
)


def test_a_resource_comes_out_as_it_went_in() -> None:
    full, bare, _ = HERE
    assert full == resource_from({**FULL, "catalogue": "test"})
    assert full.links == (Link("L", "https://example.org/l"),)
    assert full.contact == Contact(phone="1")
    assert full.audiences == ("all",)
    assert bare == Resource("bare", "Bare", catalogue="test")


def test_a_resource_is_found_by_its_id_only_as_it_is_written() -> None:
    found = HERE.by_id("bare")
    assert found is not None
    assert found.name == "Bare"
    assert HERE.by_id("Bare") is None
    assert HERE.by_id("bar") is None
    assert HERE.by_id("") is None
    assert HERE.by_id("a\nb\tc") is None


def test_names_and_aliases_are_found_whatever_the_case_and_the_order_of_words() -> None:
    assert HERE.named("OFFICE, whole & full") == [0]
    assert HERE.named("fwo") == [0, 2]
    assert HERE.named("bare office") == [2]
    assert HERE.named("nothing") == []


def test_a_name_without_letters_is_its_own_key() -> None:
    assert name_key("!?") == "!?"


def test_places_are_filed_under_what_a_resource_names() -> None:
    assert HERE.docs("audiences=all") == [0]
    assert HERE.docs("topics=x") == [0]
    assert HERE.docs("kind=office") == [0]
    assert HERE.docs("part_of=bare") == [0]
    assert HERE.docs("topics=unused") == []


def test_terms_without_a_label_have_their_id_and_count_what_names_them() -> None:
    assert HERE.topics == {"x": Term("x", "x", resources=1), "unused": Term("unused", "unused")}
    assert HERE.audiences["all"] == Term("all", "Everyone", ("anybody",), resources=1)


def test_an_empty_catalogue_is_one_too() -> None:
    empty = catalogue_of()
    assert len(empty) == 0
    assert list(empty) == []
    assert empty.by_id("a") is None
    assert empty.audiences == {}
