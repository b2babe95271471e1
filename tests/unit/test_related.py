"""The thesaurus of needs: its form, and which of its concepts a question names."""

from __future__ import annotations

from importlib.resources import files

import pytest

from dicli.core.text import FILLER, tokens
from dicli.search.related import concepts

LINES = (files("dicli.search") / "related.txt").read_text(encoding="ascii").splitlines()


def test_each_line_has_office_words_and_lay_phrases_without_repeats() -> None:
    assert len(LINES) == len(set(LINES)) > 300
    for line in LINES:
        called, lay = line.split(" = ")
        for phrases in (called.split(", "), lay.split(", ")):
            assert len(phrases) == len(set(phrases)), line
            assert all(phrase == phrase.strip() != "" for phrase in phrases), line


def test_hardly_a_lay_phrase_is_made_of_filler_only() -> None:
    phrases = [phrase for line in LINES for phrase in line.split(" = ")[1].split(", ")]

    assert sum(FILLER.issuperset(tokens(phrase)) for phrase in phrases) < len(phrases) / 100


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("nowhere sleep", ["nowhere", "sleep"]),
        ("tonight sleeping nowhere", ["nowhere", "sleeping"]),
        ("friends staying", ["staying", "friends"]),
        ("head roof sleep nowhere evicted", ["nowhere", "sleep"]),
    ],
)
def test_a_question_names_the_concept_of_which_it_has_a_phrase(words: str, said: list[str]) -> None:
    found = [found for found, called in concepts(words.split()) if "shelter" in called and "homeless" in called]

    assert found == [said]


def test_of_a_long_phrase_one_word_may_be_missing() -> None:
    assert [found for found, called in concepts(["sleeping", "concrete", "floor"]) if "furniture bank" in called] == [
        ["sleeping", "floor"]
    ]


@pytest.mark.parametrize("words", ["", "zzzz", "nowhere", "sleep", "evicted, ="])
def test_a_question_does_not_name_the_concept_of_a_phrase_that_it_lacks(words: str) -> None:
    assert not [said for said, called in concepts(words.split()) if "shelter" in called]
