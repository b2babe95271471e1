"""Nobody in danger gets silence or a wrong door, and harmless words raise no alarm.

The questions of `crisis.jsonl` are asked as in a pipe (answers) and as on a terminal (answers, or guesses if there are
none). Each has one of ten words of crisis in one of ten frames of everyday speech, or is one of twenty plain dangers,
of sixty of other kinds in which people name the danger their own way (`kind-`), or of eighty harmless phrases.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pytest

from dicli.core.catalogue import Catalogue
from dicli.core.model import Query
from dicli.search.query import find

QUESTIONS = [json.loads(line) for line in (Path(__file__).parent / "crisis.jsonl").read_text("utf-8").splitlines()]
FIRST = 3  # answers that people look at


class Shown(NamedTuple):
    """What a question shows: texts of notices, ids of the first answers, and of the first guesses if there are none."""

    notices: set[str]
    answers: list[str]
    guesses: list[str]


@pytest.fixture(scope="module")
def shown(bundled: Catalogue) -> dict[str, Shown]:
    found = {}
    for question in QUESTIONS:
        answer = find(bundled, Query(words=question["query"]))
        answers = [hit.resource.id for hit, _ in zip(answer.hits, range(FIRST), strict=False)]
        guesses = [hit.resource.id for hit in answer.guesses[:FIRST]]
        found[question["id"]] = Shown(set(answer.notices), answers, guesses)
    return found


@pytest.fixture(scope="module")
def texts(bundled: Catalogue) -> dict[str, str]:
    return {notice.id: notice.text for notice in bundled.notices}


def share(values: list[bool]) -> float:
    assert values
    return sum(values) / len(values)


@pytest.mark.parametrize("notice", ["danger", "suicide", "violence"])
def test_danger_shows_its_notice(shown: dict[str, Shown], texts: dict[str, str], notice: str) -> None:
    asked = [question for question in QUESTIONS if question["notice"] == notice]

    assert share([texts[notice] in shown[question["id"]].notices for question in asked]) >= 0.97


def test_no_notice_is_about_something_else(shown: dict[str, Shown], texts: dict[str, str]) -> None:
    for question in QUESTIONS:
        fitting = {texts[id] for id in [question["notice"], *question["may"]] if id != "none"}
        assert shown[question["id"]].notices <= fitting, question


def test_harmless_words_raise_no_alarm(shown: dict[str, Shown]) -> None:
    asked = [question for question in QUESTIONS if question["id"].startswith("harmless-")]

    assert share([not shown[question["id"]].notices for question in asked]) >= 0.95


def test_an_office_that_helps_is_among_the_first(shown: dict[str, Shown]) -> None:
    asked = [question for question in QUESTIONS if question["best"] and not question["id"].startswith("harmless-")]
    right = [set(question["best"]) for question in asked]
    found = [shown[question["id"]] for question in asked]

    assert share([not best.isdisjoint(one.answers) for best, one in zip(right, found, strict=True)]) >= 0.97
    on_terminal = [one.answers or one.guesses for one in found]
    assert share([not best.isdisjoint(ids) for best, ids in zip(right, on_terminal, strict=True)]) >= 0.98


def test_in_plain_danger_those_who_come_are_first(shown: dict[str, Shown]) -> None:
    asked = [question for question in QUESTIONS if question["id"].startswith("danger-")]
    firsts = [shown[question["id"]].answers[:1] for question in asked]

    assert share([first == ["protective-services"] for first in firsts]) >= 0.9


@pytest.mark.parametrize("typed", ["i was raped yesterday", "my brother is suicidal", "active shooter"])
@pytest.mark.parametrize("typo", [str, str.upper, lambda text: text.replace("r", "rr", 1)])
def test_capitals_and_typos_do_not_hide_a_notice(bundled: Catalogue, typed: str, typo: type) -> None:
    assert find(bundled, Query(words=typo(typed))).notices == find(bundled, Query(words=typed)).notices != ()
