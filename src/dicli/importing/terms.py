"""Makes ids: of resources from their names, of terms from their labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from textwrap import shorten
from zlib import crc32

from dicli.core.model import Record, Vocabulary
from dicli.core.text import fold

LONGEST_ID = 60  # letters, without a number


def id_of(text: str) -> str:
    """The id that a text gives, whatever else is in the list."""
    ascii_words = fold(text).encode("ascii", "ignore").decode()
    spaced = ascii_words.replace(".", " ")  # as in `Web 2.0`
    words = shorten(spaced, LONGEST_ID, placeholder="").split()
    return "-".join(words) or f"entry-{crc32(text.encode()):08x}"


def numbered(id: str, taken: Counter[str]) -> str:
    """The id, or if it is taken, the id with the next number. Adds this id to `taken`,
    which counts how often each id was wanted.
    """
    unused = id
    while unused in taken:
        taken[id] += 1
        unused = f"{id}-{taken[id]}"
    taken[unused] = 1
    return unused


def add_ids(resources: Sequence[Record]) -> None:
    """Gives each resource without an id one that is made of its name.

    If several have the same name, all but the first get a number. They are numbered in
    the order of what they say, so that the order of the list does not matter.
    """
    in_order = sorted(resources, key=str)
    for resource in in_order:
        resource.setdefault("id", id_of(resource["name"]))
    taken = Counter({resource["id"]: 1 for resource in in_order})
    unused = set(taken)
    for resource in in_order:
        id = resource["id"]
        if id in unused:
            unused.remove(id)
        else:
            resource["id"] = numbered(id, taken)


class Terms:
    """A vocabulary: the terms that are known, and those that a list adds."""

    def __init__(self, known: Vocabulary, ids_only: bool) -> None:
        """With `ids_only`, the list has ids of known terms, not labels or synonyms: dicli
        wrote it.
        """
        self.new: list[Record] = []
        self.ids: dict[str, str] = {}  # by folded id or label
        self.synonyms: dict[str, str] = {}  # ids by folded synonym
        self._taken = Counter(known.keys())
        for term in known.values():
            self.ids[fold(term.id)] = term.id
            if not ids_only:
                self.ids[fold(term.label)] = term.id
                for synonym in term.synonyms:
                    self.synonyms[fold(synonym)] = term.id

    def known_id(self, label: str) -> str | None:
        """The id of the term that an id, a label or a synonym names."""
        key = fold(label)
        return self.ids.get(key) or self.synonyms.get(key)

    def id(self, label: str) -> str:
        """The id of the term that a label names. If it names none, adds a term."""
        known = self.known_id(label)
        if known:
            return known
        id = numbered(id_of(label), self._taken)
        self.ids[fold(label)] = id
        self.new.append({"id": id, "label": label})
        return id
