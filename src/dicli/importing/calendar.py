"""Reads dates as people write them: 1/5/24, 14-Mar-25, Oct-24, Jan 5, 2024,
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

# What a date looks like when its names of months are numbers after an `m`, and other
# words are gone. Each form has the orders in which such a date can be read.
_FORMS = {
    r"(?P<year>\d{4})": ORDERS,
    r"(?P<year>\d{4})([-/.] ?)(?P<month>\d\d?)\2(?P<day>\d\d?)": ORDERS,
    r"(?P<year>(19|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)": ORDERS,
    r"(?P<year>\d{4})\W+m(?P<month>\d+)(\W+(?P<day>\d\d?))?": ORDERS,
    r"m(?P<month>\d+)\W+(?P<year>\d{4}|(?<=-)\d\d)": ORDERS,
    r"m(?P<month>\d+)\W+(?P<day>\d\d?)\W+(?P<year>(\d\d){1,2})": ORDERS,
    r"(?P<day>\d\d?)\W+m(?P<month>\d+)\W+(?P<year>(\d\d){1,2})": ORDERS,
    r"(?P<day>\d\d?)([-/.] ?)(?P<month>\d\d?)\2(?P<year>(\d\d){1,2})": [DAY_FIRST],
    r"(?P<month>\d\d?)([-/.] ?)(?P<day>\d\d?)\2(?P<year>(\d\d){1,2})": [MONTH_FIRST],
    r"(?P<year>\d\d)-(?P<month>\d\d?)-(?P<day>\d\d)": [YEAR_FIRST],
}
# Two numbers are a year and a month, unless a word makes one a week or a quarter, as in
# KW 12/2024 and 2024-Q3.
_FORMS_WITHOUT_WORDS = {
    r"(?P<month>\d\d?)[-/. ]+(?P<year>\d{4})": ORDERS,
    r"(?P<year>\d{4})[-/. ]+(?P<month>\d\d?)": ORDERS,
}
_FORMS_BESIDE_WORDS = {
    r"\d\d?[-/. ]+(?P<year>\d{4})": ORDERS,
    r"(?P<year>\d{4})[-/. ]+\d\d?": ORDERS,
}
_MAY_BEGIN_WITH_YEAR = re.compile(r"(?<!\d)\d\d-\d\d?-\d\d(?!\d)")  # as 24-03-14
_WORD = re.compile(r"[^\W\d_]+")
# days since the end of 1899, as spreadsheet programs count
_SERIAL = re.compile(r"([2-6]\d{4})(\.\d+)?")
_DAY_ZERO = date(1899, 12, 30)
_TIME = re.compile(
    r"""(?x)
    [T\ ]+ \d\d? ([:.]) \d\d  # hours and minutes
    (\1 \d\d ([.,]\d+)?)?  # seconds
    (\ ?[+-]\d\d:?\d\d)?  # the time zone
    (?! \d | [:.]\d )  # not the beginning of a date, as in 1.2.2024
    """
)
_LAST_OF_2000S = "68"  # a larger number of two digits is a year of the 1900s (POSIX)
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

    In a column with dates such as 24-03-14, only those count: 14/3/2024 beside it does
    not tell whether 24 is their year.
    """
    with_year_first = list(filter(_MAY_BEGIN_WITH_YEAR.search, texts))
    needed = set[str]()
    for text in with_year_first or texts:
        by_order = readings(text, today)
        if len(by_order) == 1:
            needed |= by_order.keys()
    if len(needed) == 1:
        return needed.pop()
    return ""


def readings(text: str, today: date) -> dict[str, str]:
    """What a text says in each order: a day, a month or a year as a catalogue writes
    it. For example, 1/5/24 says 2024-05-01 in DAY_FIRST and 2024-01-05 in MONTH_FIRST.

    An order is left out if the text is not a date in it, or one after tomorrow, which
    is today in some time zones.
    """
    serial = _SERIAL.fullmatch(text)
    if serial:
        day = str(_DAY_ZERO + timedelta(int(serial[1])))
        return {} if is_ahead(day, today) else dict.fromkeys(ORDERS, day)
    forms = _FORMS | _FORMS_WITHOUT_WORDS
    if says_more(text):
        forms = _FORMS | _FORMS_BESIDE_WORDS
    without_time = _TIME.sub("", text[:LONGEST])
    numbers = _WORD.sub(_number_of_month, without_time).strip(" -/.,;:()")
    dates = {}
    for form, orders in forms.items():
        found = re.fullmatch(form, numbers)
        past_date = found and _past_date(found, today)
        if past_date:
            dates.update(dict.fromkeys(orders, past_date))
    return dates


def says_more(text: str) -> bool:
    """Whether a text has other words than those of a date, or is longer than one."""
    if len(text) > LONGEST:
        return True
    without_time = _TIME.sub("", text)
    words = set(map(fold, _WORD.findall(without_time)))
    return not words <= _months().keys() | _BESIDE


def _number_of_month(word: re.Match[str]) -> str:
    """The number of a month after an `m`; a space for a word that names none."""
    number = _months().get(fold(word[0]))
    return f"m{number}" if number else " "


def _past_date(found: re.Match[str], today: date) -> str:
    """A date of one of the forms, as a catalogue writes it; "" if there is no such day,
    or if it is after tomorrow (see `is_ahead`).
    """
    parts = found.groupdict()
    text = parts["year"]
    if len(text) == 2:
        century = "19" if text > _LAST_OF_2000S else "20"
        text = century + text
    for part in ("month", "day"):
        if parts.get(part):
            text += f"-{int(parts[part]):02}"
    is_past = is_date(text) and not is_ahead(text, today)
    return text if is_past and text >= "1900" else ""
