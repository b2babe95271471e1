"""Words that are spelled right: one that the catalogue lacks is not a misspelling of
one that it has.

`english.txt` has three parts: everyday words that name no thing ("actually",
"wondering"), names of places and people, and all others. `spanish.txt` has Spanish
words. Sources and licenses: docs/decisions/0009-everyday-words.md. They are read when a
catalogue is compiled, and when a question has a word that the catalogue lacks.
"""

from __future__ import annotations

import re
from functools import cache
from pkgutil import get_data

# Pronouns that Spanish writes at the end of an infinitive or a gerund: "ayudarme",
# "diciendoles".
_PRONOUNS = r"(?:(?<=r)|(?<=ndo))(?:me|te|se|nos)?(?:l[oae]s?)?$"


@cache
def _listed(file: str) -> bytes:
    return get_data("dicli.search", file) or b""


@cache
def _part(number: int) -> bytes:
    """A part of the English words: 0 everyday words, 1 names, 2 all others."""
    return b"\n%b\n" % _listed("english.txt").split(b"\n#\n", 2)[number]


def everyday() -> frozenset[str]:
    """The everyday words, as folded."""
    return frozenset(_part(0).decode().split("\n"))


def is_word(word: str) -> bool:
    """Whether a folded word is an English or Spanish word."""
    if _line(word) in _listed("english.txt"):
        return True
    spanish = _listed("spanish.txt")
    if _line(word) in spanish:
        return True
    without_pronouns = re.sub(_PRONOUNS, "", word)
    return _line(without_pronouns) in spanish


def is_name(word: str) -> bool:
    """Whether a folded word is the name of a place or person."""
    return _line(word) in _part(1)


def says_little(word: str) -> bool:
    """Whether a folded word is an everyday one, or the name of a place or person."""
    return _line(word) in _part(0) or is_name(word)


def _line(word: str) -> bytes:
    return b"\n%b\n" % word.encode()
