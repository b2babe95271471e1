"""Reads spreadsheets, however they were saved: text with any usual delimiter and
encoding, or a workbook.
"""

from __future__ import annotations

import csv
import json
import re

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
# lines, and letters of them, from which the delimiter is guessed
LOOKED_AT, LETTERS = 60, 8_192
MANY = 20  # delimiters in a line, more than a text has
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
    """The delimiter and the rows of a text, also if whole lines were put between
    quotes.
    """
    lines = text.splitlines(keepends=True)
    named = re.match(r'"?sep=(.)"?\n', text)
    if named:
        delimiter = named[1]
        lines[0] = "\n"  # rows are counted as a spreadsheet program does
    else:
        delimiter = _delimiter(lines)
    rows = _rows(lines, delimiter)
    if _is_quoted_twice(rows, delimiter):
        lines = ["".join(row) for row in rows]
        rows = _rows(lines, delimiter)
    return delimiter, rows


def _delimiter(lines: list[str]) -> str:
    """The delimiter that fits the first lines, NO_DELIMITER if none does."""
    filled = [line for line in lines if line.strip(",;|\t \n")][:LOOKED_AT]
    short = [line for line in filled if len(line) < LETTERS]
    sample = "".join(short)[:LETTERS]
    sniffer = csv.Sniffer()
    try:
        return sniffer.sniff(sample, "".join(DELIMITERS)).delimiter
    except csv.Error:  # the lines do not agree
        return _delimiter_of_headings(filled)


def _delimiter_of_headings(lines: list[str]) -> str:
    """The delimiter that occurs in the first line more than MANY times, or between
    usual headings in any line.
    """
    for delimiter in DELIMITERS:
        if lines and lines[0].count(delimiter) > MANY:
            return delimiter
        if any(_has_headings(line, delimiter) for line in lines):
            return delimiter
    return NO_DELIMITER


def _has_headings(line: str, delimiter: str) -> bool:
    """Whether a line has at least two usual headings between delimiters."""
    headings = [cell for cell in line.split(delimiter) if target(cell)]
    return len(headings) > 1


def _is_quoted_twice(rows: list[list[str]], delimiter: str) -> bool:
    """Whether the first row and most others are a single cell that has a whole row in
    it.
    """
    filled = [row for row in rows if any(row)]
    quoted = []
    for row in filled:
        first, *others = row
        if delimiter in first and not any(others):
            quoted.append(row)
    is_most = len(quoted) > len(filled) / 2
    return is_most and quoted[0] is filled[0]


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
