"""Finds the headings of a sheet and the entries below them; titles, sections, totals
and footers are not entries.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from dicli.importing.cells import on_one_line, typed
from dicli.importing.columns import HEADINGS, exact_target, held, kind_of, target
from dicli.importing.notes import Notes, map_option

HEADER_WITHIN = 60  # rows
LOOKED_AT = 200  # letters that show a total or a footer
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
    """The cells of an entry by heading, without empty ones, and its row, counted from 1
    as spreadsheet programs do.
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
    """The headings and entries of a sheet. `has_header`: whether the first row has the
    headings, None to find out.
    """
    lines = _lines(cells)
    header = _header(lines, has_header)
    if header:
        headings = header.cells
    else:
        headings = _headings_by_content(lines)
        if lines and has_header is None:
            kind = (
                "the first row has no headings; columns are named after their contents"
            )
            advice = "--header if it has the headings"
            notes.add(kind, lines[0].number, str(lines[0]), advice)
    entries = _entries(lines, header, notes)
    sections = _sections(entries)
    if sections:
        headings = [*headings, SECTION]
    headings = _distinct_headings(headings)
    return Table(headings, _rows(entries, headings, sections, notes))


def _lines(cells: Sequence[Sequence[str]]) -> list[Line]:
    """The rows that are not empty, all of one width."""
    width = max(map(len, cells), default=0)
    lines = []
    for number, row in enumerate(cells, 1):
        texts = list(map(typed, row))
        if any(texts):
            missing = width - len(row)
            lines.append(Line(number, texts + [""] * missing))
    return lines


def _column(lines: Sequence[Line], index: int) -> list[str]:
    """The cells of a column that are not empty."""
    return [line.cells[index] for line in lines if line.cells[index]]


# ---- headings


def _header(lines: Sequence[Line], has_header: bool | None) -> Line | None:
    """The line with the headings, None if there is none. `has_header`: whether it is
    the first, None to find out.

    Then it is the one with the most usual headings, or else the first full line if it
    differs from those below.
    """
    if not lines or has_header is False:
        return None
    if has_header:
        return lines[0]
    top = lines[:HEADER_WITHIN]
    return _most_usual(top) or _first_full(top)


def _first_full(lines: Sequence[Line]) -> Line | None:
    """The first line with more than half of the cells of the widest, if it looks unlike
    those below it.
    """
    widest = max(len(line.texts) for line in lines)
    full = [line for line in lines if len(line.texts) > widest / 2]
    if _differs(full[0], lines[lines.index(full[0]) + 1 :]):
        return full[0]
    return None


def _most_usual(lines: Sequence[Line]) -> Line | None:
    """The line with the most usual headings, among those that are wider than all above
    them.
    """
    best = None
    most = 1  # a line with a single similar heading is none
    widest = 0
    for line in lines:
        width = len(line.texts)
        if width <= widest:
            continue
        widest = width
        points = _points(line)
        if points > most:
            best = line
            most = points
    return best


def _points(line: Line) -> int:
    """Two points for each usual heading in a line, one for a similar one; 0 if a cell
    cannot be a heading.
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


def _differs(first: Line, below: Sequence[Line]) -> bool:
    """Whether a cell of a line looks unlike those below it: a word above phone numbers,
    or above prose.
    """
    for index, cell in enumerate(first.cells):
        if not cell or kind_of(cell) != "text":
            continue
        if held(_column(below, index)) not in ("text", "number"):
            return True
    return False


def _headings_by_content(lines: Sequence[Line]) -> list[str]:
    """Headings for columns that have none, by what they hold; the first short texts are
    the names.
    """
    if not lines:
        return []
    headings: list[str] = []
    for index in range(len(lines[0].cells)):
        kind = held(_column(lines, index))
        if kind == "text" and "Name" not in headings:
            headings.append("Name")
        else:
            headings.append(HEADINGS.get(kind, ""))
    return headings


def _distinct_headings(cells: Sequence[str]) -> list[str]:
    """The headings, with the number of the column if one is empty or repeated."""
    headings: dict[str, None] = {}
    for number, cell in enumerate(cells, 1):
        heading = on_one_line(cell) or f"column {number}"
        while heading in headings:
            heading += f" {number}"
        headings[heading] = None
    return list(headings)


# ---- rows that are not entries


def _entries(lines: Sequence[Line], header: Line | None, notes: Notes) -> list[Line]:
    """The lines that are entries or headings of sections. The others are noted, except
    for the headings.
    """
    kept = []
    for line in lines:
        reason = _no_entry(line, header)
        if reason:
            notes.add(f"{reason}, left out", line.number, str(line))
        elif line is not header:
            kept.append(line)
    return kept


def _no_entry(line: Line, header: Line | None) -> str:
    """Why a line is not an entry; "" if it may be one, or is the header. Lists of one
    column have no totals.
    """
    if header and line is not header:
        if line.number < header.number:
            return "above the headings"
        if line.cells == header.cells:
            return "the headings again"
        if len(line.texts) > 1 and all(map(exact_target, line.texts)):
            return "headings of another table"
    if len(line.cells) == 1:
        return ""
    first, *others = line.texts
    first = first[:LOOKED_AT].casefold()
    if _TOTAL.fullmatch(first) and all(map(_AMOUNT.fullmatch, others)):
        return "totals"
    if _FOOTER.fullmatch(first) and not others:
        return "page numbers and the like"
    return ""


def _rows(
    lines: Sequence[Line], headings: Sequence[str], sections: set[int], notes: Notes
) -> list[Row]:
    """The rows of the lines that are not headings of sections. If there are sections,
    the last of `headings` is for them.
    """
    rows = []
    section = ""
    for line in lines:
        if line.number in sections:
            section = str(line)
            _note_section(line, headings[-1], notes)
            continue
        texts = line.cells
        if sections:
            texts = [*texts, section]
        cells = {}
        for heading, cell in zip(headings, texts, strict=True):
            if cell:
                cells[heading] = cell
        rows.append(Row(line.number, cells))
    return rows


def _note_section(line: Line, heading: str, notes: Notes) -> None:
    kind = f"taken as headings of sections, now in `{heading}`"
    leave_out = map_option(heading, "")
    advice = f"another cell in its row, if one is an entry, or {leave_out}"
    notes.add(kind, line.number, str(line), advice)


def _sections(lines: Sequence[Line]) -> set[int]:
    """The numbers of the lines that are headings of sections: short ones with a fuller
    line below.

    If each short line is one, and there are several, with enough lines below, all are.
    Otherwise only loud ones.
    """
    short = [line for line in lines if line.is_short]
    if len(short) > len(lines) / 2:
        return set()
    candidates = []
    for line, next_line in pairwise(lines):
        if line.is_short and not next_line.is_short:
            candidates.append(line)
    is_regular = len(candidates) == len(short) > 1
    has_enough_rows = len(lines) >= ROWS_A_SECTION * len(short)
    if not (is_regular and has_enough_rows):
        candidates = [line for line in candidates if _is_loud(str(line))]
    return {line.number for line in candidates}


def _is_loud(text: str) -> bool:
    """Whether a text is in capitals or ends with a colon."""
    if text.endswith(":"):
        return True
    return text.isupper() and len(text) > 3  # `IT` may be an entry
