"""The index that `list` is on a terminal: the whole name of each entry, and its id at
the right edge.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dicli.core.model import Hit
from dicli.core.safe import safe_url
from dicli.output.painter import EMPTY, Cell, Painter, Style, text_of
from dicli.output.terminal import Terminal


def entries(hits: Iterable[Hit], terminal: Terminal) -> Iterator[str]:
    """A text for each hit, under headings if they have them, after the names of the
    columns and a rule.
    """
    painter = Painter(terminal)
    yield text_of(
        [
            *painter.at_both_edges(Cell("Name", Style.HEAD), Cell("Id", Style.HEAD)),
            painter.rule(),
        ]
    )
    heading = ""
    for number, hit in enumerate(hits):
        resource = hit.resource
        if hit.heading != heading:
            if number:
                yield text_of([EMPTY])
            heading = hit.heading
            yield text_of(painter.block(Cell(heading, Style.GROUP), painter.width))
        name = Cell(resource.name, Style.HEAD, safe_url(resource.url or ""))
        yield text_of(painter.at_both_edges(name, Cell(resource.id, Style.ID)))
