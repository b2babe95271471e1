"""Which catalogue files are in use, lowest first."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
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


def config_dir(environ: Mapping[str, str]) -> str:
    """The directory of a user's own catalogues. Without a home, it is a relative path,
    which `_own_files` does not look into.
    """
    base = cache.base_dir(environ, "XDG_CONFIG_HOME", "~/.config")
    return os.path.join(base, "dicli")


def layers_in_use(named: Sequence[str], environ: Mapping[str, str]) -> list[Layer]:
    """The files in use, lowest first: the named ones, else those of DICLI_CATALOGUE,
    else the bundled one and the user's own.
    """
    names = list(named)
    if not names:
        in_environment = environ.get("DICLI_CATALOGUE", "")
        names = [name for name in in_environment.split(os.pathsep) if name]
    if not names:
        own = _own_files(environ)
        names = [BUNDLED, *(file for file in own if not own[file])]
    layers = []
    for name in names:
        file = bundled.bundled_file() if name == BUNDLED else name
        layers.append(Layer(one_line(clean(name)), file))
    return layers


def unused_files(environ: Mapping[str, str]) -> dict[str, str]:
    """The files in the directory of a user's own catalogues that are not used, each with
    the reason.
    """
    own = _own_files(environ)
    return {file: reason for file, reason in own.items() if reason}


def _own_files(environ: Mapping[str, str]) -> dict[str, str]:
    """The files in the directory of a user's own catalogues, by name, without hidden
    files and backups; each with the reason why it is not used, "" if it is used.
    """
    directory = config_dir(environ)
    found: dict[str, str] = {}
    for name in _names_in(directory):
        file = os.path.join(directory, name)
        if name.startswith(".") or name.endswith("~"):
            continue
        if not name.lower().endswith(YAML):
            if not os.path.isdir(file):
                found[file] = "its name does not end in .yaml"
        # In `dicli show oiss -f yaml > ~/.config/dicli/oiss.yaml`, the shell makes the
        # file, still empty, before dicli runs.
        elif os.path.isfile(file) and not os.path.getsize(file):
            found[file] = "it is empty"
        else:
            found[file] = ""
    return found


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
