"""The command `list`: everything, in catalogue order."""

from typing import Annotated

from typer import Option

from dicli.commands.answer import ask, show_answer
from dicli.commands.options import CatalogueInUse, FilterOptions, Limit, OutputOptions
from dicli.output.writers import FORMATS, INDEX

Long = Annotated[bool, Option("--long", help="Short for --format table.")]


def list_(
    *, filters: FilterOptions, limit: Limit = None, how: OutputOptions, long: Long = False, here: CatalogueInUse
) -> None:
    """List everything, in the order of the catalogue. Takes the filters of find.

    On a terminal, one line per entry; --long shows as much of each as find does.

    \b
    Examples:
      dicli list
      dicli list --long
      dicli list --kind event
      dicli list --fields id,url | grep washu.edu
    """
    if long and not how.given:
        how = how._replace(format=FORMATS["table"])
    elif how.format is FORMATS["table"] and not how.given and not how.fields:
        how = how._replace(format=INDEX)
    show_answer(here, ask(here, filters), how, limit or 0)
