"""The list of common English words."""

from __future__ import annotations

import pytest

from dicli.search.english import everyday, is_english, says_little


@pytest.mark.parametrize("word", ["actually", "turned", "wondering", "st"])
def test_everyday_words_are_english_and_say_little(word: str) -> None:
    assert word in everyday()
    assert is_english(word)
    assert says_little(word)


@pytest.mark.parametrize("word", ["louis", "missouri", "ghana"])
def test_names_are_english_and_say_little_but_are_no_everyday_words(word: str) -> None:
    assert word not in everyday()
    assert is_english(word)
    assert says_little(word)


@pytest.mark.parametrize("word", ["pension", "library", "spanish", "disco", "zoom"])
def test_words_for_things_are_english_and_say_something(word: str) -> None:
    assert is_english(word)
    assert not says_little(word)


@pytest.mark.parametrize("word", ["nothe", "imigration", "wumma", "é", "programme"])
def test_what_is_no_common_english_word_is_none(word: str) -> None:
    assert not is_english(word)
    assert not says_little(word)
