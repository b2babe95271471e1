"""What is wrong with a command line, and what to type instead."""

import re
import shlex
from collections.abc import Sequence

from typer import TyperException

from dicli.commands.command_table import COMMANDS
from dicli.core.errors import DicliError, Status, listed, one_line

SEARCH = "search"  # what people type for `find`; not one of dicli's own words
# patterns of what Typer says, and what dicli says instead
REWORDED = {
    r"Got unexpected extra argument(?:\(s\)|s)? \((.*)\)": r"unexpected argument '\1'",
    r" is not in the range x>=(.*)": r" is less than \1",
    r"a valid int(?:eger)?(?: range)?\b": "a whole number",
    r"a valid float(?: range)?\b": "a number",
    r"'([^']*)'": r"`\1`",
}


def unknown_command(given: Sequence[str]) -> DicliError:
    """The error for a command line that starts with no command. Its hint is a search:
    for all the words, or for those after a slip of one letter in `search`.
    """
    from dicli.core.text import guesses, is_slip

    typed, *others = given
    message = f"no command `{typed}`"
    if is_slip(typed, SEARCH):
        return DicliError(
            f"{message}; did you mean `find`?",
            f"try: {_search_for(others)}",
            Status.USAGE,
        )
    search = _search_for(given)
    near = guesses(typed, COMMANDS)
    if near:
        return DicliError(
            f"{message}; did you mean {listed(near)}?",
            f"or search: {search}",
            Status.USAGE,
        )
    return DicliError(message, f"try: {search}", Status.USAGE)


def _search_for(words: Sequence[str]) -> str:
    """The command line that searches for words, as a shell takes it."""
    return one_line(shlex.join(["dicli", "find", *words]))


def usage_error(error: TyperException, given: Sequence[str]) -> DicliError:
    """A usage error that Typer found, as an error of dicli, with the help to read."""
    page = "dicli --help"
    if given[0] in COMMANDS:
        page = f"dicli {given[0]} --help"
    return DicliError(_message(error), f"see: {page}", Status.USAGE)


def _message(error: TyperException) -> str:
    """What Typer says, in lower case, with names in backticks and in plain words."""
    if hasattr(error, "possibilities"):
        return _unknown_option(
            getattr(error, "option_name", ""), error.possibilities or ()
        )
    message = error.format_message().rstrip(".")
    for typers, ours in REWORDED.items():
        message = re.sub(typers, ours, message)
    return message[:1].lower() + message[1:]


def _unknown_option(name: str, similar: Sequence[str]) -> str:
    """What is said of an unknown option. Typer knows similar ones, but not all of them
    are likely meant.
    """
    from dicli.core.text import guesses

    near = guesses(name, similar)
    if near:
        return f"no option `{name}`; did you mean {listed(near)}?"
    return f"no option `{name}`"
