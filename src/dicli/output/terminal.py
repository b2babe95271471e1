"""What may be written where: the streams, their width, color and links, and which
characters are safe there.

One object answers every question about the terminal; it is made once, from the
environment, and tests make their own. Nothing else looks at TERM, NO_COLOR and the
like.
"""

import codecs
import os
import sys
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from shutil import get_terminal_size
from typing import IO, Any, NamedTuple

from dicli.core.errors import DicliError
from dicli.core.safe import clean

NARROWEST = 20  # columns
DEFAULT_WIDTH = 80
WITHOUT_COLOR = ("dumb", "vt100", "vt220")  # values of TERM
WITHOUT_LINKS = (*WITHOUT_COLOR, "linux")
COLOR = ContextVar(
    "what the command line says of color, for standard error", default="auto"
)
ERROR = "dicli: error:"  # begins the line of an error
BLOCK = 8192  # bytes that are written together


class Style:
    """Codes of ECMA-48's SGR, legible on light and dark backgrounds (WCAG's contrast of
    3 or more).

    None of them carries meaning alone.
    """

    HEAD = "1"
    NOTICE = "1"
    GROUP = "1;4"
    FAINT = "2"
    ERROR = "1;31"
    MATCH = "1;38;5;166"
    DOUBT = "38;5;166"
    ID = "38;5;31"
    REACH = "38;5;64"
    LINK = "4;38;5;32"


class Terminal(NamedTuple):
    """A stream as a place to write to, by default a pipe."""

    is_tty: bool = False
    width: int = DEFAULT_WIDTH
    color: bool = False
    hyperlinks: bool = False
    encoding: str = "utf-8"
    accessible: bool = False
    height: int = 0  # in lines; 0 if it does not matter or is not known

    @classmethod
    def of(
        cls,
        environ: Mapping[str, str],
        color: str = "auto",
        hyperlink: str = "auto",
        for_errors: bool = False,
    ) -> "Terminal":
        """Standard output, or with `for_errors` standard error.

        `color` and `hyperlink` are options: auto, always or never. They override
        NO_COLOR and DICLI_HYPERLINK, which override FORCE_COLOR and CLICOLOR_FORCE,
        which override what the stream and TERM say.
        """
        stream = sys.stderr if for_errors else sys.stdout
        on_tty = is_tty(stream)
        size = _size(stream)
        shows_links = on_tty and _terminal_type(environ) not in WITHOUT_LINKS
        wants_links = _chosen(environ.get("DICLI_HYPERLINK") or "auto", shows_links)
        return cls(
            is_tty=on_tty,
            width=max(size.columns or DEFAULT_WIDTH, NARROWEST),
            color=_chosen(color, _wants_color(environ, on_tty)),
            hyperlinks=_chosen(hyperlink, wants_links),
            encoding=getattr(stream, "encoding", None) or "utf-8",
            accessible=environ.get("ACCESSIBLE", "") not in ("", "0"),
            height=size.lines if on_tty else 0,
        )

    @property
    def rule(self) -> str:
        """The character that horizontal rules consist of; empty for screen readers."""
        if self.accessible:
            return ""
        try:
            "─".encode(self.encoding)
        except UnicodeError:
            return "-"
        return "─"

    def styled(self, text: str, codes: str) -> str:
        """The text with some codes of ECMA-48's SGR, if there is color and it is not
        blank.
        """
        if self.color and codes and text.strip():
            return f"\x1b[{codes}m{text}\x1b[0m"
        return text

    def linked(self, text: str, link: str) -> str:
        """The text as a link (OSC 8), if there is an address and the terminal shows
        links.
        """
        if self.hyperlinks and link:
            return f"\x1b]8;;{link}\x1b\\{text}\x1b]8;;\x1b\\"
        return text


def is_tty(stream: IO[str] | None) -> bool:
    """Whether a stream is a terminal."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def _size(stream: IO[str] | None) -> os.terminal_size:
    """The size that COLUMNS and LINES say, else that of standard output if it is a
    terminal, else that of the stream; 0 if unknown.
    """
    size = get_terminal_size((0, 0))  # also looks at standard output
    if size.columns or stream is None:
        return size
    try:
        return os.get_terminal_size(stream.fileno())
    except (OSError, ValueError):
        return size


def _chosen(when: str, otherwise: bool) -> bool:
    """What one of auto, always and never says; auto leaves it to `otherwise`."""
    if when == "auto":
        return otherwise
    return when == "always"


def _wants_color(environ: Mapping[str, str], on_tty: bool) -> bool:
    """Whether the environment asks for color: NO_COLOR against it, then FORCE_COLOR and
    CLICOLOR_FORCE for it (0: against it); or else a terminal that can show it.
    """
    if environ.get("NO_COLOR"):
        return False
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE"):
        if environ.get(name):
            return environ[name] != "0"
    return (
        on_tty
        and _terminal_type(environ) not in WITHOUT_COLOR
        and environ.get("CLICOLOR") != "0"
    )


def _terminal_type(environ: Mapping[str, str]) -> str:
    """What TERM says. Without TERM, a terminal counts as dumb, except on Windows, where
    no terminal sets it.
    """
    without_term = "" if os.name == "nt" else "dumb"
    return environ.get("TERM") or without_term


def report(text: str, style: str = Style.FAINT) -> None:
    """Writes lines about the run to standard error.

    A terminal gets them wrapped: an error with its "error:" in red, any other line in
    `style`.
    """
    terminal = _error_terminal()
    text = clean(text)
    if not terminal.is_tty:
        to_standard_error(f"{text}\n")
        return
    from dicli.output.wrapping import lines_of

    red_word = terminal.styled("error:", Style.ERROR)
    for line in text.split("\n"):
        parts = lines_of(line, terminal.width)
        if line.startswith(ERROR):
            parts[0] = parts[0].replace("error:", red_word, 1)
        else:
            parts = [terminal.styled(part, style) for part in parts]
        to_standard_error("\n".join(parts) + "\n")


def rows_of_report(text: str) -> int:
    """How many rows a report takes on standard error; 0 if that is not a terminal."""
    terminal = _error_terminal()
    if not terminal.is_tty:
        return 0
    from dicli.output.wrapping import lines_of, rows_of

    return rows_of(lines_of(clean(text), terminal.width), terminal.width)


def _error_terminal() -> Terminal:
    return Terminal.of(os.environ, COLOR.get(), for_errors=True)


def to_standard_error(text: str) -> None:
    """Writes a text to standard error, neither wrapped nor styled, with `?` for what the
    encoding lacks. A stream that is closed or full is not an error.
    """
    try:
        if sys.stderr is not None:
            encoding = sys.stderr.encoding or "utf-8"
            sys.stderr.write(text.encode(encoding, "replace").decode(encoding))
            sys.stderr.flush()
    except (OSError, ValueError):
        pass


def write(
    chunks: Iterable[str], encoding: str = "utf-8", at_once: bool = False
) -> None:
    """Writes results to standard output, with `?` for what the encoding lacks. With
    `at_once`, each chunk is written as soon as it comes.

    If the reader of a pipe has gone away, writing ends without an error.
    DicliError if the output cannot be written.
    """
    if sys.stdout is None:
        raise DicliError("standard output is closed")
    # One encoder for all chunks, because some encodings begin the text with a mark.
    encoder = codecs.getincrementalencoder(encoding)("replace")
    held = b""
    try:
        for chunk in chunks:
            held += encoder.encode(chunk)
            if at_once or len(held) >= BLOCK:
                _put(held)
                held = b""
        _put(held + encoder.encode("", final=True))
    except BrokenPipeError:
        discard_output()
    except OSError as error:
        discard_output()
        raise DicliError(
            f"cannot write to standard output: {error.strerror or error}"
        ) from None


def _put(data: bytes) -> None:
    """Writes all of the data, past any buffer of Python's. A stream may take only part
    of it at a time, or nothing yet.
    """
    stream: Any = sys.stdout.buffer
    raw = getattr(stream, "raw", stream)
    left = memoryview(data)
    while left:
        try:
            taken = raw.write(left)
        except ValueError as error:  # the stream was closed
            raise OSError(str(error)) from None
        if taken is None:  # the stream does not block: wait until it takes more
            from select import select

            select([], [raw], [])
        else:
            left = left[taken:]


def discard_output() -> None:
    """Redirects standard output to nowhere, so that buffered data causes no error when
    Python exits.
    """
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError, AttributeError):
        pass
