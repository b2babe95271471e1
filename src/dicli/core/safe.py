"""Which characters are safe to print, and addresses that cannot be mistaken for others."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re

_CONTROLS = {*range(0x20), *range(0x7F, 0xA0)} - {0x0A}
# What reorders the text around it (bidirectional overrides, isolates), or ends a line.
_REORDERING = (0x061C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A))
_ESCAPES = {code: f"\\x{code:02x}" for code in _CONTROLS} | {
    code: f"\\u{code:04x}" for code in _REORDERING
}

# What nobody sees, as the inside of a character class. Control characters;
# Default_Ignorable_Code_Point of Unicode 16 (DerivedCoreProperties.txt), which has what
# reorders text, too; marks of annotations; blanks of other names.
INVISIBLE = (
    "\0-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3"
    "\U00013441\U00013442\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# Those that end a line or paragraph somewhere, and therefore stand for a space.
_BREAKS = "\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"
# A letter or symbol with what belongs to it: joiners of scripts and emoji, and what
# selects a form of it.
_JOINED = (
    "[\u0590-\u1cff\u203c-\u3299\ua000-\ud7ff\uf900-\ufaff\U00010900-\U0001faff][\u200c\u200d\ufe00-\ufe0f]"
    "|[0-9#*]\ufe0f"
    "|[\u1820-\u18aa][\u180b-\u180d\u180f]"
    "|[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff][\ufe00-\ufe0f\U000e0100-\U000e01ef]"
    "|\U0001f3f4[\U000e0020-\U000e007f]"
)


def clean(text: str) -> str:
    """The text with everything that could control a terminal written out, except line
    ends.
    """
    if text.isascii() and text.isprintable():
        return text
    # writes out lone surrogates
    encoded = text.translate(_ESCAPES).encode("utf-8", "backslashreplace")
    return encoded.decode("utf-8")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What finds a run of invisible characters, and what matches a character with one
    that belongs to it.
    """
    import re

    return re.compile(f"[{INVISIBLE}]+"), re.compile(_JOINED)


def invisible(text: str) -> Iterator[int]:
    """The positions of the characters that nobody sees, without those that belong to
    the letter before them.
    """
    runs, joined = _patterns()
    for run in runs.finditer(text):
        base = text[run.start() - 1 : run.start()]
        for position, character in enumerate(run[0], run.start()):
            if not joined.fullmatch(base + character):
                yield position


def visible(text: str) -> str:
    """The text without the characters that nobody sees; those that end a line somewhere
    become spaces.
    """
    if text.isascii() and text.isprintable():
        return text
    pieces, end = [], 0
    for position in invisible(text):
        pieces.append(text[end:position])
        if text[position] in _BREAKS:
            pieces.append(" ")
        end = position + 1
    pieces.append(text[end:])
    return "".join(pieces)


def is_link(text: str) -> bool:
    """Whether a text is a web address that may become a link: no user name, which would
    look like the host.

    The schema of catalogues has the same pattern for `url`.
    """
    import re

    return re.match(r"https?://[^\s/?#@%\\]+([/?#]\S*)?\Z", text) is not None


def safe_url(url: str) -> str:
    """The address in ASCII: its host in punycode, so no look-alike can be mistaken for
    it, the rest in `%` escapes.
    """
    if url.isascii():
        return url
    import re
    from urllib.parse import quote

    scheme, host, rest = re.split(r"(?<=://)([^/?#]*)", url, maxsplit=1)
    host = re.sub("[\u3002\uff0e\uff61]", ".", host).replace("\uff1a", ":")
    host = re.sub(r"[^.:]+", lambda found: _punycode(found[0]), host)
    return scheme + host + re.sub(r"[^\x00-\x7f]+", lambda found: quote(found[0]), rest)


def _punycode(label: str) -> str:
    """A part of a host name as name servers know it (RFC 3492). What browsers refuse
    there is escaped with `%`.
    """
    from unicodedata import category, normalize
    from urllib.parse import quote

    if label.isascii():
        return label
    folded = normalize("NFKC", normalize("NFKC", label).lower())
    for character in folded.replace("-", ""):
        if category(character)[0] not in "LMN":  # letters, marks and numbers
            return quote(label)
    if folded.isascii():
        return folded
    return f"xn--{folded.encode('punycode').decode()}"
