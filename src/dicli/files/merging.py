"""Lays catalogue files over each other, once what is wrong in them is left out.

Later files win. A resource replaces the one with its id, in its place; one that extends
it changes only what it gives. A retired id removes the resource that has it. A term
adds to the one with its id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dicli.core.catalogue import VOCABULARIES
from dicli.core.model import Record
from dicli.core.text import distinct
from dicli.files.document import is_extension

# fields to which an entry that extends another adds
ADDED = ("aliases", "keywords", "hidden")
ADDED_TO_TERMS = ("synonyms", "hidden")

Records = dict[str, Record]
"""Entries by id."""


def merge(
    layers: Sequence[tuple[str, Any]], base: Sequence[Any] = ()
) -> dict[str, Any]:
    """One catalogue of some files, lowest first, each with its name: what `compilation`
    takes.

    `base` is the bundled file, if it is not among them: it lends the terms and the
    resources that others name or extend.
    """
    merger = _Merger(base)
    for name, data in layers:
        merger.add(name, data)
    return merger.merged()


class _Merger:
    """The entries of the files so far, and those that the base can lend."""

    def __init__(self, base: Sequence[Any]) -> None:
        self.info: Record = {}
        self.files: list[Record] = []
        self.resources: Records = {}
        self.retired: Records = {}
        self.notices: Records = {}
        self.terms: dict[str, Records] = _empty_vocabularies()
        self.base_resources: Records = {}
        self.base_terms: dict[str, Records] = _empty_vocabularies()
        for data in base:
            self.base_resources.update(_by_id(data, "resources"))
            for vocabulary, terms in self.base_terms.items():
                _add_terms(terms, data.get(vocabulary, ()))

    def add(self, name: str, data: Any) -> None:
        """Lays a file over those so far."""
        self._count(name, data)
        self.info = self.info or data.get("catalogue", {})
        self.notices.update(_by_id(data, "notices"))
        retired = _by_id(data, "retired")
        self.retired.update(retired)
        for id in retired:
            self.resources.pop(id, None)
        for record in _by_id(data, "resources").values():
            self._add_resource(record, name)
        for vocabulary, terms in self.terms.items():
            _add_terms(terms, data.get(vocabulary, ()))

    def _count(self, name: str, data: Any) -> None:
        """Notes how many entries a file has, and which resources of lower files it
        replaces or retires.
        """
        resources = _by_id(data, "resources")
        file: Record = {"name": name, "resources": len(resources)}
        for vocabulary in VOCABULARIES:
            file[vocabulary] = len(data.get(vocabulary, ()))
        ids = [*_by_id(data, "retired"), *resources]
        file["hides"] = [id for id in ids if id in self.resources]
        self.files.append(file)

    def _add_resource(self, record: Record, file: str) -> None:
        id = record["id"]
        if is_extension(record):
            lower = self.resources.get(id) or self.base_resources.get(id, {})
            record = _extended(lower, record)
        added = _on_one_line(record)
        added["catalogue"] = file
        added.pop("extends", None)
        self.resources[id] = added

    def merged(self) -> dict[str, Any]:
        """The catalogue that the files make."""
        for record in self.resources.values():
            if "part_of" in record:
                self._correct_part_of(record)
        catalogue: dict[str, Any] = {
            "info": self.info,
            "files": self.files,
            "retired": [],
            "notices": list(map(self._notice, self.notices.values())),
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
        """Replaces a retired id by its successor; removes one that has none, or whose
        entry is left out for a fault.
        """
        id = self._successor(record["part_of"])
        if id in self.resources or id in self.base_resources:
            record["part_of"] = id
        else:
            del record["part_of"]

    def _notice(self, record: Record) -> Record:
        """A notice that names only resources that there are."""
        if "resources" not in record:
            return record
        ids = [self._successor(id) for id in record["resources"]]
        return {**record, "resources": [id for id in ids if id in self.resources]}

    def _successor(self, id: str) -> str:
        """The resource to use in place of a retired one; any other id as it is."""
        for _ in self.retired:  # bounded, in case they form a loop
            if id in self.resources or id not in self.retired:
                break
            id = self.retired[id].get("use", id)
        return id

    def _lent_terms(self, vocabulary: str) -> list[Record]:
        """The terms of the base that resources or terms of a vocabulary name, with
        their broader ones, in the order of the base.
        """
        terms, base = self.terms[vocabulary], self.base_terms[vocabulary]
        wanted = self._named(vocabulary)
        lent: set[str] = set()
        while wanted:
            id = wanted.pop()
            if id in base and id not in terms and id not in lent:
                lent.add(id)
                wanted += base[id].get("broader", ())
        return [term for id, term in base.items() if id in lent]

    def _named(self, vocabulary: str) -> list[str]:
        """The ids of a vocabulary that its terms and the resources name."""
        ids: list[str] = []
        for term in self.terms[vocabulary].values():
            ids += term.get("broader", ())
        for record in self.resources.values():
            if vocabulary == "kinds":
                ids.append(record.get("kind", ""))
            else:
                ids += record.get(vocabulary, ())
        return ids


def _empty_vocabularies() -> dict[str, Records]:
    return {vocabulary: {} for vocabulary in VOCABULARIES}


def _by_id(data: Any, section: str) -> Records:
    return {record["id"]: record for record in data.get(section, ())}


def _extended(lower: Record, record: Record) -> Record:
    """A resource that only gives what differs, with the rest from the lower one."""
    extended = _with_lists_joined(lower, record, ADDED)
    if "contact" in record:
        extended["contact"] = {**lower.get("contact", {}), **record["contact"]}
    return extended


def _with_lists_joined(lower: Record, upper: Record, keys: Iterable[str]) -> Record:
    """A record over another one, with the lists of both at some keys."""
    joined = {**lower, **upper}
    for key in keys:
        if key in joined:
            joined[key] = distinct([*lower.get(key, ()), *upper.get(key, ())])
    return joined


def _on_one_line(record: Record) -> Record:
    """A copy of a resource with its prose stripped and joined into one line."""
    copy = dict(record)
    for key, value in record.items():
        if isinstance(value, str):
            copy[key] = " ".join(value.split())
    return copy


def _add_terms(terms: Records, more: Iterable[Mapping[str, Any]]) -> None:
    """Adds terms to a vocabulary; one with a known id adds to it."""
    for term in more:
        known = terms.get(term["id"], {})
        terms[term["id"]] = _with_lists_joined(known, dict(term), ADDED_TO_TERMS)
