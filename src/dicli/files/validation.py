"""Validates plain data by a JSON Schema (draft 2020-12): the keywords that the schema
of catalogues uses, no others.

A catalogue is read as text: no value is a number or a boolean, though the schema allows
editors to see them so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
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
        self._forms: dict[str, _Form] = {}  # by the definition, "" for the whole schema

    def violations(self, value: Any, part: str = "") -> list[Violation]:
        """What violates the schema in a value of plain data, or the definition that
        `part` names.
        """
        if part not in self._forms:
            self._forms[part] = self._form_of({"$ref": part} if part else self._schema)
        found: list[Violation] = []
        self._forms[part].check(value, (), found)
        return found

    def resolved(self, schema: Schema) -> Schema:
        """The definition that a schema refers to; any other schema as it is."""
        if "$ref" not in schema:
            return schema
        name = schema["$ref"].rpartition("/")[2]
        return self._schema["$defs"][name]  # type: ignore[no-any-return]

    def _form_of(self, schema: Schema) -> _Form:
        """A schema with what it refers to, read once: no schema contains itself."""
        schema = self.resolved(schema)
        form = _Form(schema)
        for key, inner in schema.get("properties", {}).items():
            form.properties[key] = self._form_of(inner)
        if "items" in schema:
            form.items = self._form_of(schema["items"])
        return form


class _Form:
    """What a schema demands of a value, and of the values in that."""

    def __init__(self, schema: Schema) -> None:
        self.properties: dict[str, _Form] = {}
        self.items: _Form | None = None
        self._schema = schema
        self._tests = []
        for keyword, expected in schema.items():
            if keyword in TESTS:
                self._tests.append((keyword, TESTS[keyword], expected))
        self._required = schema.get("required", ())
        self._is_closed = schema.get("additionalProperties") is False

    def check(self, value: Any, path: Steps, found: list[Violation]) -> None:
        """Adds to `found` what is wrong with the value at a path."""
        for keyword, is_right, expected in self._tests:
            if not is_right(value, expected):
                found.append(Violation(path, value, self._schema, keyword))
        if isinstance(value, dict):
            self._check_object(value, path, found)
        elif isinstance(value, list) and self.items:
            for number, item in enumerate(value):
                self.items.check(item, (*path, number), found)

    def _check_object(
        self, value: Mapping[str, Any], path: Steps, found: list[Violation]
    ) -> None:
        for key in self._required:
            if key not in value:
                found.append(Violation(path, value, self._schema, "required", key))
        for key, inner in value.items():
            if key in self.properties:
                self.properties[key].check(inner, (*path, key), found)
            elif self._is_closed:
                keyword = "additionalProperties"
                found.append(Violation(path, value, self._schema, keyword, key))


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
