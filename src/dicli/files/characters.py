"""The characters of a catalogue file: its encoding, its line ends, and what nobody sees
in it.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from itertools import islice

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


def cleaned(file: str, data: bytes) -> tuple[bytes, list[Finding]]:
    """A file as a YAML parser takes it: in UTF-8 without a byte order mark, with line
    feeds at the ends of lines and plain spaces in margins; and what was found in it.

    Invisible characters are left out, with a warning at each place. A byte that is not
    UTF-8 is a fault.
    """
    data = data.removeprefix(BOM_UTF8)
    data = data.replace(b"\r\n", b"\n")
    data = data.replace(b"\r", b"\n")
    findings: list[Finding] = []
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        message = f"the file is not UTF-8: byte {data[error.start]:02X}"
        before = data[: error.start].decode("utf-8", "replace")
        place = _place_at(before, len(before))
        fault = Finding(file, message, SAVE_AS, place)
        findings.append(fault)
        text = data.decode("utf-8", "replace")
        data = text.encode()
    if not data.translate(None, _ORDINARY):
        return data, findings
    if _NO_BREAK_SPACE in text:
        text = _MARGIN.sub(_with_plain_spaces, text)
    for position in islice(invisible(text), MAX_INVISIBLE):
        place = _place_at(text, position)
        message, hint = invisible_wording(text[position])
        warning = Finding(file, message, hint, place, warning=True)
        findings.append(warning)
    return visible(text).encode(), findings


def invisible_wording(character: str) -> Wording:
    """What to say about an invisible character."""
    code = f"U+{ord(character):04X}"
    message = f"there is an invisible character ({code}) here, which is ignored"
    return Wording(message, "delete it")


def _with_plain_spaces(margin: re.Match[str]) -> str:
    return margin[0].replace(_NO_BREAK_SPACE, " ")


def _place_at(text: str, position: int) -> Place:
    """The place of a position in a text."""
    line = text.count("\n", 0, position) + 1
    column = position - text.rfind("\n", 0, position)
    return Place(line, column)
