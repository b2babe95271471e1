"""The lists of words that are spelled right."""

from __future__ import annotations

import pytest

from dicli.search.spelling import everyday, is_name, is_word, says_little


@pytest.mark.parametrize("word", ["actually", "turned", "wondering", "st"])
def test_everyday_words_are_words_and_say_little(word: str) -> None:
    assert word in everyday()
    assert is_word(word)
    assert says_little(word)


@pytest.mark.parametrize("word", ["louis", "missouri", "ghana"])
def test_names_are_words_and_say_little_but_are_not_everyday_words(word: str) -> None:
    assert word not in everyday()
    assert is_name(word)
    assert is_word(word)
    assert says_little(word)


@pytest.mark.parametrize(
    "word", "pension library spanish disco eradication instructions modem login hasnt password".split()
)
def test_words_for_things_are_words_and_say_something(word: str) -> None:
    assert is_word(word)
    assert not is_name(word)


@pytest.mark.parametrize("word", ["quien", "porque", "acabo", "deuda", "hablarme", "denunciarlos"])
def test_spanish_words_are_words_also_with_pronouns(word: str) -> None:
    assert is_word(word)


@pytest.mark.parametrize("word", ["nothe", "imigration", "wumma", "é", "programme", "porqe"])
def test_misspelled_and_british_words_are_not_words(word: str) -> None:
    assert not is_word(word)
    assert not says_little(word)
