"""The command `path`: which catalogue files are in use."""

import os
from collections.abc import Iterator

from dicli.commands.options import (
    Catalogues,
    OutputOptions,
    fields_of_rows,
    load_catalogue,
)
from dicli.core.model import Record
from dicli.core.safe import clean
from dicli.files import cache
from dicli.files.layers import config_dir, layers_in_use, unused_files

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
    fields = fields_of_rows(output, FIELDS, SHORT_FIELDS)
    rows: list[Record] = []
    try:
        _add_files(rows, catalogues)
    finally:  # if a file is faulty, its maintainer needs to know which are in use
        rows += _directories(bool(catalogues))
        # nested formats write control characters out themselves
        if not output.format.nested:
            for row in rows:
                row["file"] = clean(row["file"])
        output.write_rows(fields, rows)


def _add_files(rows: list[Record], catalogues: list[str] | None) -> None:
    """Adds a row for each file in use, then for each unused one beside the user's own.

    DicliError if the files in use cannot be loaded; the rows then have no counts.
    """
    for layer in layers_in_use(catalogues or [], os.environ):
        file = layer.file if layer.file == "-" else cache.absolute(layer.file)
        rows.append(_row(file, "in use", layer.name))
    for file, reason in unused_files(os.environ).items():
        rows.append(_row(file, f"not used: {reason}"))
    loaded = load_catalogue(catalogues)
    # the files in use are the first rows, in the order in which they are merged
    for row, contents in zip(rows, loaded.files, strict=False):
        for name in COUNTS:
            row[name] = contents.get(name)
        row["overrides"] = contents.get("hides", [])


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
