"""The command `show`: everything known about a resource."""

from collections.abc import Iterator

from typer import Exit

from dicli.commands.named_resources import Names, by_id, resources_called
from dicli.commands.options import (
    Catalogues,
    OutputOptions,
    check_fields,
    load_catalogue,
)
from dicli.commands.stdin import read_lines
from dicli.core.catalogue import Catalogue
from dicli.core.errors import DicliError, Status, UsageError, one_line
from dicli.core.model import Resource
from dicli.output.results import Output
from dicli.output.rows import OUTPUT_FIELDS
from dicli.output.terminal import ERROR, report


def show_command(
    names: Names = None, *, output: OutputOptions, catalogues: Catalogues = None
) -> None:
    """Show everything known about a resource.

    NAME is an id, a name, an alias, or something close to one. You can give several
    ids. - reads ids from standard input, one per line, and shows each as soon as it is
    read. Without NAME, you pick a resource from a list.

    \b
    Examples:
      dicli show wumma
      dicli show office of faculty affairs
      dicli find visa --fields id | dicli show -
    """
    check_fields(output, OUTPUT_FIELDS)
    catalogue = load_catalogue(catalogues)
    if names == ["-"]:
        _show_ids_from_stdin(catalogue, output)
        return
    if not names:
        from dicli.commands.chooser import choose

        names = [choose(catalogue, catalogues, command="show")]
    try:
        called = resources_called(catalogue, names)
    except DicliError as error:
        # a program reads an empty list if nothing has the name
        if error.status == Status.NOTHING and output.format.nested:
            output.write_cards(catalogue, ())
        raise
    output.write_cards(catalogue, called.resources)
    if called.unknown:  # which was reported
        raise Exit(Status.NOTHING)


def _show_ids_from_stdin(catalogue: Catalogue, output: Output) -> None:
    """Shows the resources whose ids are on standard input, each as soon as its id is
    read, if the format allows. Exit (status 1) at the end if an id was unknown.
    """
    unknown: list[str] = []  # is filled while the resources are written
    resources = _resources_from_stdin(catalogue, unknown)
    output.write_cards(catalogue, resources, at_once=True)
    if unknown:
        raise Exit(Status.NOTHING)


def _resources_from_stdin(
    catalogue: Catalogue, unknown: list[str]
) -> Iterator[Resource]:
    """The resources whose ids are on standard input, one by one. Unknown ids are
    reported and added to `unknown`. UsageError for columns in place of ids.
    """
    for line in read_lines():
        if "\t" in line:
            raise UsageError(
                "`show -` reads ids, one per line, not columns",
                "if they come from dicli, add: --fields id",
            )
        message = f"no resource has the id `{line}`"
        try:
            resource = by_id(catalogue, line)
        except DicliError as error:  # the id is retired
            resource = None
            message = error.message
        if resource:
            yield resource
        else:
            unknown.append(line)
            report(one_line(f"{ERROR} {message}"))
