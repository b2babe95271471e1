"""Finds the headings of a sheet and the entries below them. Titles, headings of
sections, totals and footers are not entries.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from dicli.importing.cells import cleaned, on_one_line
from dicli.importing.columns import HEADINGS, exact_target, held, kind_of, target
from dicli.importing.notes import Notes, map_option

HEADER_WITHIN = 60  # rows
LOOKED_AT = 200  # characters that show a total or a footer
ROWS_A_SECTION = 2.5  # on average, at least, with its heading
SECTION = "Section"  # the column for headings of sections

_TOTAL = re.compile(
    r"(?:(?:(?:grand|sub)[ -]?)?totals?|sum|summe|gesamt|insgesamt|suma|somme|totale|totaal)"
    r"(?:[\d\W]*|\s*[:(].*| (?:for|of|in|für|de)\b.*)"
)
_FOOTER = re.compile(
    r"(page|seite|página|pagina) \d+( \w+ \d+)?|\d+ of \d+"
    r"|(last )?(updated|modified|revised|printed|exported|generated)\b.*\d.*"
    r"|(as of|stand|mise à jour|actualizado|source|quelle|fuente)\s*:.*|(©"
    r"|copyright|confidential)\b.*"
)
_AMOUNT = re.compile(r"[\d.,\s%$€£]{1,6}")  # shorter than phone numbers


class Row(NamedTuple):
    """An entry: its cells by heading, without empty ones. `number` is its row, counted
    from 1 as spreadsheet programs do.
    """

    number: int
    cells: dict[str, str]


class Table(NamedTuple):
    """The headings of a sheet and the entries below them."""

    headings: list[str]
    rows: list[Row]


class Line(NamedTuple):
    """A row of the sheet, with as many cells as all others."""

    number: int
    cells: list[str]

    @property
    def texts(self) -> list[str]:
        """Its cells that are not empty."""
        return list(filter(None, self.cells))

    @property
    def is_short(self) -> bool:
        """Whether it has a first cell only."""
        return self.texts == self.cells[:1]

    def __str__(self) -> str:
        return " | ".join(self.texts)


def table_of(
    cells: Sequence[Sequence[str]], has_header: bool | None, notes: Notes
) -> Table:
    """The headings and entries of a sheet.

    `has_header` says whether the first row has the headings; None finds out which row
    has them, if any. Notes rows that are not entries, and missing headings.
    """
    lines: Sequence[Line] = _lines(cells)
    header = _header(lines, has_header)
    if header:
        lines, header = _stack_side_by_side(lines, header)
        headings = header.cells
    else:
        headings = _headings_by_content(lines)
        if lines and has_header is None:
            notes.add(
                "the first row has no headings; columns are named after their contents",
                lines[0].number,
                str(lines[0]),
                "--header if it has the headings",
            )
    entries = _entries_and_sections(lines, header, notes)
    sections = _sections(entries)
    if sections:
        headings = [*headings, SECTION]
    headings = _distinct_headings(headings)
    if sections:
        # SECTION, with a number if a column of the list is called so
        heading = headings[-1]
        entries = _with_sections(entries, sections, heading, notes)
    return Table(headings, [_row(line, headings) for line in entries])


def _lines(cells: Sequence[Sequence[str]]) -> list[Line]:
    """The rows that are not empty, all of one width, their cells cleaned."""
    width = max(map(len, cells), default=0)
    lines = []
    for number, row in enumerate(cells, 1):
        texts = list(map(cleaned, row))
        if any(texts):
            missing = width - len(row)
            lines.append(Line(number, texts + [""] * missing))
    return lines


def _column(lines: Sequence[Line], index: int) -> list[str]:
    """The cells of a column that are not empty."""
    return [line.cells[index] for line in lines if line.cells[index]]


# ---- headings


def _header(lines: Sequence[Line], has_header: bool | None) -> Line | None:
    """The line with the headings, None if there is none.

    `has_header` says whether it is the first line. If that is None, it is the line with
    the most usual headings, or else the first full one.
    """
    if not lines or has_header is False:
        return None
    if has_header:
        return lines[0]
    top = lines[:HEADER_WITHIN]
    return _most_usual(top) or _first_full(top)


def _first_full(lines: Sequence[Line]) -> Line | None:
    """The first line that fills more than half as many cells as the fullest line; None
    if it looks like those below it.
    """
    most = max(len(line.texts) for line in lines)
    for index, line in enumerate(lines):
        if len(line.texts) > most / 2:
            below = lines[index + 1 :]
            return line if _differs(line, below) else None
    return None


def _most_usual(lines: Sequence[Line]) -> Line | None:
    """The line with the most points for its headings, among those that fill more cells
    than all lines above them. None if no line has two points.
    """
    best = None
    most_points = 1
    most_texts = 0
    for line in lines:
        if len(line.texts) <= most_texts:
            continue
        most_texts = len(line.texts)
        points = _points(line)
        if points > most_points:
            best = line
            most_points = points
    return best


def _points(line: Line) -> int:
    """How much a line looks like headings: two points for each usual heading, one for
    each that is similar to one. 0 if a cell holds what no heading does.
    """
    points = 0
    for cell in line.texts:
        if kind_of(cell) in ("email", "url", "phone"):
            return 0
        if exact_target(cell):
            points += 2
        elif target(cell):
            points += 1
    return points


def _differs(line: Line, below: Sequence[Line]) -> bool:
    """Whether a line has a word above cells of another kind, such as phone numbers or
    long texts.
    """
    for index, cell in enumerate(line.cells):
        if not cell or kind_of(cell) != "text":
            continue
        if held(_column(below, index)) not in ("text", "number"):
            return True
    return False


def _headings_by_content(lines: Sequence[Line]) -> list[str]:
    """Headings for columns that have none, by what they hold. The first column that has
    texts, and not mostly anything else, has the names.
    """
    if not lines:
        return []
    headings: list[str] = []
    for index in range(len(lines[0].cells)):
        cells = _column(lines, index)
        kind = held(cells)
        if cells and kind == "text" and "Name" not in headings:
            headings.append("Name")
        else:
            headings.append(HEADINGS.get(kind, ""))
    return headings


def _distinct_headings(cells: Sequence[str]) -> list[str]:
    """The headings; one that is empty or repeated gets the number of its column."""
    headings: dict[str, None] = {}
    for number, cell in enumerate(cells, 1):
        heading = on_one_line(cell) or f"column {number}"
        while heading in headings:
            heading += f" {number}"
        headings[heading] = None
    return list(headings)


def _stack_side_by_side(
    lines: Sequence[Line], header: Line
) -> tuple[Sequence[Line], Line]:
    """The lines and the header of a sheet. Tables side by side are put one below the
    other.

    They are recognized by their headings: a group of at least two columns, repeated. A
    group may end in an empty column, which the last one may lack.
    """
    headings = header.cells
    if headings[0] not in headings[1:]:
        return lines, header
    width = headings.index(headings[0], 1)
    missing = [""] * (-len(headings) % width)  # of the last group
    starts = range(0, len(headings), width)
    if width < 2 or headings + missing != headings[:width] * len(starts):
        return lines, header
    padded = [Line(number, cells + missing) for number, cells in lines]
    stacked = []
    for start in starts:
        for number, cells in padded:
            part = Line(number, cells[start : start + width])
            if part.texts:
                stacked.append(part)
    return stacked, Line(header.number, headings[:width])


# ---- rows that are not entries


def _entries_and_sections(
    lines: Sequence[Line], header: Line | None, notes: Notes
) -> list[Line]:
    """The lines that are entries or headings of sections. Notes the others, except for
    the header.
    """
    kept = []
    for line in lines:
        if line == header:  # once for each table side by side
            continue
        reason = _why_no_entry(line, header)
        if reason:
            notes.add(f"{reason}, left out", line.number, str(line))
        else:
            kept.append(line)
    return kept


def _why_no_entry(line: Line, header: Line | None) -> str:
    """Why a line is not an entry; "" if it may be one."""
    if header:
        if line.number < header.number:
            return "above the headings"
        if line.cells == header.cells:
            return "the headings again"
        if len(line.texts) > 1 and all(map(exact_target, line.texts)):
            return "headings of another table"
    if len(line.cells) == 1:
        return ""  # each cell of a list of one column may be a name
    first, *others = line.texts
    start = first[:LOOKED_AT].casefold()
    if _TOTAL.fullmatch(start) and all(map(_AMOUNT.fullmatch, others)):
        return "totals"
    if _FOOTER.fullmatch(start) and not others:
        return "page numbers and the like"
    return ""


def _sections(lines: Sequence[Line]) -> list[Line]:
    """The lines that are headings of sections: short ones with a fuller line below.

    They must be all short lines, at least two, with ROWS_A_SECTION; otherwise only loud
    ones are.
    """
    short = [line for line in lines if line.is_short]
    if len(short) > len(lines) / 2:
        return []  # most entries have a name only
    above_fuller = []
    for line, next_line in pairwise(lines):
        if line.is_short and not next_line.is_short:
            above_fuller.append(line)
    has_enough_rows = len(lines) >= ROWS_A_SECTION * len(short)
    if above_fuller == short and len(short) > 1 and has_enough_rows:
        return short
    return [line for line in above_fuller if _is_loud(str(line))]


def _is_loud(text: str) -> bool:
    """Whether a text is in capitals or ends with a colon."""
    if text.endswith(":"):
        return True
    return text.isupper() and len(text) > 3  # `IT` may be an entry


def _with_sections(
    lines: Sequence[Line], sections: Sequence[Line], heading: str, notes: Notes
) -> list[Line]:
    """The entries among the lines, each with its section in one more cell, which is
    empty above the first section. Notes the headings of sections. The new column is
    called `heading`.
    """
    kind = f"taken as headings of sections, now in `{heading}`"
    leave_out = map_option(heading, "")
    advice = f"a second cell in the row if it is an entry, or {leave_out}"
    # not by their numbers, which entries of a table beside them have too
    identities = set(map(id, sections))
    entries = []
    section = ""
    for line in lines:
        if id(line) in identities:
            section = str(line)
            notes.add(kind, line.number, section, advice)
        else:
            entries.append(Line(line.number, [*line.cells, section]))
    return entries


def _row(line: Line, headings: Sequence[str]) -> Row:
    """A line with its cells by heading."""
    cells = {}
    for heading, cell in zip(headings, line.cells, strict=True):
        if cell:
            cells[heading] = cell
    return Row(line.number, cells)
