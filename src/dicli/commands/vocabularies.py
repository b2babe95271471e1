"""The commands `audiences`, `topics` and `kinds`."""

from collections.abc import Iterator

from dicli.commands.options import CatalogueInUse, OutputOptions, check_fields
from dicli.core.model import Vocabulary
from dicli.output.formats import Output
from dicli.output.rows import TERM_FIELDS, as_data

SHORT_TERM_FIELDS = ("id", "label", "resources")


def audiences(*, how: OutputOptions, here: CatalogueInUse) -> None:
    """List the audiences and how many resources name each.

    \b
    Examples:
      dicli audiences
      dicli audiences --json
    """
    how.write(_term_rows(here.audiences, how))


def topics(*, how: OutputOptions, here: CatalogueInUse) -> None:
    """List the topics and how many resources name each.

    \b
    Examples:
      dicli topics
      dicli topics --fields id,synonyms
    """
    how.write(_term_rows(here.topics, how))


def kinds(*, how: OutputOptions, here: CatalogueInUse) -> None:
    """List the kinds of resources and how many there are of each.

    \b
    Examples:
      dicli kinds
      dicli kinds --format markdown
    """
    how.write(_term_rows(here.kinds, how))


def _term_rows(vocabulary: Vocabulary, how: Output) -> Iterator[str]:
    """The terms of a vocabulary in the format that is asked for."""
    check_fields(how, TERM_FIELDS)
    fields = how.fields or (TERM_FIELDS if how.format.nested else SHORT_TERM_FIELDS)
    rows = ({field: as_data(getattr(term, field)) for field in fields} for term in vocabulary.values())
    return how.format.rows(how.sheet(fields, rows))
