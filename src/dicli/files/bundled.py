"""The catalogue that comes with dicli: its files, which may be in a zip archive."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dicli.files.document import Document

BUNDLED = "bundled"


def bundled_file() -> str:
    """The file of the bundled entries: in the package, which may be in a zip archive, or
    else in the checkout.
    """
    packaged = Path(__file__).parents[1] / "data" / "resources.yaml"
    if packaged.is_file() or is_in_archive():
        return str(packaged)
    return str(Path(__file__).parents[3] / "data" / "resources.yaml")


def bundled_files() -> list[str]:
    """The files of the bundled catalogue: its entries, then the words that only search
    knows, and the notices.
    """
    entries = bundled_file()
    files = [entries]
    for name in ("search.yaml", "notices.yaml"):
        file = os.path.join(os.path.dirname(entries), name)
        # a file in an archive cannot be seen on disk, but is always there
        if os.path.isfile(file) or is_in_archive():
            files.append(file)
    return files


def is_in_archive() -> bool:
    """Whether dicli runs from a zip archive, without being unpacked."""
    return not os.path.exists(__file__)


def on_disk(file: str) -> str:
    """The file itself, or the archive that it is in."""
    if is_in_archive() and file in bundled_files():
        return str(Path(__file__).parents[2])
    return file


def _text(file: str) -> bytes:
    """The bytes of one of the bundled files."""
    if is_in_archive():
        from pkgutil import get_data

        return get_data("dicli", f"data/{os.path.basename(file)}") or b""
    from dicli.files.reader import read

    return read(file)


def bundled_document() -> Document:
    """The bundled catalogue as read: entries and terms with their hidden words, and the
    notices.
    """
    return _document(bundled_files())


def bundled_base() -> Document:
    """The same without the notices, which no other file can refer to, and which take
    long to read.
    """
    files = bundled_files()
    return _document([file for file in files if not file.endswith("notices.yaml")])


def _document(files: Sequence[str]) -> Document:
    """The first of some files as read, with what the others add. If one of them could
    not be read or has no keys, that one is returned instead, so that whoever checks it
    finds out why.
    """
    from dicli.files.reader import parsed

    entries, *others = files
    document = parsed(BUNDLED, _text(entries))
    if not isinstance(document.data, dict):
        return document
    for file in others:
        added = parsed(file, _text(file))
        if not isinstance(added.data, dict):
            return added
        _add_hidden(document, added)
        if "notices" in added.data:
            document.data["notices"] = added.data["notices"]
    return document


def _add_hidden(document: Document, other: Document) -> None:
    """Gives the entries of a file the hidden words that another one has for them."""
    from dicli.files.definitions import entries_of

    hidden = {}
    for entry in entries_of(other):
        if "hidden" in entry.record:
            hidden[entry.section, entry.id] = entry.record["hidden"]
    for entry in entries_of(document):
        if (entry.section, entry.id) in hidden:
            entry.record["hidden"] = hidden[entry.section, entry.id]
