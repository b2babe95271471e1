"""The command `find`: ranked search."""

from typing import Annotated

from typer import Option

from dicli.commands.answer import ask, show_answer
from dicli.commands.options import CatalogueInUse, Explain, FilterOptions, Limit, OutputOptions, Words
from dicli.commands.stdin import read_words
from dicli.core.errors import DicliError, Status
from dicli.core.model import Query


def find(
    words: Words = None,
    *,
    name: Annotated[str, Option("--name", metavar="TEXT", help="Search names and aliases only.")] = "",
    keyword: Annotated[
        list[str] | None, Option("--keyword", metavar="WORD", help="This word must occur; may be repeated.")
    ] = None,
    filters: FilterOptions,
    limit: Limit = None,
    explain: Explain = False,
    guess: Annotated[
        bool | None,
        Option("--guess/--no-guess", help="Show what comes nearest where nothing fits well [default: on a terminal]."),
    ] = None,
    how: OutputOptions,
    here: CatalogueInUse,
) -> None:
    """Search names, acronyms and needs in plain words. Filters narrow the result.

    Prints what answers best first, and nothing where nothing is a sensible answer (status 1). On a terminal, up to
    three guesses stand in its place; in a pipe only with --guess. The status is 1 all the same.

    \b
    Examples:
      dicli find visa
      dicli find "my boss yells at me"
      dicli find --audience faculty
      dicli find mentoring -a postdocs --json
    """
    text = " ".join(read_words(words)).strip()
    query = filters._replace(words=text, name=name.strip(), keywords=tuple(keyword or ()))
    if query == Query(direct=query.direct):
        raise DicliError("nothing to find: no words and no filter", "to see everything: dicli list", Status.USAGE)
    found = ask(here, query)
    if not (how.terminal.is_tty and how.format.home if guess is None else guess):
        found = found._replace(guesses=())
    show_answer(here, found, how._replace(explain=explain), limit)
