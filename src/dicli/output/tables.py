"""Results for people: tables and cards. Rich measures, wraps and styles; nothing is written here.

Every text is literal (no markup, no emoji codes). Addresses are never broken: they stand on lines of their own, and
only the terminal may wrap them. Rows come one by one, so that a long list begins at once.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby, zip_longest
from textwrap import indent
from typing import TYPE_CHECKING

from rich.cells import cell_len

from dicli.core.catalogue import Catalogue
from dicli.core.model import Hit, Resource
from dicli.core.safe import safe_url
from dicli.core.text import fold
from dicli.output.facts import card, doubts, labels, reasons
from dicli.output.rows import Sheet, flat
from dicli.output.terminal import Terminal

if TYPE_CHECKING:
    from rich.segment import Segment
    from rich.text import Text

STACKED_BELOW = 60  # columns; narrower terminals get lines under each other instead of columns
WIDEST = 160  # longer lines are hard to read
GAP = 2
LABELS = 9  # columns for the labels of a card
# Legible on light and dark grounds, and none of them carries meaning alone.
HEAD, MATCH, DOUBT = "bold", "bold magenta", "italic"


class _Painter:
    """Turns Rich texts into lines, with the escapes that the terminal takes and no others."""

    def __init__(self, terminal: Terminal) -> None:
        from rich.console import Console

        self.terminal = terminal
        self.width = min(terminal.width, WIDEST)
        self.stacked = self.width < STACKED_BELOW
        self._console = Console(width=self.width, legacy_windows=False)

    def columns(self, cells: Sequence[Text], widths: Sequence[int]) -> str:
        """Cells side by side, each wrapped to its width; an address goes over it rather than be broken."""
        wrapped = map(self._wrapped, cells, widths)
        lines = []
        for parts in zip_longest(*wrapped, fillvalue=cells[0].blank_copy()):
            line = ""
            for part, width in zip(parts, widths, strict=True):
                part.rstrip()  # else a space where the line was broken is underlined, or a link
                line += self._painted(part) + " " * max(width - part.cell_len + GAP, 1)
            lines.append(line.rstrip() + "\n")
        return "".join(lines)

    def _wrapped(self, cell: Text, width: int) -> Iterator[Text]:
        """The lines of a cell; an address that is wider stands on a line of its own."""
        found = re.finditer(r"(?<![!-~])[!-~]*://\S+\s*", cell.plain)
        wide = [one.span() for one in found if cell_len(one[0].rstrip()) > width]
        for number, piece in enumerate(cell.divide([edge for span in wide for edge in span])):
            if number % 2:
                yield piece
            elif piece or not wide:
                yield from piece.wrap(self._console, width, overflow="fold")

    def lines(self, text: Text, margin: str = "") -> str:
        """A text wrapped to the whole width but the margin."""
        return indent(self.columns([text], [self.width - len(margin)]), margin)

    def _painted(self, text: Text) -> str:
        text.end = ""
        return "".join(map(self._escaped, text.render(self._console)))

    def _escaped(self, segment: Segment) -> str:
        text, style = segment.text, segment.style
        if style is None or not text.strip():
            return text
        link = style.link if self.terminal.hyperlinks else None
        if self.terminal.color:
            from rich.color import ColorSystem

            text = style.update_link(None).render(text, color_system=ColorSystem.STANDARD)
        return f"\x1b]8;;{link}\x1b\\{text}\x1b]8;;\x1b\\" if link else text


def _text(text: str, style: str = "", found: Iterable[str] = (), link: str | None = None) -> Text:
    """A literal text; the words that were found in it stand out."""
    from rich.style import Style
    from rich.text import Text

    made = Text(text)
    made.stylize(Style.parse(style) + Style(link=link))  # a base style would be lost: Text.render knows spans only
    words = set(found)
    for word in re.finditer(r"\w+(?:['`‘’]\w+)*", text) if words else ():  # an apostrophe parts no words: see `fold`
        if fold(word[0]) in words:
            made.stylize(MATCH, *word.span())
    return made


# ---- lists ---------------------------------------------------------------------------------------


def listing(
    catalogue: Catalogue, hits: Iterable[Hit], terminal: Terminal, today: date, explain: bool = False
) -> Iterator[str]:
    """Hits as a table, or as stacked lines on a narrow terminal; under headings where they have them."""
    painter = _Painter(terminal)
    room = painter.width - 2 * GAP
    widths = [room * 3 // 10, room * 2 // 10, room - room * 3 // 10 - room * 2 // 10]
    if not painter.stacked:
        yield painter.columns([_text(head, HEAD) for head in ("Name", "For", "What it does")], widths) + "\n"
    for heading, group in groupby(hits, key=lambda hit: hit.heading):
        if heading:
            yield painter.lines(_text(heading, f"{HEAD} underline")) + "\n"
        for hit in group:
            cells = _cells(catalogue, hit)
            stacked = "".join(painter.lines(cell) for cell in cells if cell.plain) if painter.stacked else ""
            yield (stacked or painter.columns(cells, widths)) + _below(painter, hit, today, explain) + "\n"


def _cells(catalogue: Catalogue, hit: Hit) -> list[Text]:
    resource = hit.resource
    found = [match.found for match in hit.matches]
    return [
        _text(resource.name, HEAD, found, resource.url and safe_url(resource.url)),
        _text(labels(catalogue.audiences, resource.audiences)),
        _text(resource.summary or "", "", found),
    ]


def _below(painter: _Painter, hit: Hit, today: date, explain: bool) -> str:
    """The lines under a row: the address, unbroken; the telephone; what is doubtful; why it was found."""
    resource = hit.resource
    margin = "" if painter.stacked else "  "
    phone = resource.contact.phone if resource.contact else None
    doubt = doubts(resource, today)
    link = safe_url(resource.url) if resource.url else None
    lines = [
        _text(link or "", link=link),
        _text(phone or ""),
        _text(f"({doubt})" if doubt else "", DOUBT),
        _text(reasons(hit) if explain else ""),
    ]
    return "".join(painter.lines(line, margin) for line in lines if line.plain)


def grid(sheet: Sheet) -> Iterator[str]:
    """Any rows as columns, no wider than the terminal; as stacked lines where no word would stay whole otherwise."""
    painter = _Painter(sheet.terminal)
    rows = [[flat(value, "; ") for value in row.values()] for row in sheet.rows]
    head = [] if sheet.header is False else [list(sheet.fields)]
    columns = list(zip(*head, *rows, strict=True))
    least, needed = ([max(map(measure, column)) for column in columns] for measure in (_longest, cell_len))
    room = painter.width - GAP * (len(columns) - 1)
    if sum(least) > room:
        for row in rows:
            yield "".join(_stacked(painter, *one) for one in zip(sheet.fields, row, strict=True) if one[1]) + "\n"
        return
    widths = _shared(needed, least, room)
    for number, row in enumerate(head + rows):
        yield painter.columns([_text(cell, HEAD if head and not number else "") for cell in row], widths)


def _longest(text: str) -> int:
    """How wide the longest word of a text is; an address is one."""
    return max(map(cell_len, text.split()), default=0)


def _shared(needed: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """What each column gets of the room: what it needs, the widest ones less where that is too much."""

    def capped(level: int) -> list[int]:
        return [max(short, min(whole, level)) for whole, short in zip(needed, least, strict=True)]

    return capped(bisect_right(range(max(needed) + 1), room, key=lambda level: sum(capped(level))) - 1)


# ---- cards ---------------------------------------------------------------------------------------


def card_text(catalogue: Catalogue, resource: Resource, terminal: Terminal, today: date) -> str:
    """All that a reader is told of a resource, labels in a column before it."""
    painter = _Painter(terminal)
    link = safe_url(resource.url) if resource.url else None
    head = painter.lines(_text(resource.name, HEAD, link=link))
    return head + "".join(_labelled(painter, label, text) for label, text in card(catalogue, resource, today))


def _labelled(painter: _Painter, label: str, text: str) -> str:
    """A label and its text beside it; below it where the terminal is narrow, or the label is a text itself."""
    if painter.stacked:
        return _stacked(painter, label.strip(), text)
    if label.startswith(" "):
        return indent(_stacked(painter, label.strip(), text), " " * LABELS)
    cells = [_text(label, HEAD), _text(text, link=_address(text))]
    wide = min(max(LABELS - GAP, cell_len(label)), painter.width // 3)
    return painter.columns(cells, [wide, painter.width - wide - GAP])


def _stacked(painter: _Painter, label: str, text: str) -> str:
    """A label and its text; an address stands below, for itself."""
    if link := _address(text):
        return painter.lines(_text(f"{label}:")) + painter.lines(_text(text, link=link))
    return painter.lines(_text(f"{label}: {text}"))


def _address(text: str) -> str | None:
    return safe_url(text) if re.match(r"https?://\S+$", text) else None
