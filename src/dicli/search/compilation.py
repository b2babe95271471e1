"""Makes a catalogue's compiled form from plain data: the sections that `catalogue` and `index` answer from."""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Iterator, Mapping
from typing import Any

from dicli.core.catalogue import VOCABULARIES, name_key, vocabulary_from
from dicli.core.lines import Lines, table
from dicli.core.model import Record, Resource, Vocabulary, resource_from
from dicli.core.text import fold
from dicli.search import lookup
from dicli.search.indexing import build


def compiled(data: Mapping[str, Any]) -> dict[str, memoryview]:
    """The sections of a catalogue.

    `data` has `info` (a mapping for Info), `files` (one mapping a file), the lists of records `audiences`, `topics`,
    `kinds` and `resources`, all of the right shape; the last one is used up. It may have the lists `retired` and
    `notices`.
    """
    topics, audiences = vocabulary_from(data["topics"]), vocabulary_from(data["audiences"])
    filed = _Filed(audiences)
    index = build(filed.each(data["resources"]), topics, audiences)
    sections = filed.sections()
    places = Lines(sections, "places")
    counted = {
        name: [{**term, "resources": _count(places.get(f"{key}={term['id']}"))} for term in data[name]]
        for name, key in zip(VOCABULARIES, ("audiences", "topics", "kind"), strict=True)
    }
    meta = {"info": data["info"], "files": data["files"], "retired": data.get("retired", []), **counted}
    meta["notices"] = data.get("notices", [])
    return {"meta": memoryview(json.dumps(meta).encode()), **sections, **index}


def _count(places: str | None) -> int:
    return places.count(",") + 1 if places else 0


class _Filed:
    """Where resources are found: their records, and the places filed under each key."""

    def __init__(self, audiences: Vocabulary) -> None:
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
        return {"records": memoryview(self._records), "offsets": offsets, **table("places", self._lines)}


def _keys(resource: Resource) -> Iterator[str]:
    """The keys under which a resource is found in `places`."""
    yield f"id={resource.id}"
    yield from (f"name={name_key(name)}" for name in (resource.id, resource.name, *resource.aliases))
    yield from (f"audiences={audience}" for audience in resource.audiences)
    yield from (f"topics={topic}" for topic in resource.topics)
    yield from (f"{field}={value}" for field in ("kind", "part_of") if (value := getattr(resource, field)))
    yield from lookup.keys(resource)


_SAME_KEY = re.compile(rb"(?m)^([^\t]+\t).+\n(?:\1.+\n)+")


def _filed(key: str, place: int) -> bytes:
    return f"{key}\t{place}\n".encode("utf-8", "replace")


def _one_line(lines: re.Match[bytes]) -> bytes:
    """The places of several lines with the same key, each once, rising."""
    key = lines[1]
    places = {line.removeprefix(key) for line in lines[0].splitlines()}
    return key + b",".join(sorted(places, key=int)) + b"\n"
