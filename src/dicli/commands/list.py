"""The command `list`: everything, in catalogue order."""

from dicli.commands.answer import ask, show_answer
from dicli.commands.options import CatalogueInUse, FilterOptions, Limit, OutputOptions


def list_(*, filters: FilterOptions, limit: Limit = None, how: OutputOptions, here: CatalogueInUse) -> None:
    """List everything, in the order of the catalogue. Takes the filters of find.

    \b
    Examples:
      dicli list
      dicli list --kind event
      dicli list --fields id,url | grep washu.edu
    """
    show_answer(here, ask(here, filters), how, limit or 0)
