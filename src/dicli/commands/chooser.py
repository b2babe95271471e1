"""Lets a person choose a resource from a list: with fzf, or by its number."""

import os
import sys
from collections.abc import Iterable, Sequence
from itertools import islice
from shutil import which

from typer import Exit

from dicli.commands.answers import Reply, ask
from dicli.core.catalogue import Catalogue
from dicli.core.errors import DicliError, Status, UsageError, counted
from dicli.core.model import Hit, Query
from dicli.core.safe import clean
from dicli.output.facts import audiences
from dicli.output.terminal import Terminal, is_tty, report, to_standard_error
from dicli.output.wrapping import columns_of, wrapped

NO_MATCH, CANCELLED = 1, 130  # exit statuses of fzf
MOST_LISTED = 100  # resources in a list with numbers
WIDEST_NAME = 60  # columns of a name in fzf
FZF_MARGIN = 4  # columns beside what fzf shows above its list
# The user's own options for fzf (FZF_DEFAULT_OPTS) may change the rest, but not these.
FZF_OPTIONS = (
    "--delimiter=\t",
    "--with-nth=2..",
    "--layout=reverse",
    "--no-multi",
    "--no-read0",
    "--no-print0",
    "--no-tac",
    "--header-lines=0",
    "--preview-window=down:60%:wrap",
)
# Without the current directory, which `-c` puts first (`-P` is for Python 3.11 on, `-I`
# ignores what a user installed).
START = "import sys; sys.path = [*filter(None, sys.path)]; from dicli.__main__ import run; run()"


def choose(
    catalogue: Catalogue,
    files: Sequence[str] | None,
    query: Query = Query(),
    command: str = "pick",
) -> str:
    """The id of the resource that a person chooses among the answers to a query.

    With fzf, what the person types narrows the list. Without fzf, or with ACCESSIBLE,
    the person types a number. `files` are the catalogues that the command line names.
    Exit (status 1) if nothing was found or chosen, DicliError without a terminal,
    KeyboardInterrupt if the person leaves.
    """
    fzf = None
    if not Terminal.of(os.environ).accessible:  # fzf shows nothing to screen readers
        fzf = which("fzf")
    can_type = fzf is not None or is_tty(sys.stdin)  # fzf reads the keyboard itself
    if not (is_tty(sys.stderr) and can_type):
        needs = "a name, or a terminal to pick one"
        if command == "pick":
            needs = "a terminal"
        raise UsageError(
            f"`{command}` needs {needs}", "use instead: dicli find or dicli list"
        )
    reply = ask(catalogue, query)
    if not reply.total:
        raise Exit(Status.NOTHING)
    if fzf:
        return _choose_with_fzf(fzf, catalogue, files or (), reply)
    return _choose_by_number(reply)


# ---- a list with numbers -------------------------------------------------------------


def _choose_by_number(reply: Reply) -> str:
    """The id of the resource whose number a person types; KeyboardInterrupt for an
    empty line or the end of input.
    """
    listed = list(islice(reply.hits, MOST_LISTED))
    width = Terminal.of(os.environ).width
    ids: dict[str, str] = {}  # by number, as typed
    for number, hit in enumerate(listed, 1):
        ids[str(number)] = hit.resource.id
        to_standard_error(
            wrapped(clean(f"{number}. {hit.resource.name}"), width, hanging=4) + "\n"
        )
    if len(listed) < reply.total:
        total = counted(reply.total, "resource")
        report(f"{len(listed)} of {total}; give words to narrow the list")
    while True:
        to_standard_error(f"Number, 1 to {len(listed)} (Enter alone leaves): ")
        typed = sys.stdin.readline().strip()
        if not typed:
            raise KeyboardInterrupt
        if typed in ids:
            return ids[typed]
        report(f"no number `{typed[:20]}` in the list")


# ---- fzf -----------------------------------------------------------------------------


def _choose_with_fzf(
    fzf: str, catalogue: Catalogue, files: Sequence[str], reply: Reply
) -> str:
    """The id that a person chooses with fzf; Exit if there is no choice,
    KeyboardInterrupt if it is canceled.

    Reports are on the terminal, but fzf hides them, so it shows them too.
    """
    from subprocess import PIPE, run

    command = [fzf, *FZF_OPTIONS]
    if reply.reports:
        width = Terminal.of(os.environ).width - FZF_MARGIN
        header = "\n".join(wrapped(clean(text), width) for text in reply.reports)
        command.append(f"--header={header}")
    words = _words_of_preview(files)
    # a catalogue on standard input cannot be read again
    if os.name != "nt" and "-" not in files:
        preview = " ".join(f'"${name}"' for name in words)
        # fzf puts the id for {1}: letters, digits and hyphens
        command.append(f"--preview={preview} {{1}}")
    environment = {**os.environ, **words, "SHELL": "/bin/sh"}
    lines = "\n".join(_lines(catalogue, list(reply.hits)))
    done = run(command, input=lines.encode(), stdout=PIPE, env=environment, check=False)
    if done.returncode == CANCELLED:
        raise KeyboardInterrupt
    if done.returncode not in (0, NO_MATCH):
        raise DicliError("fzf failed", "check FZF_DEFAULT_OPTS")
    id = _id_printed(done.stdout.decode())
    if done.returncode == NO_MATCH or not catalogue.by_id(id):
        raise Exit(Status.NOTHING)
    return id


def _id_printed(text: str) -> str:
    """The id at the beginning of the last line that fzf printed. Some of its options
    print other lines before that.
    """
    *_, line = text.rstrip("\n").split("\n")
    id, _, _ = line.partition("\t")
    return id


def _words_of_preview(files: Iterable[str]) -> dict[str, str]:
    """Environment variables with the words of the command that shows a card beside the
    list. As variables, they are expanded neither by a shell nor by fzf.
    """
    words = [sys.executable, "-c", START, "show", "--format=table", "--color=always"]
    words += [f"--catalogue={file}" for file in files]
    return {f"DICLI_CARD_{number}": word for number, word in enumerate(words)}


def _lines(catalogue: Catalogue, hits: Sequence[Hit]) -> list[str]:
    """A line for each hit, for fzf: its id, which fzf hides, then its name, for whom it
    is, and its id and aliases.
    """
    width = min(max(columns_of(hit.resource.name) for hit in hits), WIDEST_NAME)
    lines = []
    for hit in hits:
        resource = hit.resource
        name = resource.name + " " * (width - columns_of(resource.name))
        also = ", ".join([resource.id, *resource.aliases])
        lines.append("\t".join([resource.id, name, audiences(catalogue, hit), also]))
    return lines
