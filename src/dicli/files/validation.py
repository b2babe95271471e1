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
    """A value that violates a schema, its path, and the part of the schema and the
    keyword that it violates; for unknown and missing keys, the key, too.
    """

    path: Steps
    value: Any
    schema: Schema
    keyword: str
    key: str = ""


class Validator:
    """Checks values by a schema, or by one of its definitions."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    def violations(self, value: Any, part: str = "") -> Iterator[Violation]:
        """What violates the schema in a value of plain data, or the definition that
        `part` names.
        """
        schema = self._schema
        if part:
            schema = self.resolved({"$ref": part})
        return self._violations(value, schema, ())

    def resolved(self, schema: Schema) -> Schema:
        """The definition that a schema refers to; any other schema as it is."""
        if "$ref" not in schema:
            return schema
        name = schema["$ref"].rpartition("/")[2]
        return self._schema["$defs"][name]  # type: ignore[no-any-return]

    def _violations(
        self, value: Any, schema: Schema, path: Steps
    ) -> Iterator[Violation]:
        schema = self.resolved(schema)
        for keyword, expected in schema.items():
            if keyword in TESTS and not TESTS[keyword](value, expected):
                yield Violation(path, value, schema, keyword)
        if isinstance(value, dict):
            yield from self._in_object(value, schema, path)
        elif isinstance(value, list) and "items" in schema:
            for number, item in enumerate(value):
                yield from self._violations(item, schema["items"], (*path, number))

    def _in_object(
        self, value: Mapping[str, Any], schema: Schema, path: Steps
    ) -> Iterator[Violation]:
        known = schema.get("properties", {})
        is_closed = schema.get("additionalProperties") is False
        for key in schema.get("required", ()):
            if key not in value:
                yield Violation(path, value, schema, "required", key)
        for key, inner in value.items():
            if key in known:
                yield from self._violations(inner, known[key], (*path, key))
            elif is_closed:
                yield Violation(path, value, schema, "additionalProperties", key)


def _has_type(value: Any, expected: str | list[str]) -> bool:
    name = TYPES.get(type(value))
    return name == expected or (isinstance(expected, list) and name in expected)


def _fits_pattern(value: Any, pattern: str) -> bool:
    return not isinstance(value, str) or _compiled(pattern).search(value) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """In JSON Schema `$` is the end of the text; in Python it is also before a last
    line end.
    """
    return re.compile(re.sub(r"(?<!\\)\$$", r"\\Z", pattern))


def _is_short_enough(value: Any, most: int) -> bool:
    return not isinstance(value, str) or len(value) <= most


def _is_choice(value: Any, choices: list[Any]) -> bool:
    return value in choices


TESTS: Mapping[str, Callable[[Any, Any], bool]] = {
    "type": _has_type,
    "pattern": _fits_pattern,
    "maxLength": _is_short_enough,
    "enum": _is_choice,
}
"""What a keyword demands of a value, given what the schema has there."""
