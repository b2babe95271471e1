"""How near in meaning each resource is to a question, by static word vectors.

`stems.txt` lists stems, and `vectors.bin` has a row of DIMENSIONS signed bytes for
each, a vector; its length says how telling the word is. The vector of a question, and
of all that a resource says it is for, is the sum of its words' vectors. Their nearness
is the cosine of the angle between the two, or 0 if that is negative. A word of a
question that has no vector counts as one of usual length at right angles to all others:
nothing is near to it.

The vectors of the resources are made when they are first needed, and kept in the
database of their catalogue; the one in a wheel has them. The table `resource_vectors`
has one row with all of them.

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
from typing import TYPE_CHECKING

from dicli.core.catalogue import Catalogue
from dicli.core.text import stem
from dicli.search.index import index_of

if TYPE_CHECKING:
    from dicli.core.database import Database

DIMENSIONS = 128
USUAL_LENGTH = 165  # of a vector
UNIT = 32_000  # the length of a resource's vector, which is kept in whole numbers
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


def rows_of(words: Iterable[str]) -> list[int]:
    """The rows of those words that have one, each once."""
    row_of = _row_of()
    stems = dict.fromkeys(map(stem, words))
    return [row_of[root] for root in stems if root in row_of]


def _sum(rows: Iterable[int]) -> Sequence[int]:
    """The sum of the vectors in some rows. They are added as large integers, which adds
    all their numbers at once: the first guess adds many thousands.
    """
    total = sum(map(_packed, rows))
    lanes = (total + SIGNS) ^ SIGNS  # the reverse of `_packed`
    return LANES.unpack(lanes.to_bytes(LANES.size, "little"))


@cache
def _packed(row: int) -> int:
    """A vector as one large integer that has its numbers side by side. One below 0
    takes 1 from the next lane, as in any sum; adding SIGNS gives it back.
    """
    lanes = int.from_bytes(LANES.pack(*_vector(row)), "little")
    return (lanes ^ SIGNS) - SIGNS


def _made_vectors(catalogue: Catalogue) -> array[int]:
    """The vectors of the resources of a catalogue, one after another: DIMENSIONS numbers
    for each, with UNIT as their length; zeros for a resource that has none.
    """
    rows_of_docs = [array("H") for _ in range(len(catalogue))]
    row_of = _row_of()
    for root, docs in index_of(catalogue).docs_by_stem(row_of, SAID_FIELDS):
        for doc in docs:
            rows_of_docs[doc].append(row_of[root])
    vectors = array("h")
    for rows in rows_of_docs:
        total = _sum(rows)
        # a whole number of 65,536ths, because a shift is quicker than rounding
        scale = round(UNIT / (hypot(*total) or 1.0) * 2**16)
        vectors.extend([number * scale >> 16 for number in total])
    return vectors


def _write(vectors: array[int], database: Database) -> None:
    database.execute("create table resource_vectors (vectors blob)")
    database.execute("insert into resource_vectors values (?)", (vectors,))


def write_vectors(database: Database) -> None:
    """Adds the vectors of the resources of a catalogue to its database."""
    _write(_made_vectors(Catalogue(database)), database)


@lru_cache(maxsize=1)
def _vectors_of(catalogue: Catalogue) -> array[int]:
    """The vectors of the resources of a catalogue: those in its database, else new ones,
    which are put there if possible.
    """
    database = catalogue.database
    if database.has_table("resource_vectors"):
        [(vectors,)] = database.execute("select vectors from resource_vectors")
        return array("h", vectors)
    made = _made_vectors(catalogue)
    catalogue.keep(partial(_write, made))
    return made


def nearness(catalogue: Catalogue, words: Sequence[str]) -> dict[int, float]:
    """doc -> nearness to some words of different stems, for the resources that are near:
    more than 0, at most 1.
    """
    rows = rows_of(words)
    if not rows:
        return {}
    question = _sum(rows)
    unknown = len(words) - len(rows)
    length = hypot(*question, USUAL_LENGTH * unknown**0.5)
    vectors = _vectors_of(catalogue)
    near: dict[int, float] = {}
    for doc in range(len(catalogue)):
        vector = vectors[doc * DIMENSIONS : (doc + 1) * DIMENSIONS]
        product = sum(map(mul, question, vector))
        if product > 0:
            near[doc] = product / (UNIT * length)
    return near
