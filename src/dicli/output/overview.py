"""The index that `list` is on a terminal: the whole name of each entry, and its id at
the right edge, or not far from the name on a wide terminal.
"""

from __future__ import annotations

from collections.abc import Iterable

from dicli.core.model import Hit
from dicli.output import facts
from dicli.output.painter import Cell, Painter, text_of
from dicli.output.rows import Texts
from dicli.output.terminal import Style, Terminal

WIDEST = 100  # columns; on a longer way from a name to its id, the eye loses the line


def entries(hits: Iterable[Hit], terminal: Terminal) -> Texts:
    """The names of the columns and a rule, and a text for each hit. Above the first of
    a group is the heading of the group.
    """
    width = min(terminal.width, WIDEST)
    painter = Painter(terminal._replace(width=width))
    name = Cell("Name", Style.HEAD)
    id = Cell("Id", Style.HEAD)
    yield text_of(painter.at_both_edges(name, id) + painter.rule())
    for number, heading, hit in facts.numbered(hits):
        resource = hit.resource
        above = painter.heading(heading)
        if heading and number > 1:
            above = ["", *above]
        name = Cell(resource.name, Style.HEAD, facts.link(resource))
        id = Cell(resource.id, Style.ID)
        yield text_of(above + painter.at_both_edges(name, id))
