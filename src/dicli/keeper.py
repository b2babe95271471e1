"""The commands for keepers of a catalogue: check, schema, path."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any, Optional

from typer import Argument, Exit, Option

from dicli import cache, complete
from dicli.dates import OLD_YEARS
from dicli.errors import DicliError, Status, one_line
from dicli.layers import BUNDLED, Layer, bundled_file, config_dir, documents, in_force
from dicli.linkcheck import Asking, check_links
from dicli.options import Catalogues, Json, loaded
from dicli.terminal import Terminal, clean, tell, write
from dicli.writers import FORMATS, Row, Sheet, dumped

if TYPE_CHECKING:
    from dicli.reader import Document, Fault

PATH_FORMATS = ("plain", "json")
Files = Annotated[
    Optional[list[str]], Argument(metavar="[FILE]...", show_default=False, autocompletion=complete.catalogues)
]
PathFormat = Annotated[
    Optional[str],
    Option(
        "-f", "--format", metavar="FORMAT", help=f"{' or '.join(PATH_FORMATS)}.", autocompletion=lambda: PATH_FORMATS
    ),
]


def check(
    files: Files = None,
    strict: Annotated[bool, Option("--strict", help="Let warnings decide the exit status, as faults do.")] = False,
    older_than: Annotated[
        int, Option("--older-than", metavar="YEARS", help="Warn of facts last seen longer ago.", min=0)
    ] = OLD_YEARS,
    links: Annotated[bool, Option("--links", help="Ask the network whether each link still answers.")] = False,
    asking: Annotated[Asking, Asking] = Asking(),
    json: Annotated[bool, Option("--json", help="Write JSON.")] = False,
    catalogue: Catalogues = None,
) -> None:
    """Check catalogue files.

    Tells all faults, each with its place and what to do. Without FILE, what is in force is checked. Files are laid
    over each other in this order; `bundled` names the bundled catalogue, - standard input. A fault keeps a file from
    being used, a warning never does.

    \b
    Examples:
      dicli check my.yaml
      dicli check bundled my.yaml --strict
      dicli check --links --only-failed
    """
    if not links and (given := set(asking._asdict().items()) - set(Asking()._asdict().items())):
        raise DicliError(f"`--{min(given)[0].replace('_', '-')}` goes with `--links`", status=Status.USAGE)
    from dicli.faults import faults

    above, beneath = documents(in_force([*(files or ()), *(catalogue or ())], os.environ))
    found = faults(above, beneath, None if links else older_than)
    if links and not found:
        check_links(above, asking, lambda rows, text: _write(rows, text, json))
        return
    _write(map(_fault_row, found), _fault_text, json)
    _count(above, found)
    if any(strict or not fault.warning for fault in found):
        raise Exit(Status.NOTHING)


def _write(rows: Iterable[Row], text: Callable[[Row], str], json: bool) -> None:
    if json:
        write(FORMATS["json"](Sheet((), rows, Terminal())))
    else:
        write((clean(text(row)) for row in rows), Terminal.of(os.environ).encoding)


def _place(fault: "Fault") -> Row:
    file = bundled_file() if fault.file == BUNDLED else fault.file
    return {"file": file, "line": fault.place.line, "column": fault.place.column}


def _fault_row(fault: "Fault") -> Row:
    level = "warning" if fault.warning else "fault"
    return {**_place(fault), "level": level, "message": fault.message, "hint": fault.hint}


def _fault_text(row: Row) -> str:
    level = "warning: " if row["level"] == "warning" else ""
    return f"{row['file']}:{row['line']}:{row['column']}: {level}{row['message']}\n    {row['hint']}\n"


def _count(above: Sequence["Document"], found: Sequence["Fault"]) -> None:
    warnings = sum(fault.warning for fault in found)
    counts = [_counted(len(found) - warnings, "fault")] + ([_counted(warnings, "warning")] if warnings else [])
    stopped = [document.file for document in above if document.data is None and document.faults]
    tell(f"{' and '.join(counts)} in {_counted(len(above), 'file')}")
    for file in stopped:
        tell(f"`{file}` could not be read to its end: correct it and check again")


def _counted(number: int, word: str) -> str:
    return f"{number or 'no'} {word}{'' if number == 1 else 's'}"


# ---- schema and path -----------------------------------------------------------------------------


def schema() -> None:
    """Print the JSON Schema of catalogue files. Editors and other programs take it.

    \b
    Example:
      dicli schema > catalogue.schema.json
    """
    from dicli.faults import schema_text

    write([schema_text()])


def path(format: PathFormat = None, json: Json = False, catalogue: Catalogues = None) -> None:
    """Say which catalogue files are in force.

    Also what each adds and hides, and where to put your own.

    \b
    Examples:
      dicli path
      dicli path --json
    """
    if format not in (None, *PATH_FORMATS):
        raise DicliError(f"`path` has no format `{format}`", f"formats: {', '.join(PATH_FORMATS)}", Status.USAGE)
    here: list[Layer] = []
    try:
        here = in_force(catalogue or [], os.environ)
        files, failure = loaded(catalogue).files, None
    except DicliError as error:  # which files are in force is what a keeper wants to know then
        files, failure = [{"name": layer.name} for layer in here], error
    places = [layer.file if layer.file == "-" else cache.absolute(layer.file) for layer in here]
    facts: Row = {
        "in_force": [{**file, "file": place} for file, place in zip(files, places, strict=True)],
        "own": config_dir(os.environ),
        "cache": cache.directory(os.environ),
    }
    if json or format == "json":
        write([dumped(facts, 2) + "\n"])
    else:
        named = bool(catalogue or os.environ.get("DICLI_CATALOGUE"))
        write(
            (clean(line).replace("\n", "\\n") + "\n" for line in _path_lines(facts, named)),
            Terminal.of(os.environ).encoding,
        )
    if passed := _passed_over(facts["own"]):
        tell(one_line(f"not read, for the name must end in .yaml: {', '.join(passed)}"))
    if failure:
        raise failure


def _path_lines(facts: Mapping[str, Any], named: bool) -> Iterator[str]:
    if facts["in_force"]:
        yield "In force, later ones over earlier ones:"
    for file in facts["in_force"]:
        yield f"  {file['file']}" + (" (bundled)" if file["name"] == BUNDLED else "")
        counts = ("resource", "audience", "topic", "kind")
        held = ", ".join(_counted(file[f"{word}s"], word) for word in counts if file.get(f"{word}s"))
        if held:
            yield f"    {held}" + (f"; hides {', '.join(file['hides'])}" if file["hides"] else "")
    yield f"Your own catalogues: {facts['own']}{os.sep}*.yaml" + (" (not in force: others are named)" if named else "")
    yield f"Compiled forms: {facts['cache'] or 'not kept'}"


def _passed_over(directory: str) -> list[str]:
    """The files of a directory whose names look as if they were meant to be catalogues."""
    names: list[str] = []
    with suppress(OSError):
        names = sorted(os.listdir(directory))
    alike = re.compile(r"[^.].*\.ya?ml\b", re.IGNORECASE)
    return [name for name in names if alike.match(name) and not name.endswith(".yaml")]
