"""The word vectors that are shipped are what the scripts of `vectors/` make, and say which words are alike."""

from __future__ import annotations

import ast
import json
from hashlib import sha256
from math import hypot
from operator import mul

import pytest

from conftest import ROOT
from dicli.core.catalogue import Catalogue
from dicli.core.database import Fill
from dicli.search.compilation import compiled
from dicli.search.nearness import DIMENSIONS, nearness, rows_of, write_vectors

DATA = ROOT / "src" / "dicli" / "search"
LARGEST = 3_000_000  # bytes


def checksums(script: str) -> dict[str, str]:
    """SHIPPED in a script, which needs libraries that tests do not have."""
    for statement in ast.parse((ROOT / "vectors" / script).read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "SHIPPED":
            found: dict[str, str] = ast.literal_eval(statement.value)
            return found
    raise AssertionError("SHIPPED")


def test_what_is_shipped_is_what_the_scripts_made_and_the_decision_names() -> None:
    decision = (ROOT / "docs" / "decisions" / "0015-word-vectors.md").read_text(encoding="utf-8")
    made = checksums("make.py")
    assert set(made) == {"start.bin", "stems.txt"}
    shipped = {"stems.txt": made["stems.txt"], "vectors.bin": checksums("train.py")["vectors.bin"]}
    for name, checksum in shipped.items():
        assert sha256((DATA / name).read_bytes()).hexdigest() == checksum
    for checksum in (made["start.bin"], *shipped.values()):
        assert checksum in decision


def test_each_service_of_the_training_text_has_needs() -> None:
    for line in (ROOT / "vectors" / "needs.jsonl").read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        assert pair.keys() == {"service", "needs"}
        assert all((pair["service"], pair["needs"], *pair["needs"]))


def test_each_stem_has_a_row() -> None:
    stems = (DATA / "stems.txt").read_text(encoding="ascii").splitlines()
    vectors = (DATA / "vectors.bin").read_bytes()

    assert stems == sorted(set(stems))
    assert len(vectors) == len(stems) * DIMENSIONS < LARGEST


def test_words_with_one_stem_share_a_row_and_unknown_ones_have_none() -> None:
    assert rows_of(["doctor", "doctors"]) == rows_of(["doctor"]) != rows_of(["physician"])
    assert rows_of(["qwrtzx"]) == []


@pytest.fixture
def data() -> dict[str, object]:
    resources = [{"id": "a", "name": "Physician"}, {"id": "b", "name": "Parking"}, {"id": "c", "name": "Qwrtzx"}]
    return {"info": {}, "files": [], "audiences": [], "topics": [], "kinds": [], "resources": resources}


def test_a_doctor_is_nearer_to_a_physician_than_to_parking(data: dict[str, object]) -> None:
    near = nearness(Catalogue(compiled(data)), ["doctor"])
    assert near[0] > 0.5 > near.get(1, 0.0)
    assert 2 not in near


def test_words_without_a_vector_make_all_less_near(data: dict[str, object]) -> None:
    here = Catalogue(compiled(data))
    assert nearness(here, ["doctor", "qwrtzx"])[0] < 0.8 * nearness(here, ["doctor"])[0]


def test_nearness_is_the_cosine_between_the_sums_of_the_vectors(data: dict[str, object]) -> None:
    vectors = memoryview((DATA / "vectors.bin").read_bytes()).cast("b")

    def total(*words: str) -> list[int]:
        rows = [vectors[row * DIMENSIONS : (row + 1) * DIMENSIONS] for row in rows_of(words)]
        assert len(rows) == len(words)
        return [sum(column) for column in zip(*rows, strict=True)]

    said = ["parking", "permit", "garage", "visitor"]
    data["resources"] = [
        {"id": "a", "name": "Parking permits", "summary": "Permit for the garage.", "hidden": ["visitors"]}
    ]
    asked, kept = total("car", "ticket"), total(*said)
    cosine = sum(map(mul, asked, kept)) / (hypot(*asked) * hypot(*kept))
    assert nearness(Catalogue(compiled(data)), ["car", "ticket"])[0] == pytest.approx(
        cosine, rel=1e-4
    )  # kept in whole numbers


def test_a_resource_may_have_thousands_of_words(data: dict[str, object]) -> None:
    stems = (DATA / "stems.txt").read_text(encoding="ascii").split()
    data["resources"] = [
        {"id": "a", "name": "All", "summary": " ".join(stems[:9000])},
        {"id": "b", "name": "Physician"},
    ]

    assert 0 < nearness(Catalogue(compiled(data)), stems[:60])[0] <= 1


def test_texts_that_are_kept_say_the_same_and_are_not_made_again(data: dict[str, object]) -> None:
    kept: list[Fill] = []
    expected = nearness(Catalogue(compiled(data), kept.append), ["doctor"])
    (fill,) = kept
    database = compiled(data)
    fill(database)
    again: list[Fill] = []
    assert nearness(Catalogue(database, again.append), ["doctor"]) == expected
    assert again == []


def test_texts_that_come_with_a_database_say_the_same(data: dict[str, object]) -> None:
    database = compiled(data)
    write_vectors(database)
    assert nearness(Catalogue(database), ["doctor"]) == nearness(Catalogue(compiled(data)), ["doctor"])
