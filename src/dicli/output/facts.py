"""What people see of a resource, as labeled lines: the one wording for tables, cards and plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from dicli.core.catalogue import Catalogue
from dicli.core.model import Contact, Hit, Record, Resource, Vocabulary
from dicli.core.safe import safe_url

MOST_AUDIENCES = 3  # are named in a list of hits


class Line(NamedTuple):
    """A label and a text; `is_title`: the label is a text of the catalogue's, and not of a few letters."""

    label: str
    text: str | None
    is_title: bool = False


def labels(vocabulary: Vocabulary, ids: Sequence[str]) -> str:
    """The labels of some terms in one text."""
    return "; ".join(vocabulary[id].label if id in vocabulary else id for id in ids)


def audiences(catalogue: Catalogue, hit: Hit) -> list[str]:
    """For whom a hit is, first the one that was asked for; after three how many more there are."""
    ids = list(hit.resource.audiences)
    if hit.order:
        ids.insert(0, ids.pop(hit.order[2]))
    more = [f"+{len(ids) - MOST_AUDIENCES}"] if len(ids) > MOST_AUDIENCES else []
    return [labels(catalogue.audiences, [id]) for id in ids[:MOST_AUDIENCES]] + more


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
    contact = resource.contact or Contact()
    lines = (
        Line("Name", resource.name),
        Line("For", labels(catalogue.audiences, resource.audiences)),
        Line("What", resource.summary),
        Line("Phone", contact.phone),
        Line("E-mail", contact.email),
        Line("Link", safe_url(resource.url or "")),
        Line("Caution", doubts(resource, today)),
        Line("Why", reasons(hit) if explain else ""),
        Line("Id", resource.id),
    )
    return (line for line in lines if line.text)


def card(catalogue: Catalogue, resource: Resource, today: date) -> Iterator[Line]:
    """Everything a reader sees of a resource, after its name."""
    parent = catalogue.by_id(resource.part_of) if resource.part_of else None
    parts = [catalogue.resource(place).name for place in catalogue.places(f"part_of={resource.id}")]
    contact = resource.contact or Contact()
    lines = (
        Line("Also", "; ".join(resource.aliases)),
        Line("Kind", labels(catalogue.kinds, [resource.kind] if resource.kind else [])),
        Line("For", labels(catalogue.audiences, resource.audiences)),
        Line("About", labels(catalogue.topics, resource.topics)),
        Line("What", resource.summary),
        Line("Link", safe_url(resource.url or "")),
        *(Line(link.label, safe_url(link.url), True) for link in resource.links),
        Line("Phone", contact.phone),
        Line("E-mail", contact.email),
        Line("Where", contact.location),
        *(Line(fact.label, fact.text) for fact in resource.facts),
        Line("Part of", parent.name if parent else resource.part_of),
        Line("Parts", "; ".join(parts)),
        Line("Seen", resource.as_of),
        Line("Caution", doubts(resource, today)),
        Line("Note", resource.note),
        Line("Id", resource.id),
    )
    return (line for line in lines if line.text)


def labelled(catalogue: Catalogue, row: Record) -> Record:
    """A row as people read it: labels in place of ids, and hosts of links that cannot pass for others."""
    shown = dict(row)
    vocabularies = {"audiences": catalogue.audiences, "topics": catalogue.topics, "kind": catalogue.kinds}
    for name in vocabularies.keys() & row:
        ids = row[name] or []
        shown[name] = labels(vocabularies[name], [ids] if isinstance(ids, str) else ids)
    if row.get("url"):
        shown["url"] = safe_url(row["url"])
    if row.get("sources"):
        shown["sources"] = list(map(safe_url, row["sources"]))
    if row.get("links"):
        shown["links"] = [{**link, "url": safe_url(link["url"])} for link in row["links"]]
    return shown
