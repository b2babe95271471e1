"""The command line: which commands there are, and the one place where a run ends."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from dicli import __version__
from dicli.errors import DicliError, Status, listed
from dicli.terminal import tell, write

__all__ = ["app", "main"]

EVERYDAY, KEEPERS = "Everyday", "For keepers of a catalogue"

# name: (module, function, group in the help). A module is imported when one of its commands is called.
COMMANDS = {
    "find": ("everyday", "find", EVERYDAY),
    "list": ("everyday", "list_", EVERYDAY),
    "show": ("everyday", "show", EVERYDAY),
    "open": ("everyday", "open_", EVERYDAY),
    "audiences": ("everyday", "audiences", EVERYDAY),
    "topics": ("everyday", "topics", EVERYDAY),
    "kinds": ("everyday", "kinds", EVERYDAY),
}


class _Group(TyperGroup):
    """Keeps the order of COMMANDS, and speaks plainly of a command that is not there."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.commands)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            raise _no_command(args[0])
        return super().resolve_command(ctx, args)


def _no_command(word: str) -> DicliError:
    from dicli.query import guesses

    near = guesses(word, COMMANDS)
    meant = f"did you mean {listed(near)}? " if near else ""
    return DicliError(f"no command `{word}`; {meant}to search: dicli find {word}", "see: dicli --help", Status.USAGE)


def app(names: Sequence[str] = tuple(COMMANDS)) -> typer.Typer:
    """The application with some of its commands."""
    from dicli.options import spread

    made = typer.Typer(
        cls=_Group,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    made.callback(invoke_without_command=True)(_start)
    for name in names:
        module, function, group = COMMANDS[name]
        made.command(name, rich_help_panel=group)(spread(getattr(import_module(f"dicli.{module}"), function)))
    return made


def _version(wanted: bool) -> None:
    if not wanted:
        return
    from dicli.options import loaded

    catalogue = loaded(None)
    info = catalogue.info
    count = f"{len(catalogue)} resource{'s' if len(catalogue) != 1 else ''}"
    of = ", ".join(filter(None, [info.name, info.updated, count]))
    write([f"dicli {__version__} ({of})\n"])
    raise typer.Exit


def _start(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option(
            "-V",
            "--version",
            callback=_version,
            is_eager=True,
            help="Print the versions of the program and the catalogue.",
        ),
    ] = False,
) -> None:
    """Whom do I ask? Finds the office, group, program or event for a need.

    \b
    Examples:
      dicli find visa
      dicli find --audience faculty
      dicli show wumma
    """
    if context.invoked_subcommand is None:
        write([context.get_help() + "\n"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command line (by default this process's) and gives the exit status; the one place where a run ends."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _run(given)
    except DicliError as error:
        _tell_error(error)
        return error.status
    except KeyboardInterrupt:
        return Status.INTERRUPTED
    except typer.Abort:
        return Status.INTERRUPTED
    except typer.TyperException as error:
        _tell_usage(error)
        return Status.USAGE
    except Exception as error:
        if os.environ.get("DICLI_DEBUG"):
            raise
        tell(f"dicli: error: {type(error).__name__}: {error}\nthis is a bug; DICLI_DEBUG=1 shows where")
        return Status.FAILED


def _run(given: list[str]) -> int:
    command = typer.main.get_command(app(_wanted(given)))
    return command.main(given, prog_name="dicli", standalone_mode=False) or Status.FOUND


def _wanted(given: list[str]) -> list[str]:
    """The commands to load: the one that is run or being completed; all where that is not known yet."""
    if "_DICLI_COMPLETE" in os.environ:
        line = os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS", "")
        given = line.split()[1:]
    if given[:1] in (["-V"], ["--version"]):
        return []
    return given[:1] if given and given[0] in COMMANDS else list(COMMANDS)


def _tell_error(error: DicliError) -> None:
    tell("\n".join(filter(None, [f"dicli: error: {error.message}", error.hint])))
    if error.__cause__ and os.environ.get("DICLI_DEBUG"):
        raise error


def _tell_usage(error: Any) -> None:
    """A usage error as Typer found it, in our form."""
    message = error.format_message().rstrip(".")
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "dicli"
    tell(f"dicli: error: {message[:1].lower()}{message[1:]}\nsee: {path} --help")
