"""Dates as people write them: 1/5/24, 14-Mar-25, Oct-24, 45296, Jan 5, 2024, 5. März
2024, 2024-01-05T10:00.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache
from pkgutil import get_data

from dicli.core.dates import is_ahead, is_date
from dicli.core.text import fold

ORDERS = ("dmy", "mdy")
YEAR_FIRST = "ymd"
LONGEST = 60  # letters of a date

_WORD = re.compile(r"\d+|[^\W\d_]+")
_TIME = re.compile(
    r"[T ]+\d\d?([:.])\d\d(?:\1\d\d(?:[.,]\d+)?)?(?: ?[+-]\d\d:?\d\d)?(?!\d|[:.]\d)"
)
# day, month and year without a name of the month: numbers between equal separators
_IN_DIGITS = re.compile(r"(?<!\d)\d+([-/.] ?)\d+\1\d+(?!\d)")
_SHORT = re.compile(r"(?<!\d)\d\d-\d\d?-\d\d(?!\d)")  # as in 24-03-14
_MONTH_AND_YEAR = re.compile(r"[^\W\d_]-\d\d$")  # as in Oct-24
# days since the end of 1899, as spreadsheet programs count
_SERIAL = re.compile(r"([2-6]\d{4})(?:\.\d+)?")
_COMPACT = re.compile(r"((?:19|20)\d\d)([01]\d)([0-3]\d)")
_DAY_ZERO = date(1899, 12, 30)
_MOST_DAYS = 31  # of a month; a larger number is a year
_LAST_OF_2000S = 68  # a larger number of two digits is a year of the 1900s (POSIX)
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


def may_begin_with_year(text: str) -> bool:
    """Whether a text is as 24-03-14, in which the year may be first or last."""
    return _SHORT.search(text) is not None


def readings(text: str, today: date) -> dict[str, str]:
    """What a text says in each order of day and month, and with the year first if it
    may be: a year, month or day as a catalogue has it.

    An order is left out if the text is not a date in it, has no year, or is in the
    future.
    """
    found = {}
    short = text[:LONGEST].strip()
    orders = list(ORDERS)
    if may_begin_with_year(short):
        orders.append(YEAR_FIRST)
    for order in orders:
        day = _read(short, order, today)
        if day:
            found[order] = day
    return found


def order_of(texts: Iterable[str], today: date) -> str:
    """The order of some dates of one form; "" if no date tells it, or two disagree."""
    orders = set[str]()
    for text in texts:
        found = readings(text, today)
        if len(found) == 1:
            orders.update(found)
    if len(orders) == 1:
        return orders.pop()
    return ""


def says_more(text: str) -> bool:
    """Whether a text has other words than those of a date, or is longer than one."""
    words = {word for word in _words(text) if word.isalpha()}
    return len(text) > LONGEST or not words <= _months().keys() | _BESIDE


def _words(text: str) -> list[str]:
    """The numbers and folded words of a text, without a time of day."""
    return _WORD.findall(fold(_TIME.sub("", text)))


def _read(text: str, order: str, today: date) -> str:
    """The date in a text with its parts in an order, "" if there is none."""
    text = _TIME.sub("", _with_hyphens(text))
    words = _words(text)
    numbers = [word for word in words if word.isdecimal()]
    months = {_months()[word] for word in words if word in _months()}
    if not months and len(numbers) == 2 and says_more(text):
        numbers = [max(numbers, key=int)]  # a year beside a week, as in KW 12/2024
    if not numbers or len(months) > 1:
        return ""
    if order == YEAR_FIRST or int(numbers[0]) > _MOST_DAYS:
        year, *rest = numbers  # then month and day
    else:
        *rest, year = numbers
        if order == "dmy":
            rest.reverse()
    if not _is_sure(text, year, rest, bool(months)):
        return ""
    return _past(int(year), [*months, *map(int, rest)], today)


def _is_sure(text: str, year: str, rest: Sequence[str], has_month: bool) -> bool:
    """Whether the numbers in a text are surely a date, with `rest` for its day and,
    unless the text names it, its month. A year of two digits needs both beside it, or
    the form of Oct-24.
    """
    if any(len(part) > 2 for part in rest):
        return False
    if len(rest) == 2 and not _IN_DIGITS.search(text):
        return False
    if len(year) == 2:
        is_whole = len(rest) + has_month == 2
        return is_whole or (has_month and _MONTH_AND_YEAR.search(text) is not None)
    return len(year) == 4


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
        year += 1900 if year > _LAST_OF_2000S else 2000
    if len(month_and_day) > 2 or not 1900 <= year <= 9999:
        return ""
    text = "-".join([str(year), *(f"{part:02}" for part in month_and_day)])
    if not is_date(text) or is_ahead(text, today):
        return ""
    return text
