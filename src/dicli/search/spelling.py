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
def _bytes_of(file: str) -> bytes:
    return get_data("dicli.search", file) or b""


@cache
def _part(number: int) -> bytes:
    """A part of the English words: 0 everyday words, 1 names, 2 all others."""
    return b"\n%b\n" % _bytes_of("english.txt").split(b"\n#\n", 2)[number]


def everyday() -> frozenset[str]:
    """The everyday words, as folded."""
    return frozenset(_part(0).decode().split("\n"))


def is_word(word: str) -> bool:
    """Whether a folded word is an English word, or a Spanish one with or without
    pronouns at its end.
    """
    english, spanish = _bytes_of("english.txt"), _bytes_of("spanish.txt")
    if _has_line(english, word) or _has_line(spanish, word):
        return True
    without_pronouns = re.sub(_PRONOUNS, "", word)
    return _has_line(spanish, without_pronouns)


def is_name(word: str) -> bool:
    """Whether a folded word is the name of a place or person."""
    return _has_line(_part(1), word)


def says_little(word: str) -> bool:
    """Whether a folded word is an everyday one, or the name of a place or person."""
    return _has_line(_part(0), word) or is_name(word)


def _has_line(lines: bytes, word: str) -> bool:
    """Whether a word is a line between others; to take the lines apart is slower."""
    return b"\n%b\n" % word.encode() in lines
