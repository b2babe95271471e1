"""What `-f yaml` prints is a catalogue: loaded again, it gives the same answers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as some

from conftest import SMALL, Run, Written, catalogue_of
from dicli.core.model import RESOURCE_FIELDS, Hit
from dicli.core.safe import visible
from dicli.files.checking import findings
from dicli.files.merging import merge
from dicli.files.reader import parsed
from dicli.output.extract import catalogue_of as extracted
from dicli.output.rows import record
from dicli.output.writers import as_yaml

QUESTIONS = [
    "list",
    "audiences",
    "topics",
    "kinds",
    "find visa --explain",
    "list -a students",
    "list -k office",
    "show {}",
]


@pytest.mark.parametrize("catalogue", ["bundled", SMALL])
def test_a_list_loads_to_the_same_answers(run: Run, tmp_path: Path, catalogue: str) -> None:
    again = tmp_path / "again.yaml"
    again.write_text(run("list", "--catalogue", catalogue, "-f", "yaml").stdout, encoding="utf-8")
    assert "no faults" in run("check", str(again)).stderr
    one = run("list", "--catalogue", catalogue, "--fields", "id", "-n1").stdout.strip()
    for question in QUESTIONS:
        line = [*question.format(one).split(), "--json"]
        before, after = (run(*line, "--catalogue", file) for file in (catalogue, str(again)))
        assert after.stdout.replace(str(again), catalogue) == before.stdout, question
        assert after.status == before.status


@pytest.mark.parametrize("words", [["find", "visa"], ["list", "-a", "faculty"], ["find", "wombat"]])
@pytest.mark.usefixtures("small")
def test_a_part_loads_by_itself(run: Run, tmp_path: Path, words: list[str]) -> None:
    part = tmp_path / "part.yaml"
    part.write_text(run(*words, "-f", "yaml").stdout, encoding="utf-8")
    assert "no faults" in run("check", str(part)).stderr
    ids = run(*words, "--fields", "id").stdout
    assert sorted(run("list", "--catalogue", str(part), "--fields", "id").stdout.split()) == sorted(ids.split())
    data: Any = yaml.safe_load(part.read_text(encoding="utf-8"))
    terms = [term["id"] for term in data.get("audiences", ())]
    assert all(above in terms for term in data.get("audiences", ()) for above in term.get("broader", ()))


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
def test_one_command_in_a_shell_overrides_a_bundled_entry(tmp_path: Path, run: Run) -> None:
    own = tmp_path / "dicli" / "oiss.yaml"
    own.parent.mkdir()
    command = f'"{sys.executable}" -m dicli show oiss -f yaml > "{own}"'
    env = {"XDG_CONFIG_HOME": str(tmp_path)}
    for _ in range(2):  # the second time over the first
        done = subprocess.run(["sh", "-c", command], env={**os.environ, **env}, capture_output=True)
        assert (done.stderr, done.returncode) == (b"", 0)
    before = run("list", "--json", "--catalogue", "bundled").stdout
    assert run("list", "--json", env=env).stdout.replace(str(own), "bundled") == before
    own.write_text(
        own.read_text(encoding="utf-8").replace("name: Office for", "name: The Office for"), encoding="utf-8"
    )
    assert run("show", "oiss", "--fields", "name", env=env).stdout.startswith("The Office for International")


@pytest.mark.usefixtures("small")
def test_a_card_is_an_entry_alone_to_lay_over_its_catalogue(run: Run, tmp_path: Path) -> None:
    over = tmp_path / "over.yaml"
    over.write_text(run("show", "night-desk", "bare", "-f", "yaml").stdout, encoding="utf-8")
    data: Any = yaml.safe_load(over.read_text(encoding="utf-8"))
    assert list(data) == ["resources"]
    assert data["resources"][0]["part_of"] == "visa-office"
    assert data["resources"][1] == {"id": "bare", "name": "Bare"}
    assert run("check", SMALL, str(over)).status == 0
    both = run("list", "--json", "--catalogue", SMALL, "--catalogue", str(over)).stdout
    assert both.replace(str(over), SMALL) == run("list", "--json", "--catalogue", SMALL).stdout


@pytest.mark.usefixtures("small")
def test_a_part_names_no_parent_that_it_lacks(run: Run) -> None:
    data: Any = yaml.safe_load(run("list", "-a", "everyone", "--direct", "-f", "yaml").stdout)
    assert [one["id"] for one in data["resources"]] == ["night-desk"]
    assert "part_of" not in data["resources"][0]


def test_what_is_retired_stays_retired(run: Run, written: Written) -> None:
    file = written("resources: [{id: a, name: A}]\nretired: [{id: b, since: '2025', use: a}]")
    assert yaml.safe_load(run("list", "--catalogue", file, "-f", "yaml").stdout)["retired"] == [
        {"id": "b", "since": "2025", "use": "a"}
    ]


LINES = some.text(some.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1).map(visible).filter(str.strip)
RESOURCES = some.fixed_dictionaries(
    {"name": LINES},
    optional={
        "aliases": some.lists(LINES, min_size=1, max_size=3),
        "summary": LINES,
        "contact": some.just({"phone": "1"}),
        "note": LINES,
        "facts": some.lists(some.fixed_dictionaries({"label": LINES, "text": LINES}), min_size=1, max_size=3),
    },
)


@given(some.lists(RESOURCES, max_size=4))
def test_any_texts_come_back_as_they_were(given: list[dict[str, Any]]) -> None:
    records = [{"id": f"r{number}", **one} for number, one in enumerate(given)]
    catalogue = catalogue_of(*records)
    text = "".join(as_yaml({key: value}) for key, value in extracted(catalogue, list(catalogue)).items())
    document = parsed("again", text.encode())
    assert findings([document]) == []
    again = merge([document])["resources"]
    flat = [
        {key: " ".join(value.split()) if isinstance(value, str) else value for key, value in one.items()}
        for one in records
    ]
    assert [{key: value for key, value in one.items() if key != "catalogue"} for one in again] == flat
    assert [set(record(Hit(one))) for one in catalogue] == [set(RESOURCE_FIELDS)] * len(records)
