"""What `check` prints, about files and about links: findings with their places."""

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from dicli.core.safe import clean
from dicli.files.layers import BUNDLED, bundled_file
from dicli.output.rows import Record, Sheet
from dicli.output.terminal import Terminal, write
from dicli.output.writers import FORMATS

if TYPE_CHECKING:
    from dicli.files.reader import Fault


def write_findings(rows: Iterable[Record], text: Callable[[Record], str], json: bool) -> None:
    if json:
        write(FORMATS["json"].write(Sheet((), rows, Terminal())))
    else:
        write((clean(text(row)) for row in rows), Terminal.of(os.environ).encoding)


def file_of(name: str) -> str:
    """Where a catalogue lies, by what people call it."""
    return bundled_file() if name == BUNDLED else name


def place_of(fault: "Fault") -> Record:
    return {"file": file_of(fault.file), "line": fault.place.line, "column": fault.place.column}
