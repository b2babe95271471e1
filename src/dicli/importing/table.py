"""Finds the headings of a sheet and the entries below them; titles, sections, totals and footers are not entries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from dicli.core.text import distinct
from dicli.importing.cells import on_one_line, typed
from dicli.importing.columns import FILTERS, HEADINGS, NAMES, OWN_NAMES, PROSE, held, is_usual, kind_of, target
from dicli.importing.notes import Notes

LOOKED_AT = 60  # rows among which the headings are
REGULAR = 2.5  # rows for each heading of a section, at least
SECTION = "Section"  # the column for headings of sections

_TOTAL = re.compile(
    r"(?:(?:(?:grand|sub)[ -]?)?totals?|sum|summe|gesamt|insgesamt|suma|somme|totale|totaal)"
    r"(?:[\d\W]*|\s*[:(].*| (?:for|of|in|für|de)\b.*)"
)
_FOOTER = re.compile(
    r"(page|seite|página|pagina) \d+( \w+ \d+)?|\d+ of \d+"
    r"|(last )?(updated|modified|revised|printed|exported|generated)\b.*\d.*"
    r"|(as of|stand|mise à jour|actualizado|source|quelle|fuente)\s*:.*|(©|copyright|confidential)\b.*"
)
_AMOUNT = re.compile(r"[\d.,\s%$€£]{1,6}")  # shorter than phone numbers
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
    """A row of the sheet, as wide as all others."""

    number: int
    cells: list[str]

    @property
    def texts(self) -> list[str]:
        """Its cells that are not empty."""
        return [cell for cell in self.cells if cell]

    def __str__(self) -> str:
        return " | ".join(self.texts)


def table_of(cells: Sequence[Sequence[str]], has_header: bool | None, notes: Notes) -> Table:
    """The headings and entries of a sheet. `has_header`: whether the first row has the headings, None to find out."""
    lines = _lines(cells)
    at = _header(lines[:LOOKED_AT], has_header)
    if at is not None:
        header, titles, below = lines[at], lines[:at], lines[at + 1 :]
        headings = _headings(header)
        for line in titles:
            notes.add("above the headings, left out", line.number, str(line))
    else:
        header, below = None, lines
        headings = _headings_by_content(lines)
        if lines and has_header is None:
            kind = "the first row has no headings, so columns are called by what they hold"
            notes.add(kind, lines[0].number, str(lines[0]), "--header if it has the headings")
    rows = _with_sections(_entries(below, header, notes), headings, notes)
    _fill_down(rows, headings, notes)
    return Table(distinct([*headings, *(SECTION for row in rows if SECTION in row.cells)]), rows)


def _lines(cells: Sequence[Sequence[str]]) -> list[Line]:
    """The rows that are not empty, all of one width."""
    width = max(map(len, cells), default=0)
    lines = []
    for number, row in enumerate(cells, 1):
        if any(row):
            filled = [typed(cell) for cell in row]
            lines.append(Line(number, filled + [""] * (width - len(row))))
    return [line for line in lines if line.texts]


def _column(lines: Sequence[Line], place: int) -> list[str]:
    """The cells of a column that are not empty."""
    return [line.cells[place] for line in lines if line.cells[place]]


# ---- headings ------------------------------------------------------------------------------------


def _header(lines: Sequence[Line], has_header: bool | None) -> int | None:
    """Which of the lines has the headings; None if none has."""
    if has_header is not None:
        return 0 if has_header and lines else None
    usual = _most_usual(lines)
    if usual is not None:
        return usual
    widest = max((len(line.texts) for line in lines), default=0)
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
    """How usual the cells of a line are as headings: two points for each exact one; 0 if one cannot be a heading."""
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
    """Whether the cells of a line look unlike those below: a word above phone numbers, a short one above prose."""
    for place, cell in enumerate(first.cells):
        if cell and kind_of(cell) == "text" and held(_column(below, place)) not in ("text", "number"):
            return True
    return False


def _headings(header: Line) -> list[str]:
    """The headings in a line, each a different one."""
    headings: dict[str, None] = {}
    for number, cell in enumerate(header.cells, 1):
        name = on_one_line(cell)
        if not name or name in headings:
            name = f"{name or 'column'} {number}"
        headings[name] = None
    return list(headings)


def _headings_by_content(lines: Sequence[Line]) -> list[str]:
    """Headings for columns that have none, by what they hold; the first texts are the names."""
    headings: list[str] = []
    for place in range(len(lines[0].cells) if lines else 0):
        kind = held(_column(lines, place))
        heading = HEADINGS.get(kind, "column")
        if kind == "text" and "Name" not in headings:
            heading = "Name"
        elif heading == "column" or heading in headings:
            heading = f"{heading} {place + 1}"
        headings.append(heading)
    return headings


# ---- rows that are not entries -------------------------------------------------------------------


def _entries(lines: Sequence[Line], header: Line | None, notes: Notes) -> list[Line]:
    """The lines that are entries or headings of sections; the others are noted."""
    kept = []
    for line in lines:
        reason = _no_entry(line, header)
        if reason:
            notes.add(f"{reason}, left out", line.number, str(line))
        else:
            kept.append(line)
    return kept


def _no_entry(line: Line, header: Line | None) -> str:
    """Why a line is not an entry, "" if it may be one."""
    first, *others = line.texts
    if header and line.cells == header.cells:
        return "the headings again"
    if len(line.cells) == 1:
        return ""
    if _TOTAL.fullmatch(first[:200].casefold()) and all(map(_AMOUNT.fullmatch, others)):
        return "totals"
    if not others and _FOOTER.fullmatch(first[:200].casefold()):
        return "page numbers and the like"
    return ""


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
    """Which lines are headings of sections: they have a first cell only, and are first, loud, or regular."""
    alone = {at for at, line in enumerate(lines) if line.texts == line.cells[:1]}
    if len(alone) > len(lines) / 2:
        return set()
    followed = {at for at in alone if at + 1 < len(lines) and at + 1 not in alone}
    are_regular = followed == alone and len(alone) > 1 and len(lines) >= REGULAR * len(alone)
    if are_regular:
        return followed
    return {at for at in followed if at == 0 or _is_loud(lines[at].texts[0])}


def _is_loud(text: str) -> bool:
    return text.endswith(":") or (text.isupper() and len(text) > 3)


def _fill_down(rows: Sequence[Row], headings: Sequence[str], notes: Notes) -> None:
    """Gives a group's first cell to all its rows, in columns left of the names."""
    fields = [getattr(target(heading), "field", "") for heading in headings]
    own_names = [at for at, field in enumerate(fields) if field in OWN_NAMES]
    names = own_names or [at for at, field in enumerate(fields) if field in NAMES]
    for heading, field in zip(headings, fields[: min(names, default=0)], strict=False):
        if field in (*FILTERS, "organization") and _is_grouping(rows, heading):
            _fill(rows, heading, notes)


def _is_grouping(rows: Sequence[Row], heading: str) -> bool:
    """Whether a column has a short text in the first row of each group only: none of them comes twice."""
    texts = [row.cells[heading] for row in rows if heading in row.cells]
    if not texts or len(texts) == len(rows) or heading not in rows[0].cells:
        return False
    return len(set(texts)) == len(texts) and max(map(len, texts)) <= PROSE


def _fill(rows: Sequence[Row], heading: str, notes: Notes) -> None:
    above = ""
    for row in rows:
        if heading not in row.cells:
            row.cells[heading] = above
            kind = f"`{heading}` is empty, filled from above"
            notes.add(kind, row.number, above, f"--map '{heading}=' to leave it out")
        above = row.cells[heading]
