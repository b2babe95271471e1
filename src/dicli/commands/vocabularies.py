"""The commands `audiences`, `topics` and `kinds`."""

from dicli.commands.options import CatalogueInUse, OutputOptions, check_fields
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
    """Writes the terms of a vocabulary: the fields that were chosen, all of them, or
    the short ones.
    """
    check_fields(output, TERM_FIELDS)
    fields = output.fields
    if not fields:
        fields = TERM_FIELDS if output.format.nested else SHORT_TERM_FIELDS
    rows = [as_data(term) for term in vocabulary.values()]
    output.write_rows(fields, rows)
