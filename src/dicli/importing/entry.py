"""One resource, made of the values of a row: each goes into a field, or becomes a fact."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from dicli.core.model import Fact, Record
from dicli.core.text import fold
from dicli.importing.cells import on_one_line

LONGEST_NAME = 200  # letters
CONTACT = ("email", "phone", "location")
LISTS = ("aliases", "audiences", "topics", "keywords", "sources")
# Fields whose values are joined to one text, and what stands between them.
SEPARATORS = {"location": ", ", "note": "; ", "evidence": "; "}
# Labels of further values of a field that takes one; others have their heading.
LABELS = {"email": "Email", "phone": "Phone"}
PERSON = ("given", "middle", "family")
NAMES = ("name", *PERSON, "title", "organization")

Texts = dict[str, str]
"""Texts, each once, with the label that each has as a fact."""


class Value(NamedTuple):
    """A text for a field of a resource, for a part of its name, or for a fact."""

    field: str
    label: str  # of the fact; else the heading of the column
    text: str


def record_of(values: Iterable[Value]) -> Record:
    """The resource without an id; without a name if the row has none.

    `values` has those of the most usual columns first. Audiences, topics and the kind
    are labels, not ids.
    """
    facts: list[Fact] = []
    fields: dict[str, Texts] = {}
    for field, label, text in values:
        if field == "facts":
            facts.append(_fact(label, text))
        else:
            fields.setdefault(field, {}).setdefault(text, label)
    record: Record = {}
    record["name"], other_names = _name(fields)
    record["url"], record["links"] = _urls(fields)
    for field, texts in fields.items():
        if field in LISTS:
            record[field] = list(texts)
        elif field in SEPARATORS:
            record[field] = _joined(texts, SEPARATORS[field])
        else:
            record[field], *others = texts
            facts += [_fact(LABELS.get(field, texts[text]), text) for text in others]
    facts += other_names
    contact = {field: record.pop(field) for field in CONTACT if field in record}
    record["contact"] = contact
    record["facts"] = [fact._asdict() for fact in dict.fromkeys(facts)]
    return {field: value for field, value in record.items() if value}


def _fact(label: str, text: str) -> Fact:
    """A fact, whose label begins with a capital."""
    words = on_one_line(label.replace("_", " "))
    return Fact(words[:1].upper() + words[1:], on_one_line(text))


def _name(fields: dict[str, Texts]) -> tuple[str, list[Fact]]:
    """The name, "" if there is none, and the other names as facts.

    The best is a name, then the parts of a person's, a title, an organization. All are
    taken out of the fields.
    """
    names = fields.pop("name", {})
    parts: list[str] = []
    for field in PERSON:
        parts += fields.pop(field, {})
    person = " ".join(parts)
    if not _has_words(" ".join(names), person):
        names[person] = "Contact"
    for field in ("title", "organization"):
        for text, heading in fields.pop(field, {}).items():
            names.setdefault(text, heading)
    best, *others = [name for name in names if fold(name)] or [""]
    facts = [_fact(names[text], text) for text in others]
    if len(best) > LONGEST_NAME:
        facts.append(_fact("Name", best))
    return best[:LONGEST_NAME].strip(), facts


def _has_words(text: str, part: str) -> bool:
    """Whether a text has all words of another, in any order."""
    words = fold(text).split()
    return set(fold(part).split()) <= set(words)


def _urls(fields: dict[str, Texts]) -> tuple[str, list[Record]]:
    """The address of the page, "" if there is none, and the links: all others. Takes
    them out of the fields.
    """
    urls = fields.pop("url", {})
    links = fields.pop("links", {})
    page, *others = urls or [""]
    for url in others:
        links.setdefault(url, urls[url])
    labelled = []
    for url, heading in links.items():
        labelled.append({"label": on_one_line(heading), "url": url})
    return page, labelled


def _joined(texts: Iterable[str], separator: str) -> str:
    """The texts in one, without those whose words are in it already."""
    joined: list[str] = []
    for text in texts:
        words = fold(" ".join(joined))
        if not joined or f" {fold(text)} " not in f" {words} ":
            joined.append(text)
    return separator.join(joined)
