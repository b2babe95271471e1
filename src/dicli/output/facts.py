"""What people are told of a resource, as labelled lines: the one wording for tables, cards and plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from dicli.core.catalogue import Catalogue
from dicli.core.model import Hit, Record, Resource, Vocabulary
from dicli.core.safe import safe_url

Line = tuple[str, str]
"""A label and a text."""


def labels(vocabulary: Vocabulary, ids: Sequence[str]) -> str:
    """The labels of some terms in one text."""
    return "; ".join(vocabulary[id].label if id in vocabulary else id for id in ids)


def doubts(resource: Resource, today: date) -> str:
    """What is doubtful about the address and the facts, or nothing."""
    from dicli.core.dates import is_old

    marks = {"low": "unsure: no page of its own was found", "medium": "not its own page"}
    found = [marks[resource.confidence]] if resource.url and resource.confidence in marks else []
    if resource.as_of and is_old(resource.as_of, today):
        found.append(f"last seen {resource.as_of[:4]}")
    return "; ".join(found)


def reasons(hit: Hit) -> str:
    """Why a hit was found: its score, then word by word what matched, where and how; nothing without words."""
    words = (
        f"{m.word}{'' if m.found == m.word else f' ~ {m.found}'} ({m.how}: {', '.join(m.fields)})" for m in hit.matches
    )
    return " ".join([f"{hit.score:.2f}", *words]) if hit.matches else ""


def entry(catalogue: Catalogue, hit: Hit, today: date, explain: bool = False) -> Iterator[Line]:
    """The lines of a hit in a list."""
    resource = hit.resource
    phone = resource.contact.phone if resource.contact else None
    lines = (
        ("For", labels(catalogue.audiences, resource.audiences)),
        ("What", resource.summary),
        ("Phone", phone),
        ("Link", resource.url and safe_url(resource.url)),
        ("Caution", doubts(resource, today)),
        ("Why", reasons(hit) if explain else None),
    )
    yield ("Name", resource.name)
    yield from ((label, text) for label, text in lines if text)


def card(catalogue: Catalogue, resource: Resource, today: date) -> Iterator[Line]:
    """All that a reader is told of a resource, after its name."""
    parent = catalogue.by_id(resource.part_of) if resource.part_of else None
    parts = [catalogue.resource(place).name for place in catalogue.places(f"part_of={resource.id}")]
    contact = resource.contact
    lines = (
        ("Also", "; ".join(resource.aliases)),
        ("Kind", labels(catalogue.kinds, [resource.kind] if resource.kind else [])),
        ("For", labels(catalogue.audiences, resource.audiences)),
        ("About", labels(catalogue.topics, resource.topics)),
        ("What", resource.summary),
        ("Link", resource.url and safe_url(resource.url)),
        *((f"  {link.label}", safe_url(link.url)) for link in resource.links),
        ("Phone", contact and contact.phone),
        ("E-mail", contact and contact.email),
        ("Where", contact and contact.location),
        *((fact.label, fact.text) for fact in resource.facts),
        ("Part of", parent.name if parent else resource.part_of),
        ("Parts", "; ".join(parts)),
        ("Seen", resource.as_of),
        ("Caution", doubts(resource, today)),
        ("Note", resource.note),
        ("Id", resource.id),
    )
    yield from ((label, text) for label, text in lines if text)


def plain_listing(catalogue: Catalogue, hits: Iterable[Hit], today: date, explain: bool = False) -> Iterator[str]:
    """Hits as labelled lines, one fact a line, an empty line between two: for reading aloud."""
    for number, hit in enumerate(hits):
        lines = entry(catalogue, hit, today, explain)
        yield ("\n" if number else "") + "".join(f"{label}: {text}\n" for label, text in lines)


def plain_card(catalogue: Catalogue, resource: Resource, today: date) -> str:
    """All that a reader is told of a resource, as labelled lines."""
    lines = [("Name", resource.name), *card(catalogue, resource, today)]
    return "".join(f"{label.strip()}: {text}\n" for label, text in lines)


def labelled(catalogue: Catalogue, row: Record) -> Record:
    """A row as people read it: labels in place of ids, and hosts of links that cannot pass for others."""
    shown = dict(row)
    for name, vocabulary in (
        ("audiences", catalogue.audiences),
        ("topics", catalogue.topics),
        ("kind", catalogue.kinds),
    ):
        if ids := row.get(name):
            shown[name] = labels(vocabulary, [ids] if isinstance(ids, str) else ids)
    if row.get("url"):
        shown["url"] = safe_url(row["url"])
    if row.get("sources"):
        shown["sources"] = list(map(safe_url, row["sources"]))
    if row.get("links"):
        shown["links"] = [{**link, "url": safe_url(link["url"])} for link in row["links"]]
    return shown
