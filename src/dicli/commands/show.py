"""The command `show`: everything known about a resource."""

from collections.abc import Iterator

from typer import Exit

from dicli.commands.naming import Names, by_id, chosen, resources_called
from dicli.commands.options import Catalogues, OutputOptions, check_fields, load_catalogue
from dicli.commands.stdin import read_lines
from dicli.core.catalogue import Catalogue
from dicli.core.errors import DicliError, Status, one_line
from dicli.core.model import Resource
from dicli.output.rows import OUTPUT_FIELDS
from dicli.output.terminal import report


def show(names: Names = None, *, how: OutputOptions, catalogue: Catalogues = None) -> None:
    """Show everything known about a resource.

    NAME is an id, a name, an alias, or something close to one. You can give several ids. - reads ids from standard
    input, one per line, and shows each as soon as it is read. Without NAME, you choose a resource.

    \b
    Examples:
      dicli show wumma
      dicli show office of faculty affairs
      dicli find visa --fields id | dicli show -
    """
    check_fields(how, OUTPUT_FIELDS)
    here = load_catalogue(catalogue)
    names = names or chosen(here, catalogue, "show")
    missing: list[str] = []
    try:
        called = _typed_ids(here, missing) if names == ["-"] else resources_called(here, names, missing)
    except DicliError as error:
        if error.status == Status.NOTHING and how.format.nested:
            how.write(how.format.cards(here, (), how))
        raise
    how.write(how.format.cards(here, called, how), at_once=names == ["-"])
    if missing:
        raise Exit(Status.NOTHING)


def _typed_ids(catalogue: Catalogue, missing: list[str]) -> Iterator[Resource]:
    """The resources whose ids are on standard input; unknown ones are reported, the last one is left in `missing`."""
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
