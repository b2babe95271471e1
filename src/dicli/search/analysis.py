"""Takes the texts of a catalogue apart into the words that are indexed, with their
numbers and stems.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from dicli.core.model import Resource
from dicli.core.text import compounds, fold, initials, stem, tokens
from dicli.search.asking import FUNCTION_WORDS

PIECES_REMEMBERED = 60_000  # taken apart once, however often they occur
_WORD_LETTERS = 40  # longer words are not indexed: nobody types them
_HOST = re.compile(r"https?://([^/?#:@\s]+)")
_LABEL_LETTERS = range(3, 13)  # of a label that may be an acronym
_MOST_LABELS = 2


class _Piece(NamedTuple):
    """What a piece of text is taken apart into, as numbers of words."""

    words: list[int]
    with_compounds: list[int]  # the words, then the compounds


class Analyzer:
    """Gives each word of a catalogue a number, and takes texts apart, piece by piece:
    what stands between two blanks.

    `numbers` has the number of each word, counted from 0; `stems` has their stems.
    """

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.stems: list[str] = []
        self._piece = lru_cache(PIECES_REMEMBERED)(self._taken_apart)

    def number(self, word: str) -> int:
        """The number of a word."""
        number = self.numbers.get(word)
        if number is None:
            number = self.numbers[word] = len(self.stems)
            self.stems.append(stem(word))
        return number

    def words(self, text: str) -> list[int]:
        """The words of a text, and its compounds: "H-1B" has the words h, 1b and h1b."""
        words: list[int] = []
        for piece in self._pieces_of(text):
            words += piece.with_compounds
        return words

    def stems_of(self, text: str) -> set[str]:
        """The stems of the words of a text, without compounds."""
        stems = set[str]()
        for piece in self._pieces_of(text):
            for word in piece.words:
                stems.add(self.stems[word])
        return stems

    def _pieces_of(self, text: str) -> list[_Piece]:
        return [self._piece(written) for written in text.split()]

    def _taken_apart(self, written: str) -> _Piece:
        words = indexed_words(written)
        joined = [compound for compound in compounds(written) if compound not in words]
        numbers = [self.number(word) for word in words]
        return _Piece(numbers, numbers + [self.number(word) for word in joined])


def indexed_words(text: str) -> list[str]:
    """The folded words of a text without function words and without very long ones."""
    words = [word for word in tokens(text) if len(word) <= _WORD_LETTERS]
    return [word for word in words if word not in FUNCTION_WORDS]


def acronyms(resource: Resource) -> set[str]:
    """Words that people may use as acronyms of a resource: the initials of its names,
    names that are function words elsewhere ("IT", "WHO"), and labels of its host:
    https://www.oiss.washu.edu/x gives `oiss` and `washu`.
    """
    words = set(_host_labels(resource.url or ""))
    for name in (resource.name, *resource.aliases):
        words |= initials(name)
        if fold(name) in FUNCTION_WORDS:
            words.add(fold(name))
    return words


def _host_labels(url: str) -> list[str]:
    """The first labels of a host that may be acronyms, without `www` and the top-level
    domain.
    """
    host = _HOST.match(url)
    if not host:
        return []
    labels = host[1].casefold().split(".")[:-1]
    likely = [label for label in labels if len(label) in _LABEL_LETTERS]
    return [label for label in likely if label != "www"][:_MOST_LABELS]
