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
    """The entries of the files so far. `base` has those that only complete others."""

    def __init__(self, base: Sequence[Any]) -> None:
        self.info: Record = {}
        self.files: list[Record] = []
        self.resources: Records = {}
        self.retired: Records = {}
        self.notices: Records = {}
        self.terms: dict[str, Records] = {name: {} for name in VOCABULARIES}
        self.base_resources: Records = {}
        self.base_terms: dict[str, Records] = {name: {} for name in VOCABULARIES}
        for data in base:
            self.base_resources.update(_by_id(data, "resources"))
            for name in VOCABULARIES:
                _add_terms(self.base_terms[name], data.get(name, ()))

    def add(self, name: str, data: Any) -> None:
        """Lays a file over those so far."""
        retired = _by_id(data, "retired")
        resources = _by_id(data, "resources")
        hides = [id for id in (*retired, *resources) if id in self.resources]
        file = {"name": name, "resources": len(resources)}
        for vocabulary in VOCABULARIES:
            file[vocabulary] = len(data.get(vocabulary, ()))
        self.files.append({**file, "hides": hides})
        self.info = self.info or data.get("catalogue", {})
        self.retired.update(retired)
        self.notices.update(_by_id(data, "notices"))
        for id in retired:
            self.resources.pop(id, None)
        for record in resources.values():
            self._add_resource(record, name)
        for vocabulary, terms in self.terms.items():
            _add_terms(terms, data.get(vocabulary, ()))

    def _add_resource(self, record: Record, file: str) -> None:
        id = record["id"]
        lower = self.resources.get(id) or self.base_resources.get(id, {})
        if is_extension(record):
            record = _extended(lower, record)
        self.resources[id] = {**_on_one_line(record), "catalogue": file}
        self.resources[id].pop("extends", None)

    def merged(self) -> dict[str, Any]:
        """The catalogue that the files make."""
        for record in self.resources.values():
            if "part_of" in record:
                self._correct_part_of(record)
        for name, terms in self.terms.items():
            _lend(self.base_terms[name], terms, self._used(name))
        return {
            "info": self.info,
            "files": self.files,
            "retired": [
                record
                for id, record in self.retired.items()
                if id not in self.resources
            ],
            "notices": list(map(self._notice, self.notices.values())),
            "resources": list(self.resources.values()),
            **{name: list(terms.values()) for name, terms in self.terms.items()},
        }

    def _correct_part_of(self, record: Record) -> None:
        """Replaces a retired id by its successor; removes one that was retired for
        good, or left out for a fault.
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

    def _used(self, name: str) -> set[str]:
        """The ids of a vocabulary that resources name."""
        used: set[str] = set()
        for record in self.resources.values():
            if name == "kinds":
                used.add(record.get("kind", ""))
            else:
                used.update(record.get(name, ()))
        return used


def _by_id(data: Any, name: str) -> Records:
    return {record["id"]: record for record in data.get(name, ())}


def _extended(lower: Record, record: Record) -> Record:
    """A resource that only gives what differs, with the rest from the lower one."""
    extended = {**lower, **record}
    for key in ADDED:
        if key in record:
            extended[key] = distinct([*lower.get(key, ()), *record[key]])
    if "contact" in record:
        extended["contact"] = {**lower.get("contact", {}), **record["contact"]}
    return extended


def _on_one_line(record: Record) -> Record:
    """A copy of a resource with its prose stripped and joined into one line."""
    copy = dict(record)
    for key, value in record.items():
        if isinstance(value, str):
            copy[key] = " ".join(value.split())
    return copy


def _add_terms(terms: Records, more: Iterable[Record]) -> None:
    """Adds terms to a vocabulary; one with a known id adds to it."""
    for term in more:
        known = terms.get(term["id"], {})
        merged = {**known, **term}
        for key in ADDED_TO_TERMS:
            if key in merged:
                merged[key] = distinct([*known.get(key, ()), *term.get(key, ())])
        terms[term["id"]] = merged


def _lend(base: Mapping[str, Record], terms: Records, used: Iterable[str]) -> None:
    """Adds to a vocabulary the terms of the base that resources or terms name, with
    their broader ones.
    """
    wanted = list(used)
    for term in terms.values():
        wanted += term.get("broader", ())
    needed: set[str] = set()
    while wanted:
        id = wanted.pop()
        if id in base and id not in terms and id not in needed:
            needed.add(id)
            wanted += base[id].get("broader", ())
    for id, term in base.items():
        if id in needed:
            terms[id] = term
