"""How near in meaning each resource is to a question, by static word vectors.

`stems.txt` lists stems, and `vectors.bin` has a row of DIMENSIONS signed bytes for
each; its length says how telling the word is. A question, and all that a resource says
it is for, are the sums of their words' rows, and their nearness the cosine of the angle
between them, and 0 if that is negative. A word of a question that has no vector counts
as one of usual length at right angles to all others: nothing is near to it.

The vectors of the resources are made when they are first needed, and kept in the
database of their catalogue; the one in a wheel has them. The table `resource_vectors`
has one row, of arrays (see `Vectors`).

The vectors learned from a sentence model: docs/decisions/0015-word-vectors.md.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
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
LANES = Struct(f"<{DIMENSIONS}i")  # room for the sums of 2**24 vectors, side by side
# The bit in each lane that tells numbers below 0 from the others.
SIGNS = int.from_bytes(b"\0\0\0\x80" * DIMENSIONS, "little")
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


def _sum(rows: Iterable[int]) -> Sequence[int]:
    """The sum of the vectors in some rows. They are added as large integers, which adds
    all their numbers at once: the first guess adds many thousands.
    """
    total = sum(map(_packed, rows))
    # the reverse of `_packed`
    return LANES.unpack(((total + SIGNS) ^ SIGNS).to_bytes(LANES.size, "little"))


@cache
def _packed(row: int) -> int:
    """A vector as one large integer that has its numbers side by side. One below 0
    takes 1 from the next lane, as in any sum; adding SIGNS gives it back.
    """
    lanes = int.from_bytes(LANES.pack(*_vector(row)), "little")
    return (lanes ^ SIGNS) - SIGNS


def _product(vector: Sequence[int], other: Sequence[int]) -> int:
    """The dot product of two vectors."""
    return sum(map(mul, vector, other))


class Vectors(NamedTuple):
    """The vectors of the resources of a catalogue: DIMENSIONS numbers for each, one
    resource after another, and their lengths; 0 for a resource that has none.
    """

    numbers: array[int]
    lengths: array[float]


def _made_vectors(catalogue: Catalogue) -> Vectors:
    rows_of_docs = [array("H") for _ in range(len(catalogue))]
    row_of = _row_of()
    for root, docs in index_of(catalogue).docs_by_stem(row_of, SAID_FIELDS):
        for doc in docs:
            rows_of_docs[doc].append(row_of[root])
    made = Vectors(numbers=array("h"), lengths=array("f"))
    for rows in rows_of_docs:
        vector = _in_16_bits(_sum(rows))
        made.numbers.extend(vector)
        made.lengths.append(hypot(*vector))
    return made


def _in_16_bits(vector: Sequence[int]) -> array[int]:
    """A vector, shortened if its numbers do not fit 16 bits: if a resource has hundreds
    of words.
    """
    try:
        return array("h", vector)
    except OverflowError:
        bits_too_many = max(map(abs, vector)).bit_length() - 15
        return array("h", [number >> bits_too_many for number in vector])


def _write(made: Vectors, database: Database) -> None:
    database.execute("create table resource_vectors (numbers blob, lengths blob)")
    database.execute("insert into resource_vectors values (?, ?)", made)


def write_vectors(database: Database) -> None:
    """Adds the vectors of the resources of a catalogue to its database."""
    _write(_made_vectors(Catalogue(database)), database)


@lru_cache(maxsize=1)
def _vectors_of(catalogue: Catalogue) -> Vectors:
    """The vectors of a catalogue: kept ones, else new ones, which are kept if possible."""
    database = catalogue.database
    if database.has_table("resource_vectors"):
        statement = "select numbers, lengths from resource_vectors"
        [(numbers, lengths)] = database.execute(statement)
        return Vectors(array("h", numbers), array("f", lengths))
    made = _made_vectors(catalogue)
    catalogue.keep(partial(_write, made))
    return made


def nearness(catalogue: Catalogue, words: Iterable[str]) -> dict[int, float]:
    """The nearness (0 to 1) of each resource to some words, by its number; of those
    that have a word with a vector.
    """
    asked = list(map(_row, words))
    known = {row for row in asked if row is not None}
    if not known:
        return {}
    question = _sum(known)
    unknown = asked.count(None)
    own = hypot(*question, USUAL_LENGTH * unknown**0.5) or 1.0
    numbers, lengths = _vectors_of(catalogue)
    found: dict[int, float] = {}
    for doc, length in enumerate(lengths):
        if length:
            vector = numbers[doc * DIMENSIONS : (doc + 1) * DIMENSIONS]
            found[doc] = max(0.0, _product(question, vector) / (length * own))
    return found
