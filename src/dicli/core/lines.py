"""Sorted text as a look-up table: a line a key, found by binary search, so that a look-up touches a few pages only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_CHUNK = 512  # bytes that are looked through at once for the end of a line


def sorted_lines(pairs: Iterable[tuple[str, str]]) -> bytes:
    """The section for keys and their values: `key TAB value LF`, sorted by the bytes of the key.

    Keys contain no control characters, so that the tab after a key sorts before whatever continues it.
    """
    return b"".join(sorted(f"{key}\t{value}\n".encode("utf-8", "replace") for key, value in pairs))


class Lines:
    """Looks keys up in a section that `sorted_lines` made."""

    def __init__(self, text: memoryview) -> None:
        self._text = text

    def get(self, key: str) -> str | None:
        """The value of a key, None if it is not there."""
        needle = key.encode("utf-8", "replace")
        start = self._first_from(needle)
        found, value = self._line(start)
        return value.decode() if start < len(self._text) and found == needle else None

    def starting(self, prefix: str) -> Iterator[tuple[str, str]]:
        """The keys that begin with some letters, and their values, in order."""
        needle = prefix.encode("utf-8", "replace")
        start = self._first_from(needle)
        while start < len(self._text):
            key, value = self._line(start)
            if not key.startswith(needle):
                return
            yield key.decode(), value.decode()
            start += len(key) + len(value) + 2

    def _first_from(self, needle: bytes) -> int:
        """Where the first line begins whose key is not below the needle."""
        low, high = 0, len(self._text)
        while low < high:
            middle = self._line_start((low + high) // 2)
            key, value = self._line(middle)
            if key < needle:
                low = middle + len(key) + len(value) + 2
            else:
                high = middle
        return low

    def _line_start(self, at: int) -> int:
        """Where the line begins that holds the byte at a place."""
        while at > 0:
            before = max(0, at - _CHUNK)
            found = bytes(self._text[before:at]).rfind(b"\n")
            if found >= 0:
                return before + found + 1
            at = before
        return 0

    def _line(self, start: int) -> tuple[bytes, bytes]:
        """Key and value of the line that begins at a place."""
        end, size = start, _CHUNK
        line = b""
        while b"\n" not in line and end < len(self._text):
            end += size
            line = bytes(self._text[start:end])
            size = end - start
        key, _, value = line.partition(b"\n")[0].partition(b"\t")
        return key, value
