"""What is wrong with a command line, in words of our own, and what to type instead."""

import re
import shlex
from collections.abc import Sequence

from typer import TyperException

from dicli.commands.names import COMMANDS
from dicli.core.errors import DicliError, Status, listed, one_line

MEANT = {"ls": "list", "search": "find", "ask": "find", "browse": "open"}  # what people type for a command
REWORDED = {  # what Typer says, and how we say it
    r"'([^']*)'": r"`\1`",
    r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)": r"unexpected argument `\1`",
    r"(?<!\S)(\S+) is not in the range x>=(\d+(?:\.\d+)?)$": r"\1 is less than \2",  # linear, however long the text
    r"a valid int(?:eger)?(?: range)?$": "a whole number",
}


def unknown_command(given: Sequence[str]) -> DicliError:
    """The error for a command line that starts with no command; it names the search for its words."""
    first, *others = given
    if first in MEANT:
        return DicliError(f"no command `{first}`", f"try: {_command_line(MEANT[first], *others)}", Status.USAGE)
    from dicli.core.text import guesses

    near = guesses(first, COMMANDS)
    search = _command_line("find", *given)
    if near:
        return DicliError(f"no command `{first}`; did you mean {listed(near)}?", f"or search: {search}", Status.USAGE)
    return DicliError(f"no command `{first}`", f"try: {search}", Status.USAGE)


def usage_error(error: TyperException, given: Sequence[str]) -> DicliError:
    """A usage error that Typer found, in our form.

    If an option precedes the command that has it, the hint is the command line with the option after it.
    """
    command_at = next((number for number, word in enumerate(given) if word in COMMANDS), -1)
    page = f"see: {_command_line(*given[:1])} --help" if command_at == 0 else "see: dicli --help"
    option = getattr(error, "option_name", "")
    if not hasattr(error, "possibilities"):
        return DicliError(_reworded(error), page, Status.USAGE)
    if command_at > 0:
        hint = f"try: {_command_line(*given[command_at:], *given[:command_at])}"
        return DicliError(f"no option `{option}` before a command", hint, Status.USAGE)
    return DicliError(f"no option `{option}`{_meant(error, option)}", page, Status.USAGE)


def _command_line(*words: str) -> str:
    """What to type, as a shell takes it, on one line."""
    return one_line(shlex.join(["dicli", *words]))


def _meant(error: TyperException, unknown: str) -> str:
    """Which options of the command were likely meant by an unknown one, as the end of a sentence."""
    from dicli.core.text import guesses

    context = getattr(error, "ctx", None)
    parameters = context.command.params if context else []
    known = [name.lstrip("-") for parameter in parameters for name in parameter.opts]
    near = [f"--{name}" for name in guesses(unknown.lstrip("-"), known)]
    return f"; did you mean {listed(near)}?" if near else ""


def _reworded(error: TyperException) -> str:
    message = error.format_message().rstrip(".")
    for theirs, ours in REWORDED.items():
        message = re.sub(theirs, ours, message)
    return message[:1].lower() + message[1:]
