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
from dicli.output.painter import GAP, Block, Cell, Painter, in_columns, text_of
from dicli.output.results import UNLIMITED, Output, Screenful
from dicli.output.rows import Texts
from dicli.output.terminal import Style
from dicli.output.wrapping import columns_of, lines_of, rows_of, shortened

WIDE_FROM = 100  # columns of the terminal
WHOM = Cell("Whom to ask", Style.HEAD)
WHAT = Cell("What it does", Style.HEAD)
FOR = Cell("For", Style.HEAD)
INDENT = 2  # columns before what is below a name, if it is not in a column
NUMBER_INDENT = 4  # the same if the name has a number
ENOUGH = 3  # hits to see at once


class Layout(Painter):
    """Draws hits for the width of a terminal."""

    def __init__(self, catalogue: Catalogue, output: Output) -> None:
        super().__init__(output.terminal)
        self.catalogue = catalogue
        self.explain = output.explain
        self.first_number = output.first_number
        self.is_wide = self.width >= WIDE_FROM
        self.indent = 0 if self.is_wide else INDENT
        if self.first_number:
            self.indent = NUMBER_INDENT
        self.name_width = self.width
        self.text_width = self.width - self.indent
        if self.is_wide:
            room = self.width - 2 * GAP
            self.name_width = room * 3 // 10
            self.audience_width = room * 2 // 10
            self.text_width = room - self.name_width - self.audience_width

    def entries(self, hits: Iterable[Hit]) -> Texts:
        """A text for each hit, nothing of it cut, after the head; at the end a rule."""
        yield text_of(self._head())
        yield from map(text_of, self._blocks(hits, UNLIMITED))
        yield text_of(self.rule())

    def screenful(self, hits: Sequence[Hit], height: int) -> Screenful:
        """The first hits, as many as fit into `height` rows of the terminal, but at
        least one.

        If fewer than three whole hits fit, summaries are cut, provided that more hits
        fit then. Numbered hits have no head and no rule.
        """
        head = foot = Block()
        if not self.first_number:
            head = self._head()
            foot = self.rule()
        room = height - len(head) - len(foot)
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
        """The blocks of the first hits that fit into `room` rows of the terminal."""
        fitting: list[Block] = []
        for block in self._blocks(hits, summary_lines):
            room -= rows_of(block, self.terminal.width)
            if room < 0:
                break
            fitting.append(block)
        return fitting

    def _blocks(self, hits: Iterable[Hit], summary_lines: int) -> Iterator[Block]:
        """The lines of each hit. Before all but the first there is an empty line, and
        above the first of a group its heading.
        """
        for number, heading, hit in facts.numbered(hits):
            above = self.heading(heading)
            if number > 1:
                above = ["", *above]
            yield above + self._hit(hit, number, summary_lines)

    def _head(self) -> Block:
        """The names of the columns, and a rule."""
        if self.is_wide:
            names = self._side_by_side(*map(self.block, (WHOM, WHAT, FOR)))
        else:
            names = self.at_both_edges(WHOM, FOR)
        return names + self.rule()

    def _hit(self, hit: Hit, number: int, summary_lines: int) -> Block:
        """The lines of a hit, with at most `summary_lines` of them for its summary.
        `number` is 1 for the first hit on the screen.
        """
        resource = hit.resource
        found = stems(match.found for match in hit.matches)
        text = resource.name
        if self.first_number:
            text = self._numbered(text, self.first_number + number - 1)
        name = Cell(text, Style.HEAD, facts.link(resource), found)
        lines = shortened(resource.summary or "", self.text_width, summary_lines)
        summary = self._text(Cell("\n".join(lines), marked=found))
        reasons = self._reasons(hit, number == 1, " ".join(lines))
        if self.is_wide:
            return self._in_three_columns(hit, name, summary, reasons)
        return self._below_its_name(hit, name, summary, reasons)

    def _reasons(self, hit: Hit, is_first: bool, summary: str) -> Block:
        """What matched out of sight (see `matches_out_of_sight`): for the first hit, or
        for every hit with --explain. With --explain also why it was found.
        """
        reasons = Block()
        if is_first or self.explain:
            out_of_sight = matches_out_of_sight(self.catalogue, hit, summary)
            reasons += self._text(Cell(out_of_sight, Style.FAINT))
        if self.explain:
            reasons += self._text(Cell(facts.reasons(hit)))
        return reasons

    def _numbered(self, name: str, number: int) -> str:
        """A name after its number, and wrapped so that it goes on below itself."""
        lines = lines_of(name, self.name_width - self.indent)
        text = "\n".join(self.indented(lines, self.indent))
        return f"{number:2}{text[2:]}"

    def _text(self, cell: Cell) -> Block:
        """A text as wide as the summary."""
        return self.block(cell, self.text_width)

    def _below_its_name(
        self, hit: Hit, name: Cell, summary: Block, reasons: Block
    ) -> Block:
        """The name of a hit and its audiences side by side; below them what it does,
        how to reach it, and why it was found.
        """
        resource = hit.resource
        whom = facts.audiences(self.catalogue, hit, 2)
        if columns_of(name.text) + GAP + columns_of(whom) > self.width:
            whom = facts.audiences(self.catalogue, hit, 1)
        above = self.at_both_edges(name, Cell(whom, Style.FAINT))
        ways = _id(resource) + _contact(resource)
        below = summary + self.flow(ways, self.text_width)
        below += self._link(resource) + reasons
        return above + self.indented(below, self.indent)

    def _in_three_columns(
        self, hit: Hit, name: Cell, summary: Block, reasons: Block
    ) -> Block:
        """Name and id, what a hit does and how to reach it, and audiences, side by
        side. An address that is too wide for its column goes below them.
        """
        resource = hit.resource
        left = self.block(name, self.name_width)
        id = self.flow(_id(resource), self.name_width - self.indent)
        left += self.indented(id, self.indent)
        middle = summary + self.flow(_contact(resource), self.text_width)
        below = self._link(resource) + reasons
        if columns_of(facts.link(resource)) <= self.text_width:
            middle += below
            below = []
        whom = Cell(facts.audiences(self.catalogue, hit), Style.FAINT)
        right = self.block(whom, self.audience_width)
        columns = self._side_by_side(left, middle, right)
        return columns + self.indented(below, self.name_width + GAP)

    def _side_by_side(self, *blocks: Block) -> Block:
        """The name of a hit, what it does, and for whom, in three columns."""
        widths = (self.name_width, self.text_width, self.audience_width)
        return in_columns(blocks, widths)

    def _link(self, resource: Resource) -> Block:
        """The address on a line of its own."""
        link = facts.link(resource)
        return self.block(Cell(link, Style.LINK, link))


def _id(resource: Resource) -> list[Cell]:
    """The id, and what is doubtful beside it."""
    cells = [Cell(resource.id, Style.ID)]
    doubt = facts.doubts(resource)
    if doubt:
        cells.append(Cell(f"! {doubt}", Style.DOUBT))
    return cells


def _contact(resource: Resource) -> list[Cell]:
    """Phone and email, or what is said if only the link is known."""
    if resource.url and facts.is_unreachable(resource):
        return [Cell(facts.UNKNOWN, Style.FAINT)]
    ways = [facts.phone(resource), facts.email(resource)]
    return [Cell(way, Style.REACH) for way in ways]
