"""Reads a YAML file into plain text, lists and mappings, and knows the place of everything in it.

libyaml's events become plain data directly: no tag is resolved, so that every scalar stays the text that was
typed (`no`, `0123`, `12:30` and `2024-01-01` too) and no file can run code. Anything that makes YAML dangerous or
expensive (anchors, tags, several documents, deep nesting, huge files) is refused. Reading continues past whatever can
be skipped, so that all faults of a file are reported at once.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from codecs import BOM_UTF8
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import IO, Any, NamedTuple

from dicli.core.errors import DicliError

# Room for 100,000 resources of a few hundred characters, and nothing that could eat the memory.
MAX_BYTES = 64 * 2**20
MAX_NODES, FEW_NODES, BYTES_PER_NODE = 3_500_000, 400_000, 14  # few in any file, more in larger ones
MAX_DEPTH = 12  # a catalogue needs five levels
MAX_IN_ENTRY = 2_000  # values, far more than anybody reads
MAX_TEXT_LETTERS = 100_000  # of one text
MAX_KEYS = 100  # of one mapping; a resource has 17
MAX_FAULTS = 1_000  # are reported; nobody reads more of them
MAX_INVISIBLE = 100  # such characters are reported; a file with more of them is not text

_IN_ENTRY = 3  # containers are open around an entry: the root, the file's mapping, the list

Steps = tuple[str | int, ...]
"""The keys and indexes that lead to a value."""


class Place(NamedTuple):
    """A place in a file, counted from 1."""

    line: int
    column: int


NOWHERE = Place(0, 0)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a file, where, and what to do. If only a path is known, `located` finds the place."""

    file: str
    message: str
    hint: str = ""
    place: Place = NOWHERE
    path: Steps = ()
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
            data: bytes | None = _stdin().read(MAX_BYTES + 1)
        else:
            if not stat.S_ISREG(os.stat(file).st_mode):
                raise DicliError(f"catalogue `{file}` is not a file", "give a YAML file, or `-` for standard input")
            with open(file, "rb", opener=_opener) as stream:
                data = stream.read(MAX_BYTES + 1)
        if data is None:
            raise DicliError(f"catalogue `{file}` is not a file", "it has nothing to read and does not end")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DicliError(
            f"cannot read catalogue `{file}`: {reason}", "to see which files are in use: dicli path"
        ) from None
    if len(data) > MAX_BYTES:
        raise DicliError(f"catalogue `{file}` is larger than {MAX_BYTES >> 20} MiB", "split it into several files")
    return data


def _opener(path: str, flags: int) -> int:
    """Opens without waiting: some files of /proc look regular and give nothing until something happens."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _stdin() -> IO[bytes]:
    if sys.stdin is None:
        raise ValueError("standard input is closed")
    return sys.stdin.buffer


class _Refused(Exception):
    """Stops the reading of a file; says why, what to do, and at which event."""

    def __init__(self, message: str, hint: str, event: Any = None) -> None:
        super().__init__(message)
        self.hint = hint
        self.place = _place(event.start_mark) if event else Place(1, 1)


class _Builder:
    """Turns events into plain data.

    `_open` are the containers around the next value, `_steps` its path: an index, a key, or None where a key comes
    next. After `resources:`, `- id: a` and `  name:`

        _open   [data]   {"resources": ...}   [{"id": "a"}]   {"id": "a"}
        _steps  0        "resources"          0               "name"
    """

    def __init__(self, file: str, cuts: Collection[Place] = ()) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self._cuts = cuts  # where a space and `#` follow that may cut a text short
        self._done = False
        self._root: list[Any] = []
        self._open: list[Any] = [self._root]
        self._steps: list[Any] = [0]
        self._nodes = self._in_entry = self._documents = 0
        self._most = MAX_NODES

    def build(self, text: bytes) -> Any:
        """The plain data of a file's first document; _Refused or yaml.YAMLError at the first thing that stops it."""
        import yaml

        self._most = min(MAX_NODES, FEW_NODES + len(text) // BYTES_PER_NODE)
        handlers = {  # not of the builder: it would live on in a cycle, with all that it built
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: lambda event: self._start(event, {}),
            yaml.SequenceStartEvent: lambda event: self._start(event, []),
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
        for event in iter(loader.get_event, None):
            if handler := handlers.get(type(event)):
                handler(event)
            if self._done:
                break
        return self._root[0] if self._root else None

    def _scalar(self, event: Any) -> None:
        self._admit(event)
        text = event.value
        if len(text) > MAX_TEXT_LETTERS:
            raise _Refused(f"this text has more than {MAX_TEXT_LETTERS:,} characters", "shorten it", event)
        if not text.isascii() and _SURROGATE.search(text):  # libyaml refuses them itself
            raise _Refused(*_escape(), event)
        if self._cuts and event.implicit[0] and _place(event.end_mark) in self._cuts:
            message = f"`{short(text)}` ends before the ` #`: the rest is a comment"
            message = message if text else "the ` #` here makes a comment of the rest, and nothing is left"
            self._report(
                event, message, "if it should not be, put the whole text in quotes", self._path(), warning=True
            )
        if self._steps[-1] is None:
            self._take_key(event)
        else:
            self._put(event, None if text in ("", "~", "null") and event.implicit[0] else text)
            self._go_on()

    def _start(self, event: Any, container: Any) -> None:
        self._admit(event)
        if self._steps[-1] is None:
            raise _Refused("there is a list or mapping where a key should be", "write a word there", event)
        self._put(event, container)
        self._open.append(container)
        self._steps.append(0 if type(container) is list else None)

    def _end(self, _: Any) -> None:
        self._open.pop()
        self._steps.pop()
        self._go_on()

    def _alias(self, event: Any) -> None:
        if self._steps[-1] is None:
            raise _Refused(f"the alias `*{short(event.anchor)}` is where a key should be", "write the key out", event)
        hint = "write the value out, or put text that starts with * in quotes"
        self._refuse(event, f"an alias (`*{short(event.anchor)}`)", hint)
        self._put(event, None)
        self._go_on()

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            self._done = True
            self._refuse(event, "a second document (`---`)", "put each catalogue in a file of its own")

    def _admit(self, event: Any) -> None:
        self._bound(event)
        if event.anchor is not None:
            hint = "write the value out where it is needed, or put text that starts with & in quotes"
            self._refuse(event, f"an anchor (`&{short(event.anchor)}`)", hint)
        if event.tag is not None:
            hint = "remove it, since every value is text, or put text that starts with ! in quotes"
            self._refuse(event, f"a tag (`{short(event.tag)}`)", hint)

    def _bound(self, event: Any) -> None:
        """Refuses what is larger than any catalogue: whoever wrote it wants to use up time or memory."""
        depth = len(self._open)
        self._nodes += 1
        self._in_entry = self._in_entry + 1 if depth > _IN_ENTRY else 0
        if depth > MAX_DEPTH:
            raise _Refused("lists or keys are nested too deeply", "a catalogue needs five levels", event)
        if self._nodes > self._most:
            raise _Refused(f"there are more than {self._most:,} values", "split the file", event)
        if self._in_entry > MAX_IN_ENTRY:
            raise _Refused(f"this entry has more than {MAX_IN_ENTRY:,} values", "split it into several entries", event)

    def _refuse(self, event: Any, what: str, hint: str) -> None:
        """Reports what is not allowed in a catalogue but does not keep the rest from being read."""
        self._report(event, f"{what} is not allowed in a catalogue", hint, self._path())

    def _report(self, event: Any, message: str, hint: str, path: Steps = (), warning: bool = False) -> None:
        if len(self.faults) >= MAX_FAULTS:
            raise _Refused(f"there are more than {MAX_FAULTS:,} faults", "fix those above first", event)
        self.faults.append(Fault(self.file, message, hint, _place(event.start_mark), path, warning=warning))

    def _path(self) -> Steps:
        """The path of the next value."""
        return tuple(self._steps[1:])

    def _take_key(self, event: Any) -> None:
        key = self._steps[-1] = sys.intern(event.value)
        if key in self._open[-1]:
            self._report(event, f"`{short(key)}` is given twice", "keep one of them")
        if len(self._open[-1]) > MAX_KEYS:
            raise _Refused(f"there are more than {MAX_KEYS} keys here", "start each entry with `- `", event)

    def _put(self, event: Any, value: Any) -> None:
        if type(self._open[-1]) is list:
            self._open[-1].append(value)
        else:
            self._open[-1].setdefault(self._steps[-1], value)  # of two with one key, the first: `located` finds that

    def _go_on(self) -> None:
        """Turns to what comes after a value: in a list the next index, in a mapping a key."""
        self._steps[-1] = self._steps[-1] + 1 if type(self._open[-1]) is list else None


class _Finder(_Builder):
    """Finds where the keys and values at some paths begin, and keeps no values."""

    def __init__(self, file: str, paths: Collection[Steps]) -> None:
        super().__init__(file)
        self._wanted = set(paths)
        self.found: dict[tuple[Steps, bool], Place] = {}

    def _take_key(self, event: Any) -> None:
        super()._take_key(event)
        if (path := self._path()) in self._wanted:
            self.found[path, True] = _place(event.start_mark)

    def _put(self, event: Any, value: Any) -> None:
        if (path := self._path()) in self._wanted:
            self.found[path, False] = _place(event.start_mark)
            self._wanted.remove(path)
            self._done = not self._wanted
        super()._put(event, None)


def short(text: str) -> str:
    """The text on one line, cut to a length that still identifies it."""
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:57]}..."


def _place(mark: Any) -> Place:
    return Place(mark.line + 1, mark.column + 1)


def parsed(file: str, text: bytes) -> Document:
    """The plain data of a file's text, None if reading had to stop, and the faults of its form."""
    from shlex import quote

    import yaml

    if text[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in text[:2]:
        return Document(file, text, None, (Fault(file, "the file is UTF-16 or UTF-32", SAVE_AS, Place(1, 1)),))
    if text.startswith(WORKBOOKS) or _HEADER.match(text.removeprefix(BOM_UTF8)):
        made = f"{Path(file).stem.strip('-') or 'my'}.yaml"
        hint = f"first run: dicli import {quote(file)} > {quote(made)}"
        return Document(file, text, None, (Fault(file, "this looks like a spreadsheet", hint, Place(1, 1)),))
    text, faults = _cleaned(file, text.removeprefix(BOM_UTF8))
    builder, data = _Builder(file, cuts=_cuts(text)), None
    try:
        data = builder.build(text)
    except _Refused as refused:
        faults.append(Fault(file, str(refused), refused.hint, refused.place))
    except yaml.YAMLError as error:
        faults.append(_syntax_fault(file, text, error))
    except (ValueError, OverflowError):  # without libyaml: an escape with a number beyond Unicode
        faults.append(Fault(file, *_escape(), next(_places(text, _starts(_BEYOND, text)), Place(1, 1))))
    return Document(file, text, data, tuple(faults + builder.faults))


WORKBOOKS = (b"PK\3\4", b"\xd0\xcf\x11\xe0")  # how those of spreadsheet programs begin
# A first line with a delimiter, and neither a key nor what begins a comment, list or mapping.
_HEADER = re.compile(rb"\s*(?=[^\s#%{\[&*!:-])[^:,;\t|\r\n]*[,;\t|][^:\r\n]*(?:[\r\n]|\Z)")
SAVE_AS = "save it again with the encoding UTF-8"

# Control characters, what reorders the text around it, what has no width (but the joiners that scripts and emoji
# need), and what some programs take for the end of a line: nobody sees them, and libyaml stops at them or counts
# lines by them, which editors do not. `_UNSAFE` in `faults` and the schema have the same for what escapes mean.
_INVISIBLE = re.compile(
    rb"[\0-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f\xad]|\xd8\x9c|\xe1\xa0\x8e|\xe2\x80[\x8b\x8e\x8f\xa8-\xae]"
    rb"|\xe2\x81[\xa0-\xaf]|\xef\xbb\xbf|\xef\xbf[\xb9-\xbb\xbe\xbf]|\xf3\xa0[\x80\x81][\x80-\xbf]"
)
_PLAIN = bytes({*b"\t\n\r", *range(0x20, 0x100)} - {*b"\x7f\xc2\xd8\xe1\xe2\xef\xf3"})  # begin none of these
_SURROGATE = re.compile("[\ud800-\udfff]")
_BEYOND = re.compile(rb"\\U(?!000|0010)")
_CUT = re.compile(rb"(?<=[^\s#])[ \t]+#(?=[^\s#])")
_BREAK = re.compile(rb"\r\n?|\n")
_MARGIN = re.compile(rb"^(?:[ -]|\xc2\xa0)*(?:[\w-]+(?: |\xc2\xa0)*:(?: |\xc2\xa0)*)?", re.M)
_NO_BREAK = "\xa0".encode()


def _cleaned(file: str, text: bytes) -> tuple[bytes, list[Fault]]:
    """The text with a space for each character that it must not contain, and these as faults."""
    faults = []
    try:
        text.decode()
    except UnicodeDecodeError as error:
        message = f"the file is not UTF-8: byte {text[error.start]:02X}"
        faults.append(Fault(file, message, SAVE_AS, next(_places(text, [error.start]))))
        text = text.decode("utf-8", "replace").encode()
    invisible = _INVISIBLE.finditer(text) if text.translate(None, _PLAIN) else ()
    found = {one.start(): ord(one[0].decode()) for one in islice(invisible, MAX_INVISIBLE)}
    margins = _MARGIN.finditer(text) if _NO_BREAK in text else ()
    spaces = (at for margin in margins for at in re.compile(_NO_BREAK).finditer(text, *margin.span()))
    found |= {at.start(): 0xA0 for at in islice(spaces, MAX_INVISIBLE)}
    for start, place in zip(sorted(found), _places(text, sorted(found)), strict=True):
        what, hint = (
            ("a no-break space", "type a plain one")
            if found[start] == 0xA0
            else ("an invisible character", "delete it")
        )
        faults.append(Fault(file, f"there is {what} (U+{found[start]:04X}) here", hint, place))
    if margins:
        text = _MARGIN.sub(lambda margin: margin[0].replace(_NO_BREAK, b" "), text)
    return _INVISIBLE.sub(b" ", text) if faults else text, faults


def _starts(pattern: re.Pattern[bytes], text: bytes) -> Iterator[int]:
    return (found.start() for found in pattern.finditer(text))


def _cuts(text: bytes) -> frozenset[Place]:
    """The places where a space and `#` end a text, though no space follows as in most comments."""
    return frozenset(_places(text, islice(_starts(_CUT, text), MAX_FAULTS))) if b"#" in text else frozenset()


def _places(text: bytes, positions: Iterable[int]) -> Iterator[Place]:
    """The places of some positions, which rise; each byte is looked at once."""
    line, column, at = 1, 1, 0
    for position in positions:
        passed = text[at:position]
        breaks = passed.count(b"\n") + passed.count(b"\r") - passed.count(b"\r\n")
        tail = passed[max(passed.rfind(b"\n"), passed.rfind(b"\r")) + 1 :]
        line, column, at = line + breaks, (1 if breaks else column) + len(tail.decode("utf-8", "replace")), position
        yield Place(line, column)


@cache
def _slips() -> list[list[str]]:
    """What people who edit YAML get wrong most, from a table beside this module: part of a complaint, message, hint."""
    lines = Path(__file__).with_name("slips.txt").read_text(encoding="utf-8").splitlines()
    return [line.split(" | ") for line in lines if line and not line.startswith("#")]


def _slip(problem: str, before: str = "", char: str = "") -> tuple[str, str, bool]:
    """What a complaint of libyaml means, by what stands in the line before the place and at it: message and hint, and
    whether the slip is where libyaml began reading something, not where it stopped."""
    if char == "\t":
        problem = "tab character"
    elif not char and "node content" in problem:
        problem = "end within a bracket"
    elif "mapping values" in problem and ": " in before:
        problem = "second colon"
    elif "expected" in problem and before.rstrip().endswith(("'", '"', "]", "}")):
        problem = "text after the end"
    part, message, hint = next(slip for slip in _slips() if slip[0].strip("^") in problem)
    return message.replace("{char}", char), hint, part.startswith("^")


def _escape() -> tuple[str, str]:
    return _slip("escape")[:2]


def _syntax_fault(file: str, text: bytes, error: Any) -> Fault:
    """libyaml's complaint in words for people who do not know YAML."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return Fault(file, _slip("")[0], SAVE_AS, Place(1, 1))
    start = next((found.end() for found in islice(_BREAK.finditer(text), max(0, mark.line - 1), mark.line)), 0)
    end = _BREAK.search(text, start)
    line = text[start : end.start() if end else None].decode("utf-8", "replace")
    before, char = line[: mark.column], line[mark.column : mark.column + 1]
    if "nesting depth" in str(error.problem):  # libyaml looks ahead as far as this; up to here, we refuse it
        return parsed(file, text[: start + len(before.encode())]).faults[-1]
    message, hint, at_begin = _slip(f"{error.problem} {error.context or ''}", before, char)
    place = _place((error.context_mark if at_begin else None) or mark)
    if (message, hint) == _escape() and char != "\\":
        place = Place(place.line, before.rfind("\\") + 1)
    return Fault(file, message, hint.replace("{line}", str(mark.line + 1)), place)


def located(document: Document, faults: Collection[Fault]) -> list[Fault]:
    """The faults sorted by place; a place is filled in if only the path was known."""
    found = places(document, {_within(document.data, fault.path) for fault in faults if fault.place == NOWHERE})

    def place(fault: Fault) -> Place:
        path = _within(document.data, fault.path)
        return found.get((path, fault.at_key)) or found.get((path, False)) or Place(1, 1)

    placed = (replace(fault, place=place(fault)) if fault.place == NOWHERE else fault for fault in faults)
    return sorted(placed, key=lambda fault: fault.place)


def places(document: Document, paths: Collection[Steps]) -> dict[tuple[Steps, bool], Place]:
    """Where the values at some paths begin in a file (path, False), and their keys (path, True)."""
    finder = _Finder(document.file, paths)
    if paths and document.data is not None:
        finder.build(document.text)
    return finder.found


def _within(data: Any, path: Steps) -> Steps:
    """The longest beginning of a path that exists in some data."""
    for depth, step in enumerate(path):
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return path[:depth]
    return path
