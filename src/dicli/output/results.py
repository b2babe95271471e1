"""How results are to be shown, and what of them fits a screen."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from dicli.core.catalogue import Catalogue
from dicli.core.model import Hit, Record, Resource
from dicli.output.rows import Fields, Sheet
from dicli.output.terminal import Terminal, write

if TYPE_CHECKING:
    from dicli.output.formats import Format

UNLIMITED = 100_000  # lines of a summary, or rows of a terminal


class Screenful(NamedTuple):
    """The hits that fit a screen, and their text."""

    hits: Sequence[Hit]
    text: str


class Detail:
    """How much of each hit is shown, if no fields were chosen. It makes no difference to
    most formats for programs.
    """

    NAMES = "names"  # an index of names and ids
    ENTRIES = "entries"
    ALL = "all"  # a card


class Output(NamedTuple):
    """How to show results."""

    terminal: Terminal
    format: "type[Format]"
    fields: Fields = ()
    header: bool | None = None
    null: bool = False
    explain: bool = False
    first_number: int = 0  # of hits, to be typed; 0 if they have no numbers
    detail: str = Detail.ENTRIES
    format_given: bool = False  # whether the command line names the format

    def write(self, chunks: Iterable[str], at_once: bool = False) -> None:
        """Writes results: for people in the terminal's encoding, for programs in UTF-8."""
        encoding = self.terminal.encoding if self.format.for_people else "utf-8"
        write(chunks, encoding, at_once)

    def write_rows(self, fields: Fields, rows: Iterable[Record]) -> None:
        """Writes some fields of rows, in this order."""
        chosen = ({field: row[field] for field in fields} for row in rows)
        self.write(self.format.rows(self.sheet(fields, chosen)))

    def write_hits(
        self, catalogue: Catalogue, hits: Iterable[Hit], at_once: bool = False
    ) -> None:
        """Writes hits as they come: the fields that were chosen, or as much as `detail`
        says.
        """
        self.write(self.format(catalogue, self).hits(hits), at_once)

    def write_cards(
        self, catalogue: Catalogue, resources: Iterable[Resource], at_once: bool = False
    ) -> None:
        """Writes the fields that were chosen, or everything, about each resource."""
        output = self._replace(detail=Detail.ALL)
        output.write_hits(catalogue, map(Hit, resources), at_once)

    def sheet(self, fields: Fields, rows: Iterable[Record]) -> Sheet:
        """Rows as they are to be written."""
        end = "\0" if self.null else "\n"
        return Sheet(fields, rows, self.terminal, self.header, end)
