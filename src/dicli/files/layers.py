"""Which catalogue files are in use, and the one catalogue that they make together.

`merging` says how they are laid over each other. The ids of the bundled catalogue may be used by any other, whether it
is in use or not.
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
    from dicli.files.document import Document

T = TypeVar("T")
BUNDLED = "bundled"
YAML = (".yaml", ".yml")  # how the names of a user's own catalogues end, in any case
FORM = ".dicli"  # after the name of the bundled file: its compiled form, in a wheel
# Seconds within which a second change of a file may get the time of the first. Most file systems take the time from
# a clock that ticks 50 times a second or more often; those that know whole seconds only (FAT, ext2, HFS+) may tick
# every two seconds.
TICK, SLOW_TICK = 0.02, 2.0


class Layer(NamedTuple):
    """A catalogue file: what people call it (`bundled`, `-`, or the path as given, made safe) and where it lies."""

    name: str
    file: str


class Unused(NamedTuple):
    """A file that is not used as a catalogue, and why."""

    file: str
    reason: str


def bundled_file() -> str:
    """Where the bundled catalogue is: in the package, which may be in a zip archive, or else in the checkout."""
    packaged = Path(__file__).parents[1] / "data" / "resources.yaml"
    if packaged.is_file() or _in_archive():
        return str(packaged)
    return str(Path(__file__).parents[3] / "data" / "resources.yaml")


def bundled_files() -> list[str]:
    """The files of the bundled catalogue: its entries, and beside them the words that only search knows."""
    entries = bundled_file()
    hidden = os.path.join(os.path.dirname(entries), "search.yaml")
    return [entries, hidden] if os.path.isfile(hidden) or _in_archive() else [entries]


def bundled_document() -> Document:
    """The bundled catalogue as read: its entries and terms, with the hidden words of its second file."""
    from dicli.files.reader import parsed

    entries, *others = bundled_files()
    document = parsed(BUNDLED, _bundled_text(entries))
    for file in others if not document.findings else ():
        words = parsed(file, _bundled_text(file)).data
        for name in (*VOCABULARIES, "resources"):
            hidden = {record["id"]: record["hidden"] for record in words.get(name, ())}
            for record in document.data.get(name, ()):
                if record.get("id") in hidden:
                    record["hidden"] = hidden[record["id"]]
    return document


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
    """Where a user's own catalogues lie; a relative path, where there is no home, is never looked into."""
    return os.path.join(cache.base_dir(environ, "XDG_CONFIG_HOME", "~/.config"), "dicli")


def layers_in_use(named: Sequence[str], environ: Mapping[str, str]) -> list[Layer]:
    """The files in use, lowest first: the named ones, else those of DICLI_CATALOGUE, else bundled and own."""
    chosen = list(named) or [name for name in environ.get("DICLI_CATALOGUE", "").split(os.pathsep) if name]
    return [_layer(name) for name in chosen or [BUNDLED, *_own(config_dir(environ))]]


def _own(directory: str) -> list[str]:
    """The catalogues in the directory of a user's own, by name."""
    return [file for file in _files_in(directory) if not _why_unused(file)]


def unused_files(environ: Mapping[str, str]) -> list[Unused]:
    """The files in the directory of a user's own catalogues that are not used as such."""
    found = [Unused(file, _why_unused(file)) for file in _files_in(config_dir(environ))]
    return [unused for unused in found if unused.reason]


def _files_in(directory: str) -> list[str]:
    """What is in a directory, by name, without directories, hidden files and backups; nothing if there is none."""
    try:
        names = sorted(os.listdir(directory)) if os.path.isabs(directory) else []
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise DicliError(
            f"cannot read `{directory}`: {error.strerror}", "or name the catalogues with --catalogue"
        ) from None
    files = [os.path.join(directory, name) for name in names if not name.startswith(".") and not name.endswith("~")]
    return [file for file in files if file.lower().endswith(YAML) or not os.path.isdir(file)]


def _why_unused(file: str) -> str:
    """Why a file is not used as a catalogue of a user's own, "" if it is."""
    if not file.lower().endswith(YAML):
        return "its name does not end in .yaml"
    # A shell makes the file empty before dicli runs in `dicli show oiss -f yaml > ~/.config/dicli/oiss.yaml`.
    if os.path.isfile(file) and not os.path.getsize(file):
        return "it is empty"
    return ""


def _layer(name: str) -> Layer:
    return Layer(one_line(clean(name)), bundled_file() if name == BUNDLED else name)


def load(
    layers: Sequence[Layer],
    cache_dir: str | None,
    reading: Callable[[], None] = lambda: None,
) -> Catalogue:
    """The catalogue that some layers make; DicliError with the first fault if one of them is faulty.

    `cache_dir` is where compiled forms are kept; None keeps and takes none. `reading` is called before files are read.
    """
    database = _shipped() if layers == [_layer(BUNDLED)] else None
    key = compiled_key(layers) if cache_dir and database is None else None
    if cache_dir and key:
        database = cache.load(cache_dir, key)
    if database is None:
        reading()
        database = _compiled(layers, partial(_kept, layers, cache_dir, key))
    return Catalogue(database)


def _kept(layers: Sequence[Layer], cache_dir: str | None, key: Key | None, data: Mapping[str, Any]) -> Database:
    """The database of a catalogue: kept in the cache if it can be, else in memory."""
    from dicli.search.compilation import compile_into, compiled

    database = None
    if cache_dir and key and key == compiled_key(layers):  # else a file changed while it was read
        cache.store(cache_dir, key, partial(compile_into, data=data))
        database = cache.load(cache_dir, key)
    return database or compiled(data)


def _shipped() -> Database | None:
    """The compiled bundled catalogue that was made with the wheel, if it is of this very file and program."""
    form = f"{bundled_file()}{FORM}"
    return cache.shipped(form, _shipped_key()) if os.path.isfile(form) else None


def ship(form: str) -> None:
    """Makes it; the wheel's build calls this (see hatch_build.py)."""
    from dicli.search.compilation import compile_into

    def write(data: Mapping[str, Any]) -> None:
        cache.write(form, _shipped_key(), partial(compile_into, data=data))

    _compiled([_layer(BUNDLED)], write)


def _shipped_key() -> list[Any]:
    """What makes the form and what it is made of."""
    sums = []
    for file in bundled_files():
        with open(file, "rb") as stream:
            sums.append(crc32(stream.read()))
    return [__version__, *sums]


def compiled_key(layers: Sequence[Layer]) -> Key | None:
    """What a compiled form depends on: what makes it, and each file's name, place, size, times and inode.

    None where that does not tell: for standard input, and for a file so new that its next change may get the same time.
    """
    files = [layer.file for layer in layers]
    if "-" in files:
        return None
    try:
        stats = [os.stat(_on_disk(file)) for file in dict.fromkeys([*files, *bundled_files()])]
    except OSError:
        return None
    if any(abs(time() - max(s.st_mtime, s.st_ctime)) < _tick(s) for s in stats):
        return None
    seen = [[s.st_size, s.st_mtime_ns, s.st_ctime_ns, s.st_ino, s.st_dev] for s in stats]
    return Key([__version__, sys.hexversion], [[layer.name, absolute(layer.file)] for layer in layers], seen)


def _on_disk(file: str) -> str:
    """The file itself, or the archive that it is in."""
    return str(Path(__file__).parents[2]) if _in_archive() and file in bundled_files() else file


def _tick(status: os.stat_result) -> float:
    """How long a file's times may stay the same though it changes; whole seconds are those of a slow clock."""
    whole = status.st_mtime_ns % 10**9 == 0 or status.st_ctime_ns % 10**9 == 0
    return SLOW_TICK if whole else TICK


def documents(layers: Sequence[Layer]) -> tuple[list[Document], list[Document]]:
    """The files of some layers as read; and, in a list, the bundled one if it is not among them."""
    from dicli.files.reader import parsed, read

    in_use = [bundled_document() if name == BUNDLED else parsed(name, read(file)) for name, file in layers]
    is_bundled_in_use = any(layer.name == BUNDLED for layer in layers)
    return in_use, [] if is_bundled_in_use else [_base()]


def _base() -> Document:
    """The bundled file, as far as others may refer to it: from its form in a wheel, if there is one."""
    from dicli.files.document import Document

    database = _shipped()
    if database is None:
        return bundled_document()
    text, here = bundled_text(), Catalogue(database)
    meta = here.meta()
    resources = list(here.records())
    for record in resources:
        del record["catalogue"]
    data = {"resources": resources, **{name: meta[name] for name in (*VOCABULARIES, "retired", "notices")}}
    return Document(BUNDLED, text, data, ())


def _compiled(layers: Sequence[Layer], compile: Callable[[Mapping[str, Any]], T]) -> T:
    """What `compile` makes of the catalogue that some files make together; the bundled one alone is trusted until it
    fails."""
    in_use, base = documents(layers)
    missing = [0] * len(in_use)
    if any(document.findings or document.file != BUNDLED for document in in_use):
        missing = _drop_invalid(in_use, base)
    from dicli.files.merging import merge

    try:
        merged = merge([(d.file, d.data) for d in in_use], [d.data for d in base])
        for file, number in zip(merged["files"], missing, strict=True):
            file["left_out"] = number
        del in_use, base  # of what was read, only what is merged is kept
        return compile(merged)
    except (AttributeError, KeyError, TypeError):
        bundled = bundled_document()
        if any(_drop_invalid([bundled], [])):
            raise _refusal([bundled], []) from None
        raise


def _drop_invalid(in_use: Sequence[Document], base: Sequence[Document]) -> list[int]:
    """Takes out of files what has faults, and gives the number of such entries for each; DicliError if a file cannot
    be used at all."""
    from dicli.files.checking import left_out, without

    found = left_out(in_use, base)
    if found is None:
        raise _refusal(in_use, base)
    numbers = []
    for document, paths in zip(in_use, found, strict=True):
        without(document.data, paths)
        numbers.append(len({path[:2] for path, finding in paths.items() if not finding.warning}))
    return numbers


def _refusal(in_use: Sequence[Document], base: Sequence[Document]) -> DicliError:
    """The error that says why files cannot be used: the first fault that prevents it, and how many there are."""
    from shlex import join

    from dicli.files.checking import findings

    found = findings(in_use, base)
    first = next((finding for finding in found if finding.refuses), found[0])
    also = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    hint = f"{first.hint}; for all: dicli check {join(document.file for document in in_use)}"
    return DicliError(f"{first.file}:{first.place.line}:{first.place.column}: {first.message}{also}", hint)
