"""`dicli schema`: the one description of a catalogue's structure, for other programs too."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from conftest import ROOT, Run, Written
from dicli.core.errors import Status
from dicli.core.model import RESOURCE_FIELDS
from dicli.files.reader import parsed


@pytest.fixture
def validator(run: Run) -> Draft202012Validator:
    return Draft202012Validator(json.loads(run("schema").stdout))


def plain(text: str) -> Any:
    return parsed("a.yaml", text.encode()).data


def test_the_schema_is_printed_as_it_is_in_the_package(run: Run) -> None:
    text = (ROOT / "src" / "dicli" / "files" / "catalogue.schema.json").read_text(encoding="utf-8")
    assert run("schema") == (text, "", Status.FOUND)


def test_it_is_json_schema_of_the_draft_that_it_names(run: Run) -> None:
    schema = json.loads(run("schema").stdout)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


def fields(schema: Any) -> dict[str, Any]:
    """Each field by its place in the schema, with what it says of itself or by reference."""
    found = {f"file.{name}": part for name, part in schema["properties"].items()}
    for place, part in schema["$defs"].items():
        found |= {f"{place}.{name}": field for name, field in part.get("properties", {}).items()}
    return {
        name: {**schema["$defs"][part["$ref"].split("/")[-1]], **part} if "$ref" in part else part
        for name, part in found.items()
    }


def test_every_field_is_described_and_has_examples(run: Run) -> None:
    found = fields(json.loads(run("schema").stdout))
    assert [name for name, field in found.items() if "description" not in field] == []
    within = ("file.", "resource.confidence")  # lists of entries, and a choice of three
    assert [name for name, field in found.items() if "examples" not in field and not name.startswith(within)] == []


def test_its_examples_are_right(validator: Draft202012Validator) -> None:
    parts = [*validator.schema["$defs"].values(), *fields(validator.schema).values()]
    examples = [(part, example) for part in parts for example in part.get("examples", ())]
    assert len(examples) > 30
    for part, example in examples:
        one = validator.evolve(schema={**part, "$defs": validator.schema["$defs"]})
        assert list(one.iter_errors(example)) == []


def test_it_has_the_fields_of_a_resource_in_their_order(run: Run) -> None:
    properties = json.loads(run("schema").stdout)["$defs"]["resource"]["properties"]
    printed = [name for name in properties if name not in ("hidden", "extends")]
    assert [*printed, "catalogue"] == list(RESOURCE_FIELDS)


@pytest.mark.parametrize("file", ["data/resources.yaml", "docs/example.yaml"])
def test_a_catalogue_of_the_project_is_valid_and_names_the_schema(validator: Draft202012Validator, file: str) -> None:
    path = ROOT / file
    text = path.read_text(encoding="utf-8")
    assert list(validator.iter_errors(plain(text))) == []
    named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
    assert named
    assert (path.parent / named[1]).resolve() == Path(ROOT / "src" / "dicli" / "files" / "catalogue.schema.json")


# ---- broken catalogues ---------------------------------------------------------------------------

ENTRY = "resources:\n  - id: a\n    name: A\n    "
BROKEN = {
    "a list of entries without a key above": "- id: a\n  name: A\n",
    "an unknown key of the file": "resource: []\n",
    "an unknown key of the catalogue": "catalogue: {title: A}\n",
    "an unknown key of a term": "kinds: [{id: a, name: A}]\n",
    "an unknown key of a resource": ENTRY + "audience: [b]\n",
    "an unknown key of a contact": ENTRY + "contact: {mail: b}\n",
    "a text for a list": ENTRY + "aliases: B\n",
    "a list for a text": ENTRY + "summary: [B]\n",
    "a text for an entry": "resources: [a]\n",
    "a text for keys": ENTRY + "contact: b\n",
    "no id": "resources: [{name: A}]\n",
    "a link without an address": ENTRY + "links: [{label: B}]\n",
    "an empty value": ENTRY + "url:\n",
    "an empty text": ENTRY + "note: ''\n",
    "an id in capitals": "resources: [{id: A-b, name: A}]\n",
    "an id that is too long": f"resources: [{{id: {'a' * 81}, name: A}}]\n",
    "a name over two lines": "resources:\n  - id: a\n    name: |\n      A\n      B\n",
    "a link of another scheme": ENTRY + "url: ftp://a.org\n",
    "a link with a user name": ENTRY + "url: https://a@b.org\n",
    "a malformed email address": ENTRY + "contact: {email: a at b.org}\n",
    "a date in another form": ENTRY + "as_of: 30/06/2018\n",
    "an unknown confidence": ENTRY + "confidence: sure\n",
    "a text of nothing that can be seen": ENTRY + 'note: "\\x07"\n',
    "an item of nothing that can be seen": ENTRY + 'keywords: ["\\u202e"]\n',
    "a number for an address": ENTRY + "url: 12\n",
    "a choice that is none": ENTRY + "extends: maybe\n",
}
# What only dicli can tell: a schema sees one file's data, and no connections within it.
BEYOND = {
    "no name": "resources: [{id: a}]\n",
    "a syntax error": "resources: [\n",
    "a key given twice": ENTRY + "name: B\n",
    "an anchor": ENTRY + "note: &b c\n",
    "an id given twice": "resources: [{id: a, name: A}, {id: a, name: B}]\n",
    "an unknown audience": ENTRY + "audiences: [nobody-known]\n",
    "an unknown whole": ENTRY + "part_of: nothing-known\n",
    "a circle": ENTRY + "part_of: a\n",
    "a synonym claimed twice": "topics: [{id: a, synonyms: [c]}, {id: b, synonyms: [C]}]\n",
    "a day that never was": ENTRY + "as_of: 2023-02-30\n",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_a_broken_structure_is_refused_by_the_schema_and_by_check(
    run: Run, written: Written, validator: Draft202012Validator, text: str
) -> None:
    assert list(validator.iter_errors(plain(text)))
    assert run("check", written(text)).status == Status.NOTHING


@pytest.mark.parametrize("text", BEYOND.values(), ids=BEYOND)
def test_what_no_schema_can_say_is_refused_by_check(run: Run, written: Written, text: str) -> None:
    assert run("check", written(text)).status == Status.NOTHING


def test_there_are_enough_of_them() -> None:
    assert len(BROKEN) >= 20
