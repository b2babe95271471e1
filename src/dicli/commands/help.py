"""The command `help`: the help of a command or a topic."""

from typing import Annotated

from typer import Argument, Context

from dicli.commands.command_table import COMMANDS
from dicli.commands.completion import help_pages
from dicli.commands.help_pages import OVERVIEW, show_page
from dicli.commands.help_topics import TOPICS
from dicli.core.errors import UsageError


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
    from dicli.commands.usage_errors import did_you_mean

    pages = f"topics: {', '.join(TOPICS)}; for commands: dicli --help"
    hint = did_you_mean(page, [*COMMANDS, *TOPICS]) or pages
    raise UsageError(f"no help on `{page}`", hint)
