"""The command `path`: which catalogue files are in use."""

import os
from collections.abc import Iterable, Iterator, Sequence

from dicli.commands.findings import for_programs, picked
from dicli.commands.options import Catalogues, OutputOptions, check_fields, load_catalogue
from dicli.core.errors import DicliError, counted
from dicli.core.safe import clean
from dicli.files import cache
from dicli.files.layers import BUNDLED, Layer, bundled_files, config_dir, layers_in_use, unused_files
from dicli.output.results import Output
from dicli.output.rows import Record
from dicli.output.terminal import wrapped

COUNTED = ("resources", "audiences", "topics", "kinds", "left_out")
FIELDS = ("file", "name", "use", *COUNTED, "overrides")
# What `use` says of a file or a directory.
IN_USE, NOT_USED, OWN, COMPILED = "in use", "not used", "your own catalogues", "compiled catalogues"


def path(*, output: OutputOptions, catalogues: Catalogues = None) -> None:
    """Show which catalogue files are in use.

    Also shows what each adds and overrides, which files beside your own are not used, and why, and where the compiled
    catalogues are.

    \b
    Examples:
      dicli path
      dicli path --json
    """
    check_fields(output, FIELDS)
    rows, failure = _files(catalogues)
    rows += _directories(bool(catalogues))
    if for_programs(output):
        fields = output.fields or FIELDS
        output.write(output.format.rows(output.sheet(fields, picked(rows, fields))))
    else:
        _write_lines(_lines(rows), output)
    if failure:
        raise failure


def _files(catalogues: list[str] | None) -> tuple[list[Record], DicliError | None]:
    """The files in use and those that are not; and what is wrong with them, if they cannot be loaded.

    Just then a maintainer needs to know which files are in use.
    """
    layers: list[Layer] = []
    unused: list[Record] = []
    try:
        layers = layers_in_use(catalogues or [], os.environ)
        unused = [_row(file, use=f"{NOT_USED}: {reason}") for file, reason in unused_files(os.environ)]
        loaded = load_catalogue(catalogues)
    except DicliError as error:
        return [*(_row_in_use(layer, {"name": layer.name}) for layer in layers), *unused], error
    return [*map(_row_in_use, layers, loaded.files), *unused], None


def _row(file: str, use: str, contents: Record | None = None) -> Record:
    """What a file or a directory is used for, and what a catalogue has, as far as it is known."""
    known = contents or {}
    counts = {name: known.get(name) for name in COUNTED}
    return {"file": file, "name": known.get("name"), "use": use, **counts, "overrides": known.get("hides", [])}


def _row_in_use(layer: Layer, contents: Record) -> Record:
    return _row(layer.file if layer.file == "-" else cache.absolute(layer.file), IN_USE, contents)


def _directories(are_named: bool) -> Iterator[Record]:
    """Where a user's own catalogues are, if they are used, and the compiled ones, if there are any."""
    others_are_named = are_named or os.environ.get("DICLI_CATALOGUE")
    note = " (not used: other catalogues are named)" if others_are_named else ""
    yield _row(config_dir(os.environ), OWN + note)
    compiled = cache.directory(os.environ)
    if compiled:
        yield _row(compiled, COMPILED)


def _lines(rows: Sequence[Record]) -> Iterator[str]:
    """What people read: the files in use with what they contain, then the others, then the directories."""
    in_use = [row for row in rows if row["use"] == IN_USE]
    if in_use:
        yield "In use (later files override earlier ones):"
    for row in in_use:
        yield f"  {row['file']}" + (_beside() if row["name"] == BUNDLED else "")
        contents = _contents(row)
        if contents:
            yield f"    {contents}"
    for row in rows:
        if row["use"].startswith(NOT_USED):
            yield f"{row['file']} is {row['use']}"
        elif row["use"] != IN_USE:
            yield f"{row['use'].capitalize()}: {row['file']}"


def _write_lines(lines: Iterable[str], output: Output) -> None:
    """Writes lines, whatever names of files contain; a terminal gets them wrapped."""
    for line in lines:
        text = clean(line).replace("\n", "\\n")
        if output.terminal.is_tty:
            text = wrapped(text, output.terminal.width, hanging=4)
        output.write([f"{text}\n"])


def _beside() -> str:
    """What is said of the bundled file: that it is, and what it is read with."""
    others = [os.path.basename(file) for file in bundled_files()[1:]]
    return f" (bundled, with {', '.join(others)} beside it)" if others else " (bundled)"


def _contents(row: Record) -> str:
    """How much a file has, and what it does to earlier ones, as far as that is known."""
    counts = []
    for word in ("resource", "audience", "topic", "kind"):
        number = row[f"{word}s"]
        if number:
            counts.append(counted(number, word))
    parts = [", ".join(counts)] if counts else []
    if row["left_out"]:
        parts.append(f"{counted(row['left_out'], 'resource')} left out, see: dicli check")
    if row["overrides"]:
        parts.append(f"overrides {', '.join(row['overrides'])}")
    return "; ".join(parts)
