"""Decides where the columns of a sheet go: by their headings, by what they hold, or as the user says."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
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
LOOKED_AT = 500  # cells that show what a column holds
YES = frozenset("x xx yes y true 1 ja oui si s v checked ✓ ✔ ☑ ✅ • ×".split())
NO = frozenset("no n false 0 nein non none ☐ ✗ ✘ ❌ - –".split())

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
    values = [value for text in texts for value in items(text)]
    short = [value for value in values if len(value) <= 50 and len(value.split()) <= 5]
    return len(short) >= 0.9 * len(values) and len(set(values)) <= max(FEW, REPEATED * len(values))


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


def name_column(columns: Columns) -> str:
    """The column that is most likely to have names: the one with most different short texts; "" if none has any."""
    best, most = "", 0
    for heading, texts in columns.items():
        names = {text for text in texts if len(text) < 100 and re.search(r"[^\W\d_]{3}", text)}
        if len(names) > most and held(texts[:LOOKED_AT]) == "text":
            best, most = heading, len(names)
    return best


def note_name(columns: Columns, targets: dict[str, Target], notes: Notes) -> None:
    """Finds a column for the name if no heading says which. One with a heading that means something else is only
    proposed."""
    if not columns or any(target.field in NAMES for target in targets.values()):
        return
    unknown = {heading: texts for heading, texts in columns.items() if targets[heading].field == "facts"}
    heading = name_column(unknown)
    if heading:
        targets[heading] = Target("name", ELSEWHERE)
        notes.say(f"no heading says which column is the name; taken: `{heading}`", "--map COLUMN=name for another")
    else:
        contacts = {heading: texts for heading, texts in columns.items() if targets[heading].field == "contact"}
        heading = name_column(contacts) or name_column(columns) or next(iter(columns))
        notes.say("no column is the name", f"--map {quote(heading + '=name')}")
