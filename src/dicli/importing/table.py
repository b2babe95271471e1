"""Finds the headings of a sheet and the entries below them. Titles, headings of
sections, totals and footers are not entries.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from dicli.importing.cells import cleaned, on_one_line
from dicli.importing.columns import exact_target, kind_of, kind_of_most, target
from dicli.importing.notes import Notes, map_option

HEADER_WITHIN = 60  # rows at the start, in which headings are looked for
LOOKED_AT = 200  # characters that show a total or a footer
ROWS_A_SECTION = 2.5  # the fewest rows of a section, on average, with its heading
SECTION = "Section"  # the column for headings of sections

# A total with its amounts, which are shorter than phone numbers, or a footer in one
# cell. Bars separate the cells.
_NO_ENTRY = re.compile(
    r"""(?x)
    ((grand|sub)?[ -]?totals?|sum|summe|gesamt|insgesamt|suma|somme|totale|totaal)
        ([^a-z|]* | \s*[:(][^|]* | \ (for|of|in|für|de)\b[^|]*)
        (\s\|\s[\d.,\s%$€£]{1,6})*
    | (page|seite|página|pagina)\ \d+(\ \w+\ \d+)? | \d+\ of\ \d+
    | (last\ )?(updated|modified|revised|printed|exported|generated)\b[^|]*\d[^|]*
    | (as\ of|stand|mise\ à\ jour|actualizado|source|quelle|fuente)\s*:[^|]*
    | (©|copyright|confidential)\b[^|]*
    """
)


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
    lines = _lines(cells)
    if not lines:
        return Table([], [])
    header = _header(lines, has_header)
    headings = [""] * len(lines[0].cells)
    if header:
        lines, header = _stack_side_by_side(lines, header)
        headings = header.cells
    elif has_header is None:
        kind = "the first row has no headings"
        advice = "--header if it has the headings"
        notes.add(kind, lines[0].number, str(lines[0]), advice)
    # the column for sections gets a heading that no other has
    *headings, heading_of_sections = _distinct_headings([*headings, SECTION])
    lines = _entries_and_sections(lines, header, notes)
    sections = _sections(lines)
    if sections:
        headings.append(heading_of_sections)
    return Table(headings, _rows(lines, headings, sections, notes))


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


# ---- headings


def _header(lines: Sequence[Line], has_header: bool | None) -> Line | None:
    """The line with the headings, None if there is none.

    `has_header` says whether it is the first line. If that is None, it is the line with
    the most usual headings, or else the first one if it differs from those below it.
    """
    first, *others = lines
    if has_header is None:
        usual = _most_usual(lines[:HEADER_WITHIN])
        if usual:
            return usual
        has_header = _differs(first, others)
    return first if has_header else None


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
    """Whether a line has a short text above cells that hold something else, such as
    phone numbers or long texts.
    """
    for index, cell in enumerate(line.cells):
        cells = [other.cells[index] for other in below]
        kind = kind_of_most(list(filter(None, cells)))
        if kind_of(cell) == "text" and kind not in ("text", "number"):
            return bool(cell)
    return False


def _distinct_headings(cells: Sequence[str]) -> list[str]:
    """The headings; one that is empty or repeated gets the number of its column."""
    headings: dict[str, None] = {}
    for number, cell in enumerate(cells, 1):
        heading = on_one_line(cell) or f"column {number}"
        while heading in headings:
            heading += f" {number}"
        headings[heading] = None
    return list(headings)


def _stack_side_by_side(lines: Sequence[Line], header: Line) -> tuple[list[Line], Line]:
    """The lines and the header of a sheet. Tables side by side are put one below the
    other.

    They are recognized by their headings: a group of at least two columns, repeated. A
    group may end in an empty column, which the last one may lack.
    """
    headings = header.cells
    if headings[0] not in headings[1:]:
        return list(lines), header
    width = headings.index(headings[0], 1)
    missing = [""] * (-len(headings) % width)  # of the last group
    starts = range(0, len(headings), width)
    if width < 2 or headings + missing != headings[:width] * len(starts):
        return list(lines), header
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
        reason = _why_no_entry(line, header)
        if not reason:
            kept.append(line)
        elif line != header:  # once for each table side by side
            notes.add(f"{reason}, left out", line.number, str(line))
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
    if _NO_ENTRY.fullmatch(str(line)[:LOOKED_AT].casefold()):
        return "totals, page numbers and the like"
    return ""


def _sections(lines: Sequence[Line]) -> set[int]:
    """The identities of the lines that are headings of sections: short ones above a
    fuller line. (Their numbers are also those of lines of a table beside them.)

    They count if no other line is short, if there are several, and if there are enough
    lines for so many (ROWS_A_SECTION). Otherwise only the loud ones count.
    """
    short = [line for line in lines if line.is_short]
    above_fuller = []
    for line, next_line in pairwise(lines):
        if line.is_short and not next_line.is_short:
            above_fuller.append(line)
    all_count = above_fuller == short and len(short) > 1
    if not all_count or len(lines) < ROWS_A_SECTION * len(short):
        above_fuller = [line for line in above_fuller if _is_loud(str(line))]
    return set(map(id, above_fuller))


def _is_loud(text: str) -> bool:
    """Whether a text is in capitals or ends with a colon."""
    if text.endswith(":"):
        return True
    return text.isupper() and len(text) > 3  # `IT` may be an entry


def _rows(
    lines: Sequence[Line], headings: Sequence[str], sections: set[int], notes: Notes
) -> list[Row]:
    """The lines that are entries, with their cells by heading. `sections` has the
    identities of those that are not: what these say goes into the last column of the
    entries below them, and is noted.
    """
    kind = f"taken as headings of sections, now in `{headings[-1]}`"
    leave_out = map_option(headings[-1], "")
    advice = f"a second cell in the row if it is an entry, or {leave_out}"
    rows = []
    section = ""
    for line in lines:
        if id(line) in sections:
            section = str(line)
            notes.add(kind, line.number, section, advice)
            continue
        filled = {}
        # without sections, there is no heading for them
        for heading, cell in zip(headings, [*line.cells, section], strict=False):
            if cell:
                filled[heading] = cell
        rows.append(Row(line.number, filled))
    return rows
