"""The command line: which commands there are, and the one place where a run ends."""

import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from itertools import pairwise
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from dicli import __version__
from dicli.commands.complete import REQUEST
from dicli.commands.complete import line as typed_line
from dicli.commands.names import COMMANDS, EVERYDAY, MAINTAINERS
from dicli.core.errors import DicliError, Status, counted, listed, one_line
from dicli.output.terminal import COLOR, Terminal, discard_output, report, write

MEANT = {"ls": "list", "search": "find", "ask": "find", "browse": "open"}
PLAINER = {  # what Typer says, in our form
    r"'([^']*)'": r"`\1`",
    r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)": r"unexpected argument `\1`",
    r"(?<!\S)(\S+) is not in the range x>=(\d+)$": r"\1 is less than \2",  # read once, however long it is
    r"a valid int(?:eger)?(?: range)?$": "a whole number",
}


class _Command(TyperCommand):
    """Its help is written as results are."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]

    def get_help_option(self, ctx: Any) -> Any:
        return _help_option(super().get_help_option(ctx))


class _Group(TyperGroup):
    """Lists its commands by group, above its options, and says what to type in place of an unknown command."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        for group in (EVERYDAY, MAINTAINERS):
            with formatter.section(group):
                formatter.write_dl([(name, text) for name, (*_, own, text) in COMMANDS.items() if own == group])
        super().format_options(ctx, formatter)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Nothing: the commands are listed above the options."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in self.commands and not (args[0].startswith("-") or ctx.resilient_parsing):
            raise _no_command(args)
        return super().resolve_command(ctx, args)

    def get_help_option(self, ctx: Any) -> Any:
        return _help_option(super().get_help_option(ctx))


def _help_option(option: Any) -> Any:
    option.callback = _help
    return option


def _help(ctx: Any, _: Any, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        write([_page(ctx)])
        raise typer.Exit


def _page(ctx: Any) -> str:
    """The help of a command; its headings stand out on a terminal."""
    terminal = Terminal.of(os.environ, COLOR.get())
    bold = terminal.styled(r"\2", "1") if terminal.is_tty else r"\2"
    return re.sub(r"(?m)^( *)([A-Z][\w ]*:)(?=$| dicli)", rf"\1{bold}", str(ctx.get_help())) + "\n"


def _no_command(args: Sequence[str]) -> DicliError:
    from shlex import join

    from dicli.core.text import guesses

    if args[0] in MEANT:
        hint = f"to type: {join(['dicli', MEANT[args[0]], *args[1:]])}"
        return DicliError(f"no command `{args[0]}`", hint, Status.USAGE)
    near = guesses(args[0], COMMANDS)
    meant = f"did you mean {listed(near)}? " if near else ""
    search = join(["dicli", "find", *args])
    return DicliError(f"no command `{args[0]}`; {meant}to search: {search}", "see: dicli --help", Status.USAGE)


def app(names: Sequence[str] = tuple(COMMANDS)) -> typer.Typer:
    """The application with some of its commands."""
    from dicli.commands.options import expand, help_text

    made = typer.Typer(
        cls=_Group,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    made.callback(invoke_without_command=True, help=help_text(_start))(_start)
    for name in names:
        module, function, _, summary = COMMANDS[name]
        run = expand(getattr(import_module(f"dicli.commands.{module}"), function))
        made.command(name, cls=_Command, short_help=summary)(run)
    return made


def _version(wanted: bool) -> None:
    if not wanted:
        return
    from dicli.commands.options import load_catalogue

    catalogue = load_catalogue(None)
    info = catalogue.info
    of = ", ".join(filter(None, [info.name, info.updated, counted(len(catalogue), "resource")]))
    write([f"dicli {__version__} ({of})\n"])
    raise typer.Exit


def _start(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option(
            "-V", "--version", callback=_version, is_eager=True, help="Print the versions of dicli and the catalogue."
        ),
    ] = False,
) -> None:
    """Whom do I ask? Finds the office, group, program or event for a need.

    \b
    Examples:
      dicli find visa                  search, in your own words
      dicli find --audience faculty    everything for one audience
      dicli show wumma                 everything known about one
      dicli open oiss                  its page, in the browser

    More: dicli help COMMAND, or dicli help TOPIC (search, formats, exit-status, environment, catalogues, completion).
    """
    if context.invoked_subcommand is None:
        write([_page(context)])


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command line (by default this process's) and gives the exit status; the one place where a run ends."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    no_color = "--no-color" in given or "--color=never" in given or ("--color", "never") in pairwise(given)
    COLOR.set("never" if no_color else "auto")  # at once, because errors in the command line are colored too
    try:
        status = _run(_with_help_as_option(given))
        if status == Status.INTERRUPTED:
            discard_output()
        return status
    except DicliError as error:
        _report_error(error)
        return error.status
    except (KeyboardInterrupt, typer.Abort):
        discard_output()
        return Status.INTERRUPTED
    except typer.TyperException as error:
        _report_usage_error(error, given)
        return Status.USAGE
    except Exception as error:
        if os.environ.get("DICLI_DEBUG"):
            raise
        bug = "" if isinstance(error, OSError) else "\nthis is a bug; DICLI_DEBUG=1 shows where"
        report(f"dicli: error: {type(error).__name__}: {error}{bug}")
        return Status.FAILED


def _with_help_as_option(given: list[str]) -> list[str]:
    """The command line with `help COMMAND` as `COMMAND --help`; topics of help are left to the command `help`."""
    is_page = given[:1] == ["help"] and all(word in COMMANDS for word in given[1:2])
    return [*given[1:], "--help"] if is_page else given


def _run(given: list[str]) -> int:
    line = _start_completion() if REQUEST in os.environ else given
    if "--show-completion" in given:  # Typer takes no notice of an output that is closed
        write([])
    command = typer.main.get_command(app(_commands_needed(line)))
    return command.main(given, prog_name="dicli", standalone_mode=False) or Status.FOUND


def _start_completion() -> list[str]:
    """What is typed so far. Nothing but completions may reach the prompt, and nothing typed there is read."""
    sys.stdin = sys.stderr = None
    sys.modules["rich"] = None  # type: ignore[assignment]  # Typer would take labels for its markup, at great cost
    return typed_line(os.environ)[1:]


def _commands_needed(given: list[str]) -> list[str]:
    """The commands to load: the one that is run or being completed; all where that is not known yet; none for help."""
    if given and given[0] in COMMANDS:
        return given[:1]
    return list(COMMANDS) if REQUEST in os.environ or any(word in COMMANDS for word in given) else []


def _report_error(error: DicliError) -> None:
    report("\n".join(filter(None, [f"dicli: error: {error.message}", error.hint])))
    if error.__cause__ and os.environ.get("DICLI_DEBUG"):
        raise error


def _report_usage_error(error: Any, given: Sequence[str]) -> None:
    """A usage error as Typer found it, in our form; for options before the command the line with them behind it."""
    from shlex import join

    place = next((place for place, word in enumerate(given) if word in COMMANDS), -1)
    if hasattr(error, "possibilities"):
        meant = f"; did you mean {listed(error.possibilities)}?" if error.possibilities and place <= 0 else ""
        message = f"no option `{error.option_name}`{meant}"
    else:
        message = error.format_message().rstrip(".")
        for theirs, ours in PLAINER.items():
            message = re.sub(theirs, ours, message)
    hint = f"see: {' '.join(['dicli', *given[: place + 1]])} --help"
    if place > 0:
        hint = f"to type: {join(['dicli', *given[place:], *given[:place]])}"
    report(f"dicli: error: {message[:1].lower()}{one_line(message[1:])}\n{one_line(hint)}")
