"""The command `find`: ranked search."""

from typing import Annotated

from typer import Option

from dicli.commands.answers import ask, on_screen, show_reply
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
from dicli.commands.stdin import can_ask, read_words
from dicli.core.catalogue import Catalogue
from dicli.core.errors import UsageError
from dicli.core.model import Query
from dicli.output.results import Output
from dicli.output.rows import OUTPUT_FIELDS

Name = Annotated[
    str, Option("--name", metavar="TEXT", help="Search names and aliases only.")
]
Keyword = Annotated[
    Many,
    Option("--keyword", metavar="WORD", help="Require this word. Can be repeated."),
]
Guess = Annotated[
    bool | None,
    Option(
        "--guess/--no-guess",
        help="If nothing matches, show the closest (default: on a terminal).",
    ),
]
Batch = Annotated[
    bool,
    Option(
        "--batch",
        help="Answer each line of standard input separately, as one line of JSON.",
    ),
]


def find_command(
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

    Prints the best matches first. If nothing matches, prints nothing and exits with
    status 1; on a terminal, or with --guess, it shows up to three guesses instead
    (still status 1). Use - to read one question from standard input, or --batch to read
    one question per line.

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
    output = output._replace(explain=explain)
    if batch:
        from dicli.commands.batch import answer_lines

        query = query._replace(guess=bool(guess))
        answer_lines(catalogue, words or [], query, output, limit or 0)
        return
    query = query._replace(words=read_words(words))
    if guess is None:
        guess = on_screen(output)
    # --direct says how a filter matches, and asks for nothing by itself
    asks_nothing = query._replace(direct=False) == Query()
    if asks_nothing:
        _ask_for_words(catalogue, output)
        return
    reply = ask(catalogue, query._replace(guess=guess))
    if reply.is_miss:
        from dicli.commands.miss_log import record_miss

        record_miss(query.words)
    show_reply(catalogue, reply, output, limit)


def _ask_for_words(catalogue: Catalogue, output: Output) -> None:
    """Starts the prompt, which asks what the person needs. DicliError if nobody can be
    asked, or if the format is not for screens.
    """
    from dicli.commands.prompt import run_prompt

    if not can_ask() or not output.format.for_screens:
        raise UsageError(
            "nothing to search for: give some words or a filter", "for all: dicli list"
        )
    run_prompt(catalogue, output)
