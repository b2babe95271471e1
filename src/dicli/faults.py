"""What is wrong with catalogue files: their structure by the JSON Schema, then what a schema cannot say.

`faults` are reasons to refuse a file; `warnings` are what a keeper should look at. Both work on whatever a
file holds: nothing here relies on the structure being right.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from dicli.errors import listed
from dicli.model import Record
from dicli.reader import Document, Fault, located
from dicli.text import fold

__all__ = ["faults", "guess", "schema_text", "warnings"]

VOCABULARY_OF = {"audiences": "audiences", "topics": "topics", "kind": "kinds"}
ONE_OF = {"audiences": "audience", "topics": "topic", "kinds": "kind", "resources": "resource"}


def schema_text() -> str:
    """The JSON Schema of a catalogue file, the one description of its structure."""
    return Path(__file__).with_name("catalogue.schema.json").read_text(encoding="utf-8")


def guess(name: str, known: Sequence[str]) -> str:
    """A hint with the nearest known names, or all of them where there are few, or nothing."""
    near = get_close_matches(name, known, 3, 0.6) or get_close_matches(fold(name), known, 3, 0.6)
    if near:
        return f"did you mean {listed(near)}?"
    return f"known: {', '.join(known)}" if 0 < len(known) <= 12 else ""


def faults(documents: Sequence[Document], beneath: Sequence[Document] = ()) -> list[Fault]:
    """All faults of some files laid over each other in this order, each with its place.

    `beneath` are files that are not in force, but whose ids may be used (the bundled one).
    """
    context = _Context([*beneath, *documents])
    found: list[Fault] = []
    for document in documents:
        mine = list(document.faults)
        if not mine or document.data is not None:
            mine += [*_structure_faults(document), *_meaning_faults(document, context)]
        found += located(document, mine)
    return found


# ---- structure -----------------------------------------------------------------------------------


@cache
def _schema() -> Any:
    return json.loads(schema_text())


@cache
def _validator() -> Any:
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator(_schema())


def _structure_faults(document: Document) -> Iterator[Fault]:
    if document.data is None:
        yield Fault(document.file, "the file is empty", "start from the example in docs/catalogue.md")
        return
    for error in _validator().iter_errors(document.data):
        path = tuple(error.instance_path)
        value = _at(document.data, path)
        if error.kind.name == "additionalProperties":
            yield from (_unknown_key(document, path, key, error.schema_path) for key in error.kind.unexpected)
        else:
            message, hint = _WORDING[error.kind.name](str(path[-1] if path else "file"), value, error)
            yield Fault(document.file, message, hint, path=path)


def _at(data: Any, path: Sequence[str | int]) -> Any:
    for step in path:
        data = data[step]
    return data


def _unknown_key(document: Document, path: tuple[Any, ...], key: str, schema_path: Sequence[Any]) -> Fault:
    known = _schema()
    for step in schema_path[:-1]:
        known = _schema()["$defs"][str(step).split("/")[-1]] if str(step).startswith("#") else known[step]
        while "$ref" in known:
            known = _schema()["$defs"][known["$ref"].split("/")[-1]]
    hint = guess(key, list(known["properties"])) or f"known: {', '.join(known['properties'])}"
    return Fault(document.file, f"unknown key `{key}`", hint, path=(*path, key), at_key=True)


def _wrong_type(key: str, value: Any, error: Any) -> tuple[str, str]:
    wanted = error.kind.types[0]
    if value is None:
        return f"{_called(error)} is empty", "give it a value or leave it out"
    name = {"array": "a list", "object": "a mapping", "string": "text"}[wanted]
    example = {
        "array": f"write `{key}: [{value if isinstance(value, str) else '...'}]`, or one `- ` line each",
        "object": "write its keys below it, indented: `key: value`",
        "string": "write one value, in quotes if it holds a colon or brackets",
    }[wanted]
    return f"{_called(error)} must be {name}", example


def _called(error: Any) -> str:
    """How to speak of the value at fault: its key, or its place in the list of that key."""
    path = list(error.instance_path)
    if path and isinstance(path[-1], int):
        return f"entry {path[-1] + 1} of `{path[-2]}`" if len(path) > 1 else "an entry"
    return f"`{path[-1]}`" if path else "the file"


def _wrong_text(key: str, value: Any, error: Any) -> tuple[str, str]:
    kinds = {schema["pattern"]: name for name, schema in _schema()["$defs"].items() if "pattern" in schema}
    kind = kinds[error.kind.pattern]
    bad = next((c for c in value if not c.isprintable() and c not in " \n"), None)
    if bad is not None:
        return f"{_called(error)} holds the invisible character U+{ord(bad):04X}", "delete it"
    return _TEXT_WORDING[kind](_called(error), value)


def _not_an_id(called: str, value: str) -> tuple[str, str]:
    kebab = fold(value).replace(" ", "-").encode("ascii", "ignore").decode()
    better = f": `{kebab}`" if kebab else ""
    return f"`{value}` is not an id", f"use lower-case letters, digits and hyphens{better}"


def _not_a_url(called: str, value: str) -> tuple[str, str]:
    if "@" in value.split("?")[0]:
        return f"{called} has a user name before its host", "write the address without what stands before the @"
    return f"{called} is not a web address: `{value}`", "write it in full, as in https://example.org/page"


_TEXT_WORDING: Mapping[str, Callable[[str, str], tuple[str, str]]] = {
    "line": lambda called, value: (
        (f"{called} goes over several lines", "write it on one line")
        if value.strip()
        else (f"{called} is empty", "give it a value or leave it out")
    ),
    "prose": lambda called, value: (f"{called} is empty", "give it a value or leave it out"),
    "id": _not_an_id,
    "date": lambda called, value: (f"{called} is not a date: `{value}`", "write 2018, 2018-06 or 2018-06-30"),
    "url": _not_a_url,
    "email": lambda called, value: (f"{called} is not an e-mail address: `{value}`", "write name@example.org"),
}

_WORDING: Mapping[str, Callable[[str, Any, Any], tuple[str, str]]] = {
    "required": lambda key, value, error: (
        f"`{error.kind.property}` is missing",
        f"add a line `{error.kind.property}: ...` to this entry",
    ),
    "type": _wrong_type,
    "pattern": _wrong_text,
    "maxLength": lambda key, value, error: (f"{_called(error)} is too long", "shorten it"),
    "enum": lambda key, value, error: (
        f"{_called(error)} is `{value}`" if value is not None else f"{_called(error)} is empty",
        f"write {listed(error.kind.options)}",
    ),
}


# ---- meaning -------------------------------------------------------------------------------------


class _Context:
    """What all files together define, and who has claimed a synonym so far."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.known: dict[str, list[str]] = {
            name: list(dict.fromkeys(r["id"] for d in documents for _, r in _records(d, name)))
            for name in ("audiences", "topics", "kinds", "resources")
        }
        self.claims: dict[tuple[str, str], str] = {}
        self.parents: dict[str, dict[str, list[str]]] = {name: {} for name in ("audiences", "topics", "resources")}
        self.parents["kinds"] = {}
        for document in documents:
            for name, parents in self.parents.items():
                for _, record in _records(document, name):
                    parents[record["id"]] = _texts(record, "part_of" if name == "resources" else "broader")


def _records(document: Document, name: str) -> Iterator[tuple[int, Record]]:
    """The well-formed entries of a list of the file, with their numbers."""
    data = document.data.get(name) if isinstance(document.data, dict) else None
    for number, record in enumerate(data if isinstance(data, list) else ()):
        if isinstance(record, dict) and isinstance(record.get("id"), str):
            yield number, record


def _texts(record: Record, key: str) -> list[str]:
    value = record.get(key)
    values = value if isinstance(value, list) else [value]
    return [text for text in values if isinstance(text, str)]


def _meaning_faults(document: Document, context: _Context) -> Iterator[Fault]:
    for name in ("audiences", "topics", "kinds", "resources"):
        seen: set[str] = set()
        for number, record in _records(document, name):
            path = (name, number)
            if record["id"] in seen:
                yield Fault(
                    document.file,
                    f"the {ONE_OF[name]} `{record['id']}` stands here a second time",
                    "give one of them another id",
                    path=(*path, "id"),
                )
            seen.add(record["id"])
            yield from _circle(document, context, name, path, record)
            check = _resource_faults if name == "resources" else _term_faults
            yield from check(document, context, path, record)


def _circle(document: Document, context: _Context, name: str, path: tuple[Any, ...], record: Record) -> Iterator[Fault]:
    parents, above, trail = context.parents[name], [record["id"]], set[str]()
    while above:
        for parent in parents.get(above.pop(), ()):
            if parent == record["id"]:
                key = "part_of" if name == "resources" else "broader"
                yield Fault(
                    document.file,
                    f"`{record['id']}` is above itself: `{key}` goes in a circle",
                    "take one step of the circle out",
                    path=(*path, key),
                )
                return
            if parent not in trail:
                trail.add(parent)
                above.append(parent)


def _unknown(document: Document, context: _Context, vocabulary: str, path: tuple[Any, ...], id: str) -> Iterator[Fault]:
    known = context.known[vocabulary]
    if id not in known:
        yield Fault(
            document.file,
            f"no {ONE_OF[vocabulary]} is called `{id}`",
            guess(id, known) or f"define it under `{vocabulary}`",
            path=path,
        )


def _term_faults(document: Document, context: _Context, path: tuple[Any, ...], term: Record) -> Iterator[Fault]:
    vocabulary = path[0]
    for number, parent in enumerate(_texts(term, "broader")):
        yield from _unknown(document, context, vocabulary, (*path, "broader", number), parent)
    named: list[tuple[str, tuple[int, ...], str]] = [("id", (), term["id"])]
    named += [("label", (), text) for text in _texts(term, "label")]
    named += [("synonyms", (n,), text) for n, text in enumerate(_texts(term, "synonyms"))]
    for key, number_path, text in named:
        owner = context.claims.setdefault((vocabulary, fold(text)), term["id"])
        if owner != term["id"] and fold(text):
            yield Fault(
                document.file,
                f"`{text}` already belongs to the {ONE_OF[vocabulary]} `{owner}`",
                "keep it in one of them",
                path=(*path, key, *number_path),
            )


def _resource_faults(document: Document, context: _Context, path: tuple[Any, ...], resource: Record) -> Iterator[Fault]:
    for key, vocabulary in VOCABULARY_OF.items():
        for number, id in enumerate(_texts(resource, key)):
            place = (*path, key, number) if isinstance(resource[key], list) else (*path, key)
            yield from _unknown(document, context, vocabulary, place, id)
    for id in _texts(resource, "part_of"):
        yield from _unknown(document, context, "resources", (*path, "part_of"), id)
    for text in _texts(resource, "as_of"):
        if not _is_date(text):
            yield Fault(
                document.file,
                f"there is no such date: `{text}`",
                "write 2018, 2018-06 or 2018-06-30",
                path=(*path, "as_of"),
            )


def _is_date(text: str) -> bool:
    """Whether a text of the form of a date is one; other forms are the schema's matter."""
    parts = text.split("-")
    if not all(part.isdecimal() for part in parts) or len(parts) > 3:
        return True
    try:
        date(*map(int, (*parts, "1", "1")[:3]))
    except ValueError:
        return False
    return True


# ---- warnings ------------------------------------------------------------------------------------


def warnings(documents: Sequence[Document], older_than: int, today: date) -> list[Fault]:
    """What a keeper should look at in files without faults; `older_than` in years."""
    used = {
        (vocabulary, id)
        for d in documents
        for _, r in _records(d, "resources")
        for key, vocabulary in VOCABULARY_OF.items()
        for id in _texts(r, key)
    }
    used |= {
        (name, id) for d in documents for name in ONE_OF for _, r in _records(d, name) for id in _texts(r, "broader")
    }
    names: dict[str, str] = {}
    found: list[Fault] = []
    for document in documents:
        mine = [
            w
            for number, r in _records(document, "resources")
            for w in _resource_warnings(document, number, r, names, today.year - older_than)
        ]
        mine += [
            Fault(
                document.file,
                f"no resource names the {ONE_OF[name]} `{term['id']}`",
                "use it or take it out",
                path=(name, number, "id"),
                warning=True,
            )
            for name in ("audiences", "topics", "kinds")
            for number, term in _records(document, name)
            if (name, term["id"]) not in used
        ]
        found += located(document, mine)
    return found


def _resource_warnings(
    document: Document, number: int, resource: Record, names: dict[str, str], oldest: int
) -> Iterator[Fault]:
    path = ("resources", number)

    def warning(message: str, hint: str, *steps: str | int) -> Fault:
        return Fault(document.file, message, hint, path=(*path, *steps), warning=True)

    claimed: list[tuple[tuple[str | int, ...], str]] = [(("name",), text) for text in _texts(resource, "name")]
    claimed += [(("aliases", n), text) for n, text in enumerate(_texts(resource, "aliases"))]
    for steps, text in claimed:
        owner = names.setdefault(fold(text), resource["id"])
        if owner != resource["id"]:
            yield warning(f"`{text}` is also a name of `{owner}`", "right if both are called so", *steps)
    for key in ("url", "summary", "as_of"):
        if key not in resource:
            yield warning(f"`{resource['id']}` has no `{key}`", "add it if it is known", "id")
    for text in _texts(resource, "as_of"):
        if text[:4].isdecimal() and int(text[:4]) < oldest:
            yield warning(
                f"the facts of `{resource['id']}` were last seen in {text[:4]}",
                "look whether they still hold, then set `as_of`",
                "as_of",
            )
