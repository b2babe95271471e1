"""What people write in a cell: markup, and characters that nobody sees."""

from __future__ import annotations

import re
from html import unescape

from dicli.core.safe import visible

LONGEST, LONGEST_NAME = 2_000, 200  # letters
_SPACE = re.compile("[\x0b\x0c\x85\xa0\u2028\u2029\u202f]")


def plain(text: str) -> str:
    """The text without control characters, and without what a catalogue refuses as invisible."""
    lines = re.sub("\r\n?", "\n", text.encode("utf-8", "replace").decode())
    return visible(_SPACE.sub(" ", lines))


def clean(cell: str) -> str:
    """The text of a cell on one line: without HTML, links of Markdown, and what keeps a formula from being run."""
    text = re.sub(r"(^|;)'(?=[=+\-@\uff1d\uff0b\uff0d\uff20])", r"\1", cell)
    text = re.sub(r"!?\[([^\[\]]+)\]\(\S+?\)", r"\1", text)
    if re.search(r"</\w+\s*>|<(br|p|li|hr|img)\b[^<>]*>", text, re.I):
        text = re.sub(r"</?[a-z][^<>]*>", " ", text, flags=re.I)
    text = " ".join(plain(re.sub(r"&#?\w+;", lambda found: unescape(found[0]), text)).split())
    return text if len(text) <= LONGEST else text[:LONGEST].rpartition(" ")[0] + " ..."
