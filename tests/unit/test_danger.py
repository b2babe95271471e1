"""Which notices a question calls for, and what it finds then."""

from __future__ import annotations

import pytest

from dicli.core.catalogue import Catalogue
from dicli.core.model import Answer, Query
from dicli.search.compilation import compiled
from dicli.search.query import find

DANGER = {
    "id": "danger",
    "text": "Call 911.",
    "words": ["active shooter", "fire", "gun", "hit/kick me/him/her", "overdose", "peligro", "took ... pills"],
    "unless": ["glue/nail gun", "gunning", "fire drill"],
}
SUICIDE = {
    "id": "suicide",
    "text": "Call 988.",
    "words": ["suicide", "kill myself", "can't go on", "was raped"],
    "resources": ["helpline", "health"],
}
RESOURCES = [
    {"id": "jobs", "name": "Jobs", "keywords": ["firing", "lost my post", "overdosing on work"]},
    {"id": "health", "name": "Health", "keywords": ["overdose", "visa", "suicide prevention"]},
    {"id": "helpline", "name": "Helpline", "keywords": ["talking to somebody"]},
    {"id": "active", "name": "Active Living", "keywords": ["fire drill", "shooting hoops", "suicide prevention run"]},
    {"id": "survivors", "name": "Suicide Survivors Club"},
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
        ("he keeps hitting her", ["Call 911."]),
        ("they kicked him", ["Call 911."]),
        ("she took a whole lot of blue pills", ["Call 911."]),
        ("she took him to the office because of his new pills", []),  # too much is between
        ("she took the bus", []),
        ("pills she took", []),
        ("i was rapped by somebody", ["Call 988."]),  # a right word with the letters of another one
        ("i was taped by somebody", []),
        ("rapped", []),  # one word alone is taken as it is
        ("nail gun", []),
        ("gunning for a place", []),
        ("there is a man with a gun in the nail gun room", ["Call 911."]),
        ("myself", []),
        ("kill time by myself", []),
        ("peluca", []),  # a right word of Spanish
        ("visa", []),
        ("", []),
    ],
)
def test_a_notice_is_called_by_its_words_and_phrases(here: Catalogue, asked: str, notices: list[str]) -> None:
    assert list(find(here, Query(words=asked)).notices) == notices


def test_a_phrase_of_many_gaps_is_looked_for_without_trying_every_way_to_fill_them() -> None:
    """There are 6 to the power of 20 ways, which would take years."""
    words = " ... ".join(["again"] * 20 + ["gun"])
    data = {"info": {}, "files": [], "audiences": [], "topics": [], "kinds": [], "resources": RESOURCES}
    many_gaps = Catalogue(compiled({**data, "notices": [{"id": "n", "text": "Call 911.", "words": [words]}]}))

    asked = "again " * 64
    assert find(many_gaps, Query(words=asked)).notices == ()
    assert find(many_gaps, Query(words=asked + "gun")).notices == ("Call 911.",)


def ids(answer: Answer) -> list[str]:
    return [hit.resource.id for hit in answer.hits]


def test_a_notice_that_names_nobody_leaves_the_answers_as_they_are(here: Catalogue) -> None:
    answer = find(here, Query(words="overdose"))

    assert (ids(answer)[0], answer.notices) == ("health", ("Call 911.",))


@pytest.mark.parametrize("asked", ["zzyzx on fire", "an overdose of qqqq zzyzx and wwww yyyy"])
def test_in_danger_nothing_is_guessed(here: Catalogue, asked: str) -> None:
    answer = find(here, Query(words=asked))

    assert (answer.guesses, answer.notices) == ((), ("Call 911.",))


def test_who_types_a_name_gets_it_first_even_if_it_says_a_word_of_danger(here: Catalogue) -> None:
    answer = find(here, Query(words="Suicide Survivors Club"))

    assert (ids(answer)[0], answer.notices) == ("survivors", ("Call 988.",))


@pytest.mark.parametrize("asked", ["i will kill myself", "zzyzx qqqq suicide", "suicide prevention"])
def test_what_a_notice_names_comes_first_in_its_order(here: Catalogue, asked: str) -> None:
    assert ids(find(here, Query(words=asked)))[:2] == ["helpline", "health"]


def test_the_first_of_each_notice_comes_before_the_second_of_any() -> None:
    notices = [
        {**DANGER, "resources": ["jobs", "active"]},
        {**SUICIDE, "resources": ["helpline", "health", "survivors"]},
    ]
    data = {"info": {}, "files": [], "audiences": [], "topics": [], "kinds": [], "resources": RESOURCES}
    both = Catalogue(compiled({**data, "notices": notices}))
    found = ids(find(both, Query(words="he overdosed, was it suicide")))
    assert found[:5] == ["jobs", "helpline", "active", "health", "survivors"]


def test_other_answers_come_after_what_helps(here: Catalogue) -> None:
    found = find(here, Query(words="suicide prevention run"))
    hits = list(found.hits)

    assert [hit.resource.id for hit in hits] == ["helpline", "health", "active"]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
