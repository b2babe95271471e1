"""Draws texts in columns: wrapped and styled; nothing is written here.

What is drawn is a block: lines as they are written, with escapes. Every text is literal
(no markup, no emoji codes). Addresses are never broken: one that is wider than its
column goes over it, and only the terminal may wrap it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import zip_longest
from typing import NamedTuple

from dicli.output.terminal import Style, Terminal
from dicli.output.wrapping import columns_of, lines_of

WIDEST = 160  # longer lines are hard to read
GAP = 2  # columns between two columns, at least
WORD = r"(\w+(?:['`‘’]\w+)*)"  # an apostrophe does not separate words: see `fold`

Block = list[str]


class Cell(NamedTuple):
    """A text, its style, the address that it leads to, and the stems of the words that
    stand out in it.
    """

    text: str
    style: str = ""
    link: str = ""
    marked: frozenset[str] = frozenset()


class Painter:
    """Turns texts into lines, with the escapes that the terminal takes and no others."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.width = min(terminal.width, WIDEST)

    def block(self, cell: Cell, width: int | None = None) -> Block:
        """A text wrapped to a width, by default that of the terminal. An empty text
        gives no lines.
        """
        if not cell.text:
            return []
        block = Block()
        for line in lines_of(cell.text, width or self.width):
            styled = self._styled(cell, line)
            block.append(self.terminal.linked(styled, cell.link))
        return block

    def _styled(self, cell: Cell, line: str) -> str:
        """A line in the style of its cell, except for the words that stand out."""
        if not cell.marked:
            return self.terminal.styled(line, cell.style)
        from dicli.output.matches import stems

        pieces: list[str] = []
        for piece in re.split(WORD, line):
            style = cell.style
            if cell.marked & stems([piece]):
                style = Style.MATCH
            pieces.append(self.terminal.styled(piece, style))
        return "".join(pieces)

    def flow(self, cells: Iterable[Cell], width: int, gap: int = GAP) -> Block:
        """Texts one after another, as many in a line as fit. A text is wrapped only if
        it is wider than a line.
        """
        lines = Block()
        for cell in cells:
            block = self.block(cell, width)
            if lines and block:
                joined = lines[-1] + " " * gap + block[0]
                if columns_of(joined) <= width:
                    lines[-1] = joined
                    del block[0]
            lines += block
        return lines

    def at_both_edges(self, left: Cell, right: Cell) -> Block:
        """Two texts in a line, the second at the right edge; under each other if they
        do not fit.
        """
        lefts = self.block(left)
        rights = self.block(right)
        start = self.width - columns_of(right.text)
        if columns_of(left.text) + GAP <= start:
            return beside(lefts, rights, start)
        return lefts + to_the_right(rights, self.width)

    def indented(self, block: Block, columns: int) -> Block:
        """Lines that begin at a column. An address that would not fit then begins at the
        margin, where it is easier to copy.
        """
        lines = Block()
        for line in block:
            if columns + columns_of(line) <= self.width:
                line = " " * columns + line
            lines.append(line)
        return lines

    def heading(self, text: str) -> Block:
        """The heading above a group of rows; no lines if the text is empty."""
        return self.block(Cell(text, Style.GROUP))

    def rule(self, width: int | None = None) -> Block:
        """A horizontal rule, by default as wide as the terminal; an empty line for
        screen readers.
        """
        rule = self.terminal.rule * (width or self.width)
        return [self.terminal.styled(rule, Style.FAINT)]


def beside(left: Block, right: Block, start: int) -> Block:
    """Two blocks side by side, the right one from the column `start` on. Where a left
    line reaches that far, a space separates the two.
    """
    lines = Block()
    for first, second in zip_longest(left, right, fillvalue=""):
        if first and second:
            first += " " * max(start - columns_of(first), 1)
        elif second:
            first = " " * start
        lines.append(first + second)
    return lines


def in_columns(blocks: Iterable[Block], widths: Iterable[int]) -> Block:
    """Blocks side by side, each in a column of its width."""
    lines = Block()
    start = 0
    for block, width in zip(blocks, widths, strict=True):
        lines = beside(lines, block, start)
        start += width + GAP
    return lines


def to_the_right(block: Block, width: int) -> Block:
    """Lines that end at the right edge of a width."""
    return [" " * (width - columns_of(line)) + line for line in block]


def text_of(block: Block) -> str:
    """Lines as they are written."""
    return "".join(f"{line}\n" for line in block)
