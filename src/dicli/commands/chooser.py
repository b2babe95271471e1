"""Lets a person choose a resource from a list: with fzf, or by its number."""

import os
import sys
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from itertools import islice
from typing import NamedTuple

from typer import Exit

from dicli.commands.answer import ask, report_nothing
from dicli.core.catalogue import Catalogue
from dicli.core.errors import DicliError, Status, counted
from dicli.core.model import Hit, Query
from dicli.core.safe import clean
from dicli.output.facts import audiences
from dicli.output.terminal import Terminal, is_tty, report, to_terminal, wrapped
from dicli.output.wrapping import columns_of

NO_MATCH, CANCELLED = 1, 130  # how fzf ends then
MOST_LISTED = 100  # resources in a list with numbers
WIDEST_NAME = 60  # columns of a name in fzf
# What the user's own options for fzf may not change.
FIXED = "--no-multi --no-read0 --no-print0 --no-tac --header-lines=0 --preview-window=down:60%:wrap"
# Without the current directory, which `-c` puts first (`-P` is for Python 3.11 on, `-I` ignores what a user installed).
START = "import sys; sys.path = [*filter(None, sys.path)]; from dicli.__main__ import run; run()"


class Choice(NamedTuple):
    """The id that was chosen, and the key that was pressed: one of the keys offered, or "" for Enter."""

    id: str
    key: str = ""


def choose(
    catalogue: Catalogue,
    files: Sequence[str] | None,
    query: Query = Query(),
    keys: Mapping[str, str] = {},
    command: str = "pick",
) -> Choice:
    """Lets a person choose among the answers to a query. `files` are the catalogues that were named.

    `keys` are keys of fzf, each with what it says of it. With ACCESSIBLE, or without fzf, a list with numbers is
    shown instead. Exit if nothing was found or chosen, DicliError without a terminal, KeyboardInterrupt if cancelled.
    """
    fzf = _fzf()
    by_number = not fzf or Terminal.of(os.environ).accessible
    if not is_tty(sys.stderr) or (by_number and not is_tty(sys.stdin)):
        needs = "a terminal" if command == "pick" else "a name, or a terminal to pick one"
        raise DicliError(f"`{command}` needs {needs}", "use instead: dicli find or dicli list", Status.USAGE)
    answer = ask(catalogue, query)
    if not answer.total:
        raise report_nothing(answer)
    if by_number or not fzf:
        return Choice(_ask_for_number(answer.hits, answer.total))
    return _choose_with_fzf(fzf, catalogue, files or (), list(answer.hits), keys)


# ---- a list with numbers -------------------------------------------------------------------------


def _ask_for_number(hits: Iterable[Hit], total: int) -> str:
    """Lists resources and asks for the number of one, until it gets one that is there; KeyboardInterrupt for none."""
    listed = list(islice(hits, MOST_LISTED))
    width = Terminal.of(os.environ).width
    for number, hit in enumerate(listed, 1):
        to_terminal(wrapped(clean(f"{number}. {hit.resource.name}"), width, hanging=4) + "\n")
    if len(listed) < total:
        report(f"{len(listed)} of {counted(total, 'resource')}; give words to narrow the list")
    while True:
        to_terminal(f"Number, 1 to {len(listed)} (Enter alone leaves): ")
        typed = sys.stdin.readline().strip()
        if not typed:
            raise KeyboardInterrupt
        if typed.isdecimal() and 1 <= int(typed) <= len(listed):
            return listed[int(typed) - 1].resource.id
        report(f"no number `{typed[:20]}` in the list")


# ---- fzf -----------------------------------------------------------------------------------------


def _fzf() -> str | None:
    """Finds fzf on the path or in the iterfzf wheel; nothing else in that wheel is used."""
    from importlib.util import find_spec
    from shutil import which

    on_path = which("fzf")
    if on_path:
        return on_path
    wheel = find_spec("iterfzf")
    if not wheel or not wheel.origin:
        return None
    return which("fzf", path=os.path.dirname(wheel.origin))


def _choose_with_fzf(
    fzf: str, catalogue: Catalogue, files: Sequence[str], hits: Sequence[Hit], keys: Mapping[str, str]
) -> Choice:
    """Lets a person choose with fzf; Exit if there is no choice, KeyboardInterrupt if it is cancelled."""
    from subprocess import PIPE, run

    variables = {**os.environ, "SHELL": "/bin/sh"}
    command = [fzf, "--delimiter=\t", "--with-nth=2..", "--layout=reverse", *FIXED.split()]
    if keys:
        command.append(f"--expect={','.join(keys)}")
        command.append(f"--header={'  '.join(['Enter: choose', *keys.values()])}")
    if os.name != "nt" and "-" not in files:  # a catalogue on standard input cannot be read again
        command.append(f"--preview={_preview(files, variables)}")
    lines = "\n".join(_lines(catalogue, hits))
    done = run(command, input=lines.encode(), stdout=PIPE, env=variables, check=False)
    if done.returncode == CANCELLED:
        raise KeyboardInterrupt
    if done.returncode not in (0, NO_MATCH):
        raise DicliError("fzf failed", "check FZF_DEFAULT_OPTS")
    choice = _printed_choice(done.stdout.decode(), keys)
    if done.returncode == NO_MATCH or not catalogue.by_id(choice.id):
        raise Exit(Status.NOTHING)
    return choice


def _printed_choice(printed: str, keys: Mapping[str, str]) -> Choice:
    """The choice that fzf printed: the line last, and before it the key, or, by options of the user, what was typed."""
    *_, key, line = ["", "", *printed.splitlines()]
    id, _, _ = line.partition("\t")
    return Choice(id, key) if key in keys else Choice(id)


def _lines(catalogue: Catalogue, hits: Sequence[Hit]) -> list[str]:
    """What fzf shows for each hit, after its id: the name and for whom it is, below each other; its id and aliases."""
    width = min(max(columns_of(hit.resource.name) for hit in hits), WIDEST_NAME)
    lines = []
    for hit in hits:
        resource = hit.resource
        name = resource.name + " " * (width - columns_of(resource.name))
        also = ", ".join([resource.id, *resource.aliases])
        lines.append("\t".join([resource.id, name, audiences(catalogue, hit), also]))
    return lines


def _preview(files: Iterable[str], variables: MutableMapping[str, str]) -> str:
    """A command line for sh that shows the card of a line in fzf; its words are put into environment variables.

    So neither sh nor fzf expands anything in them. fzf replaces {1} by the id, which is letters, digits and hyphens.
    """
    named = [f"--catalogue={file}" for file in files]
    words = [sys.executable, "-c", START, "show", "--format=table", "--color=always", *named]
    names = [f"DICLI_CARD_{number}" for number in range(len(words))]
    variables.update(zip(names, words, strict=True))
    return " ".join([*(f'"${name}"' for name in names), "{1}"])
