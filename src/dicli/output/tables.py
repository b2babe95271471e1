"""Rows of chosen fields as a table, no wider than the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dicli.core.model import Fact
from dicli.output.cards import stacked
from dicli.output.painter import (
    GAP,
    Block,
    Cell,
    Painter,
    in_columns,
    text_of,
    to_the_right,
)
from dicli.output.rows import Sheet, flat, head
from dicli.output.terminal import Style
from dicli.output.wrapping import columns_of


def rows(sheet: Sheet) -> Iterator[str]:
    """A text for each row: in columns, or in paragraphs if columns would be too narrow
    for whole words.
    """
    table = _Table(sheet)
    if sum(table.longest_words) > table.room:
        return table.paragraphs()
    return table.side_by_side()


class _Table:
    """The columns of a table, and how wide they are (in columns of the terminal)."""

    def __init__(self, sheet: Sheet) -> None:
        self.painter = Painter(sheet.terminal)
        self.with_head = sheet.header is not False  # a table has one by default
        self.heads = [head(field) for field in sheet.fields]
        self.columns: list[list[str]] = []  # each as its cells
        self.numeric: list[bool] = []  # whether all cells of a column are numbers
        self.widest: list[int] = []
        self.longest_words: list[int] = []
        self.room = self.painter.width - GAP * (len(self.heads) - 1)
        all_rows = list(sheet.rows)
        for field in sheet.fields:
            self._add_column(head(field), [row[field] for row in all_rows])

    def _add_column(self, name: str, values: Sequence[object]) -> None:
        cells = [flat(value, "; ") for value in values]
        measured = [name, *cells] if self.with_head else cells
        self.columns.append(cells)
        self.numeric.append(all(isinstance(value, int) for value in values))
        self.widest.append(_widest(measured))
        self.longest_words.append(_widest(" ".join(measured).split()))

    def side_by_side(self) -> Iterator[str]:
        """Cells in columns, below a head and a rule. There is also a rule between two
        rows whose first cells take several lines each.
        """
        widths = shared(self.widest, self.longest_words, self.room)
        gaps = GAP * (len(widths) - 1)
        rule = self.painter.rule(sum(widths) + gaps)
        if self.with_head:
            head = self._row(self.heads, widths, Style.HEAD)
            yield text_of([*head, rule])
        was_wrapped = False
        for texts in zip(*self.columns, strict=True):
            is_wrapped = columns_of(texts[0]) > widths[0]
            if was_wrapped and is_wrapped:
                yield text_of([rule])
            yield text_of(self._row(texts, widths))
            was_wrapped = is_wrapped

    def _row(
        self, texts: Sequence[str], widths: Sequence[int], style: str = ""
    ) -> Block:
        """Texts in columns, numbers to the right."""
        blocks: list[Block] = []
        for text, width, is_number in zip(texts, widths, self.numeric, strict=True):
            block = self.painter.block(Cell(text, style), width)
            if is_number:
                block = to_the_right(block, width)
            blocks.append(block)
        return in_columns(blocks, widths)

    def paragraphs(self) -> Iterator[str]:
        """For each row the fields that have a value, under each other, and a rule."""
        for texts in zip(*self.columns, strict=True):
            block = Block()
            for name, text in zip(self.heads, texts, strict=True):
                if text:
                    block += stacked(self.painter, Fact(name, text))
            yield text_of([*block, self.painter.rule()])


def _widest(texts: Iterable[str]) -> int:
    """How many columns of the terminal the widest text takes."""
    return max(map(columns_of, texts), default=0)


def shared(widest: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """The widths of columns that share a room.

    Each is as wide as its widest text, if the room has enough for all. Otherwise the
    widest column loses a column of the terminal, again and again. None gets less than
    its `least`; the room is at least their sum.
    """
    widths = [min(width, room) for width in widest]
    while sum(widths) > room:
        shrinkable = [n for n, width in enumerate(widths) if width > least[n]]
        widest_one = max(shrinkable, key=widths.__getitem__)
        widths[widest_one] -= 1
    return widths
