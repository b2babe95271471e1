"""Runs commands on a real terminal (a pty), for the tests beside it."""

from __future__ import annotations

import fcntl
import os
import re
import struct
import subprocess
import sys
import termios
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from select import select
from typing import NamedTuple

DICLI = [sys.executable, "-m", "dicli"]
TIMEOUT = 60
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b\]8;[^\x1b]*\x1b\\")


class Seen(NamedTuple):
    """What a terminal got, what was written to a standard output of its own, and how the command ended."""

    terminal: str
    stdout: str
    status: int


Key = tuple[str, str]
"""What to wait for, and what to type then."""

CTRL_C = "\x03"
# A Ctrl-C that comes just before Python's line editing waits for a key is noticed with the next key only: if nothing
# comes after it for so many seconds, it is pressed again, as people do.
PATIENCE = 5


def on_terminal(
    command: Sequence[str],
    width: int = 80,
    height: int = 24,
    env: Mapping[str, str] = {},
    keys: Sequence[Key] = (),
    stdout: int | None = None,
    cwd: Path | None = None,
) -> Seen:
    """Runs a command whose streams are a terminal; its standard output may be a pipe (`subprocess.PIPE`)."""
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
    with subprocess.Popen(
        command,
        stdin=theirs,
        stdout=theirs if stdout is None else stdout,
        stderr=theirs,
        env={**os.environ, **env},
        cwd=cwd,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    ) as process:
        os.close(theirs)
        try:
            seen = _read(ours, list(keys))
            written = process.stdout.read().decode() if process.stdout else ""
            return Seen(seen.replace("\r\n", "\n"), written, process.wait(TIMEOUT))
        finally:
            process.kill()
            os.close(ours)


def _read(terminal: int, keys: list[Key]) -> str:
    """All that a terminal gets; types each key when what it waits for has come since the last."""
    seen, begin, typed = b"", 0, ""
    while _comes(terminal, typed):
        try:
            seen += (piece := os.read(terminal, 65536))
        except OSError:  # the last program has left the terminal
            piece = b""
        if not piece:
            break
        while keys and (at := seen.find(keys[0][0].encode(), begin)) >= 0:
            begin = at + len(keys[0][0])
            typed = keys.pop(0)[1]
            os.write(terminal, typed.encode(errors="surrogateescape"))
    else:
        raise AssertionError(f"waited for {keys[:1] or 'the end'}; seen: {seen!r}")
    assert not keys, f"waited for {keys[0]}; seen: {seen!r}"
    return seen.decode(errors="replace")


def _comes(terminal: int, typed: str) -> bool:
    """Waits until a terminal gets something; whether it does."""
    if typed == CTRL_C:
        for _ in range(TIMEOUT // PATIENCE):
            if select([terminal], [], [], PATIENCE)[0]:
                return True
            os.write(terminal, CTRL_C.encode())
    return bool(select([terminal], [], [], TIMEOUT)[0])


def visible(text: str) -> str:
    """The text without escapes."""
    return ESCAPE.sub("", text)


def cells(text: str) -> int:
    """How many columns of a terminal a text takes."""
    shown = [c for c in text if not unicodedata.combining(c)]
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in shown)
