"""Rows as text, with a function for each format that is the same on every terminal:
pieces of text, nothing written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from dicli.core.safe import CONTROLLING, is_link
from dicli.output.rows import Sheet, Texts, flat


def tsv(sheet: Sheet) -> Texts:
    """One line per row, with tabs between the cells and nothing cut. For `xargs -0`, each
    ends with NUL in place of a line end.
    """
    if sheet.header:  # tsv has none by default
        yield "\t".join(sheet.fields) + sheet.end
    for row in sheet.rows:
        yield "\t".join(map(flat, row.values())) + sheet.end


def csv(sheet: Sheet) -> Texts:
    """Lines as RFC 4180 describes them. A text that a spreadsheet would run as a formula
    gets an apostrophe before it.
    """
    import csv as library
    from io import StringIO

    def line(values: Iterable[Any]) -> str:
        text = StringIO()
        cells = [_harmless(flat(value)) for value in values]
        library.writer(text).writerow(cells)
        return text.getvalue()

    if sheet.header is not False:  # csv has a header by default
        yield line(sheet.fields)
    for row in sheet.rows:
        yield line(row.values())


def _harmless(cell: str) -> str:
    """A cell in which no spreadsheet sees a formula, not even in an item of a list.
    Signed numbers, such as phone numbers, are not formulas.
    """
    return re.sub(
        r"(^|;)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])(?![+-][\d ()./-]+(;|$))",
        r"\1'",
        cell,
    )


def json(sheet: Sheet) -> Texts:
    """An array of objects, UTF-8, not escaped; `[]` for none."""
    before = "["
    for row in sheet.rows:
        item = dumped([row], 2)[1:-2]  # indented, without the brackets of the list
        yield before + item
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def jsonl(sheet: Sheet) -> Texts:
    """One object per line."""
    for row in sheet.rows:
        yield dumped(row) + "\n"


def dumped(value: Any, indent: int | None = None) -> str:
    """A value as JSON; what could control a terminal is escaped (it occurs in file
    names, not in a catalogue).
    """
    from json import dumps

    text = dumps(value, ensure_ascii=False, indent=indent)
    if text.isascii() and "\x7f" not in text:
        return text
    return re.sub(CONTROLLING, lambda found: f"\\u{ord(found[0]):04x}", text)


# Texts that PyYAML would not quote, but that other parsers do not read as text: a number
# of YAML 1.2 (10.3.2, the core schema), yes or no of YAML 1.1 (yaml.org/type); and a text
# after a no-break space, which our own reader takes for a slip of the indentation.
_NEEDS_QUOTES = (
    r"(?:[-+]?(?:0[box][\da-fA-F_]+|(?:\.\d[\d_]*"
    r"|\d[\d_]*(?:\.[\d_]*)?)(?:[eE][-+]?\d+)?)|[yYnN])$|\xa0"
)


def yaml(sheet: Sheet) -> Texts:
    """A YAML list; `[]` for none."""
    is_empty = True
    for row in sheet.rows:
        yield as_yaml([row])
        is_empty = False
    if is_empty:
        yield "[]\n"


def as_yaml(value: Any) -> str:
    """A value as YAML, keys in their order. A text that a YAML 1.1 or 1.2 parser would
    read as something else is quoted.
    """
    import yaml as library

    base: Any = getattr(library, "CSafeDumper", library.SafeDumper)

    class Dumper(base):  # type: ignore[misc]
        """PyYAML quotes a text that it would read as another type, so the texts that
        need quotes are declared to look like floats.
        """

    needs_quotes = re.compile(_NEEDS_QUOTES, re.ASCII)
    Dumper.add_implicit_resolver("tag:yaml.org,2002:float", needs_quotes, None)
    text: str = library.dump(
        value, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=100
    )
    return text


def markdown(sheet: Sheet) -> Texts:
    """A table of GitHub's Markdown; everything in the cells is literal text, and
    addresses are links.
    """
    names = f"| {' | '.join(sheet.fields)} |\n"
    rule = f"|{' --- |' * len(sheet.fields)}\n"
    yield names + rule
    for row in sheet.rows:
        cells = [_literal(flat(value, "; ")) for value in row.values()]
        yield f"| {' | '.join(cells)} |\n"


# A web address: the whole text, or in a text without the punctuation that follows it.
_ADDRESS = r"(^https?://[^\s<>]+$|https?://(?:[^\s()<>]|\([^\s()<>]*\))+(?<![.,:;!?]))"


def _literal(text: str) -> str:
    """The text with its markup escaped, and each address between `<` and `>`, where
    only `|` and entities are markup.
    """
    literal = ""
    end = 0  # of the address before
    for found in re.finditer(_ADDRESS, text):
        literal += _without_markup(text[end : found.start()])
        if is_link(found[0]):
            address = re.sub(r"&(?=#?\w+;)", "&amp;", found[0])
            address = address.replace("|", r"\|")
            literal += f"<{address}>"
        else:
            # Readers of Markdown must not make a link of it: it has a user name, which
            # looks like the host.
            literal += _without_markup(found[0]).replace("://", r"\://")
        end = found.end()
    return literal + _without_markup(text[end:])


def _without_markup(text: str) -> str:
    """The text with a backslash before every character that may be markup."""
    return re.sub(r"([\\`*_\[\]<>|#~])", r"\\\1", text.replace("&", "&amp;"))
