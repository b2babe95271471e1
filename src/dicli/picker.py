"""The command `pick`: one resource, chosen with fzf."""

import os
import sys

from typer import Exit

from dicli.errors import DicliError, Status
from dicli.everyday import asked, nothing, typed
from dicli.facts import labels
from dicli.options import Catalogues, Narrowed, Words, loaded
from dicli.terminal import is_tty, write

CANCELLED = 130  # how fzf ends then


def pick(words: Words = None, *, filters: Narrowed, catalogue: Catalogues = None) -> None:
    """Choose one with fzf. Prints its id.

    The list is what find prints for the same words and filters, or everything; beside it is what show prints.

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
    here = loaded(catalogue)
    found = asked(here, filters._replace(words=" ".join(typed(words)).strip()))
    if not found.total:
        raise nothing(found)
    lines = (
        f"{one.id}\t{one.name}{f' ({also})' if (also := '; '.join(one.aliases)) else ''}"
        f"\t{labels(here.audiences, one.audiences)}"
        for one in (hit.resource for hit in found.hits)
    )
    arguments = [finder, "--delimiter=\t", "--with-nth=2..", "--layout=reverse", "--no-multi", *_preview(catalogue)]
    done = run(arguments, input="\n".join(lines).encode(), stdout=PIPE, check=False)
    if done.returncode == CANCELLED:
        raise KeyboardInterrupt
    if done.returncode not in (0, 1):
        raise DicliError("fzf failed", "look at FZF_DEFAULT_OPTS")
    chosen = [line.split("\t")[0] for line in done.stdout.decode().splitlines()]
    write(f"{id}\n" for id in chosen if here.by_id(id))
    raise Exit(done.returncode)


def _preview(catalogue: list[str] | None) -> list[str]:
    """What makes fzf show the card of each; a catalogue on standard input cannot be read again for that."""
    from shlex import join
    from subprocess import list2cmdline

    if "-" in (catalogue or ()):
        return []
    quoted = list2cmdline if os.name == "nt" else join
    named = [f"--catalogue={name}" for name in catalogue or ()]
    command = quoted([sys.executable, "-m", "dicli", "show", "--format=table", "--color=always", *named])
    return ["--preview", command + " {1}", "--preview-window=down:60%:wrap"]
