"""The command `path`: which catalogue files are in use."""

import os
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from typer import Option

from dicli.commands.options import Catalogues, Json, load_catalogue
from dicli.core.errors import DicliError, Status, counted
from dicli.core.safe import clean
from dicli.files import cache
from dicli.files.layers import BUNDLED, Layer, Unused, config_dir, layers_in_use, unused_files
from dicli.output.rows import Record
from dicli.output.terminal import Terminal, write
from dicli.output.writers import dumped

PATH_FORMATS = ("plain", "json")
FormatOption = Option("-f", "--format", metavar="FORMAT", help="plain or json.", autocompletion=lambda: PATH_FORMATS)


def path(format: Annotated[str | None, FormatOption] = None, json: Json = False, catalogue: Catalogues = None) -> None:
    """Show which catalogue files are in use.

    Also shows what each adds and overrides, and where to put your own.

    \b
    Examples:
      dicli path
      dicli path --json
    """
    if format not in (None, *PATH_FORMATS):
        raise DicliError(f"`path` has no format `{format}`", f"formats: {', '.join(PATH_FORMATS)}", Status.USAGE)
    here: list[Layer] = []
    unused: list[Unused] = []
    try:
        here, unused = layers_in_use(catalogue or [], os.environ), unused_files(os.environ)
        files, failure = load_catalogue(catalogue).files, None
    except DicliError as error:  # just then a maintainer wants to know which files are in use
        files, failure = [{"name": layer.name} for layer in here], error
    places = [layer.file if layer.file == "-" else cache.absolute(layer.file) for layer in here]
    facts: Record = {
        "in_force": [{**file, "file": place} for file, place in zip(files, places, strict=True)],
        "own": config_dir(os.environ),
        "unused": [file._asdict() for file in unused],
        "cache": cache.directory(os.environ),
    }
    if json or format == "json":
        write([dumped(facts, 2) + "\n"])
    else:
        named = bool(catalogue or os.environ.get("DICLI_CATALOGUE"))
        lines = (clean(line).replace("\n", "\\n") + "\n" for line in _path_lines(facts, named))
        write(lines, Terminal.of(os.environ).encoding)
    if failure:
        raise failure


def _path_lines(facts: Mapping[str, Any], named: bool) -> Iterator[str]:
    if facts["in_force"]:
        yield "In use (later files override earlier ones):"
    for file in facts["in_force"]:
        yield f"  {file['file']}" + (" (bundled)" if file["name"] == BUNDLED else "")
        counts = ("resource", "audience", "topic", "kind")
        held = ", ".join(counted(file[f"{word}s"], word) for word in counts if file.get(f"{word}s"))
        if held:
            yield f"    {held}" + (f"; overrides {', '.join(file['hides'])}" if file["hides"] else "")
    note = " (not used: other catalogues are named)" if named else ""
    yield f"Your own catalogues: {facts['own']}{os.sep}*.yaml{note}"
    for file in facts["unused"]:
        yield f"  {file['file']} is not used: {file['reason']}"
    yield f"Compiled catalogues: {facts['cache'] or 'off'}"
