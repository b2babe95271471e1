"""The model agrees with the rest of the program, and its values cannot be changed."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from dicli.core.model import RESOURCE_FIELDS, Match, Query, Resource

SCHEMA = json.loads((files("dicli.files") / "catalogue.schema.json").read_text(encoding="utf-8"))


def test_a_resource_has_the_fields_of_the_schema_and_the_catalogue_it_came_from() -> None:
    described = list(SCHEMA["$defs"]["resource"]["properties"])
    described.remove("extends")  # says how files are merged; the merged resource has it no more
    assert (*described, "catalogue") == Resource._fields
    assert set(Resource._fields) - set(RESOURCE_FIELDS) == {"hidden"}


def test_queries_are_values() -> None:
    assert Query(words="visa") == Query(words="visa")
    assert Query(words="visa") != Query(words="visa", direct=True)
    assert len({Query(), Query()}) == 1


@pytest.mark.parametrize("value", [Resource("a", "A"), Query(), Match("a", "a", (), "exact")])
def test_values_cannot_be_changed(value: object) -> None:
    field = type(value).__match_args__[0]  # type: ignore[attr-defined]
    with pytest.raises(AttributeError):
        setattr(value, field, "changed")
