"""The command `open`: the link of a resource, in the browser."""

import os
from typing import Annotated

from typer import Exit, Option

from dicli.commands.naming import Names, chosen, resources_called
from dicli.commands.options import Catalogues, load_catalogue
from dicli.core.errors import DicliError, Status
from dicli.core.safe import safe_url
from dicli.output.terminal import write


def open_(
    name: Names = None,
    *,
    print_: Annotated[bool, Option("--print", help="Only print the link.")] = False,
    copy: Annotated[bool, Option("--copy", help="Copy the link instead of opening it.")] = False,
    catalogue: Catalogues = None,
) -> None:
    """Print the link of a resource and open it in the browser.

    Over SSH, or without a display, it is only printed, unless $BROWSER is set. Without a name you choose with fzf.

    \b
    Examples:
      dicli open oiss
      dicli open --print faculty affairs
    """
    from dicli.commands.browser import copy_to_clipboard, open_in_browser

    here = load_catalogue(catalogue)
    missing: list[str] = []
    for resource in resources_called(here, name or chosen(here, catalogue, "open"), missing):
        if not resource.url:
            hint = f"to see what is known: dicli show {resource.id}"
            raise DicliError(f"`{resource.id}` has no link", hint, Status.NOTHING)
        url = safe_url(resource.url)
        write([url + "\n"])
        if copy:
            copy_to_clipboard(url)
        elif not print_:
            open_in_browser(url, os.environ)
    if missing:
        raise Exit(Status.NOTHING)
