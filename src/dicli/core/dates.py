"""Dates in catalogues, each a year, a month or a day: whether one is real, in the future, or long ago.

These dates sort as text; a less precise one is compared only to its own precision.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

OLD_YEARS = 5  # years; facts last confirmed longer ago than this are marked


def is_date(text: str) -> bool:
    """Whether a text in the form of a date is a real one; other forms are left to the schema."""
    if not re.fullmatch("[0-9]{4}(-[0-9]{2}){0,2}", text):
        return True
    try:
        date(*map(int, (*text.split("-"), "1", "1")[:3]))
    except ValueError:
        return False
    return True


def is_old(as_of: str, today: date, years: int = OLD_YEARS) -> bool:
    """Whether all of a date is more than that many years before today."""
    return is_before(as_of, today, 12 * years)


def is_before(as_of: str, today: date, months: int) -> bool:
    """Whether all of a date is more than that many months before today."""
    year, month = divmod(max(0, 12 * today.year + today.month - 1 - months), 12)
    return as_of < f"{year:04}-{month + 1:02}-{today:%d}"[: len(as_of)]


def is_ahead(text: str, today: date) -> bool:
    """Whether a whole date is in the future, by more than the one day that time zones can account for."""
    return text > (today + timedelta(days=1)).isoformat()[: len(text)]
