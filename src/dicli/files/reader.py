"""Reads a YAML file into plain text, lists and mappings, and knows the place of everything in it.

libyaml's events become plain data directly: no tag is resolved, so every scalar stays the text that was typed (`no`,
`0123`, `12:30` and `2024-01-01` too) and no file can run code. Anything that makes YAML dangerous or expensive
(anchors, tags, several documents, deep nesting, huge files) is refused. Reading continues past whatever can be skipped,
so all faults of a file are reported at once.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from codecs import BOM_UTF8
from collections.abc import Collection
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import IO, Any

from dicli.core.errors import DicliError
from dicli.core.safe import invisible, visible
from dicli.files.characters import SAVE_AS, cleaned, places_at
from dicli.files.complaints import escape_slip, syntax_fault
from dicli.files.document import NOWHERE, Document, Finding, Place, Steps, entry_path, short

# Enough for 100,000 resources of a few hundred characters, but not enough to exhaust memory.
MAX_BYTES = 64 * 2**20
MAX_NODES, FEW_NODES, BYTES_PER_NODE = 3_500_000, 400_000, 14  # few in any file, more in larger ones
MAX_DEPTH = 12  # a catalogue needs five levels
MAX_IN_ENTRY = 2_000  # values, far more than anybody reads
MAX_TEXT_LETTERS = 100_000  # of one text
MAX_KEYS = 100  # of one mapping; a resource has 20
MAX_FAULTS = 1_000  # are reported; nobody reads more of them
IN_ENTRY = 3  # containers are open around an entry: the root, the file's mapping, the list

WORKBOOKS = (b"PK\3\4", b"\xd0\xcf\x11\xe0")  # how those of spreadsheet programs begin
# A first line with a delimiter, and neither a key nor what begins a comment, list or mapping.
_HEADER = re.compile(rb"\s*(?=[^\s#%{\[&*!:-])[^:,;\t|\r\n]*[,;\t|][^:\r\n]*(?:[\r\n]|\Z)")
_CONFLICT = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?: .*)?$", re.M)
_CUT = re.compile(r"(?<=[^\s#])[ \t]+#(?=[^\s#])")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BEYOND_UNICODE = re.compile(r"\\U(?!000|0010)")


def read(file: str) -> bytes:
    """The bytes of a regular file, or of standard input for `-`; DicliError if it cannot be read or is too large."""
    try:
        data = _stdin().read(MAX_BYTES + 1) if file == "-" else _bytes_of(file)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DicliError(
            f"cannot read catalogue `{file}`: {reason}", "to see which files are in use: dicli path"
        ) from None
    if data is None:
        raise DicliError(f"catalogue `{file}` is not a file", "it is an endless stream")
    if len(data) > MAX_BYTES:
        raise DicliError(f"catalogue `{file}` is larger than {MAX_BYTES >> 20} MiB", "split it into several files")
    return data


def _bytes_of(file: str) -> bytes | None:
    """The bytes of a file, one more than allowed if it is too large; None if it gives nothing and does not end."""
    if not stat.S_ISREG(os.stat(file).st_mode):
        raise DicliError(f"catalogue `{file}` is not a file", "give a YAML file, or `-` for standard input")
    with open(file, "rb", opener=_opener) as stream:
        return stream.read(MAX_BYTES + 1)


def _opener(path: str, flags: int) -> int:
    """Opens without waiting: some files of /proc look regular and give nothing until something happens."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _stdin() -> IO[bytes]:
    if sys.stdin is None:
        raise ValueError("standard input is closed")
    return sys.stdin.buffer


class _Refused(Exception):
    """Stops the reading of a file; says why, what to do, and at which event."""

    def __init__(self, message: str, hint: str, event: Any) -> None:
        super().__init__(message)
        self.hint = hint
        self.place = _place(event.start_mark)


class _Builder:
    """Turns events into plain data.

    `_open` are the containers around the next value, `_steps` its path: an index, a key, or None where a key comes
    next. After `resources:`, `- id: a` and `  name:`

        _open   [data]   {"resources": ...}   [{"id": "a"}]   {"id": "a"}
        _steps  0        "resources"          0               "name"
    """

    def __init__(self, file: str, cuts: Collection[Place] = ()) -> None:
        self.file = file
        self.findings: list[Finding] = []
        self._cuts = cuts  # where a space and `#` follow that may cut a text short
        self._done = False
        self._root: list[Any] = []
        self._open: list[Any] = [self._root]
        self._steps: list[Any] = [0]
        self._nodes = self._in_entry = self._documents = 0
        self._most = MAX_NODES

    def build(self, text: bytes) -> Any:
        """The plain data of a file's first document; raises _Refused or yaml.YAMLError if reading has to stop."""
        import yaml

        self._most = min(MAX_NODES, FEW_NODES + len(text) // BYTES_PER_NODE)
        handlers = {  # not an attribute of the builder, which would survive in a cycle with everything it built
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
        if event.style == '"':
            text = self._without_escapes(event)
        if self._cuts and event.implicit[0] and _place(event.end_mark) in self._cuts:
            self._report_cut(event)
        if self._steps[-1] is None:
            self._take_key(event, text)
        else:
            self._put(event, None if text in ("", "~", "null") and event.implicit[0] else text)
            self._go_on()

    def _without_escapes(self, event: Any) -> str:
        """The text of a scalar in double quotes without what nobody sees, which only escapes bring there."""
        if _SURROGATE.search(event.value):  # libyaml refuses them itself
            raise _Refused(*escape_slip(), event)
        text = visible(event.value)
        if text != event.value:
            first = event.value[next(invisible(event.value))]
            message = f"there is an invisible character (U+{ord(first):04X}) here, which is ignored"
            self._report(event, message, "delete it", self._path(), warning=True)
        return text

    def _report_cut(self, event: Any) -> None:
        message = f"this text is cut off at ` #`; the rest is a comment: `{short(event.value)}`"
        if not event.value:
            message = "everything after ` #` is a comment, so this value is empty"
        self._report(event, message, "to keep the rest, put the whole text in quotes", self._path(), warning=True)

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
            raise _Refused(f"the alias `*{short(event.anchor)}` is where a key should be", "spell the key out", event)
        hint = "write the value out, or put text that starts with * in quotes"
        self._refuse(event, f"an alias (`*{short(event.anchor)}`)", hint)
        self._put(event, None)
        self._go_on()

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            self._done = True
            self._report(
                event,
                "a second document (`---`) is not allowed in a catalogue",
                "put each catalogue in a file of its own",
            )

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
        self._in_entry = self._in_entry + 1 if depth > IN_ENTRY else 0
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
        """Notes a finding; with a path, nothing else is reported there."""
        if len(self.findings) >= MAX_FAULTS:
            raise _Refused(f"there are more than {MAX_FAULTS:,} faults", "fix those above first", event)
        place, left_out = _place(event.start_mark), None if warning else entry_path(self._path())
        self.findings.append(Finding(self.file, message, hint, place, path, warning=warning, leaves_out=left_out))

    def _path(self) -> Steps:
        """The path of the next value."""
        return tuple(step for step in self._steps[1:] if step is not None)

    def _take_key(self, event: Any, text: str) -> None:
        mapping = self._open[-1]
        key = self._steps[-1] = sys.intern(text)
        if key in mapping and type(self._open[-2]) is list and key == next(iter(mapping)):
            self._start_missing_entry(event)
        elif key in mapping:
            self._report(event, f"`{short(key)}` appears twice", "keep one of them")
        if len(mapping) > MAX_KEYS:
            raise _Refused(f"there are more than {MAX_KEYS} keys here", "start each entry with `- `", event)

    def _start_missing_entry(self, event: Any) -> None:
        """Starts another entry of the list at a key with which the one before began: only its `- ` is missing."""
        self._open[-1] = {}
        self._open[-2].append(self._open[-1])
        self._steps[-2] += 1
        self._in_entry = 0
        key = short(self._steps[-1])
        message = f"`{key}` appears again: the `- ` of a new entry is missing"
        self._report(event, message, f"write `- {key}:`, and line its dash up with the dashes above", self._path())

    def _put(self, event: Any, value: Any) -> None:
        if type(self._open[-1]) is list:
            self._open[-1].append(value)
        else:
            self._open[-1].setdefault(self._steps[-1], value)  # of two with one key the first, as in `_Finder`

    def _go_on(self) -> None:
        """Turns to what comes after a value: in a list the next index, in a mapping a key."""
        self._steps[-1] = self._steps[-1] + 1 if type(self._open[-1]) is list else None


class _Finder(_Builder):
    """Finds where the keys and values at some paths begin, and keeps no values."""

    def __init__(self, file: str, paths: Collection[Steps]) -> None:
        super().__init__(file)
        self._wanted = set(paths)
        self.found: dict[tuple[Steps, bool], Place] = {}

    def _take_key(self, event: Any, text: str) -> None:
        super()._take_key(event, text)
        if (path := self._path()) in self._wanted:
            self.found[path, True] = _place(event.start_mark)

    def _put(self, event: Any, value: Any) -> None:
        if (path := self._path()) in self._wanted:
            self.found[path, False] = _place(event.start_mark)
            self._wanted.remove(path)
            self._done = not self._wanted
        super()._put(event, None)


def _place(mark: Any) -> Place:
    return Place(mark.line + 1, mark.column + 1)


def parsed(file: str, data: bytes) -> Document:
    """The plain data of a file's bytes, None if reading had to stop, and what is wrong with its form."""
    import yaml

    if foreign := _foreign(file, data):
        return Document(file, data, None, (foreign,))
    text, findings = cleaned(file, data)
    if b"<<<<<<<" in text and (conflicts := _conflicts(file, text)):
        return Document(file, text, None, conflicts)
    builder, plain_data = _Builder(file, cuts=_cuts(text)), None
    try:
        plain_data = builder.build(text)
    except _Refused as refused:
        findings.append(Finding(file, str(refused), refused.hint, refused.place))
    except yaml.YAMLError as error:
        findings.append(_fault_of(file, text, error))
    except (ValueError, OverflowError):  # without libyaml: an escape with a number beyond Unicode
        readable = text.decode()
        starts = [match.start() for match in islice(_BEYOND_UNICODE.finditer(readable), 1)]
        findings.append(Finding(file, *escape_slip(), next(places_at(readable, starts), Place(1, 1))))
    return Document(file, text, plain_data, (*findings, *builder.findings))


def _foreign(file: str, data: bytes) -> Finding | None:
    """The fault of a file that is no YAML text at all."""
    from shlex import quote

    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:2]:
        return Finding(file, "the file is UTF-16 or UTF-32", SAVE_AS, Place(1, 1))
    if data.startswith(WORKBOOKS) or _HEADER.match(data.removeprefix(BOM_UTF8)):
        made = f"{Path(file).stem.strip('-') or 'my'}.yaml"
        hint = f"first run: dicli import {quote(file)} > {quote(made)}"
        return Finding(file, "this looks like a spreadsheet", hint, Place(1, 1))
    return None


def _conflicts(file: str, text: bytes) -> tuple[Finding, ...]:
    """A fault for each mark that a version control system left around two versions of some lines."""
    readable = text.decode()
    starts = [match.start() for match in islice(_CONFLICT.finditer(readable), MAX_FAULTS)]
    message, hint = "this line marks a merge conflict", "keep one of the two versions, and delete this line"
    return tuple(Finding(file, message, hint, place) for place in places_at(readable, starts))


def _cuts(text: bytes) -> frozenset[Place]:
    """The places where a space and `#` end a text, though no space follows as in most comments."""
    if b" #" not in text and b"\t#" not in text:
        return frozenset()
    readable = text.decode()
    starts = [match.start() for match in islice(_CUT.finditer(readable), MAX_FAULTS)]
    return frozenset(places_at(readable, starts))


def _fault_of(file: str, text: bytes, error: Any) -> Finding:
    """The fault that a YAMLError means. libyaml looks ahead for what is nested too deeply; we refuse it sooner."""
    if "nesting depth" not in str(getattr(error, "problem", "")):
        return syntax_fault(file, text, error)
    lines = text.decode().split("\n")[: error.problem_mark.line + 1]
    lines[-1] = lines[-1][: error.problem_mark.column]
    return parsed(file, "\n".join(lines).encode()).findings[-1]


def located(document: Document, findings: Collection[Finding]) -> list[Finding]:
    """The findings sorted by place; a place is filled in if only the path was known."""
    existing = {finding.path: _existing(document.data, finding.path) for finding in findings}
    found = places(document, {existing[finding.path] for finding in findings if finding.place == NOWHERE})
    placed = []
    for finding in findings:
        if finding.place == NOWHERE:
            path = existing[finding.path]
            place = found.get((path, finding.at_key)) or found.get((path, False)) or Place(1, 1)
            finding = replace(finding, place=place)
        placed.append(finding)
    return sorted(placed, key=lambda finding: finding.place)


def places(document: Document, paths: Collection[Steps]) -> dict[tuple[Steps, bool], Place]:
    """Where the values at some paths begin in a file (path, False), and their keys (path, True)."""
    finder = _Finder(document.file, paths)
    if paths and document.data is not None:
        finder.build(document.text)
    return finder.found


def _existing(data: Any, path: Steps) -> Steps:
    """The longest beginning of a path that exists in some data."""
    for depth, step in enumerate(path):
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return path[:depth]
    return path
