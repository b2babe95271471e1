"""The entries of catalogue files, and what all files together define, as far as `rules`
ask for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from typing import Any, NamedTuple

from dicli.core.catalogue import VOCABULARIES
from dicli.core.errors import listed
from dicli.core.model import Record
from dicli.core.text import fold, guesses
from dicli.files.document import (
    Document,
    Finding,
    Steps,
    entry_path,
    is_extension,
    short,
)


class Section(NamedTuple):
    """What the rules know about a part of a catalogue file: a list of entries, or the
    facts about the catalogue.
    """

    noun: str  # what messages call an entry
    # by the keys with ids of other entries: the list that defines these ids
    references: Mapping[str, str] = {}
    parent: str = ""  # the one of these keys that must not lead back to the entry
    names: tuple[str, ...] = ()  # the keys with names that no other entry should have


def _vocabulary(noun: str) -> Section:
    """The list of a vocabulary; `noun` is what one of its terms is called."""
    names = ("id", "label", "synonyms")
    return Section(noun, {"broader": f"{noun}s"}, "broader", names)


REFERENCES_OF_RESOURCES = {
    "audiences": "audiences",
    "topics": "topics",
    "kind": "kinds",
    "part_of": "resources",
}
# In the order in which entries are taken: a file's retired ids before its resources.
SECTIONS = {
    "catalogue": Section("catalogue"),
    "audiences": _vocabulary("audience"),
    "topics": _vocabulary("topic"),
    "kinds": _vocabulary("kind"),
    "retired": Section("retired id", {"use": "resources"}),
    "resources": Section(
        "resource", REFERENCES_OF_RESOURCES, "part_of", ("name", "aliases")
    ),
    "notices": Section("notice", {"resources": "resources"}, names=("words",)),
}
BASE = -1  # the number of a file that is not in use, but whose ids may be used
FEW = 12  # known ids that a hint may list
# In one run: each of these looks at all ids, and nobody reads more findings.
MAX_GUESSES, MAX_LOOPS = 200, 20

Name = tuple[str, str]
"""The list of an entry, and its id or one of its names."""
Position = tuple[int, Steps]
"""Where an entry is: the number of its file, and its path there."""


class Reference(NamedTuple):
    """What an entry refers to: the steps to the id, the list that defines it, the id."""

    steps: Steps
    section: str
    id: str


class Entry(NamedTuple):
    """An entry of a list, with an id. The facts about the catalogue count as an entry
    whose id is empty.
    """

    layer: int  # the number of its file, from 0 for the lowest in use; or BASE
    file: str
    section: str  # the list that it is in
    path: Steps
    record: Record

    @property
    def position(self) -> Position:
        return self.layer, self.path

    @property
    def kind(self) -> Section:
        return SECTIONS[self.section]

    @property
    def id(self) -> str:
        return str(self.record.get("id", ""))

    def texts(self, *keys: str) -> Iterator[tuple[Steps, str]]:
        """The texts at some keys, each a list of them or a single one, with their paths
        within the entry.
        """
        for key in keys:
            value = self.record.get(key)
            if isinstance(value, str):
                yield (key,), value
            elif isinstance(value, list):
                for number, text in enumerate(value):
                    if isinstance(text, str):
                        yield (key, number), text

    def names(self) -> Iterator[tuple[Steps, str]]:
        """The names that no other entry should have, with their paths within it."""
        return self.texts(*self.kind.names)

    def references(self) -> Iterator[Reference]:
        """The ids of other entries."""
        for key, section in self.kind.references.items():
            for steps, id in self.texts(key):
                yield Reference(steps, section, id)

    def fault(self, steps: Steps, message: str, hint: str) -> Finding:
        """A fault at some steps within the entry. It leaves out the entry or, if that
        cannot be left out, keeps the file from being used.
        """
        path = (*self.path, *steps)
        entry = entry_path(path)
        return Finding(self.file, message, hint, path=path, leaves_out=entry)

    def wrong_value(self, steps: Steps, message: str, hint: str) -> Finding:
        """A finding that leaves out only the value at some steps. In the lowest file it
        is a fault; in one above, a warning, since the files below may have changed.
        """
        fault = self.fault(steps, message, hint)
        is_overlay = self.layer > 0
        return replace(fault, warning=is_overlay, leaves_out=fault.path)

    def warning(self, steps: Steps, message: str, hint: str) -> Finding:
        """A warning about the value at some steps. It leaves out nothing."""
        fault = self.fault(steps, message, hint)
        return replace(fault, warning=True, leaves_out=None)


def entries_of(document: Document, layer: int = BASE) -> Iterator[Entry]:
    """The entries of a file, as far as they have the form of entries, in the order of
    SECTIONS.
    """
    data = document.data
    if not isinstance(data, dict):
        return
    for section in SECTIONS:
        records = data.get(section)
        if section == "catalogue" and isinstance(records, dict):
            yield Entry(layer, document.file, section, (section,), records)
        if not isinstance(records, list):
            continue
        for number, record in enumerate(records):
            if isinstance(record, dict) and isinstance(record.get("id"), str):
                path = (section, number)
                yield Entry(layer, document.file, section, path, record)


class Text(NamedTuple):
    """A text in an entry: the key that it or its list has, and the steps to it."""

    key: str
    steps: Steps
    text: str


def texts_in(value: Any, key: str = "", steps: Steps = ()) -> Iterator[Text]:
    """All texts in an entry or in the value of one of its keys."""
    if isinstance(value, str):
        yield Text(key, steps, value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from texts_in(inner, key, (*steps, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from texts_in(inner, key, (*steps, number))


class Definitions:
    """What some files define together, given lowest first. Those of `base` are not in
    use, but their ids may be used.

    Facts last confirmed more than `old_years` before `today` are old.

    `layers` are the files in use, `entries` the entries of each, `all_entries` these and
    those of the base.
    `last` has the last definition of each id, by list.
    """

    def __init__(
        self,
        layers: Sequence[Document],
        base: Sequence[Document],
        today: date,
        old_years: int,
    ) -> None:
        self.layers = layers
        self.today = today
        self.old_years = old_years
        self.readable = True  # whether all of the files could be read
        for document in (*base, *layers):
            if document.data is None:
                self.readable = False
        self.all_entries: list[Entry] = []
        for document in base:
            self.all_entries += entries_of(document)
        self.entries: list[list[Entry]] = []
        for layer, document in enumerate(layers):
            entries = list(entries_of(document, layer))
            self.entries.append(entries)
            self.all_entries += entries
        self.last: dict[str, dict[str, Entry]] = {name: {} for name in SECTIONS}
        self._earlier: dict[Position, Entry] = {}  # by the position of the later entry
        self._guesses_left = MAX_GUESSES
        for entry in self.all_entries:
            known = self.last[entry.section]
            if entry.id in known:
                self._earlier[entry.position] = known[entry.id]
            known[entry.id] = entry

    def earlier(self, entry: Entry) -> Entry | None:
        """The entry of the same list and id before this one, in its file or a lower
        one.
        """
        return self._earlier.get(entry.position)

    def extended(self, entry: Entry) -> Entry | None:
        """The resource that this entry extends; None if it extends none."""
        if entry.section == "resources" and is_extension(entry.record):
            return self.earlier(entry)
        return None

    def is_last(self, entry: Entry) -> bool:
        """Whether no later entry of its list has the same id."""
        return self.last[entry.section][entry.id] is entry

    def knows(self, id: str, section: str) -> bool:
        """Whether a list defines an id, and no later file retires it."""
        definition = self.last[section].get(id)
        if not definition or section != "resources":
            return definition is not None
        retired = self.last["retired"].get(id)
        return not retired or retired.layer <= definition.layer

    def successor(self, id: str) -> str | None:
        """The id of the resource to use in place of a retired one; None if there is
        none.
        """
        retired = self.last["retired"]
        for _ in retired:  # bounded, in case they form a loop
            if id in retired:
                id = str(retired[id].record.get("use", ""))
        return id if self.knows(id, "resources") else None

    def names_of_others(self, entry: Entry) -> Iterator[tuple[Steps, str, str]]:
        """The names of an entry that another one of its list had first: the steps to
        each, the name, and the id of the other entry.
        """
        for steps, text in entry.names():
            name = entry.section, fold(text)
            owner = self._owners.get(name)
            if owner and owner != entry.id:
                yield steps, short(text), owner

    @cached_property
    def _owners(self) -> dict[Name, str]:
        """By list and folded name: the id of the first entry in use that has the name. A resource
        or notice with a later entry of the same id does not count.
        """
        owners: dict[Name, str] = {}
        for entry in chain.from_iterable(self.entries):
            # of terms all entries count: a later one adds to those before it
            if entry.section not in VOCABULARIES and not self.is_last(entry):
                continue
            for _, text in entry.names():
                folded = fold(text)
                if folded:
                    owners.setdefault((entry.section, folded), entry.id)
        return owners

    @cached_property
    def used(self) -> set[Name]:
        """The lists and ids that entries refer to."""
        used: set[Name] = set()
        for entry in self.all_entries:
            for reference in entry.references():
                used.add((reference.section, reference.id))
        return used

    @cached_property
    def named(self) -> dict[Name, str]:
        """The ids of terms and resources by list and folded name, for those who write a
        name in place of the id. A name in a later file counts more.
        """
        named: dict[Name, str] = {}
        for entry in self.all_entries:
            for _, text in entry.texts("id", *entry.kind.names):
                name = entry.section, fold(text)
                named[name] = entry.id
        return named

    @cached_property
    def loops(self) -> dict[Position, list[str]]:
        """The ids along each loop of parents, by the position of the last entry in it."""
        found: dict[Position, list[str]] = {}
        for section in (*VOCABULARIES, "resources"):
            entries = self._with_parents(section)
            parents = {id: self._parents(entry) for id, entry in entries.items()}
            for loop in _loops(parents):
                last = max(entries[id].position for id in loop)
                found[last] = loop
        return found

    def _with_parents(self, section: str) -> dict[str, Entry]:
        """For each id in a list: the last of its entries that gives parents. An entry
        does not count if a later resource replaces it.
        """
        found: dict[str, Entry] = {}
        for entry in self.all_entries:
            if entry.section != section:
                continue
            if entry.kind.parent in entry.record:
                found[entry.id] = entry
            elif section == "resources" and not is_extension(entry.record):
                found.pop(entry.id, None)
        return found

    def _parents(self, entry: Entry) -> list[str]:
        """The ids of the parents of an entry, with successors in place of retired ids."""
        ids = []
        for _, id in entry.texts(entry.kind.parent):
            if entry.section == "resources" and not self.knows(id, "resources"):
                id = self.successor(id) or id
            ids.append(id)
        return ids

    def suggestion(self, text: str, section: str) -> str:
        """A hint for a text that is not an id of a list: what may have been meant. After
        MAX_GUESSES calls that looked for similar ids, no more are looked for.
        """
        id = self.named.get((section, fold(text)))
        if id:
            return f"did you mean `{id}`?"
        known = self.last[section]
        if self._guesses_left > 0:
            self._guesses_left -= 1
            near = guesses(text, known)
            if near:
                return f"did you mean {listed(near)}?"
        if 0 < len(known) <= FEW:
            return f"known: {', '.join(known)}"
        return f"correct it, or add an entry with this id under `{section}`"


def _loops(parents: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """At most MAX_LOOPS loops of ids, each from child to parent; `parents` has the
    parents of each id. Loops that share an id with an earlier one are not found.
    """
    graph = dict(parents)
    for _ in range(MAX_LOOPS):
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            _, cycle = error.args  # from parent to child; the first is also the last
            loop = cycle[:0:-1]
            yield loop
            for id in loop:
                del graph[id]
        else:
            return  # no loop is left


def loop_text(loop: Sequence[str]) -> str:
    """A loop as messages show it: `a > b > a`, with `...` for the middle of a long one."""
    ids = [*loop, loop[0]]
    if len(ids) > FEW:
        ids[FEW - 1 : -1] = ["..."]
    return " > ".join(map(short, ids))
