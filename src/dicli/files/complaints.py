"""The complaints of libyaml in words for people who do not know YAML."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from itertools import islice
from pkgutil import get_data
from typing import Any, NamedTuple

from dicli.files.document import Finding, Place, Wording, place_of


class Slip(NamedTuple):
    """A slip that people make in YAML, by a part of libyaml's complaint about it.

    `where_it_began`: the slip is where libyaml began to read something, not where it
    stopped.
    """

    complaint: str
    message: str
    hint: str
    where_it_began: bool


@cache
def _slips() -> list[Slip]:
    """What people who edit YAML most often get wrong, from a table beside this module."""
    slips = []
    for line in (get_data(__package__, "slips.txt") or b"").decode().splitlines():
        if line and not line.startswith("#"):
            part, message, hint = line.split(" | ")
            slips.append(
                Slip(part.removeprefix("^"), message, hint, part.startswith("^"))
            )
    return slips


def _slip(complaint: str) -> Slip:
    return next(slip for slip in _slips() if slip.complaint in complaint)


def escape_wording() -> Wording:
    """What to say of a backslash that YAML cannot take."""
    slip = _slip("escape")
    return Wording(slip.message, slip.hint)


def syntax_fault(file: str, text: bytes, error: Any) -> Finding:
    """The fault that a YAMLError means, at the place where someone has to look."""
    mark = getattr(error, "problem_mark", None)
    # a character that YAML cannot take; `characters` has left out all that we know of
    if mark is None:
        slip = _slip("")
        return Finding(file, slip.message, slip.hint, Place(1, 1))
    line = _line(text, mark.line)
    before = line[: mark.column]
    char = line[mark.column : mark.column + 1]
    complaint = f"{error.problem} {error.context or ''}"
    slip = _slip(_recognized(complaint, before, char) or complaint)
    place = place_of(mark)
    if slip.where_it_began and error.context_mark:
        place = place_of(error.context_mark)
    elif slip == _slip("escape") and char != "\\":
        # the parser stopped somewhere behind the backslash
        place = Place(place.line, before.rfind("\\") + 1)
    message = slip.message.replace("{char}", char)
    hint = slip.hint.replace("{line}", str(mark.line + 1))
    return Finding(file, message, hint, place)


def _line(text: bytes, number: int) -> str:
    """The line with that number, counted from 0."""
    stream = BytesIO(text)
    line = next(islice(stream, number, None), b"")
    return line.rstrip(b"\n").decode("utf-8", "replace")


def _recognized(complaint: str, before: str, char: str) -> str:
    """The name of a slip that is recognized by what is on the line, before the place
    and at it, else "".
    """
    if char == "\t":
        return "tab character"
    if not char and "node content" in complaint:
        return "end within a bracket"
    if "mapping values" in complaint and ": " in before:
        return "second colon"
    if " expected" in f" {complaint}" and before.rstrip().endswith(
        ("'", '"', "]", "}")
    ):
        return "text after the end"
    return ""
