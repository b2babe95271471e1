"""The options that commands share, declared once, and what they mean together.

Options that always occur together are one parameter of a command, annotated with a
function (`OutputOptions`, `FilterOptions`, `CatalogueInUse`): Typer sees the function's
own parameters as options, and the command receives the function's result (see
`expand`).
"""

import os
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Annotated, Any, Literal

from typer import Argument, Context, Exit, Option

from dicli.commands import completion
from dicli.core.catalogue import Catalogue
from dicli.core.errors import DicliError, UsageError
from dicli.core.model import Query, Record
from dicli.output.formats import FORMATS
from dicli.output.results import Output
from dicli.output.rows import Fields
from dicli.output.terminal import COLOR, Terminal, is_tty, report

if TYPE_CHECKING:
    from dicli.files.layers import Layer

LARGE = 2**20  # bytes of catalogue files that take a while to read
SCRIPTS = "For scripts"  # the heading in the help of what only scripts need

Many = list[str] | None
"""The values of an option or an argument that may be repeated."""
When = Literal["auto", "always", "never"]

# ---- what narrows a result -----------------------------------------------------------

Words = Annotated[
    Many,
    Argument(
        metavar="[WORDS]...",
        help="Words to search for; - reads them from standard input.",
    ),
]
Audiences = Annotated[
    Many,
    Option(
        "-a",
        "--audience",
        metavar="WHO",
        help="Only resources for this audience: id, label or synonym. Can be repeated.",
        autocompletion=completion.audiences,
    ),
]
Topics = Annotated[
    Many,
    Option(
        "-t",
        "--topic",
        metavar="TOPIC",
        help="Only resources about this topic. Can be repeated.",
        autocompletion=completion.topics,
    ),
]
Kinds = Annotated[
    Many,
    Option(
        "-k",
        "--kind",
        metavar="KIND",
        help="Only this kind of resource. Can be repeated.",
        autocompletion=completion.kinds,
    ),
]
Direct = Annotated[
    bool,
    Option(
        "--direct", help="Match the audience exactly; skip broader and narrower ones."
    ),
]
Limit = Annotated[
    int | None,
    Option(
        "-n",
        "--limit",
        metavar="N",
        help="Show at most N results, 0 for all (default: all; in find on a terminal, what fits).",
        min=0,
    ),
]
Explain = Annotated[
    bool,
    Option("--explain", help="Show each result's score and how each word matched."),
]
Catalogues = Annotated[
    Many,
    Option(
        "--catalogue",
        "--catalog",
        metavar="FILE",
        help="Catalogue to use: a file, - for standard input, or `bundled`. Can be repeated.",
    ),
]

# ---- what shapes the output ----------------------------------------------------------

FormatName = Annotated[
    str | None,
    Option(
        "-f",
        "--format",
        metavar="FORMAT",
        help=f"{', '.join(FORMATS)} (default: table on a terminal, tsv elsewhere).",
        autocompletion=lambda: FORMATS,
    ),
]
Json = Annotated[bool, Option("--json", help="Short for --format json.")]
ChosenFields = Annotated[
    str | None,
    Option(
        "--fields",
        metavar="A,B,C",
        help="Fields to show, in this order.",
        autocompletion=completion.fields,
    ),
]
Header = Annotated[
    bool | None,
    Option(
        "--header/--no-header",
        help="Print a header line (default: on for csv, off for tsv).",
        rich_help_panel=SCRIPTS,
    ),
]
Null = Annotated[
    bool,
    Option(
        "-0",
        "--null",
        help="End each tsv record with NUL, for xargs -0.",
        rich_help_panel=SCRIPTS,
    ),
]
Hyperlink = Annotated[
    When,
    Option(
        metavar="WHEN",
        help="Make names clickable: auto (default), always or never.",
        rich_help_panel=SCRIPTS,
    ),
]


def _show_help(context: Context, wanted: bool) -> None:
    """Shows the page of a command and ends the run, if it is wanted."""
    if not wanted or context.resilient_parsing:
        return
    from dicli.commands.help_pages import OVERVIEW, command_page, show_page

    show_page(command_page(context) if context.parent else OVERVIEW)
    raise Exit


def _set_color(when: str | None) -> None:
    """Sets whether the run uses color, unless nothing is said of it."""
    if when:
        COLOR.set(when)


def _set_no_color(wanted: bool) -> None:
    """For --no-color: sets --color to never."""
    if wanted:
        COLOR.set("never")


# These three belong to every command. They act before the command runs.
Color = Annotated[
    When | None,
    Option(
        metavar="WHEN",
        is_eager=True,
        callback=_set_color,
        help="Use color: auto (default), always or never.",
        rich_help_panel=SCRIPTS,
    ),
]
NoColor = Annotated[
    bool,
    Option(
        "--no-color",
        is_eager=True,
        callback=_set_no_color,
        help="Short for --color never.",
        rich_help_panel=SCRIPTS,
    ),
]
Help = Annotated[
    bool,
    Option("-h", "--help", is_eager=True, callback=_show_help, help="Show this page."),
]


def output_options(
    format: FormatName = None,
    json: Json = False,
    fields: ChosenFields = None,
    header: Header = None,
    null: Null = False,
    hyperlink: Hyperlink = "auto",
) -> Output:
    """How to show results; DicliError for an unknown format and for options that
    conflict.
    """
    terminal = Terminal.of(os.environ, COLOR.get(), hyperlink)
    name = _format_name(format, json, terminal)
    if null and name != "tsv":
        raise UsageError(
            "`--null` works only with tsv", f"give `--format tsv`, not {name}"
        )
    chosen: Fields = ()
    if fields is not None:
        chosen = tuple(field.strip() for field in fields.split(","))
    return Output(
        terminal,
        FORMATS[name],
        chosen,
        header,
        null,
        format_given=json or format is not None,
    )


def _format_name(format: str | None, json: bool, terminal: Terminal) -> str:
    """The name of the format: the given one, or what fits standard output."""
    if json:
        if format and format.lower() != "json":
            raise UsageError(
                f"`--json` and `--format {format}` conflict", "use only one of them"
            )
        return "json"
    if format is not None:
        _check_known(format.lower(), FORMATS, "format")
        return format.lower()
    if not terminal.is_tty:
        return "tsv"
    return "plain" if terminal.accessible else "table"


def check_fields(output: Output, offered: Collection[str]) -> None:
    """DicliError for a chosen field that is not offered."""
    for field in output.fields:
        _check_known(field, offered, "field")


def fields_of_rows(output: Output, offered: Fields, short: Fields) -> Fields:
    """The fields to write of each row: the chosen ones, or else all in a nested format
    and the short ones in another. DicliError for a chosen field that is not offered.
    """
    check_fields(output, offered)
    if output.fields:
        return output.fields
    return offered if output.format.nested else short


def _check_known(name: str, known: Collection[str], what: str) -> None:
    """DicliError for a name that is not among the known ones. Its hint lists the names
    that were likely meant, or else all names.
    """
    if name in known:
        return
    from dicli.commands.usage_errors import did_you_mean

    hint = did_you_mean(name, known) or f"{what}s: {', '.join(known)}"
    raise UsageError(f"no {what} called `{name}`", hint)


def filters(
    audience: Audiences = None,
    topic: Topics = None,
    kind: Kinds = None,
    direct: Direct = False,
) -> Query:
    """A query that has only filters, as typed."""
    return Query(
        audiences=tuple(audience or ()),
        topics=tuple(topic or ()),
        kinds=tuple(kind or ()),
        direct=direct,
    )


def load_catalogue(catalogues: Catalogues = None) -> Catalogue:
    """The catalogue in use."""
    from dicli.files import cache, layers, loading

    chosen = layers.layers_in_use(catalogues or [], os.environ)
    loaded = loading.load(
        chosen, cache.directory(os.environ), lambda: _report_reading(chosen)
    )
    _report_left_out(loaded.files, catalogues or [])
    return loaded


def _report_left_out(files: Iterable[Record], named: Sequence[str]) -> None:
    """Reports how many entries of each file are left out because of faults, and how to
    check the files: those that are `named` on the command line, or else those in use.
    With DICLI_STRICT, DicliError for the first such file.
    """
    for file in files:
        number = file.get("left_out")
        if not number:
            continue
        from shlex import join

        entries = "1 entry is" if number == 1 else f"{number:,} entries are"
        message = f"`{file['name']}`: {entries} left out, wholly or in part, because of faults"
        hint = f"for all: {join(['dicli', 'check', *named])}"
        if os.environ.get("DICLI_STRICT"):
            raise DicliError(message, hint)
        report(f"{message}; {hint}")


def _report_reading(layers: Iterable["Layer"]) -> None:
    """Reports, on a terminal, that large files are read for the first time, which takes
    long.
    """
    if not is_tty(sys.stderr):
        return
    size = 0
    for layer in layers:
        if os.path.isfile(layer.file):
            size += os.path.getsize(layer.file)
    if size > LARGE:
        report("reading a large catalogue for the first time...")


# The types of those parameters of commands that are made from several options or that
# load something: what the command gets, and the function that makes it.
OutputOptions = Annotated[Output, output_options]
FilterOptions = Annotated[Query, filters]
CatalogueInUse = Annotated[Catalogue, load_catalogue]

# ---- how Typer gets to see them ------------------------------------------------------


def _common(color: Color = None, no_color: NoColor = False, help: Help = False) -> None:
    """The options of every command."""


def expand(command: Callable[..., None]) -> Callable[..., None]:
    """A function for Typer that calls the command. Its parameters are single options,
    and those of every command.

    From `def kinds_command(*, output: OutputOptions)` it makes a function with the
    parameters `format: FormatName, json: Json, fields: Fields` and so on, which calls
    `kinds_command(output=output_options(format=..., json=..., fields=..., ...))`.
    """
    builders: dict[str, Callable[..., Any]] = {}
    parts: dict[str, Mapping[str, Parameter]] = {}  # the parameters of each builder
    options: list[Parameter] = []
    for name, parameter in signature(command).parameters.items():
        builder = _builder(parameter)
        if builder:
            builders[name] = builder
            parts[name] = signature(builder).parameters
            options += parts[name].values()
        else:
            options.append(parameter)
    common = signature(_common).parameters
    options += common.values()

    def expanded(**given: Any) -> None:
        for name in common:  # their callbacks have acted already
            del given[name]
        for name, build in builders.items():
            values = {part: given.pop(part) for part in parts[name]}
            given[name] = build(**values)
        command(**given)

    keyword_only = [option.replace(kind=Parameter.KEYWORD_ONLY) for option in options]
    expanded.__signature__ = Signature(keyword_only)  # type: ignore[attr-defined]
    expanded.__doc__ = command.__doc__
    return expanded


def _builder(parameter: Parameter) -> Callable[..., Any] | None:
    """The function or type that makes the value of a parameter from options of its own;
    None if the parameter is a single option.
    """
    first, *_ = getattr(parameter.annotation, "__metadata__", (None,))
    return first if callable(first) else None
