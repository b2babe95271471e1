"""A record of searches that found nothing, for maintainers of a catalogue, if DICLI_MISSES names a file."""

import os

from dicli.core.safe import clean
from dicli.output.terminal import report

MOST_RECORDED = 500  # characters kept of a search


def record_miss(words: str) -> None:
    """Appends the date and the words that found nothing to the file that DICLI_MISSES names, if any.

    If that fails, it is reported, and the search goes on.
    """
    file = os.path.expanduser(os.environ.get("DICLI_MISSES", ""))
    if not file:
        return
    from datetime import date

    on_one_line = " ".join(words[:MOST_RECORDED].split())
    try:
        _append(file, f"{date.today()}\t{clean(on_one_line)}\n")
    except OSError as error:
        report(f"cannot write to `{file}` (DICLI_MISSES): {error.strerror}")


def _append(file: str, line: str) -> None:
    """Appends a line with one write, so that lines of several runs do not mix.

    A new file is readable by its owner only. A named pipe is not waited for.
    """
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(file, flags, 0o600)
    try:
        os.write(descriptor, line.encode())
    finally:
        os.close(descriptor)
