"""What is wrong with a command line, and what to type instead."""

import re
import shlex
from collections.abc import Iterable, Sequence

from typer import TyperException

from dicli.commands.command_table import COMMANDS
from dicli.core.errors import UsageError, listed, one_line

SEARCH = "search"  # what people type for `find`; not one of dicli's own words
# patterns of what Typer says, and what dicli says instead
REWORDED = {
    r"Got unexpected extra argument(?:\(s\)|s)? \((.*)\)": r"unexpected argument '\1'",
    r" is not in the range x>=(.*)": r" is less than \1",
    r"a valid int(?:eger)?(?: range)?\b": "a whole number",
    r"a valid float(?: range)?\b": "a number",
    r"'([^']*)'": r"`\1`",
}


def did_you_mean(typed: str, known: Iterable[str]) -> str:
    """A question for the known names that were likely meant; "" if there are none."""
    from dicli.core.text import guesses

    near = guesses(typed, known)
    if near:
        return f"did you mean {listed(near)}?"
    return ""


def unknown_command(given: Sequence[str]) -> UsageError:
    """The error for a command line that starts with no command. Its hint is a search:
    for all the words, or for those after a slip of one letter in `search`.
    """
    from dicli.core.text import is_slip

    typed, *others = given
    message = f"no command `{typed}`"
    if is_slip(typed, SEARCH):
        search = search_for(others)
        return UsageError(f"{message}; did you mean `find`?", f"try: {search}")
    search = search_for(given)
    question = did_you_mean(typed, COMMANDS)
    if question:
        return UsageError(f"{message}; {question}", f"or search: {search}")
    return UsageError(message, f"try: {search}")


def search_for(words: Sequence[str]) -> str:
    """The command line that searches for words, as a shell takes it."""
    return one_line(shlex.join(["dicli", "find", *words]))


def usage_error(error: TyperException, given: Sequence[str]) -> UsageError:
    """A usage error that Typer found, as an error of dicli, with the help to read."""
    page = "dicli --help"
    if given[0] in COMMANDS:
        page = f"dicli {given[0]} --help"
    return UsageError(_message(error), f"see: {page}")


def _message(error: TyperException) -> str:
    """What Typer says, in lower case, with names in backticks and in plain words."""
    if hasattr(error, "possibilities"):
        name = getattr(error, "option_name", "")
        # Typer knows similar options, but not all of them are likely meant
        question = did_you_mean(name, error.possibilities or ())
        return f"no option `{name}`; {question}".rstrip("; ")
    message = error.format_message().rstrip(".")
    for typers, ours in REWORDED.items():
        message = re.sub(typers, ours, message)
    return message[:1].lower() + message[1:]
