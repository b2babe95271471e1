"""Cards on a terminal: everything a reader sees of a resource, with labels in a column
on the left.
"""

from __future__ import annotations

from collections.abc import Iterable

from dicli.core.catalogue import Catalogue
from dicli.core.model import Fact, Hit
from dicli.core.safe import is_link, safe_url
from dicli.output import facts
from dicli.output.painter import GAP, Block, Cell, Painter, beside, text_of
from dicli.output.rows import Texts
from dicli.output.terminal import Style, Terminal
from dicli.output.wrapping import columns_of

STACKED_BELOW = 60  # columns
LABELS = 11  # columns for the usual labels


def entries(catalogue: Catalogue, hits: Iterable[Hit], terminal: Terminal) -> Texts:
    """A text for each hit."""
    painter = Painter(terminal)
    for hit in hits:
        resource = hit.resource
        name = Cell(resource.name, Style.HEAD, facts.link(resource))
        block = painter.block(name)
        for line in facts.card(catalogue, resource):
            if line.text:
                block += _labeled(painter, line)
        yield text_of(block)


def _labeled(painter: Painter, line: Fact) -> Block:
    """A label with its text beside it, or in one paragraph with it if the terminal is
    narrow or the label is long.
    """
    if painter.width < STACKED_BELOW or columns_of(line.label) > LABELS:
        return stacked(painter, line)
    start = LABELS + GAP
    room = painter.width - start
    label = painter.block(Cell(line.label, Style.HEAD))
    text = painter.block(_linked(line.text), room)
    # Only an address can be wider. It is easier to copy if it begins at the margin.
    if columns_of(text[0]) > room:
        return label + text
    return beside(label, text, start)


def stacked(painter: Painter, line: Fact) -> Block:
    """A label and its text in one paragraph. An address that does not fit beside its
    label goes on the next line.
    """
    text = _linked(line.text)
    label = f"{line.label}:"
    if text.link:
        return painter.flow([Cell(label, Style.HEAD), text], painter.width, gap=1)
    # The label gets its style after the wrapping, because it is part of the paragraph.
    block = painter.block(Cell(f"{label} {line.text}"))
    styled_label = painter.terminal.styled(label, Style.HEAD)
    block[0] = block[0].replace(label, styled_label, 1)
    return block


def _linked(text: str) -> Cell:
    """The text, as a link if all of it is an address."""
    if is_link(text):
        return Cell(text, Style.LINK, safe_url(text))
    return Cell(text)
