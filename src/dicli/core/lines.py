"""Sorted text as a look-up table: a line a key, found by binary search, so that a look-up touches a few pages only."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping


def sorted_lines(pairs: Iterable[tuple[str, str]]) -> bytes:
    """Keys and their values: `key TAB value LF`, sorted by the bytes of the key.

    Keys contain no control characters, so that the tab after a key sorts before whatever continues it.
    """
    return b"".join(sorted(f"{key}\t{value}\n".encode("utf-8", "replace") for key, value in pairs))


def table(name: str, lines: bytes) -> dict[str, memoryview]:
    """The sections of such lines: the text, and where each line begins and the last one ends."""
    starts = array("I", [0])
    starts.extend(end.end() for end in re.finditer(b"\n", lines))
    return {name: memoryview(lines), _starts(name): memoryview(starts).cast("B")}


def _starts(name: str) -> str:
    return f"{name} starts"


class Lines:
    """Looks keys up in the sections of a table."""

    def __init__(self, sections: Mapping[str, memoryview], name: str) -> None:
        self._text, self._starts = sections[name], sections[_starts(name)].cast("I")

    def get(self, key: str) -> str | None:
        """The value of a key, None if it is not there."""
        needle = key.encode("utf-8", "replace")
        found, value = next(self._lines_from(needle), (b"", b""))
        return value.decode() if found == needle else None

    def starting(self, prefix: str) -> Iterator[tuple[str, str]]:
        """The keys that begin with some letters, and their values, in order."""
        needle = prefix.encode("utf-8", "replace")
        for key, value in self._lines_from(needle):
            if not key.startswith(needle):
                return
            yield key.decode(), value.decode()

    def _lines_from(self, needle: bytes) -> Iterator[tuple[bytes, bytes]]:
        """The keys that are not below a needle, and their values."""
        text, starts, size, number = self._text, self._starts, len(needle) + 1, len(self._starts) - 1
        first = bisect_left(range(number), needle + b"\t", key=lambda n: bytes(text[starts[n] : starts[n] + size]))
        for n in range(first, number):
            key, _, value = bytes(text[starts[n] : starts[n + 1] - 1]).partition(b"\t")
            yield key, value
