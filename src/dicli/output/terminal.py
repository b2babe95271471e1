"""What may be written where: the streams, their width, color and links, and which characters are safe there.

One object answers every question about the terminal; it is made once, from the environment, and tests make their
own. Nothing else looks at TERM, NO_COLOR and the like.
"""

from __future__ import annotations

import codecs
import os
import re
import sys
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from shutil import get_terminal_size
from typing import IO, Any, NamedTuple

from dicli.core.errors import DicliError
from dicli.core.safe import clean

WHEN = ("auto", "always", "never")
NARROWEST, DEFAULT_WIDTH = 20, 80
WITHOUT_COLOR = ("dumb", "vt100", "vt220")  # values of TERM
WITHOUT_LINKS = (*WITHOUT_COLOR, "linux")
COLOR = ContextVar("what the command line says of color, for standard error", default="auto")
FAINT, BOLD = "2", "1"  # codes of SGR
ERROR = "dicli: error:"  # begins the line of an error
BLOCK = 8192  # letters that are written together


class Terminal(NamedTuple):
    """Standard output as a place to write to."""

    is_tty: bool = False
    width: int = DEFAULT_WIDTH
    color: bool = False
    hyperlinks: bool = False
    encoding: str = "utf-8"
    accessible: bool = False
    height: int = 0  # in lines; 0 where it does not matter or is not known

    @classmethod
    def of(cls, environ: Mapping[str, str], color: str = "auto", hyperlink: str = "auto") -> Terminal:
        """The terminal of this process; `color` and `hyperlink` are one of WHEN.

        Options override NO_COLOR and DICLI_HYPERLINK, which override FORCE_COLOR and CLICOLOR_FORCE, which override
        detection.
        """
        on_tty, size = is_tty(sys.stdout), get_terminal_size((DEFAULT_WIDTH, 0))
        shows_links = on_tty and _terminal_type(environ) not in WITHOUT_LINKS
        links = _chosen(environ.get("DICLI_HYPERLINK") or "auto", shows_links)
        return cls(
            on_tty,
            max(size.columns or DEFAULT_WIDTH, NARROWEST),
            _chosen(color, _wants_color(environ, on_tty)),
            _chosen(hyperlink, links),
            getattr(sys.stdout, "encoding", None) or "utf-8",
            environ.get("ACCESSIBLE", "") not in ("", "0"),
            size.lines if on_tty else 0,
        )

    @property
    def rule(self) -> str:
        """The character for rules; empty for screen readers."""
        return "" if self.accessible else self.able("─", "-")

    def able(self, letters: str, otherwise: str) -> str:
        """The letters where the encoding has them, else others."""
        try:
            letters.encode(self.encoding)
        except UnicodeError:
            return otherwise
        return letters

    def styled(self, text: str, codes: str, link: str | None = None) -> str:
        """The text with some codes of ECMA-48's SGR, if there is color, and as a link (OSC 8), if there are links."""
        if not text.strip():
            return text
        if codes and self.color:
            text = f"\x1b[{codes}m{text}\x1b[0m"
        if link and self.hyperlinks:
            text = f"\x1b]8;;{link}\x1b\\{text}\x1b]8;;\x1b\\"
        return text


def is_tty(stream: IO[str] | None) -> bool:
    """Whether a stream is a terminal."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def _chosen(when: str, otherwise: bool) -> bool:
    if when == "auto":
        return otherwise
    return when == "always"


def _wants_color(environ: Mapping[str, str], on_tty: bool) -> bool:
    if environ.get("NO_COLOR"):
        return False
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE"):
        if environ.get(name):
            return environ[name] != "0"
    return on_tty and _terminal_type(environ) not in WITHOUT_COLOR and environ.get("CLICOLOR") != "0"


def _terminal_type(environ: Mapping[str, str]) -> str:
    """What TERM says; a terminal that does not say what it is counts as dumb, except on Windows, where none does."""
    return environ.get("TERM") or ("" if os.name == "nt" else "dumb")


def _bare(error: UnicodeError) -> tuple[str, int]:
    """What replaces letters that an encoding lacks: the same letters without their marks, else `?`."""
    from unicodedata import combining, normalize

    assert isinstance(error, UnicodeEncodeError)
    letters = normalize("NFKD", error.object[error.start : error.end])
    replaced = ""
    for letter in letters:
        if letter.isascii():
            replaced += letter
        elif not combining(letter):
            replaced += "?"
    return replaced, error.end


BARE = "dicli-bare"
codecs.register_error(BARE, _bare)


def report(text: str, style: str = FAINT) -> None:
    """Writes lines about the run to standard error.

    A terminal gets them wrapped, "error" in red, and the other lines in a style (codes of SGR).
    """
    lines = clean(text).split("\n")
    if is_tty(sys.stderr):
        in_color = _chosen(COLOR.get(), _wants_color(os.environ, True))
        width = _error_width()
        lines = [_message(line, width, style if in_color else "") for line in lines]
    to_terminal("\n".join(lines) + "\n")


def _message(line: str, width: int, style: str) -> str:
    """A line about the run as a terminal shows it."""
    text = wrapped(line, width)
    if not style:
        return text
    if line.startswith(ERROR):
        return text.replace(ERROR, "dicli: \x1b[1;31merror:\x1b[0m", 1)
    return re.sub("(?m)^.+", f"\x1b[{style}m\\g<0>\x1b[0m", text)


def _error_width() -> int:
    """The columns that messages may take: COLUMNS, or those of the terminal that is standard output or error."""
    columns = get_terminal_size((0, 0)).columns
    if not columns:
        try:
            columns = os.get_terminal_size(sys.stderr.fileno()).columns
        except (OSError, ValueError):
            columns = 0
    return max(columns or DEFAULT_WIDTH, NARROWEST)


def wrapped(text: str, width: int, hanging: int = 0) -> str:
    """The text with no line wider than `width` columns, broken at spaces only.

    Each line keeps its indentation; what goes on after a break is indented by `hanging` more.
    """
    from textwrap import fill

    lines = []
    for line in text.split("\n"):
        if len(line) > width:
            indent = " " * (len(line) - len(line.lstrip(" ")) + hanging)
            line = fill(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
        lines.append(line)
    return "\n".join(lines)


def rows_of_report(text: str) -> int:
    """How many rows of a terminal a report takes; 0 if standard error is none."""
    if not is_tty(sys.stderr):
        return 0
    from dicli.output.wrapping import columns_of, rows_taken

    width = _error_width()
    lines = wrapped(clean(text), width).split("\n")
    return sum(rows_taken(columns_of(line), width) for line in lines)


def to_terminal(text: str) -> None:
    """Writes to standard error, as it is; one that is closed or full is no error."""
    try:
        if sys.stderr is not None:
            encoding = sys.stderr.encoding or "utf-8"
            sys.stderr.write(text.encode(encoding, BARE).decode(encoding))
            sys.stderr.flush()
    except (OSError, ValueError):
        pass


def write(chunks: Iterable[str], encoding: str = "utf-8", at_once: bool = False) -> None:
    """Writes results to standard output; `at_once` keeps none back, for a reader that waits for each.

    A reader that went away is not an error: writing just ends. DicliError if the output cannot be written.
    """
    if sys.stdout is None:
        raise DicliError("standard output is closed")
    stream = sys.stdout.buffer
    encoder = codecs.getincrementalencoder(encoding)(BARE)  # one for all: some encodings begin with a mark
    held, size = list[str](), 0
    try:
        for chunk in chunks:
            held.append(chunk)
            size += len(chunk)
            if at_once or size >= BLOCK:
                _put(stream, encoder.encode("".join(held)))
                held, size = [], 0
        _put(stream, encoder.encode("".join(held), True))
    except BrokenPipeError:
        discard_output()
    except OSError as error:
        discard_output()
        raise DicliError(f"cannot write to standard output: {error.strerror or error}") from None


def _put(stream: Any, data: bytes) -> None:
    """Writes all of the data past any buffer of Python's; a stream may accept only part of it, or nothing yet."""
    left, raw = memoryview(data), getattr(stream, "raw", stream)
    while left:
        try:
            taken = raw.write(left)
        except ValueError as error:  # it was closed
            raise OSError(str(error)) from None
        if taken is None:  # it does not block: wait until it takes more
            from select import select

            select([], [raw], [])
        left = left[taken or 0 :]


def discard_output() -> None:
    """Redirects standard output to nowhere, so that buffered data causes no error when Python exits."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError, AttributeError):
        pass
