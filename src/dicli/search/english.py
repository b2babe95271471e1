"""Common English words: one that the catalogue lacks is no misspelling of one that it has.

The list has three parts: everyday words that name no thing ("actually", "wondering"), names of places and people, and
all others. Its source and its licence are described in docs/decisions/0009-everyday-words.md. It is read where a
catalogue is compiled, and where a query has a word that the catalogue lacks.
"""

from __future__ import annotations

from functools import cache
from pkgutil import get_data


@cache
def _listed() -> bytes:
    return get_data("dicli.search", "english.txt") or b""


@cache
def _little() -> bytes:
    """The everyday words and names, which are the first two parts."""
    return _listed().rpartition(b"#\n")[0]


def everyday() -> frozenset[str]:
    """The everyday words, as folded."""
    return frozenset(_listed().partition(b"\n#\n")[0].decode().split("\n"))


def is_english(word: str) -> bool:
    """Whether a folded word is a common English word."""
    return b"\n%b\n" % word.encode() in _listed()


def says_little(word: str) -> bool:
    """Whether a folded word is an everyday one, or the name of a place or person."""
    return b"\n%b\n" % word.encode() in _little()
