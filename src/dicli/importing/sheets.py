"""Reads spreadsheets, however they were saved: text with any usual delimiter and
encoding, or a workbook.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter

from dicli.core.errors import DicliError, UsageError
from dicli.files.reader import MAX_BYTES, read
from dicli.importing.cells import plain
from dicli.importing.columns import target
from dicli.importing.refusals import refuse
from dicli.importing.workbooks import STARTS, Spreadsheet, read_workbook

NO_DELIMITER = "\x1f"  # occurs in no text that is read
FORMS = {
    NO_DELIMITER: "one column",
    ",": "commas between cells",
    ";": "semicolons between cells",
    "\t": "tabs between cells",
    "|": "bars between cells",
}
LOOKED_AT = 60  # lines that show the delimiter
MOST_LINES = 100  # of a row; a longer one has a quote that was never closed

# what Excel reads in the first line, and does not count as data
_SEP = re.compile(r'\A"?sep=."?(?=\n)')


def read_sheet(file: str, sheet: str | None = None) -> Spreadsheet:
    """The spreadsheet in a file, `-` for standard input. `sheet` names a sheet of a
    workbook, None for the first one.

    DicliError if the file cannot be read, or is not a spreadsheet.
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
        raise UsageError(f"`{file}` has no sheets", "leave out --sheet")
    text, encoding = decoded(data)
    refuse(file, text)
    # neither Unicode nor text in an old encoding
    if b"\0" in data and encoding == "cp1252":
        hint = "save it as .xlsx or CSV (UTF-8), then import that"
        raise DicliError(f"`{file}` is not text", hint)
    delimiter, rows = _table(text)
    return Spreadsheet(f"{encoding}, {FORMS[delimiter]}", rows)


def decoded(data: bytes) -> tuple[str, str]:
    """The text of a file, and the name of its encoding.

    JSON's detection knows UTF-8, UTF-16 and UTF-32 by their byte order marks, or by
    where the first bytes are zero. Of a file in none of them each line is UTF-8, or else
    cp1252: some files have both. That is called cp1252.
    """
    encoding = json.detect_encoding(data)
    name = encoding.upper().removesuffix("-SIG")
    try:
        return plain(data.decode(encoding)), name
    except UnicodeDecodeError:
        lines = data.splitlines(keepends=True)
        text = "".join(map(_utf8_or_cp1252, lines))
        return plain(text), "cp1252"


def _utf8_or_cp1252(line: bytes) -> str:
    """The text of a line that is UTF-8, or else cp1252."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def _table(text: str) -> tuple[str, list[list[str]]]:
    """The delimiter and the rows of a text. Lines that are in quotes as a whole, as
    `"a,b"`, are split at the delimiter within the quotes.
    """
    lines = _SEP.sub("", text).splitlines(keepends=True)
    delimiter = _delimiter(lines)
    rows = _rows(lines, delimiter)
    if _may_be_quoted(rows):
        unquoted = "\n".join(map("".join, rows)).splitlines(keepends=True)
        inner_delimiter = _delimiter(unquoted)
        if inner_delimiter != NO_DELIMITER:
            return inner_delimiter, _rows(unquoted, inner_delimiter)
    return delimiter, rows


def _may_be_quoted(rows: list[list[str]]) -> bool:
    """Whether the first line and most others may have been put in quotes as a whole."""
    filled = list(filter(any, rows))
    single = [row for row in filled if not any(row[1:])]
    return len(single) > len(filled) / 2 and single[0] is filled[0]


def _delimiter(lines: list[str]) -> str:
    """The delimiter that splits more of the first lines than any other; if several
    split as many, the one that gives most lines the same number of cells. NO_DELIMITER
    if none splits more than half of them.

    It is in the first line, or between usual headings: a list of one column may have
    many commas, but none in its heading.
    """
    # not those of empty cells
    filled = [line for line in lines if line.strip(",;|\t \n")][:LOOKED_AT]
    best = NO_DELIMITER
    most = (len(filled) // 2 + 1, 0)  # the fewest lines that are more than half
    for delimiter in FORMS:
        split = [row for row in _rows(filled, delimiter) if len(row) > 1]
        widths = Counter(map(len, split))
        most_alike = max(widths.values(), default=0)
        points = (len(split), most_alike)
        if points <= most:
            continue
        if delimiter in filled[0] or any(map(_has_headings, split)):
            best = delimiter
            most = points
    return best


def _has_headings(row: list[str]) -> bool:
    """Whether a row has at least two usual headings."""
    return len(list(filter(target, row))) > 1


def _rows(lines: list[str], delimiter: str) -> list[list[str]]:
    """The rows of some lines; a cell in quotes may go on over several. If a quote is
    never closed, or misplaced, as in `a "b" c`, its line is a row by itself.
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
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
    try:
        return next(reader), reader.line_num
    except csv.Error:
        first = csv.reader(lines[:1], delimiter=delimiter, skipinitialspace=True)
        return next(first, []), 1
