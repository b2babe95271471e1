"""Dates as people write them: 1/5/24, 14-Mar-25, Oct-24, 45296, Jan 5, 2024, 5. März
2024, 2024-01-05T10:00.
"""

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
# days since the end of 1899, as spreadsheet programs count
_SERIAL = re.compile(r"([2-6]\d{4})(?:\.\d+)?")
_COMPACT = re.compile(r"((?:19|20)\d\d)([01]\d)([0-3]\d)")
_DAY_ZERO = date(1899, 12, 30)
_MOST_DAYS = 31  # of a month; a larger number is a year
# words in a date that say nothing
_BESIDE = frozenset("st nd rd th er am pm z of the de del le".split())


@cache
def _months() -> dict[str, int]:
    """The numbers of the months by their folded names, in the languages of
    `months.json`.
    """
    text = get_data(__package__, "months.json") or b""
    numbers = {}
    for number, names in enumerate(json.loads(text), 1):
        numbers.update(dict.fromkeys(names, number))
    return numbers


def readings(text: str, today: date) -> dict[str, str]:
    """What a text says in each order of day and month: a year, month or day as a
    catalogue has it.

    An order is left out if the text is not a date in it, has no year, or is in the
    future.
    """
    found = {}
    for order in ORDERS:
        day = _read(text[:LONGEST].strip(), order, today)
        if day:
            found[order] = day
    return found


def order_of(texts: Iterable[str], today: date) -> str:
    """The order in which a column has day and month; "" if no date tells it, or two
    disagree.
    """
    orders = set[str]()
    for text in texts:
        found = readings(text, today)
        if len(found) == 1:
            orders.update(found)
    if len(orders) == 1:
        return orders.pop()
    return ""


def says_more(text: str) -> bool:
    """Whether a text has other words than those of a date."""
    words = {word for word in _words(text) if word.isalpha()}
    return not words <= _months().keys() | _BESIDE


def _words(text: str) -> list[str]:
    """The numbers and folded words of a text, without a time of day."""
    return _WORD.findall(fold(_TIME.sub("", text)))


def _read(text: str, order: str, today: date) -> str:
    """The date in a text with day and month in an order, "" if there is none."""
    words = _words(_with_hyphens(text))
    numbers = [int(word) for word in words if word.isdecimal()]
    months = [_months()[word] for word in words if word in _months()][:1]
    if not numbers:
        return ""
    if not months and len(numbers) == 2 and says_more(text):
        numbers = [max(numbers)]  # a year beside a quarter or a week, as in 2024-Q3
    if numbers[0] > _MOST_DAYS:
        year, *rest = numbers  # then month and day
        return _past(year, [*months, *rest], today)
    *rest, year = numbers
    if not months and len(rest) < 2 and year <= _MOST_DAYS:
        return ""  # a day and a month
    if order == "dmy":
        rest.reverse()
    return _past(year, [*months, *rest], today)


def _with_hyphens(text: str) -> str:
    """A date of digits only, as spreadsheet programs write it, as year, month and day;
    any other text as it is.
    """
    serial = _SERIAL.fullmatch(text)
    if serial:
        return str(_DAY_ZERO + timedelta(int(serial[1])))
    compact = _COMPACT.fullmatch(text)
    if compact:
        return "-".join(compact.groups())
    return text


def _past(year: int, month_and_day: list[int], today: date) -> str:
    """A year, perhaps with month and day, as a catalogue has it; "" if it is not a date
    or is ahead of today.
    """
    if year < 100:
        century = 2000 if 2000 + year <= today.year else 1900
        year += century
    if len(month_and_day) > 2 or not 1900 <= year <= 9999:
        return ""
    text = "-".join([str(year), *(f"{part:02}" for part in month_and_day)])
    if not is_date(text) or is_ahead(text, today):
        return ""
    return text
