"""Dates in catalogues, each a year, a month or a day: whether one is real, in the
future, or long ago.

These dates sort as text. With a year or a month, only the year or the month of today is
compared.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

OLD_YEARS = 5  # years; facts last confirmed longer ago than this are marked


def is_date(text: str) -> bool:
    """Whether a text in the form of a date is a real date; 2023-02-30 is not. True for
    any other text: the schema reports a wrong form.
    """
    if not re.fullmatch("[0-9]{4}(-[0-9]{2}){0,2}", text):
        return True
    whole_date = f"{text}-01-01"[: len("YYYY-MM-DD")]
    try:
        date.fromisoformat(whole_date)
    except ValueError:
        return False
    return True


def is_old(as_of: str, today: date, years: int = OLD_YEARS) -> bool:
    """Whether all of a year (2019), month (2019-05) or day (2019-05-31) is more than so
    many years before today.
    """
    limit = f"{max(today.year - years, 0):04}-{today:%m-%d}"
    return as_of < limit[: len(as_of)]


def is_ahead(text: str, today: date) -> bool:
    """Whether all of a year, month or day is in the future, by more than the one day
    that time zones can account for.
    """
    tomorrow = (today + timedelta(days=1)).isoformat()
    return text > tomorrow[: len(text)]
