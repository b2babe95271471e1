"""Hits on a terminal: whom to ask, for whom it is, what it does, and how to reach it.

Below 100 columns, the name and the audiences are side by side, and the rest is below
them over the full width; wider terminals get three columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain

from dicli.core.catalogue import Catalogue
from dicli.core.model import Hit, Resource
from dicli.core.safe import safe_url
from dicli.output.facts import (
    UNREACHABLE,
    audiences,
    doubts,
    email,
    is_unreachable,
    phone,
    reasons,
)
from dicli.output.matches import matched, stems
from dicli.output.painter import (
    EMPTY,
    GAP,
    Cell,
    Drawn,
    Painter,
    Style,
    beside,
    indented,
    rows_of,
    text_of,
)
from dicli.output.results import Output, Screenful
from dicli.output.wrapping import columns_of, shortened

WIDE_FROM = 100  # columns of the terminal
WHOM, WHAT, FOR = (
    Cell("Whom to ask", Style.HEAD),
    Cell("What it does", Style.HEAD),
    Cell("For", Style.HEAD),
)
# columns before what is below a name, and below a name with a number
INDENT, NUMBER = 2, 4
UNLIMITED = 100_000  # lines of a summary, or rows of a terminal
ENOUGH = 3  # hits to see at once


def entries(catalogue: Catalogue, hits: Iterable[Hit], output: Output) -> Iterator[str]:
    """A text for each hit, nothing of it cut, after the head; at the end a rule."""
    layout = _layout_for(catalogue, output)
    yield text_of(layout.head())
    for lines in _all_lines(layout, hits, UNLIMITED):
        yield text_of(lines)
    yield text_of([layout.painter.rule()])


def screenful(
    catalogue: Catalogue, hits: Sequence[Hit], output: Output, rows: int | None
) -> Screenful:
    """The first hits, as many as fit into some rows of the terminal (None: all), but at
    least one.

    Summaries are cut if fewer than three hits would fit otherwise. With numbers there
    is no head and no rule.
    """
    layout = _layout_for(catalogue, output)
    head = list[Drawn]()
    foot = list[Drawn]()
    if not output.numbered:
        head = layout.head()
        foot = [layout.painter.rule()]
    room = (rows or UNLIMITED) - len(head) - len(foot)
    for summary_lines in (UNLIMITED, 2, 1):
        fitting = _fitting(layout, hits, summary_lines, room)
        if len(fitting) >= min(ENOUGH, len(hits)):
            break
    lines = [*head, *chain.from_iterable(fitting), *foot]
    return Screenful(hits[: len(fitting)], text_of(lines))


def _fitting(
    layout: _Layout, hits: Iterable[Hit], summary_lines: int, room: int
) -> list[list[Drawn]]:
    """The lines of the first hits that fit into some rows, at least of one."""
    fitting = list[list[Drawn]]()
    for lines in _all_lines(layout, hits, summary_lines):
        room -= rows_of(lines, layout.output.terminal.width)
        if fitting and room < 0:
            break
        fitting.append(lines)
    return fitting


def _all_lines(
    layout: _Layout, hits: Iterable[Hit], summary_lines: int
) -> Iterator[list[Drawn]]:
    """The lines of each hit, an empty one before all but the first; the heading of a
    group is above its first hit.
    """
    heading = ""
    for number, hit in enumerate(hits, 1):
        lines = list[Drawn]()
        if number > 1:
            lines.append(EMPTY)
        if hit.heading != heading:
            heading = hit.heading
            lines += layout.painter.block(Cell(heading, Style.GROUP), layout.width)
        yield lines + layout.hit(hit, number, summary_lines)


# ---- layouts
# -------------------------------------------------------------------------------------


class _Layout:
    """How a hit is arranged: here its name and audiences side by side, the rest below."""

    def __init__(self, catalogue: Catalogue, output: Output) -> None:
        self.catalogue = catalogue
        self.output = output
        self.painter = Painter(output.terminal)
        self.width = self.painter.width
        self.today = date.today()
        self.indent = NUMBER if output.numbered else INDENT
        self.text_width = self.width - self.indent

    def head(self) -> list[Drawn]:
        """The names of the columns, and a rule."""
        return [*self.painter.at_both_edges(WHOM, FOR), self.painter.rule()]

    def hit(self, hit: Hit, number: int, summary_lines: int) -> list[Drawn]:
        """The lines of a hit; its summary takes at most so many. The first hit says
        what matched out of sight.
        """
        hit = hit._replace(found=hit.resource)
        found = stems(match.found for match in hit.matches)
        name = hit.resource.name
        if self.output.numbered:
            name = f"{number:2}  {name}"
        summary = shortened(hit.resource.summary or "", self.text_width, summary_lines)
        reasons_shown = list[Drawn]()
        if number == 1 or self.output.explain:
            out_of_sight = matched(self.catalogue, hit, " ".join(summary))
            reasons_shown += self.painter.block(
                Cell(out_of_sight, Style.FAINT), self.text_width
            )
        if self.output.explain:
            reasons_shown += self.painter.block(Cell(reasons(hit)), self.text_width)
        return self._arranged(
            hit,
            Cell(name, Style.HEAD, safe_url(hit.resource.url or ""), found),
            self.painter.block(Cell("\n".join(summary), marked=found), self.text_width),
            reasons_shown,
        )

    def _arranged(
        self, hit: Hit, name: Cell, summary: list[Drawn], reasons: list[Drawn]
    ) -> list[Drawn]:
        """The lines of a hit: its name and audiences, what it does, how to reach it,
        and why it was found.
        """
        whom = audiences(self.catalogue, hit, 2)
        if columns_of(name.text) + GAP + columns_of(whom) > self.width:
            whom = audiences(self.catalogue, hit, 1)
        return [
            *self.painter.at_both_edges(name, Cell(whom, Style.FAINT)),
            *indented(summary, self.indent),
            *indented(self._contact(hit.resource), self.indent),
            *self._link(hit.resource, self.indent),
            *indented(reasons, self.indent),
        ]

    def _contact(self, resource: Resource) -> list[Drawn]:
        """The id, and how to reach a resource other than by its link; that there is no
        way only if it costs no line.
        """
        cells = [*self._id(resource), *self._phone_and_email(resource)]
        lines = self.painter.flow(cells, self.text_width)
        if resource.url and is_unreachable(resource):
            longer = self.painter.flow(
                [*cells, Cell(UNREACHABLE, Style.FAINT)], self.text_width
            )
            if len(longer) == len(lines):
                return longer
        return lines

    def _id(self, resource: Resource) -> list[Cell]:
        """The id, and what is doubtful beside it."""
        cells = [Cell(resource.id, Style.ID)]
        doubt = doubts(resource, self.today)
        if doubt:
            cells.append(Cell(f"! {doubt}", Style.DOUBT))
        return cells

    def _phone_and_email(self, resource: Resource) -> list[Cell]:
        return [
            Cell(phone(resource, self.today), Style.REACH),
            Cell(email(resource), Style.REACH),
        ]

    def _link(self, resource: Resource, start: int) -> list[Drawn]:
        """The address on a line of its own from a column on, or from the margin if it
        is too long for that.
        """
        link = safe_url(resource.url or "")
        if start + columns_of(link) > self.width:
            start = 0
        return indented(
            self.painter.block(Cell(link, Style.LINK, link), self.width), start
        )


class _ThreeColumns(_Layout):
    """Name and id, what it does and how to reach it, and audiences, side by side."""

    def __init__(self, catalogue: Catalogue, output: Output) -> None:
        super().__init__(catalogue, output)
        room = self.width - 2 * GAP
        self.name_width = room * 3 // 10
        self.audience_width = room * 2 // 10
        self.text_width = room - self.name_width - self.audience_width
        self.indent = NUMBER if self.output.numbered else 0

    def head(self) -> list[Drawn]:
        names = self._beside(
            *[self.painter.block(cell, self.width) for cell in (WHOM, WHAT, FOR)]
        )
        return [*names, self.painter.rule()]

    def _arranged(
        self, hit: Hit, name: Cell, summary: list[Drawn], reasons: list[Drawn]
    ) -> list[Drawn]:
        resource = hit.resource
        ids = self.painter.flow(self._id(resource), self.name_width - self.indent)
        left = self.painter.block(name, self.name_width) + indented(ids, self.indent)
        middle = summary + self.painter.flow(
            self._phone_and_email(resource), self.text_width
        )
        whom = Cell(audiences(self.catalogue, hit), Style.FAINT)
        right = self.painter.block(whom, self.audience_width)
        link_fits = columns_of(safe_url(resource.url or "")) <= self.text_width
        if link_fits:
            return self._beside(left, middle + self._link(resource, 0) + reasons, right)
        return self._beside(left, middle + reasons, right) + self._link(
            resource, self.name_width + GAP
        )

    def _beside(
        self, left: list[Drawn], middle: list[Drawn], right: list[Drawn]
    ) -> list[Drawn]:
        """Blocks of lines in the three columns."""
        middle_start = self.name_width + GAP
        right_start = middle_start + self.text_width + GAP
        return beside(beside(left, middle, middle_start), right, right_start)


def _layout_for(catalogue: Catalogue, output: Output) -> _Layout:
    """The layout for the width of a terminal."""
    if output.terminal.width < WIDE_FROM:
        return _Layout(catalogue, output)
    return _ThreeColumns(catalogue, output)
