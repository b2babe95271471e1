"""Which notices a question calls for, and what it finds then."""

from __future__ import annotations

import pytest

from dicli.core.catalogue import Catalogue
from dicli.core.model import Query
from dicli.search.compilation import compiled
from dicli.search.query import find

DANGER = {"id": "danger", "text": "Call 911.", "words": ["active shooter", "overdose", "is on fire", "peligro"]}
SUICIDE = {"id": "suicide", "text": "Call 988.", "words": ["suicide", "kill myself", "can't go on"]}
RESOURCES = [
    {"id": "health", "name": "Health", "keywords": ["suicide", "overdose prevention for everybody", "visa"]},
    {"id": "jobs", "name": "Jobs", "keywords": ["firing", "lost my post", "overdosing on work"]},
    {"id": "active", "name": "Active Living", "keywords": ["fire drill", "shooting hoops"]},
    *({"id": f"other-{letter}", "name": f"Letter {letter}"} for letter in "abcdefgh"),
]


@pytest.fixture(scope="module")
def here() -> Catalogue:
    data = {"info": {}, "files": [], "audiences": [], "topics": [], "kinds": [], "resources": RESOURCES}
    return Catalogue(compiled({**data, "notices": [DANGER, SUICIDE]}))


@pytest.mark.parametrize(
    ("asked", "notices"),
    [
        ("suicide", ["Call 988."]),
        ("my brother talks of suicides all day", ["Call 988."]),
        ("SUICIDE!", ["Call 988."]),
        ("suicde", ["Call 988."]),
        ("i will kill myself", ["Call 988."]),
        ("I can’t go on like this", ["Call 988."]),
        ("estoy en peligro", ["Call 911."]),
        ("he overdosed, was it suicide", ["Call 911.", "Call 988."]),
        ("myself", []),
        ("kill time by myself", []),
        ("peluca", []),  # a right word of Spanish
        ("visa", []),
        ("", []),
    ],
)
def test_a_notice_is_called_by_its_words_and_phrases(here: Catalogue, asked: str, notices: list[str]) -> None:
    assert list(find(here, Query(words=asked)).notices) == notices


@pytest.mark.parametrize("asked", ["overdose", "my roommate took an overdose of zzyzx and qqqq and wwww in the night"])
def test_words_of_danger_open_the_gate_to_what_has_them(here: Catalogue, asked: str) -> None:
    answer = find(here, Query(words=asked))

    assert [hit.resource.id for hit in answer.hits] == ["health"]


def test_if_nothing_has_the_words_of_danger_there_is_the_notice_and_no_office(here: Catalogue) -> None:
    answer = find(here, Query(words="active shooter"))

    assert (list(answer.hits), answer.guesses, answer.notices) == ([], (), ("Call 911.",))


@pytest.mark.parametrize(("asked", "ids"), [("it is on fire", []), ("I lost it, the house is on fire", ["jobs"])])
def test_an_inflection_of_a_word_of_danger_is_not_an_answer_alone(here: Catalogue, asked: str, ids: list[str]) -> None:
    answer = find(here, Query(words=asked))

    assert answer.notices == ("Call 911.",)
    assert [hit.resource.id for hit in answer.hits if hit.resource.id == "jobs"] == ids
