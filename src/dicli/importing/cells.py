"""Cleans cells of what people and programs leave in them: markup, marks against
formulas, invisible characters.
"""

from __future__ import annotations

import re
from html import unescape

from dicli.core.safe import visible

ERRORS = frozenset(
    "#REF! #VALUE! #NAME? #DIV/0! #NULL! #NUM! #N/A #ERROR! #SPILL! #CALC!".split()
)

_SPACE = re.compile("[\x0b\x0c\x85\xa0\u2028\u2029\u202f]")
_MARKUP = re.compile(r"[&='<\]]")  # a cell without any of these is as it was typed
_ENTITY = re.compile(r"&#?\w{2,31};")
_FORMULA = re.compile(r'="([^"]*)"')
_APOSTROPHE = re.compile(r"(^|;)'(?=[=+\-@\d\uff1d\uff0b\uff0d\uff20])")
_MARKDOWN_LINK = re.compile(r"!?\[([^\[\]]+)\]\(([^\s()]+)\)")
_HTML = re.compile(r"</[a-z]\w*\s*>|<(br|p|li|hr|img)\b[^<>]*>", re.I)
_HTML_LINK = re.compile(
    r"""(?xi)
    <a\s [^<>]*? href\s*=\s* ["']? ([^"'\s<>]+) [^<>]* >  # the address
    ([^<>]*)  # the text
    (?:</a\s*>)?
    """
)
_LINE_END = re.compile(r"<br\b[^<>]*>|</(?:p|li|div|tr|h\d)\s*>", re.I)
_LETTERING = re.compile(r"</?(?:b|i|u|em|font|small|span|strong)(?:\s[^<>]*)?>", re.I)
_TAG = re.compile(r"</?[a-z]\w*(?:\s[^<>]*)?/?>", re.I)


def plain(text: str) -> str:
    """The text without control characters, and without what a catalogue refuses as
    invisible.
    """
    without_surrogates = text.encode("utf-8", "replace").decode()
    lines = re.sub("\r\n?", "\n", without_surrogates)
    return visible(_SPACE.sub(" ", lines))


def cleaned(cell: str) -> str:
    """What was meant to be in a cell, with its line ends. Links become `text (address)`;
    other markup and what programs add is removed.
    """
    text = cell.strip()
    if not _MARKUP.search(text):
        return text
    if formula := _FORMULA.fullmatch(text):
        text = formula[1]
    text = _APOSTROPHE.sub(r"\1", text)
    text = _MARKDOWN_LINK.sub(r"\1 (\2)", text)
    if _HTML.search(text):
        text = _LETTERING.sub("", text)
        text = _HTML_LINK.sub(r"\2 (\1)", text)
        text = _LINE_END.sub("\n", text)
        text = _TAG.sub(" ", text)
    text = _ENTITY.sub(lambda entity: unescape(entity[0]), text)
    return plain(text).strip()


def on_one_line(text: str) -> str:
    """The text with single spaces and no line ends."""
    return " ".join(text.split())
