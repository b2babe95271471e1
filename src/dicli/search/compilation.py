"""Makes a catalogue's compiled form from plain data: the database that `catalogue` and
`index` answer from.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from dicli.core.catalogue import SCHEMA, name_key, storable, vocabulary_from
from dicli.core.model import (
    Notice,
    Record,
    Resource,
    Vocabulary,
    resource_from,
    with_tuples,
)
from dicli.core.text import fold
from dicli.search import lookup
from dicli.search.analysis import Analyzer
from dicli.search.index import AUDIENCES, TOPICS, names_of
from dicli.search.indexing import Indexer, term_number
from dicli.search.notices import keys_of_notices
from dicli.search.phrases import phrase_key

if TYPE_CHECKING:
    from dicli.core.database import Database

# The field of a resource that names terms of each vocabulary.
FIELD_OF_VOCABULARY = {"audiences": "audiences", "topics": "topics", "kinds": "kind"}
# Keys come in any order, and are sorted together in the end, which takes less time. The
# pages that this frees are used for the index, which is written last.
UNSORTED_KEYS = "create table unsorted_keys (key text, doc integer)"
INSERT_KEYS = "insert into unsorted_keys values (?, ?)"
SORT_KEYS = (
    "insert into keys select distinct key, doc from unsorted_keys order by key, doc",
    "drop table unsorted_keys",
)


def compile_into(database: Database, data: Mapping[str, Any]) -> None:
    """Fills an empty database with a catalogue.

    `data` has `info` (a mapping for Info), `files` (one mapping a file), the lists of
    records `audiences`, `topics`, `kinds` and `resources`, all of the right shape. It
    may have the lists `retired` and `notices`.
    """
    for statement in (*SCHEMA, UNSORTED_KEYS):
        database.execute(statement)
    topics = vocabulary_from(data["topics"])
    audiences = vocabulary_from(data["audiences"])
    analyzer = Analyzer()
    indexer = Indexer(analyzer, topics, audiences)
    _write_resources(database, data["resources"], analyzer, indexer)
    _write_names(database, analyzer, topics, audiences)
    _write_notices(database, data.get("notices", ()))
    for statement in SORT_KEYS:
        database.execute(statement)
    _write_meta(database, data)
    indexer.write(database)


def compiled(data: Mapping[str, Any]) -> Database:
    """A catalogue in a database that is gone when it closes; `data` as for
    `compile_into`.
    """
    from sqlite3 import OperationalError

    try:
        # what does not fit SQLite's cache is in a temporary file
        return _compiled_at("", data)
    except OperationalError:  # there is no place for one
        return _compiled_at(":memory:", data)


def _compiled_at(path: str, data: Mapping[str, Any]) -> Database:
    """A catalogue in a new database: a temporary file if `path` is "", in memory if it
    is ":memory:".
    """
    from dicli.core.database import Database

    database = Database(path)
    database.execute("pragma journal_mode = off")
    compile_into(database, data)
    database.commit()
    return database


def _write_resources(
    database: Database,
    records: Iterable[Record],
    analyzer: Analyzer,
    indexer: Indexer,
) -> None:
    """Writes the resources, and the keys under which they are found; counts their words
    for the index.
    """
    for doc, record in enumerate(records):
        resource = resource_from(record)
        database.execute(
            "insert into documents values (?, ?)", (doc, json.dumps(record))
        )
        # each once, in the same order in every run
        keys = dict.fromkeys(_keys(resource, analyzer))
        database.executemany(INSERT_KEYS, [(storable(key), doc) for key in keys])
        indexer.add(resource)


def _write_names(
    database: Database, analyzer: Analyzer, topics: Vocabulary, audiences: Vocabulary
) -> None:
    """Writes the keys that lead from the names of an audience or topic to its number in
    the index.
    """
    rows: list[tuple[str, int]] = []
    for audience in audiences.values():
        number = term_number(analyzer, AUDIENCES, audience.id)
        for name in (audience.id, *names_of(audience)):
            rows.append((storable(f"who={fold(name)}"), number))
    for topic in topics.values():
        number = term_number(analyzer, TOPICS, topic.id)
        for name in names_of(topic):
            stems = analyzer.stems_of(name)
            rows.append((storable(f"about={phrase_key(stems)}"), number))
    database.executemany(INSERT_KEYS, rows)


def _write_notices(database: Database, records: Iterable[Record]) -> None:
    notices = [Notice(**with_tuples(record)) for record in records]
    keys = keys_of_notices(notices)
    database.executemany(INSERT_KEYS, [(storable(key), number) for key, number in keys])


def _write_meta(database: Database, data: Mapping[str, Any]) -> None:
    """Fills the table `meta`; each term of a vocabulary comes with the number of
    resources that name it.
    """
    meta = {
        "size": len(data["resources"]),
        "info": data["info"],
        "files": data["files"],
        "retired": data.get("retired", []),
        "notices": data.get("notices", []),
    }
    for vocabulary, field in FIELD_OF_VOCABULARY.items():
        terms = data[vocabulary]
        meta[vocabulary] = [_counted(database, field, term) for term in terms]
    for name, value in meta.items():
        database.execute("insert into meta values (?, ?)", (name, json.dumps(value)))


def _counted(database: Database, field: str, term: Record) -> Record:
    """A term of a vocabulary with the number of resources that name it in a field."""
    key = storable(f"{field}={term['id']}")
    [(number,)] = database.execute("select count(*) from keys where key = ?", (key,))
    return {**term, "resources": number}


def _keys(resource: Resource, analyzer: Analyzer) -> Iterator[str]:
    """The keys under which a resource is found (see `core.catalogue`)."""
    yield f"id={resource.id}"
    for name in (resource.id, resource.name, *resource.aliases):
        yield f"name={name_key(name)}"
    for audience in resource.audiences:
        yield f"audiences={audience}"
    for topic in resource.topics:
        yield f"topics={topic}"
    if resource.kind:
        yield f"kind={resource.kind}"
    if resource.part_of:
        yield f"part_of={resource.part_of}"
    for phrase in (*resource.aliases, *resource.keywords, *resource.hidden):
        stems = analyzer.stems_of(phrase)
        # "can we still say prom" is not what someone means who says just "prom"
        if len(stems) > 1 or " " not in phrase:
            yield f"says={phrase_key(stems)}"
    yield from lookup.keys(resource)
