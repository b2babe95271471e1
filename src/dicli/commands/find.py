"""The command `find`: ranked search."""

import os
from datetime import date
from math import inf
from typing import Annotated

from typer import Option

from dicli.commands.answer import ask, show_answer, show_answers
from dicli.commands.options import CatalogueInUse, Explain, FilterOptions, Limit, Many, OutputOptions, Words
from dicli.commands.stdin import read_words
from dicli.core.errors import DicliError, Status
from dicli.core.model import Query
from dicli.core.safe import clean
from dicli.output.terminal import report

MOST_RECORDED = 500  # letters of a search that found nothing

Name = Annotated[str, Option("--name", metavar="TEXT", help="Search names and aliases only.")]
Keyword = Annotated[Many, Option("--keyword", metavar="WORD", help="This word must occur; may be repeated.")]
Guess = Annotated[
    bool | None,
    Option("--guess/--no-guess", help="If nothing fits well, show the closest matches [default: on a terminal]."),
]
Batch = Annotated[bool, Option("--batch", help="Answer each line of standard input separately, as one line of JSON.")]


def find(
    words: Words = None,
    *,
    filters: FilterOptions,
    limit: Limit = None,
    how: OutputOptions,
    explain: Explain = False,
    name: Name = "",
    keyword: Keyword = None,
    guess: Guess = None,
    batch: Batch = False,
    here: CatalogueInUse,
) -> None:
    """Search names, acronyms and needs in plain words. Filters narrow the result.

    Prints the best answers first. If nothing fits, prints nothing (status 1); on a terminal, or with --guess, shows up
    to three guesses instead (still status 1). - reads standard input as one question; with --batch, each line is one.

    \b
    Examples:
      dicli find visa
      dicli find "my boss yells at me"
      dicli find --audience faculty
      dicli find mentoring -a postdocs --json
      dicli find --batch - < questions.txt
    """
    query = filters._replace(name=name.strip(), keywords=tuple(keyword or ()))
    if batch:
        show_answers(here, query, read_words(words or ["-"], most=inf), how, limit or 0, _record_miss)
        return
    text = " ".join(read_words(words)).strip()
    query = query._replace(words=text)
    if query == Query(direct=query.direct):
        raise DicliError("nothing to find: no words and no filter", "to see everything: dicli list", Status.USAGE)
    found = ask(here, query)
    if text and not found.total:
        _record_miss(text)
    if not (how.terminal.is_tty and how.format.home if guess is None else guess):
        found = found._replace(guesses=())
    show_answer(here, found, how._replace(explain=explain), limit)


def _record_miss(words: str) -> None:
    """Appends the date and words that found nothing to the file that DICLI_MISSES names, if any.

    One write to a file opened for appending: lines of several runs do not mix. The search goes on if it fails.
    """
    file = os.path.expanduser(os.environ.get("DICLI_MISSES", ""))
    if not file:
        return
    line = f"{date.today()}\t{clean(' '.join(words[:MOST_RECORDED].split()))}\n"
    try:
        with open(file, "ab", buffering=0, opener=_private) as stream:
            stream.write(line.encode())
    except OSError as error:
        report(f"cannot write to `{file}` (DICLI_MISSES): {error.strerror}")


def _private(path: str, flags: int) -> int:
    """Opens a file, made for its owner only, without waiting for a reader."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0), 0o600)
