"""What people see of a resource: the single source of wording for tables, cards and
plain text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from dicli.core.catalogue import Catalogue
from dicli.core.model import Contact, Hit, Match, Record, Resource, Vocabulary
from dicli.core.safe import safe_url

NAMED_AUDIENCES = 3  # in a list of hits, at most
HIDDEN_WORD = "one of its search words"  # in place of a word that nothing prints
UNKNOWN = "no phone or email known"
UNREACHABLE = f"{UNKNOWN}; start at the link"
NO_CONTACT = "no phone, email or link known"
DOUBTFUL_LINK = {
    "low": "uncertain: no page of its own was found",
    "medium": "link is not its own page",
}


class Line(NamedTuple):
    """A label and a text."""

    label: str
    text: str


def numbered(hits: Iterable[Hit]) -> Iterator[tuple[int, str, Hit]]:
    """Hits with their numbers, from 1 on, and the heading above each, which is "" if it
    is the one before.
    """
    last = ""
    for number, hit in enumerate(hits, 1):
        heading = ""
        if hit.heading != last:
            last = heading = hit.heading
        yield number, heading, hit


def label(vocabulary: Vocabulary, id: str) -> str:
    """The label of a term, or its id if the vocabulary does not have it."""
    term = vocabulary.get(id)
    return term.label if term else id


def labels(vocabulary: Vocabulary, ids: Iterable[str]) -> str:
    """The labels of some terms in one text."""
    return "; ".join(label(vocabulary, id) for id in ids)


def audiences(catalogue: Catalogue, hit: Hit, most: int = NAMED_AUDIENCES) -> str:
    """For whom a hit is: at most `most` audiences, first the one that was asked for,
    and how many more there are.
    """
    ids = sorted(hit.resource.audiences, key=lambda id: id != hit.audience)
    named = [label(catalogue.audiences, id) for id in ids[:most]]
    if len(ids) > most:
        named.append(f"+{len(ids) - most}")
    return ", ".join(named)


def link(resource: Resource) -> str:
    """The address, if any, as it may be shown."""
    return safe_url(resource.url or "")


def phone(resource: Resource) -> str:
    """The phone number, if any, with its year if the facts are old."""
    number = _contact(resource).phone or ""
    year = old_year(resource)
    if number and year:
        return f"{number} ({year})"
    return number


def email(resource: Resource) -> str:
    """The email address, if any."""
    return _contact(resource).email or ""


def _contact(resource: Resource) -> Contact:
    return resource.contact or Contact()


def old_year(resource: Resource) -> str:
    """The year when the facts were last confirmed, if that is long ago, else ""."""
    from dicli.core.dates import is_old

    if resource.as_of and is_old(resource.as_of, date.today()):
        return resource.as_of[:4]
    return ""


def doubts(resource: Resource) -> str:
    """What is doubtful about the address and the facts, or ""."""
    found = list[str]()
    if resource.url and resource.confidence in DOUBTFUL_LINK:
        found.append(DOUBTFUL_LINK[resource.confidence])
    year = old_year(resource)
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
    contact = _contact(resource)
    return not contact.phone and not contact.email


def how_to_reach(resource: Resource) -> list[Line]:
    """How to reach a resource; a sentence if neither phone nor email is known."""
    warning = ""
    if is_unreachable(resource):
        warning = UNREACHABLE if resource.url else NO_CONTACT
    return [
        Line("Contact", warning),
        Line("Phone", phone(resource)),
        Line("Email", email(resource)),
        Line("Where", _contact(resource).location or ""),
        Line("Link", link(resource)),
    ]


def entry(catalogue: Catalogue, hit: Hit, explain: bool = False) -> list[Line]:
    """The lines of a hit in a list; some may have no text."""
    resource = hit.resource
    return [
        Line("Name", resource.name),
        Line("For", labels(catalogue.audiences, resource.audiences)),
        Line("What", resource.summary or ""),
        *how_to_reach(resource),
        Line("Caution", doubts(resource)),
        Line("Why", reasons(hit) if explain else ""),
        Line("Id", resource.id),
    ]


def card(catalogue: Catalogue, resource: Resource) -> list[Line]:
    """Everything a reader sees of a resource after its name: first how to reach it,
    last its other links. Some lines may have no text.
    """
    return [
        Line("What", resource.summary or ""),
        *how_to_reach(resource),
        Line("For", labels(catalogue.audiences, resource.audiences)),
        Line("About", labels(catalogue.topics, resource.topics)),
        Line("Also called", "; ".join(resource.aliases)),
        Line("Kind", label(catalogue.kinds, resource.kind or "")),
        *[Line(fact.label, fact.text) for fact in resource.facts],
        Line("Part of", _parent(catalogue, resource)),
        Line("Includes", _parts(catalogue, resource)),
        Line("Confirmed", resource.as_of or ""),
        Line("Caution", doubts(resource)),
        Line("Note", resource.note or ""),
        Line("Id", resource.id),
        *[Line(other.label, safe_url(other.url)) for other in resource.links],
    ]


def _parent(catalogue: Catalogue, resource: Resource) -> str:
    """The name of what a resource is part of, or its id if the catalogue does not have
    it.
    """
    parent = catalogue.by_id(resource.part_of or "")
    return parent.name if parent else resource.part_of or ""


def _parts(catalogue: Catalogue, resource: Resource) -> str:
    """The names of the resources that are part of one."""
    parts = catalogue.docs(f"part_of={resource.id}")
    return "; ".join(catalogue.resource(part).name for part in parts)


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
            shown[name] = label(catalogue.kinds, value)
        elif name == "url":
            shown[name] = safe_url(value)
        elif name == "sources":
            shown[name] = [safe_url(source) for source in value]
        elif name == "links":
            shown[name] = [{**link, "url": safe_url(link["url"])} for link in value]
    return shown
