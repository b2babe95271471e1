"""The question sets beside this file: each is whole, and names only what its catalogue has.

- town, college: questions for the small bare catalogue of the same name. `best`: any of these is right as the first
  answer; `also`: fine among the first three. In the group `none` nothing in the catalogue is an answer.
- crisis: questions for the bundled catalogue. `notice` is the kind of emergency sentence that must be shown, `may` are
  kinds that may be shown as well; any other kind is wrong. `best`: any of these is right among the first three (if it
  is empty, no office helps); `also`: may be among them.
- callers: phrases for the bundled catalogue, not judged.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import ROOT

HERE = Path(__file__).parent
BUNDLED = ROOT / "data" / "resources.yaml"
CATALOGUES = {
    "town": HERE / "town.yaml",
    "college": HERE / "college.yaml",
    "crisis": BUNDLED,
    "callers": BUNDLED,
}
FIELDS = {
    "town": {"id", "query", "group", "best", "also"},
    "college": {"id", "query", "group", "best", "also"},
    "crisis": {"id", "query", "notice", "may", "best", "also"},
    "callers": {"id", "query"},
}
NOTICES = {"danger", "suicide", "violence"}


def questions(name: str) -> list[dict[str, Any]]:
    lines = (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def resource_ids(name: str) -> set[str]:
    catalogue = yaml.safe_load(CATALOGUES[name].read_text(encoding="utf-8"))
    return {resource["id"] for resource in catalogue["resources"]}


@pytest.mark.parametrize("name", CATALOGUES)
def test_every_question_has_its_fields_and_words(name: str) -> None:
    for question in questions(name):
        assert set(question) == FIELDS[name], question
        assert question["query"].strip(), question


@pytest.mark.parametrize("name", CATALOGUES)
def test_no_id_and_no_question_occurs_twice(name: str) -> None:
    ids = [question["id"] for question in questions(name)]
    queries = [question["query"].casefold() for question in questions(name)]
    assert len(set(ids)) == len(ids)
    assert len(set(queries)) == len(queries)


@pytest.mark.parametrize("name", ["town", "college", "crisis"])
def test_each_answer_is_in_the_catalogue_and_given_once(name: str) -> None:
    known = resource_ids(name)
    for question in questions(name):
        answers = question["best"] + question["also"]
        assert set(answers) <= known, question
        assert len(set(answers)) == len(answers), question


@pytest.mark.parametrize("name", ["town", "college"])
def test_lists_have_enough_questions_of_each_group(name: str) -> None:
    groups = Counter(question["group"] for question in questions(name))
    assert set(groups) == {"name", "need", "none"}
    assert sum(groups.values()) >= 80
    assert groups["need"] >= 45
    assert groups["none"] >= 18


@pytest.mark.parametrize("name", ["town", "college"])
def test_only_questions_without_an_answer_name_none(name: str) -> None:
    for question in questions(name):
        assert bool(question["best"]) == (question["group"] != "none"), question
        assert question["best"] or not question["also"], question


@pytest.mark.parametrize("name", ["town", "college"])
def test_lists_are_bare(name: str) -> None:
    catalogue = yaml.safe_load(CATALOGUES[name].read_text(encoding="utf-8"))
    assert len(catalogue["resources"]) >= 40
    for resource in catalogue["resources"]:
        assert set(resource) <= {"id", "name", "aliases", "summary", "contact"}, resource


def test_crises_name_known_notices_and_each_only_once() -> None:
    for question in questions("crisis"):
        assert question["notice"] in NOTICES | {"none"}, question
        assert set(question["may"]) <= NOTICES - {question["notice"]}, question


def test_crises_are_ten_words_in_ten_frames_and_three_sets_of_others() -> None:
    prefixes = Counter(question["id"].split("-")[0] for question in questions("crisis"))
    assert prefixes.pop("danger") == 20
    assert prefixes.pop("kind") == 60
    assert prefixes.pop("harmless") == 80
    assert len(prefixes) == 10
    assert set(prefixes.values()) == {10}


def test_plain_dangers_have_those_who_come_and_harmless_words_no_notice() -> None:
    for question in questions("crisis"):
        if question["id"].startswith("danger-"):
            assert (question["notice"], question["best"]) == ("danger", ["protective-services"]), question
        if question["id"].startswith("harmless-"):
            assert (question["notice"], question["may"]) == ("none", []), question


def test_there_are_forty_phrases_of_callers() -> None:
    assert len(questions("callers")) == 40
