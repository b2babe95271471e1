"""Resources as a catalogue file has them: as a catalogue of their own, or as entries to lay over another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dicli.core.catalogue import VOCABULARIES, Catalogue
from dicli.core.model import Record, Resource, Vocabulary


def catalogue_of(catalogue: Catalogue, resources: Sequence[Resource]) -> Record:
    """Resources as a catalogue that stands alone: with the terms that they name and the broader ones of these.

    All resources bring all terms, the retired ids and the notices. A parent that is not among them is left out.
    """
    whole = len(resources) == len(catalogue)
    made: Record = {"catalogue": catalogue.info}
    for name in VOCABULARIES:
        vocabulary: Vocabulary = getattr(catalogue, name)
        used = set(vocabulary) if whole else _used(vocabulary, resources, name)
        made[name] = [term._replace(resources=0) for id, term in vocabulary.items() if id in used]
    ids = {resource.id for resource in resources}
    here = [one if one.part_of in ids else one._replace(part_of=None) for one in resources]
    made["resources"] = [one._replace(catalogue="") for one in here]
    if whole:
        made["retired"] = list(catalogue.retired.values())
        made["notices"] = catalogue.notices
    known = {name: _known(part) for name, part in made.items()}
    return {name: part for name, part in known.items() if part or name == "resources"}


def entries_of(resources: Iterable[Resource]) -> list[Record]:
    """Resources as entries of a file that is laid over a catalogue."""
    return [_known(resource._replace(catalogue="")) for resource in resources]


def _used(vocabulary: Vocabulary, resources: Iterable[Resource], name: str) -> set[str]:
    """The ids of the terms that some resources name, and of those above them."""
    used = set[str]()
    for resource in resources:
        if name == "kinds":
            used.update([resource.kind] if resource.kind else [])
        else:
            used.update(getattr(resource, name))
    new = used
    while new:
        broader = {above for id in new for above in vocabulary[id].broader}
        new = broader - used
        used |= new
    return used


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
