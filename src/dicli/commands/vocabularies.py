"""The commands `audiences`, `topics` and `kinds`."""

from dicli.commands.options import CatalogueInUse, OutputOptions, fields_of_rows
from dicli.core.model import Vocabulary
from dicli.output.results import Output
from dicli.output.rows import TERM_FIELDS, as_data

SHORT_TERM_FIELDS = ("id", "label", "resources")


def audiences_command(*, output: OutputOptions, catalogue: CatalogueInUse) -> None:
    """List audiences, with the number of resources for each.

    \b
    Examples:
      dicli audiences
      dicli audiences --json
    """
    _write_terms(catalogue.audiences, output)


def topics_command(*, output: OutputOptions, catalogue: CatalogueInUse) -> None:
    """List topics, with the number of resources for each.

    \b
    Examples:
      dicli topics
      dicli topics --fields id,synonyms
    """
    _write_terms(catalogue.topics, output)


def kinds_command(*, output: OutputOptions, catalogue: CatalogueInUse) -> None:
    """List kinds of resources, with the number of each.

    \b
    Examples:
      dicli kinds
      dicli kinds --format markdown
    """
    _write_terms(catalogue.kinds, output)


def _write_terms(vocabulary: Vocabulary, output: Output) -> None:
    """Writes a row for each term of a vocabulary."""
    fields = fields_of_rows(output, TERM_FIELDS, SHORT_TERM_FIELDS)
    output.write_rows(fields, map(as_data, vocabulary.values()))
