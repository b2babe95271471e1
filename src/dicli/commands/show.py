"""The command `show`: all that is known of a resource."""

from collections.abc import Iterable, Iterator
from datetime import date

from typer import Exit

from dicli.commands.answer import rendered
from dicli.commands.naming import Names, by_id, resources_called
from dicli.commands.options import CatalogueInUse, Output, OutputOptions
from dicli.commands.stdin import read_lines
from dicli.core.catalogue import Catalogue
from dicli.core.errors import DicliError, Status, one_line
from dicli.core.model import Hit, Resource
from dicli.output.facts import plain_card
from dicli.output.terminal import report


def show(names: Names, *, how: OutputOptions, here: CatalogueInUse) -> None:
    """Show all that is known of a resource.

    It is named by its id, name, alias or a clear near miss. Several ids are several resources; `-` reads ids from
    standard input, one a line, and shows each at once.

    \b
    Examples:
      dicli show wumma
      dicli show office of faculty affairs
      dicli find visa --fields id | dicli show -
    """
    missing: list[str] = []
    try:
        chosen = _typed_ids(here, missing) if names == ["-"] else resources_called(here, names, missing)
    except DicliError as error:
        if error.status == Status.NOTHING and how.format in ("json", "yaml"):
            how.write(rendered(here, (), how))
        raise
    how.write(_cards(here, chosen, how), at_once=names == ["-"])
    if missing:
        raise Exit(Status.NOTHING)


def _typed_ids(catalogue: Catalogue, missing: list[str]) -> Iterator[Resource]:
    """The resources whose ids stand on standard input; unknown ones are reported, the last one is left in `missing`."""
    for name in read_lines():
        try:
            resource, message = by_id(catalogue, name), f"no resource called `{name}`"
        except DicliError as error:
            resource, message = None, error.message
        if resource:
            yield resource
        else:
            report(one_line(f"dicli: error: {message}"))
            missing[:] = [name]  # one is enough to know, and there may be any number


def _cards(catalogue: Catalogue, resources: Iterable[Resource], how: Output) -> Iterator[str]:
    if how.format not in ("table", "plain") or how.fields:
        return rendered(catalogue, map(Hit, resources), how)
    today = date.today()
    if how.format == "plain":
        cards = (plain_card(catalogue, resource, today) for resource in resources)
    else:
        from dicli.output.tables import card_text

        cards = (card_text(catalogue, resource, how.terminal, today) for resource in resources)
    return (("\n" if number else "") + text for number, text in enumerate(cards))
