"""Reads a YAML file into plain text, lists and mappings, and knows the place of everything in it.

libyaml's events become plain data directly: no tag is resolved, so that every scalar stays the text that was
typed (`no`, `0123`, `12:30` and `2024-01-01` too) and no file can run code. What makes YAML dangerous or dear
(anchors, tags, several documents, deep nesting, huge files) is refused.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import IO, Any, NamedTuple

from dicli.errors import DicliError

__all__ = ["Document", "Fault", "Place", "located", "parsed", "read"]

# Room for 100,000 resources of a few hundred characters, and nothing that could eat the memory.
MAX_BYTES = 64 * 2**20
MAX_NODES = 3_000_000
MAX_DEPTH = 12  # a catalogue needs five levels

Path = tuple[str | int, ...]


class Place(NamedTuple):
    """A place in a file, counted from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a file, where, and what to do. Where only a path is known, `located` finds the place."""

    file: str
    message: str
    hint: str = ""
    place: Place = Place(1, 1)
    path: Path = ()
    at_key: bool = False  # the fault is in the key at `path`, not in its value
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: its plain data (None if it could not be parsed) and the faults of its form."""

    file: str
    text: bytes
    data: Any
    faults: tuple[Fault, ...]


def read(file: str) -> bytes:
    """The bytes of a regular file, or of standard input for `-`; DicliError if it cannot be read or is too large."""
    try:
        if file == "-":
            data = _stdin().read(MAX_BYTES + 1)
        else:
            if not stat.S_ISREG(os.stat(file).st_mode):
                raise DicliError(f"catalogue `{file}` is not a file", "give a YAML file, or `-` for standard input")
            with open(file, "rb") as stream:
                data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DicliError(f"cannot read catalogue `{file}`: {reason}", "see: dicli help catalogues") from None
    if len(data) > MAX_BYTES:
        raise DicliError(f"catalogue `{file}` is larger than {MAX_BYTES >> 20} MiB", "split it into several files")
    return data


def _stdin() -> IO[bytes]:
    if sys.stdin is None:
        raise ValueError("standard input is closed")
    return sys.stdin.buffer


class _Refused(Exception):
    """A construct that is refused: what, what to do, and the mark where it stands."""

    def __init__(self, message: str, hint: str, event: Any = None) -> None:
        super().__init__(message)
        self.hint = hint
        self.place = _place(event) if event else Place(1, 1)


def _events(text: bytes) -> Iterator[Any]:
    import yaml

    if text[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in text[:2]:
        raise _Refused("UTF-16 or UTF-32", "save the file as UTF-8")
    return iter(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


class _Builder:
    """Turns events into plain data; where `wanted` names paths, notes the places of their keys and values."""

    def __init__(self, wanted: Collection[Path] | None = None) -> None:
        import yaml

        self.wanted = wanted
        self.found: dict[tuple[Path, bool], Place] = {}
        self.repeated: list[Fault] = []
        self._root: list[Any] = []
        self._open: list[Any] = [self._root]  # the containers around the next event, outermost first
        self._steps: list[str | int] = []  # the index or key at which each of them stands in the one before
        self._keys: list[str | None] = [None]  # the key that waits for its value, for each of them
        self._nodes = self._documents = 0
        self._handlers = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: lambda event: self._start(event, {}),
            yaml.SequenceStartEvent: lambda event: self._start(event, []),
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }

    def build(self, text: bytes) -> Any:
        """The plain data of a file; _Refused or yaml.YAMLError at the first thing that cannot be read."""
        for event in _events(text):
            if handler := self._handlers.get(type(event)):
                handler(event)
        return self._root[0] if self._root else None

    def _scalar(self, event: Any) -> None:
        self._admit(event)
        if type(self._open[-1]) is dict and self._keys[-1] is None:
            self._take_key(event)
        else:
            self._add(event, None if event.implicit[0] and event.value in ("", "~", "null") else event.value)

    def _start(self, event: Any, container: Any) -> None:
        self._admit(event)
        top = self._open[-1]
        if type(top) is dict and self._keys[-1] is None:
            raise _Refused("a list or mapping as a key", "write a word before the colon", event)
        step = len(top) if type(top) is list else self._keys[-1] or ""
        self._add(event, container)
        self._open.append(container)
        self._keys.append(None)
        self._steps.append(step)

    def _end(self, _: Any) -> None:
        self._open.pop()
        self._keys.pop()
        self._steps.pop()

    def _alias(self, event: Any) -> None:
        raise _Refused(f"an alias (`*{event.anchor}`)", "write the value out", event)

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            raise _Refused("a second document (`---`)", "put each catalogue into a file of its own", event)

    def _admit(self, event: Any) -> None:
        self._nodes += 1
        if event.anchor is not None:
            raise _Refused(f"an anchor (`&{event.anchor}`)", "write the value out where it is needed", event)
        if event.tag is not None:
            raise _Refused(f"a tag (`{event.tag}`)", "leave it out: every value is text", event)
        if len(self._open) > MAX_DEPTH:
            raise _Refused("lists or mappings nested too deeply", "a catalogue needs five levels", event)
        if self._nodes > MAX_NODES:
            raise _Refused(f"more than {MAX_NODES:,} values", "split the file", event)

    def _take_key(self, event: Any) -> None:
        key = self._keys[-1] = event.value
        if key in self._open[-1]:
            self.repeated.append(Fault("", f"`{key}` is given twice", "keep one of them", _place(event)))
        self._note(event, key, True)

    def _add(self, event: Any, value: Any) -> None:
        top = self._open[-1]
        if type(top) is list:
            self._note(event, len(top), False)
            top.append(value)
        else:
            key = self._keys[-1]
            self._note(event, key, False)
            top[key] = value
            self._keys[-1] = None

    def _note(self, event: Any, step: Any, at_key: bool) -> None:
        if self.wanted is not None:
            path = (*self._steps, step)[1:]
            if path in self.wanted:
                self.found[path, at_key] = _place(event)


def _place(event: Any) -> Place:
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)


def parsed(file: str, text: bytes) -> Document:
    """The plain data of a file's text; what cannot be parsed becomes its one fault."""
    import yaml

    builder = _Builder()
    try:
        data = builder.build(text)
    except _Refused as refused:
        message = f"not allowed in a catalogue: {refused}"
        return Document(file, text, None, (Fault(file, message, refused.hint, refused.place),))
    except yaml.YAMLError as error:
        return Document(file, text, None, (_syntax_fault(file, text, error),))
    return Document(file, text, data, tuple(replace(fault, file=file) for fault in builder.repeated))


# What editors of YAML run into most, by a part of libyaml's message.
_SLIPS = (
    ("tab character", "a tab cannot indent; use spaces"),
    ("cannot start any token", "a tab cannot indent, and a text that starts with @ or ` needs quotes"),
    ("mapping values are not allowed", "put a text that holds a colon into quotes, and check the indentation"),
    ("did not find expected", "check the indentation, and the brackets and quotes above"),
    ("could not find expected", "check the indentation; a key needs a colon and a space after it"),
    ("end of stream", "a quote or bracket is not closed"),
    ("control characters", "delete the invisible character"),
    ("UTF-8", "save the file as UTF-8"),
)


def _syntax_fault(file: str, text: bytes, error: Any) -> Fault:
    mark = getattr(error, "problem_mark", None)
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML")
    hint = next((hint for part, hint in _SLIPS if part in problem), "see: dicli help catalogues")
    if mark is not None:
        place = Place(mark.line + 1, mark.column + 1)
    else:
        position = getattr(error, "position", 0)
        before = text[:position] if isinstance(position, int) else b""
        place = Place(before.count(b"\n") + 1, len(before) - before.rfind(b"\n"))
    return Fault(file, f"YAML cannot be read here: {problem}", hint, place)


def located(document: Document, faults: Collection[Fault]) -> list[Fault]:
    """The faults with their places filled in where only their paths were known, sorted by place."""
    wanted = {fault.path[:depth] for fault in faults for depth in range(len(fault.path) + 1)}
    builder = _Builder(wanted)
    if document.data is not None and any(fault.path for fault in faults):
        builder.build(document.text)

    def place(fault: Fault) -> Place:
        found, path = builder.found, fault.path
        if not path:
            return fault.place
        while path and (path, False) not in found and (path, True) not in found:
            path = path[:-1]
        return found.get((path, fault.at_key)) or found.get((path, not fault.at_key)) or fault.place

    return sorted((replace(fault, place=place(fault)) for fault in faults), key=lambda fault: fault.place)
