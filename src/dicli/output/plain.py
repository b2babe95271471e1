"""The format plain: labeled lines, one fact per line, without columns, rules and
colors; for screen readers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dicli.core.catalogue import Catalogue
from dicli.core.model import Fact, Hit, Resource
from dicli.output.facts import card, entry, numbered
from dicli.output.results import Output
from dicli.output.rows import Sheet, flat, head


def rows(sheet: Sheet) -> Iterator[str]:
    """A text for each row, without the fields that have no value."""
    for row in sheet.rows:
        lines = [Fact(head(name), flat(row[name], "; ")) for name in row]
        yield _text(lines)


def entries(catalogue: Catalogue, hits: Iterable[Hit], output: Output) -> Iterator[str]:
    """A text for each hit. The first of a group begins with the heading of the group."""
    for number, heading, hit in numbered(hits):
        shown_number = ""
        if output.first_number:
            shown_number = str(output.first_number + number - 1)
        above = [Fact("Group", heading), Fact("Number", shown_number)]
        lines = entry(catalogue, hit, output.explain)
        if output.names_only:
            lines = [Fact("Name", hit.resource.name), Fact("Id", hit.resource.id)]
        yield _text([*above, *lines])


def cards(catalogue: Catalogue, resources: Iterable[Resource]) -> Iterator[str]:
    """Everything a reader sees of each resource."""
    for resource in resources:
        name = Fact("Name", resource.name)
        yield _text([name, *card(catalogue, resource)])


def _text(lines: Iterable[Fact]) -> str:
    """Labeled lines, without those that have no text."""
    return "".join(f"{line.label}: {line.text}\n" for line in lines if line.text)
