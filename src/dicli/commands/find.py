"""The command `find`: ranked search."""

from math import inf
from typing import Annotated, Optional

from typer import Option

from dicli.commands.answer import ask, show_answer, show_answers
from dicli.commands.options import CatalogueInUse, Explain, FilterOptions, Limit, OutputOptions, Words
from dicli.commands.stdin import read_words
from dicli.core.errors import DicliError, Status
from dicli.core.model import Query

TERMINAL_LIMIT = 10  # results of `find` on a terminal, unless -n says otherwise


def find(
    words: Words = None,
    *,
    name: Annotated[str, Option("--name", metavar="TEXT", help="Search names and aliases only.")] = "",
    keyword: Annotated[
        Optional[list[str]], Option("--keyword", metavar="WORD", help="This word must occur; may be repeated.")
    ] = None,
    filters: FilterOptions,
    limit: Limit = None,
    explain: Explain = False,
    batch: Annotated[
        bool, Option("--batch", help="Answer each line of standard input by itself: a line of JSON, with its hits.")
    ] = False,
    how: OutputOptions,
    here: CatalogueInUse,
) -> None:
    """Search names, acronyms and needs in plain words. Filters narrow the result.

    Words from standard input (-) are one question, unless there is --batch.
    Prints what answers best first, and nothing where nothing is a sensible answer (status 1).

    \b
    Examples:
      dicli find visa
      dicli find "my boss yells at me"
      dicli find --audience faculty
      dicli find mentoring -a postdocs --json
      dicli find --batch - < questions.txt
    """
    if batch:
        query = filters._replace(name=name.strip(), keywords=tuple(keyword or ()))
        return show_answers(here, query, read_words(words or ["-"], most=inf), how, limit or 0)
    text = " ".join(read_words(words)).strip()
    query = filters._replace(words=text, name=name.strip(), keywords=tuple(keyword or ()))
    if query == Query(direct=query.direct):
        raise DicliError("nothing to find: no words and no filter", "to see everything: dicli list", Status.USAGE)
    usual = TERMINAL_LIMIT if how.format in ("table", "plain") and how.terminal.is_tty else 0
    return show_answer(here, ask(here, query), how._replace(explain=explain), usual if limit is None else limit)
