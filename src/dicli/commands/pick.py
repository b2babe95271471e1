"""The command `pick`: one resource, found with fzf as you type."""

from typing import Annotated

from typer import Option

from dicli.commands.answer import ask
from dicli.commands.chooser import choose, lines
from dicli.commands.options import Catalogues, FilterOptions, Words, load_catalogue, output_options
from dicli.commands.stdin import read_words
from dicli.output.terminal import write

KEYS = {"ctrl-o": "Ctrl-O: open", "ctrl-y": "Ctrl-Y: copy link", "ctrl-s": "Ctrl-S: show"}
Lines = Annotated[bool, Option("--lines", hidden=True, help="Print what fzf is given.")]


def pick(words: Words = None, *, for_fzf: Lines = False, filters: FilterOptions, catalogue: Catalogues = None) -> None:
    """Choose one with fzf, searching as you type. Prints its id.

    A preview below the list shows details. Ctrl-O opens the page, Ctrl-Y copies the link, Ctrl-S shows the resource.

    \b
    Examples:
      dicli pick
      dicli pick visa --audience students
      dicli open "$(dicli pick visa)"
    """
    query = filters._replace(words=read_words(words))
    here = load_catalogue(catalogue)
    if for_fzf:
        write(lines(here, ask(here, query)))
        return
    id, key = choose(here, catalogue, query, KEYS)
    if key == "ctrl-s":
        from dicli.commands.show import show

        show([id], output=output_options(), catalogues=catalogue)
    elif key:
        from dicli.commands.open import open_

        open_([id], copy=key == "ctrl-y", catalogue=catalogue)
    else:
        write([id + "\n"])
