"""A catalogue in its compiled form: named sections of bytes, of which a lookup reads only what it touches.

`compilation` makes the sections from plain data; `Catalogue` answers from them, wherever they are (fresh in memory or
in a mapped file). Beside the inverted index (see `index`) there are

    meta      JSON: the catalogue's name and date, its files, its vocabularies with counts
    records   JSON lines: the resources in order; `offsets` says where each begins
    places    a table (see `lines`): a key, and the places of its resources joined by commas

with the keys of `places`: `id=ID`, `name=WORDS` (the sorted folded words of an id, a name or an alias),
`part_of=ID`, `audiences=ID`, `topics=ID` and `kind=ID`; `at=MARK` and `host=HOST` (see `lookup`); and `who=WORDS`,
which leads from a name of an audience to that audience's number.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

from dicli.core.lines import Lines
from dicli.core.model import Info, Notice, Record, Resource, Term, Vocabulary, resource_from

VOCABULARIES = ("audiences", "topics", "kinds")
Sections = Mapping[str, memoryview]
KEPT = 256  # resources
_decode = json.JSONDecoder().raw_decode  # in half the time that `loads` takes


def name_key(name: str) -> str:
    """What a name has in common with itself in another order: its folded words, sorted."""
    from dicli.core.text import tokens

    return " ".join(sorted(tokens(name))) or name.casefold().strip()


def _term_from(record: Record) -> Term:
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in record.items()}
    return Term(**{"label": record["id"], **values})


def vocabulary_from(records: Sequence[Record]) -> Vocabulary:
    """A vocabulary from plain data of the right shape."""
    return {record["id"]: _term_from(record) for record in records}


class Catalogue:
    """The resources in use, in order, with their vocabularies. A place is a resource's number in that order."""

    def __init__(self, sections: Sections) -> None:
        self.sections = sections
        self._offsets = sections["offsets"].cast("Q")
        self._records = sections["records"]
        self._places = Lines(sections, "places")
        meta = json.loads(bytes(sections["meta"]))
        self.info = Info(**meta["info"])
        self.files: list[Record] = meta["files"]
        self.retired: dict[str, Record] = {record["id"]: record for record in meta["retired"]}
        self.notices = tuple(Notice(record["id"], record["text"], tuple(record["words"])) for record in meta["notices"])
        self.audiences, self.topics, self.kinds = (vocabulary_from(meta[name]) for name in VOCABULARIES)

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __iter__(self) -> Iterator[Resource]:
        return map(resource_from, map(self.record, range(len(self))))

    def record(self, place: int) -> Record:
        """The resource at a place as plain data, without what is not known of it."""
        line = self._records[self._offsets[place] : self._offsets[place + 1]]
        return _decode(str(line, "utf-8", "surrogatepass"))[0]  # type: ignore[no-any-return]

    @cached_property
    def resource(self) -> Callable[[int], Resource]:
        """The resource at a place. Some are kept, because the questions of a batch lead to the same ones."""
        return lru_cache(KEPT)(lambda place: resource_from(self.record(place)))

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
