"""Rows of chosen fields as a table, no wider than the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
from dicli.output.rows import Sheet, Texts, flat, head
from dicli.output.terminal import Style
from dicli.output.wrapping import columns_of

Column = list[str]
"""The name of a field as people see it, and the cells below it."""


def rows(sheet: Sheet) -> Texts:
    """A text for each row: in columns, or in paragraphs if columns would be too narrow
    for whole words.
    """
    painter = Painter(sheet.terminal)
    columns: list[Column] = []
    all_rows = list(sheet.rows)
    for field in sheet.fields:
        cells = [flat(row[field], "; ") for row in all_rows]
        columns.append([head(field), *cells])
    room = painter.width - GAP * (len(columns) - 1)
    longest_words = [_widest(" ".join(column).split()) for column in columns]
    if sum(longest_words) > room:
        return _paragraphs(painter, columns)
    widths = shared(list(map(_widest, columns)), longest_words, room)
    with_head = sheet.header is not False  # a table has one by default
    return _side_by_side(painter, columns, widths, with_head)


def _widest(texts: Iterable[str]) -> int:
    """How many columns of the terminal the widest text takes."""
    return max(map(columns_of, texts))


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


def _paragraphs(painter: Painter, columns: Sequence[Column]) -> Texts:
    """For each row the fields that have a value, under each other, and a rule."""
    heads, *rows = zip(*columns, strict=True)
    for cells in rows:
        block = Block()
        for name, cell in zip(heads, cells, strict=True):
            if cell:
                block += stacked(painter, Fact(name, cell))
        yield text_of(block + painter.rule())


def _side_by_side(
    painter: Painter, columns: Sequence[Column], widths: Sequence[int], with_head: bool
) -> Texts:
    """Cells in columns, numbers to the right, below a head and a rule. There is also a
    rule between two rows whose first cells take several lines each.
    """
    numeric = [all(map(str.isdecimal, column[1:])) for column in columns]

    def draw_row(cells: Sequence[str], style: str = "") -> Block:
        blocks: list[Block] = []
        for cell, width, is_number in zip(cells, widths, numeric, strict=True):
            block = painter.block(Cell(cell, style), width)
            if is_number:
                block = to_the_right(block, width)
            blocks.append(block)
        return in_columns(blocks, widths)

    heads, *rows = zip(*columns, strict=True)
    rule = painter.rule(sum(widths) + GAP * (len(widths) - 1))
    if with_head:
        yield text_of(draw_row(heads, Style.HEAD) + rule)
    was_wrapped = False
    for cells in rows:
        is_wrapped = columns_of(cells[0]) > widths[0]
        if was_wrapped and is_wrapped:
            yield text_of(rule)
        yield text_of(draw_row(cells))
        was_wrapped = is_wrapped
