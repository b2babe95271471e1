"""Hits on a terminal: whom to ask, for whom it is, what it does, and how to reach it.

There are three layouts: all lines under each other on narrow terminals; two columns, and the rest below them over the
full width; three columns on wide terminals.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from dicli.core.catalogue import Catalogue
from dicli.core.model import Hit
from dicli.output.facts import UNREACHABLE, audiences, audiences_within, entry, reasons
from dicli.output.matches import matched, stems
from dicli.output.painter import (
    DOUBT,
    EMPTY,
    FAINT,
    GAP,
    GROUP,
    HEAD,
    ID,
    LINK,
    REACH,
    Cell,
    Drawn,
    Painter,
    beside,
    indented,
    rows_of,
    text_of,
    to_the_right,
)
from dicli.output.rows import Screenful
from dicli.output.terminal import Terminal
from dicli.output.wrapping import columns_of, shortened

STACKED_BELOW, WIDE_FROM = 60, 100  # columns
WHOM, WHAT, FOR = Cell("Whom to ask", HEAD), Cell("What it does", HEAD), Cell("For", HEAD)
MARGIN, NUMBER = 2, 4  # columns before what is below a name, and below a name with a number
UNCUT = 1000  # lines of a summary
CUTS = (UNCUT, 3, 2, 1)  # lines that a summary may take; the first that lets ENOUGH hits fit is taken
ENOUGH = 3  # hits to see at once


def entries(
    catalogue: Catalogue, hits: Iterable[Hit], terminal: Terminal, today: date, explain: bool = False
) -> Iterator[str]:
    """A text for each hit, nothing of it cut, after the head; at the end a rule."""
    layout = _layout_for(catalogue, terminal, today, explain)
    yield text_of(layout.head())
    for lines in _all_lines(layout, hits, UNCUT):
        yield text_of(lines)
    yield text_of([layout.painter.rule()])


def screenful(
    catalogue: Catalogue,
    hits: Sequence[Hit],
    terminal: Terminal,
    today: date,
    rows: int | None,
    explain: bool = False,
    numbered: bool = False,
) -> Screenful:
    """The first hits, as many as fit into some rows of the terminal (None: all), but at least one.

    Summaries are cut if fewer than three hits would fit otherwise. `numbered` puts a number before each hit, and
    leaves out the head and the rules.
    """
    layout = _layout_for(catalogue, terminal, today, explain, numbered)
    head = [] if numbered else layout.head()
    foot = [] if numbered else [layout.painter.rule()]
    room = None if rows is None else rows - len(head) - len(foot)
    best = list[list[Drawn]]()
    for most in CUTS:
        fitting = _fitting(_all_lines(layout, hits, most), room, terminal.width)
        if len(fitting) > len(best):
            best = fitting
        if len(best) >= min(ENOUGH, len(hits)):
            break
    text = text_of(head) + "".join(map(text_of, best)) + text_of(foot)
    return Screenful(hits[: len(best)], text)


def _all_lines(layout: _Layout, hits: Iterable[Hit], most: int) -> Iterator[list[Drawn]]:
    """The lines of each hit, an empty one before all but the first; the heading of a group is above its first hit."""
    heading = ""
    for number, hit in enumerate(hits, 1):
        lines = layout.hit(hit, number, most)
        if hit.heading != heading:
            heading = hit.heading
            lines = [*layout.painter.block(Cell(heading, GROUP), layout.width), *lines]
        yield lines if number == 1 else [EMPTY, *lines]


def _fitting(all_lines: Iterable[list[Drawn]], room: int | None, width: int) -> list[list[Drawn]]:
    """The first hits that fit into some rows, at least one."""
    fitting, taken = list[list[Drawn]](), 0
    for lines in all_lines:
        taken += rows_of(lines, width)
        if fitting and room is not None and taken > room:
            break
        fitting.append(lines)
    return fitting


# ---- layouts -------------------------------------------------------------------------------------


class _Parts(NamedTuple):
    """The parts of a hit, before they are arranged."""

    hit: Hit
    name: Cell
    summary: Sequence[Drawn]
    id: Cell
    doubt: Sequence[Cell]
    ways: Sequence[Cell]
    is_unreachable: bool
    link: Cell
    reasons: Sequence[Drawn]


class _Layout:
    """How a hit is arranged: here all lines under each other."""

    margin = 0

    def __init__(self, catalogue: Catalogue, painter: Painter, today: date, explain: bool, numbered: bool) -> None:
        self.catalogue, self.painter, self.today = catalogue, painter, today
        self.explain, self.numbered = explain, numbered
        self.width = painter.width
        if numbered:
            self.margin = NUMBER
        self.text_width = self.width - self.margin

    def head(self) -> list[Drawn]:
        """The names of the columns, if there are any, and a rule."""
        return [self.painter.rule()]

    def hit(self, hit: Hit, number: int, most: int) -> list[Drawn]:
        """The lines of a hit; its summary takes at most `most`. The first hit says what matched out of sight."""
        found = stems(match.found for match in hit.matches)
        shown = entry(hit.resource, self.today)
        summary = shortened(shown.summary, self.text_width, most) if shown.summary else []
        unseen = matched(self.catalogue, hit, " ".join(summary)) if number == 1 or self.explain else ""
        why = reasons(hit) if self.explain else ""
        return self.arranged(
            _Parts(
                hit=hit,
                name=Cell(f"{number:2}  {shown.name}" if self.numbered else shown.name, HEAD, shown.link, found),
                summary=self.painter.painted(Cell("", marked=found), summary),
                id=Cell(shown.id, ID),
                doubt=[Cell(f"! {shown.doubt}", DOUBT)] if shown.doubt else [],
                ways=[Cell(way, REACH) for way in (shown.phone, shown.email) if way],
                is_unreachable=shown.is_unreachable,
                link=Cell(shown.link, LINK, shown.link),
                reasons=[*self._text(unseen, FAINT), *self._text(why)],
            )
        )

    def arranged(self, parts: _Parts) -> list[Drawn]:
        """The lines of a hit from its parts."""
        whom = audiences(self.catalogue, parts.hit)
        lines = self.painter.block(parts.name, self.width)
        lines += indented(self._text(whom and f"for {whom}", FAINT), self.margin)
        return lines + self._below(parts)

    def _below(self, parts: _Parts) -> list[Drawn]:
        """The lines below a name and its audiences."""
        reach = self._flow([parts.id, *parts.doubt, *parts.ways], parts.is_unreachable)
        return [
            *indented([*parts.summary, *reach], self.margin),
            *self._link(parts.link, self.margin),
            *indented(parts.reasons, self.margin),
        ]

    def _flow(self, cells: Sequence[Cell], is_unreachable: bool) -> list[Drawn]:
        """Some cells one after another; that there is neither phone nor email if that costs no line."""
        lines = self.painter.flow(cells, self.text_width)
        if not is_unreachable:
            return lines
        longer = self.painter.flow([*cells, Cell(UNREACHABLE, FAINT)], self.text_width)
        return longer if len(longer) == len(lines) else lines

    def _text(self, text: str, style: str = "") -> list[Drawn]:
        """A text below the name, if there is one."""
        return self.painter.block(Cell(text, style), self.text_width) if text else []

    def _link(self, link: Cell, start: int) -> list[Drawn]:
        """An address on a line of its own from a column on, or from the margin if it is too long for that."""
        if not link.text:
            return []
        wide = columns_of(link.text)
        return indented(self.painter.painted(link, [link.text]), start if start + wide <= self.width else 0)


class _TwoColumns(_Layout):
    """Name and audiences side by side, the rest below."""

    margin = MARGIN

    def head(self) -> list[Drawn]:
        return [*self._at_both_edges(WHOM, FOR), self.painter.rule()]

    def arranged(self, parts: _Parts) -> list[Drawn]:
        room = self.width - GAP - columns_of(parts.name.text)
        whom = audiences_within(self.catalogue, parts.hit, room)
        return [*self._at_both_edges(parts.name, Cell(whom, FAINT)), *self._below(parts)]

    def _at_both_edges(self, left: Cell, right: Cell) -> list[Drawn]:
        """Two texts, the second at the right edge; it gets at most a third of the line if they do not fit."""
        wide = columns_of(right.text)
        if columns_of(left.text) + GAP + wide > self.width:
            wide = min(wide, self.width // 3)
        room = self.width - GAP - wide
        ends = to_the_right(self.painter.block(right, wide), wide)
        return beside([self.painter.block(left, room), ends], [room, wide])


class _ThreeColumns(_Layout):
    """Name and id, what it does and how to reach it, and audiences, side by side."""

    def __init__(self, catalogue: Catalogue, painter: Painter, today: date, explain: bool, numbered: bool) -> None:
        super().__init__(catalogue, painter, today, explain, numbered)
        room = self.width - 2 * GAP
        name, whom = room * 3 // 10, room * 2 // 10
        self.text_width = room - name - whom
        self._widths = [name, self.text_width, whom]

    def head(self) -> list[Drawn]:
        names = [self.painter.block(cell, self.width) for cell in (WHOM, WHAT, FOR)]
        return [*beside(names, self._widths), self.painter.rule()]

    def arranged(self, parts: _Parts) -> list[Drawn]:
        name, _, whom = self._widths
        left = self.painter.block(parts.name, name)
        left += indented(self.painter.flow([parts.id, *parts.doubt], name - self.margin), self.margin)
        right = self.painter.block(Cell(audiences(self.catalogue, parts.hit), FAINT), whom)
        middle = [*parts.summary, *self.painter.flow(parts.ways, self.text_width)]
        link = self._link(parts.link, 0)
        below = list[Drawn]()
        if columns_of(parts.link.text) > self.text_width:
            link, below = [], self._link(parts.link, name + GAP)
        ends = [*link, *parts.reasons]
        if parts.is_unreachable and len(middle) + len(ends) < max(len(left), len(right)):
            middle += self.painter.block(Cell(UNREACHABLE, FAINT), self.text_width)
        return [*beside([left, middle + ends, right], self._widths), *below]


def _layout_for(
    catalogue: Catalogue, terminal: Terminal, today: date, explain: bool, numbered: bool = False
) -> _Layout:
    """The layout for the width of a terminal."""
    painter = Painter(terminal)
    arrange = _Layout
    if painter.width >= WIDE_FROM:
        arrange = _ThreeColumns
    elif painter.width >= STACKED_BELOW:
        arrange = _TwoColumns
    return arrange(catalogue, painter, today, explain, numbered)
