"""Validates plain data by a JSON Schema (draft 2020-12): the keywords that the schema
of catalogues uses, no others.

A catalogue is read as text: no value is a number or a boolean, though the schema allows
editors to see them so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from dicli.files.document import Steps

Schema = Mapping[str, Any]
TYPES: Mapping[type, str] = {dict: "object", list: "array", str: "string"}


class Violation(NamedTuple):
    """A value that violates a schema: its path, the part of the schema for it, and the
    keyword there that it violates. `key` is the unknown or missing key, if it is one.
    """

    path: Steps
    value: Any
    schema: Schema
    keyword: str
    key: str = ""


class Validator:
    """Checks values by a schema, or by one of its definitions.

    `definitions` are those of the schema, by name, without references, and the schema
    itself, by an empty name.
    """

    def __init__(self, schema: Schema) -> None:
        parts = {"": schema, **schema["$defs"]}
        self.definitions: dict[str, Schema] = {}
        for name, part in parts.items():
            self.definitions[name] = _without_references(part, parts)

    def violations(self, value: Any, definition: str = "") -> Iterator[Violation]:
        """What in a value of plain data violates the schema, or the definition of that
        name.
        """
        return _violations(value, self.definitions[definition], ())


def _without_references(schema: Schema, definitions: Mapping[str, Schema]) -> Schema:
    """A schema with its references replaced by the definitions. Each of these gets the
    key `definition`, with its name. No definition contains itself.
    """
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        definition = _without_references(definitions[name], definitions)
        return {**definition, "definition": name}
    # every schema gets "properties", so that callers need not check for it
    complete = {**schema, "properties": {}}
    for key, inner in schema.get("properties", {}).items():
        complete["properties"][key] = _without_references(inner, definitions)
    if "items" in schema:
        complete["items"] = _without_references(schema["items"], definitions)
    return complete


def _violations(value: Any, schema: Schema, path: Steps) -> Iterator[Violation]:
    """What in a value violates a schema without references; `path` leads to it."""
    for keyword, is_right in TESTS.items():
        if keyword in schema and not is_right(value, schema[keyword]):
            yield Violation(path, value, schema, keyword)
            return
    if isinstance(value, dict):
        yield from _violations_in_object(value, schema, path)
    elif "items" in schema:
        for number, item in enumerate(value):
            yield from _violations(item, schema["items"], (*path, number))


def _violations_in_object(
    value: Mapping[str, Any], schema: Schema, path: Steps
) -> Iterator[Violation]:
    """What in an object violates a schema: its keys and their values."""
    for key in schema.get("required", ()):
        if key not in value:
            yield Violation(path, value, schema, "required", key)
    properties = schema["properties"]
    keyword = "additionalProperties"  # always false in this schema
    for key, inner in value.items():
        if key in properties:
            yield from _violations(inner, properties[key], (*path, key))
        elif keyword in schema:
            yield Violation(path, value, schema, keyword, key)


def _has_type(value: Any, expected: str | list[str]) -> bool:
    """Whether a value has the expected type, or one of them."""
    return TYPES.get(type(value), "null") in expected


def _is_short_enough(text: str, most: int) -> bool:
    return len(text) <= most


def _fits_pattern(text: str, pattern: str) -> bool:
    return _compiled(pattern).search(text) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of JSON Schema for Python, where `$` is not only the end of the text
    but also before a last line end.
    """
    return re.compile(re.sub(r"(?<!\\)\$$", r"\\Z", pattern))


def _is_choice(value: Any, choices: list[Any]) -> bool:
    return value in choices


TESTS: Mapping[str, Callable[[Any, Any], bool]] = {
    "type": _has_type,
    "maxLength": _is_short_enough,
    "pattern": _fits_pattern,
    "enum": _is_choice,
}
"""By keyword: whether a value is as the schema demands. The order counts: only the first
violation of a value is reported, and what has a length or a pattern has the type of texts.
"""
