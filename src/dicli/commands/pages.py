"""The pages of help: what is on them, and how they are laid out for a terminal's width.

A page is lines of text. A line that starts at the margin is prose: it is joined with
the next ones and wrapped. An indented line is a term and, after two spaces or more,
what it means; or a command to type and a comment on it.
"""

import os
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from textwrap import indent

from typer import Context
from typer.core import TyperArgument, TyperOption

from dicli.commands.names import COMMANDS, EVERYDAY, MAINTAINERS
from dicli.output.terminal import Terminal, write
from dicli.output.wrapping import wrapped

NARROWEST, WIDEST = 30, 80  # columns of a page
SIDE_BY_SIDE = 60  # columns from which a term and its meaning share a line
OPTIONS = "Options"  # the heading of options that have no other
Row = tuple[str, str]
"""A term and what it means."""


def show_page(page: str) -> None:
    """Writes a page to standard output, as wide as the terminal allows."""
    width = Terminal.of(os.environ).width
    write([fitted(page, min(max(width, NARROWEST), WIDEST))])


def examples() -> list[Row]:
    """What to type first, and what it does."""
    return [
        ("dicli", "asks what you need, on a terminal"),
        ("dicli find visa", "searches, in your own words"),
        ("dicli list -a faculty", "lists everything for one audience"),
    ]


def overview() -> str:
    """The page about dicli as a whole; it fits a terminal of 24 lines."""
    from dicli.commands.topics import TOPICS

    everyday = []
    maintainers = []
    for name, command in COMMANDS.items():
        if command.group == MAINTAINERS:
            maintainers.append(name)
        elif name != "help":  # which the last line names
            everyday.append((name, command.summary))
    lines = [
        "Usage: dicli [COMMAND] [ARGUMENT]...",
        "",
        "Whom do I ask? Finds the office, group, program or event that can help.",
        "",
        *rows(examples()),
        "",
        f"{EVERYDAY}:",
        *rows(everyday),
        "",
        f"{MAINTAINERS}: {', '.join(maintainers)}",
        "",
        f"More: dicli --version, dicli help COMMAND, or dicli help TOPIC ({', '.join(TOPICS)})",
    ]
    return "\n".join(lines) + "\n"


def command_page(context: Context) -> str:
    """The page of a command: how it is called, what it does, its arguments and its
    options.
    """
    command = context.command
    taken = arguments(context)
    usage = " ".join(
        [f"Usage: {context.command_path} [OPTIONS]", *(name for name, _ in taken)]
    )
    text = (command.help or "").replace("\b\n", "")
    lines = [usage, "", *text.splitlines()]
    sections = {"Arguments": taken, **options(context)}
    for heading, entries in sections.items():
        if entries:
            lines += ["", f"{heading}:", *rows(entries)]
    return "\n".join(lines) + "\n"


def arguments(context: Context) -> list[Row]:
    """The arguments of a command."""
    found = []
    for parameter in context.command.params:
        if isinstance(parameter, TyperArgument):
            found.append((parameter.metavar or "", parameter.help or ""))
    return found


def options(context: Context) -> dict[str, list[Row]]:
    """The options of a command by their headings: how each is typed, and what it does."""
    by_heading: dict[str, list[Row]] = {OPTIONS: []}
    for option in context.command.params:
        record = option.get_help_record(context)
        if isinstance(option, TyperOption) and record:
            typed, _ = record
            heading = option.rich_help_panel or OPTIONS
            by_heading.setdefault(heading, []).append((typed, _what_it_does(option)))
    return by_heading


def _what_it_does(option: TyperOption) -> str:
    """The text of an option, with its default if that is a number; other defaults are
    in the texts themselves.
    """
    text = option.help or ""
    if isinstance(option.default, bool) or not isinstance(option.default, int | float):
        return text
    return f"{text} (default: {option.default:g})"


def rows(entries: Sequence[Row]) -> Iterator[str]:
    """Lines of terms and their meanings, the meanings below each other."""
    longest = max(len(term) for term, _ in entries)
    for term, meaning in entries:
        yield f"  {term:{longest}}  {meaning}".rstrip()


def fitted(page: str, width: int) -> str:
    """A page with no line wider than `width` columns, broken at spaces."""
    lines = list[str]()
    for is_prose, group in groupby(page.splitlines(), _is_prose):
        if is_prose:
            lines.append(wrapped(" ".join(group), width))
        else:
            lines += [_fitted_row(line, width) for line in group]
    return "\n".join(lines) + "\n"


def _is_prose(line: str) -> bool:
    return line != "" and not line.startswith(" ")


def _fitted_row(line: str, width: int) -> str:
    """An indented line: its meaning goes on below itself, or below the term on a narrow
    terminal.
    """
    if len(line) <= width:
        return line
    row = re.match(r"( +\S.*?)( {2,})(\S.*)", line)
    if not row:
        return wrapped(line, width, hanging=2)
    term, gap, meaning = row.groups()
    column = len(term + gap)
    if width < SIDE_BY_SIDE:
        return (
            wrapped(term, width, hanging=2)
            + "\n"
            + indent(wrapped(meaning, width - 6), " " * 6)
        )
    return term + gap + indent(wrapped(meaning, width - column), " " * column).lstrip()
