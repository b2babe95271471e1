"""How many columns a text takes, and how it is broken into lines. Rich measures what is
not ASCII.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import ceil

ADDRESS = r"(?<![!-~])[!-~]*://\S+"  # with the letters before it, such as a bracket
ESCAPE = r"\x1b(\[[0-9;]*m|\]8;;.*?\x1b\\)"  # a style (SGR) or a link (OSC 8)
DOTS = " ..."
# Up to the last end of a sentence. A point after a word of fewer than four letters may
# belong to an abbreviation.
SENTENCES = r".*\w{4}[.!?](?= |$)"


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
    """The lines that a line is broken into, each with as many words as fit."""
    indent = " " * (len(line) - len(line.lstrip(" ")))
    hanging_indent = indent + " " * hanging
    lines: list[str] = []
    filled = ""
    for word in _words(line, width):
        for part in _parts(word, width - len(hanging_indent)):
            if not filled:
                filled = indent + part
            elif columns_of(f"{filled} {part}") <= width:
                filled += f" {part}"
            else:
                lines.append(filled)
                filled = hanging_indent + part
    return [*lines, filled]


def _words(line: str, width: int) -> list[str]:
    """The words of a line. An address that is too wide for a line is a word, even if no
    space is before it.
    """
    for address in re.findall(ADDRESS, line):
        if columns_of(address) > width:
            line = line.replace(address, f" {address} ")
    return line.split()


def _parts(word: str, width: int) -> list[str]:
    """A word, or its parts if it is wider than a line. One with a slash is left whole:
    it may be an address or a path. A part ends after its last hyphen, if it has one.
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


def shortened(text: str, width: int, most: int) -> list[str]:
    """The lines of a text, at most `most`. A longer text is cut off after a sentence,
    or else with dots.
    """
    lines = lines_of(text, width)
    if len(lines) <= most:
        return lines
    kept = " ".join(lines[:most])
    sentences = re.match(SENTENCES, kept)
    # Less than half of what was kept would say too little.
    if sentences and sentences.end() >= len(kept) // 2:
        return lines_of(sentences[0], width)
    last = lines[most - 1]
    while columns_of(last + DOTS) > width:
        last = last.rpartition(" ")[0] or last[:-1]
    return [*lines[: most - 1], last + DOTS]
