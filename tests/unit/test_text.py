"""Folding, splitting and stemming of words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dicli.core.text import as_typed, compounds, distinct, fold, initials, stem, tokens


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_folded_words_are_one_space_apart_and_have_no_case(text: str) -> None:
    folded = fold(text)
    assert folded == " ".join(folded.split())
    assert folded == folded.casefold()


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Women's Network", "womens network"),
        ("Women’s Network", "womens network"),
        ("Diversity & Inclusion", "diversity and inclusion"),
        ("Café", "cafe"),
        ("cafe\u0301", "cafe"),
        ("Ph.D. program", "phd program"),
        ("St. Louis", "st louis"),
        ("LGBTQ+ (students)", "lgbtq students"),
        ("Łódź, Ærø, Straße", "lodz aero strasse"),
        ("snake_case", "snake case"),
        ("ﬁrst ＡＢＣ", "first abc"),
        ("", ""),
        ("!?", ""),
    ],
)
def test_case_accents_and_punctuation_are_lost(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_tokens_are_the_folded_words() -> None:
    assert tokens("Race & ethnicity") == ["race", "and", "ethnicity"]


def test_hyphenated_and_slashed_words_are_also_one_word() -> None:
    assert compounds("H-1B visas for MD/PhD students") == ["h1b", "mdphd"]
    assert compounds("none here") == []
    assert compounds("a" * 20 + "-" + "b" * 20) == []


def test_initials_come_with_and_without_the_small_words() -> None:
    assert initials("Office of Faculty Affairs (School)") == {"oofa", "ofa"}
    assert initials("Two words") == set()


def test_words_that_the_locale_could_not_decode_read_as_latin_1() -> None:
    assert as_typed("plain") == "plain"
    assert as_typed("caf\udce9") == "café"
    assert as_typed("caf\udcc3\udca9") == "café"
    assert as_typed("日本") == "日本"
    assert fold("caf\udce9") == "cafe"


@given(st.text(alphabet=st.characters()))
def test_repaired_text_can_always_be_encoded(text: str) -> None:
    as_typed(text).encode("utf-8")


def test_inflections_share_a_stem_and_a_word_that_is_not_english_is_its_own() -> None:
    assert {stem(word) for word in ("mentor", "mentors", "mentoring", "mentored")} == {"mentor"}
    assert stem("h1b") == "h1b"
    assert stem("日本") == "日本"


def test_who_was_fired_asks_for_nothing_about_a_fire() -> None:
    assert stem("fired") == "fired"
    assert stem("fires") == stem("fire")


def test_distinct_keeps_the_order() -> None:
    assert distinct(["b", "a", "b"]) == ["b", "a"]
