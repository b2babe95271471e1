"""Some resources as a catalogue of their own, which loads to the same answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dicli.core.catalogue import VOCABULARIES, Catalogue
from dicli.core.model import Record, Resource, Vocabulary


def extract(catalogue: Catalogue, resources: Sequence[Resource]) -> Record:
    """Resources as a file of a catalogue has them, with the terms that they name and what is above these.

    All resources bring all terms, the retired ids and the notices.
    """
    whole = len(resources) == len(catalogue)
    made: Record = {"catalogue": catalogue.info}
    for name in VOCABULARIES:
        vocabulary: Vocabulary = getattr(catalogue, name)
        used = set(vocabulary) if whole else _used(vocabulary, resources, name)
        made[name] = [term._replace(resources=0) for id, term in vocabulary.items() if id in used]
    here = {resource.id for resource in resources}
    made["resources"] = [_whole(catalogue, resource, here) for resource in resources]
    made["retired"] = list(catalogue.retired.values()) if whole else []
    made["notices"] = catalogue.notices if whole else []
    return {key: kept for key, value in made.items() if (kept := _known(value)) or key == "resources"}


def _used(vocabulary: Vocabulary, resources: Sequence[Resource], name: str) -> set[str]:
    """The ids of the terms that some resources name, and of those above them."""
    values = (getattr(resource, "kind" if name == "kinds" else name) for resource in resources)
    used = {id for value in values for id in ([value] if isinstance(value, str) else value or ())}
    while above := {above for id in used for above in vocabulary[id].broader} - used:
        used |= above
    return used


def _whole(catalogue: Catalogue, resource: Resource, here: set[str]) -> Resource:
    """The resource without a parent that would be missing: only the bundled ones may be named from any file."""
    parent = catalogue.by_id(resource.part_of) if resource.part_of else None
    missing = parent and parent.id not in here and parent.catalogue != "bundled"
    return resource._replace(catalogue="", part_of=None if missing else resource.part_of)


def _known(value: Any) -> Any:
    """Plain data without what is empty."""
    if hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, dict):
        return {key: kept for key, one in value.items() if (kept := _known(one))}
    return [_known(one) for one in value] if isinstance(value, (list, tuple)) else value
