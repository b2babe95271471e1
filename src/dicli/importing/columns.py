"""Which field of a catalogue a column of someone else's list goes to, by its heading or by what it holds.

`columns.json` has the usual headings, folded, the most usual ones first; `*name` are the last words of longer ones. A
field with a capital is the label of a fact. Columns of the field "" are left out: they are technical, or private.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pkgutil import get_data
from typing import NamedTuple

from dicli.core.text import distinct, fold
from dicli.files import calendar
from dicli.files.readings import EMAIL, addresses

NAMES = ("name", "given", "middle", "family", "title", "organization")  # fields that make up a name
OWN_NAMES = ("name", "given", "family")  # those of an entry itself, not of what it belongs to
FILTERS = {"audiences": "For whom", "topics": "keywords", "kind": "keywords"}  # and where columns go that are none
LONGEST = 60  # letters of a heading
PROSE = 50  # letters that a name seldom has
ENOUGH = 200  # letters that show what a cell holds
MOST_OF = 0.8  # of the cells of a column show what it holds

_OF = frozenset("of for de der des del du di".split())


class Target(NamedTuple):
    """A field, or the label of a fact, and how usual a heading is for it (0: the most usual)."""

    field: str
    rank: int = 0


@cache
def _usual() -> dict[str, Target]:
    text = get_data(__package__, "columns.json") or b""
    targets = {}
    for field, headings in json.loads(text).items():
        for rank, heading in enumerate(headings):
            targets[heading] = Target(field, rank)
    return targets


def fields() -> list[str]:
    """The fields that there are headings for."""
    return distinct(target.field for target in _usual().values() if target.field.islower())


@cache
def target(heading: str) -> Target | None:
    """Where a column goes, None if its heading does not say. `Phone 2` and `phone (day)` go where `phone` does."""
    short = re.sub(r"\([^()]*\)", " ", heading[:LONGEST])
    folded = fold(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", short))
    words = folded.removesuffix(" en").split()
    numbers = [word for word in words if word.isdecimal()]
    if len(numbers) == 1:
        words.remove(numbers[0])
    exact = is_usual(heading) or _usual().get(" ".join(words))
    if exact:
        return exact
    endings = [" ".join(words[start:]) for start in range(len(words))]
    if "?" in heading:
        endings += words
    elif _OF & set(words):
        endings += words[:1]
    for ending in endings:
        if f"*{ending}" in _usual():
            return _usual()[f"*{ending}"]
    return None


def is_usual(heading: str) -> Target | None:
    """Where a heading goes that is as usual lists have it, letter by letter."""
    return _usual().get(fold(heading[:LONGEST]))


def _is_date(cell: str) -> bool:
    return bool(calendar.readings(cell, date.today())) and not calendar.says_more(cell)


_SHOWS: dict[str, Callable[[str], object]] = {
    "email": EMAIL.search,
    "url": addresses,
    "number": re.compile(r"[\d.,%]{1,6}|\d{8,9}|\d{13,}").fullmatch,
    "date": _is_date,
    "phone": re.compile(r"\D{0,8}(?:\d[\s()+./-]*){7,12}(?:(?:x|ext\.?) ?\d+)?").fullmatch,
    "address": re.compile(r"\d+[a-z]? \w|.*(?:str\.|straße|\bst\.|\bave\b|\brd\b)", re.I).match,
}
"""What shows that a cell holds something."""


def kind_of(cell: str) -> str:
    """What a cell holds: one of _SHOWS, else "prose" or "text"."""
    for kind, shows in _SHOWS.items():
        if shows(cell[:ENOUGH]):
            return kind
    return "prose" if len(cell) > PROSE else "text"


HEADINGS = {
    "email": "Email",
    "url": "Website",
    "phone": "Phone",
    "date": "Date",
    "address": "Address",
    "prose": "Description",
}
"""What a column is called by what it holds."""


def held(cells: Sequence[str]) -> str:
    """What most of the cells of a column hold, as `kind_of` says it."""
    kinds = Counter(map(kind_of, cells))
    if not kinds:
        return "text"
    kind, often = kinds.most_common(1)[0]
    return kind if often >= MOST_OF * len(cells) else "text"
