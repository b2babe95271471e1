"""Collects what the person who imports a list should know: for each kind of note, one
line with a count, examples and what to type.
"""

from __future__ import annotations

from collections.abc import Iterator
from shlex import quote
from typing import NamedTuple

EXAMPLES = 3
MOST_CHARACTERS = 60  # of an example


def map_option(heading: str, field: str) -> str:
    """The option that puts a column in a field; the field "" leaves the column out."""
    pair = quote(f"{heading}={field}")
    return f"--map {pair}"


class Example(NamedTuple):
    """A text that a note is about, and its row; 0 if that is not known."""

    row: int
    text: str

    def __str__(self) -> str:
        text = " ".join(self.text.split())
        if len(text) > MOST_CHARACTERS:
            text = text[:MOST_CHARACTERS] + "..."
        place = f"row {self.row} " if self.row else ""
        return f"{place}`{text}`"


class Notes:
    """The notes of an import, in the order in which their kinds came up."""

    def __init__(self) -> None:
        self.found: dict[str, list[Example]] = {}  # by kind
        self.advice: dict[str, str] = {}  # by kind: what to type

    def add(self, kind: str, row: int, text: str, advice: str = "") -> None:
        """Adds an example of a kind of note. `advice` is what to type if the note shows
        a mistake.
        """
        self.found.setdefault(kind, []).append(Example(row, text))
        self.advice[kind] = advice

    def say(self, what: str, advice: str) -> None:
        """Adds a note about the whole list, which has no examples."""
        self.found[what] = []
        self.advice[what] = advice

    def lines(self) -> Iterator[str]:
        """One line for each kind of note."""
        for kind, examples in self.found.items():
            line = kind
            if examples:
                first = ", ".join(map(str, examples[:EXAMPLES]))
                line += f" ({len(examples):,}): {first}"
            if len(examples) > EXAMPLES:
                line += ", ..."
            advice = self.advice[kind]
            if advice:
                line += f"; try: {advice}"
            yield line
