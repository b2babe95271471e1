"""Which characters are safe to print, and addresses that cannot be mistaken for others."""

from __future__ import annotations

import re
from collections.abc import Iterator

# What could control a terminal: control characters except the line feed; what ends a
# line or reorders the text around it (bidirectional marks, overrides, isolates); lone
# surrogates, which no encoding has.
CONTROLLING = (
    "[\0-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f"
    "\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
# A run of characters that nobody sees. Control characters;
# Default_Ignorable_Code_Point of Unicode 16 (DerivedCoreProperties.txt), which has what
# reorders text, too; marks of annotations; blanks of other names.
_INVISIBLE = (
    "[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3"
    "\U00013441\U00013442\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
# Those that end a line or paragraph somewhere, and therefore stand for a space.
_BREAKS = "\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"
# A letter or symbol with an invisible character that belongs to it: a joiner of scripts
# and emoji, or what selects a form of it.
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
    return re.sub(CONTROLLING, _written_out, text)


def _written_out(found: re.Match[str]) -> str:
    """A character as Python writes it in a string: `\\x1b`, `\\u202e`."""
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def invisible(text: str) -> Iterator[int]:
    """The positions of the characters that nobody sees, without those that belong to
    the letter before them.
    """
    for run in re.finditer(_INVISIBLE, text):
        letter = text[run.start() - 1 : run.start()]
        for position, character in enumerate(run[0], run.start()):
            if not re.fullmatch(_JOINED, letter + character):
                yield position


def visible(text: str) -> str:
    """The text without the characters that nobody sees; those that end a line somewhere
    become spaces.
    """
    if text.isascii() and text.isprintable():
        return text
    letters = list(text)
    for position in invisible(text):
        letters[position] = " " if text[position] in _BREAKS else ""
    return "".join(letters)


def is_link(text: str) -> bool:
    """Whether a text is a web address that may become a link. One with a user name may
    not, because the user name would look like the host.

    The schema of catalogues has the same pattern for `url`.
    """
    return re.match(r"https?://[^\s/?#@%\\]+([/?#]\S*)?\Z", text) is not None


def safe_url(url: str) -> str:
    """The address (http or https) in ASCII, so that no other looks like it: parts of the
    host in punycode, or in `%` escapes if browsers refuse them; the rest in `%` escapes.
    """
    if url.isascii():
        return url
    from urllib.parse import quote

    # "https://host/page" becomes "https://", "host", "/page"
    scheme, host, rest = re.split(r"(?<=://)([^/?#]*)", url, maxsplit=1)
    # East Asian dots, and the full-width colon
    host = re.sub("[\u3002\uff0e\uff61]", ".", host).replace("\uff1a", ":")
    host = re.sub(r"[^.:]+", lambda found: _punycode(found[0]), host)
    rest = re.sub(r"[^\x00-\x7f]+", lambda found: quote(found[0]), rest)
    return scheme + host + rest


def _punycode(label: str) -> str:
    """A label of a host name (what is between two dots) as name servers know it: "bücher"
    gives "xn--bcher-kva" (RFC 3492). If browsers refuse it, "☃" gives "%E2%98%83".
    """
    from unicodedata import category, normalize
    from urllib.parse import quote

    if label.isascii():
        return label
    # in lower case, with one spelling of each letter; `lower` may bring others
    folded = normalize("NFKC", normalize("NFKC", label).lower())
    for character in folded.replace("-", ""):
        if category(character)[0] not in "LMN":  # letters, marks and numbers
            return quote(label)
    if folded.isascii():
        return folded
    return f"xn--{folded.encode('punycode').decode()}"
