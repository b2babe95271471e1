"""Keeps compiled catalogues in a directory, as Python keeps `.pyc` files: written whole, never trusted.

A file holds where its head ends, the head's checksum, the head, and the sections, each at a multiple of eight:

    00000528c0ffee99{"key": [...], "size": 4711, "sum": 815, "sections": {"meta": [0, 1200], ...}}

The key (see `layers.compiled_key`) says what the form was made from; one that differs, or a file that is not whole, is
as good as none. The form is data only: reading it runs no code. It is taken only from a directory and file that are
this user's, are no links, and that nobody else may write; so nobody else can plant anything in there either.
"""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any
from zlib import crc32

Blob = bytes | memoryview
FORMAT = 7
_ALIGN = 8  # for the arrays of 64-bit numbers
CHECKED_BYTES = 8 * 2**20  # up to this size the checksum is compared: 10,000 resources, some milliseconds
MAX_BYTES = 256 * 10**6  # of all files in the directory


def directory(environ: Mapping[str, str]) -> str | None:
    """Where compiled forms are kept, or None where they are not wanted (DICLI_CACHE=off) or there is no home.

    A relative DICLI_CACHE is ignored, as a relative XDG directory is: it would be another one wherever dicli runs.
    """
    wanted = environ.get("DICLI_CACHE", "")
    if wanted.casefold() in ("off", "0", "no", "false"):
        return None
    wanted = os.path.expanduser(wanted)
    if os.path.isabs(wanted):
        return wanted
    base = base_dir(environ, "XDG_CACHE_HOME", "~/.cache")
    return os.path.join(base, "dicli") if os.path.isabs(base) else None


def base_dir(environ: Mapping[str, str], variable: str, usual: str) -> str:
    """A base directory: what a variable names, else the usual one; a relative path is ignored, as XDG asks."""
    named = environ.get(variable, "")
    return named if os.path.isabs(named) else os.path.expanduser(usual)


def absolute(path: str) -> str:
    """The path from the root; as it is where there is no current directory any more."""
    try:
        return os.path.abspath(path)
    except FileNotFoundError:
        return path


def file_for(cache_dir: str, key: Any) -> str:
    """The file for a set of catalogues: one a set, so that an edited catalogue's old form does not stay behind."""
    return os.path.join(cache_dir, f"{crc32(json.dumps(key[1]).encode('utf-8', 'surrogatepass')):08x}.dicli")


def _sealed(key: Any) -> Any:
    """The key together with what else a form depends on."""
    return [FORMAT, sys.byteorder, key]


def load(cache_dir: str, key: Any) -> dict[str, memoryview] | None:
    """The sections kept for a key, read from disk as they are touched; None if there are none to be trusted."""
    try:
        if not _ours(os.lstat(cache_dir), stat.S_ISDIR):
            return None
        with open(file_for(cache_dir, key), "rb", opener=_opener) as stream:
            status = os.fstat(stream.fileno())
            return _mapped(stream, status.st_size, key) if _ours(status, stat.S_ISREG) else None
    except Exception:  # whatever a file of that name may hold
        return None


def shipped(file: str, key: Any) -> dict[str, memoryview] | None:
    """The sections of a form that came with the program, and is trusted as its code is; None if it is not for a key."""
    try:
        with open(file, "rb") as stream:
            return _mapped(stream, os.fstat(stream.fileno()).st_size, key)
    except Exception:
        return None


def ship(file: str, key: Any, sections: Mapping[str, Blob]) -> None:
    """Writes a form that is to come with the program."""
    with open(file, "wb") as stream:
        stream.writelines(_packed(key, sections))


def _opener(path: str, flags: int) -> int:
    """Opens without following a link and without waiting for a pipe."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def _ours(status: os.stat_result, is_kind: Callable[[int], bool]) -> bool:
    """Whether it is of a kind, no link, and nobody but this user may have written it (where a system knows users)."""
    if not is_kind(status.st_mode):
        return False
    return not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022)


def _mapped(stream: Any, size: int, key: Any) -> dict[str, memoryview] | None:
    import mmap

    whole = memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
    start, total = int(bytes(whole[:8])), int(bytes(whole[8:16]), 16)
    text, body = bytes(whole[16:start]), whole[start:]
    if total != crc32(text):
        return None
    head = json.loads(text)
    if head["key"] != _sealed(key) or head["size"] != size - start:
        return None
    if head["size"] <= CHECKED_BYTES and head["sum"] != crc32(body):
        return None
    return {name: body[at : at + length] for name, (at, length) in head["sections"].items()}


def store(cache_dir: str, key: Any, sections: Mapping[str, Blob]) -> None:
    """Keeps sections for a key, whole or not at all; where that cannot be done, nothing happens."""
    path = file_for(cache_dir, key)
    draft = f"{path}.{os.urandom(8).hex()}"
    try:
        os.makedirs(cache_dir, mode=0o700, exist_ok=True)
        if _ours(os.lstat(cache_dir), stat.S_ISDIR):
            _write(draft, _packed(key, sections))
            os.replace(draft, path)
            _sweep(cache_dir, path, key)
    except OSError:
        with suppress(OSError):
            os.unlink(draft)


def _write(draft: str, pieces: Sequence[Blob]) -> None:
    """Writes a new file; one whose checksum is not compared later is on the disk before it gets its name."""
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.writelines(pieces)
        if stream.tell() > CHECKED_BYTES:
            stream.flush()
            os.fsync(stream.fileno())


def _packed(key: Any, sections: Mapping[str, Blob]) -> list[Blob]:
    """The bytes of a file in pieces: where its head ends and the head's checksum, the head, the sections."""
    pieces, layout, size, total = [], {}, 0, 0
    for name, blob in sections.items():
        layout[name] = [size, len(blob)]
        pieces += [blob, bytes(-len(blob) % _ALIGN)]
        size += sum(map(len, pieces[-2:]))
        total = crc32(pieces[-1], crc32(blob, total))
    text = json.dumps({"key": _sealed(key), "size": size, "sum": total, "sections": layout}).encode()
    text += b" " * (-len(text) % _ALIGN)
    return [b"%08d%08x" % (len(text) + 16, crc32(text)), text, *pieces]


def _sweep(cache_dir: str, newest: str, key: Any) -> None:
    """Removes the forms of catalogues that are gone and those that another version made, and of all others the oldest
    beyond MAX_BYTES; so drafts of processes that were killed go in time."""
    import re

    with os.scandir(cache_dir) as entries:
        mine = [entry for entry in entries if re.fullmatch(r"[0-9a-f]{8}\.dicli(\.[0-9a-f]+)?", entry.name)]
        found = [(entry.stat(follow_symlinks=False), entry.path) for entry in mine if entry.path != newest]
    total = os.path.getsize(newest)
    for status, path in sorted(found, key=lambda one: -one[0].st_mtime_ns):
        total += status.st_size
        if total > MAX_BYTES or (path.endswith(".dicli") and not _is_of_use(path, _sealed(key))):
            os.unlink(path)


def _is_of_use(path: str, sealed: Any) -> bool:
    """Whether a form was made as this one is, and the files that it was made of are still there, as far as it says."""
    try:
        with open(path, "rb", opener=_opener) as stream:
            *made, (maker, named, _) = json.loads(stream.read(int(stream.read(8)) - 8)[8:])["key"]
        return made == sealed[:2] and maker == sealed[2][0] and all(os.path.exists(file) for _, file in named)
    except Exception:  # whatever a file of that name may hold
        return False
