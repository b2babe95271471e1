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
from dicli.commands.stdin import can_ask, read_lines, read_words
from dicli.core.errors import DicliError, Status
from dicli.core.model import Query
from dicli.output.rows import OUTPUT_FIELDS

Name = Annotated[str, Option("--name", metavar="TEXT", help="Search names and aliases only.")]
Keyword = Annotated[Many, Option("--keyword", metavar="WORD", help="Require this word. Can be repeated.")]
Guess = Annotated[
    bool | None,
    Option("--guess/--no-guess", help="If nothing matches, show the closest (default: on a terminal)."),
]
Batch = Annotated[bool, Option("--batch", help="Answer each line of standard input separately, as one line of JSON.")]


def find(
    words: Words = None,
    *,
    filters: FilterOptions,
    limit: Limit = None,
    output: OutputOptions,
    explain: Explain = False,
    name: Name = "",
    keyword: Keyword = None,
    guess: Guess = None,
    batch: Batch = False,
    catalogue: CatalogueInUse,
) -> None:
    """Search by name, acronym or need, in your own words. Filters narrow the result.

    Prints the best matches first. If nothing matches, prints nothing and exits with status 1; on a terminal, or with
    --guess, it shows up to three guesses instead (still status 1). Use - to read one question from standard input, or
    --batch to read one question per line.

    \b
    Examples:
      dicli find visa
      dicli find "my boss yells at me"
      dicli find --audience faculty
      dicli find mentoring -a postdocs --json
      dicli find --batch - < questions.txt
    """
    check_fields(output, OUTPUT_FIELDS)
    query = filters._replace(name=name.strip(), keywords=tuple(keyword or ()))
    if batch:
        if words not in (None, ["-"]):
            raise DicliError("`--batch` reads standard input", "leave out the words", Status.USAGE)
        show_answers(catalogue, query, read_lines(keep_empty=True), output, limit or 0, record_miss)
        return
    text = read_words(words)
    query = query._replace(words=text)
    if query == Query(direct=query.direct):
        if not (can_ask() and output.format.for_screens):
            raise DicliError("nothing to search for: give some words or a filter", "for all: dicli list", Status.USAGE)
        from dicli.commands.prompt import ask_again_and_again

        ask_again_and_again(catalogue, output._replace(explain=explain))
        return
    answer = ask(catalogue, query)
    if text and not answer.total:
        record_miss(text)
    if guess is None:
        guess = output.terminal.is_tty and output.format.for_screens
    if not guess:
        answer = answer._replace(guesses=())
    show_answer(catalogue, answer, output._replace(explain=explain), limit)
