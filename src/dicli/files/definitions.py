"""The entries of catalogue files, and what all files together define, as far as `rules`
ask for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from typing import NamedTuple

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


NAMES_OF_TERMS = ("id", "label", "synonyms")
SECTIONS = {
    "catalogue": Section("catalogue"),
    "audiences": Section(
        "audience", {"broader": "audiences"}, "broader", NAMES_OF_TERMS
    ),
    "topics": Section("topic", {"broader": "topics"}, "broader", NAMES_OF_TERMS),
    "kinds": Section("kind", {"broader": "kinds"}, "broader", NAMES_OF_TERMS),
    "resources": Section(
        "resource",
        {
            "audiences": "audiences",
            "topics": "topics",
            "kind": "kinds",
            "part_of": "resources",
        },
        "part_of",
        ("name", "aliases"),
    ),
    "retired": Section("retired id", {"use": "resources"}),
    "notices": Section("notice", {"resources": "resources"}, names=("words",)),
}
FEW = 12  # known ids that a hint may list
# Most in one run: each guess looks at all ids, and nobody reads more findings.
MAX_GUESSES, MAX_LOOPS = 200, 20


Position = tuple[int, Steps]
"""Where an entry is: the number of its file, and its path there."""


class Entry(NamedTuple):
    """An entry of a list, with an id. The facts about the catalogue count as an entry
    whose id is empty.
    """

    layer: int  # the number of its file
    file: str
    section: str  # the list that it is in
    path: Steps
    record: Record

    @property
    def position(self) -> Position:
        return self.layer, self.path

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

    def fault(self, steps: Steps, message: str, hint: str) -> Finding:
        """A fault at some steps within the entry. It leaves out the entry or, if that
        cannot be left out, keeps the file from being used.
        """
        path = (*self.path, *steps)
        entry = entry_path(path)
        return Finding(self.file, message, hint, path=path, leaves_out=entry)

    def wrong_value(
        self, steps: Steps, message: str, hint: str, warning: bool = False
    ) -> Finding:
        """A fault or warning that leaves out only the value at some steps."""
        path = (*self.path, *steps)
        return Finding(
            self.file, message, hint, path=path, warning=warning, leaves_out=path
        )

    def warning(self, steps: Steps, message: str, hint: str) -> Finding:
        """A warning about the value at some steps. It leaves out nothing."""
        path = (*self.path, *steps)
        return Finding(self.file, message, hint, path=path, warning=True)


def entries_of(document: Document, layer: int = 0) -> Iterator[Entry]:
    """The entries of a file in its order, as far as they have the form of entries."""
    data = document.data
    if not isinstance(data, dict):
        return
    about = data.get("catalogue")
    if isinstance(about, dict):
        yield Entry(layer, document.file, "catalogue", ("catalogue",), about)
    for section in SECTIONS:
        records = data.get(section)
        if not isinstance(records, list):
            continue
        for number, record in enumerate(records):
            if isinstance(record, dict) and isinstance(record.get("id"), str):
                path = (section, number)
                yield Entry(layer, document.file, section, path, record)


class Definitions:
    """What some files define together, given lowest first.

    The first of them that is in use is the one with the number `first_in_use`; those
    before it are there only for their ids. Facts last confirmed more than `old_years`
    before `today` are old.

    `entries` has the entries of each file. `last` has the last definition of each id,
    by list; `retired` all entries that retire an id.
    """

    def __init__(
        self,
        documents: Sequence[Document],
        first_in_use: int,
        today: date,
        old_years: int,
    ) -> None:
        self.first_in_use = first_in_use
        self.today = today
        self.old_years = old_years
        self.readable = all(document.data is not None for document in documents)
        in_use = documents[first_in_use:]
        self.size = sum(len(document.text) for document in in_use)  # in bytes
        self.entries: list[list[Entry]] = []
        self.last: dict[str, dict[str, Entry]] = {name: {} for name in SECTIONS}
        self.retired: dict[str, list[Entry]] = {}
        self._earlier: dict[Position, Entry] = {}  # by the position of the later entry
        self._guesses_left = MAX_GUESSES
        for layer, document in enumerate(documents):
            entries = list(entries_of(document, layer))
            self.entries.append(entries)
            for entry in entries:
                self._define(entry)

    def _define(self, entry: Entry) -> None:
        known = self.last[entry.section]
        if entry.id in known:
            self._earlier[entry.position] = known[entry.id]
        if entry.section == "retired":
            self.retired.setdefault(entry.id, []).append(entry)
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

    def is_overlay(self, entry: Entry) -> bool:
        """Whether the file of this entry is laid over another one in use. What it names
        there may vanish without a mistake of its own.
        """
        return entry.layer > self.first_in_use

    def is_last(self, entry: Entry) -> bool:
        """Whether no later entry of its list has the same id."""
        return self.last[entry.section][entry.id] is entry

    def layers_that_retire(self, id: str) -> list[int]:
        """The numbers of the files that retire an id."""
        return [entry.layer for entry in self.retired.get(id, ())]

    def knows(self, id: str, section: str) -> bool:
        """Whether a list defines an id, and no later file retires it."""
        definition = self.last[section].get(id)
        if not definition:
            return False
        if section != "resources" or id not in self.retired:
            return True
        return max(self.layers_that_retire(id)) <= definition.layer

    def successor(self, id: str) -> str | None:
        """The id of the resource to use in place of a retired one; None if there is
        none.
        """
        for _ in self.retired:  # bounded, in case they form a loop
            if id not in self.retired:
                break
            id = str(self.retired[id][-1].record.get("use", ""))
        return id if self.knows(id, "resources") else None

    def names_of_others(self, entry: Entry) -> Iterator[tuple[Steps, str, str]]:
        """The names of an entry that another one of its list had first: the steps to
        each, the name, and the id of the other entry.
        """
        owners = self._owners[entry.section]
        for steps, text in entry.texts(*SECTIONS[entry.section].names):
            name = fold(text)
            if name and owners[name] != entry.id:
                yield steps, short(text), owners[name]

    @cached_property
    def _owners(self) -> dict[str, dict[str, str]]:
        """By list and folded name: the id of the first entry in use that has the name.
        A resource or notice with a later entry of the same id does not count.
        """
        owners: dict[str, dict[str, str]] = {section: {} for section in SECTIONS}
        for entry in chain.from_iterable(self.entries[self.first_in_use :]):
            # of terms all entries count: a later one adds to those before it
            if entry.section in VOCABULARIES or self.is_last(entry):
                for _, name in entry.texts(*SECTIONS[entry.section].names):
                    owners[entry.section].setdefault(fold(name), entry.id)
        return owners

    @cached_property
    def used(self) -> set[tuple[str, str]]:
        """What entries refer to: pairs of a list and an id in it."""
        used: set[tuple[str, str]] = set()
        for entry in self.all_entries():
            for key, section in SECTIONS[entry.section].references.items():
                for _, id in entry.texts(key):
                    used.add((section, id))
        return used

    @cached_property
    def named(self) -> dict[tuple[str, str], str]:
        """The ids of terms and resources by section and folded name, for those who
        write a name in place of the id. A name in a later file counts more.
        """
        named: dict[tuple[str, str], str] = {}
        for entry in self.all_entries():
            for _, name in entry.texts("id", "label", "synonyms", "name", "aliases"):
                named[entry.section, fold(name)] = entry.id
        return named

    @cached_property
    def loops(self) -> dict[Position, list[str]]:
        """The ids along each loop of parents, by the position of the last entry in it."""
        found = {}
        for section in SECTIONS:
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
        key = SECTIONS[section].parent
        entries: dict[str, Entry] = {}
        if not key:  # this list has no parents
            return entries
        for entry in self.all_of(section):
            if key in entry.record:
                entries[entry.id] = entry
            elif section == "resources" and not self.extended(entry):
                # it replaces the earlier resource, whose parent no longer counts
                entries.pop(entry.id, None)
        return entries

    def _parents(self, entry: Entry) -> list[str]:
        """The ids of the parents of an entry, with successors in place of retired ids."""
        ids = []
        for _, id in entry.texts(SECTIONS[entry.section].parent):
            if entry.section == "resources" and not self.knows(id, "resources"):
                id = self.successor(id) or id
            ids.append(id)
        return ids

    def all_entries(self) -> Iterator[Entry]:
        """The entries of all files, lowest first."""
        return chain.from_iterable(self.entries)

    def all_of(self, section: str) -> Iterator[Entry]:
        """The entries of a list in all files, lowest first."""
        for entry in self.all_entries():
            if entry.section == section:
                yield entry

    def suggestion(self, text: str, section: str) -> str:
        """A hint for a text that is not an id of a list: what may have been meant. Similar
        ids are looked for at most MAX_GUESSES times.
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
            return  # no loop is left
        except CycleError as error:
            _, cycle = error.args  # from parent to child; the first is also the last
            loop = cycle[1:][::-1]
            yield loop
            for id in loop:
                del graph[id]


def loop_text(loop: Sequence[str]) -> str:
    """A loop as messages show it: `a > b > a`, with `...` for the middle of a long one."""
    ids = [short(id) for id in (*loop, loop[0])]
    if len(ids) > FEW:
        ids = [*ids[: FEW - 1], "...", ids[-1]]
    return " > ".join(ids)
