"""The command `help`: the help of a command or a topic."""

from typing import Annotated

from typer import Argument, Context

from dicli.commands.command_table import COMMANDS
from dicli.commands.completion import help_pages
from dicli.commands.help_pages import OVERVIEW, show_page
from dicli.commands.help_topics import TOPICS
from dicli.core.errors import DicliError, Status, listed


def help_command(
    context: Context,
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
    if page in TOPICS:
        show_page(TOPICS[page])
        return
    if page == "":
        show_page(OVERVIEW)
        return
    if page in COMMANDS:
        dicli = context.find_root().command
        dicli.main([page, "--help"], prog_name="dicli", standalone_mode=False)
        return
    from dicli.core.text import guesses

    hint = f"topics: {', '.join(TOPICS)}; for commands: dicli --help"
    near = guesses(page, [*COMMANDS, *TOPICS])
    if near:
        hint = f"did you mean {listed(near)}?"
    raise DicliError(f"no help on `{page}`", hint, Status.USAGE)
