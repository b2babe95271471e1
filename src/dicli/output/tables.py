"""Rows of chosen fields as a table, no wider than the terminal."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dicli.output.cards import stacked
from dicli.output.painter import GAP, Cell, Drawn, Painter, Style, beside, text_of, to_the_right
from dicli.output.rows import Sheet, flat, head
from dicli.output.wrapping import columns_of


class _Column(NamedTuple):
    """A column: its cells, whether they are numbers, and how wide its widest cell and its longest word are."""

    head: str
    cells: list[str]
    is_number: bool
    widest: int
    longest_word: int


def rows(sheet: Sheet) -> Iterator[str]:
    """A text for each row: in columns, or as stacked lines if words would be broken otherwise."""
    painter = Painter(sheet.terminal)
    values = [list(row.values()) for row in sheet.rows]
    columns = [_column(sheet, n, [row[n] for row in values]) for n in range(len(sheet.fields))]
    widest = [column.widest for column in columns]
    least = [column.longest_word for column in columns]
    room = painter.width - GAP * (len(columns) - 1)
    if sum(least) > room:
        return _stacked(painter, columns)
    return _side_by_side(painter, columns, shared(widest, least, room), sheet.header is not False)


def _column(sheet: Sheet, number: int, values: Sequence[object]) -> _Column:
    name = head(sheet.fields[number])
    cells = [flat(value, "; ") for value in values]
    texts = cells if sheet.header is False else [name, *cells]
    return _Column(
        name,
        cells,
        bool(values) and all(isinstance(value, int) for value in values),
        max(map(columns_of, texts), default=0),
        max(map(columns_of, " ".join(texts).split()), default=0),
    )


def _side_by_side(
    painter: Painter, columns: Sequence[_Column], widths: Sequence[int], with_head: bool
) -> Iterator[str]:
    """Cells in columns, under a head and a rule; numbers to the right; rules between rows of several lines."""
    rule = painter.rule(sum(widths) + GAP * (len(widths) - 1))
    if with_head:
        names = [Cell(column.head, Style.HEAD) for column in columns]
        yield text_of([*_row(painter, names, columns, widths), rule])
    before = list[Drawn]()
    for cells in zip(*[column.cells for column in columns], strict=True):
        lines = _row(painter, [Cell(cell) for cell in cells], columns, widths)
        if len(before) > 1 and len(lines) > 1:
            yield text_of([rule])
        yield text_of(lines)
        before = lines


def _row(painter: Painter, cells: Sequence[Cell], columns: Sequence[_Column], widths: Sequence[int]) -> list[Drawn]:
    blocks = list[list[Drawn]]()
    for cell, column, width in zip(cells, columns, widths, strict=True):
        block = painter.block(cell, width)
        blocks.append(to_the_right(block, width) if column.is_number else block)
    return beside(blocks, widths)


def _stacked(painter: Painter, columns: Sequence[_Column]) -> Iterator[str]:
    """The fields of a row that have a value under each other, and a rule after each row."""
    for cells in zip(*[column.cells for column in columns], strict=True):
        lines = list[Drawn]()
        for column, cell in zip(columns, cells, strict=True):
            if cell:
                lines += stacked(painter, column.head, cell, painter.width)
        yield text_of([*lines, painter.rule()])


def shared(widest: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """The widths of columns: what each needs, with the widest ones reduced to one width if that is too much.

    No column gets less than its longest word takes, `least`; these fit the room.
    """

    def cut_to(limit: int) -> list[int]:
        return [max(short, min(whole, limit)) for whole, short in zip(widest, least, strict=True)]

    too_wide = bisect_right(range(max(widest) + 1), room, key=lambda limit: sum(cut_to(limit)))
    return cut_to(too_wide - 1)
