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
from dicli.core.errors import DicliError, Status, one_line
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
        if error.status == Status.NOTHING and output.format.nested:
            # an empty list, which a program can read
            output.write_cards(catalogue, ())
        raise
    output.write_cards(catalogue, called.resources)
    if called.unknown:
        raise Exit(Status.NOTHING)


def _show_ids_from_stdin(catalogue: Catalogue, output: Output) -> None:
    """Shows the resources whose ids are on standard input, each as soon as its id is
    read, if the format allows. Exit (status 1) at the end if an id was unknown.
    """
    ids = _IdsFromStdin(catalogue)
    output.write_cards(catalogue, ids.resources(), at_once=True)
    if ids.has_unknown:
        raise Exit(Status.NOTHING)


class _IdsFromStdin:
    """The ids on standard input. Whether one of them is unknown is clear only when all
    are read.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.has_unknown = False

    def resources(self) -> Iterator[Resource]:
        """The resources with these ids, one by one; unknown ids are reported. DicliError
        for columns in place of ids.
        """
        for line in read_lines():
            if "\t" in line:
                hint = "if they come from dicli, add: --fields id"
                raise DicliError(
                    "`show -` reads ids, one per line, not columns", hint, Status.USAGE
                )
            try:
                yield self._resource(line)
            except DicliError as error:
                self.has_unknown = True
                report(one_line(f"{ERROR} {error.message}"))

    def _resource(self, id: str) -> Resource:
        """The resource with that id, which may be retired; DicliError if there is none."""
        resource = by_id(self.catalogue, id)
        if not resource:
            raise DicliError(f"no resource has the id `{id}`", status=Status.NOTHING)
        return resource
