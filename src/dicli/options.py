"""The options that commands share, declared once, and what they mean together."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import Annotated, NamedTuple, Optional

from typer import Argument, Option

from dicli import complete
from dicli.catalogue import Catalogue
from dicli.errors import DicliError, Status, listed
from dicli.terminal import WHEN, Terminal, patience, write
from dicli.writers import FOR_PEOPLE, FORMATS, OUTPUT_FIELDS, Row, Sheet

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
        metavar="FILE",
        help="Use this catalogue (- is standard input, `bundled` the bundled one).",
        autocompletion=complete.catalogues,
    ),
]
Format = Annotated[
    Optional[str],
    Option("-f", "--format", metavar="FORMAT", help=f"One of {', '.join(FORMATS)}.", autocompletion=complete.formats),
]
Json = Annotated[bool, Option("--json", help="Short for --format json.")]
Fields = Annotated[
    Optional[str],
    Option("--fields", metavar="A,B,C", help="The columns or keys, in this order.", autocompletion=complete.fields),
]
TermFields = Annotated[
    Optional[str],
    Option("--fields", metavar="A,B,C", help="The columns or keys: id, label, resources, group, broader, synonyms."),
]
Header = Annotated[Optional[bool], Option("--header/--no-header", help="A first line with names (csv: on, tsv: off).")]
Null = Annotated[bool, Option("-0", "--null", help="End each tsv record with NUL, for xargs -0.")]
Color = Annotated[str, Option("--color", metavar="WHEN", help="auto, always or never.", autocompletion=complete.when)]
Hyperlink = Annotated[
    str,
    Option("--hyperlink", metavar="WHEN", help="Links on names: auto, always or never.", autocompletion=complete.when),
]
Limit = Annotated[Optional[int], Option("-n", "--limit", metavar="N", help="At most N results (0: all).", min=0)]
Explain = Annotated[bool, Option("--explain", help="Show the score, and which words matched where and how.")]
Words = Annotated[
    Optional[list[str]], Argument(metavar="[WORDS]...", show_default=False, autocompletion=complete.nothing)
]


class Output(NamedTuple):
    """How results are to be shown."""

    terminal: Terminal
    format: str
    fields: tuple[str, ...] = ()
    header: bool | None = None
    null: bool = False
    explain: bool = False

    def write(self, chunks: Iterable[str]) -> None:
        """Writes results: for people in the terminal's encoding, for programs in UTF-8."""
        write(chunks, self.terminal.encoding if self.format in FOR_PEOPLE else "utf-8")

    def sheet(self, fields: tuple[str, ...], rows: Iterable[Row]) -> Sheet:
        """Rows as they are to be written."""
        return Sheet(fields, rows, self.terminal, self.header, "\0" if self.null else "\n")


def output(
    format: str | None,
    json: bool,
    fields: str | None,
    header: bool | None,
    null: bool,
    color: str,
    hyperlink: str,
    explain: bool = False,
    offered: Sequence[str] = OUTPUT_FIELDS,
) -> Output:
    """How results are to be shown; DicliError for an unknown format, field or WHEN, and for options that clash."""
    for option, when in (("--color", color), ("--hyperlink", hyperlink)):
        _one_of(when, WHEN, f"`{option}` takes")
    if json and format not in (None, "json"):
        raise DicliError(f"`--json` and `--format {format}` contradict each other", "give one", Status.USAGE)
    terminal = Terminal.of(os.environ, color, hyperlink)
    chosen = "json" if json else format or _usual_format(terminal)
    _one_of(chosen, FORMATS, "no format called", "formats")
    if null and chosen != "tsv":
        raise DicliError("`--null` goes with tsv only", f"give `--format tsv`, not {chosen}", Status.USAGE)
    picked = tuple(part.strip() for part in fields.split(",")) if fields is not None else ()
    for field in picked:
        _one_of(field, offered, "no field called", "fields")
    return Output(terminal, chosen, picked, header, null, explain)


def _usual_format(terminal: Terminal) -> str:
    if not terminal.is_tty:
        return "tsv"
    return "plain" if terminal.accessible else "table"


def _one_of(value: str, known: Iterable[str], what: str, all_called: str = "") -> None:
    names = list(known)
    if value in names:
        return
    from dicli.query import guesses

    near = guesses(value, names)
    hint = f"did you mean {listed(near)}?" if near else f"{all_called or 'one of'}: {', '.join(names)}"
    message = f"{what} `{value}`" if all_called else f"{what} {listed(names)}, not `{value}`"
    raise DicliError(message, hint, Status.USAGE)


def loaded(catalogues: list[str] | None) -> Catalogue:
    """The catalogue in force."""
    from dicli import cache, layers

    chosen = layers.in_force(catalogues or [], os.environ)
    return layers.load(chosen, cache.directory(os.environ), lambda: patience("reading the catalogue"))
