"""Hidden words: search knows them, and nothing prints them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from conftest import Run, Written, catalogue_of
from dicli.core.model import Hit, Match, Resource
from dicli.output.facts import reasons
from dicli.output.formats import FORMATS
from dicli.output.matches import matches_out_of_sight
from dicli.output.results import Output
from dicli.output.rows import record
from dicli.output.terminal import Terminal

OWN = """
catalogue: {name: Own}
audiences: [{id: guests, label: Guests, hidden: [freeloaders]}]
topics: [{id: noise, label: Noise, hidden: [racketeering]}]
kinds: [{id: desk, label: Desk}]
resources:
  - id: quiet
    name: Quiet Desk
    kind: desk
    audiences: [guests]
    topics: [noise]
    keywords: [loud party]
    hidden: [bloody nuisance, awful drumming]
    summary: Takes complaints about noise.
    url: https://example.org/quiet
  - {id: other, name: Other Desk, kind: desk, hidden: [awful smells]}
"""
HIDDEN = ("freeloader", "racketeer", "bloody", "nuisance", "awful", "drumming", "smells")
# Inflected or misspelled, so what was typed is none of the hidden words.
QUESTIONS = ("drums", "nuisanc", "noise awfl", "freeload", "blody", "racketers", "quiet drumm")
LINES = [["list"], ["list", "--by", "topic"], ["show", "quiet"], ["audiences"], ["topics"], ["kinds"]]
LINES += [["find", question, "--explain", "--guess"] for question in QUESTIONS]


@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_no_format_prints_a_hidden_word(run: Run, written: Written, line: list[str]) -> None:
    own = written(OWN)
    for tty in (False, True):
        for format in FORMATS:
            if line[0] in ("list", "show", "find") and format == "yaml":
                continue  # a catalogue that loads again
            ran = run(*line, "-f", format, "--catalogue", own, tty=tty)
            shown = (ran.stdout + ran.stderr).lower()
            assert [word for word in HIDDEN if word in shown] == [], format


@pytest.mark.parametrize(("question", "id"), [("drums", "quiet"), ("nuisanc", "quiet"), ("smell", "other")])
def test_hidden_words_are_found_all_the_same(run: Run, written: Written, question: str, id: str) -> None:
    seen = run("find", question, "--catalogue", written(OWN), tty=True, env={"TERM": "dumb"})
    assert f"\n  {id}" in seen.stdout
    assert "\n  matched: one of its search words\n" in seen.stdout
    assert seen.stderr == f"1 resource; details: dicli show {id}\n"


def test_a_list_in_yaml_keeps_hidden_words(run: Run, written: Written, tmp_path: Path) -> None:
    again = tmp_path / "again.yaml"
    again.write_text(run("list", "-f", "yaml", "--catalogue", written(OWN)).stdout, encoding="utf-8")
    assert run("list", "-f", "yaml", "--catalogue", str(again)).stdout == again.read_text(encoding="utf-8")
    data = yaml.safe_load(again.read_text(encoding="utf-8"))
    assert data["resources"][0]["hidden"] == ["bloody nuisance", "awful drumming"]
    assert data["topics"][0]["hidden"] == ["racketeering"]


RESOURCE = Resource("quiet", "Quiet Desk", hidden=("awful drumming",), summary="Takes complaints.")
HIT = Hit(RESOURCE, 0.5, lambda: (Match("drum", "", ("hidden",), "stem"), Match("desk", "desk", ("name",), "exact")))


def test_a_match_of_a_hidden_word_says_that_there_is_one(run: Run) -> None:
    assert matches_out_of_sight(catalogue_of(), HIT, "Takes complaints.") == "matched: one of its search words"
    assert reasons(HIT) == "0.50 one of its search words (stem: hidden) desk (exact: name)"
    plain = Output(Terminal(), FORMATS["plain"], explain=True)
    text = "".join(FORMATS["plain"](catalogue_of(), plain).hits([HIT]))
    assert "Why: 0.50 one of its search words (stem: hidden) desk (exact: name)\n" in text
    table = "".join(FORMATS["table"](catalogue_of(), Output(Terminal(), FORMATS["table"])).hits([HIT]))
    assert "\n  matched: one of its search words\n" in table


def test_a_match_of_a_hidden_word_has_its_field_and_no_word_in_json() -> None:
    [hidden, _] = json.loads(json.dumps(record(HIT)))["match"]["words"]
    assert hidden == {"word": "drum", "found": "", "fields": ["hidden"], "how": "stem"}
