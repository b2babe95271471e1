"""The command `list`: everything, in catalogue order."""

from dicli.commands.answer import ask, show_answer
from dicli.commands.options import CatalogueInUse, FilterOptions, Limit, OutputOptions, check_fields
from dicli.output.rows import OUTPUT_FIELDS


def list_(*, filters: FilterOptions, limit: Limit = None, how: OutputOptions, here: CatalogueInUse) -> None:
    """List everything, in the order of the catalogue. Takes the filters of find.

    On a terminal, prints names and ids; with --format table, shows as much of each entry as find does.

    \b
    Examples:
      dicli list
      dicli list --kind event
      dicli list --fields id,url | grep washu.edu
    """
    check_fields(how, OUTPUT_FIELDS)
    if not how.given and not how.fields:
        how = how._replace(format=how.format.for_lists)
    show_answer(here, ask(here, filters), how, limit or 0)
