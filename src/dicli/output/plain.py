"""The format plain: labeled lines, one fact per line, without columns, rules and
colors; for screen readers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from dicli.core.catalogue import Catalogue
from dicli.core.model import Hit, Resource
from dicli.output.facts import Line, card, entry, with_text
from dicli.output.results import Output
from dicli.output.rows import Sheet, flat, head


def rows(sheet: Sheet) -> Iterator[str]:
    """A text for each row, without the fields that have no value."""
    for row in sheet.rows:
        lines = [Line(head(name), flat(value, "; ")) for name, value in row.items()]
        yield _text(with_text(lines))


def entries(catalogue: Catalogue, hits: Iterable[Hit], output: Output) -> Iterator[str]:
    """A text for each hit; a line above each group of hits has its heading."""
    heading = ""
    for number, hit in enumerate(hits, 1):
        lines = entry(catalogue, hit, date.today(), output.explain)
        if output.numbered:
            lines.insert(0, Line("Number", str(number)))
        if hit.heading != heading:
            heading = hit.heading
            lines.insert(0, Line("Group", heading))
        yield _text(lines)


def cards(catalogue: Catalogue, resources: Iterable[Resource]) -> Iterator[str]:
    """Everything a reader sees of each resource."""
    for resource in resources:
        yield _text(
            [Line("Name", resource.name), *card(catalogue, resource, date.today())]
        )


def _text(lines: Iterable[Line]) -> str:
    return "".join(f"{line.label}: {line.text}\n" for line in lines)
