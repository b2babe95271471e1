"""Keeps compiled catalogues in a directory, as Python keeps `.pyc` files: written
whole, never trusted.

A file is an SQLite database, followed by its size and a checksum (see `_seal`), because
SQLite has no checksums. The key in its table `made_from` (see `loading.compiled_key`)
says what it was made from; a file with another key, or a damaged one, is ignored. It is
used only if it and its directory are this user's, are not links, and nobody else may
write them; so nobody else can plant anything there.
"""

from __future__ import annotations

import json
import os
import re
import stat
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple
from zlib import crc32

if TYPE_CHECKING:
    from dicli.core.database import Database, Fill

FORMAT = 15
# The checksum of a larger file is of its first page only. 10,000 resources fit, and
# checking them takes some milliseconds.
CHECKED_BYTES = 12 * 2**20
_PAGE = 4096  # SQLite's usual size; the first page has the schema
_SEAL_BYTES = 20
MAX_BYTES = 256 * 10**6  # of all files in the directory
# The name of a database, or of a draft of one.
_NAME = re.compile(r"[0-9a-f]{8}\.dicli(\.[0-9a-f]+)?")


class Key(NamedTuple):
    """What a compiled catalogue depends on: plain data, which JSON can hold."""

    made_by: Sequence[Any]  # versions of programs
    files: Sequence[Sequence[str]]  # the name and the path of each catalogue file
    # size, times and inode of each of them, and of the bundled one
    seen: Sequence[Sequence[int]]


def directory(environ: Mapping[str, str]) -> str | None:
    """Where compiled catalogues are kept; None if they are not wanted (DICLI_CACHE is
    `off`, `0`, `no` or `false`) or there is no home. The home is that of the process,
    whatever `environ` says.

    A relative DICLI_CACHE is ignored, like a relative XDG directory, because it would
    depend on where dicli runs.
    """
    wanted = environ.get("DICLI_CACHE", "")
    if wanted.casefold() in ("off", "0", "no", "false"):
        return None
    # without a home, "~" stays in the path, which is then relative
    wanted = os.path.expanduser(wanted)
    if os.path.isabs(wanted):
        return wanted
    base = base_dir(environ, "XDG_CACHE_HOME", "~/.cache")
    if os.path.isabs(base):
        return os.path.join(base, "dicli")
    return None


def base_dir(environ: Mapping[str, str], variable: str, usual: str) -> str:
    """A base directory: the one that a variable names, else the usual one. In the
    variable, a relative path is ignored, as XDG asks.

    The home is that of the process, whatever `environ` says. Without a home, the result
    is relative.
    """
    named = environ.get(variable, "")
    if os.path.isabs(named):
        return named
    return os.path.expanduser(usual)


def absolute(path: str) -> str:
    """The path from the root; the path as it is if the current directory was removed."""
    try:
        return os.path.abspath(path)
    except FileNotFoundError:
        return path


def file_for(cache_dir: str, key: Key) -> str:
    """The file for a set of catalogues. The name depends on their paths only, so that a
    database replaces the one that was made before an edit.
    """
    files = json.dumps(key.files).encode("utf-8", "surrogatepass")
    return os.path.join(cache_dir, f"{crc32(files):08x}.dicli")


def _as_json(key: Any) -> str:
    """A key with what else a database depends on, as it stands in the database."""
    return json.dumps([FORMAT, sys.byteorder, key])


def load(cache_dir: str, key: Key) -> Database | None:
    """The database that is kept for a key; None if there is none, or none that can be
    trusted.
    """
    path = file_for(cache_dir, key)
    # nobody else can put another file there after it was checked
    if _is_private(cache_dir, stat.S_ISDIR) and _is_private(path, stat.S_ISREG):
        return load_trusted(path, key)
    return None


def load_trusted(path: str, key: Any) -> Database | None:
    """A database in a file that is trusted, as one that came with the program; None if
    it is damaged or for another key.
    """
    try:
        with open(path, "rb") as stream:
            size = stream.seek(-_SEAL_BYTES, os.SEEK_END)
            is_whole = stream.read() == _seal(stream, size)
        database = _connected(path)
        if is_whole and _key_of(database) == _as_json(key):
            return database
    except Exception:  # the file may contain anything
        pass
    return None


def _is_private(path: str, is_kind: Callable[[int], bool]) -> bool:
    """Whether a file or directory is of a kind (not a link), and nobody but this user
    may have written it. On a system without users, the kind is enough.
    """
    try:
        status = os.lstat(path)
    except (OSError, ValueError):
        return False
    if not is_kind(status.st_mode):
        return False
    if not hasattr(os, "getuid"):
        return True
    others_may_write = status.st_mode & 0o022
    return status.st_uid == os.getuid() and not others_may_write


def _connected(path: str) -> Database:
    """A database to be read only. Nobody changes it, so SQLite needs neither locks nor
    a journal.
    """
    from dicli.core.database import Database

    quoted = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return Database(f"file:{quoted}?mode=ro&immutable=1", uri=True)


def _key_of(database: Database) -> str:
    [(key,)] = database.execute("select key from made_from")
    return str(key)


def _seal(stream: BinaryIO, size: int) -> bytes:
    """The size of a database and its checksum, both in hexadecimal. The checksum of a
    large one (see CHECKED_BYTES) is of its first page only.
    """
    stream.seek(0)
    checked = size if size <= CHECKED_BYTES else _PAGE
    return b"%012x%08x" % (size, crc32(stream.read(checked)))


def store(
    cache_dir: str, key: Key, fill: Fill, original: Database | None = None
) -> None:
    """Keeps a new database for a key, or a copy of one with more tables, whole or not
    at all. If that cannot be done, nothing happens.
    """
    from sqlite3 import Error

    path = file_for(cache_dir, key)
    draft = f"{path}.{os.urandom(8).hex()}"
    if "SUDO_UID" in os.environ:  # the user could not change what root makes
        return
    try:
        os.makedirs(cache_dir, mode=0o700, exist_ok=True)
        if _is_private(cache_dir, stat.S_ISDIR):
            os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            write(draft, key, fill, original)
            os.replace(draft, path)
            _sweep(cache_dir, path)
    except (OSError, Error):
        pass
    finally:
        with suppress(OSError):
            os.unlink(draft)


def write(path: str, key: Any, fill: Fill, original: Database | None = None) -> None:
    """Writes a database with its key, or a copy of one that has the same key; `fill`
    adds tables. Then the file is sealed.
    """
    from dicli.core.database import Database

    with closing(Database(path)) as database:
        # what is not finished is thrown away
        database.execute("pragma journal_mode = off")
        database.execute("pragma synchronous = off")
        if original:
            original.backup(database)
        database.execute("begin")
        if not original:
            database.execute("create table made_from (key text)")
            database.execute("insert into made_from values (?)", (_as_json(key),))
        fill(database)
        database.commit()
    with open(path, "r+b") as stream:
        size = stream.seek(0, os.SEEK_END)
        seal = _seal(stream, size)
        stream.seek(size)
        stream.write(seal)
        # `load_trusted` checks only a part of it: let all of it reach the disk first
        if size > CHECKED_BYTES:
            stream.flush()
            os.fsync(stream.fileno())


def _sweep(cache_dir: str, newest: str) -> None:
    """Removes the oldest files beyond MAX_BYTES in total, but never the newest one."""
    found: dict[str, os.stat_result] = {}
    for file in os.scandir(cache_dir):
        if _NAME.fullmatch(file.name):
            found[file.path] = os.lstat(file)
    total = 0
    for path in sorted(found, key=lambda path: -found[path].st_mtime):
        total += found[path].st_size
        if total > MAX_BYTES and path != newest:
            os.unlink(path)
