"""How near in meaning each resource is to a question, by static word vectors.

`stems.txt` lists stems, and `vectors.bin` has a row of DIMENSIONS signed bytes for
each; its length says how telling the word is. A text is the sum of its words' rows, and
the nearness of two texts the cosine of the angle between them (-1 to 1). Of a resource,
the nearest of its names, keywords and sentences counts.

The texts of a catalogue are taken apart when a guess is first needed, and kept in its
database; the one in a wheel has them. The table `texts` has one row, of arrays (see
`Texts`).

The vectors were distilled from a sentence model: docs/decisions/0015-word-vectors.md.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache, partial
from math import sqrt
from operator import add, mul
from pkgutil import get_data
from typing import TYPE_CHECKING, NamedTuple

from dicli.core.catalogue import Catalogue
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


class Texts(NamedTuple):
    """The texts of a catalogue in numbers: of each text, the resource, where its rows
    end among all rows, and the length of their sum; and the rows of one text after
    another.
    """

    docs: array[int]
    ends: array[int]
    lengths: array[float]
    rows: array[int]


def _made_texts(catalogue: Catalogue) -> Texts:
    """The texts of all resources. If all have many, each resource has one text."""
    made = Texts(array("I"), array("I"), array("f"), array("H"))
    are_many = sum(map(_number_of_texts, catalogue.records())) > MANY
    for doc, resource in enumerate(catalogue):
        texts = list(_texts_of(resource))
        for text in [" ".join(texts)] if are_many else texts:
            rows = rows_of(tokens(text))
            if rows:
                made.rows.extend(rows)
                made.docs.append(doc)
                made.ends.append(len(made.rows))
                made.lengths.append(_length(_sum(rows)))
    return made


def _write(texts: Texts, database: Database) -> None:
    database.execute(
        "create table texts (docs blob, ends blob, lengths blob, rows blob)"
    )
    database.execute("insert into texts values (?, ?, ?, ?)", texts)


def write_texts(database: Database) -> None:
    """Adds the texts of a catalogue to its database."""
    _write(_made_texts(Catalogue(database)), database)


@lru_cache(maxsize=1)
def _texts(catalogue: Catalogue) -> Texts:
    """The texts of a catalogue: kept ones, else new ones, which are kept if possible."""
    database = catalogue.database
    if database.has_table("texts"):
        statement = "select docs, ends, lengths, rows from texts"
        [(docs, ends, lengths, rows)] = database.execute(statement)
        return Texts(
            array("I", docs), array("I", ends), array("f", lengths), array("H", rows)
        )
    made = _made_texts(catalogue)
    catalogue.keep(partial(_write, made))
    return made


def nearness(catalogue: Catalogue, words: Iterable[str]) -> dict[int, float]:
    """The nearness of each resource to some words, by its number; of those that have a
    text in known words.
    """
    asked = rows_of(words)
    if not asked:
        return {}
    question = _sum(asked)
    texts = _texts(catalogue)
    products = {row: _product(question, _vector(row)) for row in set(texts.rows)}
    found: dict[int, float] = {}
    start = 0
    for doc, end, length in zip(texts.docs, texts.ends, texts.lengths, strict=True):
        near = sum(map(products.__getitem__, texts.rows[start:end])) / length
        found[doc] = max(near, found.get(doc, near))
        start = end
    own = _length(question)
    return {doc: near / own for doc, near in found.items()}
