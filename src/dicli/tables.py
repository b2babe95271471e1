"""Results for people: tables, cards and plain lines. Rich measures, wraps and styles; nothing is written here.

Every text is literal (no markup, no emoji codes). Addresses are never broken: they stand on lines of their own, and
only the terminal may wrap them. Rows come one by one, so that a long list begins at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from dicli.catalogue import Catalogue
from dicli.facts import card, doubts, labels, reasons
from dicli.model import Hit, Resource
from dicli.terminal import Terminal, safe_url
from dicli.text import fold
from dicli.writers import Sheet, flat

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

__all__ = ["card_text", "grid", "listing"]

STACKED_BELOW = 60  # columns; narrower terminals get lines under each other instead of columns
WIDEST = 160  # longer lines are hard to read
GAP = 2
# Legible on light and dark grounds, and none of them carries meaning alone.
HEAD, MATCH, DOUBT, LABEL = "bold", "bold magenta", "italic", "bold"


class _Painter:
    """Renders Rich texts and tables to strings, with the escapes that the terminal takes and no others."""

    def __init__(self, terminal: Terminal) -> None:
        from rich.console import Console

        self.terminal = terminal
        self.width = min(terminal.width, WIDEST)
        self.console: Console = Console(
            width=self.width,
            color_system="standard",
            force_terminal=True,
            legacy_windows=False,
            highlight=False,
            emoji=False,
            markup=False,
            safe_box=False,
        )

    def lines(self, renderable: RenderableType) -> str:
        """A renderable as lines without trailing blanks."""
        options = self.console.options.update(width=self.width)
        found = self.console.render_lines(renderable, options, pad=False)
        return "".join("".join(map(self._painted, line)).rstrip() + "\n" for line in found)

    def unbroken(self, indent: str, text: Text) -> str:
        """A text on one line, however long."""
        segments = [segment for segment in text.render(self.console) if segment.text != "\n"]
        return indent + "".join(map(self._painted, segments)) + "\n"

    def beside(self, label: str, indent: int, text: Text) -> str:
        """A text wrapped to the right of its label, or below it where the terminal is narrow."""
        from rich.table import Table

        grid = Table.grid(pad_edge=False)
        grid.add_column(width=indent)
        grid.add_column(width=self.width - indent, overflow="fold")
        above = ""
        if self.width < STACKED_BELOW:
            above, label = self.lines(_text(label, LABEL)), ""
        grid.add_row(_text(label, LABEL), text)
        return above + self.lines(grid)

    def _painted(self, segment: object) -> str:
        text, style = segment.text, segment.style  # type: ignore[attr-defined]
        if style is None or not text.strip():
            return str(text)
        link = style.link if self.terminal.hyperlinks else None
        if self.terminal.color:
            text = style.update_link(None).render(text, color_system=self.console._color_system)
        return f"\x1b]8;;{link}\x1b\\{text}\x1b]8;;\x1b\\" if link else str(text)


def _text(text: str, style: str = "", found: Iterable[str] = (), link: str | None = None) -> Text:
    """A literal text; the words that were found in it stand out."""
    from rich.style import Style
    from rich.text import Text

    made = Text(text, style=Style.parse(style) + Style(link=link))
    words = set(found)
    for word in re.finditer(r"\w+", text) if words else ():
        if fold(word[0]) in words:
            made.stylize(MATCH, *word.span())
    return made


def _columns(width: int, cells: Sequence[Text]) -> RenderableType:
    """One row: name, for whom, what it does, in columns that depend on the width only."""
    from rich.table import Table

    room = width - GAP * (len(cells) - 1)
    widths = [room * 3 // 10, room * 2 // 10]
    table = Table.grid(padding=(0, GAP, 0, 0), pad_edge=False)
    for column in (*widths, room - sum(widths)):
        table.add_column(width=column, overflow="fold")
    table.add_row(*cells)
    return table


def listing(
    catalogue: Catalogue, hits: Iterable[Hit], terminal: Terminal, year: int, explain: bool = False
) -> Iterator[str]:
    """Hits as a table, or as stacked lines on a narrow terminal; under headings where they have them."""
    painter = _Painter(terminal)
    stacked = painter.width < STACKED_BELOW
    if not stacked:
        heads = [_text(head, HEAD) for head in ("Name", "For", "What it does")]
        yield painter.lines(_columns(painter.width, heads)) + "\n"
    for heading, group in groupby(hits, key=lambda hit: hit.heading):
        if heading:
            yield painter.lines(_text(heading, HEAD + " underline")) + "\n"
        for hit in group:
            cells = _cells(catalogue, hit)
            above = (
                "".join(painter.lines(cell) for cell in cells if cell.plain)
                if stacked
                else painter.lines(_columns(painter.width, cells))
            )
            yield above + _below(painter, hit, year, explain) + "\n"


def _cells(catalogue: Catalogue, hit: Hit) -> list[Text]:
    resource = hit.resource
    found = [match.found for match in hit.matches]
    link = safe_url(resource.url) if resource.url else None
    texts = [
        _text(resource.name, HEAD, found, link),
        _text(labels(catalogue.audiences, resource.audiences)),
        _text(resource.summary or "", "", found),
    ]
    return texts


def _below(painter: _Painter, hit: Hit, year: int, explain: bool) -> str:
    """The lines under a row: the address, unbroken; the telephone; what is doubtful; why it was found."""
    resource = hit.resource
    phone = resource.contact.phone if resource.contact else None
    lines = [
        (resource.url and safe_url(resource.url), "", safe_url(resource.url) if resource.url else None),
        (phone, "", None),
        (doubt and f"({doubt})" if (doubt := doubts(resource, year)) else None, DOUBT, None),
        (reasons(hit) if explain else None, "", None),
    ]
    return "".join(painter.unbroken("  ", _text(text, style, link=link)) for text, style, link in lines if text)


def grid(sheet: Sheet) -> Iterator[str]:
    """Any rows as columns: as wide as they need, together no wider than the terminal."""
    from rich.table import Table

    painter = _Painter(sheet.terminal)
    table = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), show_header=sheet.header is not False)
    for name in sheet.fields:
        table.add_column(_text(name, HEAD), overflow="fold")
    for row in sheet.rows:
        table.add_row(*(_text(flat(value)) for value in row.values()))
    yield painter.lines(table)


# ---- cards ---------------------------------------------------------------------------------------


def card_text(catalogue: Catalogue, resource: Resource, terminal: Terminal, year: int) -> str:
    """All that a reader is told of a resource, labels in a column before it."""
    painter = _Painter(terminal)
    lines = list(card(catalogue, resource, year))
    link = safe_url(resource.url) if resource.url else None
    return painter.lines(_text(resource.name, HEAD, link=link)) + "".join(
        _labelled(painter, label, text) for label, text in lines
    )


def _labelled(painter: _Painter, label: str, text: str) -> str:
    """A label and its text, wrapped beside it; an address goes unbroken, below a long label."""
    indent = 9 if painter.width >= STACKED_BELOW else 2
    if re.match(r"https?://", text):
        inline = len(label.strip()) < indent and not label.startswith(" ")
        if inline:
            return painter.unbroken(label.ljust(indent), _text(text, link=text))
        return painter.lines(_text(f"{' ' * indent}{label.strip()}:")) + painter.unbroken(
            " " * (indent + 2), _text(text, link=text)
        )
    return painter.beside(label, indent, _text(text))
