"""The structure of catalogue files: what violates the JSON Schema, and what to say
about it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, reduce
from operator import getitem
from pkgutil import get_data
from typing import Any, NamedTuple

from dicli.core.errors import listed
from dicli.core.text import fold, guesses
from dicli.files.addresses import lacks_scheme
from dicli.files.document import Document, Finding, Steps, entry_path, short
from dicli.files.validation import Validator, Violation

ENTRIES = {
    "audiences": "term",
    "topics": "term",
    "kinds": "term",
    "resources": "resource",
    "retired": "retired",
    "notices": "notice",
}
"""The lists of a catalogue file, each with the definition of its entries in the schema.
"""
# keys; `rules` looks such ids up
IDS_OF_OTHERS = {"audiences", "topics", "kind", "part_of", "broader", "use"}
# texts that say nothing, folded
NOTHING = frozenset(
    "|n a|na|none|null|nil|nan|tbd|tba|tbc|to be determined|to be "
    "announced|to be confirmed|todo|to do|xxx"
    "|unknown|not known|not available|not applicable|placeholder".split("|")
)
FILL = "give it a value or leave it out"
# what people write between the items of a list
_BETWEEN = r"[,;\n\u2022]|(?:^|\s)[-\u2013*](?=\s?\w)"


class Wording(NamedTuple):
    """What is wrong, and what to do about it."""

    message: str
    hint: str


def schema_text() -> str:
    """The JSON Schema of a catalogue file, the one description of its structure."""
    return (get_data(__package__, "catalogue.schema.json") or b"").decode()


@cache
def _schema() -> Any:
    return json.loads(schema_text())


@cache
def _validator() -> Validator:
    return Validator(_schema())


@cache
def wordings() -> Any:
    """What to say of texts, from a table beside this module: `forms`, by the form that
    a text violates; `keys`, the known keys for which people write another; `odd`, texts
    that must be mistakes.
    """
    return json.loads(get_data(__package__, "texts.json") or b"")


def is_valid(form: str, value: Any) -> bool:
    """Whether a value fits a definition of the schema, such as `date` or `url`."""
    return not _validator().violations(value, form)


def structure_faults(document: Document) -> Iterator[Finding]:
    """What violates the schema in a file that could be read."""
    if document.data is None:
        yield Finding(
            document.file, "the file is empty", "start with the line `resources:`"
        )
        return
    for violation in _violations(document.data):
        path, keyword = violation.path, violation.keyword
        if keyword in ("pattern", "maxLength") and IDS_OF_OTHERS & set(path[2:]):
            continue
        wording = _wording(document.data, violation)
        if keyword in ("additionalProperties", "required"):
            path = (*path, violation.expected)
        at_key = keyword == "additionalProperties"
        yield Finding(
            document.file,
            *wording,
            path=path,
            at_key=at_key,
            leaves_out=entry_path(path),
        )


def _violations(data: Any) -> Iterator[Violation]:
    """What violates the schema; first outside of the lists of entries, then entry by
    entry.
    """
    lists = {}
    outside = data
    if isinstance(data, dict):
        lists = {
            name: data[name] for name in ENTRIES if isinstance(data.get(name), list)
        }
        outside = {**data, **{name: [] for name in lists}}
    yield from _validator().violations(outside)
    for name, entries in lists.items():
        for number, entry in enumerate(entries):
            for violation in _validator().violations(entry, ENTRIES[name]):
                yield violation.below(number).below(name)


def _wording(data: Any, violation: Violation) -> Wording:
    value = reduce(getitem, violation.path, data)
    if value is None:
        return Wording(f"{_called(violation.path)} is empty", FILL)
    return _WORDINGS[violation.keyword](violation, value)


def _called(path: Steps) -> str:
    """How messages refer to the value at a path: by its key, or by its number in the
    list of that key.
    """
    if not path:
        return "the file"
    if isinstance(path[-1], int):
        return f"entry {path[-1] + 1} of `{path[-2]}`"
    return f"`{path[-1]}`"


def _unknown_key(violation: Violation, value: Mapping[str, Any]) -> Wording:
    key = violation.expected
    return Wording(
        f"unknown key `{short(key)}`", _right_key(violation.path, key, value)
    )


def _right_key(path: Steps, key: str, entry: Mapping[str, Any]) -> str:
    """What to do about a key that is unknown in the entry at a path."""
    known = _schema_at(path)["properties"]
    meant = [key, *wordings()["keys"].get(fold(key), [])]
    for name in meant:
        if name in known and name in entry:
            return f"this entry already has `{name}`: keep one of them"
        if name in known:
            return f"did you mean `{name}`?"
    return _right_level(path, meant) or _similar(key, known)


def _right_level(path: Steps, meant: Sequence[str]) -> str:
    """Where to write the first of some keys that belongs to a resource's contact, or
    beside it; else "".
    """
    if path[-1:] == ("contact",):
        for name in meant:
            if name in _schema_at(path[:-1])["properties"]:
                return f"write it as `{name}`, at the same level as `contact:`"
    elif path[:1] == ("resources",) and len(path) == 2:
        for name in meant:
            if name in _schema_at((*path, "contact"))["properties"]:
                return f"write it as `{name}` below `contact:`, indented"
    return ""


def _similar(key: str, known: Iterable[str]) -> str:
    near = guesses(key, known)
    if near:
        return f"did you mean {listed(near)}?"
    return f"known: {', '.join(known)}"


def _missing_key(violation: Violation, entry: Mapping[str, Any]) -> Wording:
    key = violation.expected
    value = "..."
    name = entry.get("name") or entry.get("label")
    if key == "id" and isinstance(name, str):
        value = _id_from(name) or value
    return Wording(f"`{key}` is missing", f"add a line `{key}: {value}` to this entry")


def _schema_at(path: Steps) -> Any:
    """The part of the schema that describes the value at a path."""
    schema = _schema()
    for step in path:
        schema = (
            schema["items"] if isinstance(step, int) else schema["properties"][step]
        )
        if "$ref" in schema:
            schema = _schema()["$defs"][schema["$ref"].rpartition("/")[2]]
    return schema


def _wrong_type(violation: Violation, value: Any) -> Wording:
    path, types = violation.path, violation.expected
    called = _called(path)
    if not path:
        hint = "put a line `resources:` above the entries, and indent them"
        return Wording("the file does not start with a key", hint)
    if "array" in types:
        return Wording(f"{called} must be a list", _as_list(path, value))
    if "object" in types:
        examples = listed([f"{key}: ..." for key in _keys_at(path)], "and")
        hint = (
            f"write each key on its own line, with a space after the colon: {examples}"
        )
        return Wording(f"{called} must consist of `key: value` lines", hint)
    hint = "write it without dashes, brackets or keys, or put it in quotes"
    return Wording(f"{called} must be a single value, not a list", hint)


def _keys_at(path: Steps) -> list[str]:
    """The keys that the entry at a path must have, or else may have."""
    schema = _schema_at(path)
    return list(schema.get("required") or schema.get("properties", ()))


def _as_list(path: Steps, value: Any) -> str:
    """How to write a value as a list, if the one at a path should be one."""
    keys = [f"{key}: ..." for key in _keys_at((*path, 0))]
    if keys:
        return f"write one `- {{{', '.join(keys)}}}` for each"
    items = "one, another"
    if isinstance(value, str) and len(value) < 80:
        items = ", ".join(_items(value))
    return f"write `[{items}]`, or each item on its own line as `- ...`"


def _items(text: str) -> list[str]:
    """The items that a text seems to have."""
    parts = [part.strip(" -\u2013*()") for part in re.split(_BETWEEN, text)]
    return [part for part in parts if part]


def _wrong_text(violation: Violation, value: str) -> Wording:
    called = _called(violation.path)
    if not is_valid("prose", value):
        return Wording(f"{called} is empty", FILL)
    form = _form_of(violation.expected)
    message, hint = wordings()["forms"][form]
    return Wording(
        message.format(called=called, value=short(value)), _advice(form, value, hint)
    )


@cache
def _form_of(pattern: str) -> str:
    """The definition of the schema that has a pattern."""
    definitions: Mapping[str, Any] = _schema()["$defs"]
    return next(
        name for name, part in definitions.items() if part.get("pattern") == pattern
    )


def _advice(form: str, value: str, hint: str) -> str:
    """What to write instead of a text in the wrong form: the value it seems to mean, or
    else a general hint.
    """
    if fold(value) in NOTHING:
        return "leave this line out until it is known"
    if form == "id":
        id = _id_from(value)
        if is_valid("id", id):
            return f"{hint}: `{id}`"
    elif form == "url" and lacks_scheme(value):
        return f"write `https://{value}`"
    return hint


def _id_from(name: str) -> str:
    """The words of a name as an id; those in other scripts are left out."""
    ascii_words = fold(name).encode("ascii", "ignore").decode().split()
    return "-".join(ascii_words)


def _too_long(violation: Violation, value: str) -> Wording:
    return Wording(
        f"{_called(violation.path)} has more than {violation.expected} characters",
        "shorten it",
    )


def _no_choice(violation: Violation, value: Any) -> Wording:
    message = f"{_called(violation.path)} cannot be `{short(str(value))}`"
    return Wording(message, f"write {listed(violation.expected)}")


_WORDINGS: Mapping[str, Callable[[Violation, Any], Wording]] = {
    "additionalProperties": _unknown_key,
    "required": _missing_key,
    "type": _wrong_type,
    "pattern": _wrong_text,
    "maxLength": _too_long,
    "enum": _no_choice,
}
