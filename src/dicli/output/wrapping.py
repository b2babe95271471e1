"""How many columns a text takes, and how it is broken into lines. Rich measures what is
not ASCII.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import ceil

# An address, with the ASCII characters right before it, such as a bracket.
ADDRESS = r"(?<![!-~])[!-~]*://\S+"
ESCAPE = r"\x1b(\[[0-9;]*m|\]8;;.*?\x1b\\)"  # a style (SGR) or a link (OSC 8)
DOTS = " ..."
# As many whole sentences as a text begins with. A point after a word of fewer than four
# letters may belong to an abbreviation.
WHOLE_SENTENCES = r".*\w{4}[.!?](?= |$)"


def columns_of(text: str) -> int:
    """How many columns of a terminal a text takes, without the escapes in it."""
    if "\x1b" in text:
        text = re.sub(ESCAPE, "", text)
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def rows_of(lines: Iterable[str], width: int) -> int:
    """How many rows lines take on a terminal, which wraps those that are wider."""
    rows = 0
    for line in lines:
        rows += max(1, ceil(columns_of(line) / width))
    return rows


def lines_of(text: str, width: int, hanging: int = 0) -> list[str]:
    """The lines of a text, each of at most `width` columns.

    It is broken at spaces, and within a word that is wider than a line. Addresses and
    paths are never broken, so they can be wider. Each line keeps its indentation; what
    follows a break is indented by `hanging` more columns.
    """
    lines: list[str] = []
    for line in text.expandtabs(1).split("\n"):
        if columns_of(line) <= width:
            lines.append(line)
        else:
            lines += _broken(line, width, hanging)
    return lines


def wrapped(text: str, width: int, hanging: int = 0) -> str:
    """The lines of `lines_of` as one text."""
    return "\n".join(lines_of(text, width, hanging))


def _broken(line: str, width: int, hanging: int) -> list[str]:
    """The lines that a line is broken into, each with as many words as fit. Each part of
    a word that is too wide ends its line.
    """
    indent = " " * (len(line) - len(line.lstrip(" ")))
    hanging_indent = indent + " " * hanging
    lines: list[str] = []
    filled = ""
    for word in _words(line, width):
        first, *others = _parts(word, width - len(hanging_indent))
        if not filled:
            filled = indent + first
        elif columns_of(f"{filled} {first}") <= width:
            filled += f" {first}"
        else:
            others.insert(0, first)
        for part in others:
            lines.append(filled)
            filled = hanging_indent + part
    return [*lines, filled]


def _words(line: str, width: int) -> list[str]:
    """The words of a line. An address that is too wide for a line is a word of its own,
    even if there is no space before or after it.
    """
    for address in re.findall(ADDRESS, line):
        if columns_of(address) > width:
            line = line.replace(address, f" {address} ")
    return line.split()


def _parts(word: str, width: int) -> list[str]:
    """A word in parts, each at most as wide as a line, and only one if the word is.

    A part ends after a hyphen if it has one. A word with a slash is left whole: it may
    be an address or a path.
    """
    if "/" in word or columns_of(word) <= width:
        return [word]
    parts: list[str] = []
    part = ""
    for letter in word:
        while part and columns_of(part + letter) > width:
            end = len(part)
            if "-" in part:
                end = part.rindex("-") + 1
            parts.append(part[:end])
            part = part[end:]
        part += letter
    return [*parts, part]


def shortened(text: str, width: int, most_lines: int) -> list[str]:
    """The first lines of a text. If it has more, they end with the last sentence that
    is whole, or with dots if the sentences are less than half of what fits.
    """
    lines = lines_of(text, width)
    if len(lines) <= most_lines:
        return lines
    lines = lines[:most_lines]
    kept = " ".join(lines)
    sentences = re.match(WHOLE_SENTENCES, kept)
    if sentences and sentences.end() >= len(kept) // 2:
        return lines_of(sentences[0], width)
    return [*lines[:-1], _with_dots(lines[-1], width)]


def _with_dots(line: str, width: int) -> str:
    """A line with dots at its end, in place of the last words or, in a single word, the
    last letters if there is no room for all.
    """
    while columns_of(line + DOTS) > width:
        if " " in line:
            line, _, _ = line.rpartition(" ")
        else:
            line = line[:-1]
    return line + DOTS
