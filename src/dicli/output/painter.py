"""Draws texts in columns: wrapped, styled and measured; nothing is written here.

Every text is literal (no markup, no emoji codes). Addresses are never broken: one that
is wider than its column goes over it, and only the terminal may wrap it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import NamedTuple

from dicli.output.terminal import Terminal
from dicli.output.wrapping import columns_of, lines_of, rows_taken

WIDEST = 160  # longer lines are hard to read
GAP = 2  # columns between two columns, at least
WORD = r"(\w+(?:['`‘’]\w+)*)"  # an apostrophe does not separate words: see `fold`


class Style:
    """Codes of ECMA-48's SGR, legible on light and dark backgrounds (WCAG's contrast of
    3 or more).

    None of them carries meaning alone.
    """

    HEAD, GROUP, FAINT = "1", "1;4", "2"
    MATCH, DOUBT = "1;38;5;166", "38;5;166"
    ID, REACH, LINK = "38;5;31", "38;5;64", "4;38;5;32"


class Cell(NamedTuple):
    """A text, the codes of its style, the address that it leads to, and the stems of
    the words that stand out in it.
    """

    text: str
    style: str = ""
    link: str = ""
    marked: frozenset[str] = frozenset()


class Drawn(NamedTuple):
    """A line as it is written, with escapes, and how many columns it takes."""

    text: str
    width: int


EMPTY = Drawn("", 0)


class Painter:
    """Turns texts into lines, with the escapes that the terminal takes and no others."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.width = min(terminal.width, WIDEST)

    def block(self, cell: Cell, width: int) -> list[Drawn]:
        """A text wrapped to a width; no lines if there is no text."""
        lines = list[Drawn]()
        if cell.text:
            for line in lines_of(cell.text, width):
                text = self.terminal.linked(self._styled(cell, line), cell.link)
                lines.append(Drawn(text, columns_of(line)))
        return lines

    def _styled(self, cell: Cell, line: str) -> str:
        """A line in the style of its cell, with the words that stand out in another."""
        if not cell.marked:
            return self.terminal.styled(line, cell.style)
        from dicli.output.matches import stems

        pieces = list[str]()
        for piece in re.split(WORD, line):
            style = (
                cell.style if cell.marked.isdisjoint(stems([piece])) else Style.MATCH
            )
            pieces.append(self.terminal.styled(piece, style))
        return "".join(pieces)

    def flow(self, cells: Iterable[Cell], width: int) -> list[Drawn]:
        """Texts one after another, as many in a line as fit; one is wrapped only if it
        is wider than a line.
        """
        lines = list[Drawn]()
        for cell in cells:
            block = self.block(cell, width)
            if lines and block and lines[-1].width + GAP + block[0].width <= width:
                last = lines.pop()
                block = beside([last], block, last.width + GAP)
            lines += block
        return lines

    def at_both_edges(self, left: Cell, right: Cell) -> list[Drawn]:
        """Two texts in a line, the second at the right edge; under each other if they
        do not fit.
        """
        lefts = self.block(left, self.width)
        rights = self.block(right, self.width)
        right_start = self.width - columns_of(right.text)
        if columns_of(left.text) + GAP <= right_start:
            return beside(lefts, rights, right_start)
        return lefts + to_the_right(rights, self.width)

    def rule(self, width: int | None = None) -> Drawn:
        """A horizontal rule, by default over the whole width; an empty line for screen
        readers.
        """
        text = self.terminal.rule * (width or self.width)
        return Drawn(self.terminal.styled(text, Style.FAINT), len(text))


def beside(left: Sequence[Drawn], right: Sequence[Drawn], start: int) -> list[Drawn]:
    """Two blocks of lines side by side, the second from a column on."""
    lines = list[Drawn]()
    for first, second in zip_longest(left, right, fillvalue=EMPTY):
        lines.append(_joined(first, second, start))
    return lines


def _joined(line: Drawn, part: Drawn, start: int) -> Drawn:
    """A line with another one that begins at a column, or one space after the first if
    that is too long.
    """
    if not part.width:
        return line
    blanks = start - line.width
    if line.width:
        blanks = max(blanks, 1)
    return Drawn(line.text + " " * blanks + part.text, line.width + blanks + part.width)


def indented(lines: Sequence[Drawn], columns: int) -> list[Drawn]:
    """Lines that begin at a column."""
    return beside([], lines, columns)


def to_the_right(lines: Iterable[Drawn], width: int) -> list[Drawn]:
    """Lines that end at a column."""
    return [_joined(EMPTY, line, width - line.width) for line in lines]


def text_of(lines: Iterable[Drawn]) -> str:
    """Lines as they are written."""
    return "".join(f"{line.text}\n" for line in lines)


def rows_of(lines: Iterable[Drawn], width: int) -> int:
    """How many rows of a terminal lines take."""
    return sum(rows_taken(line.width, width) for line in lines)
