"""Reads workbooks (.xlsx, .ods, .xls) through python-calamine: one sheet, each cell as
the text that it shows.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Sequence
from contextlib import suppress
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import BadZipFile, ZipFile

from dicli.core.errors import DicliError, UsageError, listed
from dicli.files.reader import MAX_BYTES
from dicli.importing.cells import plain

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

INSTALL = "try: pipx inject dicli python-calamine; or save the sheet as CSV"
# How zip archives (.xlsx, .ods) and OLE files (.xls) start.
STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")

# an address behind a cell, in a file for a sheet
_LINK = re.compile(
    r"""(?x)
    <Relationship\b
    (?= [^<>]*/hyperlink" )
    [^<>]* \bTarget="([^"<>]*)"
    """
)
# the cell of a comment, in a file of comments
_COMMENT = re.compile(r'<(?:\w+:)?comment\b[^<>]*\bref="([A-Z]+\d+)"')


class Spreadsheet(NamedTuple):
    """A spreadsheet: how it was saved, its rows of cells, and what else is in the
    workbook.
    """

    form: str
    lines: list[list[str]]
    others: Sequence[str] = ()  # the names of the other sheets
    links: Sequence[str] = ()  # addresses behind cells, of any sheet
    commented: Sequence[str] = ()  # cells that have comments, of any sheet, as `B2`


def read_workbook(file: str, data: bytes, wanted: str | None) -> Spreadsheet:
    """The sheet of a workbook that is wanted, or else the first visible one that has
    cells.

    DicliError if there is no such sheet, if the workbook cannot be read, or without
    python-calamine.
    """
    try:
        from python_calamine import CalamineError, CalamineWorkbook, PasswordError
    except ImportError:
        raise DicliError("workbooks need python-calamine", INSTALL) from None
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        name = _sheet_name(book, wanted)
        sheet = book.get_sheet_by_name(name)
        lines = _lines(sheet)
    except PasswordError:
        hint = "open it, save it without a password, then import that"
        raise DicliError(f"`{file}` is protected by a password", hint) from None
    except BaseException as error:
        # raised by code in Rust; not a subclass of Exception
        is_panic = type(error).__name__ == "PanicException"
        if type(error) is not CalamineError and not is_panic:
            raise
        hint = "open it in a spreadsheet program, and save it as .xlsx or CSV"
        raise DicliError(f"cannot read `{file}`: {error}", hint) from None
    others = [other for other in book.sheet_names if other != name]
    links = _matches(data, "xl/worksheets/_rels/", _LINK)
    commented = _matches(data, "xl/comments", _COMMENT)
    return Spreadsheet(f"workbook, sheet `{name}`", lines, others, links, commented)


def _sheet_name(book: CalamineWorkbook, wanted: str | None) -> str:
    """The name of the sheet to read, as the workbook spells it. DicliError if it has no
    sheet called `wanted`.
    """
    if wanted is None:
        return _first_with_cells(book)
    for name in book.sheet_names:
        if name.casefold() == wanted.casefold():
            return name
    names = listed(book.sheet_names, "and")
    raise UsageError(f"no sheet called `{wanted}`", f"sheets: {names}")


def _first_with_cells(book: CalamineWorkbook) -> str:
    """The name of the first visible sheet that has cells. If none has, of the first
    visible one; if none is visible, of the first one.
    """
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    visible = []
    for about in book.sheets_metadata:
        is_visible = about.visible == SheetVisibleEnum.Visible
        if is_visible and about.typ == SheetTypeEnum.WorkSheet:
            visible.append(about.name)
    for name in visible:
        if book.get_sheet_by_name(name).height:
            return name
    names = visible or book.sheet_names
    return names[0]


def _lines(sheet: CalamineSheet) -> list[list[str]]:
    """The rows of a sheet as texts. Cells that are merged over several rows have their
    text in each of these rows, in their first column.
    """
    lines = []
    # with the empty rows and columns at the start, which merged ranges count too
    for row in sheet.to_python(skip_empty_area=False):
        lines.append(list(map(text_of, row)))
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        for line in lines[top + 1 : bottom + 1]:
            if line[left : left + 1] == [""]:  # it may be right of the last column
                line[left] = lines[top][left]
    return lines


def _matches(data: bytes, start: str, pattern: re.Pattern[str]) -> list[str]:
    """What a pattern finds in those files of an .xlsx archive whose names begin with
    `start`; python-calamine does not read them. Stops at the first one that cannot be
    read, and keeps what it found before. Nothing if it is another kind of workbook.
    """
    found: list[str] = []
    # not a zip archive, or a damaged or encrypted one
    with suppress(BadZipFile, NotImplementedError, OSError, RuntimeError, zlib.error):
        archive = ZipFile(io.BytesIO(data))
        for name in archive.namelist():
            if name.startswith(start):
                text = archive.open(name).read(MAX_BYTES).decode(errors="replace")
                found += map(unescape, pattern.findall(text))
    return found


def text_of(cell: Any) -> str:
    """The text of a cell, which may be a text, a number, a date or a time. True is
    `yes`, 63110.0 is `63110`.

    Zeros at the end of a time are left out: 2024-01-31 00:00:00 is `2024-01-31`, and
    10:30:00 is `10:30`.
    """
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return repr(cell).removesuffix(".0")
    if isinstance(cell, str):
        return plain(cell)
    # a date or a time
    return str(cell).removesuffix(" 00:00:00").removesuffix(":00")
