"""A catalogue in its compiled form: an SQLite database, of which a look-up reads only
the pages that it needs.

`search.compilation` makes it from plain data; `Catalogue` answers from it. Beside the
index (see `search.index`) it has the tables

    meta        name, value: what the catalogue says of itself, its files and
                vocabularies, each as JSON
    documents   doc, record: the resources, numbered in their order, each as JSON
    keys        key, doc: under which keys a resource is found

with the keys `id=ID`, `name=WORDS` (the sorted folded words of an id, a name or an
alias), `part_of=ID`, `audiences=ID`, `topics=ID` and `kind=ID`; `at=MARK`, `host=HOST`,
`number=DIGITS` and `location=WORDS` (see `search.lookup`); `says=STEMS` (see
`search.phrases`); and `who=WORDS` and `about=STEMS`, which lead from a name of an
audience or topic to its number in the index.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from dicli.core.model import (
    Info,
    Notice,
    Record,
    Resource,
    Term,
    Vocabulary,
    resource_from,
    with_tuples,
)

if TYPE_CHECKING:
    from dicli.core.database import Database, Fill

VOCABULARIES = ("audiences", "topics", "kinds")
KEPT = 256  # resources
SCHEMA = (
    "create table meta (name text primary key, value text) without rowid",
    "create table documents (doc integer primary key, record text)",
    "create table keys (key text, doc integer, primary key (key, doc)) without rowid",
)
LAST_CHARACTER = "\U0010ffff"
_decode = json.JSONDecoder().raw_decode  # in half the time that `loads` takes


def name_key(name: str) -> str:
    """The folded words of a name, sorted, so that their order does not matter: "Visa
    Office" gives "office visa". A name without words is only put in lower case.
    """
    from dicli.core.text import tokens

    return " ".join(sorted(tokens(name))) or name.casefold().strip()


def storable(text: str) -> str:
    """The text as a database can hold it: lone surrogates become question marks."""
    if text.isascii():
        return text
    return text.encode("utf-8", "replace").decode("utf-8")


def vocabulary_from(records: Sequence[Record]) -> Vocabulary:
    """A vocabulary from plain data of the right shape. A term without a label is called
    by its id.
    """
    vocabulary = {}
    for record in records:
        values = {"label": record["id"], **with_tuples(record)}
        vocabulary[record["id"]] = Term(**values)
    return vocabulary


class Catalogue:
    """The resources in use, in order, with their vocabularies. A document number
    (`doc`) is a resource's number in that order.
    """

    def __init__(
        self, database: Database, keep: Callable[[Fill], object] = lambda fill: None
    ) -> None:
        """`keep(fill)` lets `fill` add tables to the cached copy of the database, for
        later runs; by default nothing is kept.
        """
        self.database = database
        self.keep = keep
        # One question often leads to the same resources more than once.
        self.resource = lru_cache(KEPT)(self._resource)

    def meta(self, name: str) -> Any:
        """A value of the table `meta`."""
        statement = "select value from meta where name = ?"
        [(value,)] = self.database.execute(statement, (name,))
        return json.loads(value)

    # These are read when they are first needed: each run needs few of them, and topics
    # have thousands of words.

    @cached_property
    def info(self) -> Info:
        return Info(**self.meta("info"))

    @cached_property
    def files(self) -> list[Record]:
        files: list[Record] = self.meta("files")
        return files

    @cached_property
    def retired(self) -> dict[str, Record]:
        return {record["id"]: record for record in self.meta("retired")}

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        return tuple(Notice(**with_tuples(record)) for record in self.meta("notices"))

    @cached_property
    def audiences(self) -> Vocabulary:
        return vocabulary_from(self.meta("audiences"))

    @cached_property
    def topics(self) -> Vocabulary:
        return vocabulary_from(self.meta("topics"))

    @cached_property
    def kinds(self) -> Vocabulary:
        return vocabulary_from(self.meta("kinds"))

    @cached_property
    def _size(self) -> int:
        return int(self.meta("size"))

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[Resource]:
        return map(resource_from, self.records())

    def records(self) -> Iterator[Record]:
        """The resources in order, as `record` gives them, without a query for each."""
        for (text,) in self.database.execute(
            "select record from documents order by doc"
        ):
            yield _decode(text)[0]

    def record(self, doc: int) -> Record:
        """The resource with a document number, as plain data without empty fields."""
        [(text,)] = self.database.execute(
            "select record from documents where doc = ?", (doc,)
        )
        return _decode(text)[0]  # type: ignore[no-any-return]

    def _resource(self, doc: int) -> Resource:
        """The resource with a document number."""
        return resource_from(self.record(doc))

    def docs(self, key: str) -> list[int]:
        """The document numbers that a key has (see the top of this module), rising."""
        rows = self.database.execute(
            "select doc from keys where key = ? order by doc", (storable(key),)
        )
        return [doc for (doc,) in rows]

    def terms_of(self, resource: Resource) -> list[Term]:
        """The topics and audiences that a resource names, those that are defined."""
        terms = [self.topics.get(id) for id in resource.topics]
        terms += [self.audiences.get(id) for id in resource.audiences]
        return [term for term in terms if term]

    def by_id(self, id: str) -> Resource | None:
        """The resource with that id, if there is one."""
        docs = self.docs(f"id={id}")
        return self.resource(docs[0]) if docs else None

    def ids_from(self, prefix: str) -> Iterator[Resource]:
        """The resources whose ids begin with a prefix, in their order."""
        docs = [doc for _, doc in self.keys_from(f"id={prefix}")]
        return map(self.resource, sorted(docs))

    def keys_from(self, prefix: str) -> Iterator[tuple[str, int]]:
        """The keys that begin with a prefix, each without its kind, and a document number
        that it has: "id=vi" gives ("visa-office", 7) and so on. A key with several
        numbers comes several times.
        """
        first = storable(prefix)
        rows = self.database.execute(
            "select key, doc from keys where key between ? and ? order by key, doc",
            (first, first + LAST_CHARACTER),
        )
        return ((key.partition("=")[2], doc) for key, doc in rows.fetchall())

    def named(self, name: str) -> list[int]:
        """The document numbers of the resources with that id, name or alias, whatever
        the order of its words.
        """
        return self.docs(f"name={name_key(name)}")
