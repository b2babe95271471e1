"""The format plain: labeled lines, one fact per line, without columns, rules and
colors; for screen readers.
"""

from __future__ import annotations

from collections.abc import Iterable

from dicli.core.catalogue import Catalogue
from dicli.core.model import Fact, Hit
from dicli.output import facts
from dicli.output.results import Detail, Output
from dicli.output.rows import Sheet, Texts, flat, head


def rows(sheet: Sheet) -> Texts:
    """A text for each row, without the fields that have no value."""
    for row in sheet.rows:
        lines: list[Fact] = []
        for name, value in row.items():
            lines.append(Fact(head(name), flat(value, "; ")))
        yield _text(lines)


def entries(catalogue: Catalogue, hits: Iterable[Hit], output: Output) -> Texts:
    """A text for each hit. The first of a group begins with the heading of the group."""
    for number, heading, hit in facts.numbered(hits):
        resource = hit.resource
        lines = [Fact("Group", heading)]
        if output.first_number:
            shown_number = output.first_number + number - 1
            lines.append(Fact("Number", str(shown_number)))
        lines.append(Fact("Name", resource.name))
        if output.detail == Detail.NAMES:
            lines.append(Fact("Id", resource.id))
        elif output.detail == Detail.ALL:
            lines += facts.card(catalogue, resource)
        else:
            lines += facts.entry(catalogue, hit, output.explain)
        yield _text(lines)


def _text(lines: Iterable[Fact]) -> str:
    """Labeled lines, without those that have no text."""
    return "".join(f"{line.label}: {line.text}\n" for line in lines if line.text)
