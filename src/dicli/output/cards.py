"""Cards on a terminal: everything a reader sees of a resource, with labels in a column on the left."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from dicli.core.catalogue import Catalogue
from dicli.core.model import Resource
from dicli.core.safe import safe_url
from dicli.output.facts import card
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
            lines += labeled(painter, line.label, line.text or "", line.is_title)
        yield before + text_of(lines)
        before = "\n"


def labeled(painter: Painter, label: str, text: str, is_title: bool = False) -> list[Drawn]:
    """A label and its text beside it; below it if the terminal is narrow or the label may be long."""
    if painter.width < STACKED_BELOW:
        return stacked(painter, label, text, painter.width)
    if is_title:
        return indented(stacked(painter, label, text, painter.width - LABELS - GAP), LABELS + GAP)
    wide = min(max(LABELS, columns_of(label)), painter.width // 3)
    room = painter.width - wide - GAP
    name, value = painter.block(Cell(label, Style.HEAD), wide), painter.block(_value(text), room)
    if value[0].width > room:  # an address that is easier to copy from the margin
        return name + value
    return beside([name, value], [wide, room])


def stacked(painter: Painter, label: str, text: str, width: int) -> list[Drawn]:
    """A label and its text in one paragraph; an address goes on the next line."""
    value = _value(text)
    if value.link:
        return [*painter.block(Cell(f"{label}:"), width), *painter.block(value, width)]
    return painter.block(Cell(f"{label}: {text}"), width)


def _value(text: str) -> Cell:
    """The text, as a link if all of it is an address."""
    if re.match(r"https?://\S+$", text):
        return Cell(text, Style.LINK, safe_url(text))
    return Cell(text)
