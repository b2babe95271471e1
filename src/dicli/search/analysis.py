"""Takes the texts of a catalogue apart into the words that are indexed, with their
numbers and stems.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import chain
from typing import TypeVar

from dicli.core.model import Resource
from dicli.core.text import compounds, fold, initials, stem, tokens
from dicli.search.asking import FUNCTION_WORDS

T = TypeVar("T")
_MANY_PIECES = 60_000  # whose words are remembered: those that are frequent come early
_WORD_LETTERS = 40  # longer words are not indexed: nobody types them
_SPELLABLE_LETTERS = 4  # shorter words are not taken for misspelled ones
_WRITTEN_ACRONYM = re.compile(r"\b[A-Z][A-Z0-9]{1,7}\b")
_HOST = re.compile(r"https?://([^/?#:@\s]+)")
_LABEL_LETTERS = range(3, 13)  # of a label that may be an acronym
_MOST_LABELS = 2


class Analyzer:
    """Gives each word of a catalogue a number, and takes each piece of text apart once,
    however often it occurs.

    `numbers` has the number of each word, counted from 0.
    """

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self._words = _Remembered(self._words_of_piece)
        self._stems = _Remembered(_stems_of_piece)
        self._acronyms = set[str]()
        self._other_words = set[str]()

    def number(self, word: str) -> int:
        """The number of a word."""
        return self.numbers.setdefault(word, len(self.numbers))

    def words(self, text: str) -> list[int]:
        """The words of a text. In a text all in capitals, these are not a sign of an
        acronym.
        """
        if text.isupper() and " " in text:
            text = text.casefold()
        return self._words.of_text(text)

    def stems(self, phrase: str) -> list[str]:
        """The stems of the words of a phrase, without compounds."""
        return self._stems.of_text(phrase)

    def is_spellable(self, word: str) -> bool:
        """Whether a misspelled word may have meant this one: letters only, and not
        always written as an acronym.
        """
        if len(word) < _SPELLABLE_LETTERS or not word.isalpha():
            return False
        return word in self._other_words or word not in self._acronyms

    def _words_of_piece(self, piece: str) -> tuple[int, ...]:
        """The words of a piece with compounds: "H-1B" has the words h, 1b and h1b.
        Notes which are acronyms.
        """
        words = indexed_words(piece)
        words += [compound for compound in compounds(piece) if compound not in words]
        acronyms = {written.casefold() for written in _WRITTEN_ACRONYM.findall(piece)}
        self._acronyms |= acronyms
        self._other_words.update(word for word in words if word not in acronyms)
        return tuple(map(self.number, words))


class _Remembered(dict[str, tuple[T, ...]]):
    """What pieces of text (without a blank) are taken apart into, each piece once; of
    very many, only the first.
    """

    def __init__(self, take_apart: Callable[[str], tuple[T, ...]]) -> None:
        super().__init__()
        self._take_apart = take_apart

    def __missing__(self, piece: str) -> tuple[T, ...]:
        parts = self._take_apart(piece)
        if len(self) < _MANY_PIECES:
            self[piece] = parts
        return parts

    def of_text(self, text: str) -> list[T]:
        """The parts of all pieces of a text, in order."""
        return list(chain.from_iterable(map(self.__getitem__, text.split())))


def _stems_of_piece(piece: str) -> tuple[str, ...]:
    return tuple(map(stem, indexed_words(piece)))


def indexed_words(text: str) -> list[str]:
    """The folded words of a text without function words and without very long ones."""
    return [
        word
        for word in tokens(text)
        if word not in FUNCTION_WORDS and len(word) <= _WORD_LETTERS
    ]


def acronyms(resource: Resource) -> set[str]:
    """Words that people may use as acronyms of a resource: the initials of its names,
    names that are function words elsewhere ("IT", "WHO"), and labels of its host:
    https://www.oiss.washu.edu/x gives `oiss` and `washu`.
    """
    found = set(_host_labels(resource.url or ""))
    for name in (resource.name, *resource.aliases):
        found |= initials(name)
        if fold(name) in FUNCTION_WORDS:
            found.add(fold(name))
    return found


def _host_labels(url: str) -> list[str]:
    """The first labels of a host that may be acronyms, without `www` and the top-level
    domain.
    """
    host = _HOST.match(url)
    if not host:
        return []
    labels = host[1].casefold().split(".")[:-1]
    telling = [
        label for label in labels if label != "www" and len(label) in _LABEL_LETTERS
    ]
    return telling[:_MOST_LABELS]
