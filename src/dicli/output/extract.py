"""Resources as a catalogue file has them: as a catalogue of their own, or as entries to
lay over another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dicli.core.catalogue import Catalogue
from dicli.core.model import Record, Resource, Term, Vocabulary


def catalogue_of(catalogue: Catalogue, resources: Sequence[Resource]) -> Record:
    """Resources as a catalogue that stands alone: with the terms that they name, and the
    broader terms of these.

    If these are all resources, then all terms, the retired ids and the notices are in
    it, too. What a resource is part of is left out if it is not among them.
    """
    audiences = set[str]()
    topics = set[str]()
    kinds = set[str]()
    ids = {resource.id for resource in resources}
    entries: list[Resource] = []
    is_whole = len(resources) == len(catalogue)
    if is_whole:
        audiences.update(catalogue.audiences)
        topics.update(catalogue.topics)
        kinds.update(catalogue.kinds)
    for resource in resources:
        audiences.update(resource.audiences)
        topics.update(resource.topics)
        if resource.kind:
            kinds.add(resource.kind)
        if resource.part_of not in ids:
            resource = resource._replace(part_of=None)
        entries.append(resource)
    parts: Record = {
        "catalogue": catalogue.info,
        "audiences": _terms(catalogue.audiences, audiences),
        "topics": _terms(catalogue.topics, topics),
        "kinds": _terms(catalogue.kinds, kinds),
        "resources": entries_of(entries),
    }
    if is_whole:
        parts["retired"] = list(catalogue.retired.values())
        parts["notices"] = catalogue.notices
    record: Record = without_empty(parts)
    record.setdefault("resources", [])  # a catalogue has this key even if it is empty
    return record


def entries_of(resources: Iterable[Resource]) -> list[Record]:
    """Resources as entries of a file that is laid over a catalogue."""
    return [without_empty(resource._replace(catalogue="")) for resource in resources]


def _terms(vocabulary: Vocabulary, ids: set[str]) -> list[Term]:
    """The terms with some ids, and all broader ones, in the order of the vocabulary."""
    wanted = set[str]()
    to_visit = list(ids)
    while to_visit:
        id = to_visit.pop()
        if id in vocabulary and id not in wanted:
            wanted.add(id)
            to_visit += vocabulary[id].broader
    # files have no counts
    return [
        term._replace(resources=0) for term in vocabulary.values() if term.id in wanted
    ]


def without_empty(value: Any) -> Any:
    """A value as plain data: tuples with names as mappings, and in all mappings only the
    keys with values that are not empty.
    """
    if hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, dict):
        kept: Record = {}
        for key, item in value.items():
            item = without_empty(item)
            if item:
                kept[key] = item
        return kept
    if isinstance(value, (list, tuple)):
        return [without_empty(item) for item in value]
    return value
