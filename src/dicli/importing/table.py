"""Finds the headings of a sheet and the entries below them; titles, sections, totals and footers are no entries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from dicli.core.text import fold
from dicli.importing.cells import on_one_line, typed
from dicli.importing.columns import FILTERS, HEADINGS, NAMES, PROSE, held, is_usual, kind_of, target
from dicli.importing.notes import Notes

LOOKED_AT = 60  # rows among which the headings are
SECTION = "Section"  # the column for headings of sections

_TOTAL = re.compile(r"((grand|sub) ?)?totals?|sum|summe|gesamt|insgesamt|suma|somme|totale|totaal")
_FOOTER = re.compile(
    r"(page|seite|página|pagina) \d+( \w+ \d+)?|\d+ of \d+"
    r"|(last )?(updated|modified|revised|printed|exported|generated)\b.*\d.*"
    r"|(as of|stand|mise à jour|actualizado|source|quelle|fuente)\s*:.*|(©|copyright|confidential)\b.*"
)
_WORTH = ("email", "url", "phone")  # what a heading never is


class Row(NamedTuple):
    """The cells of an entry by heading, without empty ones, and its row, counted from 1 as spreadsheet programs do."""

    number: int
    cells: dict[str, str]


class Table(NamedTuple):
    """The headings of a sheet and the entries below them."""

    headings: list[str]
    rows: list[Row]


class Line(NamedTuple):
    """A row as it is in the sheet."""

    number: int
    cells: list[str]

    @property
    def texts(self) -> list[str]:
        """Its cells that are not empty."""
        return [cell for cell in self.cells if cell]


def table_of(cells: Sequence[Sequence[str]], has_header: bool | None, notes: Notes) -> Table:
    """The headings and entries of a sheet. `has_header`: whether the first row has the headings, None to find out."""
    lines = []
    for number, row in enumerate(cells, 1):
        line = Line(number, [typed(cell) for cell in row])
        if line.texts:
            lines.append(line)
    if not lines:
        return Table([], [])
    at = _header(lines[:LOOKED_AT], has_header)
    if at is None:
        below, headings = lines, _headings_by_content(lines)
        if has_header is None:
            first = "the first row has no headings, and is an entry; columns are called by what they hold"
            notes.add(first, lines[0].number, " | ".join(lines[0].texts), "--header if it has the headings")
    else:
        for line in lines[:at]:
            notes.add("above the headings, left out", line.number, " | ".join(line.texts))
        below, headings = lines[at + 1 :], _headings(lines[at:])
        below = _without_repeats(lines[at], below, notes)
    below = _without_totals(below, len(headings), notes)
    rows = _with_sections(below, headings, notes)
    _fill_down(rows, headings, notes)
    if any(SECTION in row.cells for row in rows) and SECTION not in headings:
        headings.append(SECTION)
    return Table(headings, rows)


# ---- headings ------------------------------------------------------------------------------------


def _header(lines: Sequence[Line], has_header: bool | None) -> int | None:
    """Which of the lines has the headings; None if none has."""
    if has_header is not None:
        return 0 if has_header else None
    usual = _most_usual(lines)
    if usual is not None:
        return usual
    widest = max(len(line.texts) for line in lines)
    for at, line in enumerate(lines):
        if len(line.texts) > widest / 2:
            return at if _differs(line, lines[at + 1 :]) else None
    return None


def _most_usual(lines: Sequence[Line]) -> int | None:
    """The line with the most usual headings, among those that are wider than all above them."""
    found, most, widest = None, 1, 0
    for at, line in enumerate(lines):
        if len(line.texts) > widest:
            widest = len(line.texts)
            usual = _usualness(line)
            if usual > most:
                found, most = at, usual
    return found


def _usualness(line: Line) -> int:
    """How usual the cells of a line are as headings: two points for each exact one; 0 if one is no heading."""
    points = 0
    for cell in line.texts:
        if kind_of(cell) in _WORTH:
            return 0
        if is_usual(cell):
            points += 2
        elif target(cell):
            points += 1
    return points


def _differs(first: Line, below: Sequence[Line]) -> bool:
    """Whether the cells of a line look unlike those below: a word above telephone numbers, a short one above prose."""
    for place, cell in enumerate(first.cells):
        column = [line.cells[place] for line in below if line.cells[place : place + 1] not in ([], [""])]
        if cell and column and kind_of(cell) == "text" and held(column) not in ("text", "number"):
            return True
    return False


def _headings(lines: Sequence[Line]) -> list[str]:
    """The headings in the first line, each a different one, as many as the widest line has cells."""
    width = max(len(line.cells) for line in lines)
    names = [on_one_line(cell) for cell in lines[0].cells]
    names += [""] * (width - len(names))
    taken = set[str]()
    for place, name in enumerate(names):
        if not name or name in taken:
            names[place] = f"{name or 'column'} {place + 1}"
        taken.add(names[place])
    return names


def _headings_by_content(lines: Sequence[Line]) -> list[str]:
    """Headings for columns that have none, by what they hold; the first texts are the names."""
    width = max((len(line.cells) for line in lines), default=0)
    headings: list[str] = []
    for place in range(width):
        kind = held([line.cells[place] for line in lines if line.cells[place : place + 1] not in ([], [""])])
        heading = HEADINGS.get(kind, f"column {place + 1}")
        if kind == "text" and "Name" not in headings:
            heading = "Name"
        elif heading in headings:
            heading = f"{heading} {place + 1}"
        headings.append(heading)
    return headings


# ---- rows that are no entries --------------------------------------------------------------------


def _without_repeats(header: Line, lines: Sequence[Line], notes: Notes) -> list[Line]:
    kept = []
    for line in lines:
        if line.texts == header.texts:
            notes.add("the headings again, left out", line.number, " | ".join(line.texts))
        else:
            kept.append(line)
    return kept


def _without_totals(lines: Sequence[Line], width: int, notes: Notes) -> list[Line]:
    kept = []
    for line in lines:
        if width > 1 and _is_total(line):
            notes.add("totals, left out", line.number, " | ".join(line.texts))
        elif width > 1 and _is_footer(line):
            notes.add("page numbers and the like, left out", line.number, line.texts[0])
        else:
            kept.append(line)
    return kept


def _is_total(line: Line) -> bool:
    first, *others = line.texts
    words = re.sub(r"[\d\W]+$", "", fold(first[:60]))
    return _TOTAL.fullmatch(words) is not None and all(re.fullmatch(r"[\d.,\s%$€£]+", other) for other in others)


def _is_footer(line: Line) -> bool:
    return len(line.texts) == 1 and _FOOTER.fullmatch(line.texts[0][:200].casefold()) is not None


def _with_sections(lines: Sequence[Line], headings: Sequence[str], notes: Notes) -> list[Row]:
    """The rows, each with the heading of its section, if there are such: rows of one cell among fuller ones."""
    sections = _sections(lines)
    rows = []
    section = ""
    for at, line in enumerate(lines):
        if at in sections:
            section = line.texts[0]
            advice = f"another cell in its row, if one is an entry, or --map '{SECTION}='"
            notes.add(f"taken as headings of sections, now in `{SECTION}`", line.number, section, advice)
            continue
        cells = {heading: cell for heading, cell in zip(headings, line.cells, strict=False) if cell}
        if section:
            cells.setdefault(SECTION, section)
        rows.append(Row(line.number, cells))
    return rows


def _sections(lines: Sequence[Line]) -> set[int]:
    """Which lines are headings of sections: they have a first cell only, and come first, are loud, or come often."""
    alone = [len(line.texts) == 1 and bool(line.cells[0]) for line in lines]
    found = set[int]()
    if sum(alone) > len(lines) / 2:
        return found
    above = [at for at in range(len(lines) - 1) if alone[at] and not alone[at + 1]]
    often = len(above) > 1 and len(above) == sum(alone) and len(lines) >= 3 * len(above)
    for at in above:
        text = lines[at].texts[0]
        loud = text.endswith(":") or (text.isupper() and len(text) > 3)
        if often or loud or at == 0:
            found.add(at)
    return found


def _fill_down(rows: Sequence[Row], headings: Sequence[str], notes: Notes) -> None:
    """Gives a group's first cell to all its rows, in columns left of the names in which no text comes twice."""
    for heading in headings if rows else ():
        field = getattr(target(heading), "field", "")
        if field in NAMES:
            return
        texts = [row.cells[heading] for row in rows if heading in row.cells]
        is_short = all(len(text) <= PROSE for text in texts)
        is_group = heading in rows[0].cells and len(set(texts)) == len(texts) < len(rows)
        if field in FILTERS and is_short and is_group:
            _fill(rows, heading, notes)


def _fill(rows: Sequence[Row], heading: str, notes: Notes) -> None:
    above = ""
    for row in rows:
        if heading not in row.cells:
            row.cells[heading] = above
            kind = f"`{heading}` is empty, filled from above"
            notes.add(kind, row.number, above, f"--map '{heading}=' to leave it out")
        above = row.cells[heading]
