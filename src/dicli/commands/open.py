"""The command `open`: the link of a resource, in the browser."""

import os
from typing import Annotated

from typer import Exit, Option

from dicli.commands.naming import Names, resources_called
from dicli.commands.options import CatalogueInUse
from dicli.core.errors import DicliError, Status
from dicli.core.safe import safe_url
from dicli.output.terminal import write


def open_(
    name: Names,
    *,
    print_: Annotated[bool, Option("--print", help="Only print the link.")] = False,
    here: CatalogueInUse,
) -> None:
    """Print the link of a resource and open it in the browser.

    Over SSH, or without a display, it is only printed, unless $BROWSER is set.

    \b
    Examples:
      dicli open oiss
      dicli open --print faculty affairs
    """
    from dicli.commands.browser import open_in_browser

    missing: list[str] = []
    for resource in resources_called(here, name, missing):
        if not resource.url:
            raise DicliError(
                f"`{resource.id}` has no link", f"to see what is known: dicli show {resource.id}", Status.NOTHING
            )
        write([safe_url(resource.url) + "\n"])
        if not print_:
            open_in_browser(safe_url(resource.url), os.environ)
    if missing:
        raise Exit(Status.NOTHING)
