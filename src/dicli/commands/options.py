"""The options that commands share, declared once, and what they mean together.

Options that always occur together are one parameter of a command, annotated with a function (`OutputOptions`,
`FilterOptions`, `CatalogueInUse`): Typer sees the function's own parameters as options, and the command receives the
function's result (see `expand`).
"""

import os
import sys
from collections.abc import Callable, Iterable
from inspect import Parameter, Signature, signature
from types import FunctionType
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from typer import Argument, Option

from dicli.commands import complete
from dicli.core.catalogue import Catalogue
from dicli.core.errors import DicliError, Status, listed
from dicli.core.model import Query
from dicli.output.rows import Record, Sheet
from dicli.output.terminal import WHEN, Terminal, is_tty, report, write
from dicli.output.writers import FORMATS, Format

if TYPE_CHECKING:
    from dicli.files.layers import Layer

LARGE = 2**20  # bytes of catalogue files


def _filter(name: str, metavar: str, about: str, completion: Callable[..., Any]) -> Any:
    """An option that narrows a result to the values given for it."""
    help = f"{about}; may be repeated."
    return Option(f"-{name[0]}", f"--{name}", metavar=metavar, help=help, autocompletion=completion)


def _when(about: str) -> Any:
    return Option(metavar="WHEN", help=f"{about}: auto, always or never.", autocompletion=lambda: WHEN)


Many = list[str] | None
"""The values of an option or an argument that may be repeated."""
Audiences = Annotated[Many, _filter("audience", "WHO", "For whom: id, label or synonym", complete.audiences)]
Topics = Annotated[Many, _filter("topic", "TOPIC", "About what", complete.topics)]
Kinds = Annotated[Many, _filter("kind", "KIND", "Kind of resource", complete.kinds)]
Direct = Annotated[
    bool, Option("--direct", help="Only resources that name the audience itself, not a wider or narrower one.")
]
Catalogues = Annotated[
    Many,
    Option(
        "--catalogue",
        "--catalog",
        metavar="FILE",
        help="Catalogue to use: a file, - for standard input, or `bundled`.",
        autocompletion=complete.catalogues,
    ),
]
FormatName = Annotated[
    str | None,
    Option("-f", "--format", metavar="FORMAT", help=f"One of {', '.join(FORMATS)}.", autocompletion=lambda: FORMATS),
]
Json = Annotated[bool, Option("--json", help="Short for --format json.")]
Fields = Annotated[
    str | None,
    Option("--fields", metavar="A,B,C", help="The columns or keys, in this order.", autocompletion=complete.fields),
]
Header = Annotated[bool | None, Option("--header/--no-header", help="Print a header line (default: csv yes, tsv no).")]
Null = Annotated[bool, Option("-0", "--null", help="End each tsv record with NUL, for xargs -0.")]
Color = Annotated[str, _when("Color")]
NoColor = Annotated[bool, Option("--no-color", help="Short for --color never.")]
Hyperlink = Annotated[str, _when("Links on names")]
Limit = Annotated[int | None, Option("-n", "--limit", metavar="N", help="At most N results (0: all).", min=0)]
Explain = Annotated[bool, Option("--explain", help="Show the score, and which words matched where and how.")]
Words = Annotated[Many, Argument(metavar="[WORDS]...", help="What to look for; - reads standard input.")]


class Output(NamedTuple):
    """How to show results."""

    terminal: Terminal
    format: Format
    fields: tuple[str, ...] = ()
    header: bool | None = None
    null: bool = False
    explain: bool = False
    given: bool = False  # whether the format was named

    def write(self, chunks: Iterable[str], at_once: bool = False) -> None:
        """Writes results: for people in the terminal's encoding, for programs in UTF-8."""
        write(chunks, self.terminal.encoding if self.format.for_people else "utf-8", at_once)

    def picked(self, offered: Iterable[str], usual: tuple[str, ...]) -> tuple[str, ...]:
        """The fields to show, by default the usual ones; DicliError for one that is not offered."""
        for field in self.fields:
            _one_of(field, offered, "no field called", "fields")
        return self.fields or usual

    def sheet(self, fields: tuple[str, ...], rows: Iterable[Record]) -> Sheet:
        """Rows as they are to be written."""
        return Sheet(fields, rows, self.terminal, self.header, "\0" if self.null else "\n")


def output_options(
    format: FormatName = None,
    json: Json = False,
    fields: Fields = None,
    header: Header = None,
    null: Null = False,
    color: Color = "auto",
    no_color: NoColor = False,
    hyperlink: Hyperlink = "auto",
) -> Output:
    """How to show results; DicliError for an unknown format or WHEN, and for options that conflict."""
    for option, when in (("--color", color), ("--hyperlink", hyperlink)):
        _one_of(when, WHEN, f"`{option}` takes")
    if json and (format or "json").lower() != "json":
        raise DicliError(f"`--json` and `--format {format}` conflict", "give only one", Status.USAGE)
    terminal = Terminal.of(os.environ, "never" if no_color else color, hyperlink)
    chosen = "json" if json else (format or _default_format(terminal)).lower()
    _one_of(chosen, FORMATS, "no format called", "formats")
    if null and chosen != "tsv":
        raise DicliError("`--null` works only with tsv", f"give `--format tsv`, not {chosen}", Status.USAGE)
    picked = tuple(part.strip() for part in fields.split(",")) if fields is not None else ()
    return Output(terminal, FORMATS[chosen], picked, header, null, given=json or format is not None)


def _default_format(terminal: Terminal) -> str:
    if not terminal.is_tty:
        return "tsv"
    return "plain" if terminal.accessible else "table"


def _one_of(value: str, known: Iterable[str], what: str, all_called: str = "") -> None:
    names = list(known)
    if value in names:
        return
    from dicli.core.text import guesses

    near = guesses(value, names)
    hint = f"did you mean {listed(near)}?" if near else f"{all_called or 'one of'}: {', '.join(names)}"
    message = f"{what} `{value}`" if all_called else f"{what} {listed(names)}, not `{value}`"
    raise DicliError(message, hint, Status.USAGE)


def filters(audience: Audiences = None, topic: Topics = None, kind: Kinds = None, direct: Direct = False) -> Query:
    """A query with filters only, as they were typed."""
    return Query(audiences=tuple(audience or ()), topics=tuple(topic or ()), kinds=tuple(kind or ()), direct=direct)


def load_catalogue(catalogue: Catalogues = None) -> Catalogue:
    """The catalogue in use."""
    from dicli.files import cache, layers

    chosen = layers.layers_in_use(catalogue or [], os.environ)
    return layers.load(chosen, cache.directory(os.environ), lambda: _report_reading(chosen))


def _report_reading(layers: Iterable["Layer"]) -> None:
    """On a terminal, says what takes long: reading large files for the first time."""
    if is_tty(sys.stderr) and sum(os.path.getsize(one.file) for one in layers if os.path.isfile(one.file)) > LARGE:
        report("reading the catalogue ...")


OutputOptions = Annotated[Output, output_options]
FilterOptions = Annotated[Query, filters]
CatalogueInUse = Annotated[Catalogue, load_catalogue]


def expand(command: Callable[..., None]) -> Callable[..., None]:
    """The command with each grouped parameter expanded into its options, as Typer needs to see it.

    `def kinds(*, how: OutputOptions)` becomes `def kinds(*, format: Format, json: Json, fields: Fields, ...)`, which
    calls the former with `how=output_options(format=..., json=..., fields=..., ...)`.
    """
    parameters = signature(command).parameters
    builders = {name: builder for name, one in parameters.items() if (builder := _builder(one))}
    parts = {name: signature(builder).parameters for name, builder in builders.items()}

    def expanded(**options: Any) -> None:
        built = {name: builders[name](**{part: options.pop(part) for part in parts[name]}) for name in builders}
        command(**options, **built)

    every = (option for name, one in parameters.items() for option in parts.get(name, {name: one}).values())
    keyword_only = [option.replace(kind=Parameter.KEYWORD_ONLY) for option in every]
    expanded.__signature__ = Signature(keyword_only)  # type: ignore[attr-defined]
    expanded.__doc__ = help_text(command)
    return expanded


def help_text(command: Callable[..., None]) -> str | None:
    """The docstring of a command; from its source if Python was told to drop it (-OO)."""
    if sys.flags.optimize < 2:
        return command.__doc__
    import ast
    from inspect import getsource

    [definition] = ast.parse(getsource(command)).body
    return ast.get_docstring(definition, clean=False) if isinstance(definition, ast.FunctionDef) else None


def _builder(parameter: Parameter) -> Callable[..., Any] | None:
    """The function that a parameter is annotated with, if any."""
    first, *_ = getattr(parameter.annotation, "__metadata__", (None,))
    return first if isinstance(first, FunctionType | type) else None
