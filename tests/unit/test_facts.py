"""What people read about a resource."""

from __future__ import annotations

from datetime import date

import pytest

from conftest import catalogue_of
from dicli.core.model import Resource
from dicli.output.facts import doubts, labeled


@pytest.mark.parametrize(
    ("as_of", "doubt"),
    [("2020", "last confirmed 2020"), ("2021-06-30", "last confirmed 2021"), ("2021-07-02", ""), ("2022", "")],
)
def test_facts_are_doubtful_when_they_are_more_than_five_years_old(as_of: str, doubt: str) -> None:
    assert doubts(Resource("a", "A", as_of=as_of), date(2026, 7, 1)) == doubt


def test_every_address_that_people_read_is_ascii() -> None:
    url, shown = "https://аpple.example/日", "https://xn--pple-43d.example/%E6%97%A5"
    row = {"url": url, "sources": [url], "links": [{"label": "日", "url": url}]}
    assert labeled(catalogue_of(), row) == {"url": shown, "sources": [shown], "links": [{"label": "日", "url": shown}]}
    assert row["sources"] == [url]
