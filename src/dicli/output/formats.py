"""The formats: each knows how it shows rows, hits and cards, and what it is for.

The formats for programs (tsv, csv, json, jsonl, yaml) carry ids and are the same bytes on every terminal; those for
people (table, plain, markdown) carry labels. What draws a format is imported when it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from dicli.core.catalogue import Catalogue
from dicli.core.model import Hit, Resource
from dicli.output.rows import SHORT_FIELDS, Record, Screenful, Sheet, record, row
from dicli.output.terminal import Terminal, write
from dicli.output.writers import as_yaml, csv, json, jsonl, markdown, tsv, yaml


class Output(NamedTuple):
    """How to show results."""

    terminal: Terminal
    format: Format
    fields: tuple[str, ...] = ()
    header: bool | None = None
    null: bool = False
    explain: bool = False
    given: bool = False  # whether the format was named

    def write(self, chunks: Iterable[str], at_once: bool = False) -> None:
        """Writes results: for people in the terminal's encoding, for programs in UTF-8."""
        write(chunks, self.terminal.encoding if self.format.for_people else "utf-8", at_once)

    def sheet(self, fields: tuple[str, ...], rows: Iterable[Record]) -> Sheet:
        """Rows as they are to be written."""
        return Sheet(fields, rows, self.terminal, self.header, "\0" if self.null else "\n")


class Format:
    """A format for programs, with a row of short fields for each hit."""

    for_people = False
    nested = False  # whether it has whole records, and an empty answer is something to write
    for_screens = False  # whether a terminal gets a screenful at a time, and what to type next

    def __init__(self, rows: Callable[[Sheet], Iterator[str]]) -> None:
        self.rows = rows

    @property
    def for_lists(self) -> Format:
        """The format that `list` has in place of this one on a terminal."""
        return self

    def hits(self, catalogue: Catalogue, hits: Iterable[Hit], output: Output) -> Iterator[str]:
        """All hits, as they come."""
        fields = output.fields or self.usual_fields(output.explain)
        return self.rows(output.sheet(fields, (row(hit, fields) for hit in hits)))

    def cards(self, catalogue: Catalogue, resources: Iterable[Resource], output: Output) -> Iterator[str]:
        """Everything about each resource."""
        return self.hits(catalogue, map(Hit, resources), output)

    def screenful(
        self, catalogue: Catalogue, hits: Sequence[Hit], output: Output, rows: int | None, numbered: bool = False
    ) -> Screenful:
        """The first hits that fit into some rows of a terminal (None: all); with numbers if these can be typed.

        Where a screen has no height that matters, as for chosen fields, these are all.
        """
        return Screenful(hits, "".join(self.hits(catalogue, hits, output)))

    def usual_fields(self, explain: bool) -> tuple[str, ...]:
        """The fields of a hit if none are chosen."""
        return (*SHORT_FIELDS, "match") if explain else SHORT_FIELDS


class Records(Format):
    """A format for programs, with all that is known of each hit."""

    nested = True

    def hits(self, catalogue: Catalogue, hits: Iterable[Hit], output: Output) -> Iterator[str]:
        if output.fields:
            return super().hits(catalogue, hits, output)
        return self.rows(output.sheet((), map(record, hits)))


class Yaml(Records):
    """A catalogue that loads; a card is an entry alone, to be laid over a catalogue."""

    def __init__(self) -> None:
        super().__init__(yaml)

    def hits(self, catalogue: Catalogue, hits: Iterable[Hit], output: Output) -> Iterator[str]:
        if output.fields:
            return super().hits(catalogue, hits, output)
        from dicli.output.extract import catalogue_of

        parts = catalogue_of(catalogue, [hit.resource for hit in hits])
        return (as_yaml({name: part}) for name, part in parts.items())

    def cards(self, catalogue: Catalogue, resources: Iterable[Resource], output: Output) -> Iterator[str]:
        if output.fields:
            return super().cards(catalogue, resources, output)
        from dicli.output.extract import entries_of

        return iter([as_yaml({"resources": entries_of(resources)})])


class ForPeople(Format):
    """A format with labels, and with headings above groups of hits."""

    for_people = True

    def hits(self, catalogue: Catalogue, hits: Iterable[Hit], output: Output) -> Iterator[str]:
        from dicli.output.facts import labeled

        fields = output.fields or self.usual_fields(output.explain)
        before = ""
        for heading, group in groupby(hits, lambda hit: hit.heading):
            if heading:
                yield before + self.heading(heading, output.terminal)
            rows = (labeled(catalogue, row(hit, fields)) for hit in group)
            yield from self.rows(output.sheet(fields, rows))
            before = "\n"

    def heading(self, text: str, terminal: Terminal) -> str:
        """The heading of a group of hits."""
        raise NotImplementedError


class Markdown(ForPeople):
    """A table for a page or an issue."""

    def __init__(self) -> None:
        super().__init__(markdown)

    def heading(self, text: str, terminal: Terminal) -> str:
        return f"## {text}\n\n"


class Plain(ForPeople):
    """Labeled lines for screen readers."""

    for_screens = True

    def __init__(self) -> None:
        super().__init__(_plain_rows)

    def hits(self, catalogue: Catalogue, hits: Iterable[Hit], output: Output) -> Iterator[str]:
        from dicli.output import plain

        if output.fields:
            return super().hits(catalogue, hits, output)
        return plain.entries(catalogue, hits, date.today(), output.explain)

    def cards(self, catalogue: Catalogue, resources: Iterable[Resource], output: Output) -> Iterator[str]:
        from dicli.output import plain

        if output.fields:
            return super().cards(catalogue, resources, output)
        return plain.cards(catalogue, resources, date.today())

    def heading(self, text: str, terminal: Terminal) -> str:
        return f"Group: {text}\n\n"

    def screenful(
        self, catalogue: Catalogue, hits: Sequence[Hit], output: Output, rows: int | None, numbered: bool = False
    ) -> Screenful:
        from dicli.output import plain

        if output.fields:
            return super().screenful(catalogue, hits, output, rows)
        return Screenful(hits, "".join(plain.entries(catalogue, hits, date.today(), output.explain, numbered)))


class Table(ForPeople):
    """Columns and rules on a terminal, with links."""

    for_screens = True

    def __init__(self) -> None:
        super().__init__(_table_rows)

    @property
    def for_lists(self) -> Format:
        return INDEX

    def hits(self, catalogue: Catalogue, hits: Iterable[Hit], output: Output) -> Iterator[str]:
        from dicli.output import hits as drawing

        if output.fields:
            return super().hits(catalogue, hits, output)
        return drawing.entries(catalogue, hits, output.terminal, date.today(), output.explain)

    def cards(self, catalogue: Catalogue, resources: Iterable[Resource], output: Output) -> Iterator[str]:
        from dicli.output import cards

        if output.fields:
            return super().cards(catalogue, resources, output)
        return cards.cards(catalogue, resources, output.terminal, date.today())

    def heading(self, text: str, terminal: Terminal) -> str:
        return terminal.styled(text, "1;4") + "\n"

    def screenful(
        self, catalogue: Catalogue, hits: Sequence[Hit], output: Output, rows: int | None, numbered: bool = False
    ) -> Screenful:
        from dicli.output import hits as drawing

        if output.fields:
            return super().screenful(catalogue, hits, output, rows)
        return drawing.screenful(catalogue, hits, output.terminal, date.today(), rows, output.explain, numbered)


class Index(ForPeople):
    """What `list` is on a terminal: whole names and ids."""

    for_screens = True

    def __init__(self) -> None:
        super().__init__(_table_rows)

    def hits(self, catalogue: Catalogue, hits: Iterable[Hit], output: Output) -> Iterator[str]:
        from dicli.output import overview

        return overview.entries(catalogue, hits, output.terminal)


def _plain_rows(sheet: Sheet) -> Iterator[str]:
    from dicli.output import plain

    return plain.rows(sheet)


def _table_rows(sheet: Sheet) -> Iterator[str]:
    from dicli.output import tables

    return tables.rows(sheet)


INDEX = Index()
FORMATS: Mapping[str, Format] = {
    "table": Table(),
    "plain": Plain(),
    "tsv": Format(tsv),
    "csv": Format(csv),
    "json": Records(json),
    "jsonl": Records(jsonl),
    "yaml": Yaml(),
    "markdown": Markdown(),
}
