"""How near in meaning each resource is to a question, by static word vectors.

`stems.txt` lists stems, and `vectors.bin` has a row of DIMENSIONS signed bytes for each; its length says how telling
the word is. A text is the sum of its words' rows, and the nearness of two texts the cosine of the angle between them
(-1 to 1). Of a resource, the nearest of its names, keywords and sentences counts.

The vectors were distilled from a sentence model: docs/decisions/0012-word-vectors.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from math import sqrt
from operator import add, mul
from pkgutil import get_data
from typing import NamedTuple

from dicli.core.catalogue import Catalogue
from dicli.core.model import Resource
from dicli.core.text import distinct, stem, tokens

DIMENSIONS = 128
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


@cache
def _row_of() -> dict[str, int]:
    """The row of each stem."""
    stems = (get_data("dicli.search", "stems.txt") or b"").decode().split()
    return {stem: row for row, stem in enumerate(stems)}


@cache
def _vectors() -> memoryview:
    return memoryview(get_data("dicli.search", "vectors.bin") or b"").cast("b")


def _vector(row: int) -> memoryview:
    return _vectors()[row * DIMENSIONS : (row + 1) * DIMENSIONS]


def rows_of(words: Iterable[str]) -> list[int]:
    """The rows of those words that have one."""
    known = _row_of()
    stems = distinct(stem(word) for word in words)
    return [known[stem] for stem in stems if stem in known]


def _sum(rows: Sequence[int]) -> Sequence[int]:
    total: Sequence[int] = _vector(rows[0])
    for row in rows[1:]:
        total = list(map(add, total, _vector(row)))
    return total


def _product(one: Sequence[int], other: Sequence[int]) -> int:
    return sum(map(mul, one, other))


def _length(vector: Sequence[int]) -> float:
    return sqrt(_product(vector, vector)) or 1.0


def said_by(resource: Resource) -> Iterator[str]:
    """The texts of a resource that say what it is for."""
    yield resource.name
    yield from resource.aliases
    yield from resource.keywords
    yield from resource.hidden
    yield from _SENTENCE_END.split(resource.summary or "")


class _Text(NamedTuple):
    """A text of a resource: whose it is, its rows, and the length of their sum."""

    place: int
    rows: list[int]
    length: float


@lru_cache(maxsize=1)
def _texts(catalogue: Catalogue) -> list[_Text]:
    texts = []
    for place, resource in enumerate(catalogue):
        for text in said_by(resource):
            rows = rows_of(tokens(text))
            if rows:
                texts.append(_Text(place, rows, _length(_sum(rows))))
    return texts


def nearness(catalogue: Catalogue, words: Iterable[str]) -> dict[int, float]:
    """place -> nearness to some words, of the resources that have a text in known words."""
    asked = rows_of(words)
    if not asked:
        return {}
    question = _sum(asked)
    length = _length(question)
    texts = _texts(catalogue)
    rows = {row for text in texts for row in text.rows}
    products = {row: _product(question, _vector(row)) for row in rows}
    found: dict[int, float] = {}
    for text in texts:
        near = sum(map(products.__getitem__, text.rows)) / text.length / length
        found[text.place] = max(near, found.get(text.place, -1.0))
    return found
