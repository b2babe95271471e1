"""What comes from standard input: words, names, and the person at the terminal, if
there is one.
"""

import sys
from codecs import BOM_UTF8
from collections.abc import Iterator
from math import inf

from dicli.core.errors import DicliError, Status
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
            texts += read_lines(most=MAX_STDIN)
        else:
            texts.append(word)
    return " ".join(texts).strip()


def read_lines(most: float = inf, keep_empty: bool = False) -> Iterator[str]:
    """The lines of standard input without the space around them and byte order marks;
    empty ones only if they are kept.

    DicliError if they have more than `most` bytes, or one of them more than MAX_STDIN.
    """
    if sys.stdin is None:
        raise DicliError("standard input is closed", status=Status.USAGE)
    if is_tty(sys.stdin):
        report("reading from the keyboard; Ctrl-D on a line of its own ends it")
    total = 0
    try:
        while line := sys.stdin.buffer.readline(MAX_STDIN + 1):
            total += len(line)
            if total > most:
                raise _too_long("standard input")
            if len(line) > MAX_STDIN:
                raise _too_long("a line of standard input")
            text = (
                line.removeprefix(BOM_UTF8).decode("utf-8", "surrogateescape").strip()
            )
            if text or keep_empty:
                yield text
    except OSError as error:
        raise DicliError(f"cannot read standard input: {error.strerror}") from None


def _too_long(what: str) -> DicliError:
    return DicliError(
        f"{what} has more than {MAX_STDIN:,} bytes",
        "shorten it to a few words",
        Status.USAGE,
    )
