"""Rows of chosen fields as a table, no wider than the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dicli.output.cards import stacked
from dicli.output.facts import Line
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
    with_head = sheet.header is not False
    all_rows = list(sheet.rows)
    columns = list[_Column]()
    for field in sheet.fields:
        columns.append(_column(head(field), [row[field] for row in all_rows], with_head))
    widest = [column.widest for column in columns]
    longest_words = [column.longest_word for column in columns]
    room = painter.width - GAP * (len(columns) - 1)
    if sum(longest_words) > room:
        return _stacked(painter, columns)
    return _side_by_side(painter, columns, shared(widest, longest_words, room), with_head)


def _column(name: str, values: Sequence[object], with_head: bool) -> _Column:
    cells = [flat(value, "; ") for value in values]
    texts = [name, *cells] if with_head else cells
    widest = max(map(columns_of, texts), default=0)
    words = " ".join(texts).split()
    longest_word = max(map(columns_of, words), default=0)
    is_number = bool(values) and all(isinstance(value, int) for value in values)
    return _Column(name, cells, is_number, widest, longest_word)


def _side_by_side(
    painter: Painter, columns: Sequence[_Column], widths: Sequence[int], with_head: bool
) -> Iterator[str]:
    """Cells in columns, under a head and a rule; rules between rows of several lines."""
    rule = painter.rule(sum(widths) + GAP * (len(widths) - 1))
    if with_head:
        names = [Cell(column.head, Style.HEAD) for column in columns]
        yield text_of([*_row(painter, names, columns, widths), rule])
    before = list[Drawn]()
    for texts in zip(*[column.cells for column in columns], strict=True):
        lines = _row(painter, list(map(Cell, texts)), columns, widths)
        if len(before) > 1 and len(lines) > 1:
            yield text_of([rule])
        yield text_of(lines)
        before = lines


def _row(painter: Painter, cells: Sequence[Cell], columns: Sequence[_Column], widths: Sequence[int]) -> list[Drawn]:
    """Cells side by side, numbers to the right."""
    lines = list[Drawn]()
    start = 0
    for cell, column, width in zip(cells, columns, widths, strict=True):
        block = painter.block(cell, width)
        if column.is_number:
            block = to_the_right(block, width)
        lines = beside(lines, block, start)
        start += width + GAP
    return lines


def _stacked(painter: Painter, columns: Sequence[_Column]) -> Iterator[str]:
    """The fields of a row that have a value under each other, and a rule after each row."""
    for cells in zip(*[column.cells for column in columns], strict=True):
        lines = list[Drawn]()
        for column, cell in zip(columns, cells, strict=True):
            if cell:
                lines += stacked(painter, Line(column.head, cell))
        yield text_of([*lines, painter.rule()])


def shared(widest: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """The widths of columns that share a room: as wide as each needs, and narrower in turn, the widest ones first.

    No column gets less than `least`, which the room has for all.
    """
    widths = [min(width, room) for width in widest]
    while sum(widths) > room:
        shrinking = [n for n, width in enumerate(widths) if width > least[n]]
        widths[max(shrinking, key=lambda n: widths[n])] -= 1
    return widths
