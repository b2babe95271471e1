"""Reads other people's lists, whatever they were saved as: spreadsheets, JSON, YAML. A row is texts by column."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from dicli.core.errors import DicliError
from dicli.files.reader import MAX_BYTES, WORKBOOKS, read
from dicli.importing.cells import plain
from dicli.importing.columns import is_column, target

Cells = dict[str, list[str]]
Rows = list[tuple[int, Cells]]
"""Rows with their numbers, counted from 1 as a spreadsheet does."""
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
LOOKED_AT = 60  # rows from which the delimiter and the header are guessed
_WORKBOOK = "Workbook".encode("utf-16-le")  # the part of an .xls with the sheets
MOST_ROWS, MOST_CELLS = 100_000, 500  # aliases of YAML can make any number of a few lines
LONGEST = 100  # lines that one row may have; what is longer is a quote that was never closed
WRAPPERS = ("properties", "fields", "attributes")  # contain the values of an entry: GeoJSON, Airtable, ArcGIS


def table(file: str) -> tuple[str, Rows]:
    """How a list was saved, and its rows; `-` is standard input. DicliError if it cannot be read."""
    import yaml

    text, encoding = decoded(_bytes(file))
    try:
        form, data = _structure(text, Path(file).suffix.casefold())
    except (ValueError, RecursionError, yaml.YAMLError) as error:
        said = " ".join(str(error).split())
        raise DicliError(f"cannot read `{file}`: {said}", "correct it, or save it as CSV") from None
    if form:
        return f"{encoding}, {form}", list(enumerate(map(_cells, islice(_entries(data), MOST_ROWS)), 1))
    delimiter, rows = _sheet(text)
    return f"{encoding}, {DELIMITERS.get(delimiter, repr(delimiter))} between cells", list(_below_header(rows))


def _bytes(file: str) -> bytes:
    """The bytes of a file that may be text; DicliError for a workbook, and for zeros among bytes of no Unicode text."""
    try:
        data = read(file)
    except DicliError as error:
        raise DicliError(error.message.replace("catalogue ", "")) from None
    if data.startswith((*WORKBOOKS, b"%PDF-")) or (b"\0" in data and decoded(data)[1] == "cp1252"):
        what = "an Excel workbook, not text" if b"xl/workbook" in data or _WORKBOOK in data else "not text"
        raise DicliError(f"`{file}` is {what}", "in the spreadsheet program, save it as CSV (UTF-8), then import that")
    return data


def decoded(data: bytes) -> tuple[str, str]:
    """The text of a file and its encoding: Unicode by its mark or its zeros, or UTF-8, else line by line cp1252."""
    encoding = json.detect_encoding(data)
    try:
        return plain(data.decode(encoding)), encoding.upper().removesuffix("-SIG")
    except UnicodeDecodeError:
        return plain("".join(map(_old_line, data.splitlines(keepends=True)))), "cp1252"


def _old_line(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


# ---- JSON and YAML -------------------------------------------------------------------------------


def _structure(text: str, suffix: str) -> tuple[str, Any]:
    """The form and the data of JSON or YAML, values as typed; no form for anything else."""
    if suffix == ".json" or text.lstrip()[:1] in ("{", "["):
        return "JSON", json.loads(text, parse_int=str, parse_float=str)
    first = next((line for line in text.splitlines() if line.strip() and line[0] != "#"), "")
    if suffix in (".yaml", ".yml") or (suffix not in (".csv", ".tsv") and re.match(r"---$|- |[^,;\t|:]+:( |$)", first)):
        import yaml

        documents = list(yaml.load_all(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)))
        return "YAML", documents[0] if len(documents) == 1 else documents
    return "", None


def _entries(data: Any, section: str = "") -> Iterator[dict[str, Any]]:
    """The entries of nested lists and mappings; the key or title above one of several lists is their section."""
    around = {"section": section} if section else {}
    for one in data if isinstance(data, list) else ():
        entry = one if isinstance(one, dict) else {"name": one}
        entry = next((entry[key] for key in WRAPPERS if isinstance(entry.get(key), dict)), entry)
        title = next((value for value in entry.values() if isinstance(value, str)), section)
        lists = _lists(entry)
        yield from chain(*(_entries(value, title) for value in lists)) if lists else [{**around, **entry}]
    if isinstance(data, dict):
        data = {"": data["resources"]} if _is_list(data.get("resources")) else data  # else it has vocabularies, too
        inner = {key: value for key, value in data.items() if isinstance(value, dict) or _is_list(value)}
        for key, value in inner.items():
            if _is_list(value) or _lists(value) or not any(target(str(column)) for column in value):
                yield from _entries(value, key if len(inner) > 1 else section)
            else:
                yield {**({} if any(is_column(name, "name") for name in value) else {"name": key}), **around, **value}
        if not inner:
            yield from ({"name": key, "url": value, **around} for key, value in data.items() if "://" in str(value))


def _lists(entry: dict[str, Any]) -> list[Any]:
    """The lists of entries below a mapping that is no entry itself, but only the heading of them."""
    says_more = any(isinstance(text, str) and is_column(key, "url summary email phone") for key, text in entry.items())
    lists = ((key, value) for key, value in entry.items() if _is_list(value) and not says_more)
    return [value for key, value in lists if len(entry) < 3 or not target(str(key)) or is_column(key, "name summary")]


def _is_list(value: Any) -> bool:
    """Whether a value is a list of what may be entries: of mappings with names."""
    mappings = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    mappings += [one[key] for one in mappings for key in WRAPPERS if isinstance(one.get(key), dict)]
    return any(is_column(key, "name") for one in mappings for key in one)


def _cells(entry: dict[str, Any]) -> Cells:
    cells: Cells = {}
    for column, text in islice(_flat(entry, ""), MOST_CELLS):
        cells.setdefault(column, []).append(text)
    return cells


def _flat(value: Any, path: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    """The texts in a value with their columns; `address.city` is a key in a key. A mapping in a list is one text."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, f"{path}.{key}" if path else str(key), depth)
    elif isinstance(value, list):
        for one in value if depth < 3 else ():
            texts = islice(_flat(one, "", depth + 1), MOST_CELLS)
            yield path, " ".join(text for column, text in texts if not column.endswith("id"))
    elif value is not None:
        yield path, plain(str(value))


# ---- spreadsheets --------------------------------------------------------------------------------


def _sheet(text: str) -> tuple[str, list[list[str]]]:
    """The delimiter and the rows of a spreadsheet, also of one in which whole lines were put between quotes."""
    named = re.match(r'"?sep=(.)"?\s*\n', text)
    read = {delimiter: _rows(text, delimiter) for delimiter in (named[1] if named else DELIMITERS)}
    best = max(read, key=lambda delimiter: _fit(read[delimiter]))
    unwrapped = [row for cells in read[best] for row in _rows("".join(cells), best) or [[]]]
    return best, max(read[best], unwrapped, key=_fit)


def _rows(text: str, delimiter: str) -> list[list[str]]:
    """The rows of a text. Where a quote is never closed, or is within a cell, its line is a row all the same."""
    lines, rows, at = text.splitlines(keepends=True), [], 0
    csv.field_size_limit(MAX_BYTES)
    while at < len(lines):
        reader = csv.reader(lines[at : at + LONGEST], delimiter=delimiter, strict=True, skipinitialspace=True)
        try:
            row = next(reader)
        except csv.Error:
            reader = csv.reader([lines[at]], delimiter=delimiter, skipinitialspace=True)
            row = next(reader)
        at += reader.line_num
        rows.append([cell.strip() for cell in row])
    return rows


def _known(row: list[str]) -> int:
    """How many cells of a row are usual names of columns."""
    return sum(0 < len(cell) < 60 and target(cell) is not None for cell in row)


def _fit(rows: list[list[str]]) -> tuple[int, float]:
    """How well rows look like a table: how much of a header is known, and how far they are of one width."""
    filled = list(islice(filter(any, rows), LOOKED_AT)) or [[""]]
    width, often = Counter(map(len, filled)).most_common(1)[0]
    return max(map(_known, filled)), (width - 1) * often / len(filled)


def _below_header(rows: list[list[str]]) -> Iterator[tuple[int, Cells]]:
    """The rows below the header: the row with most usual names, else the first with several cells."""
    filled = [(number, row) for number, row in enumerate(rows) if any(row)][:LOOKED_AT]
    several = [one for one in filled if len(list(filter(None, one[1]))) > 1] or filled
    start, header = max(several, key=lambda one: _known(one[1]), default=(0, []))
    columns: list[str] = []
    for place, name in enumerate(header + [""] * (max(map(len, rows), default=0) - len(header)), 1):
        column = " ".join(name.split())
        columns.append(f"{column or 'column'} {place}" if not column or column in columns else column)
    for number, row in enumerate(rows[start + 1 :], start + 2):
        cells = {column: [cell] for column, cell in zip(columns, row, strict=False) if cell}
        if cells:
            yield number, cells
