"""The formats: each knows how it shows rows, hits and cards, and what it is for.

The formats for programs (tsv, csv, json, jsonl, yaml) carry ids and are the same bytes on every terminal; those for
people (table, plain, markdown) carry labels. What draws a format is imported when it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from dicli.core.catalogue import Catalogue
from dicli.core.model import Hit, Resource
from dicli.output.results import Output, Screenful
from dicli.output.rows import SHORT_FIELDS, Sheet, record, row
from dicli.output.terminal import Terminal
from dicli.output.writers import as_yaml, csv, json, jsonl, markdown, tsv, yaml


class Format:
    """A format for programs, with a row of short fields for each hit."""

    for_people = False
    nested = False  # whether it has whole records, and an empty answer is something to write
    for_screens = False  # whether a terminal gets a screenful at a time, and what to type next

    def __init__(self, rows: Callable[[Sheet], Iterator[str]]) -> None:
        self.rows = rows

    @property
    def for_lists(self) -> Format:
        """The format that `list` has in place of this one if none was named."""
        return self

    def hits(self, catalogue: Catalogue, hits: Iterable[Hit], output: Output) -> Iterator[str]:
        """All hits, as they come: the fields that are chosen, or what the format has of each."""
        if output.fields:
            return self.chosen(catalogue, hits, output, output.fields)
        return self.entries(catalogue, hits, output)

    def cards(self, catalogue: Catalogue, resources: Iterable[Resource], output: Output) -> Iterator[str]:
        """The fields that are chosen, or everything, about each resource."""
        if output.fields:
            return self.chosen(catalogue, map(Hit, resources), output, output.fields)
        return self.whole(catalogue, resources, output)

    def screenful(self, catalogue: Catalogue, hits: Sequence[Hit], output: Output, rows: int | None) -> Screenful:
        """The first hits that fit into some rows of a terminal (None: all); all, if the format does not count rows."""
        return Screenful(hits, "".join(self.hits(catalogue, hits, output)))

    def chosen(
        self, catalogue: Catalogue, hits: Iterable[Hit], output: Output, fields: tuple[str, ...]
    ) -> Iterator[str]:
        """Some fields of each hit."""
        return self.rows(output.sheet(fields, (row(hit, fields) for hit in hits)))

    def entries(self, catalogue: Catalogue, hits: Iterable[Hit], output: Output) -> Iterator[str]:
        """What the format has of each hit."""
        fields = (*SHORT_FIELDS, "match") if output.explain else SHORT_FIELDS
        return self.chosen(catalogue, hits, output, fields)

    def whole(self, catalogue: Catalogue, resources: Iterable[Resource], output: Output) -> Iterator[str]:
        """Everything about each resource."""
        return self.entries(catalogue, map(Hit, resources), output)


class Records(Format):
    """A format for programs, with all that is known of each hit."""

    nested = True

    def entries(self, catalogue: Catalogue, hits: Iterable[Hit], output: Output) -> Iterator[str]:
        return self.rows(output.sheet((), map(record, hits)))


class Yaml(Records):
    """A catalogue that loads; from `show`, entries alone, to be laid over a catalogue."""

    def entries(self, catalogue: Catalogue, hits: Iterable[Hit], output: Output) -> Iterator[str]:
        from dicli.output.extract import catalogue_of

        parts = catalogue_of(catalogue, [hit.resource for hit in hits])
        return (as_yaml({name: part}) for name, part in parts.items())

    def whole(self, catalogue: Catalogue, resources: Iterable[Resource], output: Output) -> Iterator[str]:
        from dicli.output.extract import entries_of

        yield as_yaml({"resources": entries_of(resources)})


class ForPeople(Format):
    """A format with labels, and with headings above groups of hits."""

    for_people = True

    def chosen(
        self, catalogue: Catalogue, hits: Iterable[Hit], output: Output, fields: tuple[str, ...]
    ) -> Iterator[str]:
        from dicli.output.facts import labeled

        before = ""
        for heading, group in groupby(hits, lambda hit: hit.heading):
            if heading:
                yield before + self.heading(heading, output.terminal)
            rows = (labeled(catalogue, row(hit, fields)) for hit in group)
            yield from self.rows(output.sheet(fields, rows))
            before = "\n"

    def heading(self, text: str, terminal: Terminal) -> str:
        """What is above the rows of a group of hits."""
        return terminal.styled(text, "1;4") + "\n"


class Markdown(ForPeople):
    """A table for a page or an issue."""

    def heading(self, text: str, terminal: Terminal) -> str:
        return f"## {text}\n\n"


class Plain(ForPeople):
    """Labeled lines for screen readers."""

    for_screens = True

    def entries(self, catalogue: Catalogue, hits: Iterable[Hit], output: Output) -> Iterator[str]:
        from dicli.output import plain

        return plain.entries(catalogue, hits, output)

    def whole(self, catalogue: Catalogue, resources: Iterable[Resource], output: Output) -> Iterator[str]:
        from dicli.output import plain

        return plain.cards(catalogue, resources)

    def heading(self, text: str, terminal: Terminal) -> str:
        return f"Group: {text}\n\n"


class Table(ForPeople):
    """Columns and rules on a terminal, with links."""

    for_screens = True

    @property
    def for_lists(self) -> Format:
        return INDEX

    def entries(self, catalogue: Catalogue, hits: Iterable[Hit], output: Output) -> Iterator[str]:
        from dicli.output import hits as drawing

        return drawing.entries(catalogue, hits, output)

    def screenful(self, catalogue: Catalogue, hits: Sequence[Hit], output: Output, rows: int | None) -> Screenful:
        from dicli.output import hits as drawing

        if output.fields:
            return super().screenful(catalogue, hits, output, rows)
        return drawing.screenful(catalogue, hits, output, rows)

    def whole(self, catalogue: Catalogue, resources: Iterable[Resource], output: Output) -> Iterator[str]:
        from dicli.output.cards import cards

        return cards(catalogue, resources, output.terminal)


class Index(ForPeople):
    """What `list` is on a terminal: whole names and ids."""

    for_screens = True

    def entries(self, catalogue: Catalogue, hits: Iterable[Hit], output: Output) -> Iterator[str]:
        from dicli.output import overview

        return overview.entries(catalogue, hits, output.terminal)


def _plain_rows(sheet: Sheet) -> Iterator[str]:
    from dicli.output import plain

    return plain.rows(sheet)


def _table_rows(sheet: Sheet) -> Iterator[str]:
    from dicli.output import tables

    return tables.rows(sheet)


INDEX = Index(_table_rows)
FORMATS: Mapping[str, Format] = {
    "table": Table(_table_rows),
    "plain": Plain(_plain_rows),
    "tsv": Format(tsv),
    "csv": Format(csv),
    "json": Records(json),
    "jsonl": Records(jsonl),
    "yaml": Yaml(yaml),
    "markdown": Markdown(markdown),
}
