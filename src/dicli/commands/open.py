"""The command `open`: the link of a resource, in the browser."""

from typing import Annotated

from typer import Exit, Option

from dicli.commands.browser import copy_to_clipboard, open_in_browser
from dicli.commands.named_resources import Names, resources_called
from dicli.commands.options import Catalogues, load_catalogue
from dicli.core.errors import DicliError, Status
from dicli.core.model import Resource
from dicli.core.safe import safe_url
from dicli.output.terminal import write


def open_command(
    name: Names = None,
    *,
    print_: Annotated[bool, Option("--print", help="Only print the link.")] = False,
    copy: Annotated[
        bool, Option("--copy", help="Copy the link instead of opening it.")
    ] = False,
    catalogues: Catalogues = None,
) -> None:
    """Print the link of a resource and open it in the browser.

    Over SSH or without a display, only prints the link, unless $BROWSER is set. Without
    NAME, you pick a resource from a list.

    \b
    Examples:
      dicli open oiss
      dicli open --print faculty affairs
    """
    catalogue = load_catalogue(catalogues)
    if not name:
        from dicli.commands.chooser import choose

        name = [choose(catalogue, catalogues, command="open")]
    called = resources_called(catalogue, name)
    for resource in called.resources:
        url = link_of(resource)
        write([url + "\n"])
        if copy:
            copy_to_clipboard(url)
        elif not print_:
            open_in_browser(url)
    if called.unknown:  # which was reported
        raise Exit(Status.NOTHING)


def link_of(resource: Resource) -> str:
    """The address of a resource in ASCII; DicliError (status 1) if it has none."""
    if not resource.url:
        hint = f"to see what is known: dicli show {resource.id}"
        raise DicliError(f"`{resource.id}` has no link", hint, Status.NOTHING)
    return safe_url(resource.url)
