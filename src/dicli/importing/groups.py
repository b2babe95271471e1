"""Fills the cells that are empty because they were merged with the one above, as in a
column of categories left of the names.
"""

from __future__ import annotations

from collections.abc import Sequence

from dicli.importing.columns import FILTERS
from dicli.importing.entry import OWN_NAMES
from dicli.importing.mapping import Column
from dicli.importing.notes import Notes, map_option
from dicli.importing.table import Row

# Fields of columns that may have merged cells.
GROUPS = (*FILTERS, "organization")


def fill_groups(rows: Sequence[Row], columns: Sequence[Column], notes: Notes) -> None:
    """Fills the empty cells in columns that group the entries, and notes them.

    Such a column is left of the names, and has no check marks for terms: there, an
    empty cell means no. Its first cell is filled, and its texts differ from each
    other.
    """
    for column in _left_of_names(columns):
        texts = column.texts
        if column.field not in GROUPS or column.marks_a_term or not texts:
            continue
        is_first_filled = column.heading in rows[0].cells
        is_each_once = len(set(texts)) == len(texts)
        if is_first_filled and is_each_once:
            _fill_down(rows, column.heading, notes)


def _left_of_names(columns: Sequence[Column]) -> Sequence[Column]:
    """The columns before the first one of names; before the first one of organizations
    if there are no names; none if there are neither.
    """
    for names in (OWN_NAMES, ("organization",)):
        for index, column in enumerate(columns):
            if column.field in names:
                return columns[:index]
    return []


def _fill_down(rows: Sequence[Row], heading: str, notes: Notes) -> None:
    """Fills the empty cells of a column with the one above."""
    kind = f"`{heading}` is empty, filled from above"
    advice = f"{map_option(heading, '')} to leave it out"
    above = ""
    for row in rows:
        if heading not in row.cells:
            row.cells[heading] = above
            notes.add(kind, row.number, above, advice)
        above = row.cells[heading]
