"""How many columns a text takes, and how it is broken into lines. Rich measures what is not ASCII."""

from __future__ import annotations

import re
from collections.abc import Iterable

ADDRESS = r"(?<![!-~])[!-~]*://\S+"  # with the letters before it, such as a bracket
DOTS = " ..."
SENTENCE_END = r"\w{4}[.!?](?= |$)"  # of a word long enough to be no abbreviation


def columns_of(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def rows_taken(columns: int, width: int) -> int:
    """How many rows of a terminal a line of so many columns takes: it is wrapped if it is wider."""
    return max(1, -(-columns // width))


def lines_of(text: str, width: int) -> list[str]:
    """The lines of a text, each of at most `width` columns.

    It is broken at spaces, and only within a word that is wider than a line. An address is never broken: one that is
    too wide has a line of its own.
    """
    text = text.expandtabs(1)
    if "\n" not in text and columns_of(text) <= width:
        return [text]
    if "://" in text:
        text = re.sub(ADDRESS, lambda found: _apart(found[0], width), text)
    lines = list[str]()
    for line in text.split("\n"):
        lines += _filled(line.split(), width)
    return lines


def _apart(address: str, width: int) -> str:
    """The address, between line ends if it is too wide to stand in a line with other words."""
    if columns_of(address) <= width:
        return address
    return f"\n{address}\n"


def _filled(words: Iterable[str], width: int) -> list[str]:
    """Lines with as many words as fit."""
    lines, line = list[str](), ""
    for word in words:
        longer = f"{line} {word}" if line else word
        if columns_of(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _folded(word, width)
        lines += full
    if line:
        lines.append(line)
    return lines


def _folded(word: str, width: int) -> list[str]:
    """A word broken into parts that fit; an address stays whole."""
    if "://" in word or columns_of(word) <= width:
        return [word]
    if word.isascii():
        return [word[start : start + width] for start in range(0, len(word), width)]
    parts, used = [""], 0
    for letter in word:
        size = columns_of(letter)
        if used + size > width:
            parts.append("")
            used = 0
        parts[-1] += letter
        used += size
    return parts


def shortened(text: str, width: int, most: int) -> list[str]:
    """The lines of a text, but at most so many: the rest is cut off after a sentence, or else with dots."""
    lines = lines_of(text, width)
    if len(lines) <= most:
        return lines
    kept = " ".join(lines[:most])
    ends = [found.end() for found in re.finditer(SENTENCE_END, kept)]
    if ends and ends[-1] >= len(kept) // 2:
        return lines_of(kept[: ends[-1]], width)
    last = lines[most - 1]
    while columns_of(last + DOTS) > width:
        last = last.rpartition(" ")[0] or last[:-1]
    return [*lines[: most - 1], last + DOTS]
