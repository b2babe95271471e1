"""What a cell says about how to reach someone: phone and fax numbers, email addresses, and who it is."""

from __future__ import annotations

import re
from typing import NamedTuple

from dicli.core.text import distinct
from dicli.files.readings import EMAIL, readings
from dicli.importing.cells import on_one_line

WHOLE = 7  # digits of a number without its area code

_PHONE = re.compile(r"\+?\(?\d[\d ()./-]{5,}\d(?: ?(?:x|ext\.?) ?\d+)?", re.I)
_FAX = re.compile(r"\W*\b(?:tele)?fax\b\W*", re.I)
_BOTH = re.compile(r"\b(?:tel|phone|telefon)\w*\b", re.I)


class Numbers(NamedTuple):
    """Phone and fax numbers."""

    phones: list[str]
    faxes: list[str]


def numbers_in(cell: str) -> Numbers:
    """The phone and fax numbers in a cell; several are apart by lines, `;`, `|`, or by `,`, `/` or `or`."""
    numbers = Numbers([], [])
    for line in re.split(r"[;|\n]|:::", cell):
        for part in _apart(on_one_line(line)):
            if _FAX.search(part) and not _BOTH.search(part):
                numbers.faxes.append(_FAX.sub(" ", part).strip())
            elif part:
                numbers.phones.append(part)
    return numbers


def _apart(line: str) -> list[str]:
    """The parts of a line, if each is a whole number; a slash may as well be within one, as in 0228/73-80."""
    parts = re.split(r" ?(?:,|/| or ) ?", line)
    for part in parts:
        if sum(letter.isdigit() for letter in part) < WHOLE:
            return [line]
    return parts


def emails_in(cell: str) -> list[str]:
    """The email addresses in a cell, also such as `desk (at) example.org` if it has little else."""
    found = EMAIL.findall(cell)
    if not found and len(cell) < 100 and len(cell.split()) < 4:
        found = readings("email", cell)
    return distinct(found)


class Contacts(NamedTuple):
    """What a mixed cell has."""

    emails: list[str]
    phones: list[str]
    people: list[str]


def contacts_in(cell: str) -> Contacts:
    """The email addresses and phone numbers in a mixed cell, and what is written beside them."""
    emails = EMAIL.findall(cell)
    text = EMAIL.sub("\n", cell)
    phones = [on_one_line(number) for number in _PHONE.findall(text)]
    people = []
    for line in _PHONE.sub("\n", text).splitlines():
        name = on_one_line(line).strip(" ,;:-/()<>")
        if name:
            people.append(name)
    return Contacts(distinct(emails), distinct(phones), distinct(people))
