"""A catalogue file as it was read, and what is found wrong in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from dicli.core.model import Record

Steps = tuple[str | int, ...]
"""The keys and indexes that lead to a value in plain data."""


class Place(NamedTuple):
    """A place in a file, counted from 1."""

    line: int
    column: int


NOWHERE = Place(0, 0)


def place_of(mark: Any) -> Place:
    """The place that a mark of the YAML parser, which counts from 0, stands for."""
    return Place(mark.line + 1, mark.column + 1)


class Wording(NamedTuple):
    """What is wrong, and what to do about it."""

    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong in a file, where, and what to do about it.

    A fault leaves out an entry or a value; one that leaves out nothing keeps the whole
    file from being used. A warning leaves out nothing, except for a value that cannot
    be used because another file changed. If `place` is NOWHERE, `reader.located` finds
    it by `path`.
    """

    file: str
    message: str
    hint: str = ""
    place: Place = NOWHERE
    path: Steps = ()
    at_key: bool = False  # the finding is about the key at `path`, not about its value
    warning: bool = False
    leaves_out: Steps | None = None  # the path of what is not loaded because of it

    @property
    def refuses(self) -> bool:
        """Whether the file cannot be used at all."""
        return not self.warning and self.leaves_out is None


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: its text without a byte order mark and invisible characters, its
    plain data (None if it is empty or could not be read to the end), and what was found
    while it was read.
    """

    file: str
    text: bytes
    data: Any
    findings: tuple[Finding, ...]


ALONE = ("resources", "notices")  # lists whose entries can be left out singly


def entry_path(path: Steps) -> Steps | None:
    """The path of the entry that a value is in; None if that entry cannot be left out
    without harm to others, as a term cannot.
    """
    if len(path) > 1 and path[0] in ALONE and isinstance(path[1], int):
        return path[:2]
    return None


def is_extension(record: Record) -> bool:
    """Whether a resource gives only what differs from the one with the same id in a
    lower file.
    """
    return "name" not in record or record.get("extends") == "true"


def short(text: str) -> str:
    """The text on one line, cut to a length that still identifies it."""
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:57]}..."
