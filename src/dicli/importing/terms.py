"""Ids of resources and of terms, made of names and labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from textwrap import shorten
from zlib import crc32

from dicli.core.model import Record, Vocabulary
from dicli.core.text import fold

LONGEST_ID = 60  # letters, without a number


def id_of(text: str) -> str:
    """An id made of a text and nothing else."""
    ascii_words = fold(text).encode("ascii", "ignore").decode()
    spaced = ascii_words.replace(".", " ")  # as in `Web 2.0`
    words = shorten(spaced, LONGEST_ID, placeholder="").split()
    return "-".join(words) or f"entry-{crc32(text.encode()):08x}"


def numbered(id: str, taken: Counter[str]) -> str:
    """The id, with a number if it is taken. `taken` counts how often each id was
    wanted, this time included.
    """
    unused = id
    while unused in taken:
        taken[id] += 1
        unused = f"{id}-{taken[id]}"
    taken[unused] = 1
    return unused


def add_ids(resources: Sequence[Record]) -> None:
    """Gives ids made of their names to resources that have none.

    Of several with one name, all but the first get a number. They are numbered in the
    order of their texts, so that the ids do not depend on the order of the list.
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
    """The terms of a vocabulary that are known, and the new ones of a list."""

    def __init__(self, known: Vocabulary, ids_only: bool) -> None:
        """`ids_only`: the list names terms by their ids, as dicli itself writes them."""
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
        """The id of the term that a label names; of a new term if it names none."""
        known = self.known_id(label)
        if known:
            return known
        id = numbered(id_of(label), self._taken)
        self.ids[fold(label)] = id
        self.new.append({"id": id, "label": label})
        return id
