"""Makes ids: of resources from their names, of terms from their labels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from textwrap import shorten
from zlib import crc32

from dicli.core.model import Record, Vocabulary
from dicli.core.text import fold

LONGEST_ID = 60  # characters, without a number

_JOINED = re.compile(r" ?[/&] ?| and | or ")  # between the labels of two terms


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
    assigned = set()
    for resource in in_order:
        if resource["id"] in assigned:
            resource["id"] = free_id(resource["id"], taken)
        assigned.add(resource["id"])


class Terms:
    """A vocabulary: the terms that are known, and those that a list adds."""

    def __init__(self, known: Vocabulary, ids_only: bool) -> None:
        """With `ids_only`, the list has ids of known terms, not labels or synonyms: dicli
        wrote it.
        """
        self.new: list[Record] = []
        self._taken = Counter(known.keys())
        names: dict[str, str] = {}  # ids by folded id or label
        synonyms: dict[str, str] = {}  # ids by folded synonym
        for term in known.values():
            names[fold(term.id)] = term.id
            if not ids_only:
                names[fold(term.label)] = term.id
                synonyms.update(dict.fromkeys(map(fold, term.synonyms), term.id))
        self._ids = synonyms | names
        self._only_synonyms = synonyms.keys() - names.keys()

    def known_id(self, label: str) -> str | None:
        """The id of the term with this id, label or synonym; None if there is none."""
        return self._ids.get(fold(label))

    def is_synonym(self, label: str) -> bool:
        """Whether a label is a synonym of a term, and neither an id nor a label."""
        return fold(label) in self._only_synonyms

    def labels_in(self, texts: Iterable[str]) -> list[str]:
        """The labels in some texts. `Faculty & Staff` has two if both name terms and
        the whole does not; any other text is one label.
        """
        labels = []
        for text in texts:
            parts = _JOINED.split(text)
            if not self.known_id(text) and all(map(self.known_id, parts)):
                labels += parts
            else:
                labels.append(text)
        return labels

    def find_or_add(self, label: str) -> str:
        """The id of the term that a label names. If it names none, adds a term."""
        id = self.known_id(label)
        if not id:
            id = free_id(id_of(label), self._taken)
            self._ids[fold(label)] = id
            self.new.append({"id": id, "label": label})
        return id


TermsByField = Mapping[str, Terms]
"""Vocabularies by the field of a resource that names their terms."""
