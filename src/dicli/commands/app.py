"""The command line: which commands there are, and the one place where a run ends."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated

import typer

from dicli import __version__
from dicli.commands.complete import REQUEST, shell_named
from dicli.commands.names import COMMANDS
from dicli.core.errors import DicliError, Status, counted
from dicli.output.terminal import COLOR, ERROR, discard_output, report, write


def app(names: Sequence[str] = tuple(COMMANDS)) -> typer.Typer:
    """The application with some of its commands."""
    from dicli.commands.options import expand

    made = typer.Typer(
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=REQUEST in os.environ,
        add_help_option=False,
    )
    made.callback(invoke_without_command=True)(expand(_start))
    for name in names:
        command = COMMANDS[name]
        module = import_module(f"dicli.commands.{command.module}")
        run = expand(getattr(module, command.function))
        made.command(name, add_help_option=False)(run)
    return made


def _show_version(wanted: bool) -> None:
    if not wanted:
        return
    from dicli.commands.options import load_catalogue

    catalogue = load_catalogue()
    info = catalogue.info
    about = [info.name, info.updated, counted(len(catalogue), "resource")]
    known = ", ".join(filter(None, about))
    write([f"dicli {__version__} ({known})\n"])
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
        from dicli.commands.options import load_catalogue, output_options
        from dicli.commands.prompt import ask_again_and_again

        ask_again_and_again(load_catalogue(), output_options())
        return
    from dicli.commands.pages import overview, show_page

    show_page(overview())


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command line (by default this process's) and gives the exit status; the
    one place where a run ends.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    # set early, because usage errors are colored too
    COLOR.set(_color_asked_for(given))
    try:
        status = _run(given)
    except DicliError as error:
        return _report_error(error)
    except (KeyboardInterrupt, typer.Abort):
        status = Status.INTERRUPTED
    except Exception as error:
        # Python wraps one that comes while a class is made
        if not isinstance(error.__cause__, KeyboardInterrupt):
            return _report_unforeseen(error)
        status = Status.INTERRUPTED
    if status == Status.INTERRUPTED:
        discard_output()
    return status


def _report_error(error: DicliError) -> int:
    """Reports an error and its hint; returns the exit status. With DICLI_DEBUG, what
    caused it is raised.
    """
    text = f"{ERROR} {error.message}"
    if error.hint:
        text += f"\n{error.hint}"
    report(text)
    if error.__cause__ and os.environ.get("DICLI_DEBUG"):
        raise error
    return error.status


def _report_unforeseen(error: Exception) -> int:
    """Reports an error that no other code expected; returns the exit status. With
    DICLI_DEBUG, it is raised.
    """
    if os.environ.get("DICLI_DEBUG"):
        raise error
    text = f"{ERROR} {type(error).__name__}: {error}"
    if not isinstance(error, OSError):
        text += "\nthis is a bug in dicli; set DICLI_DEBUG=1 to see a traceback"
    report(text)
    return Status.FAILED


def _color_asked_for(given: Sequence[str]) -> str:
    """What a command line says of color, before it is checked: the last --color or
    --no-color counts.
    """
    asked = "auto"
    words = iter(given)
    for word in words:
        if word == "--no-color":
            asked = "never"
        elif word == "--color":
            asked = next(words, "auto")
        elif word.startswith("--color="):
            asked = word.removeprefix("--color=")
    return asked


def _run(given: list[str]) -> int:
    """Runs a command line and gives the exit status; DicliError if it is wrong or
    fails.
    """
    if REQUEST in os.environ:
        return _complete()
    if given[:1] == ["--show-completion"]:
        return _show_completion(shell_named(*given[1:2]))
    if given[:1] == ["help"] and _is_command(given[1:]):
        given = [*given[1:], "--help"]
    elif given == ["help"]:
        given = ["--help"]
    if given and not _is_command(given) and not given[0].startswith("-"):
        from dicli.commands.usage import unknown_command

        raise unknown_command(given)
    try:
        return _invoke(given, _commands_needed(given))
    except typer.TyperException as error:
        from dicli.commands.usage import usage_error

        raise usage_error(error, given) from None


def _is_command(words: Sequence[str]) -> bool:
    """Whether the first word is the name of a command."""
    return bool(words) and words[0] in COMMANDS


def _commands_needed(given: Sequence[str]) -> list[str]:
    """The commands to load: the one that is run; all if options precede it; none for
    the help of dicli itself.
    """
    if _is_command(given):
        return [given[0]]
    if any(word in COMMANDS for word in given):
        return list(COMMANDS)
    return []


def _invoke(given: Sequence[str] | None, commands: Sequence[str]) -> int:
    """Lets Typer run a command line and gives the exit status."""
    command = typer.main.get_command(app(commands))
    return command.main(given, prog_name="dicli", standalone_mode=False) or Status.FOUND


# ---- completion
# ----------------------------------------------------------------------------------


def _show_completion(shell: str) -> int:
    """Prints the script that completes in a shell: the one that Typer prints if the
    environment asks for it.
    """
    from contextlib import redirect_stdout, suppress
    from io import StringIO

    os.environ[REQUEST] = f"source_{shell}"
    with redirect_stdout(StringIO()) as printed, suppress(SystemExit):
        _invoke([], [])
    # in zsh, the first line says what the script is
    write([printed.getvalue().strip() + "\n"])
    return Status.FOUND


def _complete() -> int:
    """Prints completions. Nothing else may reach the prompt, and nothing typed there is
    read.
    """
    sys.stdin = sys.stderr = None
    # Typer renders labels with Rich if it can be imported, which takes long and reads
    # them as markup; None prevents it.
    sys.modules["rich"] = None  # type: ignore[assignment]
    line = os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS", "")
    words = line.split()[1:]
    if _is_command(words):
        return _invoke(words, words[:1])
    return _invoke(words, list(COMMANDS))
