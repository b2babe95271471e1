"""The command line as a whole, and the one place where a run ends."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from dicli import __version__
from dicli.commands import completion
from dicli.commands.command_table import COMMANDS
from dicli.commands.options import expand, load_catalogue, output_options
from dicli.core.errors import DicliError, Status, counted
from dicli.output.terminal import COLOR, ERROR, discard_output, report, write


class Commands(TyperGroup):
    """The commands. The module of a command is imported only when Typer asks for it."""

    def list_commands(self, ctx: object) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: object, cmd_name: str) -> Any:
        module = import_module(f"dicli.commands.{COMMANDS[cmd_name]}")
        command = getattr(module, f"{cmd_name}_command")
        made = _typer()
        made.command(cmd_name, add_help_option=False)(expand(command))
        return typer.main.get_command(made)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the first argument names; DicliError if it names none."""
        if args[0] in COMMANDS:
            return super().resolve_command(ctx, args)
        from dicli.commands.usage_errors import unknown_command

        raise unknown_command(args)


def _typer(group: type[TyperGroup] = TyperGroup) -> typer.Typer:
    """An application without Typer's own help, tracebacks and completion."""
    return typer.Typer(
        cls=group,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
        add_help_option=False,
    )


def app() -> TyperGroup:
    """The application."""
    made = _typer(Commands)
    made.callback(invoke_without_command=True)(expand(_start))
    return typer.main.get_group(made)


def _show_version(wanted: bool) -> None:
    """For --version: writes the version of dicli and facts about the catalogue, and
    ends the run.
    """
    if not wanted:
        return
    catalogue = load_catalogue()
    info = catalogue.info
    facts = [info.name, info.updated, counted(len(catalogue), "resource")]
    known_facts = ", ".join(filter(None, facts))
    write([f"dicli {__version__} ({known_facts})\n"])
    raise typer.Exit


def _start(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option(
            "-V",
            "--version",
            callback=_show_version,
            is_eager=True,
            help="Print version information for dicli and the catalogue.",
        ),
    ] = False,
) -> None:
    """Whom do I ask? Finds the office, group, program or event that can help."""
    if context.invoked_subcommand:
        return
    from dicli.commands.stdin import can_ask

    if can_ask():
        from dicli.commands.prompt import run_prompt

        run_prompt(load_catalogue(), output_options())
        return
    from dicli.commands.help_pages import OVERVIEW, show_page

    show_page(OVERVIEW)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command line, by default that of this process, and returns its exit status.
    Every run ends here, whatever happens.
    """
    COLOR.set("auto")
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        status = _run(given)
    except DicliError as error:
        return _report_error(error)
    except (KeyboardInterrupt, typer.Abort):
        status = Status.INTERRUPTED
    except Exception as error:
        # Ctrl-C while a class is made: Python raises another error from it
        if not isinstance(error.__cause__, KeyboardInterrupt):
            return _report_unforeseen(error)
        status = Status.INTERRUPTED
    if status == Status.INTERRUPTED:
        discard_output()
    return status


def _run(given: list[str]) -> int:
    """Runs a command, or answers a shell that completes one, and returns the exit
    status; DicliError if the command line is wrong or the command fails.
    """
    if completion.VARIABLE in os.environ:
        completion.prepare()  # the application below then answers the shell
    elif given[:1] == ["--show-completion"]:
        write([completion.script(*given[1:2])])
        return Status.FOUND
    try:
        status = app().main(given, prog_name="dicli", standalone_mode=False)
    except typer.TyperException as error:
        from dicli.commands.usage_errors import usage_error

        raise usage_error(error, given) from None
    return status or Status.FOUND


def _report_error(error: DicliError) -> int:
    """Reports an error and its hint, and returns the exit status. With DICLI_DEBUG, an
    error that another one caused is raised, to see both.
    """
    text = f"{ERROR} {error.message}"
    if error.hint:
        text += f"\n{error.hint}"
    report(text)
    if error.__cause__ and os.environ.get("DICLI_DEBUG"):
        raise error
    return error.status


def _report_unforeseen(error: Exception) -> int:
    """Reports an error that no other code expected, and returns the exit status. With
    DICLI_DEBUG, the error is raised.
    """
    if os.environ.get("DICLI_DEBUG"):
        raise error
    text = f"{ERROR} {type(error).__name__}: {error}"
    # only first pages of large databases are checked before use, see `files/cache.py`
    if type(error).__module__ == "sqlite3":
        text += (
            "\na compiled catalogue may be damaged; empty the cache (see: dicli path)"
        )
    elif not isinstance(error, OSError):
        text += "\nthis is a bug in dicli; set DICLI_DEBUG=1 to see a traceback"
    report(text)
    return Status.FAILED
