"""What people read about a resource."""

from __future__ import annotations

from datetime import date

import pytest

from conftest import catalogue_of
from dicli.core.dates import is_old
from dicli.core.model import Resource
from dicli.output.facts import doubts, labeled


@pytest.mark.parametrize(
    ("as_of", "years", "old"),
    [
        ("2020", 5, True),
        ("2021", 5, False),
        ("2021-06", 5, True),
        ("2021-07", 5, False),
        ("2021-06-30", 5, True),
        ("2021-07-01", 5, False),
        ("2021-06-30", 6, False),
        ("0000", 2026, False),
        ("0000", 3000, False),
    ],
)
def test_a_date_is_old_when_all_of_it_is_more_than_so_many_years_ago(as_of: str, years: int, old: bool) -> None:
    assert is_old(as_of, date(2026, 7, 1), years) is old


@pytest.mark.parametrize(
    ("as_of", "confidence", "said"),
    [
        (None, "high", ""),
        ("2999-01", "low", "uncertain: no page of its own was found"),
        ("2014-05", None, "last confirmed 2014"),
        ("2014", "medium", "link is not its own page; last confirmed 2014"),
    ],
)
def test_what_is_doubtful_is_said(as_of: str | None, confidence: str | None, said: str) -> None:
    assert doubts(Resource("a", "A", url="https://example.org", as_of=as_of, confidence=confidence)) == said


def test_a_link_that_is_not_known_is_not_doubtful() -> None:
    assert doubts(Resource("a", "A", confidence="low")) == ""


def test_every_address_that_people_read_is_ascii() -> None:
    url, shown = "https://аpple.example/日", "https://xn--pple-43d.example/%E6%97%A5"
    row = {"url": url, "sources": [url], "links": [{"label": "日", "url": url}]}
    assert labeled(catalogue_of(), row) == {"url": shown, "sources": [shown], "links": [{"label": "日", "url": shown}]}
    assert row["sources"] == [url]
