"""Lets a person choose a resource with fzf, which searches again as they type, as `find` does."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, MutableMapping

from typer import Exit

from dicli.commands.answer import ask, report_nothing
from dicli.core.catalogue import Catalogue
from dicli.core.errors import DicliError, Status
from dicli.core.model import Answer, Query
from dicli.output.facts import audiences
from dicli.output.terminal import is_tty
from dicli.search.query import FILTERS

CANCELLED = 130  # how fzf ends then
OURS = "--no-multi --no-read0 --no-print0 --no-tac --header-lines=0 --preview-window=down:60%:wrap".split()  # win
# Without the current directory, which `-c` puts first (`-P` is for Python 3.11 on, `-I` ignores what a user installed).
START = "import sys; sys.path = [*filter(None, sys.path)]; from dicli.__main__ import run; run()"


def choose(
    here: Catalogue, given: list[str] | None, query: Query = Query(), keys: Mapping[str, str] = {}, who: str = "`pick`"
) -> tuple[str, str]:
    """The id that was chosen, and with which of the keys ("" for Enter); `given` are the catalogues that were named.

    Exit where nothing was found or chosen; DicliError without fzf or a terminal, KeyboardInterrupt when cancelled.
    """
    from subprocess import PIPE, run

    finder = _finder()
    if not finder or not is_tty(sys.stderr):
        lacks = "a terminal" if finder else "fzf, which is not installed"
        raise DicliError(f"{who} needs {lacks}", "to use instead: dicli find, dicli list", Status.USAGE)
    found = ask(here, query)
    if not found.total:
        raise report_nothing(found)
    header = [f"--expect={','.join(keys)}", f"--header={'  '.join(['Enter: choose', *keys.values()])}"] if keys else []
    variables = {**os.environ, "SHELL": "/bin/sh"}
    asking = _asking(query, given or [], variables)
    arguments = [finder, "--delimiter=\t", "--with-nth=2..", "--layout=reverse", *OURS, *header, *asking]
    done = run(arguments, input="".join(lines(here, found)).encode(), stdout=PIPE, env=variables, check=False)
    if done.returncode == CANCELLED:
        raise KeyboardInterrupt
    if done.returncode not in (0, 1):
        raise DicliError("fzf failed", "look at FZF_DEFAULT_OPTS")
    *before, chosen = ["", *done.stdout.decode().splitlines()]  # options of the user may add what was typed, or a key
    id = chosen.split("\t")[0]
    if done.returncode or not here.by_id(id):
        raise Exit(Status.NOTHING)
    return id, before[-1] if before[-1] in keys else ""


def lines(here: Catalogue, found: Answer) -> Iterator[str]:
    """What fzf shows of each hit, behind its id."""
    return (f"{hit.resource.id}\t{hit.resource.name}\t{', '.join(audiences(here, hit))}\n" for hit in found.hits)


def _finder() -> str | None:
    """Where fzf is: on the path, or in the wheel of iterfzf, of which nothing else is used."""
    from importlib.util import find_spec
    from shutil import which

    wheel = find_spec("iterfzf")
    return which("fzf") or (which("fzf", path=os.path.dirname(wheel.origin)) if wheel and wheel.origin else None)


def _asking(query: Query, given: Iterable[str], variables: MutableMapping[str, str]) -> list[str]:
    """What makes fzf show a card of each hit, and search again when something is typed; sets the variables for that.

    The commands are the same for every catalogue, for a shell and fzf both read them: the id is read from a file of
    fzf's own, and fzf quotes what is typed for sh. A catalogue on standard input cannot be read again.
    """
    if os.name == "nt" or "-" in given:
        return []
    named = [f"--catalogue={name}" for name in given]
    narrowing = [f"--{one}={value}" for name, one in FILTERS.items() for value in getattr(query, name)]
    narrowing += ["--direct"] if query.direct else []
    card = _in_shell(["show", "--format=table", "--color=always", *named, "-"], "CARD", variables)
    anew = _in_shell(["pick", "--lines", *narrowing, *named, "--"], "FIND", variables)
    reload = f"change:reload({anew} {{q}} < /dev/null 2> /dev/null || :)"
    return [f"--preview={card} < {{f1}}", "--disabled", f"--bind={reload}", f"--query={query.words}"]


def _in_shell(words: Iterable[str], name: str, variables: MutableMapping[str, str]) -> str:
    """A command line of dicli for sh whose words are in the environment, where nobody finds anything to replace."""
    all_words = {f"DICLI_{name}_{n}": word for n, word in enumerate([sys.executable, "-c", START, *words])}
    variables.update(all_words)
    return " ".join(f'"${name}"' for name in all_words)
