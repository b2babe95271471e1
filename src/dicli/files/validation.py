"""Validates plain data by a JSON Schema (draft 2020-12): the keywords that the schema
of catalogues uses, no others.

A schema is compiled into functions once. Each takes a value and gives what violates the
schema in it, an empty list if nothing does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from dicli.files.document import Steps

ANNOTATIONS = {"$schema", "$id", "$defs", "title", "description", "examples"}
# A catalogue is read as text: no value is a number or a boolean, though the schema
# allows editors to see them so.
NUMERIC = {"minimum", "maximum"}
TYPES = {"object": dict, "array": list, "string": str}


class Violation(NamedTuple):
    """What violates a schema: the path of the value, the keyword, and what the schema
    has there; for unknown and missing keys, the key itself.
    """

    path: Steps
    keyword: str
    expected: Any

    def below(self, step: str | int) -> Violation:
        """The same, seen from the container that has the value at that key or index."""
        return self._replace(path=(step, *self.path))


Check = Callable[[Any], list[Violation]]


class Validator:
    """Checks values by a schema, or by one of its definitions, which is compiled when
    it is first needed.
    """

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self._schema = schema
        self._checks: dict[str, Check] = {}

    def violations(self, value: Any, part: str = "") -> list[Violation]:
        """What violates the schema in a value of plain data, or the definition that
        `part` names.
        """
        return self._check_of(part)(value)

    def _check_of(self, part: str) -> Check:
        if part not in self._checks:
            schema = self._schema
            if part:
                schema = schema["$defs"][part]
            self._checks[part] = self._compiled(schema)
        return self._checks[part]

    def _compiled(self, schema: Mapping[str, Any]) -> Check:
        checks: list[Check] = []
        if {"properties", "additionalProperties"} & schema.keys():
            checks.append(self._keys(schema))
        for keyword, expected in schema.items():
            if keyword == "$ref":
                checks.append(self._check_of(expected.removeprefix("#/$defs/")))
            elif keyword == "items":
                checks.append(_items(self._compiled(expected)))
            elif keyword in _KEYWORDS:
                checks.append(_KEYWORDS[keyword](expected))
            elif keyword not in ANNOTATIONS | NUMERIC | {
                "properties",
                "additionalProperties",
            }:
                raise ValueError(f"the keyword `{keyword}` is not supported")
        if len(checks) == 1:
            return checks[0]
        return _all(checks)

    def _keys(self, schema: Mapping[str, Any]) -> Check:
        """Checks each value of an object by its key; `additionalProperties` can only be
        false.
        """
        known = {
            key: self._compiled(part)
            for key, part in schema.get("properties", {}).items()
        }
        closed = schema.get("additionalProperties", True) is False

        def check(value: Any) -> list[Violation]:
            found: list[Violation] = []
            if not isinstance(value, dict):
                return found
            for key, inner in value.items():
                if key in known:
                    for violation in known[key](inner):
                        found.append(violation.below(key))
                elif closed:
                    found.append(Violation((), "additionalProperties", key))
            return found

        return check


def _all(checks: list[Check]) -> Check:
    def check(value: Any) -> list[Violation]:
        found: list[Violation] = []
        for one in checks:
            found += one(value)
        return found

    return check


def _items(check_item: Check) -> Check:
    def check(value: Any) -> list[Violation]:
        found: list[Violation] = []
        if not isinstance(value, list):
            return found
        for number, item in enumerate(value):
            for violation in check_item(item):
                found.append(violation.below(number))
        return found

    return check


def _type(expected: str | list[str]) -> Check:
    names = [expected] if isinstance(expected, str) else expected
    types = tuple(TYPES[name] for name in names if name in TYPES)

    def check(value: Any) -> list[Violation]:
        if isinstance(value, types):
            return []
        return [Violation((), "type", names)]

    return check


def _required(keys: list[str]) -> Check:
    def check(value: Any) -> list[Violation]:
        if not isinstance(value, dict):
            return []
        return [Violation((), "required", key) for key in keys if key not in value]

    return check


def _pattern(pattern: str) -> Check:
    # In JSON Schema `$` is the end of the text; in Python it is also before a last line
    # end.
    search = re.compile(re.sub(r"(?<!\\)\$$", r"\\Z", pattern)).search

    def check(value: Any) -> list[Violation]:
        if isinstance(value, str) and not search(value):
            return [Violation((), "pattern", pattern)]
        return []

    return check


def _max_length(most: int) -> Check:
    def check(value: Any) -> list[Violation]:
        if isinstance(value, str) and len(value) > most:
            return [Violation((), "maxLength", most)]
        return []

    return check


def _enum(options: list[str]) -> Check:
    def check(value: Any) -> list[Violation]:
        if value in options:
            return []
        return [Violation((), "enum", options)]

    return check


_KEYWORDS: Mapping[str, Callable[[Any], Check]] = {
    "type": _type,
    "required": _required,
    "pattern": _pattern,
    "maxLength": _max_length,
    "enum": _enum,
}
