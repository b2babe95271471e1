"""What people see of a resource: the single source of wording for tables, cards and
plain text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from dicli.core.catalogue import Catalogue
from dicli.core.model import Contact, Fact, Hit, Match, Record, Resource, Vocabulary
from dicli.core.safe import safe_url

NAMED_AUDIENCES = 3  # in a list of hits, at most
HIDDEN_WORD = "one of its search words"  # in place of a word that only search may know
NEAR_IN_MEANING = "near in meaning"
UNKNOWN = "no phone or email known"
ONLY_LINK = f"{UNKNOWN}; start at the link"
NO_CONTACT = "no phone, email or link known"
DOUBTFUL_LINK = {
    "low": "uncertain: no page of its own was found",
    "medium": "link is not its own page",
}


def numbered(hits: Iterable[Hit]) -> Iterator[tuple[int, str, Hit]]:
    """Each hit with its number, from 1 on, and the heading of its group if it is the
    first of that group, or else "".
    """
    last_heading = ""
    for number, hit in enumerate(hits, 1):
        heading = hit.heading if hit.heading != last_heading else ""
        last_heading = hit.heading
        yield number, heading, hit


def label(vocabulary: Vocabulary, id: str) -> str:
    """The label of a term, or its id if the vocabulary does not have it."""
    term = vocabulary.get(id)
    return term.label if term else id


def labels(vocabulary: Vocabulary, ids: Iterable[str]) -> str:
    """The labels of some terms in one text."""
    return "; ".join(label(vocabulary, id) for id in ids)


def audiences(catalogue: Catalogue, hit: Hit, most: int = NAMED_AUDIENCES) -> str:
    """For whom a hit is: at most `most` audiences, the one that was asked for first,
    and the number of the others.
    """
    ids = list(hit.resource.audiences)
    if hit.audience in ids:
        ids.remove(hit.audience)
        ids.insert(0, hit.audience)
    named = [label(catalogue.audiences, id) for id in ids[:most]]
    if len(ids) > most:
        named.append(f"+{len(ids) - most}")
    return ", ".join(named)


def link(resource: Resource) -> str:
    """The address as it may be shown (see `safe_url`), or ""."""
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
    found: list[str] = []
    if resource.url and resource.confidence in DOUBTFUL_LINK:
        found.append(DOUBTFUL_LINK[resource.confidence])
    year = old_year(resource)
    if year:
        found.append(f"last confirmed {year}")
    return "; ".join(found)


def reasons(hit: Hit) -> str:
    """Why a hit was found: its score, and for each word what matched, how and where, and
    whether it is near in meaning; "" if the query had no words, or was looked up.
    """
    found = list(map(_reason, hit.matches))
    if hit.is_near:
        found.append(NEAR_IN_MEANING)
    return f"{hit.score:.2f} {' '.join(found)}" if found else ""


def _reason(match: Match) -> str:
    """A word of the query, the word that was found if it is another, how it matched and
    where: "visas ~ visa (stem: name, summary)". Of a hidden word it says just that.
    """
    word = match.word
    if match.is_hidden:
        word = HIDDEN_WORD
    elif match.found != match.word:
        word += f" ~ {match.found}"
    return f"{word} ({match.how}: {', '.join(match.fields)})"


def is_unreachable(resource: Resource) -> bool:
    """Whether a resource has neither a phone number nor an email address, nor facts,
    which may have one.
    """
    contact = _contact(resource)
    return not contact.phone and not contact.email and not resource.facts


def how_to_reach(resource: Resource) -> list[Fact]:
    """How to reach a resource, with a warning if it is unreachable (see
    `is_unreachable`). Some facts may have no text.
    """
    warning = ""
    if is_unreachable(resource):
        warning = ONLY_LINK if resource.url else NO_CONTACT
    return [
        Fact("Contact", warning),
        Fact("Phone", phone(resource)),
        Fact("Email", email(resource)),
        Fact("Where", _contact(resource).location or ""),
        Fact("Link", link(resource)),
    ]


def entry(catalogue: Catalogue, hit: Hit, explain: bool = False) -> list[Fact]:
    """The lines of a hit in a list after its name; some may have no text."""
    resource = hit.resource
    return [
        Fact("For", labels(catalogue.audiences, resource.audiences)),
        Fact("What", resource.summary or ""),
        *how_to_reach(resource),
        Fact("Caution", doubts(resource)),
        Fact("Why", reasons(hit) if explain else ""),
        Fact("Id", resource.id),
    ]


def card(catalogue: Catalogue, resource: Resource) -> list[Fact]:
    """Everything a reader sees of a resource after its name: first how to reach it,
    last its other links. Some lines may have no text.
    """
    return [
        Fact("What", resource.summary or ""),
        *how_to_reach(resource),
        Fact("For", labels(catalogue.audiences, resource.audiences)),
        Fact("About", labels(catalogue.topics, resource.topics)),
        Fact("Also called", "; ".join(resource.aliases)),
        Fact("Kind", label(catalogue.kinds, resource.kind or "")),
        *resource.facts,
        Fact("Part of", _parent(catalogue, resource)),
        Fact("Includes", _parts(catalogue, resource)),
        Fact("Confirmed", resource.as_of or ""),
        Fact("Caution", doubts(resource)),
        Fact("Note", resource.note or ""),
        Fact("Id", resource.id),
        *[Fact(other.label, safe_url(other.url)) for other in resource.links],
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
    """A row as people read it: labels in place of ids, and addresses that cannot be
    mistaken for others.
    """
    shown: Record = {}
    for field, value in row.items():
        if field in ("audiences", "topics"):
            value = labels(getattr(catalogue, field), value)
        elif field == "kind":
            value = label(catalogue.kinds, value or "")
        elif field == "url":
            value = safe_url(value or "")
        elif field == "sources":
            value = list(map(safe_url, value))
        elif field == "links":
            value = [{**link, "url": safe_url(link["url"])} for link in value]
        shown[field] = value
    return shown
