"""Cards on a terminal: everything a reader sees of a resource, with labels in a column on the left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from dicli.core.catalogue import Catalogue
from dicli.core.model import Resource
from dicli.core.safe import is_link, safe_url
from dicli.output.facts import Line, card
from dicli.output.painter import GAP, Cell, Drawn, Painter, Style, beside, indented, text_of
from dicli.output.terminal import Terminal
from dicli.output.wrapping import columns_of

STACKED_BELOW = 60  # columns
LABELS = 11  # columns for the usual labels


def cards(catalogue: Catalogue, resources: Iterable[Resource], terminal: Terminal) -> Iterator[str]:
    """A text for each resource, an empty line between two."""
    painter = Painter(terminal)
    before = ""
    for resource in resources:
        lines = painter.block(Cell(resource.name, Style.HEAD, safe_url(resource.url or "")), painter.width)
        for line in card(catalogue, resource, date.today()):
            lines += _labeled(painter, line)
        yield before + text_of(lines)
        before = "\n"


def _labeled(painter: Painter, line: Line) -> list[Drawn]:
    """A label and its text beside it, or in one paragraph if the terminal is narrow or the label is long or a title."""
    label, text = line.label, line.text or ""
    start = LABELS + GAP
    if painter.width < STACKED_BELOW:
        return stacked(painter, label, text, painter.width)
    if line.is_title or columns_of(label) > LABELS:
        return indented(stacked(painter, label, text, painter.width - start), start)
    name = painter.block(Cell(label, Style.HEAD), LABELS)
    value = painter.block(_value(text), painter.width - start)
    if value[0].width > painter.width - start:  # an address that is easier to copy from the margin
        return name + value
    return beside([name, value], [LABELS, painter.width - start])


def stacked(painter: Painter, label: str, text: str, width: int) -> list[Drawn]:
    """A label and its text in one paragraph; an address goes on the next line if it does not fit."""
    value = _value(text)
    if value.link:
        return painter.flow([Cell(f"{label}:"), value], width)
    return painter.block(Cell(f"{label}: {text}"), width)


def _value(text: str) -> Cell:
    """The text, as a link if all of it is an address."""
    if is_link(text):
        return Cell(text, Style.LINK, safe_url(text))
    return Cell(text)
