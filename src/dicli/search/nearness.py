"""How near in meaning each resource is to a question, by static word vectors.

`stems.txt` lists stems, and `vectors.bin` has a row of DIMENSIONS signed bytes for
each; its length says how telling the word is. A question, and all that a resource says
it is for, are the sums of their words' rows, and their nearness the cosine of the angle
between them, and 0 if that is negative.

The rows of the resources are looked up when a guess is first needed, and kept in the
database of their catalogue; the one in a wheel has them. The table `resource_rows` has
one row, of arrays (see `Rows`).

The vectors learned from a sentence model: docs/decisions/0015-word-vectors.md.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache, partial
from math import sqrt
from operator import mul
from pkgutil import get_data
from typing import TYPE_CHECKING, NamedTuple

from dicli.core.catalogue import Catalogue
from dicli.core.model import Resource
from dicli.core.text import stem, tokens

if TYPE_CHECKING:
    from dicli.core.database import Database

DIMENSIONS = 128


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


def _sum(rows: Iterable[int]) -> Sequence[int]:
    """The sum of the vectors in some rows; empty if there are none."""
    return list(map(sum, zip(*map(_vector, rows), strict=True)))


def _product(vector: Sequence[int], other: Sequence[int]) -> int:
    """The dot product of two vectors."""
    return sum(map(mul, vector, other))


def _length(vector: Sequence[int]) -> float:
    return sqrt(_product(vector, vector)) or 1.0


def _text_of(resource: Resource) -> str:
    """What a resource says it is for."""
    named = (resource.name, *resource.aliases, *resource.keywords, *resource.hidden)
    return " ".join((*named, resource.summary or ""))


class Rows(NamedTuple):
    """The words of the resources of a catalogue in numbers: of each resource, where its
    rows end among all rows, and the length of their sum; and the rows of one resource
    after another.
    """

    ends: array[int]
    lengths: array[float]
    rows: array[int]


def _made_rows(catalogue: Catalogue) -> Rows:
    made = Rows(array("I"), array("f"), array("H"))
    for resource in catalogue:
        rows = rows_of(tokens(_text_of(resource)))
        made.rows.extend(rows)
        made.ends.append(len(made.rows))
        made.lengths.append(_length(_sum(rows)))
    return made


def _write(made: Rows, database: Database) -> None:
    database.execute("create table resource_rows (ends blob, lengths blob, rows blob)")
    database.execute("insert into resource_rows values (?, ?, ?)", made)


def write_rows(database: Database) -> None:
    """Adds the rows of the resources of a catalogue to its database."""
    _write(_made_rows(Catalogue(database)), database)


@lru_cache(maxsize=1)
def _rows(catalogue: Catalogue) -> Rows:
    """The rows of a catalogue: kept ones, else new ones, which are kept if possible."""
    database = catalogue.database
    if database.has_table("resource_rows"):
        statement = "select ends, lengths, rows from resource_rows"
        [(ends, lengths, rows)] = database.execute(statement)
        return Rows(array("I", ends), array("f", lengths), array("H", rows))
    made = _made_rows(catalogue)
    catalogue.keep(partial(_write, made))
    return made


def nearness(catalogue: Catalogue, words: Iterable[str]) -> dict[int, float]:
    """The nearness (0 to 1) of each resource to some words, by its number; of those
    that have a word with a vector.
    """
    asked = rows_of(words)
    if not asked:
        return {}
    question = _sum(asked)
    own = _length(question)
    ends, lengths, rows = _rows(catalogue)
    products = {row: _product(question, _vector(row)) for row in set(rows)}
    found: dict[int, float] = {}
    start = 0
    for doc, (end, length) in enumerate(zip(ends, lengths, strict=True)):
        if end > start:
            total = sum(map(products.__getitem__, rows[start:end]))
            found[doc] = max(0.0, total / (length * own))
        start = end
    return found
