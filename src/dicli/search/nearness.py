"""How near in meaning each resource is to a question, by static word vectors.

`stems.txt` lists stems, and `vectors.bin` has a row of DIMENSIONS signed bytes for
each; its length says how telling the word is. A question, and all that a resource says
it is for, are the sums of their words' rows, and their nearness the cosine of the angle
between them, and 0 if that is negative. A word of a question that has no vector counts
as one of usual length at right angles to all others: nothing is near to it.

The rows of the resources are looked up when a guess is first needed, and kept in the
database of their catalogue; the one in a wheel has them. The table `resource_rows` has
one row, of arrays (see `Rows`).

The vectors learned from a sentence model: docs/decisions/0015-word-vectors.md.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Sequence
from functools import cache, lru_cache, partial
from math import hypot
from operator import mul
from pkgutil import get_data
from struct import Struct
from typing import TYPE_CHECKING, NamedTuple

from dicli.core.catalogue import Catalogue
from dicli.core.text import stem
from dicli.search.index import index_of

if TYPE_CHECKING:
    from dicli.core.database import Database

DIMENSIONS = 128
USUAL_LENGTH = 165  # of a vector
RAISED = 128  # makes any signed byte positive
LANES = Struct(f"<{DIMENSIONS}I")  # room for the sums of 2**24 vectors, side by side
# The fields in which a resource says what it is for.
SAID_FIELDS = frozenset(("name", "aliases", "keywords", "summary", "hidden"))


@cache
def _row_of() -> dict[str, int]:
    """The row of each stem."""
    stems = (get_data("dicli.search", "stems.txt") or b"").decode().split()
    return {stem: row for row, stem in enumerate(stems)}


@cache
def _vectors() -> array[int]:
    return array("b", get_data("dicli.search", "vectors.bin") or b"")


def _vector(row: int) -> array[int]:
    return _vectors()[row * DIMENSIONS : (row + 1) * DIMENSIONS]


def _row(word: str) -> int | None:
    return _row_of().get(stem(word))


def rows_of(words: Iterable[str]) -> list[int]:
    """The rows of those words that have one, each once."""
    rows = dict.fromkeys(map(_row, words))
    return [row for row in rows if row is not None]


def _sum(rows: Sequence[int]) -> list[int]:
    """The sum of the vectors in some rows. They are added as large integers, which adds
    all their numbers at once: the first guess adds many thousands.
    """
    total = sum(map(_packed, rows))
    raised = RAISED * len(rows)
    numbers = LANES.unpack(total.to_bytes(LANES.size, "little"))
    return [number - raised for number in numbers]


@lru_cache(maxsize=2**13)
def _packed(row: int) -> int:
    """A vector as one large integer that has its numbers side by side, raised so that
    none is negative.
    """
    numbers = [number + RAISED for number in _vector(row)]
    return int.from_bytes(LANES.pack(*numbers), "little")


def _product(vector: Sequence[int], other: Sequence[int]) -> int:
    """The dot product of two vectors."""
    return sum(map(mul, vector, other))


def _length(vector: Sequence[int]) -> float:
    return hypot(*vector) or 1.0


class Rows(NamedTuple):
    """The words of the resources of a catalogue in numbers: of each resource, where its
    rows end among all rows, and the length of their sum; and the rows of one resource
    after another.
    """

    ends: array[int]
    lengths: array[float]
    rows: array[int]


def _made_rows(catalogue: Catalogue) -> Rows:
    rows_of_docs = [array("H") for _ in range(len(catalogue))]
    row_of = _row_of()
    for root, docs in index_of(catalogue).docs_by_stem(row_of, SAID_FIELDS):
        for doc in docs:
            rows_of_docs[doc].append(row_of[root])
    made = Rows(ends=array("I"), lengths=array("f"), rows=array("H"))
    for rows in rows_of_docs:
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


def nearness(catalogue: Catalogue, words: Collection[str]) -> dict[int, float]:
    """The nearness (0 to 1) of each resource to some words, by its number; of those
    that have a word with a vector.
    """
    asked = rows_of(words)
    if not asked:
        return {}
    question = _sum(asked)
    unknown = sum(_row(word) is None for word in words)
    own = hypot(_length(question), USUAL_LENGTH * unknown**0.5)
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
