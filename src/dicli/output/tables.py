"""Rows of chosen fields as a table, no wider than the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from dicli.output.cards import stacked
from dicli.output.facts import Line
from dicli.output.painter import (
    GAP,
    Block,
    Cell,
    Painter,
    Style,
    beside,
    text_of,
    to_the_right,
)
from dicli.output.rows import Sheet, flat, head
from dicli.output.wrapping import columns_of


class _Column(NamedTuple):
    """A column: its head, its cells, and whether they are numbers."""

    head: str
    cells: Sequence[str]
    is_number: bool


def rows(sheet: Sheet) -> Iterator[str]:
    """A text for each row: in columns, or as stacked lines if words would be broken
    otherwise.
    """
    painter = Painter(sheet.terminal)
    with_head = sheet.header is not False
    all_rows = list(sheet.rows)
    columns = list[_Column]()
    widest = list[int]()
    longest_words = list[int]()
    for field in sheet.fields:
        column = _column(head(field), [row[field] for row in all_rows])
        columns.append(column)
        texts = [column.head, *column.cells] if with_head else column.cells
        widest.append(_widest(texts))
        longest_words.append(_widest(" ".join(texts).split()))
    room = painter.width - GAP * (len(columns) - 1)
    if sum(longest_words) > room:
        return _stacked(painter, columns)
    widths = shared(widest, longest_words, room)
    return _side_by_side(painter, columns, widths, with_head)


def _column(name: str, values: Sequence[object]) -> _Column:
    cells = [flat(value, "; ") for value in values]
    is_number = bool(values) and all(isinstance(value, int) for value in values)
    return _Column(name, cells, is_number)


def _widest(texts: Iterable[str]) -> int:
    """How many columns of the terminal the widest text takes."""
    return max(map(columns_of, texts), default=0)


def _side_by_side(
    painter: Painter,
    columns: Sequence[_Column],
    widths: Sequence[int],
    with_head: bool,
) -> Iterator[str]:
    """Cells in columns, under a head and a rule; a rule between two rows whose first
    cells take several lines each.
    """
    rule = painter.rule(sum(widths) + GAP * (len(widths) - 1))
    if with_head:
        heads = [column.head for column in columns]
        yield text_of([*_row(painter, columns, widths, heads, Style.HEAD), rule])
    was_wrapped = False
    for texts in zip(*[column.cells for column in columns], strict=True):
        is_wrapped = columns_of(texts[0]) > widths[0]
        if was_wrapped and is_wrapped:
            yield text_of([rule])
        yield text_of(_row(painter, columns, widths, texts))
        was_wrapped = is_wrapped


def _row(
    painter: Painter,
    columns: Sequence[_Column],
    widths: Sequence[int],
    texts: Sequence[str],
    style: str = "",
) -> Block:
    """Texts in columns, numbers to the right."""
    lines = Block()
    start = 0
    for column, width, text in zip(columns, widths, texts, strict=True):
        block = painter.block(Cell(text, style), width)
        if column.is_number:
            block = to_the_right(block, width)
        lines = beside(lines, block, start)
        start += width + GAP
    return lines


def _stacked(painter: Painter, columns: Sequence[_Column]) -> Iterator[str]:
    """For each row the fields that have a value, under each other, and a rule."""
    for texts in zip(*[column.cells for column in columns], strict=True):
        block = Block()
        for column, text in zip(columns, texts, strict=True):
            if text:
                block += stacked(painter, Line(column.head, text))
        yield text_of([*block, painter.rule()])


def shared(widest: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """The widths of columns that share a room: as wide as each needs, and narrower in
    turn, the widest ones first.

    No column gets less than `least`, which the room has for all.
    """
    widths = [min(width, room) for width in widest]
    while sum(widths) > room:
        shrinking = [n for n, width in enumerate(widths) if width > least[n]]
        widths[max(shrinking, key=lambda n: widths[n])] -= 1
    return widths
