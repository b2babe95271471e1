"""Makes ids: of resources from their names, of terms from their labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from textwrap import shorten
from zlib import crc32

from dicli.core.model import Record, Vocabulary
from dicli.core.text import fold

LONGEST_ID = 60  # characters, without a number


def id_of(text: str) -> str:
    """The id that a text gives, whatever else is in the list."""
    ascii_words = fold(text).encode("ascii", "ignore").decode()
    spaced = ascii_words.replace(".", " ")  # as in `Web 2.0`
    words = shorten(spaced, LONGEST_ID, placeholder="").split()
    return "-".join(words) or f"entry-{crc32(text.encode()):08x}"


def free_id(id: str, taken: Counter[str]) -> str:
    """The id if nothing has it yet, or else with the next free number, as `tax-2`.

    Adds the result to `taken`, which has for each id the last number that was tried.
    """
    free = id
    while free in taken:
        taken[id] += 1
        free = f"{id}-{taken[id]}"
    taken[free] = 1
    return free


def add_ids(resources: Sequence[Record]) -> None:
    """Gives each resource without an id one that is made of its name. Ids that are given
    must be distinct.

    If several have the same name, all but the first get a number. They are numbered in
    the order of what they say, so that the order of the list does not matter.
    """
    in_order = sorted(resources, key=str)
    for resource in in_order:
        resource.setdefault("id", id_of(resource["name"]))
    taken = Counter({resource["id"]: 1 for resource in in_order})  # see free_id
    unassigned = set(taken)
    for resource in in_order:
        id = resource["id"]
        if id in unassigned:
            unassigned.remove(id)
        else:
            resource["id"] = free_id(id, taken)


class Terms:
    """A vocabulary: the terms that are known, and those that a list adds."""

    def __init__(self, known: Vocabulary, ids_only: bool) -> None:
        """With `ids_only`, the list has ids of known terms, not labels or synonyms: dicli
        wrote it.
        """
        self.new: list[Record] = []
        self._ids: dict[str, str] = {}  # by folded id or label
        self._ids_by_synonym: dict[str, str] = {}  # by folded synonym
        self._taken = Counter(known.keys())
        for term in known.values():
            self._ids[fold(term.id)] = term.id
            if not ids_only:
                self._ids[fold(term.label)] = term.id
                for synonym in term.synonyms:
                    self._ids_by_synonym[fold(synonym)] = term.id

    def known_id(self, label: str) -> str | None:
        """The id of the term that an id, a label or a synonym names; None if there is
        no such term.
        """
        return self._ids.get(fold(label)) or self.id_by_synonym(label)

    def id_by_synonym(self, label: str) -> str | None:
        """The id of the term that has a label as a synonym; None if the label is an id
        or a label of a term, or names none.
        """
        key = fold(label)
        if key in self._ids:
            return None
        return self._ids_by_synonym.get(key)

    def find_or_add(self, label: str) -> str:
        """The id of the term that a label names. If it names none, adds a term."""
        known = self.known_id(label)
        if known:
            return known
        id = free_id(id_of(label), self._taken)
        self._ids[fold(label)] = id
        self.new.append({"id": id, "label": label})
        return id
