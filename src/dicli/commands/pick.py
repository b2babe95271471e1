"""The command `pick`: one resource, chosen from a list."""

import sys

from dicli.commands.chooser import choose
from dicli.commands.options import (
    Catalogues,
    FilterOptions,
    Words,
    load_catalogue,
    output_options,
)
from dicli.commands.stdin import read_words
from dicli.output.terminal import is_tty, write


def pick_command(
    words: Words = None, *, filters: FilterOptions, catalogues: Catalogues = None
) -> None:
    """Pick a resource from a list. Shows it; in a pipe, prints its id.

    Lists what find answers to WORDS, or everything. With fzf, what you type narrows the
    list, and a preview shows details. Without fzf, or with ACCESSIBLE=1, you type a
    number.

    \b
    Examples:
      dicli pick
      dicli pick visa --audience students
      dicli open "$(dicli pick visa)"
    """
    catalogue = load_catalogue(catalogues)
    query = filters._replace(words=read_words(words))  # words and filters
    id = choose(catalogue, catalogues, query)
    if not is_tty(sys.stdout):
        write([f"{id}\n"])
        return
    resource = catalogue.by_id(id)
    assert resource  # it was chosen from this catalogue
    output_options().write_cards(catalogue, [resource])
