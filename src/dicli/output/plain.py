"""The format plain: labeled lines, one fact per line, without columns, rules and colors; for reading aloud."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from dicli.core.catalogue import Catalogue
from dicli.core.model import Hit, Resource
from dicli.output.facts import Line, card, entry
from dicli.output.rows import Sheet, flat, head
from dicli.output.terminal import Terminal


def rows(sheet: Sheet) -> Iterator[str]:
    """Any rows, without the fields that have no value."""
    return _parted([Line(head(name), flat(value, "; ")) for name, value in row.items()] for row in sheet.rows)


def entries(
    catalogue: Catalogue, hits: Iterable[Hit], terminal: Terminal, today: date, explain: bool = False
) -> Iterator[str]:
    """Hits, with what the table has of them."""
    return _parted(entry(catalogue, hit, today, explain) for hit in hits)


def cards(catalogue: Catalogue, resources: Iterable[Resource], terminal: Terminal, today: date) -> Iterator[str]:
    """Everything a reader sees of resources."""
    return _parted([Line("Name", one.name), *card(catalogue, one, today)] for one in resources)


def _parted(all_lines: Iterable[Iterable[Line]]) -> Iterator[str]:
    """A text for each group of lines, an empty line between two."""
    for number, lines in enumerate(all_lines):
        yield ("\n" if number else "") + "".join(f"{line.label}: {line.text}\n" for line in lines if line.text)
