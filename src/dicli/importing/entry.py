"""One resource, made of the values of a row: each goes into a field, or becomes a fact."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from dicli.core.model import Fact, Record
from dicli.core.text import fold
from dicli.importing.cells import on_one_line
from dicli.importing.columns import is_label

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
    label: str  # of the text if it becomes a fact, or of the link
    text: str


def record_of(values: Iterable[Value]) -> Record:
    """The resource of a row without an id; without a name if the row has none.

    `values` has those of the most usual columns first. Audiences, topics and the kind
    are labels, not ids.
    """
    fields, facts = _by_field(values)
    record: Record = {}
    for field, texts in fields.items():
        if field in LISTS:
            record[field] = list(texts)
        elif field == "links":
            record[field] = [_link(url, texts[url]) for url in texts]
        elif field in SEPARATORS:
            record[field] = _joined(texts, SEPARATORS[field])
        else:
            record[field], *others = texts
            facts += [_fact(LABELS.get(field, texts[text]), text) for text in others]
    name = record.get("name", "")
    if len(name) > LONGEST_NAME:
        record["name"] = name[:LONGEST_NAME].strip()
        facts.append(_fact("Name", name))
    contact = {field: record.pop(field) for field in CONTACT if field in record}
    if contact:
        record["contact"] = contact
    if facts:
        record["facts"] = [fact._asdict() for fact in dict.fromkeys(facts)]
    return record


def _by_field(values: Iterable[Value]) -> tuple[dict[str, Texts], list[Fact]]:
    """The texts by field, with all names in `name` and all addresses but the first in
    `links`; and the facts.
    """
    facts = []
    fields: dict[str, Texts] = {}
    for field, label, text in values:
        if is_label(field):
            facts.append(_fact(label if field == "facts" else field, text))
            continue
        has_page = field == "url" and field in fields
        if has_page and text not in fields[field]:
            field = "links"
        fields.setdefault(field, {}).setdefault(text, label)
    names = _names(fields)
    others = {field: fields[field] for field in fields if field not in NAMES}
    if names:
        others["name"] = names
    return others, facts


def _fact(label: str, text: str) -> Fact:
    """A fact, whose label begins with a capital."""
    words = on_one_line(label.replace("_", " "))
    return Fact(words[:1].upper() + words[1:], on_one_line(text))


def _link(url: str, label: str) -> Record:
    return {"label": on_one_line(label), "url": url}


def _names(fields: dict[str, Texts]) -> Texts:
    """The names in a row, the best first: names, then the parts of a person's name in
    one, titles, and organizations.
    """
    names = dict(fields.get("name", {}))
    parts: list[str] = []
    for field in PERSON:
        parts += fields.get(field, {})
    person = " ".join(parts)
    words = fold(" ".join(names)).split()
    if not set(fold(person).split()) <= set(words):
        names[person] = "Contact"
    for field in ("title", "organization"):
        for text, label in fields.get(field, {}).items():
            names.setdefault(text, label)
    return {text: label for text, label in names.items() if fold(text)}


def _joined(texts: Iterable[str], separator: str) -> str:
    """The texts in one, without those whose words are in it already."""
    joined: list[str] = []
    for text in texts:
        words = fold(" ".join(joined))
        if not joined or f" {fold(text)} " not in f" {words} ":
            joined.append(text)
    return separator.join(joined)
