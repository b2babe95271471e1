"""The interpreter of the schema: the same verdict as the reference, and as editors see catalogue files."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from dicli.core.safe import visible
from dicli.files.checking import findings
from dicli.files.reader import parsed
from dicli.files.structure import schema_text
from dicli.files.validation import TESTS, Validator

SCHEMA = json.loads(schema_text())
PARTS = ["", *SCHEMA["$defs"]]


@lru_cache
def reference(part: str) -> Any:
    """The reference's validator of a part of the schema. In JSON Schema `$` is the end of a text; in Python, in which
    the reference runs, it is also before a last line end."""
    schema = json.loads(schema_text().replace('$"', '\\\\Z"')) if part == "" else reference("").schema
    return Draft202012Validator({"$defs": schema["$defs"], "$ref": f"#/$defs/{part}"} if part else schema)


def both(value: Any, part: str) -> tuple[bool, bool]:
    """Whether a value is valid, as our interpreter and as the reference has it."""
    return not list(Validator(SCHEMA).violations(value, part)), reference(part).is_valid(value)


SAMPLES = [
    *["", " ", "\t", "a", "a b", "a-b", "A", "a\n", "\n", "a\tb", "true", "high", "\u3164", "a\u200bb", "\u2028"],
    *["2018", "2018-06", "2018-06-30", "2018-6", "x" * 81, "https://a.org/" + "x" * 2000],
    *["https://a.org", "https://a.org/b c", "http://a@b.org", "https://a.org/#", "ftp://a.org"],
    *["a@b.org", "a@b", "a@b.org\n"],
]
TEXTS = st.text(max_size=12) | st.sampled_from(SAMPLES)
SCALARS = TEXTS | st.none()  # a catalogue is read as text
KEYS = st.sampled_from(sorted({key for part in SCHEMA["$defs"].values() for key in part.get("properties", {})} | {"x"}))
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5))


@pytest.mark.parametrize("part", PARTS)
@given(value=VALUES)
def test_the_verdict_is_that_of_the_reference(part: str, value: Any) -> None:
    ours, theirs = both(value, part)
    assert ours == theirs


@given(st.dictionaries(st.sampled_from([*SCHEMA["properties"], "x"]), VALUES | st.lists(VALUES, max_size=3)))
def test_the_verdict_on_whole_files_is_that_of_the_reference(value: Any) -> None:
    ours, theirs = both(value, "")
    assert ours == theirs


def test_what_violates_the_schema_is_given_with_its_path_and_keyword() -> None:
    value = {"resources": [{"name": "1", "kinds": []}, {"id": "a", "links": [{"label": "A", "url": "b"}]}], "x": 1}
    found = {(violation.path, violation.keyword) for violation in Validator(SCHEMA).violations(value)}
    assert found == {
        ((), "additionalProperties"),
        (("resources", 0), "required"),
        (("resources", 0), "additionalProperties"),
        (("resources", 1, "links", 0, "url"), "pattern"),
    }


def keywords(schema: Any) -> set[str]:
    """The keywords that occur anywhere in a schema."""
    found = set(schema)
    for part in [*schema.get("properties", {}).values(), *schema.get("$defs", {}).values()]:
        found |= keywords(part)
    return found | keywords(schema.get("items", {})) if "items" in schema else found


def test_the_schema_uses_only_keywords_that_are_checked_or_say_nothing_of_texts() -> None:
    checked = {*TESTS, "$ref", "required", "properties", "additionalProperties", "items"}
    for_editors = {"$schema", "$id", "$defs", "title", "description", "examples", "minimum", "maximum"}
    assert keywords(SCHEMA) <= checked | for_editors


@pytest.mark.parametrize("form", ["line", "prose"])
def test_the_schema_knows_what_nobody_sees(form: str) -> None:
    pattern = re.compile(SCHEMA["$defs"][form]["pattern"])
    characters = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000 and chr(code) not in "\t\n"]
    wrong = [c for c in characters if bool(pattern.search(c)) != bool(visible(c).strip())]
    assert wrong == []


# ---- as editors see it ---------------------------------------------------------------------------


class Core(yaml.SafeLoader):
    """Reads YAML as editors do, by the core schema of YAML 1.2: numbers, booleans and nothing are not texts."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012


for tag, pattern, first in (
    ("bool", "true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", "[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("null", "~|null|Null|NULL|", "~nN\0"),
):
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), list(first))
Core.add_constructor(
    "tag:yaml.org,2002:int", lambda loader, node: int(re.sub("^0o", "", node.value), 0 if "x" in node.value else 10)
)

TYPED = st.sampled_from(
    "311 988 5550100 12 2024 2018-06 true false no yes null ~ 0123 1.5 1e3 0x1F -5 +5 a A a-b a_b 12:30 https://a.org "
    'a@b.org high High [] {} [1] [a,2] {a:1} \'quoted\' "x" ""'.split()
)
RESOURCE = [key for key in SCHEMA["$defs"]["resource"]["properties"] if key not in ("id", "extends")]
REFERRING = {"kind", "audiences", "topics", "part_of"}  # ids that only `check` can look up


@pytest.mark.parametrize("key", [key for key in RESOURCE if key not in REFERRING])
@given(value=TYPED, items=st.lists(TYPED, max_size=3))
def test_editors_mark_nothing_that_check_accepts_and_most_of_what_it_refuses(
    key: str, value: str, items: list[str]
) -> None:
    name = "" if key == "name" else ", name: A"
    for typed in (value, f"[{', '.join(items)}]"):
        text = f"resources: [{{id: a{name}, {key}: {typed}}}]\n"
        refused = bool(findings([parsed("a", text.encode())]))
        marked = not reference("").is_valid(yaml.load(text, Core))
        if marked:
            assert refused, text
        if refused and key != "as_of":  # 2018-02-30 is not a date, and 9999 in the future
            assert marked, text


@pytest.mark.parametrize(
    "entry",
    [
        "name: 311",
        "name: A, keywords: [988]",
        "name: A, contact: {phone: 5550100, location: 12}",
        "name: A, note: 2024",
    ],
)
def test_numbers_are_texts_for_both(entry: str) -> None:
    text = f"resources: [{{id: a, {entry}}}]\n"
    assert not findings([parsed("a", text.encode())])
    assert reference("").is_valid(yaml.load(text, Core))
