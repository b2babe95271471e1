"""Decides where the columns of a sheet go: by their headings, by what they hold, or as the user says."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from shlex import quote

from dicli.core.errors import DicliError, Status
from dicli.core.text import distinct, fold
from dicli.importing.columns import FILTERS, NAMES, Target, fields, held, target
from dicli.importing.notes import Notes
from dicli.importing.table import Table

BY_CONTENT = {"email": "email", "url": "url", "phone": "phone", "address": "location"}
ELSEWHERE = 1_000  # the rank of what is known by its content only
WANTED = -1  # the rank of what the user says
FEW = 12  # so many different values make a filter, however few rows there are
REPEATED = 0.6  # different values among all, at most, in a filter
SHORT_ONES = 0.9  # of the values of a filter, at least
LOOKED_AT = 500  # cells that show what a column holds
YES = frozenset("x xx yes y true 1 ja oui si s v checked ✓ ✔ ☑ ✅ • ×".split())
NO = frozenset("no n false 0 nein non none ☐ ✗ ✘ ❌ - –".split())

_SHORT = re.compile(r"(?=.{1,50}$)\S+(?: \S+){0,4}")  # at most five words
_MAY_BE_NAME = re.compile(r"(?=.*[^\W\d_]{3}).{1,100}$", re.S)  # short, with some letters

Columns = dict[str, list[str]]
"""The texts of each column by its heading."""


def columns_of(table: Table) -> Columns:
    """The texts of each column."""
    columns: Columns = {heading: [] for heading in table.headings}
    for row in table.rows:
        for heading, text in row.cells.items():
            columns[heading].append(text)
    return columns


def targets_of(columns: Columns, wanted: Sequence[str], terms: Mapping[str, Container[str]]) -> dict[str, Target]:
    """Where each column goes. `wanted` has pairs COLUMN=FIELD; `terms` the folded names of terms by field.

    DicliError for a pair that names no column or no field.
    """
    targets = {}
    for heading, texts in columns.items():
        targets[heading] = _target(heading, texts, terms)
    for pair in wanted:
        heading, field = _wanted(pair, columns)
        for column in columns:
            if fold(column) == fold(heading):
                targets[column] = Target(field, WANTED)
    return targets


def _wanted(pair: str, columns: Columns) -> tuple[str, str]:
    """The column and the field that the user names."""
    heading, equals, field = pair.rpartition("=")
    if not equals:
        raise DicliError(f"`--map {pair}` needs COLUMN=FIELD", f"try: --map {quote(pair + '=facts')}", Status.USAGE)
    if fold(heading) not in map(fold, columns):
        raise DicliError(f"no column called `{heading}`", f"columns: {', '.join(columns)}", Status.USAGE)
    if field and field not in fields():
        raise DicliError(f"no field called `{field}`", f"fields: {', '.join(fields())}", Status.USAGE)
    return heading, field


def _target(heading: str, texts: Sequence[str], terms: Mapping[str, Container[str]]) -> Target:
    found = target(heading)
    if is_marks(texts) and (not found or found.field in FILTERS or found.field.istitle()):
        return _of_marks(heading, terms)
    if not found:
        return Target(BY_CONTENT.get(held(texts[:LOOKED_AT]), "facts"), ELSEWHERE)
    if found.field in FILTERS and not _is_filter(texts):
        return Target(FILTERS[found.field], found.rank)
    return found


def _is_filter(texts: Sequence[str]) -> bool:
    """Whether people can filter by the values of a column: they are short, and come again or are few."""
    values = []
    for text in texts:
        values += items(text)
    short = sum(_SHORT.fullmatch(value) is not None for value in values)
    most = max(FEW, REPEATED * len(values))
    return short >= SHORT_ONES * len(values) and len(set(values)) <= most


def items(cell: str) -> list[str]:
    """The values in a cell, apart by `;`, `|`, `:::` or line ends, else by commas."""
    pattern = r":::|[;|\n]" if re.search(r":::|[;|\n]", cell) else ","
    values = []
    for part in re.split(pattern, cell):
        value = " ".join(part.split()).removeprefix("* ")  # as Google marks its own groups
        if fold(value):
            values.append(value)
    return distinct(values)


# ---- check marks ---------------------------------------------------------------------------------


def _of_marks(heading: str, terms: Mapping[str, Container[str]]) -> Target:
    """Where a column of check marks goes: its heading may be a term."""
    for field, names in terms.items():
        if fold(heading) in names:
            return Target(field, ELSEWHERE)
    return Target("facts", ELSEWHERE)


def is_marks(texts: Sequence[str]) -> bool:
    """Whether a column has nothing but check marks."""
    marks = {text.casefold() for text in texts}
    return marks <= YES | NO and bool(marks & YES)


# ---- the name ------------------------------------------------------------------------------------


def note_name(columns: Columns, targets: dict[str, Target], notes: Notes) -> None:
    """Finds a column for the name if no heading says which; one that means something else is only proposed."""
    if not columns or any(target.field in NAMES for target in targets.values()):
        return
    unknown = [heading for heading in columns if targets[heading].field == "facts"]
    contacts = [heading for heading in columns if targets[heading].field == "contact"]
    taken = _most_names(columns, unknown)
    if taken:
        targets[taken] = Target("name", ELSEWHERE)
        notes.say(f"no heading says which column is the name; taken: `{taken}`", "--map COLUMN=name for another")
        return
    proposed = _most_names(columns, contacts) or _most_names(columns, columns) or next(iter(columns))
    notes.say("no column is the name", f"--map {quote(proposed + '=name')}")


def _most_names(columns: Columns, headings: Iterable[str]) -> str:
    """Which of some columns has most different short texts; "" if none has any."""
    best, most = "", 0
    for heading in headings:
        texts = columns[heading]
        number = len(set(filter(_MAY_BE_NAME.match, texts)))
        if number > most and held(texts[:LOOKED_AT]) == "text":
            best, most = heading, number
    return best
