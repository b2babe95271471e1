"""Dates as people write them: 1/5/24, 14-Mar-25, Oct-24, 45296, Jan 5, 2024, 5. März 2024, 2024-01-05T10:00."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from pkgutil import get_data

from dicli.core.dates import is_ahead, is_date
from dicli.core.text import fold

ORDERS = ("dmy", "mdy")
LONGEST = 60  # letters of a date

_WORD = re.compile(r"\d+|[^\W\d_]+")
_TIME = re.compile(r"[T ]+\d\d?[:.]\d\d.*", re.S)
_SERIAL = re.compile(r"([2-6]\d{4})(?:\.\d+)?")  # days since the end of 1899, as spreadsheet programs count
_COMPACT = re.compile(r"((?:19|20)\d\d)([01]\d)([0-3]\d)")
_DAY_ZERO = date(1899, 12, 30)
_MOST_DAYS = 31  # of a month; a larger number is a year
_BESIDE = frozenset("st nd rd th er am pm z of the de del le".split())  # words in a date that say nothing


@cache
def _months() -> dict[str, int]:
    """The numbers of the months by their folded names, in the languages of `months.json`."""
    text = get_data(__package__, "months.json") or b""
    numbers = {}
    for number, names in enumerate(json.loads(text), 1):
        numbers.update(dict.fromkeys(names, number))
    return numbers


def readings(text: str, today: date) -> dict[str, str]:
    """What a text says in each order of day and month: a year, month or day as a catalogue has it.

    An order is left out if the text is no date in it, has no year, or is in the future.
    """
    found = {}
    for order in ORDERS:
        day = _read(text[:LONGEST].strip(), order, today)
        if day:
            found[order] = day
    return found


def order_of(texts: Iterable[str], today: date) -> str:
    """The order in which a column has day and month; "" if no date tells it, or two disagree."""
    orders = set[str]()
    for text in texts:
        found = readings(text, today)
        if len(found) == 1:
            orders.update(found)
    return orders.pop() if len(orders) == 1 else ""


def says_more(text: str) -> bool:
    """Whether a text has other words than those of a date."""
    words = _WORD.findall(fold(_TIME.sub("", text)))
    return any(word.isalpha() and word not in _months() and word not in _BESIDE for word in words)


def _read(text: str, order: str, today: date) -> str:
    """The date in a text with day and month in an order, "" if there is none."""
    if serial := _SERIAL.fullmatch(text):
        text = str(_DAY_ZERO + timedelta(int(serial[1])))
    if compact := _COMPACT.fullmatch(text):
        text = "-".join(compact.groups())
    words = _WORD.findall(_TIME.sub("", text))
    numbers = [int(word) for word in words if word.isdecimal()]
    months = [_months()[fold(word)] for word in words if fold(word) in _months()]
    if not numbers:
        return ""
    if numbers[0] > _MOST_DAYS:  # the year is first, then month and day
        numbers.reverse()
        order = "dmy"
    *rest, year = numbers
    if months:
        rest.append(months[0])
    elif order == "mdy" and len(rest) == 2:
        rest.reverse()
    elif len(rest) < 2 and year <= _MOST_DAYS:
        return ""
    return _past(year, rest[::-1], today)


def _past(year: int, rest: list[int], today: date) -> str:
    """A year, perhaps with month and day, as a catalogue has it; "" if it is no date or is ahead of today."""
    if year < 100:
        year += 2000 if 2000 + year <= today.year else 1900
    text = "-".join([f"{year:04}", *(f"{part:02}" for part in rest)])
    if len(rest) > 2 or not 1900 <= year <= 9999 or not is_date(text) or is_ahead(text, today):
        return ""
    return text
