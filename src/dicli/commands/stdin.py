"""What comes from standard input: words, names, and the person at the terminal, if
there is one.
"""

import sys
from codecs import BOM_UTF8
from collections.abc import Iterator
from math import inf

from dicli.core.errors import DicliError, UsageError
from dicli.output.terminal import is_tty, report

# Bytes of words, or of one line: far more than a person types or a program passes on.
MAX_STDIN = 100_000


def can_ask() -> bool:
    """Whether a person can be asked: standard input and output are a terminal."""
    return is_tty(sys.stdin) and is_tty(sys.stdout)


def read_words(words: list[str] | None) -> str:
    """The words of a question; `-` stands for what is on standard input."""
    texts = list[str]()
    for word in words or ():
        if word == "-":
            texts += read_lines(max_bytes=MAX_STDIN)
        else:
            texts.append(word)
    return " ".join(texts).strip()


def read_lines(max_bytes: float = inf, keep_empty: bool = False) -> Iterator[str]:
    """The lines of standard input, each as soon as it is read, without a byte order
    mark and the space around it. What is not UTF-8 is read as Latin-1. Empty lines are
    left out unless `keep_empty`.

    DicliError if standard input cannot be read, if all lines together have more than
    `max_bytes`, or if one has more than MAX_STDIN.
    """
    if sys.stdin is None:
        raise UsageError("standard input is closed")
    if is_tty(sys.stdin):
        report("reading from the keyboard; Ctrl-D on a line of its own ends it")
    total = 0
    try:
        while line := sys.stdin.buffer.readline(MAX_STDIN + 1):
            total += len(line)
            if total > max_bytes:
                raise _too_long("standard input")
            if len(line) > MAX_STDIN:
                raise _too_long("a line of standard input")
            text = _decoded(line.removeprefix(BOM_UTF8))
            if keep_empty or text.strip():
                yield text.strip()
    except OSError as error:
        raise DicliError(f"cannot read standard input: {error.strerror}") from None


def _decoded(line: bytes) -> str:
    """The text of a line, which is UTF-8, or else read as Latin-1."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def _too_long(what: str) -> UsageError:
    message = f"{what} has more than {MAX_STDIN:,} bytes"
    return UsageError(message, "shorten it to a few words")
