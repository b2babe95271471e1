"""Which catalogue files are in use, and the one catalogue that they make together.

`merging` says how they are laid over each other. The ids of the bundled catalogue may
be used by any other, whether it is in use or not.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from time import time
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from zlib import crc32

from dicli import __version__
from dicli.core.catalogue import VOCABULARIES, Catalogue
from dicli.core.errors import DicliError, one_line
from dicli.core.safe import clean
from dicli.files import cache
from dicli.files.cache import Key, absolute

if TYPE_CHECKING:
    from dicli.core.database import Database
    from dicli.core.model import Record
    from dicli.files.document import Document

T = TypeVar("T")
BUNDLED = "bundled"
YAML = (".yaml", ".yml")  # how the names of a user's own catalogues end, in any case
FORM = ".dicli"  # after the name of the bundled file: its compiled form, in a wheel
# Seconds within which a second change of a file may get the time of the first. Most
# file systems take the time from a clock that ticks 50 times a second or more often;
# those that know whole seconds only (FAT, ext2, HFS+) may tick every two seconds.
TICK, SLOW_TICK = 0.02, 2.0


class Layer(NamedTuple):
    """A catalogue file: what people call it (`bundled`, `-`, or the path as given, made
    safe) and where it is.
    """

    name: str
    file: str


class Unused(NamedTuple):
    """A file that is not used as a catalogue, and why."""

    file: str
    reason: str


def bundled_file() -> str:
    """Where the bundled catalogue is: in the package, which may be in a zip archive, or
    else in the checkout.
    """
    packaged = Path(__file__).parents[1] / "data" / "resources.yaml"
    if packaged.is_file() or _in_archive():
        return str(packaged)
    return str(Path(__file__).parents[3] / "data" / "resources.yaml")


def bundled_files() -> list[str]:
    """The files of the bundled catalogue: its entries, and beside them the words that
    only search knows.
    """
    entries = bundled_file()
    hidden = os.path.join(os.path.dirname(entries), "search.yaml")
    return [entries, hidden] if os.path.isfile(hidden) or _in_archive() else [entries]


def bundled_document() -> Document:
    """The bundled catalogue as read: its entries and terms, with the hidden words of
    its second file.
    """
    from dicli.files.reader import parsed

    entries, *others = bundled_files()
    document = parsed(BUNDLED, _bundled_text(entries))
    if document.findings:
        return document
    for file in others:
        words = parsed(file, _bundled_text(file)).data
        for section in (*VOCABULARIES, "resources"):
            _add_hidden(document.data.get(section, ()), words.get(section, ()))
    return document


def _add_hidden(records: Sequence[Record], others: Sequence[Record]) -> None:
    """Gives records the hidden words of others with the same ids."""
    hidden = {other["id"]: other["hidden"] for other in others}
    for record in records:
        id = record.get("id")
        if id in hidden:
            record["hidden"] = hidden[id]


def bundled_text() -> bytes:
    """The bytes of the entries of the bundled catalogue."""
    return _bundled_text(bundled_file())


def _bundled_text(file: str) -> bytes:
    if _in_archive():
        from pkgutil import get_data

        return get_data("dicli", f"data/{os.path.basename(file)}") or b""
    from dicli.files.reader import read

    return read(file)


def _in_archive() -> bool:
    """Whether dicli runs from a zip archive, without being unpacked."""
    return not os.path.exists(__file__)


def config_dir(environ: Mapping[str, str]) -> str:
    """Where a user's own catalogues are; without a home, a relative path, which is
    never looked into.
    """
    return os.path.join(
        cache.base_dir(environ, "XDG_CONFIG_HOME", "~/.config"), "dicli"
    )


def layers_in_use(named: Sequence[str], environ: Mapping[str, str]) -> list[Layer]:
    """The files in use, lowest first: the named ones, else those of DICLI_CATALOGUE,
    else bundled and own.
    """
    names = list(named)
    if not names:
        names = [
            name
            for name in environ.get("DICLI_CATALOGUE", "").split(os.pathsep)
            if name
        ]
    if not names:
        own = [file for file in _files_in(config_dir(environ)) if not _why_unused(file)]
        names = [BUNDLED, *own]
    return [_layer(name) for name in names]


def unused_files(environ: Mapping[str, str]) -> list[Unused]:
    """The files in the directory of a user's own catalogues that are not used as such."""
    unused = []
    for file in _files_in(config_dir(environ)):
        reason = _why_unused(file)
        if reason:
            unused.append(Unused(file, reason))
    return unused


def _files_in(directory: str) -> list[str]:
    """What is in a directory, by name, without directories, hidden files and backups;
    nothing if there is none.
    """
    if not os.path.isabs(directory):
        return []
    try:
        names = sorted(os.listdir(directory))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        message = f"cannot read `{directory}`: {error.strerror}"
        raise DicliError(message, "or name the catalogues with --catalogue") from None
    files = []
    for name in names:
        file = os.path.join(directory, name)
        is_hidden = name.startswith(".") or name.endswith("~")
        is_file = file.lower().endswith(YAML) or not os.path.isdir(file)
        if is_file and not is_hidden:
            files.append(file)
    return files


def _why_unused(file: str) -> str:
    """Why a file is not used as a catalogue of a user's own, "" if it is."""
    if not file.lower().endswith(YAML):
        return "its name does not end in .yaml"
    # A shell makes the file empty before dicli runs in `dicli show oiss -f yaml >
    # ~/.config/dicli/oiss.yaml`.
    if os.path.isfile(file) and not os.path.getsize(file):
        return "it is empty"
    return ""


def _layer(name: str) -> Layer:
    if name == BUNDLED:
        return Layer(BUNDLED, bundled_file())
    return Layer(one_line(clean(name)), name)


def load(
    layers: Sequence[Layer],
    cache_dir: str | None,
    reading: Callable[[], None] = lambda: None,
) -> Catalogue:
    """The catalogue that some layers make; DicliError with the first fault if one of
    them is faulty.

    `cache_dir` is where compiled forms are kept; None keeps and takes none. `reading`
    is called before files are read.
    """
    if list(layers) == [_layer(BUNDLED)]:
        database = _shipped()
        if database:
            return Catalogue(database)
    key = None
    if cache_dir:
        key = compiled_key(layers)
    if cache_dir and key:
        database = cache.load(cache_dir, key)
        if database:
            return Catalogue(database)
    reading()
    return Catalogue(_compiled(layers, partial(_kept, layers, cache_dir, key)))


def _kept(
    layers: Sequence[Layer],
    cache_dir: str | None,
    key: Key | None,
    data: Mapping[str, Any],
) -> Database:
    """The database of a catalogue: kept in the cache if it can be, else in memory."""
    from dicli.search.compilation import compile_into, compiled

    # else a file changed while it was read
    if cache_dir and key and key == compiled_key(layers):
        cache.store(cache_dir, key, partial(compile_into, data=data))
        database = cache.load(cache_dir, key)
        if database:
            return database
    return compiled(data)


def _shipped() -> Database | None:
    """The compiled bundled catalogue that was made with the wheel, if it is of this
    very file and program.
    """
    form = f"{bundled_file()}{FORM}"
    return cache.shipped(form, _shipped_key()) if os.path.isfile(form) else None


def ship(form: str) -> None:
    """Makes it; the wheel's build calls this (see hatch_build.py)."""
    from dicli.search.compilation import compile_into

    def write(data: Mapping[str, Any]) -> None:
        cache.write(form, _shipped_key(), partial(compile_into, data=data))

    _compiled([_layer(BUNDLED)], write)


def _shipped_key() -> list[Any]:
    """What a shipped form depends on: the version of the program, and the checksums of
    its files.
    """
    sums = []
    for file in bundled_files():
        with open(file, "rb") as stream:
            sums.append(crc32(stream.read()))
    return [__version__, *sums]


def compiled_key(layers: Sequence[Layer]) -> Key | None:
    """What a compiled form depends on: what makes it, and each file's name, path, size,
    times and inode.

    None if that does not tell: for standard input, and for a file so new that its next
    change may get the same time.
    """
    files = [layer.file for layer in layers]
    if "-" in files:
        return None
    seen = []
    for file in dict.fromkeys([*files, *bundled_files()]):
        try:
            status = os.stat(_on_disk(file))
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
    return Key(
        [__version__, sys.hexversion],
        [[layer.name, absolute(layer.file)] for layer in layers],
        seen,
    )


def _on_disk(file: str) -> str:
    """The file itself, or the archive that it is in."""
    if _in_archive() and file in bundled_files():
        return str(Path(__file__).parents[2])
    return file


def _may_change_unseen(status: os.stat_result) -> bool:
    """Whether a file is so new that another change could get the same times."""
    tick = TICK
    # whole seconds: a slow clock
    if status.st_mtime_ns % 10**9 == 0 or status.st_ctime_ns % 10**9 == 0:
        tick = SLOW_TICK
    age = time() - max(status.st_mtime, status.st_ctime)
    return abs(age) < tick


def documents(layers: Sequence[Layer]) -> tuple[list[Document], list[Document]]:
    """The files of some layers as read; and, in a list, the bundled one if it is not
    among them.
    """
    from dicli.files.reader import parsed, read

    in_use = []
    for name, file in layers:
        if name == BUNDLED:
            in_use.append(bundled_document())
        else:
            in_use.append(parsed(name, read(file)))
    if any(layer.name == BUNDLED for layer in layers):
        return in_use, []
    return in_use, [_base()]


def _base() -> Document:
    """The bundled file, as far as others may refer to it: from its form in a wheel, if
    there is one.
    """
    from dicli.files.document import Document

    database = _shipped()
    if database is None:
        return bundled_document()
    catalogue = Catalogue(database)
    meta = catalogue.meta()
    data = {name: meta[name] for name in (*VOCABULARIES, "retired", "notices")}
    data["resources"] = list(catalogue.records())
    for record in data["resources"]:
        del record["catalogue"]
    return Document(BUNDLED, bundled_text(), data, ())


def _compiled(layers: Sequence[Layer], compile: Callable[[Mapping[str, Any]], T]) -> T:
    """What `compile` makes of the catalogue that some files make together. Of what was
    read, only that is in memory.
    """
    try:
        return compile(_merged(layers))
    # the bundled file is not checked until it fails
    except (AttributeError, KeyError, TypeError):
        bundled = bundled_document()
        if bundled.findings or any(_valid([bundled], [])[1]):
            raise _refusal([bundled], []) from None
        raise


def _merged(layers: Sequence[Layer]) -> Mapping[str, Any]:
    """The catalogue that some files make together, without what has faults; the bundled
    one is not checked.
    """
    in_use, base = documents(layers)
    files = [(document.file, document.data) for document in in_use]
    numbers_left_out = [0] * len(files)
    if any(_must_be_checked(document) for document in in_use):
        files, numbers_left_out = _valid(in_use, base)
    from dicli.files.merging import merge

    merged = merge(files, [document.data for document in base])
    for file, number in zip(merged["files"], numbers_left_out, strict=True):
        file["left_out"] = number
    return merged


def _must_be_checked(document: Document) -> bool:
    """Whether a file may have faults; the bundled one is checked before it is released."""
    return document.file != BUNDLED or bool(document.findings)


def _valid(
    in_use: Sequence[Document], base: Sequence[Document]
) -> tuple[list[tuple[str, Any]], list[int]]:
    """The names of files with their data, without what has faults, and the number of
    such entries for each file.

    DicliError if a file cannot be used at all.
    """
    from dicli.files.checking import left_out, without

    found = left_out(in_use, base)
    if found is None:
        raise _refusal(in_use, base)
    files = []
    numbers = []
    for document, paths in zip(in_use, found, strict=True):
        files.append((document.file, without(document.data, paths)))
        entries = {path[:2] for path, finding in paths.items() if not finding.warning}
        numbers.append(len(entries))
    return files, numbers


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
    hint = f"{first.hint}; for all: dicli check {join(document.file for document in in_use)}"
    return DicliError(f"{place}: {message}", hint)
