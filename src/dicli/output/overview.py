"""The index that `list` is on a terminal: the whole name and id of each entry, and for whom it is if there is room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from dicli.core.catalogue import Catalogue
from dicli.core.model import Hit
from dicli.core.safe import safe_url
from dicli.output.facts import audiences_within
from dicli.output.painter import GAP, Cell, Drawn, Painter, Style, beside, text_of, to_the_right
from dicli.output.terminal import Terminal
from dicli.output.wrapping import columns_of

NAMES_ONLY_BELOW, AUDIENCES_FROM = 60, 100  # columns
LEAST_FOR_AUDIENCES = 16  # columns
MEASURED = 1000  # entries that say how wide the columns are


def entries(catalogue: Catalogue, hits: Iterable[Hit], terminal: Terminal) -> Iterator[str]:
    """A text for each hit, under headings if they have them, after the names of the columns and a rule."""
    painter = Painter(terminal)
    hits = map(_with_resource, hits)
    first = list(islice(hits, MEASURED))
    index = _Index(catalogue, painter, first)
    yield text_of([*index.head(), painter.rule()])
    heading = ""
    for number, hit in enumerate(chain(first, hits)):
        lines = index.entry(hit)
        if hit.heading != heading:
            heading = hit.heading
            above = [Drawn("", 0)] if number else []
            lines = [*above, *painter.block(Cell(heading, Style.GROUP), painter.width), *lines]
        yield text_of(lines)


def _with_resource(hit: Hit) -> Hit:
    """The hit with its resource made once, because it is asked for many times."""
    return hit._replace(found=hit.resource)


class _Index:
    """The columns of the index: names, audiences if there is room, and ids at the right edge."""

    def __init__(self, catalogue: Catalogue, painter: Painter, measured: Sequence[Hit]) -> None:
        """The widths of the columns follow from some entries."""
        self.catalogue, self.painter = catalogue, painter
        names = [columns_of(hit.resource.name) for hit in measured]
        ids = [columns_of(hit.resource.id) for hit in measured]
        self.name_width = min(max(names, default=0), painter.width // 2)
        room = painter.width - self.name_width - max(ids, default=0) - 2 * GAP
        has_room = painter.width >= AUDIENCES_FROM and room >= LEAST_FOR_AUDIENCES
        self.audience_width = room if has_room else 0

    def head(self) -> list[Drawn]:
        """The names of the columns."""
        return self._line(Cell("Name", Style.HEAD), Cell("For", Style.HEAD), Cell("Id", Style.HEAD))

    def entry(self, hit: Hit) -> list[Drawn]:
        """The lines of an entry: one, unless its name does not fit beside its id."""
        resource = hit.resource
        whom = ""
        if self.audience_width:
            whom = audiences_within(self.catalogue, hit, self.audience_width)
        name = Cell(resource.name, Style.HEAD, safe_url(resource.url or ""))
        return self._line(name, Cell(whom, Style.FAINT), Cell(resource.id, Style.ID))

    def _line(self, name: Cell, whom: Cell, id: Cell) -> list[Drawn]:
        """Cells side by side; below 60 columns names only."""
        painter, width = self.painter, self.painter.width
        if width < NAMES_ONLY_BELOW:
            return painter.block(name, width)
        id_width = min(columns_of(id.text), width // 2)
        ids = to_the_right(painter.block(id, id_width), id_width)
        room = width - GAP - id_width
        if not self.audience_width:
            return beside([painter.block(name, room), ids], [room, id_width])
        names = painter.block(name, self.name_width)
        audiences = painter.block(whom, self.audience_width)
        left = beside([names, audiences], [self.name_width, self.audience_width])
        return beside([left, ids], [room, id_width])
