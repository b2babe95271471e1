"""The index that `list` is on a terminal: one line per entry. It is drawn without Rich, so that it begins at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice

from dicli.core.catalogue import Catalogue
from dicli.core.model import Hit
from dicli.core.safe import safe_url
from dicli.output.facts import audiences
from dicli.output.rows import row
from dicli.output.terminal import Terminal

WITH_AUDIENCES, WITH_PHONE, WIDEST = 100, 110, 160  # columns
GAP = " " * 3
MEASURED = 1000  # entries that say how wide the columns are
HEADS, HEAD_STYLES = ("Name", "For", "Phone", "Id", ""), ("1",) * 4
STYLES = ("1", "", "38;5;64", "38;5;31")


def entries(
    catalogue: Catalogue, hits: Iterable[Hit], terminal: Terminal, today: date, explain: bool = False
) -> Iterator[str]:
    """Name, audiences, phone and id of hits, the first two cut to their columns; headings where they have them."""
    lines = ((hit.heading, _cells(catalogue, hit)) for hit in hits)
    first = list(islice(lines, MEASURED))
    width = min(terminal.width, WIDEST)
    widths = _widths([cells for _, cells in first], width)
    yield _line(terminal, HEADS, widths, HEAD_STYLES) + terminal.styled(terminal.rules[0] * width, "2") + "\n"
    before = ""
    for heading, cells in chain(first, lines):
        yield (terminal.styled(heading, "1;4") + "\n" if heading != before else "") + _line(terminal, cells, widths)
        before = heading


def _cells(catalogue: Catalogue, hit: Hit) -> list[str]:
    name, phone, id, url = row(hit, ("name", "phone", "id", "url")).values()
    return [name, ", ".join(audiences(catalogue, hit)), phone or "", id, safe_url(url or "")]


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """The widths of the four columns, 0 for one that there is no room for; ids get half of the line at most."""
    *_, phone, id, _ = (max(map(len, column)) for column in zip(*rows, strict=True))
    id, phone = min(id, width // 2), phone if width >= WITH_PHONE else 0
    room = width - id - len(GAP) - (phone + len(GAP) if phone else 0)
    name = (room - len(GAP)) * 3 // 5 if width >= WITH_AUDIENCES else room
    return [name, max(room - name - len(GAP), 0), phone, id]


def _line(terminal: Terminal, cells: Sequence[str], widths: Sequence[int], styles: Sequence[str] = STYLES) -> str:
    """Cells side by side; of an id that is too wide none is cut, but more of the name before it."""
    *shown, url = cells
    fitted = [max(widths[0] - max(len(shown[3]) - widths[3], 0), 1), *widths[1:3], len(shown[3])]
    parts = zip(shown, fitted, styles, (url, "", "", ""), strict=True)
    return GAP.join(terminal.styled(_cut(one, width, terminal), *look) for one, width, *look in parts if width) + "\n"


def _cut(text: str, width: int, terminal: Terminal) -> str:
    """The text in so many columns, with an ellipsis where it is cut."""
    dots = terminal.able("…", "...")[:width]
    if text.isascii():
        return text.ljust(width) if len(text) <= width else text[: width - len(dots)] + dots
    from rich.cells import cell_len, set_cell_size

    short = text if cell_len(text) <= width else set_cell_size(text, width - len(dots)).rstrip() + dots
    return set_cell_size(short, width)
