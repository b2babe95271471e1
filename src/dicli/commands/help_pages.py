"""The pages of help: what is on them, and how they are laid out for a terminal's width.

A page is lines of text. A line that starts at the margin is prose: it is joined with
the next ones and wrapped. An indented line is a term and, after two spaces or more,
what it means; or a command to type and a comment on it.
"""

import os
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from typer import Context
from typer.core import TyperArgument, TyperOption

from dicli.output.terminal import Terminal, write
from dicli.output.wrapping import wrapped

NARROWEST, WIDEST = 30, 80  # columns of a page
SIDE_BY_SIDE = 60  # columns from which a term and its meaning share a line
BELOW_TERM = 6  # columns that a meaning is indented below its term
ARGUMENTS, OPTIONS = "Arguments", "Options"  # headings
Row = tuple[str, str]
"""A term and what it means."""

# The page about dicli as a whole; it fits a terminal of 24 lines.
OVERVIEW = """\
Usage: dicli [COMMAND] [ARGUMENT]...

Whom do I ask? Finds the office, group, program or event that can help.

  dicli                  asks what you need, on a terminal
  dicli find visa        searches, in your own words
  dicli list -a faculty  lists everything for one audience

Everyday:
  find       Search by name, acronym or need, in your own words
  list       List everything, in catalogue order
  show       Show everything known about a resource
  open       Print the link of a resource and open it in the browser
  pick       Pick a resource from a list
  audiences  List audiences, with the number of resources for each
  topics     List topics, with the number of resources for each
  kinds      List kinds of resources, with the number of each

For catalogue maintainers: check, import, schema, path

More: dicli --version, dicli help COMMAND, or dicli help TOPIC
(search, formats, exit-status, environment, catalogues, completion)
"""


def show_page(page: str) -> None:
    """Writes a page to standard output, as wide as the terminal allows."""
    width = Terminal.of(os.environ).width
    write([fitted(page, min(max(width, NARROWEST), WIDEST))])


def command_page(context: Context) -> str:
    """The page of a command: how it is called, what it does, its arguments and its
    options.
    """
    parts = sections(context)
    arguments = [typed for typed, _ in parts[ARGUMENTS]]
    usage = " ".join(["Usage:", context.command_path, "[OPTIONS]", *arguments])
    # \b keeps Typer from joining the lines that follow
    text = (context.command.help or "").replace("\b\n", "")
    lines = [usage, "", *text.splitlines()]
    for heading, entries in parts.items():
        if entries:
            lines += ["", f"{heading}:", *rows(entries)]
    return "\n".join(lines) + "\n"


def sections(context: Context) -> dict[str, list[Row]]:
    """The sections of a command's page by heading: how each argument or option is
    typed, and what it does.
    """
    by_heading: dict[str, list[Row]] = {ARGUMENTS: [], OPTIONS: []}
    for parameter in context.command.params:
        assert isinstance(parameter, TyperArgument | TyperOption)
        heading = ARGUMENTS
        if isinstance(parameter, TyperOption):
            heading = parameter.rich_help_panel or OPTIONS
        # The record is None if the option is hidden. Of its two texts only the first is
        # used: the second is the help with the default, which the help here says itself.
        typed, _ = parameter.get_help_record(context) or ("", "")
        by_heading.setdefault(heading, []).append((typed, parameter.help or ""))
    return by_heading


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
    """Whether a line starts at the margin, and is to be joined with others."""
    return line != "" and not line.startswith(" ")


def _fitted_row(line: str, width: int) -> str:
    """An indented line in lines of at most `width` columns. The meaning of a term is
    beside it, or on a narrow page below it:

      -n N  Show at most N      or      -n N
            results.                        Show at most N results.
    """
    if len(line) <= width:
        return line
    row = re.match(r"( +\S.*?  +)(\S.*)", line)
    if not row:  # a term or a command alone
        return wrapped(line, width, hanging=2)
    term, meaning = row.groups()
    if width >= SIDE_BY_SIDE:
        indented = wrapped(" " * len(term) + meaning, width)
        return term + indented.lstrip()
    above = wrapped(term.rstrip(), width, hanging=2)
    below = wrapped(" " * BELOW_TERM + meaning, width)
    return f"{above}\n{below}"
