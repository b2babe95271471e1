"""Rows of chosen fields as a table, no wider than the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dicli.output.cards import stacked
from dicli.output.facts import Line
from dicli.output.painter import (
    GAP,
    Cell,
    Drawn,
    Painter,
    Style,
    beside,
    text_of,
    to_the_right,
)
from dicli.output.rows import Sheet, flat, head
from dicli.output.wrapping import columns_of


class _Column(NamedTuple):
    """A column: its cells, whether they are numbers, and how many columns its widest
    cell and longest word take.
    """

    head: str
    cells: list[str]
    is_number: bool
    widest: int
    longest_word: int
    width: int = 0  # known once the columns share the room


def rows(sheet: Sheet) -> Iterator[str]:
    """A text for each row: in columns, or as stacked lines if words would be broken
    otherwise.
    """
    painter = Painter(sheet.terminal)
    with_head = sheet.header is not False
    all_rows = list(sheet.rows)
    columns = list[_Column]()
    for field in sheet.fields:
        columns.append(
            _column(head(field), [row[field] for row in all_rows], with_head)
        )
    widest = [column.widest for column in columns]
    longest_words = [column.longest_word for column in columns]
    room = painter.width - GAP * (len(columns) - 1)
    if sum(longest_words) > room:
        return _stacked(painter, columns, len(all_rows))
    for number, width in enumerate(shared(widest, longest_words, room)):
        columns[number] = columns[number]._replace(width=width)
    return _side_by_side(painter, columns, len(all_rows), with_head)


def _column(name: str, values: Sequence[object], with_head: bool) -> _Column:
    """A column of some values, measured with its head if that is shown."""
    cells = [flat(value, "; ") for value in values]
    measured = [name, *cells] if with_head else cells
    widest = max(map(columns_of, measured), default=0)
    words = " ".join(measured).split()
    longest_word = max(map(columns_of, words), default=0)
    is_number = bool(values) and all(isinstance(value, int) for value in values)
    return _Column(name, cells, is_number, widest, longest_word)


def _side_by_side(
    painter: Painter, columns: Sequence[_Column], number_of_rows: int, with_head: bool
) -> Iterator[str]:
    """Cells in columns, under a head and a rule; a rule between two rows that take
    several lines each.
    """
    widths = [column.width for column in columns]
    rule = painter.rule(sum(widths) + GAP * (len(widths) - 1))
    if with_head:
        names = [column.head for column in columns]
        yield text_of([*_row(painter, columns, names, Style.HEAD), rule])
    lines_before = 0
    for n in range(number_of_rows):
        texts = [column.cells[n] for column in columns]
        lines = _row(painter, columns, texts)
        if lines_before > 1 and len(lines) > 1:
            yield text_of([rule])
        yield text_of(lines)
        lines_before = len(lines)


def _row(
    painter: Painter, columns: Sequence[_Column], texts: Sequence[str], style: str = ""
) -> list[Drawn]:
    """Texts in columns, numbers to the right."""
    lines = list[Drawn]()
    start = 0
    for column, text in zip(columns, texts, strict=True):
        block = painter.block(Cell(text, style), column.width)
        if column.is_number:
            block = to_the_right(block, column.width)
        lines = beside(lines, block, start)
        start += column.width + GAP
    return lines


def _stacked(
    painter: Painter, columns: Sequence[_Column], number_of_rows: int
) -> Iterator[str]:
    """For each row the fields that have a value, under each other, and a rule."""
    for n in range(number_of_rows):
        lines = list[Drawn]()
        for column in columns:
            if column.cells[n]:
                lines += stacked(painter, Line(column.head, column.cells[n]))
        yield text_of([*lines, painter.rule()])


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
