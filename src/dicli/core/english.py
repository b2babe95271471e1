"""Common English words: one that the catalogue lacks is no misspelling of one that it has.

The list, its source and its licence are described in docs/decisions/0009-everyday-words.md. It is read once, and only
where a query has a word that the catalogue lacks.
"""

from __future__ import annotations

from functools import cache
from pkgutil import get_data


@cache
def _listed() -> bytes:
    return get_data("dicli.core", "english.txt") or b""


def is_english(word: str) -> bool:
    """Whether a folded word is a common English word."""
    return b"\n%b\n" % word.encode() in _listed()
