"""The command `find`: ranked search."""

from typing import Annotated

from typer import Option

from dicli.commands.answer import ask, show_answer, show_answers
from dicli.commands.misses import record_miss
from dicli.commands.options import (
    CatalogueInUse,
    Explain,
    FilterOptions,
    Limit,
    Many,
    OutputOptions,
    Words,
    check_fields,
)
from dicli.commands.stdin import read_lines, read_words
from dicli.core.errors import DicliError, Status
from dicli.core.model import Query
from dicli.output.rows import OUTPUT_FIELDS

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
    check_fields(how, OUTPUT_FIELDS)
    query = filters._replace(name=name.strip(), keywords=tuple(keyword or ()))
    if batch:
        if words not in (None, ["-"]):
            raise DicliError("`--batch` reads standard input", "leave out the words", Status.USAGE)
        show_answers(here, query, read_lines(), how, limit or 0, record_miss)
        return
    text = read_words(words)
    query = query._replace(words=text)
    if query == Query(direct=query.direct):
        raise DicliError("nothing to find: no words and no filter", "to see everything: dicli list", Status.USAGE)
    answer = ask(here, query)
    if text and not answer.total:
        record_miss(text)
    if guess is None:
        guess = how.terminal.is_tty and how.format.for_screens
    if not guess:
        answer = answer._replace(guesses=())
    show_answer(here, answer, how._replace(explain=explain), limit)
