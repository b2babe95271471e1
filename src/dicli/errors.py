"""What can go wrong, in one class, and how a run ends."""

from __future__ import annotations

from enum import IntEnum

__all__ = ["DicliError", "Status", "listed"]


class Status(IntEnum):
    """The exit status of a run."""

    FOUND = 0  # something was printed
    NOTHING = 1  # nothing matched, a name is unknown, or `check` found faults
    USAGE = 2  # the command line is wrong
    FAILED = 3  # the catalogue, the output or the network failed
    INTERRUPTED = 130  # Ctrl-C


class DicliError(Exception):
    """A fault to tell the user: one line, at most one more with a hint, and the exit status.

    `message` is lower case, without a full stop, names in backticks; `hint` says what to do.
    """

    def __init__(self, message: str, hint: str = "", status: Status = Status.FAILED) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.status = status


def listed(names: list[str], last: str = "or") -> str:
    """Names as a sentence has them: "`a`", "`a` or `b`", "`a`, `b` or `c`"."""
    quoted = [f"`{name}`" for name in names]
    return f" {last} ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
