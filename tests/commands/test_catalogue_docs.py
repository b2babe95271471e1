"""The pages for maintainers: what they show is what dicli does."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from conftest import ROOT, Run, Written
from dicli.core.errors import Status

KEEPING = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")
OWN = (ROOT / "docs" / "own-catalogue.md").read_text(encoding="utf-8")


def blocks(page: str, language: str) -> list[str]:
    """The fenced blocks of a page in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("text", [*blocks(KEEPING, "yaml"), *blocks(OWN, "yaml")])
def test_catalogues_on_the_pages_have_no_faults(run: Run, written: Written, text: str) -> None:
    ran = run("check", written(text))
    assert ran.status == Status.FOUND, ran.stdout


def test_the_example_catalogue_answers(run: Run) -> None:
    file = str(ROOT / "docs" / "example.yaml")
    assert run("check", file, "--older-than", "1000") == ("", "no faults in 1 file\n", Status.FOUND)
    assert run("find", "--catalogue", file, "bike shed", "--fields", "id").stdout == "parking-desk\n"


def test_every_field_is_explained_with_an_example_that_passes(run: Run, written: Written) -> None:
    properties = json.loads(run("schema").stdout)["$defs"]["resource"]["properties"]
    rows = re.findall(r"^\| `(\w+)` \| `(.+?)` \| .+ \|$", KEEPING, re.MULTILINE)
    assert [name for name, _ in rows] == list(properties)
    file = written("resources:\n  - " + "\n    ".join(example for name, example in rows if name != "extends") + "\n")
    assert run("check", file, "--older-than", "1000") == ("", "no faults in 1 file\n", Status.FOUND)
    assert all(example.startswith(f"{name}: ") for name, example in rows)


def test_every_field_of_the_catalogue_and_its_terms_is_shown(run: Run) -> None:
    definitions = json.loads(run("schema").stdout)["$defs"]
    shown = "\n".join(blocks(KEEPING, "yaml"))
    for part in ("about", "term"):
        for name in definitions[part]["properties"]:
            assert re.search(rf"\b{name}: ", shown), name


def commands(page: str) -> Iterator[tuple[str, str]]:
    """The commands on a page with what is shown below each."""
    for block in blocks(page, "console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield command, output


def test_the_own_catalogue_guide_works_as_written(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my.yaml").write_text(blocks(OWN, "yaml")[0], encoding="utf-8")
    shown = dict(commands(OWN))
    ran = run("check", "my.yaml")
    assert ran.stdout + ran.stderr == shown["dicli check my.yaml"]
    asked = "dicli find --catalogue my.yaml how do I pay my fees | cut -f 2,5"
    found = run(*shlex.split(asked.partition(" | ")[0])[1:])
    assert ["\t".join(line.split("\t")[1:5:3]) for line in found.stdout.splitlines()] == shown[asked].splitlines()
    assert "dicli find parking" in shown
    env = {"DICLI_CATALOGUE": str(tmp_path / "my.yaml")}
    assert run("find", "parking", "--fields", "id", env=env).stdout == "parking-desk\n"


FAULTY = """\
resources:
  - id: a
    name: A
    keywords: [k]
    summary: S
    as_of: '9999'
    url: https://example.org
  - id: b
    name: B
    keywords: [k]
    summary: S
    as_of: '9999'
    url: https://example.org
    audience: [staff]
  - id: c
    name: C
    summary: >-
      S
    as_of: '9999'
    url: www.example.org
    keywords: [k]
""".replace("9999", str(date.today().year))


def test_check_reports_the_faults_on_the_page_as_shown(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my.yaml").write_text(FAULTY, encoding="utf-8")
    ran = run("check", "my.yaml")
    assert ran.stdout + ran.stderr == dict(commands(KEEPING))["dicli check my.yaml"]


def test_the_way_from_a_spreadsheet_is_as_described(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "offices.csv").write_text(blocks(OWN, "csv")[0], encoding="utf-8")
    section = OWN.partition("## From a spreadsheet")[2].partition("## From scratch")[0]
    for command, output in commands(section):
        line, _, file = command.partition(" > ")
        ran = run(*shlex.split(line)[1:])
        assert (ran.stderr if file else ran.stdout) == output, command
        assert ran.status == Status.FOUND
        if file:
            (tmp_path / file).write_text(ran.stdout, encoding="utf-8")
            made = run("check", file) if file.endswith(".yaml") else run("import", file)
            assert made.status == Status.FOUND, made.stderr
