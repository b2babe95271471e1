"""Dates in every usual form, with the order of day and month taken from the column, or asked for."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from lists import imported

from conftest import SMALL, Run
from dicli.importing.calendar import order_of, readings

TODAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2024-01-05", "2024-01-05"),
        ("2024-01", "2024-01"),
        ("2024/1/5", "2024-01-05"),
        ("2024.1.5", "2024-01-05"),
        ("20240105", "2024-01-05"),
        ("2024-01-05T10:00:00Z", "2024-01-05"),
        ("2024-01-05 10:00", "2024-01-05"),
        ("2024", "2024"),
        ("45296", "2024-01-05"),
        ("45296.5", "2024-01-05"),
        ("14-Mar-25", "2025-03-14"),
        ("Oct-24", "2024-10"),
        ("Jun-98", "1998-06"),
        ("Jan 5, 2024", "2024-01-05"),
        ("January 5th, 2024", "2024-01-05"),
        ("Friday, January 5, 2024", "2024-01-05"),
        ("5 January 2024", "2024-01-05"),
        ("5. März 2024", "2024-03-05"),
        ("5 de marzo de 2024", "2024-03-05"),
        ("1er février 2024", "2024-02-01"),
        ("March 2024", "2024-03"),
        ("03/2024", "2024-03"),
        ("13/5/24", "2024-05-13"),
        ("5/13/2024 10:00 AM", "2024-05-13"),
        ("5.5.2024", "2024-05-05"),
        ("2024-Q3", "2024"),
        ("KW 12/2024", "2024"),
        ("updated 3/14/2024 by Jo", "2024-03-14"),
        ("Friday 13.12.2024", "2024-12-13"),
        ("98-06-14", "1998-06-14"),
    ],
)
def test_dates_are_read(text: str, wanted: str) -> None:
    assert set(readings(text, TODAY).values()) == {wanted}


# numbers that may be anything, a day without a year, two months, and years that have not come yet
UNSURE = ["90", "9 90", "3/98", "090", "9-9-9", "9 9 90", "1!1,11", "24 Mar", "24-Mar", "Jan - Mar 2024", "1/5/30"]


NONE = ["", "soon", "2024-13-01", "2/30/2024", "1/5", "555-0100", "2199-01-01", "1.2", "7.Q3.1996"]


@pytest.mark.parametrize("text", [*NONE, *UNSURE])
def test_other_texts_are_not_dates(text: str) -> None:
    assert readings(text, TODAY) == {}


def test_the_order_of_day_and_month_decides() -> None:
    assert readings("1/5/24", TODAY) == {"dmy": "2024-05-01", "mdy": "2024-01-05"}


@given(some.dates(date(1950, 1, 1), TODAY), some.sampled_from(["dmy", "mdy"]))
def test_a_date_that_was_written_in_an_order_is_read_in_it(day: date, order: str) -> None:
    first, second = (day.day, day.month) if order == "dmy" else (day.month, day.day)
    assert readings(f"{first}/{second}/{day.year}", TODAY)[order] == day.isoformat()


@pytest.mark.parametrize(
    ("texts", "order"),
    [(["1/5/24", "13/5/24"], "dmy"), (["1/5/24", "5/13/24"], "mdy"), (["1/5/24"], ""), (["13/5/24", "5/13/24"], "")],
)
def test_one_telling_date_gives_the_order_of_the_column(texts: list[str], order: str) -> None:
    assert order_of(texts, TODAY) == order


def test_the_column_tells_the_order_of_its_dates(run: Run, tmp_path: Path) -> None:
    found = imported(run, tmp_path, "Name,Last updated\nA,1/5/24\nB,13/5/24\nC,Oct-24\n")
    assert found.values("as_of") == ["2024-05-01", "2024-05-13", "2024-10"]
    assert len(found.report) == 3


def test_if_the_column_does_not_tell_the_order_is_asked_for(run: Run, tmp_path: Path) -> None:
    text = "Name,Last updated\nA,1/5/24\nB,3/14 or so\nC,5/5/24\n"
    found = imported(run, tmp_path, text)
    assert found.values("as_of") == ["2024", None, "2024-05-05"]
    assert found.facts() == {"Last updated": "1/5/24"}
    assert found.line("`Last updated`: day, month").endswith(" (1): row 2 `1/5/24`; try: --dates dmy or --dates mdy")
    assert found.line("`Last updated`: not a past date").endswith(
        " (1): row 3 `3/14 or so`; try: --map 'Last updated=facts'"
    )
    assert imported(run, tmp_path, text, "--dates", "dmy").values("as_of") == ["2024-05-01", None, "2024-05-05"]
    assert imported(run, tmp_path, text, "--dates", "mdy").values("as_of") == ["2024-01-05", None, "2024-05-05"]


@pytest.mark.parametrize("others", ["14/03/2024", "3/14/2024", "Oct-24"])
def test_a_date_that_may_begin_with_the_year_is_not_guessed(run: Run, tmp_path: Path, others: str) -> None:
    text = f"Name,Last updated\nA,{others}\nB,24-03-14\n"
    found = imported(run, tmp_path, text)
    assert found.values("as_of")[1] is None
    assert found.facts(1) == {"Last updated": "24-03-14"}
    line = found.line("`Last updated`: day, month and year may be in another order, kept as a fact")
    assert line.endswith(" (1): row 3 `24-03-14`; try: --dates dmy or --dates mdy")
    assert imported(run, tmp_path, text, "--dates", "dmy").values("as_of")[1] == "2014-03-24"


@pytest.mark.parametrize(("telling", "wanted"), [("31-03-24", "2014-03-24"), ("24-03-30", "2024-03-14")])
def test_a_column_of_such_dates_tells_where_the_year_is(run: Run, tmp_path: Path, telling: str, wanted: str) -> None:
    found = imported(run, tmp_path, f"Name,Last updated\nA,{telling}\nB,24-03-14\n")
    assert found.values("as_of")[1] == wanted
    assert len(found.report) == 3


def test_an_order_that_does_not_exist_is_a_usage_error(run: Run) -> None:
    stdout, stderr, status = run("import", "-", "--dates", "ymd")
    assert {"--dates", "ymd", "dmy", "mdy"} <= set(re.findall(r"`([^`]+)`", stderr))
    assert (stdout, status) == ("", 2)


def test_words_beside_a_date_are_kept(run: Run, tmp_path: Path) -> None:
    found = imported(run, tmp_path, "Name,Last updated\nA,March 2024 by Jo\n")
    assert found.only["as_of"] == "2024-03"
    assert found.facts() == {"Last updated": "March 2024 by Jo"}


def as_excel_saves(day: str, order: str) -> str:
    """A date of a catalogue as a spreadsheet program shows it after a file was opened and saved."""
    parts = day.split("-")
    if len(parts) == 2:
        return date(int(parts[0]), int(parts[1]), 1).strftime("%b-%y")
    if len(parts) == 3:
        year, month, first = map(int, parts)
        return f"{first}.{month}.{year}" if order == "dmy" else f"{month}/{first}/{year}"
    return day


@pytest.mark.parametrize("order", ["dmy", "mdy"])
@pytest.mark.parametrize("catalogue", ["bundled", SMALL])
def test_dates_come_back_from_a_spreadsheet_program(run: Run, tmp_path: Path, catalogue: str, order: str) -> None:
    table = run("list", "--catalogue", catalogue, "-f", "tsv", "--fields", "id,name,as_of").stdout
    rows = [line.split("\t") for line in table.splitlines()]
    saved = [[id, name, as_excel_saves(day, order)] for id, name, day in rows]
    text = "\n".join("\t".join(row) for row in [["id", "name", "as_of"], *saved])
    found = imported(run, tmp_path, text, "--dates", order, name="list.tsv")
    assert found.values("as_of") == [day or None for _, _, day in rows]
