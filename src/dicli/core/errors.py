"""What can go wrong, in one class, and how a run ends."""

from __future__ import annotations

from enum import IntEnum

# The longest line that is shown whole, in characters, and what is shown of the beginning
# and the end of a longer one, which quotes someone else's text.
MOST_CHARACTERS = 1000
FIRST_CHARACTERS = 500
LAST_CHARACTERS = 250


class Status(IntEnum):
    """The exit status of a run."""

    FOUND = 0  # success
    NOTHING = 1  # nothing matched, a name is unknown, or `check` found faults
    USAGE = 2  # usage error
    FAILED = 3  # cannot read the catalogue, write the output or reach the network
    INTERRUPTED = 130  # Ctrl-C


class DicliError(Exception):
    """An error to report: a message of one line, a hint, and the exit status.

    The message is lowercase, without a period, with names in backticks. The hint says
    what to do, usually in one line.
    """

    def __init__(
        self, message: str, hint: str = "", status: Status = Status.FAILED
    ) -> None:
        super().__init__(message)
        self.message = one_line(message)
        self.hint = "\n".join(map(one_line, hint.split("\n")))
        self.status = status


class UsageError(DicliError):
    """A command line that says something wrong."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint, Status.USAGE)


def one_line(text: str) -> str:
    """The text on one line, with line feeds written out; a very long one is cut in the
    middle.
    """
    text = text.replace("\n", "\\n")
    if len(text) <= MOST_CHARACTERS:
        return text
    return f"{text[:FIRST_CHARACTERS]}...{text[-LAST_CHARACTERS:]}"


def listed(names: list[str], last: str = "or") -> str:
    """Names as in a sentence: "`a`", "`a` or `b`", "`a`, `b` or `c`"."""
    quoted = [f"`{name}`" for name in names]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} {last} {quoted[-1]}"


def counted(number: int, word: str) -> str:
    """A number with its noun: "1 fault", "2 faults", "no faults"."""
    if number == 1:
        return f"1 {word}"
    return f"{number or 'no'} {word}s"
