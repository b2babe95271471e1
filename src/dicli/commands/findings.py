"""What the parts of `check` share: the entries in use, and findings with their places."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from dicli.core.safe import clean
from dicli.files.layers import BUNDLED, bundled_file
from dicli.output.formats import FORMATS
from dicli.output.rows import Record, Sheet
from dicli.output.terminal import Terminal, write

if TYPE_CHECKING:
    from dicli.files.document import Document, Steps


def in_use(documents: Sequence["Document"]) -> Iterator[tuple["Document", dict["Steps", Record]]]:
    """Files, each with the resources that no later one replaces, by their paths."""
    last = {record["id"]: document for document in documents for record in document.data.get("resources", ())}
    for document in documents:
        every = enumerate(document.data.get("resources", ()))
        yield document, {("resources", n): record for n, record in every if last[record["id"]] is document}


def write_findings(rows: Iterable[Record], text: Callable[[Record], str], json: bool) -> None:
    """Writes findings, each as its place and a text, or as JSON."""
    if json:
        write(FORMATS["json"].rows(Sheet((), rows, Terminal())))
    else:
        lines = (f"{row['file']}:{row['line']}:{row['column']}: {text(row)}\n" for row in rows)
        write(map(clean, lines), Terminal.of(os.environ).encoding)


def file_of(name: str) -> str:
    """The path of a catalogue, given the name people use for it."""
    return bundled_file() if name == BUNDLED else name
