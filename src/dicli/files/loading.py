"""The catalogue that the files in use make together: its compiled form from the cache or
the wheel, or else a new one made from the files.
"""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from time import time
from typing import TYPE_CHECKING, Any
from zlib import crc32

from dicli import __version__
from dicli.core.catalogue import VOCABULARIES, Catalogue
from dicli.core.errors import DicliError
from dicli.files import bundled, cache
from dicli.files.bundled import BUNDLED
from dicli.files.cache import Key, absolute
from dicli.files.layers import Layer, layers_in_use

if TYPE_CHECKING:
    from dicli.core.database import Database
    from dicli.files.document import Document, Steps

# After the name of the bundled file: its compiled form, in a wheel.
SUFFIX = ".dicli"
# Seconds within which a second change of a file may get the time of the first. Most
# file systems take the time from a clock that ticks 50 times a second or more often;
# those that know whole seconds only (FAT, ext2, HFS+) may tick every two seconds.
TICK, SLOW_TICK = 0.02, 2.0


def load(
    layers: Sequence[Layer],
    cache_dir: str | None,
    before_reading: Callable[[], None] = lambda: None,
) -> Catalogue:
    """The catalogue that some layers make; DicliError with the first fault if one of
    them cannot be used.

    `cache_dir` is where compiled forms are kept; None disables the cache.
    `before_reading` is called if there is no compiled form to use, before the files are
    read and compiled.
    """
    if [layer.name for layer in layers] == [BUNDLED]:
        database = shipped()
        if database:
            return Catalogue(database)
    key = None  # without a key, nothing is taken from the cache or put there
    if cache_dir:
        key = compiled_key(layers)
    if cache_dir and key:
        catalogue = _from_cache(cache_dir, key)
        if catalogue:
            return catalogue
    before_reading()
    return _compiled(layers, cache_dir, key)


def _from_cache(cache_dir: str, key: Key) -> Catalogue | None:
    """The catalogue that the cache has for a key."""
    database = cache.load(cache_dir, key)
    if database is None:
        return None
    add_tables = partial(cache.store, cache_dir, key, original=database)
    return Catalogue(database, add_tables)


def _compiled(
    layers: Sequence[Layer], cache_dir: str | None, key: Key | None
) -> Catalogue:
    """The catalogue from the files: in the cache if it can be kept there, else in
    memory.
    """
    data = merged(layers)
    from dicli.search.compilation import compile_into, compiled

    # it is kept only if no file changed since `key` was made
    if cache_dir and key and key == compiled_key(layers):
        cache.store(cache_dir, key, partial(compile_into, data=data))
        catalogue = _from_cache(cache_dir, key)
        if catalogue:
            return catalogue
    return Catalogue(compiled(data))


# ---- from the files ------------------------------------------------------------------


def documents(layers: Sequence[Layer]) -> tuple[list[Document], list[Document]]:
    """The files in use, as read, and the base: the bundled catalogue, whose ids they
    may use; no base if that is in use itself.
    """
    from dicli.files.reader import parsed, read

    in_use = []
    for name, file in layers:
        if name == BUNDLED:
            in_use.append(bundled.bundled_document())
        else:
            in_use.append(parsed(name, read(file)))
    if any(layer.name == BUNDLED for layer in layers):
        return in_use, []
    return in_use, [base_document()]


def base_document() -> Document:
    """The bundled catalogue without its notices, which no other file can refer to. It is
    read from its compiled form, if there is one, because that is much faster.
    """
    database = shipped()
    if database is None:
        return bundled.bundled_document(with_notices=False)
    from dicli.files.document import Document

    catalogue = Catalogue(database)
    data: dict[str, Any] = {"resources": list(catalogue.records())}
    for name in (*VOCABULARIES, "retired"):
        data[name] = catalogue.meta(name)
    return Document(BUNDLED, text=b"", data=data, findings=())


def merged(layers: Sequence[Layer]) -> Mapping[str, Any]:
    """The catalogue that some files make together, as plain data, without what has
    faults; DicliError if one of them, or the base, cannot be used at all.
    """
    from dicli.files.checking import left_out, remove
    from dicli.files.merging import merge

    in_use, base = documents(layers)
    if not all(isinstance(document.data, dict) for document in base):
        raise _refusal(base, [])
    reasons = left_out(in_use, base)
    if reasons is None:
        raise _refusal(in_use, base)
    remove(in_use, reasons)
    catalogue = merge(in_use, base)
    # An entry counts once, whether all of it is left out or some of its values. What
    # only a warning leaves out does not count: another file broke it.
    entries: dict[int, set[Steps]] = defaultdict(set)
    for (number, path), finding in reasons.items():
        if not finding.warning:
            entries[number].add(path[:2])
    for number, file in enumerate(catalogue["files"]):
        file["left_out"] = len(entries[number])
    return catalogue


def _refusal(in_use: Sequence[Document], base: Sequence[Document]) -> DicliError:
    """The error that says why files cannot be used: the first fault that prevents it,
    and how many there are.
    """
    from shlex import join

    from dicli.files.checking import findings

    found = findings(in_use, base)
    first = next((finding for finding in found if finding.refuses), found[0])
    place = f"{first.file}:{first.place.line}:{first.place.column}"
    message = first.message
    if len(found) > 1:
        message += f" (and {len(found) - 1} more)"
    names = join(document.file for document in in_use)
    return DicliError(
        f"{place}: {message}", f"{first.hint}; for all: dicli check {names}"
    )


# ---- compiled forms ------------------------------------------------------------------


def shipped() -> Database | None:
    """The compiled bundled catalogue in the wheel; None if there is none, or if it was
    made from other files or by another version.
    """
    compiled_file = bundled.bundled_file() + SUFFIX
    if not os.path.isfile(compiled_file):
        return None
    return cache.load_trusted(compiled_file, _shipped_key())


def ship(compiled_file: str) -> None:
    """Writes the compiled bundled catalogue to a file, with the rows of vectors that
    other catalogues get when they are first needed. The build of the wheel calls this
    (see hatch_build.py).
    """
    from dicli.search.compilation import compile_into
    from dicli.search.nearness import write_vectors

    data = merged(layers_in_use([BUNDLED], {}))

    def fill(database: Database) -> None:
        compile_into(database, data)
        write_vectors(database)

    cache.write(compiled_file, _shipped_key(), fill)


def _shipped_key() -> list[Any]:
    """What a shipped form depends on: the version of the program, and the checksums of
    its files.
    """
    sums = []
    for file in bundled.bundled_files():
        with open(file, "rb") as stream:
            sums.append(crc32(stream.read()))
    return [__version__, *sums]


def compiled_key(layers: Sequence[Layer]) -> Key | None:
    """What a compiled form depends on: the programs that make it, and the name, path,
    size, times and inode of each file.

    None if these cannot show that a file changed: standard input has none of them, and
    the next change of a very new file may leave them as they are.
    """
    files = [layer.file for layer in layers]
    if "-" in files:
        return None
    seen = []
    # with the bundled files, whose terms any other may use; each file once
    for file in dict.fromkeys([*files, *bundled.bundled_files()]):
        try:
            status = os.stat(bundled.on_disk(file))
        except OSError:
            return None
        if _may_change_unseen(status):
            return None
        seen.append(
            [
                status.st_size,
                status.st_mtime_ns,
                status.st_ctime_ns,
                status.st_ino,
                status.st_dev,
            ]
        )
    named = [[layer.name, absolute(layer.file)] for layer in layers]
    return Key([__version__, sys.hexversion], named, seen)


def _may_change_unseen(status: os.stat_result) -> bool:
    """Whether a file is so new that another change could get the same times."""
    has_slow_clock = status.st_mtime_ns % 10**9 == 0  # whole seconds
    age = time() - max(status.st_mtime, status.st_ctime)
    return abs(age) < (SLOW_TICK if has_slow_clock else TICK)
