"""Lays catalogue files over each other, after what is wrong in them was left out.

Later files win. A resource replaces the one with its id, in its place; one that extends
it changes only what it gives. A retired id removes the resource that has it. A term
adds to the one with its id.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
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
    merger = _Merger(base)
    for document in layers:
        merger.add(document.file, document.data)
    return merger.merged()


class _Merger:
    """The entries of the files so far, and those that the base can lend.

    Resources of `base_resources` can be extended, or named in `part_of`, but are not in
    the catalogue. Of `base_terms`, those that the catalogue refers to are added to it.

    Of each file, `files` has its name, how many entries it has in each list, and the
    ids of the resources of lower files that it replaces or retires.
    """

    def __init__(self, base: Sequence[Document]) -> None:
        self.info: Record = {}  # of the lowest file that has it
        self.files: list[Record] = []
        self.resources: Records = {}
        self.retired: Records = {}
        self.notices: Records = {}
        self.terms: dict[str, Records] = _empty_vocabularies()
        # lent to those above, not part of the catalogue
        self.base_resources: Records = {}
        self.base_terms: dict[str, Records] = _empty_vocabularies()
        # nothing was left out of the base: `entries_of` skips what is not an entry
        for entry in chain.from_iterable(map(entries_of, base)):
            if entry.section == "resources":
                self.base_resources[entry.id] = entry.record
            elif entry.section in VOCABULARIES:
                _add_terms(self.base_terms[entry.section], [entry.record])

    def add(self, name: str, data: Any) -> None:
        """Lays a file over those so far."""
        resources = _by_id(data, "resources")
        retired = _by_id(data, "retired")
        hidden = [id for id in (*retired, *resources) if id in self.resources]
        file: Record = {"name": name, "resources": len(resources), "hides": hidden}
        self.files.append(file)
        self.info = self.info or data.get("catalogue", {})
        self.notices.update(_by_id(data, "notices"))
        self.retired.update(retired)
        for id in retired:
            self.resources.pop(id, None)
        for record in resources.values():
            self._add_resource(record, name)
        for vocabulary, terms in self.terms.items():
            added = data.get(vocabulary, ())
            file[vocabulary] = len(added)
            _add_terms(terms, added)

    def _add_resource(self, record: Record, file: str) -> None:
        """Adds a resource of a file, in the place of one with the same id."""
        id = record["id"]
        if is_extension(record):
            lower = self.resources.get(id) or self.base_resources.get(id, {})
            record = _extended(lower, record)
        self.resources[id] = _with_texts_on_one_line(record)
        self.resources[id]["catalogue"] = file
        self.resources[id].pop("extends", None)

    def merged(self) -> dict[str, Any]:
        """The catalogue that the files make."""
        for record in self.resources.values():
            if "part_of" in record:
                self._correct_part_of(record)
        catalogue: dict[str, Any] = {
            "info": self.info,
            "files": self.files,
            "retired": [],
            "notices": [self._with_successors(one) for one in self.notices.values()],
            "resources": list(self.resources.values()),
        }
        for id, record in self.retired.items():
            if id not in self.resources:
                catalogue["retired"].append(record)
        for vocabulary, terms in self.terms.items():
            lent = self._lent_terms(vocabulary)
            catalogue[vocabulary] = [*terms.values(), *lent]
        return catalogue

    def _correct_part_of(self, record: Record) -> None:
        """Replaces a retired id in `part_of` with its successor. If no resource has the
        new id, removes `part_of`.
        """
        id = self._successor(record["part_of"])
        if id in self.resources or id in self.base_resources:
            record["part_of"] = id
        else:
            del record["part_of"]

    def _with_successors(self, notice: Record) -> Record:
        """A notice with successors in place of retired ids. Ids without a resource are
        removed.
        """
        if "resources" not in notice:
            return notice
        ids = [self._successor(id) for id in notice["resources"]]
        return {**notice, "resources": [id for id in ids if id in self.resources]}

    def _successor(self, id: str) -> str:
        """The id to use in place of a retired one: `use` is followed to an id that has a
        resource or no `use`. Any other id stays as it is.
        """
        for _ in self.retired:  # bounded, in case they form a loop
            if id in self.resources or id not in self.retired:
                break
            id = self.retired[id].get("use", id)
        return id

    def _lent_terms(self, vocabulary: str) -> list[Record]:
        """The terms that only the base defines and that resources or terms refer to,
        with their broader ones, in the order of the base.
        """
        terms, base = self.terms[vocabulary], self.base_terms[vocabulary]
        to_visit = self._referred_to(vocabulary)
        lent: set[str] = set()
        while to_visit:
            id = to_visit.pop()
            if id in base and id not in terms and id not in lent:
                lent.add(id)
                to_visit += base[id].get("broader", ())
        return [term for id, term in base.items() if id in lent]

    def _referred_to(self, vocabulary: str) -> list[str]:
        """The ids in a vocabulary that its terms or the resources refer to."""
        ids: list[str] = []
        for term in self.terms[vocabulary].values():
            ids += term.get("broader", ())
        for record in self.resources.values():
            if vocabulary != "kinds":
                ids += record.get(vocabulary, ())
            elif "kind" in record:
                ids.append(record["kind"])
        return ids


def _empty_vocabularies() -> dict[str, Records]:
    """By the name of each vocabulary: no terms so far."""
    return {vocabulary: {} for vocabulary in VOCABULARIES}


def _by_id(data: Any, section: str) -> Records:
    """The entries of a list of a file; of several with one id, the last."""
    return {record["id"]: record for record in data.get(section, ())}


def _extended(lower: Record, record: Record) -> Record:
    """A resource that gives only what differs, with the rest from the lower one."""
    extended = _with_lists_joined(lower, record, ADDED_TO_RESOURCES)
    if "contact" in record:
        extended["contact"] = {**lower.get("contact", {}), **record["contact"]}
    return extended


def _with_lists_joined(lower: Record, upper: Record, keys: Iterable[str]) -> Record:
    """A record laid over another one. At some keys, the lists of both are joined."""
    joined = {**lower, **upper}
    for key in keys:
        if key in joined:
            joined[key] = distinct([*lower.get(key, ()), *upper.get(key, ())])
    return joined


def _with_texts_on_one_line(record: Record) -> Record:
    """A copy of a resource whose own texts, such as the summary, are on one line each."""
    copy = dict(record)
    for key, value in record.items():
        if isinstance(value, str):
            copy[key] = " ".join(value.split())
    return copy


def _add_terms(terms: Records, more: Iterable[Record]) -> None:
    """Adds terms to a vocabulary. One with a known id is laid over the term that has it."""
    for term in more:
        known = terms.get(term["id"], {})
        terms[term["id"]] = _with_lists_joined(known, term, ADDED_TO_TERMS)
