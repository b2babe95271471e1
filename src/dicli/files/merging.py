"""Lays catalogue files over each other, after what is wrong in them was left out.

Later files win. A resource replaces the one with its id, in its place; one that extends
it changes only what it gives. A retired id removes the resource that has it. A term
adds to the one with its id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from dicli.core.catalogue import VOCABULARIES
from dicli.core.model import Record
from dicli.core.text import distinct
from dicli.files.definitions import entries_of
from dicli.files.document import Document, is_extension

# Lists to which an entry adds: a resource that extends another one, and a term with
# the id of an earlier one.
ADDED_TO_RESOURCES = ("aliases", "keywords", "hidden")
ADDED_TO_TERMS = ("synonyms", "hidden")

Records = dict[str, Record]
"""Entries by id."""


def merge(layers: Sequence[Document], base: Sequence[Document] = ()) -> dict[str, Any]:
    """The catalogue that some files make together, lowest first, as plain data for
    `search.compilation`.

    `base` is the bundled file, if it is not among them: others may refer to its terms
    and extend its resources.
    """
    below = _Merger()
    for document in base:
        below.add(document)
    merger = _Merger(below)
    for document in layers:
        merger.add(document)
    return merger.merged()


class _Merger:
    """The entries of the files so far.

    Those of `below` are not in the catalogue; but its resources can be extended, or
    named in `part_of`, and its terms are added if the catalogue refers to them.

    Of each file, `files` has its name, how many entries it has in each list, and the
    ids of the resources of lower files that it replaces or retires.
    """

    def __init__(self, below: _Merger | None = None) -> None:
        self.below = below or self
        self.info: Record = {}  # of the lowest file that has it
        self.files: list[Record] = []
        self.resources: Records = {}
        self.retired: Records = {}  # without ids that a later file uses again
        self.notices: Records = {}
        self.terms: dict[str, Records] = defaultdict(dict)
        self.referred_to: dict[str, set[str]] = defaultdict(set)  # ids by list

    def add(self, document: Document) -> None:
        """Lays a file over those so far."""
        counts = dict.fromkeys(("resources", *VOCABULARIES), 0)
        hidden: list[str] = []
        for entry in entries_of(document):
            id = entry.id
            record = dict(entry.record)
            if entry.section in counts:
                counts[entry.section] += 1
            is_hidden = entry.section in ("resources", "retired")
            if is_hidden and id in self.resources:
                hidden.append(id)
            match entry.section:
                case "catalogue":
                    self.info = self.info or record
                case "notices":
                    self.notices[id] = record
                case "retired":
                    self.retired[id] = record
                    self.resources.pop(id, None)
                case "resources":
                    self.retired.pop(id, None)
                    self.resources[id] = self._completed(record)
                    self.resources[id]["catalogue"] = document.file
                case vocabulary:
                    terms = self.terms[vocabulary]
                    lower = terms.get(id, {})
                    terms[id] = _laid_over(lower, record, ADDED_TO_TERMS)
            for reference in entry.references():
                self.referred_to[reference.section].add(reference.id)
        file = {"name": document.file, "hides": hidden, **counts}
        self.files.append(file)

    def _completed(self, record: Record) -> Record:
        """A resource with what it takes from the one that it extends. Its texts, such as
        the summary, are on one line each.
        """
        resource = record
        if is_extension(record):
            id = record["id"]
            below = self.below.resources.get(id, {})
            lower = self.resources.get(id, below)
            resource = _laid_over(lower, record, ADDED_TO_RESOURCES)
            if "contact" in record:
                resource["contact"] = lower.get("contact", {}) | record["contact"]
        resource.pop("extends", None)
        for key, value in resource.items():
            if isinstance(value, str):
                resource[key] = " ".join(value.split())
        return resource

    def merged(self) -> dict[str, Any]:
        """The catalogue that the files make. In place of retired ids it has their
        successors, and no ids of resources that are not there.
        """
        for record in self.resources.values():
            parent = record.pop("part_of", "")
            parent = self._successor(parent)
            if parent in self.resources or parent in self.below.resources:
                record["part_of"] = parent
        for notice in self.notices.values():
            if "resources" in notice:
                ids = map(self._successor, notice["resources"])
                notice["resources"] = [id for id in ids if id in self.resources]
        for retired in self.retired.values():
            if "use" in retired:
                retired["use"] = self._successor(retired["use"])
        catalogue: dict[str, Any] = {
            "info": self.info,
            "files": self.files,
            "retired": list(self.retired.values()),
            "notices": list(self.notices.values()),
            "resources": list(self.resources.values()),
        }
        for vocabulary in VOCABULARIES:
            terms = list(self.terms[vocabulary].values())
            catalogue[vocabulary] = terms + self._lent_terms(vocabulary)
        return catalogue

    def _successor(self, id: str) -> str:
        """The id to use in place of a retired one: `use` is followed to an id that is
        not retired or has no `use`. Any other id stays as it is.
        """
        for _ in self.retired:  # bounded, in case they form a loop
            if id in self.retired:
                id = self.retired[id].get("use", id)
        return id

    def _lent_terms(self, vocabulary: str) -> list[Record]:
        """The terms that only the base defines and that resources or terms refer to,
        with their broader ones, in the order of the base.
        """
        own = self.terms[vocabulary]
        base = self.below.terms[vocabulary]
        wanted = list(self.referred_to[vocabulary])
        lent: set[str] = set()
        for id in wanted:  # it grows
            is_lent = id in base and id not in own
            if is_lent and id not in lent:
                lent.add(id)
                wanted += base[id].get("broader", ())
        return [term for id, term in base.items() if id in lent]


def _laid_over(lower: Record, upper: Record, keys: Iterable[str]) -> Record:
    """A record laid over another one. At some keys, the lists of both are joined."""
    joined = lower | upper
    for key in keys:
        if key in joined:
            both = [*lower.get(key, ()), *upper.get(key, ())]
            joined[key] = distinct(both)
    return joined
