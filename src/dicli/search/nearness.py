"""How near in meaning each resource is to a question, by static word vectors.

`stems.txt` lists stems, and `vectors.bin` has a row of DIMENSIONS signed bytes for
each; its length says how telling the word is. A text is the sum of its words' rows, and
the nearness of two texts the cosine of the angle between them (-1 to 1). Of a resource,
the nearest of its names, keywords and sentences counts.

The texts of a catalogue are made when it is compiled. The table `texts` has one row, of
arrays of numbers:

    docs, ends, lengths: of each text, the resource, where its rows end among all rows,
    and the length of their sum
    rows: the rows of one text after another

The vectors were distilled from a sentence model: docs/decisions/0015-word-vectors.md.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from math import sqrt
from operator import add, mul
from pkgutil import get_data
from typing import TYPE_CHECKING

from dicli.core.model import Record, Resource
from dicli.core.text import stem, tokens

if TYPE_CHECKING:
    from dicli.core.database import Database

DIMENSIONS = 128
MANY = 10_000  # texts; where there are more, each resource has one for all
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


@lru_cache(maxsize=2**16)
def _row(word: str) -> int | None:
    return _row_of().get(stem(word))


def rows_of(words: Iterable[str]) -> list[int]:
    """The rows of those words that have one, each once."""
    rows = dict.fromkeys(map(_row, words))
    return [row for row in rows if row is not None]


def _sum(rows: Sequence[int]) -> Sequence[int]:
    total: Sequence[int] = _vector(rows[0])
    for row in rows[1:]:
        total = list(map(add, total, _vector(row)))
    return total


def _product(one: Sequence[int], other: Sequence[int]) -> int:
    return sum(map(mul, one, other))


def _length(vector: Sequence[int]) -> float:
    return sqrt(_product(vector, vector)) or 1.0


def _texts_of(resource: Resource) -> Iterator[str]:
    """The texts of a resource that say what it is for."""
    yield resource.name
    yield from resource.aliases
    yield from resource.keywords
    yield from resource.hidden
    yield from _SENTENCE_END.split(resource.summary or "")


def _number_of_texts(record: Record) -> int:
    """About how many texts a resource has, given as plain data."""
    return 2 + sum(
        len(record.get(field, ())) for field in ("aliases", "keywords", "hidden")
    )


class Texts:
    """Takes up the texts of resources, and writes them in the end. If all have many,
    each resource has one text.
    """

    def __init__(self, records: Iterable[Record]) -> None:
        self._are_many = sum(map(_number_of_texts, records)) > MANY
        self._docs, self._ends = array("I"), array("I")
        self._rows, self._lengths = array("H"), array("f")

    def add(self, doc: int, resource: Resource) -> None:
        """Takes up a resource."""
        texts = list(_texts_of(resource))
        for text in [" ".join(texts)] if self._are_many else texts:
            rows = rows_of(tokens(text))
            if rows:
                self._rows.extend(rows)
                self._docs.append(doc)
                self._ends.append(len(self._rows))
                self._lengths.append(_length(_sum(rows)))

    def write(self, database: Database) -> None:
        """Writes the table."""
        database.execute(
            "create table texts (docs blob, ends blob, lengths blob, rows blob)"
        )
        columns = (self._docs, self._ends, self._lengths, self._rows)
        database.execute("insert into texts values (?, ?, ?, ?)", columns)


def nearness(database: Database, words: Iterable[str]) -> dict[int, float]:
    """The nearness of each resource to some words, by its number; of those that have a
    text in known words.
    """
    asked = rows_of(words)
    if not asked:
        return {}
    question = _sum(asked)
    [columns] = database.execute("select docs, ends, lengths, rows from texts")
    docs, ends, lengths, rows = (
        array(kind, column) for kind, column in zip("IIfH", columns, strict=True)
    )
    products = {row: _product(question, _vector(row)) for row in set(rows)}
    found: dict[int, float] = {}
    start = 0
    for doc, end, length in zip(docs, ends, lengths, strict=True):
        near = sum(map(products.__getitem__, rows[start:end])) / length
        found[doc] = max(near, found.get(doc, near))
        start = end
    own = _length(question)
    return {doc: near / own for doc, near in found.items()}
