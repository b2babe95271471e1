"""Reads dates as people write them: 1/5/24, 14-Mar-25, Oct-24, 45296, Jan 5, 2024,
5. März 2024, 2024-01-05T10:00.

An order says which of the numbers in a date is the day, the month and the year.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from pkgutil import get_data

from dicli.core.dates import is_ahead, is_date
from dicli.core.text import fold

DAY_FIRST = "dmy"
MONTH_FIRST = "mdy"
YEAR_FIRST = "ymd"
ORDERS = (DAY_FIRST, MONTH_FIRST)  # those that a user can ask for
LONGEST = 60  # characters of a date

_WORD = re.compile(r"\d+|[^\W\d_]+")
_TIME = re.compile(
    r"[T ]+\d\d?([:.])\d\d(?:\1\d\d(?:[.,]\d+)?)?(?: ?[+-]\d\d:?\d\d)?(?!\d|[:.]\d)"
)
# day, month and year without a name of the month: numbers between equal separators
_EQUAL_SEPARATORS = re.compile(r"(?<!\d)\d+([-/.] ?)\d+\1\d+(?!\d)")
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


def order_of(texts: Sequence[str], today: date) -> str:
    """The one order in which the dates of a column can be read. It is "" if each can be
    read in several orders, or if two need different ones.

    If some may begin with the year, only those count.
    """
    short = list(filter(_may_begin_with_year, texts))
    needed = set[str]()
    for text in short or texts:
        by_order = readings(text, today)
        if len(by_order) == 1:
            needed.update(by_order)
    if len(needed) == 1:
        return needed.pop()
    return ""


def readings(text: str, today: date) -> dict[str, str]:
    """What a text says in each order: a day, a month or a year as a catalogue writes
    it. For example, 1/5/24 says 2024-05-01 in DAY_FIRST and 2024-01-05 in MONTH_FIRST.

    An order is left out if the text is not a date in it, or one after tomorrow, which
    is today in some time zones.
    """
    text = _TIME.sub("", _with_hyphens(text[:LONGEST].strip()))
    numbers, months = _numbers_and_months(text)
    if not numbers or len(months) > 1:
        return {}
    orders = list(ORDERS)
    if _may_begin_with_year(text):
        orders.append(YEAR_FIRST)
    dates = {}
    for order in orders:
        year, *rest = _year_first(numbers, order)
        if not _is_sure(text, year, rest, months):
            continue
        month_and_day = [*months, *map(int, rest)]
        past_date = _past_date(int(year), month_and_day, today)
        if past_date:
            dates[order] = past_date
    return dates


def says_more(text: str) -> bool:
    """Whether a text has other words than those of a date, or is longer than one."""
    words = {word for word in _words(text) if word.isalpha()}
    return len(text) > LONGEST or not words <= _months().keys() | _BESIDE


def _may_begin_with_year(text: str) -> bool:
    """Whether a text has a date as 24-03-14, in which the year is first or last."""
    return _SHORT.search(text) is not None


def _words(text: str) -> list[str]:
    """The numbers and folded words of a text, without a time of day."""
    return _WORD.findall(fold(_TIME.sub("", text)))


def _numbers_and_months(text: str) -> tuple[list[str], list[int]]:
    """The numbers of a date in their order, and the months that it names."""
    words = _words(text)
    numbers = [word for word in words if word.isdecimal()]
    months = [_months()[word] for word in words if word in _months()]
    if not months and len(numbers) == 2 and says_more(text):
        # a year beside a week or a quarter, as in KW 12/2024
        numbers = [max(numbers, key=int)]
    return numbers, months


def _year_first(numbers: list[str], order: str) -> list[str]:
    """The numbers of a date, sorted: its year, its month and its day, as far as it has
    them. In whatever order it is read, a first number that is too large for a day is
    the year.
    """
    if order == YEAR_FIRST or int(numbers[0]) > _MOST_DAYS:
        return numbers
    *rest, year = numbers
    if order == DAY_FIRST:
        rest.reverse()
    return [year, *rest]


def _is_sure(text: str, year: str, rest: list[str], months: list[int]) -> bool:
    """Whether the numbers in a text are surely a date: its year and, in `rest`, its
    month and day. If the text names the month, `months` (at most one) has it.
    """
    if any(len(part) > 2 for part in rest):
        return False
    # three numbers (year and rest) may be anything, unless equal separators join them
    if len(rest) == 2 and not _EQUAL_SEPARATORS.search(text):
        return False
    if len(year) != 2:
        return len(year) == 4
    # two digits are a year only beside a month and a day, or as in Oct-24
    has_month_and_day = len(months) + len(rest) == 2
    is_month_and_year = bool(months) and _MONTH_AND_YEAR.search(text) is not None
    return has_month_and_day or is_month_and_year


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


def _past_date(year: int, month_and_day: list[int], today: date) -> str:
    """A year, perhaps with month and day, as a catalogue writes it; "" if it is not a
    date, or is after tomorrow (see `is_ahead`).
    """
    if year < 100:
        year += 1900 if year > _LAST_OF_2000S else 2000
    if len(month_and_day) > 2:  # as in Jan 5-12-2024
        return ""
    if year < 1900:
        return ""
    text = str(year)
    for part in month_and_day:
        text += f"-{part:02}"
    if not is_date(text) or is_ahead(text, today):
        return ""
    return text
