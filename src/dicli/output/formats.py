"""The formats: each knows how it shows rows, hits and cards, and what it is for.

The formats for programs (tsv, csv, json, jsonl, yaml) carry ids and are the same bytes
on every terminal; those for people (table, plain, markdown) carry labels. What draws a
format is imported when it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from dicli.core.catalogue import Catalogue
from dicli.core.model import Hit, Record, Resource
from dicli.output.results import Output, Screenful
from dicli.output.rows import SHORT_FIELDS, Sheet, apart, record, row
from dicli.output.terminal import Terminal
from dicli.output.writers import as_yaml, csv, json, jsonl, markdown, tsv, yaml


class Format:
    """A format for programs, with a row of fields for each hit. Each method gives a
    result piece by piece.
    """

    for_people = False
    # whether it has whole records, and an empty answer is something to write
    nested = False
    # whether a terminal gets a screenful at a time, and what to type next
    for_screens = False

    def __init__(self, rows: Callable[[Sheet], Iterator[str]]) -> None:
        self.rows = rows

    @property
    def for_lists(self) -> Format:
        """The format that `list` has in place of this one if none was named."""
        return self

    def hits(
        self, catalogue: Catalogue, hits: Iterable[Hit], output: Output
    ) -> Iterator[str]:
        """All hits: the fields that are chosen, or the short ones."""
        fields = output.fields or SHORT_FIELDS
        if output.explain and not output.fields:
            fields = (*SHORT_FIELDS, "match")
        return self.rows(
            output.sheet(fields, (self.row(catalogue, hit, fields) for hit in hits))
        )

    def row(self, catalogue: Catalogue, hit: Hit, fields: Sequence[str]) -> Record:
        """Some fields of a hit, as the format shows them."""
        return row(hit, fields)

    def cards(
        self, catalogue: Catalogue, resources: Iterable[Resource], output: Output
    ) -> Iterator[str]:
        """The fields that are chosen, or everything, about each resource."""
        return self.hits(catalogue, map(Hit, resources), output)

    def screenful(
        self,
        catalogue: Catalogue,
        hits: Sequence[Hit],
        output: Output,
        rows: int | None,
    ) -> Screenful:
        """The first hits that fit into some rows of a terminal (None: all); all, if the
        format does not count rows.
        """
        return Screenful(hits, "".join(self.hits(catalogue, hits, output)))


class Records(Format):
    """A format for programs, with all that is known of each hit."""

    nested = True

    def hits(
        self, catalogue: Catalogue, hits: Iterable[Hit], output: Output
    ) -> Iterator[str]:
        if output.fields:
            return super().hits(catalogue, hits, output)
        return self.rows(output.sheet((), map(record, hits)))


class Yaml(Records):
    """A catalogue that loads; from `show`, entries alone, to be laid over a catalogue."""

    def hits(
        self, catalogue: Catalogue, hits: Iterable[Hit], output: Output
    ) -> Iterator[str]:
        from dicli.output.extract import catalogue_of

        if output.fields:
            return super().hits(catalogue, hits, output)
        parts = catalogue_of(catalogue, [hit.resource for hit in hits])
        return (as_yaml({name: part}) for name, part in parts.items())

    def cards(
        self, catalogue: Catalogue, resources: Iterable[Resource], output: Output
    ) -> Iterator[str]:
        from dicli.output.extract import entries_of

        if output.fields:
            return super().cards(catalogue, resources, output)
        return iter([as_yaml({"resources": entries_of(resources)})])


class ForPeople(Format):
    """A format with labels, and with headings above groups of hits."""

    for_people = True

    def hits(
        self, catalogue: Catalogue, hits: Iterable[Hit], output: Output
    ) -> Iterator[str]:
        before = ""
        for heading, group in groupby(hits, lambda hit: hit.heading):
            if heading:
                yield before + self.heading(heading, output.terminal)
            yield from super().hits(catalogue, group, output)
            before = "\n"

    def row(self, catalogue: Catalogue, hit: Hit, fields: Sequence[str]) -> Record:
        from dicli.output.facts import labeled

        return labeled(catalogue, super().row(catalogue, hit, fields))

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

    def hits(
        self, catalogue: Catalogue, hits: Iterable[Hit], output: Output
    ) -> Iterator[str]:
        from dicli.output import plain

        if output.fields:
            return super().hits(catalogue, hits, output)
        return apart(plain.entries(catalogue, hits, output))

    def cards(
        self, catalogue: Catalogue, resources: Iterable[Resource], output: Output
    ) -> Iterator[str]:
        from dicli.output import plain

        if output.fields:
            return super().cards(catalogue, resources, output)
        return apart(plain.cards(catalogue, resources))

    def heading(self, text: str, terminal: Terminal) -> str:
        return f"Group: {text}\n\n"


class Table(ForPeople):
    """Columns and rules on a terminal, with links."""

    for_screens = True

    @property
    def for_lists(self) -> Format:
        return INDEX

    def hits(
        self, catalogue: Catalogue, hits: Iterable[Hit], output: Output
    ) -> Iterator[str]:
        from dicli.output import hits as drawing

        if output.fields:
            return super().hits(catalogue, hits, output)
        return drawing.entries(catalogue, hits, output)

    def cards(
        self, catalogue: Catalogue, resources: Iterable[Resource], output: Output
    ) -> Iterator[str]:
        from dicli.output.cards import cards

        if output.fields:
            return super().cards(catalogue, resources, output)
        return apart(cards(catalogue, resources, output.terminal))

    def screenful(
        self,
        catalogue: Catalogue,
        hits: Sequence[Hit],
        output: Output,
        rows: int | None,
    ) -> Screenful:
        from dicli.output import hits as drawing

        if output.fields:
            return super().screenful(catalogue, hits, output, rows)
        return drawing.screenful(catalogue, hits, output, rows)


class Index(ForPeople):
    """What `list` is on a terminal: whole names and ids."""

    for_screens = True

    def hits(
        self, catalogue: Catalogue, hits: Iterable[Hit], output: Output
    ) -> Iterator[str]:
        from dicli.output import overview

        return overview.entries(hits, output.terminal)


def _plain_rows(sheet: Sheet) -> Iterator[str]:
    from dicli.output import plain

    return apart(plain.rows(sheet))


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
