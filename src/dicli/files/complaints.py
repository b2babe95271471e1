"""Says in plain words what a YAML parser complains about."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from itertools import islice
from pkgutil import get_data
from typing import Any, NamedTuple

from dicli.files.document import Finding, Wording, place_of


class Slip(NamedTuple):
    """A slip that people make in YAML, by a part of the parser's complaint about it.

    `where_it_began`: the slip is where the parser began to read something, not where it
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
            mark_and_part, message, hint = line.split(" | ")
            part = mark_and_part.removeprefix("^")
            slips.append(
                Slip(part, message, hint, where_it_began=mark_and_part != part)
            )
    return slips


def _slip(complaint: str) -> Slip:
    """The first slip whose part occurs in a complaint; the last one occurs in all."""
    return next(slip for slip in _slips() if slip.complaint in complaint)


def escape_wording() -> Wording:
    """What to say about a backslash that YAML cannot take."""
    slip = _slip("escape")
    return Wording(slip.message, slip.hint)


def syntax_fault(file: str, text: bytes, error: Any) -> Finding:
    """The fault that a YAMLError means, at the place where someone has to look."""
    stopped = error.problem_mark
    line = _line(text, stopped.line)
    before = line[: stopped.column]
    char = line[stopped.column : stopped.column + 1]
    complaint = f"{error.problem} {error.context or ''}"
    slip = _slip(_recognized(complaint, before, char) or complaint)
    message = slip.message.replace("{char}", char)
    hint = slip.hint.replace("{line}", str(stopped.line + 1))
    mark = stopped
    if slip.where_it_began and error.context_mark:
        mark = error.context_mark
    return Finding(file, message, hint, place_of(mark))


def _line(text: bytes, number: int) -> str:
    """The line with that number, counted from 0."""
    line = next(islice(BytesIO(text), number, None), b"")
    return line.rstrip(b"\n").decode("utf-8", "replace")


def _recognized(complaint: str, before: str, char: str) -> str:
    """One of the first names in `slips.txt`, if that slip shows in the text of the line
    before the place of the complaint, and in the character there; else "".
    """
    if char == "\t":
        return "tab character"
    if not char and "node content" in complaint:
        return "end within a bracket"
    if "mapping values" in complaint and ": " in before:
        return "second colon"
    is_after_end = before.rstrip().endswith(("'", '"', "]", "}"))
    if is_after_end and " expected" in f" {complaint}":
        return "text after the end"
    return ""
