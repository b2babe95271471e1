"""The command `pick`: one resource, chosen from a list."""

import sys

from dicli.commands.chooser import choose
from dicli.commands.open import copy_link, link_of, open_link
from dicli.commands.options import Catalogues, FilterOptions, Words, load_catalogue, output_options
from dicli.commands.stdin import read_words
from dicli.output.terminal import is_tty, write

OPEN, COPY = "ctrl-o", "ctrl-y"
KEYS = {OPEN: "Ctrl-O: open", COPY: "Ctrl-Y: copy link"}


def pick(words: Words = None, *, filters: FilterOptions, catalogues: Catalogues = None) -> None:
    """Pick a resource from a list. Shows it; in a pipe, prints its id.

    Lists what find answers to WORDS, or everything. With fzf, what you type narrows the list, and a preview shows
    details; Ctrl-O opens the page, Ctrl-Y copies the link. Without fzf, or with ACCESSIBLE=1, you type a number.

    \b
    Examples:
      dicli pick
      dicli pick visa --audience students
      dicli open "$(dicli pick visa)"
    """
    catalogue = load_catalogue(catalogues)
    id, key = choose(catalogue, catalogues, filters._replace(words=read_words(words)), KEYS)
    resource = catalogue.by_id(id)
    assert resource
    if key == OPEN:
        write([link_of(resource) + "\n"])
        open_link(link_of(resource))
    elif key == COPY:
        write([link_of(resource) + "\n"])
        copy_link(link_of(resource))
    elif is_tty(sys.stdout):
        output = output_options()
        output.write(output.format.cards(catalogue, [resource], output))
    else:
        write([id + "\n"])
