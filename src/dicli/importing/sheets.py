"""Reads spreadsheets, however they were saved: text with any usual delimiter and
encoding, or a workbook.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter

from dicli.core.errors import DicliError, Status
from dicli.files.reader import MAX_BYTES, read
from dicli.importing.cells import plain
from dicli.importing.columns import target
from dicli.importing.refusals import refuse
from dicli.importing.workbooks import STARTS, Spreadsheet, read_workbook

NO_DELIMITER = "\x1f"  # occurs in no text that is read
DELIMITERS = {
    ",": "commas between cells",
    ";": "semicolons between cells",
    "\t": "tabs between cells",
    "|": "bars between cells",
}
LOOKED_AT = 60  # lines that show the delimiter
MOST_LINES = 100  # of a row; a longer one has a quote that was never closed


def read_sheet(file: str, sheet: str | None = None) -> Spreadsheet:
    """The spreadsheet in a file, `-` for standard input. `sheet` names a sheet of a
    workbook, None for the first one.

    DicliError if it cannot be read.
    """
    try:
        data = read(file)
    except DicliError as error:
        # the file is not a catalogue yet
        message = error.message.replace("catalogue ", "")
        raise DicliError(message) from None
    if data.startswith(STARTS):
        refuse(file, data.decode("latin-1"))
        return read_workbook(file, data, sheet)
    if sheet is not None:
        raise DicliError(f"`{file}` has no sheets", "leave out --sheet", Status.USAGE)
    text, encoding = decoded(data)
    refuse(file, text)
    # neither Unicode nor text in an old encoding
    if b"\0" in data and encoding == "cp1252":
        hint = "save it as .xlsx or CSV (UTF-8), then import that"
        raise DicliError(f"`{file}` is not text", hint)
    delimiter, lines = _rows_of(text)
    form = DELIMITERS.get(delimiter, f"{delimiter!r} between cells")
    if delimiter == NO_DELIMITER:
        form = "one column"
    return Spreadsheet(f"{encoding}, {form}", lines)


def decoded(data: bytes) -> tuple[str, str]:
    """The text of a file and its encoding: Unicode by its mark or its zeros, or UTF-8,
    else line by line cp1252.
    """
    encoding = json.detect_encoding(data)
    name = encoding.upper().removesuffix("-SIG")
    try:
        return plain(data.decode(encoding)), name
    except UnicodeDecodeError:
        lines = data.splitlines(keepends=True)
        text = "".join(map(_old_line, lines))
        return plain(text), "cp1252"


def _old_line(line: bytes) -> str:
    """A line in UTF-8, or else in cp1252: some files have both."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def _rows_of(text: str) -> tuple[str, list[list[str]]]:
    """The delimiter and the rows of a text."""
    lines = text.splitlines(keepends=True)
    named = re.match(r'"?sep=(.)"?\n', text)
    if named:
        delimiter = named[1]
        lines[0] = "\n"  # rows are counted as a spreadsheet program does
    else:
        delimiter = _delimiter(lines)
    rows = _rows(lines, delimiter)
    return _unquoted(rows) or (delimiter, rows)


def _unquoted(rows: list[list[str]]) -> tuple[str, list[list[str]]] | None:
    """The delimiter and the rows if the first line and most others were put between
    quotes as a whole; None if they were not.
    """
    filled = [row for row in rows if any(row)]
    single = [row for row in filled if not any(row[1:])]
    if len(single) <= len(filled) / 2 or single[0] is not filled[0]:
        return None
    lines = ["".join(row) for row in rows]
    delimiter = _delimiter(lines)
    if delimiter not in single[0][0]:
        return None
    return delimiter, _rows(lines, delimiter)


def _delimiter(lines: list[str]) -> str:
    """The delimiter that splits most of the first lines; if several do, the one that
    gives most lines the same number of cells.

    NO_DELIMITER if none splits more than half of the lines. A list of one column may
    have many commas, but none in its heading: the delimiter is in the first line, or
    between usual headings.
    """
    filled = [line for line in lines if line.strip(",;|\t \n")][:LOOKED_AT]
    best = NO_DELIMITER
    most = (len(filled) // 2 + 1, 0)
    for delimiter in DELIMITERS:
        split = [row for row in _rows(filled, delimiter) if len(row) > 1]
        widths = Counter(map(len, split))
        points = (len(split), max(widths.values(), default=0))
        splits_headings = any(map(_has_headings, split))
        if points > most and (splits_headings or delimiter in filled[0]):
            best = delimiter
            most = points
    return best


def _has_headings(row: list[str]) -> bool:
    """Whether a row has at least two usual headings."""
    return len(list(filter(target, row))) > 1


def _rows(lines: list[str], delimiter: str) -> list[list[str]]:
    """The rows of some lines. If a quote is never closed, or is within a cell, its line
    is a row all the same.
    """
    csv.field_size_limit(MAX_BYTES)
    rows = []
    at = 0
    while at < len(lines):
        row, used = _row(lines[at : at + MOST_LINES], delimiter)
        rows.append([cell.strip() for cell in row])
        at += used
    return rows


def _row(lines: list[str], delimiter: str) -> tuple[list[str], int]:
    """The first row of some lines, and how many lines it takes."""
    escape = None
    if '\\"' in lines[0]:
        escape = "\\"
    reader = csv.reader(
        lines,
        delimiter=delimiter,
        strict=True,
        skipinitialspace=True,
        escapechar=escape,
        doublequote=not escape,
    )
    try:
        return next(reader), reader.line_num
    except csv.Error:
        first = csv.reader(lines[:1], delimiter=delimiter, skipinitialspace=True)
        return next(first, []), 1
