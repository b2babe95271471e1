"""Ids of resources and terms, and the terms that a list uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from textwrap import shorten
from zlib import crc32

from dicli.core.model import Record, Vocabulary
from dicli.core.text import fold

LONGEST_ID = 60  # letters, without a number


def id_of(text: str) -> str:
    """An id made of a text and nothing else."""
    ascii_words = fold(text).encode("ascii", "ignore").decode()
    words = shorten(ascii_words, LONGEST_ID, placeholder="").split()
    return "-".join(words) or f"entry-{crc32(text.encode()):08x}"


class Ids:
    """Makes ids that are all different."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._numbers: Counter[str] = Counter()  # how often an id was taken

    def new(self, id: str) -> str:
        """The id, with a number if it is taken."""
        unused = id
        while unused in self._taken:
            self._numbers[id] += 1
            unused = f"{id}-{self._numbers[id] + 1}"
        self._taken.add(unused)
        return unused


def add_ids(resources: Sequence[Record]) -> None:
    """Gives ids made of their names to resources that have none.

    Of several with one name, all but the first get a number. They are numbered in the
    order of their texts, so that the ids do not depend on the order of the list.
    """
    in_order = sorted(resources, key=str)
    for resource in in_order:
        resource.setdefault("id", id_of(resource["name"]))
    unused = {resource["id"] for resource in in_order}
    ids = Ids(unused)
    for resource in in_order:
        id = resource["id"]
        if id in unused:
            unused.remove(id)
        else:
            resource["id"] = ids.new(id)


class Terms:
    """The terms of a vocabulary that are known, and the new ones that come up in a
    list.
    """

    def __init__(self, known: Vocabulary, ids_only: bool) -> None:
        """`ids_only`: the list names terms by their ids, as dicli itself writes them."""
        self.new: list[Record] = []
        self.ids: dict[str, str] = {}  # by folded label, synonym or id
        self._made = Ids(known)
        for term in known.values():
            labels = [term.id]
            if not ids_only:
                labels += [term.label, *term.synonyms]
            for label in labels:
                self.ids[fold(label)] = term.id

    def id(self, label: str) -> str:
        """The id of the term that a label, a synonym or an id names; a new one if there
        is none.
        """
        key = fold(label)
        if key not in self.ids:
            id = self._made.new(id_of(label))
            self.ids[key] = id
            self.ids[fold(id)] = id
            self.new.append({"id": id, "label": label})
        return self.ids[key]
