"""Which catalogue files are in use, lowest first."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from dicli.core.errors import DicliError, one_line
from dicli.core.safe import clean
from dicli.files import bundled, cache
from dicli.files.bundled import BUNDLED

YAML = (".yaml", ".yml")  # how the names of a user's own catalogues end, in any case


class Layer(NamedTuple):
    """A catalogue file: what people call it (`bundled`, `-`, or the path as given, made
    safe) and where it is.
    """

    name: str
    file: str


class OwnFile(NamedTuple):
    """A file in the directory of a user's own catalogues, and why it is not used; "" if
    it is used.
    """

    file: str
    unused_because: str


def config_dir(environ: Mapping[str, str]) -> str:
    """The directory of a user's own catalogues. Without a home, it is a relative path,
    which `own_files` does not look into.
    """
    base = cache.base_dir(environ, "XDG_CONFIG_HOME", "~/.config")
    return os.path.join(base, "dicli")


def layers_in_use(named: Sequence[str], environ: Mapping[str, str]) -> list[Layer]:
    """The files in use, lowest first: the named ones, else those of DICLI_CATALOGUE,
    else the bundled one and the user's own.
    """
    in_environment = environ.get("DICLI_CATALOGUE", "").split(os.pathsep)
    names = list(named) or list(filter(None, in_environment))
    if not names:
        names = [BUNDLED]
        for own in own_files(environ):
            if not own.unused_because:
                names.append(own.file)
    return [_layer(name) for name in names]


def _layer(name: str) -> Layer:
    if name == BUNDLED:
        return Layer(BUNDLED, bundled.bundled_file())
    return Layer(one_line(clean(name)), name)


def unused_files(environ: Mapping[str, str]) -> list[OwnFile]:
    """The files in the directory of a user's own catalogues that are not used."""
    return [own for own in own_files(environ) if own.unused_because]


def own_files(environ: Mapping[str, str]) -> Iterator[OwnFile]:
    """The files in the directory of a user's own catalogues, by name, those too that are
    not used; without hidden files and backups.
    """
    directory = config_dir(environ)
    for name in _names_in(directory):
        file = os.path.join(directory, name)
        if name.startswith(".") or name.endswith("~"):
            continue
        if not name.lower().endswith(YAML):
            if not os.path.isdir(file):
                yield OwnFile(file, unused_because="its name does not end in .yaml")
        # In `dicli show oiss -f yaml > ~/.config/dicli/oiss.yaml`, the shell makes the
        # file, still empty, before dicli runs.
        elif os.path.isfile(file) and not os.path.getsize(file):
            yield OwnFile(file, unused_because="it is empty")
        else:
            yield OwnFile(file, unused_because="")


def _names_in(directory: str) -> list[str]:
    """The names of what is in a directory, sorted; none if there is no such directory."""
    if not os.path.isabs(directory):
        return []  # without a home, see config_dir
    try:
        return sorted(os.listdir(directory))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        message = f"cannot read `{directory}`: {error.strerror}"
        raise DicliError(message, "or name the catalogues with --catalogue") from None
