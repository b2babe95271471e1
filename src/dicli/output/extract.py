"""Resources as a catalogue file has them: as a catalogue of their own, or as entries to lay over another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dicli.core.catalogue import Catalogue
from dicli.core.model import Record, Resource, Term, Vocabulary


def catalogue_of(catalogue: Catalogue, resources: Sequence[Resource]) -> Record:
    """Resources as a catalogue that stands alone: with the terms that they name and the broader ones of these.

    All resources bring all terms, the retired ids and the notices. A parent that is not among them is left out.
    """
    parts: Record = {"catalogue": catalogue.info}
    if len(resources) == len(catalogue):
        parts["audiences"] = _without_counts(catalogue.audiences.values())
        parts["topics"] = _without_counts(catalogue.topics.values())
        parts["kinds"] = _without_counts(catalogue.kinds.values())
        parts["resources"] = [resource._replace(catalogue="") for resource in resources]
        parts["retired"] = list(catalogue.retired.values())
        parts["notices"] = catalogue.notices
    else:
        parts["audiences"] = _terms(catalogue.audiences, (one.audiences for one in resources))
        parts["topics"] = _terms(catalogue.topics, (one.topics for one in resources))
        parts["kinds"] = _terms(catalogue.kinds, ([one.kind] for one in resources if one.kind))
        parts["resources"] = _alone(resources)
    known = {name: _known(part) for name, part in parts.items()}
    return {name: part for name, part in known.items() if part or name == "resources"}


def entries_of(resources: Iterable[Resource]) -> list[Record]:
    """Resources as entries of a file that is laid over a catalogue."""
    return [_known(resource._replace(catalogue="")) for resource in resources]


def _alone(resources: Sequence[Resource]) -> list[Resource]:
    """The resources without parents that are not among them."""
    ids = {resource.id for resource in resources}
    alone = list[Resource]()
    for resource in resources:
        parent = resource.part_of if resource.part_of in ids else None
        alone.append(resource._replace(catalogue="", part_of=parent))
    return alone


def _terms(vocabulary: Vocabulary, named: Iterable[Iterable[str]]) -> list[Term]:
    """The terms that are named, and those above them, in the order of the vocabulary."""
    used = set[str]()
    new = set[str]().union(*named)
    while new:
        used |= new
        new = set[str]().union(*(vocabulary[id].broader for id in new)) - used
    return _without_counts(term for id, term in vocabulary.items() if id in used)


def _without_counts(terms: Iterable[Term]) -> list[Term]:
    return [term._replace(resources=0) for term in terms]


def _known(value: Any) -> Any:
    """Plain data without what is empty."""
    if hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, dict):
        known = {key: _known(item) for key, item in value.items()}
        return {key: item for key, item in known.items() if item}
    if isinstance(value, (list, tuple)):
        return [_known(item) for item in value]
    return value
