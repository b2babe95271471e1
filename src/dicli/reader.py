"""Reads a YAML file into plain text, lists and mappings, and knows the place of everything in it.

libyaml's events become plain data directly: no tag is resolved, so that every scalar stays the text that was
typed (`no`, `0123`, `12:30` and `2024-01-01` too) and no file can run code. What makes YAML dangerous or dear
(anchors, tags, several documents, deep nesting, huge files) is refused. Whatever can be passed over is, so that all
faults of a file come to light at once.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Collection
from dataclasses import dataclass, replace
from io import BytesIO, TextIOWrapper
from itertools import islice
from typing import IO, Any, NamedTuple

from dicli.errors import DicliError

__all__ = ["Document", "Fault", "Place", "located", "parsed", "places", "read", "short"]

# Room for 100,000 resources of a few hundred characters, and nothing that could eat the memory.
MAX_BYTES = 64 * 2**20
MAX_NODES = 3_500_000
MAX_DEPTH = 12  # a catalogue needs five levels
MAX_IN_ENTRY = 2_000  # values; what a reader can take in is far less
MAX_LETTERS = 100_000  # of one text
MAX_KEYS = 100  # of one mapping; a resource has 17
MAX_FAULTS = 1_000  # are told; nobody reads more of them
MAX_INVISIBLE = 100  # characters of this sort are told of; a file with more of them is no text

_IN_ENTRY = 3  # containers are open around an entry: the root, the file's mapping, the list

Path = tuple[str | int, ...]


class Place(NamedTuple):
    """A place in a file, counted from 1."""

    line: int
    column: int


NOWHERE = Place(0, 0)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a file, where, and what to do. Where only a path is known, `located` finds the place."""

    file: str
    message: str
    hint: str = ""
    place: Place = NOWHERE
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
        raise DicliError(
            f"cannot read catalogue `{file}`: {reason}", "see which files are in force: dicli path"
        ) from None
    if len(data) > MAX_BYTES:
        raise DicliError(f"catalogue `{file}` is larger than {MAX_BYTES >> 20} MiB", "split it into several files")
    return data


def _stdin() -> IO[bytes]:
    if sys.stdin is None:
        raise ValueError("standard input is closed")
    return sys.stdin.buffer


class _Refused(Exception):
    """What ends the reading of a file: what it is, what to do, and the event at which it stands."""

    def __init__(self, message: str, hint: str, event: Any = None) -> None:
        super().__init__(message)
        self.hint = hint
        self.place = _place(event.start_mark) if event else Place(1, 1)


class _Builder:
    """Turns events into plain data; or, where `wanted` names paths, finds the places of their keys and values only."""

    def __init__(self, file: str, wanted: Collection[Path] = ()) -> None:
        import yaml

        self.file = file
        self.wanted = set(wanted)
        self._builds = not wanted
        self.found: dict[tuple[Path, bool], Place] = {}
        self.faults: list[Fault] = []
        self._root: list[Any] = []
        self._open: list[Any] = [self._root]  # the containers around the next event, outermost first
        self._steps: list[str | int] = []  # the index or key at which each of them stands in the one before
        self._keys: list[str | None] = [None]  # the key that waits for its value, for each of them
        self._nodes = self._in_entry = self._documents = 0
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
        """The plain data of a file's first document; _Refused or yaml.YAMLError at the first thing that stops it."""
        import yaml

        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            if handler := self._handlers.get(type(event)):
                handler(event)
            if self._documents > 1 or not (self._builds or self.wanted):
                break
        return self._root[0] if self._root else None

    def _scalar(self, event: Any) -> None:
        self._admit(event)
        if len(event.value) > MAX_LETTERS:
            raise _Refused(f"this text has more than {MAX_LETTERS:,} characters", "shorten it", event)
        if self._wants_key():
            self._take_key(event)
        else:
            self._add(event, None if event.implicit[0] and event.value in ("", "~", "null") else event.value)

    def _start(self, event: Any, container: Any) -> None:
        self._admit(event)
        if self._wants_key():
            raise _Refused("a list or `key: value` lines stand where a key belongs", "write a word there", event)
        step = self._step()
        self._add(event, container)
        self._open.append(container)
        self._keys.append(None)
        self._steps.append(step)

    def _end(self, _: Any) -> None:
        self._open.pop()
        self._keys.pop()
        self._steps.pop()

    def _alias(self, event: Any) -> None:
        if self._wants_key():
            raise _Refused(f"the alias `*{short(event.anchor)}` stands where a key belongs", "write the key out", event)
        self._refuse(
            event, f"an alias (`*{short(event.anchor)}`)", "write the value out; a text that starts with * in quotes"
        )
        self._add(event, None)

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            self._refuse(event, "a second document (`---`)", "put each catalogue into a file of its own")

    def _admit(self, event: Any) -> None:
        self._bound(event)
        if event.anchor is not None:
            hint = "write the value out where it is needed; a text that starts with & in quotes"
            self._refuse(event, f"an anchor (`&{short(event.anchor)}`)", hint)
        if event.tag is not None:
            hint = "leave it out: every value is text; a text that starts with ! in quotes"
            self._refuse(event, f"a tag (`{short(event.tag)}`)", hint)

    def _bound(self, event: Any) -> None:
        """Refuses what is larger than any catalogue: whoever wrote it wants to use up time or memory."""
        depth = len(self._open)
        self._nodes += 1
        self._in_entry = self._in_entry + 1 if depth > _IN_ENTRY else 0
        if depth > MAX_DEPTH:
            raise _Refused("lists or keys are nested too deeply", "a catalogue needs five levels", event)
        if self._nodes > MAX_NODES:
            raise _Refused(f"there are more than {MAX_NODES:,} values", "split the file", event)
        if self._in_entry > MAX_IN_ENTRY:
            raise _Refused(f"this entry has more than {MAX_IN_ENTRY:,} values", "make several of it", event)

    def _refuse(self, event: Any, what: str, hint: str) -> None:
        """Notes what has no place in a catalogue but does not keep the rest from being read."""
        self._tell(event, f"{what} has no place in a catalogue", hint, self._path())

    def _tell(self, event: Any, message: str, hint: str, path: Path = ()) -> None:
        if len(self.faults) >= MAX_FAULTS:
            raise _Refused(f"there are more than {MAX_FAULTS:,} faults", "correct those above first", event)
        self.faults.append(Fault(self.file, message, hint, _place(event.start_mark), path))

    def _wants_key(self) -> bool:
        return type(self._open[-1]) is dict and self._keys[-1] is None

    def _step(self) -> str | int:
        """The index or key of the next value in its container."""
        top = self._open[-1]
        return len(top) if type(top) is list else self._keys[-1] or ""

    def _path(self) -> Path:
        """The path of the next value."""
        return (*self._steps, self._step())[1:]

    def _take_key(self, event: Any) -> None:
        key = self._keys[-1] = event.value
        if key in self._open[-1]:
            self._tell(event, f"`{short(key)}` is given twice", "keep one of them")
        if len(self._open[-1]) > MAX_KEYS:
            raise _Refused(f"there are more than {MAX_KEYS} keys here", "begin each entry with `- `", event)
        self._note(event, True)

    def _add(self, event: Any, value: Any) -> None:
        self._note(event, False)
        top, kept = self._open[-1], value if self._builds else None
        if type(top) is list:
            top.append(kept)
        else:
            top.setdefault(self._keys[-1], kept)  # of two with one key, the first: `located` finds that
            self._keys[-1] = None

    def _note(self, event: Any, at_key: bool) -> None:
        if self.wanted and (path := self._path()) in self.wanted:
            self.found[path, at_key] = _place(event.start_mark)
            if not at_key:
                self.wanted.remove(path)


def short(text: str) -> str:
    """The text on one line, or its beginning: so much of it as tells which one is meant."""
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:57]}..."


def _place(mark: Any) -> Place:
    return Place(mark.line + 1, mark.column + 1)


def parsed(file: str, text: bytes) -> Document:
    """The plain data of a file's text, None where reading had to stop, and the faults of its form."""
    import yaml

    if text[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in text[:2]:
        return Document(file, text, None, (Fault(file, "the file is UTF-16 or UTF-32", SAVE_AS, Place(1, 1)),))
    text, faults = _cleaned(file, text)
    builder, data = _Builder(file), None
    try:
        data = builder.build(text)
    except _Refused as refused:
        faults.append(Fault(file, str(refused), refused.hint, refused.place))
    except yaml.YAMLError as error:
        faults.append(_syntax_fault(file, text, error))
    return Document(file, text, data, tuple(faults + builder.faults))


SAVE_AS = "save it again with the encoding UTF-8"

# Control characters, what reorders the text around it, and what some programs take for the end of a line: all
# that libyaml stops at or counts lines by, where editors do not.
_INVISIBLE = re.compile(
    rb"[\0-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae]|\xe2\x81[\xa6-\xa9]|\xef\xbf[\xbe\xbf]"
)


def _cleaned(file: str, text: bytes) -> tuple[bytes, list[Fault]]:
    """The text with a blank for each character that it must not hold, and these as faults."""
    faults = []
    try:
        text.decode()
    except UnicodeDecodeError as error:
        message = f"the file is not UTF-8: byte {text[error.start]:02X}"
        faults.append(Fault(file, message, SAVE_AS, _place_of(text, error.start)))
        text = text.decode("utf-8", "replace").encode()
    for found in islice(_INVISIBLE.finditer(text), MAX_INVISIBLE):
        message = f"the invisible character U+{ord(found.group().decode()):04X} stands here"
        faults.append(Fault(file, message, "delete it", _place_of(text, found.start())))
    return _INVISIBLE.sub(b" ", text) if faults else text, faults


def _place_of(text: bytes, position: int) -> Place:
    begin = text.rfind(b"\n", 0, position) + 1
    return Place(text.count(b"\n", 0, position) + 1, len(text[begin:position].decode("utf-8", "replace")) + 1)


# What editors of YAML run into most: a part of libyaml's complaint, what it means, what to do. `{char}` is the
# character at which it stopped, in line {line}. With `True`, the slip is where libyaml began, not where it stopped.
_TAB = (False, "a tab stands in the indentation", "indent with spaces")
_QUOTE_IT = "put the whole text into quotes"
_SECOND_COLON = (False, "there is a second colon in this line", _QUOTE_IT)
_AFTER = (
    False,
    "something stands after the closing quote or bracket",
    "put the whole text into quotes, an apostrophe within '...' twice; or a quote further up is not closed",
)
_SLIPS = {
    "tab character": _TAB,
    "mapping values are not allowed": (
        False,
        "this line is indented too far",
        "begin a key below the key above; `- ` has a blank after the dash",
    ),
    "expected key": (False, "this line is not indented like those above", "begin a key below the key above"),
    "expected '-' indicator": (
        False,
        "this line is not indented like the list above",
        "begin `- ` below the `- ` above, and a key below the key above",
    ),
    "expected ',' or": (
        True,
        "this bracket is not closed, or something in it needs quotes",
        "close it, and put a text with a colon, comma or bracket into quotes; reading stopped in line {line}",
    ),
    "end of stream": (True, "this quote is not closed", "close it"),
    "document indicator": (True, "this quote is not closed", "close it"),
    "expected ':'": (True, "this is no key with a value", "write `key: value`, with a blank after the colon"),
    "comment or line break": (False, "a text after `|` or `>` begins in the next line", "write it there, indented"),
    "escape": (False, '`\\` has a meaning of its own within "..."', "write it twice, or use '...'"),
    "alphabetic or numeric": (False, "a text cannot begin with *, & or !", _QUOTE_IT),
    "cannot start any token": (False, "a text cannot begin with {char}", _QUOTE_IT),
    "node content": (False, "a text cannot begin with {char}", _QUOTE_IT),
}


def _slip(problem: str, before: str, char: str) -> tuple[bool, str, str]:
    """What a complaint means, by what stands in the line before the place and at it."""
    if char == "\t":
        return _TAB
    if not char and "node content" in problem:
        return (False, "the file ends within a bracket", "close it")
    if "mapping values" in problem and ": " in before:
        return _SECOND_COLON
    if "expected" in problem and before.strip() and before.rstrip()[-1] in "'\"]}":
        return _AFTER
    unknown = (False, f"this cannot be read: {problem}", "compare it with the entries above")
    return next((slip for part, slip in _SLIPS.items() if part in problem), unknown)


def _syntax_fault(file: str, text: bytes, error: Any) -> Fault:
    """libyaml's complaint in words for people who do not know YAML."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return Fault(file, f"this cannot be read: {getattr(error, 'reason', 'not YAML')}", SAVE_AS, Place(1, 1))
    line = next(islice(TextIOWrapper(BytesIO(text), "utf-8", "replace"), mark.line, None), "").rstrip("\n")
    before, char = line[: mark.column], line[mark.column : mark.column + 1]
    at_begin, message, hint = _slip(str(error.problem), before, char)
    place = _place((error.context_mark if at_begin else None) or mark)
    return Fault(file, message.replace("{char}", char), hint.replace("{line}", str(mark.line + 1)), place)


def located(document: Document, faults: Collection[Fault]) -> list[Fault]:
    """The faults with their places filled in where only their paths were known, sorted by place."""
    found = places(document, {_within(document.data, fault.path) for fault in faults if fault.place == NOWHERE})

    def place(fault: Fault) -> Place:
        path = _within(document.data, fault.path)
        return found.get((path, fault.at_key)) or found.get((path, False)) or Place(1, 1)

    placed = (replace(fault, place=place(fault)) if fault.place == NOWHERE else fault for fault in faults)
    return sorted(placed, key=lambda fault: fault.place)


def places(document: Document, paths: Collection[Path]) -> dict[tuple[Path, bool], Place]:
    """Where the values at some paths begin in a file (path, False), and their keys (path, True)."""
    builder = _Builder(document.file, paths)
    if paths and document.data is not None:
        builder.build(document.text)
    return builder.found


def _within(data: Any, path: Path) -> Path:
    """So much of a path as there is in some data."""
    for depth, step in enumerate(path):
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return path[:depth]
    return path
