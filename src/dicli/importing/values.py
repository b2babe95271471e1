"""Reads the cells of a field: which values a cell has, and whether it has other words
too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from dicli.core.safe import is_link
from dicli.core.text import fold
from dicli.files.addresses import EMAIL, URL, addresses, in_full
from dicli.importing import calendar
from dicli.importing.cells import on_one_line

LONGEST_URL = 2_000  # characters
DIGITS_OF_PHONE = 7  # without the area code
UNSURE_ORDER = "day, month and year may be in another order"
CONFIDENCE = ("high", "medium", "low")

_SEVERAL = re.compile(r":::|[;|\n]")
_PHONE = re.compile(r"\+?\(?\d[\d ()./-]{5,}\d(?: ?(?:x|ext\.?) ?\d+)?", re.I)
_FAX = re.compile(r"\W*\b(?:tele)?fax\b\W*", re.I)
_PHONE_WORD = re.compile(r"\b(?:tel|phone|telefon)\w*\b", re.I)
_LOST_DIGITS = re.compile(r"\d([.,]\d+)?E\+\d\d?", re.I)  # as in 3.1E+09


class Reading(NamedTuple):
    """What a cell says."""

    # By field; one with a capital is the label of facts. Empty values do not count.
    values: dict[str, list[str]]
    doubt: str = ""  # why the cell must be kept as a fact, and reported
    has_more: bool = False  # it has other words, and must be kept as a fact


def read_cell(field: str, cell: str, order: str) -> Reading:
    """What a cell says, read as its field wants it. `order` is the order of its date if
    it has one: see `calendar`; "" if that is unknown.
    """
    if field == "as_of":
        return _date(cell, order)
    reader = READERS.get(field, _text)
    return reader(field, cell)


def _text(field: str, cell: str) -> Reading:
    """The cell as it is."""
    return Reading({field: [on_one_line(cell)]})


def _name(field: str, cell: str) -> Reading:
    """A name, which may be a link."""
    urls = in_full(URL.findall(cell))
    if urls:
        cell = URL.sub("", cell).strip(" ()<>")
    return Reading({field: [on_one_line(cell)], "url": urls})


def items(cell: str) -> list[str]:
    """The values in a cell that are separated by `;`, `|`, `:::` or line ends, or else
    by commas.
    """
    parts = _SEVERAL.split(cell)
    if len(parts) == 1:
        parts = cell.split(",")
    values = []
    for part in parts:
        value = on_one_line(part).removeprefix("* ")  # Google marks its own groups so
        if fold(value):
            values.append(value)
    return values


def _items(field: str, cell: str) -> Reading:
    """The values in a cell."""
    return Reading({field: items(cell)})


def _confidence(field: str, cell: str) -> Reading:
    """One of three words."""
    word = fold(cell)
    if word in CONFIDENCE:
        return Reading({field: [word]})
    return Reading({}, "not `high`, `medium` or `low`")


def _urls(field: str, cell: str) -> Reading:
    """The web addresses in a cell that can become links. One that cannot, or is too
    long, counts as other words.
    """
    short = [url for url in addresses(cell) if len(url) <= LONGEST_URL]
    urls = list(filter(is_link, short))
    if not urls:
        return Reading({}, "not a web address")
    has_more = _has_more(cell, urls)
    return Reading({field: urls}, has_more=has_more)


def _emails(field: str, cell: str) -> Reading:
    """The email addresses in a cell."""
    emails = EMAIL.findall(cell)
    if not emails:
        return Reading({}, "not an email address")
    has_more = _has_more(cell, emails)
    return Reading({field: emails}, has_more=has_more)


def _has_more(cell: str, addresses: list[str]) -> bool:
    """Whether a cell has other words than its addresses."""
    rest = cell.casefold()
    for address in addresses:
        # the scheme may have been added; of a written one, its name is left over
        as_written = address.casefold().removeprefix("https://")
        rest = rest.replace(as_written, " ")
    words = set(fold(rest).split())
    return bool(words - {"http", "https"})


def _phones(field: str, cell: str) -> Reading:
    """The phone and fax numbers in a cell, separated as items are, or by `,`, `/` or
    `or`. A number that is marked as both is a phone number.
    """
    if _LOST_DIGITS.fullmatch(cell):
        return Reading({}, "a number that lost its digits in the spreadsheet program")
    if not re.search(r"\d", cell):
        return Reading({}, "not a phone number")
    phones, faxes = [], []
    for line in _SEVERAL.split(cell):
        for number in _numbers(on_one_line(line)):
            if _FAX.search(number) and not _PHONE_WORD.search(number):
                faxes.append(_FAX.sub(" ", number).strip())
            elif number:
                phones.append(number)
    return Reading({field: phones, "Fax": faxes})


def _numbers(line: str) -> list[str]:
    """The phone numbers in a line. It has only one if a part of it is too short to be a
    number, as in 0228/73-80.
    """
    parts = re.split(r" ?(?:,|/| or ) ?", line)
    for part in parts:
        digits = re.findall(r"\d", part)
        if len(digits) < DIGITS_OF_PHONE:
            return [line]
    return parts


def _contacts(_field: str, cell: str) -> Reading:
    """Email addresses and phone numbers in any mixture. What is written between them
    becomes facts with the label `Contact`.
    """
    emails = EMAIL.findall(cell)
    without_emails = EMAIL.sub("\n", cell)
    phones = list(map(on_one_line, _PHONE.findall(without_emails)))
    others = []
    for line in _PHONE.sub("\n", without_emails).splitlines():
        # may be empty: such values do not count
        others.append(on_one_line(line).strip(" ,;:-/()<>"))
    values = {"email": emails, "phone": phones, "Contact": others}
    return Reading(values)


def _date(cell: str, order: str) -> Reading:
    """The date in a cell: a day, a month or a year. `order` is that of its day, month
    and year; "" if unknown.

    If the cell says several dates, and none in `order`, only the year counts; if the
    years differ too, it has no date.
    """
    by_order = calendar.readings(cell, date.today())
    dates = set(by_order.values())
    if not dates:
        return Reading({}, "not a past date")
    if order in by_order:
        dates = {by_order[order]}
    if len(dates) == 1:
        return Reading({"as_of": list(dates)}, has_more=calendar.says_more(cell))
    years = {text[:4] for text in dates}
    if len(years) > 1:
        years = set()
    return Reading({"as_of": list(years)}, UNSURE_ORDER)


READERS: dict[str, Callable[[str, str], Reading]] = {
    "name": _name,
    "given": _name,
    "middle": _name,
    "family": _name,
    "title": _name,
    "organization": _name,
    "aliases": _items,
    "keywords": _items,
    "url": _urls,
    "links": _urls,
    "sources": _urls,
    "email": _emails,
    "phone": _phones,
    "contact": _contacts,
    "confidence": _confidence,
}
"""How cells are read, by field. Cells of other fields are taken as they are. Fields that
name terms are read with the terms.
"""
