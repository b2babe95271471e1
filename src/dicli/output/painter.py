"""Draws texts in columns: wrapped, painted and measured; nothing is written here.

Every text is literal (no markup, no emoji codes). Addresses are never broken: one that is wider than its column goes
over it, and only the terminal may wrap it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from dicli.output.terminal import Terminal
from dicli.output.wrapping import columns_of, lines_of, rows_taken

WIDEST = 160  # longer lines are hard to read
GAP = 2  # columns between two columns, at least
WORD = r"(\w+(?:['`‘’]\w+)*)"  # an apostrophe does not separate words: see `fold`


class Style:
    """Codes of ECMA-48's SGR, legible on light and dark backgrounds (WCAG's contrast of 3 or more).

    None of them carries meaning alone.
    """

    HEAD, GROUP, FAINT = "1", "1;4", "2"
    MATCH, DOUBT = "1;38;5;166", "38;5;166"
    ID, REACH, LINK = "38;5;31", "38;5;64", "4;38;5;32"


class Cell(NamedTuple):
    """A text, the codes of its style, the address that it leads to, and the stems of the words that stand out in it."""

    text: str
    style: str = ""
    link: str = ""
    marked: frozenset[str] = frozenset()


class Drawn(NamedTuple):
    """A line as it is written, with escapes, and how many columns it takes."""

    text: str
    width: int


EMPTY = Drawn("", 0)


@lru_cache(10_000)
def _stems_of(word: str) -> frozenset[str]:
    from dicli.output.matches import stems

    return stems([word])


class Painter:
    """Turns texts into lines, with the escapes that the terminal takes and no others."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.width = min(terminal.width, WIDEST)

    def block(self, cell: Cell, width: int) -> list[Drawn]:
        """A text wrapped to a width."""
        return self.painted(cell, lines_of(cell.text, width))

    def painted(self, cell: Cell, lines: Iterable[str]) -> list[Drawn]:
        """Lines in the style of a cell."""
        return [Drawn(self._painted(cell, line), columns_of(line)) for line in lines]

    def _painted(self, cell: Cell, line: str) -> str:
        if not cell.marked or not self.terminal.color:
            return self.terminal.styled(line, cell.style, cell.link)
        text = plain = ""
        for piece in re.split(WORD, line):
            if _stems_of(piece).isdisjoint(cell.marked):
                plain += piece
                continue
            text += self.terminal.styled(plain, cell.style, cell.link)
            text += self.terminal.styled(piece, Style.MATCH, cell.link)
            plain = ""
        return text + self.terminal.styled(plain, cell.style, cell.link)

    def flow(self, cells: Iterable[Cell], width: int) -> list[Drawn]:
        """Texts one after another, as many in a line as fit; one is wrapped only if it is wider than a line."""
        lines = list[Drawn]()
        for cell in cells:
            first, *others = self.block(cell, width)
            if lines and lines[-1].width + GAP + first.width <= width:
                lines[-1] = beside([[lines[-1]], [first]], [lines[-1].width, first.width])[0]
            else:
                lines.append(first)
            lines += others
        return lines

    def rule(self, width: int | None = None) -> Drawn:
        """A horizontal rule, by default over the whole width; an empty line for screen readers."""
        text = self.terminal.rule * (width or self.width)
        return Drawn(self.terminal.styled(text, Style.FAINT), len(text))


def beside(blocks: Sequence[Sequence[Drawn]], widths: Sequence[int]) -> list[Drawn]:
    """Blocks of lines side by side, in columns of some widths."""
    lines = list[Drawn]()
    for parts in zip_longest(*blocks, fillvalue=EMPTY):
        line, start = EMPTY, 0
        for part, width in zip(parts, widths, strict=True):
            if part.width:
                line = _joined(line, part, start)
            start += width + GAP
        lines.append(line)
    return lines


def _joined(line: Drawn, part: Drawn, start: int) -> Drawn:
    """A line with another one that begins at a column, or after a space where the first goes beyond it."""
    blanks = max(start - line.width, 1 if line.width else 0)
    return Drawn(line.text + " " * blanks + part.text, line.width + blanks + part.width)


def indented(lines: Iterable[Drawn], columns: int) -> list[Drawn]:
    """Lines that begin at a column."""
    return [_joined(EMPTY, line, columns) for line in lines]


def to_the_right(lines: Iterable[Drawn], width: int) -> list[Drawn]:
    """Lines that end at a column."""
    return [_joined(EMPTY, line, width - line.width) for line in lines]


def text_of(lines: Iterable[Drawn]) -> str:
    """Lines as they are written."""
    return "".join(f"{line.text}\n" for line in lines)


def rows_of(lines: Iterable[Drawn], width: int) -> int:
    """How many rows of a terminal lines take: it wraps those that are wider."""
    return sum(rows_taken(line.width, width) for line in lines)
