"""The command `help`: the help of a command or a topic."""

from typing import Annotated

from typer import Argument

from dicli.commands.complete import help_pages
from dicli.commands.names import COMMANDS
from dicli.commands.pages import show_page
from dicli.commands.topics import TOPICS
from dicli.core.errors import DicliError, Status, listed


def help_(
    page: Annotated[
        str,
        Argument(
            metavar="[COMMAND|TOPIC]",
            help=f"Topics: {', '.join(TOPICS)}.",
            autocompletion=help_pages,
        ),
    ] = "",
) -> None:
    """Show help for a command or topic.

    \b
    Examples:
      dicli help find
      dicli help exit-status
    """
    if page in TOPICS:  # `app.main` takes `help COMMAND` for `COMMAND --help`
        show_page(TOPICS[page])
        return
    from dicli.core.text import guesses

    hint = f"topics: {', '.join(TOPICS)}; for commands: dicli --help"
    near = guesses(page, [*COMMANDS, *TOPICS])
    if near:
        hint = f"did you mean {listed(near)}?"
    raise DicliError(f"no help on `{page}`", hint, Status.USAGE)
