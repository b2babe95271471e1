"""What people see of a resource: the single source of wording for tables, cards and
plain text.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from dicli.core.catalogue import Catalogue
from dicli.core.model import Contact, Hit, Match, Record, Resource, Vocabulary
from dicli.core.safe import safe_url

NAMED_AUDIENCES = 3  # in a list of hits, at most
HIDDEN_WORD = "one of its search words"  # in place of a word that nothing prints
UNREACHABLE = "no phone or email known; start at the link"
NO_CONTACT = "no phone, email or link known"
DOUBTFUL_LINK = {
    "low": "uncertain: no page of its own was found",
    "medium": "link is not its own page",
}


class Line(NamedTuple):
    """A label and a text."""

    label: str
    text: str


def labels(vocabulary: Vocabulary, ids: Iterable[str]) -> str:
    """The labels of some terms in one text."""
    texts = list[str]()
    for id in ids:
        texts.append(vocabulary[id].label if id in vocabulary else id)
    return "; ".join(texts)


def audiences(catalogue: Catalogue, hit: Hit, most: int = NAMED_AUDIENCES) -> str:
    """For whom a hit is: at most `most` audiences, first the one that was asked for,
    and how many more there are.
    """
    ids = list(hit.resource.audiences)
    if hit.audience in ids:
        ids.remove(hit.audience)
        ids.insert(0, hit.audience)
    named = [labels(catalogue.audiences, [id]) for id in ids[:most]]
    if len(ids) > most:
        named.append(f"+{len(ids) - most}")
    return ", ".join(named)


def phone(resource: Resource, today: date) -> str:
    """The phone number, if any, with its year if the facts are old."""
    contact = resource.contact or Contact()
    year = old_year(resource, today)
    if contact.phone and year:
        return f"{contact.phone} ({year})"
    return contact.phone or ""


def email(resource: Resource) -> str:
    """The email address, if any."""
    contact = resource.contact or Contact()
    return contact.email or ""


def old_year(resource: Resource, today: date) -> str:
    """The year when the facts were last confirmed, if that is long ago, else ""."""
    from dicli.core.dates import is_old

    if resource.as_of and is_old(resource.as_of, today):
        return resource.as_of[:4]
    return ""


def doubts(resource: Resource, today: date) -> str:
    """What is doubtful about the address and the facts, or ""."""
    found = list[str]()
    if resource.url and resource.confidence in DOUBTFUL_LINK:
        found.append(DOUBTFUL_LINK[resource.confidence])
    year = old_year(resource, today)
    if year:
        found.append(f"last confirmed {year}")
    return "; ".join(found)


def reasons(hit: Hit) -> str:
    """Why a hit was found: its score, then word by word what matched, where and how; ""
    without words.
    """
    if not hit.matches:
        return ""
    words = " ".join(map(_reason, hit.matches))
    return f"{hit.score:.2f} {words}"


def _reason(match: Match) -> str:
    """A word of the query, the word of the resource if it is another, and how and where
    it matched.
    """
    word = match.word
    if not match.found:
        word = HIDDEN_WORD
    elif match.found != match.word:
        word += f" ~ {match.found}"
    return f"{word} ({match.how}: {', '.join(match.fields)})"


def is_unreachable(resource: Resource) -> bool:
    """Whether a resource has neither a phone number nor an email address."""
    contact = resource.contact or Contact()
    return not contact.phone and not contact.email


def how_to_reach(resource: Resource, today: date) -> list[Line]:
    """How to reach a resource; a sentence if neither phone nor email is known."""
    lines = [Line("Phone", phone(resource, today)), Line("Email", email(resource))]
    if is_unreachable(resource):
        lines = [Line("Contact", UNREACHABLE if resource.url else NO_CONTACT)]
    contact = resource.contact or Contact()
    return [
        *lines,
        Line("Where", contact.location or ""),
        Line("Link", safe_url(resource.url or "")),
    ]


def entry(
    catalogue: Catalogue, hit: Hit, today: date, explain: bool = False
) -> list[Line]:
    """The lines of a hit in a list, without those that have no text."""
    resource = hit.resource
    lines = [
        Line("Name", resource.name),
        Line("For", labels(catalogue.audiences, resource.audiences)),
        Line("What", resource.summary or ""),
        *how_to_reach(resource, today),
        Line("Caution", doubts(resource, today)),
    ]
    if explain:
        lines.append(Line("Why", reasons(hit)))
    lines.append(Line("Id", resource.id))
    return with_text(lines)


def card(catalogue: Catalogue, resource: Resource, today: date) -> list[Line]:
    """Everything a reader sees of a resource after its name: first how to reach it,
    last its other links.
    """
    kinds = [resource.kind] if resource.kind else []
    lines = [
        Line("What", resource.summary or ""),
        *how_to_reach(resource, today),
        Line("For", labels(catalogue.audiences, resource.audiences)),
        Line("About", labels(catalogue.topics, resource.topics)),
        Line("Also called", "; ".join(resource.aliases)),
        Line("Kind", labels(catalogue.kinds, kinds)),
    ]
    for fact in resource.facts:
        lines.append(Line(fact.label, fact.text))
    lines += [
        Line("Part of", _parent(catalogue, resource)),
        Line("Includes", _parts(catalogue, resource)),
        Line("Confirmed", resource.as_of or ""),
        Line("Caution", doubts(resource, today)),
        Line("Note", resource.note or ""),
        Line("Id", resource.id),
    ]
    for link in resource.links:
        lines.append(Line(link.label, safe_url(link.url)))
    return with_text(lines)


def _parent(catalogue: Catalogue, resource: Resource) -> str:
    """The name of what a resource is part of, or its id if the catalogue does not have
    it.
    """
    if not resource.part_of:
        return ""
    parent = catalogue.by_id(resource.part_of)
    return parent.name if parent else resource.part_of


def _parts(catalogue: Catalogue, resource: Resource) -> str:
    """The names of the resources that are part of one."""
    parts = catalogue.places(f"part_of={resource.id}")
    return "; ".join(catalogue.resource(part).name for part in parts)


def with_text(lines: Iterable[Line]) -> list[Line]:
    """The lines that have a text."""
    return [line for line in lines if line.text]


def labeled(catalogue: Catalogue, row: Record) -> Record:
    """A row as people read it: labels in place of ids, and hosts of links that cannot
    pass for others.
    """
    shown = dict(row)
    for name, value in row.items():
        if not value:
            continue
        if name == "audiences":
            shown[name] = labels(catalogue.audiences, value)
        elif name == "topics":
            shown[name] = labels(catalogue.topics, value)
        elif name == "kind":
            shown[name] = labels(catalogue.kinds, [value])
        elif name == "url":
            shown[name] = safe_url(value)
        elif name == "sources":
            shown[name] = [safe_url(source) for source in value]
        elif name == "links":
            shown[name] = [{**link, "url": safe_url(link["url"])} for link in value]
    return shown
