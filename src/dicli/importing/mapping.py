"""Decides where the columns of a table go: by their headings, by what they hold, or as
the user says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dicli.core.errors import UsageError
from dicli.core.text import fold
from dicli.importing.calendar import order_of
from dicli.importing.columns import FILTERS, fields, is_label, kind_of_most, target
from dicli.importing.entry import NAMES
from dicli.importing.notes import Notes, map_option
from dicli.importing.table import Table
from dicli.importing.terms import TermsByField
from dicli.importing.values import items

# Fields of columns without a usual heading, by what most of their cells hold.
BY_CONTENT = {"email": "email", "url": "url", "phone": "phone", "address": "location"}
UNUSUAL = 1_000  # the rank of a heading that is not a usual one
BY_USER = -1  # the rank of a column whose field the user chose
FEW = 12  # different values: so many can filter even if none repeats
MOST_DIFFERENT = 0.6  # the largest share of different values in a filter
LEAST_SHORT = 0.9  # the smallest share of short values in a filter
# Check marks, and what is in cells without one.
YES = frozenset("x xx yes y true 1 ja oui si s v checked ✓ ✔ ☑ ✅ • ×".split())
NO = frozenset("no n false 0 nein non none ☐ ✗ ✘ ❌".split())
EMPTY = frozenset("-–—")

_FIVE_WORDS = re.compile(r"(?=.{1,50}$)\S+(?: \S+){0,4}")
# A name is short and has some letters.
_MAY_BE_NAME = re.compile(r"(?=.*[^\W\d_]{3}).{1,100}$", re.S)


@dataclass(slots=True)
class Column:
    """A column of a table and where it goes."""

    heading: str
    texts: list[str]  # without empty ones
    field: str = "facts"  # of a catalogue, the label of a fact, or "" if it is left out
    # How usual the heading is for the field, 0 the most usual; BY_USER if it was asked for
    rank: int = UNUSUAL
    order: str = ""  # of day, month and year in its dates
    is_marks: bool = False  # its cells are check marks

    @property
    def marks_a_term(self) -> bool:
        """Whether its heading is an audience, topic or kind, and its cells are check
        marks.
        """
        return self.is_marks and self.field in FILTERS


def columns_of(
    table: Table, wanted: Sequence[str], dates: str, terms: TermsByField, notes: Notes
) -> list[Column]:
    """The columns of a table, with the field of each. `wanted` has pairs COLUMN=FIELD,
    which win over what is found. `dates` is one of calendar.ORDERS, or "" to tell the
    order from the dates themselves.

    DicliError for a pair that names no column or no field.
    """
    columns = _columns_with_texts(table)
    for column in columns:
        _set_field(column, terms)
    for pair in wanted:
        _apply_pair(pair, columns)
    have_names = any(column.field in NAMES for column in columns)
    if columns and not have_names:
        _choose_name(columns, notes)
    for column in columns:
        if column.field == "as_of":
            column.order = dates or order_of(column.texts, date.today())
    return columns


def _columns_with_texts(table: Table) -> list[Column]:
    """The columns of a table with their texts; their fields are not decided yet."""
    columns = {heading: Column(heading, []) for heading in table.headings}
    for row in table.rows:
        for heading, text in row.cells.items():
            columns[heading].texts.append(text)
    return list(columns.values())


def _set_field(column: Column, terms: TermsByField) -> None:
    """Sets the field of a column.

    A column of check marks goes to the field of the term that its heading names, or to
    the facts if there is no such term, unless its heading names a field such as `email`.
    One without a usual heading goes where most of its cells belong. All others go where
    their heading says; but audiences, topics and kinds that cannot filter go where
    FILTERS says.
    """
    usual = target(column.heading)
    if usual:
        column.field, column.rank = usual
    column.is_marks = _are_marks(column.texts)
    is_filter = column.field in FILTERS
    # a column without a usual heading is still in `facts`, which counts as a label
    if column.is_marks and (is_filter or is_label(column.field)):
        column.field = _field_of_term(column.heading, terms)
    elif not usual:
        column.field = BY_CONTENT.get(kind_of_most(column.texts), "facts")
    elif is_filter and not _can_filter(column.texts):
        column.field = FILTERS[column.field]


def _are_marks(texts: Sequence[str]) -> bool:
    """Whether texts are check marks, and at least one says yes."""
    marks = {text.casefold() for text in texts}
    return bool(marks & YES) and marks <= YES | NO | EMPTY


def _field_of_term(label: str, terms: TermsByField) -> str:
    """The field that has a term with this label, id or synonym; "facts" if none has."""
    for field, known in terms.items():
        if known.known_id(label):
            return field
    return "facts"


def _can_filter(texts: Sequence[str]) -> bool:
    """Whether people can filter by the values of a column: nearly all are short, and
    they repeat or are few. A cell may have several values.
    """
    values = []
    for text in texts:
        values += items(text)
    short = list(filter(_FIVE_WORDS.fullmatch, values))
    different = len(set(values))
    if different > FEW and different > MOST_DIFFERENT * len(values):
        return False
    return len(short) >= LEAST_SHORT * len(values)


def _apply_pair(pair: str, columns: Sequence[Column]) -> None:
    """Sets the field of the columns with a heading as the user says in a pair
    COLUMN=FIELD; without FIELD, leaves them out. DicliError if there is no such column
    or field.
    """
    heading, equals, field = pair.rpartition("=")
    if not equals:
        message = f"`--map {pair}` needs COLUMN=FIELD"
        raise UsageError(message, f"try: {map_option(pair, 'facts')}")
    wanted = fold(heading)
    named = [column for column in columns if fold(column.heading) == wanted]
    if not named:
        headings = ", ".join(column.heading for column in columns)
        raise UsageError(f"no column called `{heading}`", f"columns: {headings}")
    if field and field not in fields():
        raise UsageError(f"no field called `{field}`", f"fields: {', '.join(fields())}")
    for column in named:
        column.field = field
        column.rank = BY_USER


def _choose_name(columns: Sequence[Column], notes: Notes) -> None:
    """Makes a column without a usual heading the name, and notes it. If none has names,
    notes which column the user may choose.
    """
    taken = _most_names([column for column in columns if column.rank == UNUSUAL])
    if taken:
        taken.field = "name"
        kind = "no heading says which column is the name; taken"
        notes.say(f"{kind}: `{taken.heading}`", "--map COLUMN=name for another")
        return
    contacts = [column for column in columns if column.field == "contact"]
    proposed = _most_names(contacts) or _most_names(columns) or columns[0]
    notes.say("no column is the name", map_option(proposed.heading, "name"))


def _most_names(columns: Sequence[Column]) -> Column | None:
    """The column with the most different texts that may be names, among those of short
    texts; None if there are no such texts.
    """
    best = None
    most = 0
    for column in columns:
        names = set(filter(_MAY_BE_NAME.match, column.texts))
        if len(names) > most and kind_of_most(column.texts) == "text":
            best = column
            most = len(names)
    return best
