"""Tells to which field of a catalogue a column goes by its heading, and what its cells
hold.

`columns.json` has the usual headings, folded, the most usual ones first; `*name` are
the last words of longer ones. A field with a capital is the label of a fact. Columns of
the field "" are left out: they are technical, or private.
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
from dicli.files.addresses import EMAIL, addresses
from dicli.importing import calendar

# Fields that filter, and where such a column goes if it cannot filter.
FILTERS = {"audiences": "For whom", "topics": "keywords", "kind": "keywords"}
LONGEST = 60  # characters of a heading
LONGEST_NAME = 50  # characters; a longer text is prose
LOOKED_AT = 200  # characters of a cell that are looked at to see what it holds
MOST_CELLS = 500  # of a column that are looked at to see what it holds
MAJORITY = 0.8  # of the cells looked at: so many must be of one kind

_OF = frozenset("of for de der des del du di".split())


class Target(NamedTuple):
    """Where a column goes: a field, or the label of a fact. `rank` is 0 for the most
    usual heading of this field, 1 for the next.
    """

    field: str
    rank: int


@cache
def _targets() -> dict[str, Target]:
    """The targets of the usual headings, and of last words as `*name`."""
    text = get_data(__package__, "columns.json") or b""
    targets = {}
    for field, headings in json.loads(text).items():
        for rank, heading in enumerate(headings):
            targets[heading] = Target(field, rank)
    return targets


def is_label(field: str) -> bool:
    """Whether the cells of a field become facts: it is `facts`, or the label of one."""
    return field == "facts" or field[:1].isupper()


def fields() -> list[str]:
    """The fields that there are headings for."""
    found = [target.field for target in _targets().values()]
    return distinct(filter(str.islower, found))


def exact_target(heading: str) -> Target | None:
    """Where a column goes whose heading is a usual one, word for word."""
    return _targets().get(fold(heading[:LONGEST]))


@cache
def target(heading: str) -> Target | None:
    """Where a column goes by its heading, None if that does not say. `Phone 2` and
    `phone (day)` go where `phone` does.

    The whole heading is looked up; then the parts that it joins (see `_joined_target`);
    then its last words, as many as possible. In a question, any word is looked up after
    these; in a heading with `of`, the first one is.
    """
    words = _words(heading)
    whole = exact_target(heading) or exact_target(" ".join(words))
    usual = whole or _joined_target(heading)
    if usual:
        return usual
    phrases = []
    for start in range(len(words)):
        phrases.append(" ".join(words[start:]))
    if "?" in heading:  # "What services do you provide?"
        phrases += words
    elif _OF & set(words):  # "Name of the office"
        phrases += words[:1]
    for phrase in phrases:
        by_last_words = _targets().get(f"*{phrase}")
        if by_last_words:
            return by_last_words
    return None


def _joined_target(heading: str) -> Target | None:
    """Where a column goes whose heading joins usual ones; None for any other heading.
    `Phone & email` goes where `contact` does, `Dept / Office` where its first usual part
    does.
    """
    parts = re.split("/|&| and | or ", heading[:LONGEST])
    targets = list(filter(None, map(exact_target, parts)))
    if {"email", "phone"} <= {target.field for target in targets}:
        return exact_target("contact")
    if "/" in heading and targets:
        return targets[0]
    return None


def _words(heading: str) -> list[str]:
    """The words of a heading; `officeName` has two. Left out are words in brackets, the
    first number, and `_en` at the end.
    """
    short = re.sub(r"\([^()]*\)|[ _]en$", " ", heading[:LONGEST])
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", short)
    without_number = re.sub(r"\b\d+\b", "", fold(spaced), count=1)
    return without_number.split()


# ---- what cells hold


def _is_date(cell: str) -> bool:
    """Whether a cell is a past date, in any order, without other words."""
    if calendar.says_more(cell):
        return False
    return bool(calendar.readings(cell, date.today()))


_TESTS: dict[str, Callable[[str], object]] = {
    "email": EMAIL.search,
    "url": addresses,
    "number": re.compile(r"[\d.,%]{1,6}|\d{8,9}|\d{13,}").fullmatch,
    "date": _is_date,
    "phone": re.compile(
        r"""(?x)
        \D{0,8}
        (\d [\s()+./-]*){7,12}
        ((x|ext\.?)\ ?\d+)?
        """
    ).fullmatch,
    "address": re.compile(
        r"""(?xi)
        \d+[a-z]?\ \w  # 12b Elm
        | .*(str\.|straße|\bst\.|\bave\b|\brd\b)
        """
    ).match,
}
"""What a cell may hold, with a test for it; the first that fits counts."""


def kind_of(cell: str) -> str:
    """What a cell holds: a key of _TESTS, "prose", or "text", which is short."""
    for kind, fits in _TESTS.items():
        if fits(cell[:LOOKED_AT]):
            return kind
    return "prose" if len(cell) > LONGEST_NAME else "text"


def kind_of_most(cells: Sequence[str]) -> str:
    """What most cells of a column hold (see `kind_of`); "text" if they are mixed, or if
    there are none.
    """
    looked_at = cells[:MOST_CELLS]
    kinds = Counter(map(kind_of, looked_at))
    for kind, number in kinds.items():
        if number >= MAJORITY * len(looked_at):
            return kind
    return "text"
