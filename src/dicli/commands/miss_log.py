"""A record of searches that found nothing, for maintainers of a catalogue, if
DICLI_MISSES names a file.
"""

import os
import stat
from datetime import date
from errno import ENOSPC

from dicli.core.safe import clean
from dicli.output.terminal import report

MOST_RECORDED = 500  # characters kept of a search


def record_miss(words: str) -> None:
    """Appends the date and the words that found nothing to the file that DICLI_MISSES
    names, if any. No words are not recorded.

    A line is appended whole or not at all; if that fails, it is reported, and the
    search goes on.
    """
    file = os.path.expanduser(os.environ.get("DICLI_MISSES", ""))
    if not words or not file:
        return
    line = f"{date.today()}\t{clean(' '.join(words[:MOST_RECORDED].split()))}\n"
    try:
        _append(file, line.encode())
    except OSError as error:
        report(f"cannot write to `{file}` (DICLI_MISSES): {error.strerror}")


def _append(file: str, line: bytes) -> None:
    """Appends a line with one write, so that lines of several runs do not mix. If only
    a part of it fits, that is removed again: OSError.

    A new file is readable by its owner only. A named pipe is not waited for.
    """
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(file, flags, 0o600)
    try:
        written = os.write(descriptor, line)
        if written < len(line):
            _remove_end(descriptor, written)
            raise OSError(ENOSPC, os.strerror(ENOSPC))
    finally:
        os.close(descriptor)


def _remove_end(descriptor: int, length: int) -> None:
    """Removes the last bytes of a file. What was written to anything else, such as a
    pipe, cannot be removed.
    """
    status = os.fstat(descriptor)
    if stat.S_ISREG(status.st_mode):
        os.ftruncate(descriptor, status.st_size - length)
