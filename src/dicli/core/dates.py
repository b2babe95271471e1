"""Dates as catalogues have them, a year, a month or a day: whether there is such a date, has it come, is it long ago.

Written so, dates are in order as texts; a date that is less exact is compared by as much of it as there is.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

OLD_YEARS = 5  # facts last seen longer ago are marked


def is_date(text: str) -> bool:
    """Whether a text of the form of a date is one; other forms are the schema's matter."""
    if not re.fullmatch("[0-9]{4}(-[0-9]{2}){0,2}", text):
        return True
    try:
        date(*map(int, (*text.split("-"), "1", "1")[:3]))
    except ValueError:
        return False
    return True


def is_old(as_of: str, today: date, years: int = OLD_YEARS) -> bool:
    """Whether all of a date lies more than so many years before today."""
    return as_of < f"{max(0, today.year - years):04}-{today:%m-%d}"[: len(as_of)]


def is_ahead(text: str, today: date) -> bool:
    """Whether all of a date lies after today, by more than the day that time zones may make."""
    return text > (today + timedelta(days=1)).isoformat()[: len(text)]
