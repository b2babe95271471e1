"""Lets a person choose a resource from a list: with fzf, or by its number."""

import os
import sys
from collections.abc import Iterable, Sequence
from itertools import islice

from typer import Exit

from dicli.commands.answers import (
    NO_GOOD_MATCH,
    ask,
    report_nothing,
    reported_above,
)
from dicli.core.catalogue import Catalogue
from dicli.core.errors import DicliError, Status, counted
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
    fzf = _path_of_fzf()
    can_see = is_tty(sys.stderr)
    can_type = fzf is not None or is_tty(sys.stdin)  # fzf reads the keyboard itself
    if not (can_see and can_type):
        raise _no_terminal(command)
    answer = ask(catalogue, query)
    reports = reported_above(answer)
    hits = answer.hits
    total = answer.total
    if not total:
        hits = answer.guesses
        total = len(answer.guesses)
        if not total:
            report_nothing(answer)
            raise Exit(Status.NOTHING)
        report(NO_GOOD_MATCH)
        reports.append(NO_GOOD_MATCH)
    if fzf:
        return _choose_with_fzf(fzf, catalogue, files or (), list(hits), reports)
    return _choose_by_number(hits, total)


def _path_of_fzf() -> str | None:
    """Where fzf is; None if it is not installed, or shows nothing to this person."""
    from shutil import which

    if Terminal.of(os.environ).accessible:
        return None
    return which("fzf")


def _no_terminal(command: str) -> DicliError:
    """The error for a command that cannot ask a person."""
    needs = "a name, or a terminal to pick one"
    if command == "pick":
        needs = "a terminal"
    return DicliError(
        f"`{command}` needs {needs}",
        "use instead: dicli find or dicli list",
        Status.USAGE,
    )


# ---- a list with numbers -------------------------------------------------------------


def _choose_by_number(hits: Iterable[Hit], total: int) -> str:
    """The id of the resource whose number a person types; KeyboardInterrupt for an
    empty line or the end of input.
    """
    listed = list(islice(hits, MOST_LISTED))
    width = Terminal.of(os.environ).width
    for number, hit in enumerate(listed, 1):
        to_standard_error(
            wrapped(clean(f"{number}. {hit.resource.name}"), width, hanging=4) + "\n"
        )
    if len(listed) < total:
        report(
            f"{len(listed)} of {counted(total, 'resource')}; give words to narrow the list"
        )
    while True:
        to_standard_error(f"Number, 1 to {len(listed)} (Enter alone leaves): ")
        typed = sys.stdin.readline().strip()
        if not typed:
            raise KeyboardInterrupt
        if typed.isdecimal() and 1 <= int(typed) <= len(listed):
            return listed[int(typed) - 1].resource.id
        report(f"no number `{typed[:20]}` in the list")


# ---- fzf -----------------------------------------------------------------------------


def _choose_with_fzf(
    fzf: str,
    catalogue: Catalogue,
    files: Sequence[str],
    hits: Sequence[Hit],
    reports: Sequence[str],
) -> str:
    """The id that a person chooses with fzf; Exit if there is no choice,
    KeyboardInterrupt if it is canceled.

    `reports` are on the terminal, but fzf hides them, so it shows them too.
    """
    from subprocess import PIPE, run

    words = _words_of_preview(files)
    command = [fzf, *FZF_OPTIONS]
    if reports:
        width = Terminal.of(os.environ).width - FZF_MARGIN
        header = "\n".join(wrapped(clean(text), width) for text in reports)
        command.append(f"--header={header}")
    # a catalogue on standard input cannot be read again
    if os.name != "nt" and "-" not in files:
        command.append(_preview_option(words))
    environment = {**os.environ, **words, "SHELL": "/bin/sh"}
    lines = "\n".join(_lines(catalogue, hits))
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


def _preview_option(words: Iterable[str]) -> str:
    """The option with the command that shows a card beside the list, given the names of
    the environment variables that hold the words of the command.
    """
    command = " ".join(f'"${name}"' for name in words)
    # fzf puts the id for {1}: letters, digits and hyphens
    return f"--preview={command} {{1}}"


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
