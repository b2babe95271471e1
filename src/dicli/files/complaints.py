"""Says in plain words what a YAML parser complains about."""

from __future__ import annotations

import re
from functools import cache
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
            caret_and_part, message, hint = line.split(" | ")
            part = caret_and_part.removeprefix("^")
            has_caret = caret_and_part != part
            slips.append(Slip(part, message, hint, where_it_began=has_caret))
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
    readable = text.decode()
    mark = error.problem_mark
    line_start = readable.rfind("\n", 0, mark.index) + 1
    before = readable[line_start : mark.index]
    char = readable[mark.index : mark.index + 1].strip("\n")
    complaint = f"{error.problem} {error.context or ''}"
    recognized = _recognized(complaint, before, char)
    slip = _slip(recognized or complaint)
    message = slip.message.replace("{char}", char)
    hint = slip.hint.replace("{line}", str(mark.line + 1))
    if slip.where_it_began and error.context_mark:
        mark = error.context_mark
    return Finding(file, message, hint, place_of(mark))


def _recognized(complaint: str, before: str, char: str) -> str:
    """The name in `slips.txt` of a slip that shows in the text of the line before the
    place of the complaint and in the character there; "" if none does.
    """
    if char == "\t":
        return "tab character"
    if not char and "node content" in complaint:
        return "end within a bracket"
    if "mapping values" in complaint and ": " in before:
        return "second colon"
    is_after_end = before.rstrip().endswith(("'", '"', "]", "}"))
    is_expected = re.search(r"\bexpected", complaint)  # not "unexpected"
    if is_after_end and is_expected:
        return "text after the end"
    return ""
