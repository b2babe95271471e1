"""What people see of a resource: the single source of wording for tables, cards and plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from dicli.core.catalogue import Catalogue
from dicli.core.model import Contact, Hit, Record, Resource, Vocabulary
from dicli.core.safe import safe_url
from dicli.output.wrapping import columns_of

NAMED_AUDIENCES = 3  # in a list of hits, at most
HIDDEN_WORD = "one of its search words"  # in place of a word that nothing prints
UNREACHABLE = "no phone or email known; start at the link"
NO_WAY = "no phone, email or link known"
MARKS = {"low": "uncertain: no page of its own was found", "medium": "link is not its own page"}


class Line(NamedTuple):
    """A label and a text; the label of a further link is a title, not one of the usual labels."""

    label: str
    text: str | None
    is_title: bool = False


def labels(vocabulary: Vocabulary, ids: Iterable[str]) -> str:
    """The labels of some terms in one text."""
    texts = list[str]()
    for id in ids:
        texts.append(vocabulary[id].label if id in vocabulary else id)
    return "; ".join(texts)


def audiences(catalogue: Catalogue, hit: Hit, most: int = NAMED_AUDIENCES) -> str:
    """For whom a hit is, first the audience that was asked for: at most so many, and how many more there are."""
    ids = list(hit.resource.audiences)
    if hit.audience in ids:
        ids.remove(hit.audience)
        ids.insert(0, hit.audience)
    named = [labels(catalogue.audiences, [id]) for id in ids[:most]]
    if len(ids) > most:
        named.append(f"+{len(ids) - most}")
    return ", ".join(named)


def audiences_within(catalogue: Catalogue, hit: Hit, room: int) -> str:
    """Two of the audiences of a hit, or only one if there is no room for more."""
    two = audiences(catalogue, hit, 2)
    return two if columns_of(two) <= room else audiences(catalogue, hit, 1)


def dated_phone(resource: Resource, today: date) -> str:
    """The phone number, if any; its year stands beside an old one."""
    phone = resource.contact.phone if resource.contact else None
    year = old_year(resource, today)
    if phone and year:
        return f"{phone} ({year})"
    return phone or ""


def old_year(resource: Resource, today: date) -> str:
    """The year when the facts were last confirmed, if that is long ago, else ""."""
    from dicli.core.dates import is_old

    return resource.as_of[:4] if resource.as_of and is_old(resource.as_of, today) else ""


def doubts(resource: Resource, today: date) -> str:
    """What is doubtful about the address and the facts, or ""."""
    found = list[str]()
    if resource.url and resource.confidence in MARKS:
        found.append(MARKS[resource.confidence])
    if year := old_year(resource, today):
        found.append(f"last confirmed {year}")
    return "; ".join(found)


def reasons(hit: Hit) -> str:
    """Why a hit was found: its score, then word by word what matched, where and how; "" without words."""
    words = list[str]()
    for match in hit.matches:
        word = match.word if match.found else HIDDEN_WORD
        if match.found not in ("", match.word):
            word += f" ~ {match.found}"
        words.append(f"{word} ({match.how}: {', '.join(match.fields)})")
    return " ".join([f"{hit.score:.2f}", *words]) if words else ""


def is_unreachable(resource: Resource) -> bool:
    """Whether a resource has a link, but neither a phone number nor an email address."""
    contact = resource.contact or Contact()
    return bool(resource.url) and not contact.phone and not contact.email


def ways(resource: Resource, today: date) -> list[Line]:
    """How to reach a resource; a sentence if neither phone nor email is known."""
    contact = resource.contact or Contact()
    known = [Line("Phone", dated_phone(resource, today)), Line("Email", contact.email)]
    if is_unreachable(resource):
        known = [Line("Contact", UNREACHABLE)]
    elif not contact.phone and not contact.email:
        known = [Line("Contact", NO_WAY)]
    return [*known, Line("Where", contact.location), Line("Link", safe_url(resource.url or ""))]


def entry(catalogue: Catalogue, hit: Hit, today: date, explain: bool = False) -> Iterator[Line]:
    """The lines of a hit in a list."""
    resource = hit.resource
    lines = (
        Line("Name", resource.name),
        Line("For", labels(catalogue.audiences, resource.audiences)),
        Line("What", resource.summary),
        *ways(resource, today),
        Line("Caution", doubts(resource, today)),
        Line("Why", reasons(hit) if explain else ""),
        Line("Id", resource.id),
    )
    return filter(_has_text, lines)


def card(catalogue: Catalogue, resource: Resource, today: date) -> Iterator[Line]:
    """Everything a reader sees of a resource after its name, first how to reach it."""
    parent = catalogue.by_id(resource.part_of) if resource.part_of else None
    parts = [catalogue.resource(place).name for place in catalogue.places(f"part_of={resource.id}")]
    lines = (
        Line("What", resource.summary),
        *ways(resource, today),
        Line("For", labels(catalogue.audiences, resource.audiences)),
        Line("About", labels(catalogue.topics, resource.topics)),
        Line("Also called", "; ".join(resource.aliases)),
        Line("Kind", labels(catalogue.kinds, [resource.kind] if resource.kind else [])),
        *(Line(link.label, safe_url(link.url), is_title=True) for link in resource.links),
        *(Line(fact.label, fact.text) for fact in resource.facts),
        Line("Part of", parent.name if parent else resource.part_of),
        Line("Includes", "; ".join(parts)),
        Line("Confirmed", resource.as_of),
        Line("Caution", doubts(resource, today)),
        Line("Note", resource.note),
        Line("Id", resource.id),
    )
    return filter(_has_text, lines)


def _has_text(line: Line) -> bool:
    return bool(line.text)


def labeled(catalogue: Catalogue, row: Record) -> Record:
    """A row as people read it: labels in place of ids, and hosts of links that cannot pass for others."""
    shown = dict(row)
    for name, vocabulary in (("audiences", catalogue.audiences), ("topics", catalogue.topics)):
        if name in row:
            shown[name] = labels(vocabulary, row[name] or ())
    if row.get("kind"):
        shown["kind"] = labels(catalogue.kinds, [row["kind"]])
    if row.get("url"):
        shown["url"] = safe_url(row["url"])
    if row.get("sources"):
        shown["sources"] = list(map(safe_url, row["sources"]))
    if row.get("links"):
        shown["links"] = [{**link, "url": safe_url(link["url"])} for link in row["links"]]
    return shown
