"""The command `show`: everything known about a resource."""

from collections.abc import Iterator

from typer import Exit

from dicli.commands.naming import Names, by_id, resources_called
from dicli.commands.options import Catalogues, OutputOptions, check_fields, load_catalogue
from dicli.commands.stdin import read_lines
from dicli.core.catalogue import Catalogue
from dicli.core.errors import DicliError, Status, one_line
from dicli.core.model import Resource
from dicli.output.results import Output
from dicli.output.rows import OUTPUT_FIELDS
from dicli.output.terminal import report


def show(names: Names = None, *, output: OutputOptions, catalogues: Catalogues = None) -> None:
    """Show everything known about a resource.

    NAME is an id, a name, an alias, or something close to one. You can give several ids. - reads ids from standard
    input, one per line, and shows each as soon as it is read. Without NAME, you pick a resource from a list.

    \b
    Examples:
      dicli show wumma
      dicli show office of faculty affairs
      dicli find visa --fields id | dicli show -
    """
    check_fields(output, OUTPUT_FIELDS)
    catalogue = load_catalogue(catalogues)
    if names == ["-"]:
        _show_typed(catalogue, output)
        return
    if not names:
        from dicli.commands.chooser import choose

        names = [choose(catalogue, catalogues, command="show")]
    try:
        called = resources_called(catalogue, names)
    except DicliError as error:
        if error.status == Status.NOTHING and output.format.nested:
            output.write(output.format.cards(catalogue, (), output))
        raise
    output.write(output.format.cards(catalogue, called.resources, output))
    if called.unknown:
        raise Exit(Status.NOTHING)


def _show_typed(catalogue: Catalogue, output: Output) -> None:
    """Shows the resources whose ids are on standard input, each as soon as it is read; Exit if one is unknown."""
    typed = _TypedIds(catalogue)
    output.write(output.format.cards(catalogue, typed, output), at_once=True)
    if typed.missed:
        raise Exit(Status.NOTHING)


class _TypedIds:
    """The resources whose ids are on standard input; unknown ids are reported."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.missed = False

    def __iter__(self) -> Iterator[Resource]:
        for line in read_lines():
            if "\t" in line:
                hint = "if they come from dicli, add: --fields id"
                raise DicliError("`show -` reads ids, one per line, not columns", hint, Status.USAGE)
            resource = self._known(line)
            if resource:
                yield resource
            else:
                self.missed = True

    def _known(self, id: str) -> Resource | None:
        """The resource with that id; reports that there is none."""
        try:
            resource = by_id(self.catalogue, id)
        except DicliError as error:
            report(one_line(f"dicli: error: {error.message}"))
            return None
        if not resource:
            report(one_line(f"dicli: error: no resource called `{id}`"))
        return resource
