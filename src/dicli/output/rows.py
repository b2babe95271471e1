"""Rows: what a writer gets, plain data by field."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from dicli.core.model import PARTS, RESOURCE_FIELDS, Hit, Record, Resource
from dicli.output.terminal import Terminal

Fields = tuple[str, ...]
"""The names of fields, in the order in which they are shown."""
Texts = Iterator[str]
"""A text piece by piece."""
CONTACT_FIELDS = ("phone", "email", "location")
OUTPUT_FIELDS = (*RESOURCE_FIELDS, "match", *CONTACT_FIELDS)
"""What `--fields` may name: the fields of a resource, why it was found, and the parts
of its contact.
"""
SHORT_FIELDS: Fields = ("id", "name", "kind", "audiences", "url", "summary")
"""The columns of tsv and csv."""
TERM_FIELDS = ("id", "label", "resources", "group", "broader", "synonyms")
"""The columns of tsv and csv for the terms of a vocabulary."""
HEADS = {"audiences": "For", "summary": "What", "url": "Link", "location": "Where"}


class Sheet(NamedTuple):
    """Rows to be written, each plain data by field."""

    fields: Fields
    rows: Iterable[Record]
    terminal: Terminal
    header: bool | None = None  # None leaves it to the format
    end: str = "\n"  # of a tsv record


def record(hit: Hit) -> Record:
    """A hit as plain data, with the keys of a catalogue file and, if words were given,
    `match`. What is not known is None or an empty list.
    """
    if hit.score or hit.matches:
        return row(hit, (*RESOURCE_FIELDS, "match"))
    return row(hit, RESOURCE_FIELDS)


def row(hit: Hit, fields: Fields) -> Record:
    """Some fields of a hit, in that order, as plain data."""
    data: Record = as_data(hit.found)
    contact = data.get("contact") or {}
    shown: Record = {}
    for field in fields:
        if field == "match":
            shown[field] = _match(hit)
        elif field in CONTACT_FIELDS:
            shown[field] = contact.get(field)
        elif field in PARTS and data.get(field):
            # a part of a record may lack keys; that of a resource has them all
            shown[field] = as_data(getattr(hit.resource, field))
        else:
            shown[field] = data.get(field, _UNKNOWN.get(field))
    return shown


def head(field: str) -> str:
    """The name of a field as people see it."""
    return HEADS.get(field, field.replace("_", " ").capitalize())


def apart(texts: Iterable[str]) -> Texts:
    """Texts with empty lines between them."""
    before = ""
    for text in texts:
        yield before + text
        before = "\n"


def as_data(value: Any) -> Any:
    """The value of a field as plain data: lists and mappings instead of tuples."""
    if hasattr(value, "_asdict"):
        return {name: as_data(item) for name, item in value._asdict().items()}
    if isinstance(value, tuple):
        return [as_data(item) for item in value]
    return value


# The values of fields that a record leaves out.
_UNKNOWN = {name: as_data(value) for name, value in Resource._field_defaults.items()}


def _match(hit: Hit) -> Record:
    """Why a hit was found, and whether it is only a guess."""
    words = as_data(hit.matches)
    match: Record = {"score": round(hit.score, 4), "words": words}
    if hit.guess:
        match["guess"] = True
    return match


def flat(value: Any, separator: str = ";") -> str:
    """A value as the text of a cell: with a separator between the items of a list,
    spaces in place of tabs and line ends, and truth values as in JSON.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return separator.join(_item(flat(item)) for item in value)
    if isinstance(value, dict):
        parts = map(flat, value.values())
        return " ".join(filter(None, parts))
    return " ".join(str(value).split())


def _item(text: str) -> str:
    """An item of a list, with commas in place of `;` except within addresses."""
    return re.sub(r"(https?://\S+)|;", lambda found: found[1] or ",", text)
