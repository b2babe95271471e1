"""The command `pick`: one resource, chosen with fzf."""

import os
import sys

from typer import Exit

from dicli.commands.answer import ask, report_nothing
from dicli.commands.options import Catalogues, FilterOptions, Words, load_catalogue
from dicli.commands.stdin import read_words
from dicli.core.errors import DicliError, Status
from dicli.output.facts import labels
from dicli.output.terminal import is_tty, write

CANCELLED = 130  # how fzf ends then
OURS = (
    "--no-multi --no-read0 --no-print0 --header-lines=0 --preview-window=down:60%:wrap".split()
)  # over the user's own
# Without the current directory, which `-c` puts first (`-P` is for Python 3.11 on, `-I` ignores what a user installed).
START = "import sys; sys.path = [*filter(None, sys.path)]; from dicli.__main__ import run; run()"


def pick(words: Words = None, *, filters: FilterOptions, catalogue: Catalogues = None) -> None:
    """Choose one with fzf. Prints its id.

    The list is what find prints for the same words and filters, or everything; below it is what show prints.

    \b
    Examples:
      dicli pick
      dicli pick visa --audience students
      dicli open "$(dicli pick visa)"
    """
    from shutil import which
    from subprocess import PIPE, run

    finder = which("fzf")
    if not finder or not is_tty(sys.stderr):
        lacks = "a terminal" if finder else "fzf, which is not installed"
        raise DicliError(f"`pick` needs {lacks}", "to use instead: dicli find, dicli list", Status.USAGE)
    here = load_catalogue(catalogue)
    found = ask(here, filters._replace(words=" ".join(read_words(words)).strip()))
    if not found.total:
        raise report_nothing(found)
    lines = (
        f"{one.id}\t{one.name}{f' ({also})' if (also := '; '.join(one.aliases)) else ''}"
        f"\t{labels(here.audiences, one.audiences)}"
        for one in (hit.resource for hit in found.hits)
    )
    command, preview = _preview(catalogue)
    arguments = [finder, "--delimiter=\t", "--with-nth=2..", "--layout=reverse", *OURS, f"--preview={command}"]
    done = run(arguments, input="\n".join(lines).encode(), stdout=PIPE, env={**os.environ, **preview}, check=False)
    if done.returncode == CANCELLED:
        raise KeyboardInterrupt
    if done.returncode not in (0, 1):
        raise DicliError("fzf failed", "look at FZF_DEFAULT_OPTS")
    write(f"{id}\n" for id in _chosen(done.stdout.decode()) if here.by_id(id))
    raise Exit(done.returncode)


def _chosen(text: str) -> list[str]:
    """The ids in what fzf wrote: a line with tabs each.

    Options of the user can add what was typed, or a key, on lines before; or leave the id alone on the last one.
    """
    lines = text.splitlines()
    return [line.split("\t")[0] for line in lines if "\t" in line] or lines[-1:]


def _preview(catalogue: list[str] | None) -> tuple[str, dict[str, str]]:
    """The command with which fzf shows the card of each, and the variables that it takes from the environment.

    The command is the same for every catalogue: a shell and fzf both read it, and would both find something to replace
    in a path. The id is read from a file of fzf's own. A catalogue on standard input cannot be read again for a card.
    """
    if os.name == "nt" or "-" in (catalogue or ()):
        return "", {}
    named = [f"--catalogue={name}" for name in catalogue or ()]
    words = [sys.executable, "-c", START, "show", "--format=table", "--color=always", *named, "-"]
    variables = {f"DICLI_PICK_{number}": word for number, word in enumerate(words)}
    command = " ".join(f'"${name}"' for name in variables)
    return f"{command} < {{f1}}", {**variables, "SHELL": "/bin/sh"}
