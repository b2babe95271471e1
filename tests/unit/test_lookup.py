"""Whose phone number, email address, host or web address it is."""

from __future__ import annotations

from typing import Any

import pytest

from conftest import Run, catalogue_of
from dicli.core.catalogue import Catalogue
from dicli.core.model import Query
from dicli.search.query import find

VISA: dict[str, Any] = {
    "id": "visa",
    "name": "Visa office",
    "url": "https://www.visa.example.edu/after-arrival/",
    "contact": {"email": "Visa@example.edu", "phone": "+1 (314) 935-8118 ext. 4, or 314.362.6854"},
    "links": [{"label": "All", "url": "https://example.edu/offices?p=15"}],
}
LONDON: dict[str, Any] = {
    "id": "london",
    "name": "London house",
    "url": "http://example.edu/offices?p=15",
    "contact": {"phone": "+44 (0)20 7946 0958"},
}
OTHER: dict[str, Any] = {"id": "other", "name": "Example of offices", "keywords": ["call 935", "arrival", "www", "edu"]}


@pytest.fixture(scope="module")
def here() -> Catalogue:
    return catalogue_of(OTHER, VISA, LONDON)


def ids(here: Catalogue, text: str) -> list[str]:
    return [hit.resource.id for hit in find(here, Query(words=text)).hits]


@pytest.mark.parametrize(
    "typed",
    [
        "314-935-8118",
        "(314) 935-8118",
        "314.935.8118",
        "3149358118",
        "+1 314 935 8118",
        "1-314-935-8118",
        "935-8118",
        "whose number is 314-935-8118?",
        "tel:+13149358118",
        "3143626854",
    ],
)
def test_any_usual_spelling_of_a_phone_number_finds_whose_it_is(here: Catalogue, typed: str) -> None:
    assert ids(here, typed) == ["visa"]


def test_a_whole_number_is_looked_up_wherever_it_stands(here: Catalogue) -> None:
    assert ids(here, "who in the London house has rung me from 935-8118 about arrival") == ["visa"]


def test_a_short_number_is_not_the_end_of_a_long_one() -> None:
    crisis = {"id": "crisis", "name": "Crisis line", "contact": {"phone": "988"}}
    here = catalogue_of(crisis, OTHER)

    assert ids(here, "988") == ["crisis"]
    assert ids(here, "314-555-5988") == []


@pytest.mark.parametrize("typed", ["+44 20 7946 0958", "020 7946 0958", "0044 20 79460958", "+44 (0)20 7946 0958"])
def test_a_trunk_zero_and_a_country_do_not_matter(here: Catalogue, typed: str) -> None:
    assert ids(here, typed) == ["london"]


@pytest.mark.parametrize("typed", ["314-935-8119", "212 935 8118", "call 314-935-8119", "nobody@example.edu"])
def test_what_nobody_can_be_reached_by_finds_nothing(here: Catalogue, typed: str) -> None:
    assert ids(here, typed) == []


@pytest.mark.parametrize(
    "typed",
    [
        "visa@example.edu",
        "VISA@EXAMPLE.EDU",
        "mailto:visa@example.edu",
        "<visa@example.edu>",
        "visa.example.edu",
        "WWW.visa.example.edu",
        "https://visa.example.edu/after-arrival",
        "http://www.visa.example.edu:443/After-Arrival/#top",
        "https://visa.example.edu/a-page-that-no-entry-has",
        "visa.example.edu/",
    ],
)
def test_an_address_or_its_host_finds_what_lives_there(here: Catalogue, typed: str) -> None:
    assert ids(here, typed) == ["visa"]


def test_a_pages_own_resource_comes_before_one_that_links_to_it(here: Catalogue) -> None:
    assert ids(here, "https://example.edu/offices?p=15") == ["london", "visa"]
    assert ids(here, "example.edu") == ["london", "visa"]


@pytest.mark.parametrize("typed", ["visa.office", "visa 2024-2025", "visa https://nowhere.example/x"])
def test_words_that_only_look_like_an_address_are_searched_as_words(here: Catalogue, typed: str) -> None:
    assert ids(here, typed)[:1] == ["visa"]


DESK: dict[str, Any] = {
    "id": "desk",
    "name": "Night desk",
    "contact": {"phone": "988 or 314-555-HELP", "location": "DUC 330, 6475 Forsyth Blvd."},
    "facts": [
        {"label": "Phone", "text": "5-3711 (on campus), 116 117"},
        {"label": "Hours", "text": "since 2014, from 1000 to 1700; then desk@example.edu"},
    ],
}


@pytest.fixture(scope="module")
def desks() -> Catalogue:
    return catalogue_of(OTHER, VISA, DESK)


@pytest.mark.parametrize(
    "typed",
    [
        "988",
        "call 988",
        "5-3711",
        "3711",
        "116 117",
        "314-555-HELP",
        "314-555-4357",
        "4357",
        "desk@example.edu",
        "DUC 330",
        "6475 Forsyth",
        "what is at 6475 Forsyth Blvd",
        "Forsyth Blvd",
        "who is on Forsyth Blvd?",
    ],
)
def test_short_and_lettered_numbers_parts_of_numbers_and_locations_are_looked_up(desks: Catalogue, typed: str) -> None:
    assert ids(desks, typed) == ["desk"]


@pytest.mark.parametrize("typed", ["the Gatehouse", "gatehouse"])
def test_a_location_of_one_word_is_looked_up_if_no_other_words_answer(typed: str) -> None:
    gate = {"id": "gate", "name": "Porter", "contact": {"location": "The Gatehouse"}}
    assert ids(catalogue_of(OTHER, gate), typed) == ["gate"]
    assert ids(catalogue_of({**OTHER, "keywords": ["gatehouse"]}, gate), typed) == ["other"]
    assert ids(catalogue_of(OTHER, {**gate, "contact": {"location": "There"}}), "where is it") == []


@pytest.mark.parametrize("phone", ["555.123.4600 (24 hrs)", "(555) 123-4600 (24/7)", "555-123-4600 (9-5)"])
def test_hours_in_brackets_after_a_number_are_not_a_part_of_it(phone: str) -> None:
    here = catalogue_of(OTHER, {"id": "line", "name": "Line", "contact": {"phone": phone}})
    assert ids(here, "555-123-4600") == ["line"]


@pytest.mark.parametrize("typed", ["ext 6854", "extension 6854", "x6854", "8118", "935-81"])
def test_part_of_a_number_finds_whose_it_is(desks: Catalogue, typed: str) -> None:
    assert ids(desks, typed) == ["visa"]


@pytest.mark.parametrize("typed", ["2014", "1700", "330", "98", "room 9881 window", "DUC 331", "forsyth", "blvd"])
def test_other_numbers_are_nobodys(desks: Catalogue, typed: str) -> None:
    assert ids(desks, typed) == []


def test_filters_narrow_what_is_looked_up() -> None:
    here = catalogue_of({**VISA, "kind": "office"}, {**VISA, "id": "event", "name": "Event", "kind": "event"})

    assert [hit.resource.id for hit in find(here, Query(words="935-8118", kinds=("event",))).hits] == ["event"]


def test_the_bundled_offices_are_found_by_what_they_print(run: Run) -> None:
    for typed in ("oiss@wustl.edu", "oiss.washu.edu", "https://oiss.washu.edu/after-arrival-to-washu"):
        assert run("find", typed, "--fields", "id", "--catalogue", "bundled").stdout == "oiss\n"
    assert run("find", "314 9352609", "--fields", "id", "--catalogue", "bundled").stdout.startswith("military")


def test_a_number_among_the_facts_is_found_too() -> None:
    here = catalogue_of(
        {**VISA, "facts": [{"label": "After hours", "text": "call 877-767-8397, or write to x@example.edu"}]}
    )

    assert ids(here, "877 767 8397") == ids(here, "x@example.edu") == ["visa"]
