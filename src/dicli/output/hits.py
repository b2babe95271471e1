"""Hits on a terminal: whom to ask, for whom it is, what it does, and how to reach it.

There are three layouts: all lines under each other on narrow terminals; two columns, and the rest below them over the
full width; three columns on wide terminals.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from dicli.core.catalogue import Catalogue
from dicli.core.model import Contact, Hit, Resource
from dicli.core.safe import safe_url
from dicli.output.facts import UNREACHABLE, audiences, audiences_within, dated_phone, doubts, is_unreachable, reasons
from dicli.output.matches import matched, stems
from dicli.output.painter import GAP, Cell, Drawn, Painter, Style, beside, indented, rows_of, text_of, to_the_right
from dicli.output.results import Output, Screenful
from dicli.output.wrapping import columns_of, shortened

STACKED_BELOW, WIDE_FROM = 60, 100  # columns
WHOM, WHAT, FOR = Cell("Whom to ask", Style.HEAD), Cell("What it does", Style.HEAD), Cell("For", Style.HEAD)
MARGIN, NUMBER = 2, 4  # columns before what is below a name, and below a name with a number
UNCUT = 1000  # lines of a summary
CUTS = (UNCUT, 3, 2, 1)  # lines that a summary may take; the first that lets ENOUGH hits fit is taken
ENOUGH = 3  # hits to see at once


def entries(catalogue: Catalogue, hits: Iterable[Hit], output: Output) -> Iterator[str]:
    """A text for each hit, nothing of it cut, after the head; at the end a rule."""
    layout = _layout_for(catalogue, output)
    yield text_of(layout.head())
    for lines in _all_lines(layout, hits, UNCUT):
        yield text_of(lines)
    yield text_of([layout.painter.rule()])


def screenful(catalogue: Catalogue, hits: Sequence[Hit], output: Output, rows: int | None) -> Screenful:
    """The first hits, as many as fit into some rows of the terminal (None: all), but at least one.

    Summaries are cut if fewer than three hits would fit otherwise. With numbers there is no head and no rule.
    """
    layout = _layout_for(catalogue, output)
    head, foot = layout.head(), [layout.painter.rule()]
    if output.numbered:
        head, foot = [], []
    room = None if rows is None else rows - len(head) - len(foot)
    best = list[list[Drawn]]()
    for most in CUTS:
        fitting = _fitting(_all_lines(layout, hits, most), room, output.terminal.width)
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
            lines = layout.painter.block(Cell(heading, Style.GROUP), layout.width) + lines
        yield lines if number == 1 else [Drawn("", 0), *lines]


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


class _Layout:
    """How a hit is arranged: here all lines under each other."""

    margin = 0

    def __init__(self, catalogue: Catalogue, output: Output) -> None:
        self.catalogue, self.output = catalogue, output
        self.painter = Painter(output.terminal)
        self.width = self.painter.width
        self.today = date.today()
        if output.numbered:
            self.margin = NUMBER
        self.text_width = self.width - self.margin

    def head(self) -> list[Drawn]:
        """The names of the columns, if there are any, and a rule."""
        return [self.painter.rule()]

    def hit(self, hit: Hit, number: int, most: int) -> list[Drawn]:
        """The lines of a hit; its summary takes at most `most`. The first hit says what matched out of sight."""
        resource = hit.resource
        found = stems(match.found for match in hit.matches)
        name = f"{number:2}  {resource.name}" if self.output.numbered else resource.name
        summary = shortened(resource.summary or "", self.text_width, most)
        why = list[Drawn]()
        if number == 1 or self.output.explain:
            why += self._text(matched(self.catalogue, hit, " ".join(summary)), Style.FAINT)
        if self.output.explain:
            why += self._text(reasons(hit))
        return self.arranged(
            hit._replace(found=resource),
            Cell(name, Style.HEAD, safe_url(resource.url or ""), found),
            self.painter.painted(Cell("", marked=found), filter(None, summary)),
            why,
        )

    def arranged(self, hit: Hit, name: Cell, summary: list[Drawn], why: list[Drawn]) -> list[Drawn]:
        """The lines of a hit: its name and audiences, what it does, how to reach it, and why it was found."""
        whom = audiences(self.catalogue, hit)
        lines = self.painter.block(name, self.width)
        lines += indented(self._text(whom and f"for {whom}", Style.FAINT), self.margin)
        return lines + self._below(hit.resource, summary, why)

    def _below(self, resource: Resource, summary: list[Drawn], why: list[Drawn]) -> list[Drawn]:
        """The lines below a name and its audiences."""
        reach = [*self._id(resource), *self._ways(resource)]
        lines = self.painter.flow(reach, self.text_width)
        if is_unreachable(resource):
            longer = self.painter.flow([*reach, Cell(UNREACHABLE, Style.FAINT)], self.text_width)
            lines = longer if len(longer) == len(lines) else lines  # said only if it costs no line
        start = self.margin
        return [*indented(summary + lines, start), *self._link(resource, start), *indented(why, start)]

    def _id(self, resource: Resource) -> list[Cell]:
        """The id, and what is doubtful beside it."""
        doubt = doubts(resource, self.today)
        return _known(Cell(resource.id, Style.ID), Cell(doubt and f"! {doubt}", Style.DOUBT))

    def _ways(self, resource: Resource) -> list[Cell]:
        """How to reach a resource other than by its link."""
        contact = resource.contact or Contact()
        return _known(Cell(dated_phone(resource, self.today), Style.REACH), Cell(contact.email or "", Style.REACH))

    def _link(self, resource: Resource, start: int) -> list[Drawn]:
        """The address on a line of its own from a column on, or from the margin if it is too long for that."""
        link = safe_url(resource.url or "")
        if start + columns_of(link) > self.width:
            start = 0
        if not link:
            return []
        return indented(self.painter.painted(Cell("", Style.LINK, link), [link]), start)

    def _text(self, text: str, style: str = "") -> list[Drawn]:
        """A text below the name, if there is one."""
        return self.painter.block(Cell(text, style), self.text_width) if text else []


class _TwoColumns(_Layout):
    """Name and audiences side by side, the rest below."""

    margin = MARGIN

    def head(self) -> list[Drawn]:
        return [*self._at_both_edges(WHOM, FOR), self.painter.rule()]

    def arranged(self, hit: Hit, name: Cell, summary: list[Drawn], why: list[Drawn]) -> list[Drawn]:
        whom = audiences_within(self.catalogue, hit, self.width - GAP - columns_of(name.text))
        top = self._at_both_edges(name, Cell(whom, Style.FAINT))
        return top + self._below(hit.resource, summary, why)

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

    def __init__(self, catalogue: Catalogue, output: Output) -> None:
        super().__init__(catalogue, output)
        room = self.width - 2 * GAP
        name, whom = room * 3 // 10, room * 2 // 10
        self.text_width = room - name - whom
        self._widths = [name, self.text_width, whom]

    def head(self) -> list[Drawn]:
        names = [self.painter.block(cell, self.width) for cell in (WHOM, WHAT, FOR)]
        return [*beside(names, self._widths), self.painter.rule()]

    def arranged(self, hit: Hit, name: Cell, summary: list[Drawn], why: list[Drawn]) -> list[Drawn]:
        painter, resource = self.painter, hit.resource
        name_width, _, whom_width = self._widths
        ids = painter.flow(self._id(resource), name_width - self.margin)
        left = painter.block(name, name_width) + indented(ids, self.margin)
        right = painter.block(Cell(audiences(self.catalogue, hit), Style.FAINT), whom_width)
        middle = summary + painter.flow(self._ways(resource), self.text_width)
        if columns_of(safe_url(resource.url or "")) <= self.text_width:
            return beside([left, middle + self._link(resource, 0) + why, right], self._widths)
        return beside([left, middle + why, right], self._widths) + self._link(resource, name_width + GAP)


def _known(*cells: Cell) -> list[Cell]:
    """The cells that have a text."""
    return [cell for cell in cells if cell.text]


def _layout_for(catalogue: Catalogue, output: Output) -> _Layout:
    """The layout for the width of a terminal."""
    width = output.terminal.width
    if width < STACKED_BELOW:
        return _Layout(catalogue, output)
    if width < WIDE_FROM:
        return _TwoColumns(catalogue, output)
    return _ThreeColumns(catalogue, output)
