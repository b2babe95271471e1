"""The options that commands share, declared once, and what they mean together.

Options that always come together are one parameter of a command: annotated with a function (`OutputOptions`,
`FilterOptions`, `CatalogueInUse`), it stands for the options that the function takes, and gets what the function makes
of them (see `expand`).
"""

import os
import sys
from collections.abc import Callable, Iterable
from inspect import Parameter, Signature, signature
from types import FunctionType
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, Optional

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

Audiences = Annotated[
    Optional[list[str]],
    Option(
        "-a",
        "--audience",
        metavar="WHO",
        help="For whom: id, label or synonym; may be repeated.",
        autocompletion=complete.audiences,
    ),
]
Topics = Annotated[
    Optional[list[str]],
    Option("-t", "--topic", metavar="TOPIC", help="About what; may be repeated.", autocompletion=complete.topics),
]
Kinds = Annotated[
    Optional[list[str]],
    Option("-k", "--kind", metavar="KIND", help="What sort of thing; may be repeated.", autocompletion=complete.kinds),
]
Direct = Annotated[bool, Option("--direct", help="Only what names the audience itself, not wider or narrower ones.")]
Catalogues = Annotated[
    Optional[list[str]],
    Option(
        "--catalogue",
        "--catalog",
        metavar="FILE",
        help="Use this catalogue (- is standard input, `bundled` the bundled one).",
        autocompletion=complete.catalogues,
    ),
]
FormatName = Annotated[
    Optional[str],
    Option("-f", "--format", metavar="FORMAT", help=f"One of {', '.join(FORMATS)}.", autocompletion=complete.formats),
]
Json = Annotated[bool, Option("--json", help="Short for --format json.")]
Fields = Annotated[
    Optional[str],
    Option("--fields", metavar="A,B,C", help="The columns or keys, in this order.", autocompletion=complete.fields),
]
Header = Annotated[Optional[bool], Option("--header/--no-header", help="A first line with names (csv: on, tsv: off).")]
Null = Annotated[bool, Option("-0", "--null", help="End each tsv record with NUL, for xargs -0.")]
Color = Annotated[
    str,
    Option(metavar="WHEN", help="auto, always or never.", show_default=False, autocompletion=complete.when),
]
NoColor = Annotated[bool, Option("--no-color", help="Short for --color never.")]
Hyperlink = Annotated[
    str,
    Option(
        metavar="WHEN", help="Links on names: auto, always or never.", show_default=False, autocompletion=complete.when
    ),
]
Limit = Annotated[Optional[int], Option("-n", "--limit", metavar="N", help="At most N results (0: all).", min=0)]
Explain = Annotated[bool, Option("--explain", help="Show the score, and which words matched where and how.")]
Words = Annotated[
    Optional[list[str]],
    Argument(metavar="[WORDS]...", help="What is looked for; - is standard input."),
]


class Output(NamedTuple):
    """How results are to be shown."""

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
        """The fields to show, the usual ones where none were named; DicliError for one that is not offered."""
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
    """How results are to be shown; DicliError for an unknown format or WHEN, and for options that clash."""
    for option, when in (("--color", color), ("--hyperlink", hyperlink)):
        _one_of(when, WHEN, f"`{option}` takes")
    if json and (format or "json").lower() != "json":
        raise DicliError(f"`--json` and `--format {format}` contradict each other", "give one", Status.USAGE)
    terminal = Terminal.of(os.environ, "never" if no_color else color, hyperlink)
    chosen = "json" if json else (format or _default_format(terminal)).lower()
    _one_of(chosen, FORMATS, "no format called", "formats")
    if null and chosen != "tsv":
        raise DicliError("`--null` goes with tsv only", f"give `--format tsv`, not {chosen}", Status.USAGE)
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
    from dicli.core.query import guesses

    near = guesses(value, names)
    hint = f"did you mean {listed(near)}?" if near else f"{all_called or 'one of'}: {', '.join(names)}"
    message = f"{what} `{value}`" if all_called else f"{what} {listed(names)}, not `{value}`"
    raise DicliError(message, hint, Status.USAGE)


def filters(audience: Audiences = None, topic: Topics = None, kind: Kinds = None, direct: Direct = False) -> Query:
    """A query with filters only, as they were typed."""
    return Query(audiences=tuple(audience or ()), topics=tuple(topic or ()), kinds=tuple(kind or ()), direct=direct)


def load_catalogue(catalogue: Catalogues = None) -> Catalogue:
    """The catalogue in force."""
    from dicli.files import cache, layers

    chosen = layers.layers_in_use(catalogue or [], os.environ)
    return layers.load(chosen, cache.directory(os.environ), lambda: _tell_of_reading(chosen))


def _tell_of_reading(layers: Iterable["Layer"]) -> None:
    """Says on a terminal what takes long: reading large files for the first time."""
    if is_tty(sys.stderr) and sum(os.path.getsize(one.file) for one in layers if os.path.isfile(one.file)) > LARGE:
        report("reading the catalogue ...")


OutputOptions = Annotated[Output, output_options]
FilterOptions = Annotated[Query, filters]
CatalogueInUse = Annotated[Catalogue, load_catalogue]


def expand(command: Callable[..., None]) -> Callable[..., None]:
    """The command as Typer is to see it: options instead of what is made of them (see the top of this module)."""
    own = signature(command).parameters
    makers = {name: maker for name, one in own.items() if (maker := _maker(one))}
    taken = {name: signature(maker).parameters for name, maker in makers.items()}

    def called(**given: Any) -> None:
        made = {name: makers[name](**{one: given.pop(one) for one in taken[name]}) for name in makers}
        command(**given, **made)

    options = (option for name, one in own.items() for option in taken.get(name, {name: one}).values())
    keyword_only = [option.replace(kind=Parameter.KEYWORD_ONLY) for option in options]
    called.__signature__ = Signature(keyword_only)  # type: ignore[attr-defined]
    called.__doc__ = help_text(command)
    return called


def help_text(command: Callable[..., None]) -> str | None:
    """The docstring of a command; taken from its source where Python was told to drop it (-OO)."""
    if sys.flags.optimize < 2:
        return command.__doc__
    import ast
    from inspect import getsource

    [definition] = ast.parse(getsource(command)).body
    return ast.get_docstring(definition, clean=False) if isinstance(definition, ast.FunctionDef) else None


def _maker(parameter: Parameter) -> Callable[..., Any] | None:
    """The function that a parameter is annotated with, if it is."""
    first, *_ = getattr(parameter.annotation, "__metadata__", (None,))
    return first if isinstance(first, FunctionType | type) else None
