"""The command `path`: which catalogue files are in use."""

import os
from collections.abc import Iterator

from dicli.commands.options import (
    Catalogues,
    OutputOptions,
    check_fields,
    load_catalogue,
)
from dicli.core.errors import DicliError
from dicli.core.model import Record
from dicli.core.safe import clean
from dicli.files import cache
from dicli.files.layers import Layer, config_dir, layers_in_use, unused_files

COUNTS = ("resources", "audiences", "topics", "kinds", "left_out")
FIELDS = ("file", "name", "use", *COUNTS, "overrides")
SHORT_FIELDS = ("file", "use", "resources", "left_out", "overrides")


def path_command(*, output: OutputOptions, catalogues: Catalogues = None) -> None:
    """Show which catalogue files are in use.

    Later files override earlier ones. Also shows which files beside your own are not
    used, and why, and where the compiled catalogues are.

    \b
    Examples:
      dicli path
      dicli path --json
    """
    check_fields(output, FIELDS)
    fields = output.fields
    if not fields:
        fields = FIELDS if output.format.nested else SHORT_FIELDS
    rows, error = _files(catalogues)
    rows += _directories(bool(catalogues))
    # nested formats write control characters out themselves
    if not output.format.nested:
        for row in rows:
            row["file"] = clean(row["file"])
    output.write_rows(fields, rows)
    if error:  # after what is known
        raise error


def _files(catalogues: list[str] | None) -> tuple[list[Record], DicliError | None]:
    """Rows of the files in use and of those that are not; and the error, if the files
    in use cannot be loaded.

    The error is returned, not raised, because just then a maintainer needs to know
    which files are in use.
    """
    in_use: list[Record] = []
    unused: list[Record] = []
    try:
        in_use = [
            _row_in_use(layer) for layer in layers_in_use(catalogues or [], os.environ)
        ]
        unused = [
            _row(file, f"not used: {reason}")
            for file, reason in unused_files(os.environ)
        ]
        loaded = load_catalogue(catalogues)
    except DicliError as error:
        return [*in_use, *unused], error
    # both in the order in which they are merged
    for row, contents in zip(in_use, loaded.files, strict=True):
        for name in COUNTS:
            row[name] = contents.get(name)
        row["overrides"] = contents.get("hides", [])
    return [*in_use, *unused], None


def _row(file: str, use: str, name: str | None = None) -> Record:
    """A file or a directory, what it is used for, and, if it is a catalogue, its name;
    what it has is not known yet.
    """
    return {
        "file": file,
        "name": name,
        "use": use,
        **dict.fromkeys(COUNTS),
        "overrides": [],
    }


def _row_in_use(layer: Layer) -> Record:
    if layer.file == "-":
        return _row("-", "in use", layer.name)
    return _row(cache.absolute(layer.file), "in use", layer.name)


def _directories(are_named: bool) -> Iterator[Record]:
    """Where a user's own catalogues are, and the compiled ones, if there are any.

    `are_named` says whether the command line names catalogues, so that the user's own
    are not used.
    """
    use = "your own catalogues"
    if are_named or os.environ.get("DICLI_CATALOGUE"):
        use += " (not used: --catalogue or DICLI_CATALOGUE names others)"
    yield _row(config_dir(os.environ), use)
    compiled = cache.directory(os.environ)
    if compiled:
        yield _row(compiled, "compiled catalogues")
