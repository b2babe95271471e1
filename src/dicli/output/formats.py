"""The formats: each knows how it shows rows and hits, and what it is for.

The formats for programs (tsv, csv, json, jsonl, yaml) carry ids and are the same bytes
on every terminal; those for people (table, plain, markdown) carry labels. What draws a
format is imported when it is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from dicli.core.catalogue import Catalogue
from dicli.core.model import Hit, Record
from dicli.output import writers
from dicli.output.results import Detail, Output, Screenful
from dicli.output.rows import SHORT_FIELDS, Fields, Sheet, Texts, apart, record, row
from dicli.output.terminal import Style


class Format:
    """Shows what is in a catalogue; each method gives a text piece by piece.

    What is here is common to all: a row of fields for each hit.
    """

    for_people = False
    # Whether it has lists and objects, as JSON does. Programs then get whole records,
    # and for an empty answer an empty list.
    nested = False
    # Whether a terminal gets a screenful at a time, and a line on what to type next.
    for_screens = False

    def __init__(self, catalogue: Catalogue, output: Output) -> None:
        self.catalogue = catalogue
        self.output = output

    @staticmethod
    def rows(sheet: Sheet) -> Texts:
        """The text of rows of any data."""
        raise NotImplementedError

    def hits(self, hits: Iterable[Hit]) -> Texts:
        """All hits: the fields that were chosen, or what the format shows of each."""
        if self.output.fields:
            return self.some_fields(hits, self.output.fields)
        return self.entries(hits)

    def screenful(self, hits: Sequence[Hit], height: int) -> Screenful:
        """The first hits that fit into `height` rows of a terminal, or all hits if the
        format does not count rows.
        """
        return Screenful(hits, "".join(self.hits(hits)))

    def entries(self, hits: Iterable[Hit]) -> Texts:
        """All hits, as the format shows them if no fields were chosen."""
        fields = SHORT_FIELDS
        if self.output.explain:
            fields += ("match",)
        return self.some_fields(hits, fields)

    def some_fields(self, hits: Iterable[Hit], fields: Fields) -> Texts:
        """A row for each hit, with some of its fields."""
        rows = (self.row(hit, fields) for hit in hits)
        return self.rows(self.output.sheet(fields, rows))

    def row(self, hit: Hit, fields: Fields) -> Record:
        """Some fields of a hit, as the format shows them."""
        return row(hit, fields)


class Tsv(Format):
    rows = staticmethod(writers.tsv)


class Csv(Format):
    rows = staticmethod(writers.csv)


class Json(Format):
    """All that is known of each hit."""

    nested = True
    rows = staticmethod(writers.json)

    def entries(self, hits: Iterable[Hit]) -> Texts:
        return self.rows(self.output.sheet((), map(record, hits)))


class JsonLines(Json):
    rows = staticmethod(writers.jsonl)


class Yaml(Format):
    """A catalogue that loads; from `show`, entries alone, to be laid over a catalogue."""

    nested = True
    rows = staticmethod(writers.yaml)

    def entries(self, hits: Iterable[Hit]) -> Texts:
        from dicli.output.extract import catalogue_of, entries_of

        resources = [hit.resource for hit in hits]
        parts: Record = {"resources": entries_of(resources)}
        if self.output.detail != Detail.ALL:
            parts = catalogue_of(self.catalogue, resources)
        for name, part in parts.items():
            yield writers.as_yaml({name: part})


class ForPeople(Format):
    """A format with labels, and with headings above groups of hits."""

    for_people = True

    def some_fields(self, hits: Iterable[Hit], fields: Fields) -> Texts:
        """Some fields of hits, with the heading of each group above its rows."""
        before = ""
        for heading, group in groupby(hits, lambda hit: hit.heading):
            if heading:
                yield before + self.heading(heading)
            yield from super().some_fields(group, fields)
            before = "\n"

    def row(self, hit: Hit, fields: Fields) -> Record:
        from dicli.output.facts import labeled

        return labeled(self.catalogue, super().row(hit, fields))

    def heading(self, text: str) -> str:
        """What is above the rows of a group of hits."""
        raise NotImplementedError


class Markdown(ForPeople):
    """A table for a page or an issue."""

    rows = staticmethod(writers.markdown)

    def heading(self, text: str) -> str:
        return f"## {text}\n\n"


class Plain(ForPeople):
    """Labeled lines for screen readers."""

    for_screens = True

    @staticmethod
    def rows(sheet: Sheet) -> Texts:
        from dicli.output import plain

        return apart(plain.rows(sheet))

    def entries(self, hits: Iterable[Hit]) -> Texts:
        from dicli.output import plain

        return apart(plain.entries(self.catalogue, hits, self.output))

    def heading(self, text: str) -> str:
        return f"Group: {text}\n\n"


class Table(ForPeople):
    """Columns and rules on a terminal, with links."""

    for_screens = True

    @staticmethod
    def rows(sheet: Sheet) -> Texts:
        from dicli.output import tables

        return tables.rows(sheet)

    def entries(self, hits: Iterable[Hit]) -> Texts:
        if self.output.detail == Detail.NAMES:
            from dicli.output import overview

            return overview.entries(hits, self.output.terminal)
        if self.output.detail == Detail.ALL:
            from dicli.output import cards

            return apart(cards.entries(self.catalogue, hits, self.output.terminal))
        from dicli.output.hits import Layout

        return Layout(self.catalogue, self.output).entries(hits)

    def screenful(self, hits: Sequence[Hit], height: int) -> Screenful:
        from dicli.output.hits import Layout

        if self.output.fields:
            return super().screenful(hits, height)
        return Layout(self.catalogue, self.output).screenful(hits, height)

    def heading(self, text: str) -> str:
        return self.output.terminal.styled(text, Style.GROUP) + "\n"


FORMATS: Mapping[str, type[Format]] = {
    "table": Table,
    "plain": Plain,
    "tsv": Tsv,
    "csv": Csv,
    "json": Json,
    "jsonl": JsonLines,
    "yaml": Yaml,
    "markdown": Markdown,
}
