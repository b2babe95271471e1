"""The command `path`: which catalogue files are in use."""

import os
from collections.abc import Iterable, Iterator, Sequence

from dicli.commands.findings import for_programs, write_rows
from dicli.commands.options import Catalogues, OutputOptions, check_fields, load_catalogue
from dicli.core.errors import DicliError, counted
from dicli.core.safe import clean
from dicli.files import cache
from dicli.files.layers import BUNDLED, Layer, config_dir, layers_in_use, unused_files
from dicli.output.results import Output
from dicli.output.rows import Record
from dicli.output.wrapping import wrapped

COUNTS = ("resources", "audiences", "topics", "kinds", "left_out")
FIELDS = ("file", "name", "use", *COUNTS, "overrides")
# What `use` says of a file or a directory.
IN_USE = "in use"
NOT_USED = "not used"
OWN = "your own catalogues"
COMPILED = "compiled catalogues"


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
    rows, error = _files(catalogues)
    rows += _directories(bool(catalogues))
    if for_programs(output):
        write_rows(rows, FIELDS, output)
    else:
        _write_lines(_lines(rows), output)
    if error:
        raise error


def _files(catalogues: list[str] | None) -> tuple[list[Record], DicliError | None]:
    """Rows of the files in use and of those that are not; and the error, if the files in use cannot be loaded.

    The error is returned, not raised, because just then a maintainer needs to know which files are in use.
    """
    in_use: list[Record] = []
    unused: list[Record] = []
    try:
        in_use = [_row_in_use(layer) for layer in layers_in_use(catalogues or [], os.environ)]
        unused = [_row(file, f"{NOT_USED}: {reason}") for file, reason in unused_files(os.environ)]
        loaded = load_catalogue(catalogues)
    except DicliError as error:
        return [*in_use, *unused], error
    for row, contents in zip(in_use, loaded.files, strict=True):
        for name in COUNTS:
            row[name] = contents.get(name)
        row["overrides"] = contents.get("hides", [])
    return [*in_use, *unused], None


def _row(file: str, use: str, name: str | None = None) -> Record:
    """A file or a directory, what it is used for, and, if it is a catalogue, its name; what it has is not known yet."""
    return {"file": file, "name": name, "use": use, **dict.fromkeys(COUNTS), "overrides": []}


def _row_in_use(layer: Layer) -> Record:
    if layer.file == "-":
        return _row("-", IN_USE, layer.name)
    return _row(cache.absolute(layer.file), IN_USE, layer.name)


def _directories(are_named: bool) -> Iterator[Record]:
    """Where a user's own catalogues are, and the compiled ones, if there are any.

    `are_named` says whether the command line names catalogues, so that the user's own are not used.
    """
    use = OWN
    if are_named or os.environ.get("DICLI_CATALOGUE"):
        use += " (not used: other catalogues are named)"
    yield _row(config_dir(os.environ), use)
    compiled = cache.directory(os.environ)
    if compiled:
        yield _row(compiled, COMPILED)


def _lines(rows: Sequence[Record]) -> Iterator[str]:
    """What people read: the files in use with what they contain, then the others, then the directories."""
    if rows[0]["use"] == IN_USE:
        yield "In use (later files override earlier ones):"
    for row in rows:
        if row["use"] == IN_USE:
            yield from _lines_in_use(row)
        elif row["use"].startswith(NOT_USED):
            yield f"{row['file']} is {row['use']}"
        else:
            yield f"{row['use'].capitalize()}: {row['file']}"


def _lines_in_use(row: Record) -> Iterator[str]:
    """A file in use, and below it how much it has, and what it does to earlier ones, as far as that is known."""
    mark = " (bundled)" if row["name"] == BUNDLED else ""
    yield f"  {row['file']}{mark}"
    counts = []
    for word in ("resource", "audience", "topic", "kind"):
        number = row[f"{word}s"]
        if number:
            counts.append(counted(number, word))
    contents = [", ".join(counts)]
    if row["left_out"]:
        contents.append(f"{counted(row['left_out'], 'resource')} left out, see: dicli check")
    if row["overrides"]:
        contents.append(f"overrides {', '.join(row['overrides'])}")
    line = "; ".join(filter(None, contents))
    if line:
        yield f"    {line}"


def _write_lines(lines: Iterable[str], output: Output) -> None:
    """Writes lines, whatever names of files contain; a terminal gets them wrapped."""
    for line in lines:
        text = clean(line).replace("\n", "\\n")
        if output.terminal.is_tty:
            text = wrapped(text, output.terminal.width, hanging=4)
        output.write([f"{text}\n"])
