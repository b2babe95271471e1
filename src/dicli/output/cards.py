"""Cards on a terminal: everything a reader sees of a resource, with labels in a column
on the left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from dicli.core.catalogue import Catalogue
from dicli.core.model import Resource
from dicli.core.safe import is_link, safe_url
from dicli.output.facts import Line, card
from dicli.output.painter import GAP, Cell, Drawn, Painter, Style, beside, text_of
from dicli.output.terminal import Terminal
from dicli.output.wrapping import columns_of

STACKED_BELOW = 60  # columns
LABELS = 11  # columns for the usual labels


def cards(
    catalogue: Catalogue, resources: Iterable[Resource], terminal: Terminal
) -> Iterator[str]:
    """A text for each resource."""
    painter = Painter(terminal)
    for resource in resources:
        lines = painter.block(
            Cell(resource.name, Style.HEAD, safe_url(resource.url or "")), painter.width
        )
        for line in card(catalogue, resource, date.today()):
            lines += _labeled(painter, line)
        yield text_of(lines)


def _labeled(painter: Painter, line: Line) -> list[Drawn]:
    """A label and its text beside it; in one paragraph if the terminal is narrow or the
    label is long.
    """
    if painter.width < STACKED_BELOW or columns_of(line.label) > LABELS:
        return stacked(painter, line)
    start = LABELS + GAP
    label = painter.block(Cell(line.label, Style.HEAD), LABELS)
    text = painter.block(_linked(line.text), painter.width - start)
    # an address that is easier to copy from the margin
    if text[0].width > painter.width - start:
        return label + text
    return beside(label, text, start)


def stacked(painter: Painter, line: Line) -> list[Drawn]:
    """A label and its text in one paragraph; an address goes on the next line if it
    does not fit.
    """
    text = _linked(line.text)
    if text.link:
        return painter.flow([Cell(f"{line.label}:"), text], painter.width)
    return painter.block(Cell(f"{line.label}: {line.text}"), painter.width)


def _linked(text: str) -> Cell:
    """The text, as a link if all of it is an address."""
    if is_link(text):
        return Cell(text, Style.LINK, safe_url(text))
    return Cell(text)
