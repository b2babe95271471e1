"""The catalogue that comes with dicli: its files, which may be in a zip archive."""

from __future__ import annotations

import os
from pathlib import Path
from pkgutil import get_data
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dicli.files.document import Document

BUNDLED = "bundled"


def is_in_archive() -> bool:
    """Whether dicli runs from a zip archive, without being unpacked. What is beside the
    archive may be anybody's, and is not taken.
    """
    return not os.path.exists(__file__)


def bundled_file() -> str:
    """The file of the bundled entries: in the package or, of an editable install, in the
    checkout.
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


def on_disk(file: str) -> str:
    """The file itself, or the archive that it is in."""
    if is_in_archive() and file in bundled_files():
        return str(Path(__file__).parents[2])
    return file


def _text(file: str) -> bytes:
    """The bytes of one of the bundled files."""
    if is_in_archive():
        return get_data("dicli", f"data/{os.path.basename(file)}") or b""
    from dicli.files.reader import read

    return read(file)


def bundled_document(with_notices: bool = True) -> Document:
    """The bundled catalogue as read: entries and terms with their hidden words, and the
    notices, which take long to read.

    If one of its files could not be read or has no keys, that one is returned instead,
    so that whoever checks it finds out why.
    """
    from dicli.files.reader import parsed

    entries, *others = bundled_files()
    document = parsed(BUNDLED, _text(entries))
    if not isinstance(document.data, dict):
        return document
    for file in others:
        if file.endswith("notices.yaml") and not with_notices:
            continue
        added = parsed(file, _text(file))
        if not isinstance(added.data, dict):
            return added
        _add_hidden(document, added)
        document.data["notices"] = added.data.get("notices", [])
    return document


def _add_hidden(document: Document, other: Document) -> None:
    """Gives the entries of a file the hidden words that another one has for them."""
    from dicli.files.definitions import entries_of

    records = {
        (entry.section, entry.id): entry.record for entry in entries_of(document)
    }
    for entry in entries_of(other):
        record = records.get((entry.section, entry.id))
        if record and "hidden" in entry.record:
            record["hidden"] = entry.record["hidden"]
