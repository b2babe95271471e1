"""Makes a resource of the values of a row: each goes into a field, or becomes a fact."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from dicli.core.model import Fact, Record
from dicli.core.text import fold
from dicli.importing.cells import on_one_line
from dicli.importing.columns import is_label

CONTACT = ("email", "phone", "location")
LISTS = ("aliases", "audiences", "topics", "keywords", "sources")
# Fields whose values are joined to one text, and what stands between them.
SEPARATORS = {"location": ", ", "note": "; ", "evidence": "; "}
# Labels of facts for further values of a field; in other fields, it is their heading.
LABELS = {"email": "Email", "phone": "Phone"}
PERSON = ("given", "middle", "family")
OWN_NAMES = ("name", *PERSON, "title")
NAMES = (*OWN_NAMES, "organization")

Texts = dict[str, str]
"""Labels by text. A text without a place in its field becomes a fact with its label."""


class Value(NamedTuple):
    """A text for a field of a resource, for a part of its name, or for a fact."""

    field: str
    label: str  # of the text if it becomes a fact, or of the link
    text: str


def record_of(values: Iterable[Value]) -> Record:
    """The resource with the values of a row. It has no id, and no name if the row has
    none. Its audiences, topics and kind are labels.

    `values` begins with those of the most usual columns, which win where a field takes
    one value.
    """
    fields, facts = _by_field(values)
    record: Record = {}
    for field, texts in fields.items():
        if field in LISTS:
            record[field] = list(texts)
        elif field == "links":
            record[field] = [_link(label, url) for url, label in texts.items()]
        elif field in SEPARATORS:
            record[field] = _joined(texts, SEPARATORS[field])
        else:
            record[field], *others = texts
            for text in others:
                label = LABELS.get(field, texts[text])
                facts.append(_fact(label, text))
    _nest_contact(record)
    if facts:
        different = dict.fromkeys(facts)
        record["facts"] = [fact._asdict() for fact in different]
    return record


def _nest_contact(record: Record) -> None:
    """Moves the fields in CONTACT to a record in the field `contact`."""
    contact = {}
    for field in CONTACT:
        if field in record:
            contact[field] = record.pop(field)
    if contact:
        record["contact"] = contact


def _by_field(values: Iterable[Value]) -> tuple[dict[str, Texts], list[Fact]]:
    """The texts by field, and the facts. All names of the row are in `name`, the best
    first; `url` has the first web address, `links` the others.
    """
    facts = []
    fields: dict[str, Texts] = {}
    for field, label, text in values:
        if is_label(field):
            if field != "facts":
                label = field
            facts.append(_fact(label, text))
            continue
        pages = fields.get("url")
        if field == "url" and pages and text not in pages:
            field = "links"
        fields.setdefault(field, {}).setdefault(text, label)
    names = _pop_names(fields)
    if names:
        fields["name"] = names
    return fields, facts


def _fact(label: str, text: str) -> Fact:
    """A fact, whose label begins with a capital."""
    words = on_one_line(label.replace("_", " "))
    capital = words[:1].upper()
    return Fact(capital + words[1:], on_one_line(text))


def _link(label: str, url: str) -> Record:
    """A link as a catalogue has it."""
    return {"label": on_one_line(label), "url": url}


def _pop_names(fields: dict[str, Texts]) -> Texts:
    """Removes the fields with names from `fields`. Returns the names, the best first:
    what columns of names have, then the name of a person, joined from its parts, then
    titles, then organizations.

    A person whose words are all in the names before is left out, and so is a text
    without letters and digits.
    """
    names = fields.pop("name", {})
    parts: list[str] = []
    for field in PERSON:
        parts += fields.pop(field, {})
    person = " ".join(parts)
    known = fold(" ".join(names))
    known_words = set(known.split())
    if not known_words.issuperset(fold(person).split()):
        names[person] = "Contact"
    names |= fields.pop("title", {}) | fields.pop("organization", {})
    return {text: label for text, label in names.items() if fold(text)}


def _joined(texts: Iterable[str], separator: str) -> str:
    """Joins texts. Leaves out one whose words the result has already, side by side."""
    joined = ""
    for text in texts:
        if not joined:
            joined = text
        elif f" {fold(text)} " not in f" {fold(joined)} ":
            joined += separator + text
    return joined
