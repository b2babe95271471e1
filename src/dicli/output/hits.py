"""Hits on a terminal: whom to ask, for whom it is, what it does, and how to reach it.

Below 100 columns, the name and the audiences are side by side, and the rest is below
them over the full width; wider terminals get three columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dicli.core.catalogue import Catalogue
from dicli.core.model import Hit, Resource
from dicli.output import facts
from dicli.output.matches import matches_out_of_sight, stems
from dicli.output.painter import (
    GAP,
    Block,
    Cell,
    Painter,
    in_columns,
    indented,
    text_of,
)
from dicli.output.results import UNLIMITED, Output, Screenful
from dicli.output.terminal import Style
from dicli.output.wrapping import columns_of, lines_of, rows_of, shortened

WIDE_FROM = 100  # columns of the terminal
WHOM = Cell("Whom to ask", Style.HEAD)
WHAT = Cell("What it does", Style.HEAD)
FOR = Cell("For", Style.HEAD)
INDENT = 2  # columns before what is below a name
NUMBER_INDENT = 4  # the same if the name has a number
ENOUGH = 3  # hits to see at once


def layout(catalogue: Catalogue, output: Output) -> Layout:
    """The layout for the width of a terminal."""
    if output.terminal.width < WIDE_FROM:
        return Layout(catalogue, output)
    return ThreeColumns(catalogue, output)


class Layout:
    """How hits are arranged: here name and audiences side by side, the rest below."""

    def __init__(self, catalogue: Catalogue, output: Output) -> None:
        self.catalogue = catalogue
        self.output = output
        self.painter = Painter(output.terminal)
        self.indent = NUMBER_INDENT if output.first_number else INDENT
        self.name_width = self.painter.width
        self.text_width = self.painter.width - self.indent

    def entries(self, hits: Iterable[Hit]) -> Iterator[str]:
        """A text for each hit, nothing of it cut, after the head; at the end a rule."""
        yield text_of(self.head())
        for block in self._blocks(hits, UNLIMITED):
            yield text_of(block)
        yield text_of([self.painter.rule()])

    def screenful(self, hits: Sequence[Hit], rows: int) -> Screenful:
        """The first hits, as many as fit into some rows of the terminal, but at least
        one.

        If fewer than three whole hits fit, summaries are cut, provided that more hits
        fit then. Numbered hits have no head and no rule.
        """
        head, foot = Block(), Block()
        if not self.output.first_number:
            head, foot = self.head(), [self.painter.rule()]
        room = rows - len(head) - len(foot)
        blocks: list[Block] = []
        for summary_lines in (UNLIMITED, 2, 1):
            fitting = self._fitting(hits, summary_lines, room)
            if len(fitting) > len(blocks):
                blocks = fitting
            if len(blocks) >= min(ENOUGH, len(hits)):
                break
        if not blocks:
            blocks = list(self._blocks(hits[:1], 1))
        text = "".join(map(text_of, [head, *blocks, foot]))
        return Screenful(hits[: len(blocks)], text)

    def _fitting(
        self, hits: Iterable[Hit], summary_lines: int, room: int
    ) -> list[Block]:
        """The blocks of the first hits that fit into some rows."""
        fitting: list[Block] = []
        for block in self._blocks(hits, summary_lines):
            room -= rows_of(block, self.output.terminal.width)
            if room < 0:
                break
            fitting.append(block)
        return fitting

    def _blocks(self, hits: Iterable[Hit], summary_lines: int) -> Iterator[Block]:
        """The lines of each hit. Before all but the first there is an empty line, and
        above the first of a group its heading.
        """
        for number, heading, hit in facts.numbered(hits):
            above = self.painter.heading(heading)
            if number > 1:
                above = ["", *above]
            yield above + self._hit(hit, number, summary_lines)

    def _hit(self, hit: Hit, number: int, summary_lines: int) -> Block:
        """The lines of a hit, with at most `summary_lines` of them for its summary. The
        first hit says which matches are out of sight.
        """
        resource = hit.resource
        # The resource is made from plain data only once.
        hit = hit._replace(found=resource)
        found = stems(match.found for match in hit.matches)
        summary = shortened(resource.summary or "", self.text_width, summary_lines)
        reasons: list[Cell] = []
        if number == 1 or self.output.explain:
            out_of_sight = matches_out_of_sight(self.catalogue, hit, " ".join(summary))
            reasons.append(Cell(out_of_sight, Style.FAINT))
        if self.output.explain:
            reasons.append(Cell(facts.reasons(hit)))
        return self.arranged(
            hit,
            Cell(self._name(resource, number), Style.HEAD, facts.link(resource), found),
            self._text(Cell("\n".join(summary), marked=found)),
            self._text(*reasons),
        )

    def _name(self, resource: Resource, number: int) -> str:
        """The name of a resource; if hits are numbered, after its number, and wrapped so
        that it goes on below itself. `number` is 1 for the first hit on the screen.
        """
        if not self.output.first_number:
            return resource.name
        first, *others = lines_of(resource.name, self.name_width - self.indent)
        lines = [f"{self.output.first_number + number - 1:2}  {first}"]
        lines += indented(others, self.indent)
        return "\n".join(lines)

    def _text(self, *cells: Cell) -> Block:
        """Texts below each other, each wrapped to the width of texts."""
        block = Block()
        for cell in cells:
            block += self.painter.block(cell, self.text_width)
        return block

    def id(self, resource: Resource) -> list[Cell]:
        """The id, and what is doubtful beside it."""
        cells = [Cell(resource.id, Style.ID)]
        doubt = facts.doubts(resource)
        if doubt:
            cells.append(Cell(f"! {doubt}", Style.DOUBT))
        return cells

    def contact(self, resource: Resource) -> list[Cell]:
        """Phone and email, or what is said if only the link is known."""
        if resource.url and facts.is_unreachable(resource):
            return [Cell(facts.UNKNOWN, Style.FAINT)]
        return [
            Cell(facts.phone(resource), Style.REACH),
            Cell(facts.email(resource), Style.REACH),
        ]

    def link(self, resource: Resource, start: int) -> Block:
        """The address on a line of its own, which begins at a column, or at the margin
        if the address would not fit then.
        """
        link = facts.link(resource)
        if start + columns_of(link) > self.painter.width:
            start = 0
        block = self.painter.block(Cell(link, Style.LINK, link))
        return indented(block, start)

    def head(self) -> Block:
        """The names of the columns, and a rule."""
        return [*self.painter.at_both_edges(WHOM, FOR), self.painter.rule()]

    def arranged(self, hit: Hit, name: Cell, summary: Block, reasons: Block) -> Block:
        """The lines of a hit: its name and audiences, what it does, how to reach it,
        and why it was found.
        """
        resource = hit.resource
        ways = [*self.id(resource), *self.contact(resource)]
        reach = self.painter.flow(ways, self.text_width)
        whom = facts.audiences(self.catalogue, hit, 2)
        if columns_of(name.text) + GAP + columns_of(whom) > self.painter.width:
            whom = facts.audiences(self.catalogue, hit, 1)
        return [
            *self.painter.at_both_edges(name, Cell(whom, Style.FAINT)),
            *indented(summary, self.indent),
            *indented(reach, self.indent),
            *self.link(resource, self.indent),
            *indented(reasons, self.indent),
        ]


class ThreeColumns(Layout):
    """Name and id, what it does and how to reach it, and audiences, side by side."""

    def __init__(self, catalogue: Catalogue, output: Output) -> None:
        super().__init__(catalogue, output)
        room = self.painter.width - 2 * GAP
        self.name_width = room * 3 // 10
        self.audience_width = room * 2 // 10
        self.text_width = room - self.name_width - self.audience_width
        self.indent = NUMBER_INDENT if output.first_number else 0

    def head(self) -> Block:
        names = [self.painter.block(name) for name in (WHOM, WHAT, FOR)]
        return [*self._side_by_side(*names), self.painter.rule()]

    def arranged(self, hit: Hit, name: Cell, summary: Block, reasons: Block) -> Block:
        """The lines of a hit in three columns. An address that is too wide for its column goes
        below them.
        """
        resource = hit.resource
        left = self.painter.block(name, self.name_width)
        ids = self.painter.flow(self.id(resource), self.name_width - self.indent)
        left += indented(ids, self.indent)
        middle = list(summary)
        middle += self.painter.flow(self.contact(resource), self.text_width)
        below = Block()
        if columns_of(facts.link(resource)) <= self.text_width:
            middle += self.link(resource, 0) + reasons
        else:
            start = self.name_width + GAP
            below = self.link(resource, start) + indented(reasons, start)
        whom = Cell(facts.audiences(self.catalogue, hit), Style.FAINT)
        right = self.painter.block(whom, self.audience_width)
        return self._side_by_side(left, middle, right) + below

    def _side_by_side(self, *blocks: Block) -> Block:
        widths = (self.name_width, self.text_width, self.audience_width)
        return in_columns(blocks, widths)
