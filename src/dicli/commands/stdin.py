"""Words and names that come from standard input."""

from collections.abc import Iterator
from math import inf

from dicli.core.errors import DicliError, Status

MAX_STDIN = 100_000  # bytes of words, or of one line of ids; far more than a person types or a program passes on


def read_words(words: list[str] | None, most: float = MAX_STDIN) -> Iterator[str]:
    """The words, with those from standard input in place of `-`."""
    for word in words or ():
        if word == "-":
            yield from read_lines(most)
        else:
            yield word


def read_lines(most: float = inf) -> Iterator[str]:
    """The lines of standard input without their ends and marks of byte order, except empty ones.

    DicliError if they have more than `most` bytes, or one of them more than MAX_STDIN.
    """
    import sys
    from codecs import BOM_UTF8

    if sys.stdin is None:
        raise DicliError("standard input is closed", status=Status.USAGE)
    try:
        while line := sys.stdin.buffer.readline(MAX_STDIN + 1):
            most -= len(line)
            if most < 0 or len(line) > MAX_STDIN:
                what = "standard input" if most < 0 else "a line of standard input"
                raise DicliError(f"{what} has more than {MAX_STDIN:,} bytes", "give a few words", Status.USAGE)
            text = line.removeprefix(BOM_UTF8).decode("utf-8", "surrogateescape").strip()
            if text:
                yield text
    except OSError as error:
        raise DicliError(f"cannot read standard input: {error.strerror}") from None
