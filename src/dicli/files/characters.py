"""The characters of a catalogue file: its encoding, its line ends, and what nobody sees
in it.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from dicli.core.safe import invisible, visible
from dicli.files.document import Finding, Place, Wording

SAVE_AS = "save it again as UTF-8"
MAX_INVISIBLE = 100  # such characters are reported; nobody reads more of them

# Without any of the bytes with which invisible characters begin, a file need not be
# searched for them.
_ORDINARY = bytes(
    {*b"\t\n\r", *range(0x20, 0x100)} - {*b"\x7f\xc2\xcd\xd8\xe1\xe2\xe3\xef\xf0\xf3"}
)
_NO_BREAK_SPACE = "\xa0"
# The beginning of a line up to its value: dashes, a key and its colon. YAML needs plain
# spaces there.
_MARGIN = re.compile(r"^[ \xa0-]*(?:[\w-]+[ \xa0]*:[ \xa0]*)?", re.M)


class Cleaned(NamedTuple):
    """The bytes of a file as a YAML parser takes them, what was found in them, and the
    places in the file where characters were left out.
    """

    text: bytes
    findings: list[Finding]
    dropped: tuple[Place, ...] = ()


def cleaned(file: str, data: bytes) -> Cleaned:
    """A file in UTF-8 without a byte order mark, with line feeds at the ends of lines
    and plain spaces in margins.

    Invisible characters are left out, with a warning at each place. A byte that is not
    UTF-8 is a fault.
    """
    data = data.removeprefix(BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    findings: list[Finding] = []
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        message = f"the file is not UTF-8: byte {data[error.start]:02X}"
        place = _place_of_byte(data, error.start)
        findings.append(Finding(file, message, SAVE_AS, place))
        text = data.decode("utf-8", "replace")
        data = text.encode()
    if not data.translate(None, _ORDINARY):
        return Cleaned(data, findings)
    if _NO_BREAK_SPACE in text:
        text = _MARGIN.sub(_with_plain_spaces, text)
    dropped = []
    positions = list(islice(invisible(text), MAX_INVISIBLE))
    for position, place in zip(positions, places_at(text, positions), strict=True):
        wording = invisible_wording(text[position])
        findings.append(Finding(file, *wording, place, warning=True))
        if not visible(text[position]):  # a line break became a space: no column moved
            dropped.append(place)
    return Cleaned(visible(text).encode(), findings, tuple(dropped))


def invisible_wording(character: str) -> Wording:
    """What to say about an invisible character."""
    code = f"U+{ord(character):04X}"
    message = f"there is an invisible character ({code}) here, which is ignored"
    return Wording(message, "delete it")


def file_place(place: Place, dropped: Iterable[Place]) -> Place:
    """The place in a file, given the place in its cleaned text. `dropped` are the places
    in the file where a character was left out, in ascending order.
    """
    line, column = place
    for other in dropped:
        # each character left out before it in this line moves it by one column
        if other.line == line and other.column <= column:
            column += 1
    return Place(line, column)


def _with_plain_spaces(margin: re.Match[str]) -> str:
    return margin[0].replace(_NO_BREAK_SPACE, " ")


def _place_of_byte(data: bytes, position: int) -> Place:
    before = data[:position].decode("utf-8", "replace")
    return next(places_at(before, [len(before)]))


def places_at(text: str, positions: Iterable[int]) -> Iterator[Place]:
    """The places of ascending positions in a text; each character is looked at once."""
    line, column, last = 1, 1, 0
    for position in positions:
        passed = text[last:position]
        if breaks := passed.count("\n"):
            line += breaks
            column = len(passed) - passed.rfind("\n")
        else:
            column += len(passed)
        last = position
        yield Place(line, column)
