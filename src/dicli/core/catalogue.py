"""A catalogue in its compiled form: named sections of bytes, of which a lookup reads only what it touches.

`compiled` makes the sections from plain data; `Catalogue` answers from them, wherever they lie (fresh in
memory or in a mapped file). Beside the inverted index (see `index`) there are

    meta      JSON: the catalogue's name and date, its files, its vocabularies with counts
    records   JSON lines: the resources in order; `offsets` says where each begins
    places    sorted lines: a key, and the places of its resources joined by commas

with the keys of `places`: `id=ID`, `name=WORDS` (the sorted folded words of an id, a name or an alias),
`part_of=ID`, `audiences=ID`, `topics=ID` and `kind=ID`; `at=MARK` and `host=HOST` (see `lookup`); and `who=WORDS`,
which leads from a name of an audience to that audience's number.
"""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dicli.core.lines import Lines
from dicli.core.model import Info, Record, Resource, Term, Vocabulary, resource_from

if TYPE_CHECKING:
    from dicli.core.index import Index

VOCABULARIES = ("audiences", "topics", "kinds")
Sections = Mapping[str, memoryview]
_decode = json.JSONDecoder().raw_decode  # in half the time that `loads` takes


def name_key(name: str) -> str:
    """What a name has in common with itself in another order: its folded words, sorted."""
    from dicli.core.text import tokens

    return " ".join(sorted(tokens(name))) or name.casefold().strip()


def _term_from(record: Record) -> Term:
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in record.items()}
    return Term(**{"label": record["id"], **values})


def _vocabulary(records: Sequence[Record]) -> Vocabulary:
    return {record["id"]: _term_from(record) for record in records}


def _keys(resource: Resource) -> Iterator[str]:
    """The keys under which a resource is found in `places`."""
    from dicli.core import lookup

    yield f"id={resource.id}"
    yield from (f"name={name_key(name)}" for name in (resource.id, resource.name, *resource.aliases))
    yield from (f"audiences={audience}" for audience in resource.audiences)
    yield from (f"topics={topic}" for topic in resource.topics)
    yield from (f"{field}={value}" for field in ("kind", "part_of") if (value := getattr(resource, field)))
    yield from lookup.keys(resource)


class _Filed:
    """Where resources are found: their records, and the places filed under each key."""

    def __init__(self, audiences: Vocabulary) -> None:
        from dicli.core.text import fold

        self._records, self._offsets, self._lines = bytearray(), array("Q", [0]), b""
        self._keys = [
            _filed(f"who={fold(name)}", number)
            for number, term in enumerate(audiences.values())
            for name in (term.id, term.label, *term.synonyms)
        ]

    def each(self, records: list[Record]) -> Iterator[Resource]:
        """The resources of some records, filed in passing; the records are used up, to spare memory."""
        encode = json.JSONEncoder(ensure_ascii=False).encode
        records.reverse()
        while records:
            record = records.pop()
            place, resource = len(self._offsets) - 1, resource_from(record)
            self._records += f"{encode(record)}\n".encode("utf-8", "surrogatepass")
            self._offsets.append(len(self._records))
            self._keys += [_filed(key, place) for key in _keys(resource)]
            yield resource
        self._keys.sort()
        lines = b"".join(self._keys)
        self._keys.clear()
        self._lines = _SAME_KEY.sub(_one_line, lines)

    def sections(self) -> dict[str, memoryview]:
        """The sections, once all is filed."""
        offsets = memoryview(self._offsets).cast("B")
        return {"records": memoryview(self._records), "offsets": offsets, "places": memoryview(self._lines)}


_SAME_KEY = re.compile(rb"(?m)^([^\t]+\t).+\n(?:\1.+\n)+")


def _filed(key: str, place: int) -> bytes:
    return f"{key}\t{place}\n".encode("utf-8", "replace")


def _one_line(lines: re.Match[bytes]) -> bytes:
    """The places of several lines with the same key, each once, rising."""
    key = lines[1]
    places = {line.removeprefix(key) for line in lines[0].splitlines()}
    return key + b",".join(sorted(places, key=int)) + b"\n"


def compiled(data: Mapping[str, Any]) -> dict[str, memoryview]:
    """The sections of a catalogue.

    `data` has `info` (a mapping for Info), `files` (one mapping a file), the lists of records `audiences`, `topics`,
    `kinds` and `resources`, all of the right shape; the last one is used up. It may have the list `retired`.
    """
    from dicli.core.index import build

    topics, audiences = _vocabulary(data["topics"]), _vocabulary(data["audiences"])
    filed = _Filed(audiences)
    index = build(filed.each(data["resources"]), topics, audiences)
    sections = filed.sections()
    places = Lines(sections["places"])
    counted = {
        name: [{**term, "resources": _count(places.get(f"{key}={term['id']}"))} for term in data[name]]
        for name, key in zip(VOCABULARIES, ("audiences", "topics", "kind"), strict=True)
    }
    meta = {"info": data["info"], "files": data["files"], "retired": data.get("retired", []), **counted}
    return {"meta": memoryview(json.dumps(meta).encode()), **sections, **index}


def _count(places: str | None) -> int:
    return places.count(",") + 1 if places else 0


class Catalogue:
    """The resources in force, in order, with their vocabularies. A place is a resource's number in that order."""

    def __init__(self, sections: Sections) -> None:
        self._sections = sections
        self._offsets = sections["offsets"].cast("Q")
        self._records = sections["records"]
        self._places = Lines(sections["places"])
        meta = json.loads(bytes(sections["meta"]))
        self.info = Info(**meta["info"])
        self.files: list[Record] = meta["files"]
        self.retired: dict[str, Record] = {record["id"]: record for record in meta["retired"]}
        self.audiences, self.topics, self.kinds = (_vocabulary(meta[name]) for name in VOCABULARIES)

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __iter__(self) -> Iterator[Resource]:
        return map(self.resource, range(len(self)))

    def record(self, place: int) -> Record:
        """The resource at a place as plain data, without what is not known of it."""
        line = self._records[self._offsets[place] : self._offsets[place + 1]]
        return _decode(str(line, "utf-8", "surrogatepass"))[0]  # type: ignore[no-any-return]

    def resource(self, place: int) -> Resource:
        """The resource at a place."""
        return resource_from(self.record(place))

    def places(self, key: str) -> list[int]:
        """The places filed under a key (see the top of this module), rising."""
        found = self._places.get(key)
        return list(map(int, found.split(","))) if found else []

    def by_id(self, id: str) -> Resource | None:
        """The resource with that id."""
        return next(map(self.resource, self.places(f"id={id}")), None)

    def successor(self, id: str) -> str:
        """The id that is to be used in place of a retired one; any other id as it is."""
        for _ in self.retired:  # at most so many steps, should they go in a circle
            id = self.retired.get(id, {}).get("use", id)
        return id

    def ids_from(self, prefix: str) -> Iterator[Resource]:
        """The resources whose ids begin with some letters."""
        found = sorted(int(place) for _, place in self._places.starting(f"id={prefix}"))
        return map(self.resource, found)

    def named(self, name: str) -> list[int]:
        """The places of resources with that id, name or alias, whatever the order of its words."""
        return self.places(f"name={name_key(name)}")

    @cached_property
    def index(self) -> Index:
        """The inverted index."""
        from dicli.core.index import Index

        return Index(self._sections)
