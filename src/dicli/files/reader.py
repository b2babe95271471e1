"""Reads a YAML file into plain text, lists and mappings, and knows the place of
everything in it.

libyaml's events become plain data directly: no tag is resolved, so every scalar stays
the text that was typed (`no`, `0123`, `12:30` and `2024-01-01` too) and no file can run
code. Anything that makes YAML dangerous or expensive (anchors, tags, several documents,
deep nesting, huge files) is refused. Reading continues past whatever can be skipped, so
all faults of a file are reported at once.
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
from typing import Any

from dicli.core.errors import DicliError
from dicli.core.safe import invisible, visible
from dicli.files.characters import SAVE_AS, cleaned, places_at
from dicli.files.complaints import escape_slip, syntax_fault
from dicli.files.document import (
    NOWHERE,
    Document,
    Finding,
    Place,
    Steps,
    entry_path,
    short,
)

# Enough for 100,000 resources of a few hundred characters, but not enough to exhaust
# memory.
MAX_BYTES = 64 * 2**20
# few in any file, more in larger ones
MAX_NODES, FEW_NODES, BYTES_PER_NODE = 3_500_000, 400_000, 14
MAX_DEPTH = 12  # a catalogue needs five levels
MAX_IN_ENTRY = 2_000  # values, far more than anybody reads
MAX_TEXT_LETTERS = 100_000  # of one text
MAX_FAULTS = 1_000  # are reported; nobody reads more of them
# containers are open around an entry: the root, the file's mapping, the list
IN_ENTRY = 3

WORKBOOKS = (b"PK\3\4", b"\xd0\xcf\x11\xe0")  # how those of spreadsheet programs begin
# A first line with a delimiter, and neither a key nor what begins a comment, list or
# mapping.
_HEADER = re.compile(
    rb"\s*(?=[^\s#%{\[&*!:-])[^:,;\t|\r\n]*[,;\t|][^:\r\n]*(?:[\r\n]|\Z)"
)
_CONFLICT = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?: .*)?$", re.M)
# that may be a part of the text before it, as in `Room #5`
_COMMENT = re.compile(r"[ \t]+#(?=[^\s#])")
_SURROGATE = re.compile("[\ud800-\udfff]")


def read(file: str) -> bytes:
    """The bytes of a regular file, or of standard input for `-`; DicliError if it
    cannot be read or is too large.
    """
    try:
        data = _read_at_most(file, MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DicliError(
            f"cannot read catalogue `{file}`: {reason}", "see: dicli path"
        ) from None
    if data is None:
        raise DicliError(f"catalogue `{file}` is not a file", "it is an endless stream")
    if len(data) > MAX_BYTES:
        raise DicliError(
            f"catalogue `{file}` is larger than {MAX_BYTES >> 20} MiB",
            "split it into several files",
        )
    return data


def _read_at_most(file: str, size: int) -> bytes | None:
    """The first bytes of a file or of standard input; None if a file gives nothing and
    does not end.
    """
    if file == "-":
        if sys.stdin is None:
            raise ValueError("standard input is closed")
        return sys.stdin.buffer.read(size)
    if not stat.S_ISREG(os.stat(file).st_mode):
        raise DicliError(
            f"catalogue `{file}` is not a file",
            "give a YAML file, or `-` for standard input",
        )
    with open(file, "rb", opener=_open_without_waiting) as stream:
        return stream.read(size)


def _open_without_waiting(path: str, flags: int) -> int:
    """A file descriptor. Some files of /proc look regular and give nothing until
    something happens.
    """
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


class _Refused(Exception):
    """Stops the reading of a file; says why, what to do, and at which event."""

    def __init__(self, message: str, hint: str, event: Any) -> None:
        super().__init__(message)
        self.hint = hint
        self.place = _place(event.start_mark)


class _Builder:
    """Turns libyaml's events into plain data.

    `_containers` are the lists and mappings around the next value, `_path` the index or
    key of that value in each of them, or None if a key comes next. After `resources:`,
    `- id: a` and `  name:`

        _containers  [data]   {"resources": ...}   [{"id": "a"}]   {"id": "a"}
        _path        0        "resources"          0               "name"
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []
        self._done = False
        self._text_with_comments = ""
        self._root: list[Any] = []
        self._containers: list[Any] = [self._root]
        self._path: list[Any] = [0]
        self._nodes = 0
        self._nodes_in_entry = 0
        self._max_nodes = MAX_NODES

    def build(self, text: bytes) -> Any:
        """The plain data of a file's first document; raises _Refused or yaml.YAMLError
        if reading has to stop.
        """
        import yaml

        self._max_nodes = min(MAX_NODES, FEW_NODES + len(text) // BYTES_PER_NODE)
        if b" #" in text or b"\t#" in text:
            self._text_with_comments = text.decode()
        # not an attribute of the builder, which would survive in a cycle with
        # everything it built
        handlers = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._mapping,
            yaml.SequenceStartEvent: self._list,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
        for event in iter(loader.get_event, None):
            handler = handlers.get(type(event))
            if handler:
                handler(event)
            if self._done:
                break
        if not self._root:
            return None
        return self._root[0]

    def _scalar(self, event: Any) -> None:
        self._check_limits(event)
        self._report_anchor_and_tag(event)
        text = event.value
        if len(text) > MAX_TEXT_LETTERS:
            raise _Refused(
                f"this text has more than {MAX_TEXT_LETTERS:,} characters",
                "shorten it",
                event,
            )
        if event.style == '"':
            text = self._without_invisible(event)
        is_plain = event.implicit[0]  # neither in quotes nor a block
        if is_plain and self._text_with_comments:
            self._report_comment(event)
        if self._path[-1] is None:
            self._take_key(event, text)
            return
        if is_plain and text in ("", "~", "null"):
            text = None
        self._put(event, text)
        self._go_on()

    def _without_invisible(self, event: Any) -> str:
        """The text of a scalar in double quotes without invisible characters, which
        only escapes bring there.
        """
        if _SURROGATE.search(event.value):  # libyaml refuses them itself
            raise _Refused(*escape_slip(), event)
        text = visible(event.value)
        if text != event.value:
            first = event.value[next(invisible(event.value))]
            message = f"there is an invisible character (U+{ord(first):04X}) here, which is ignored"
            self._warn(event, message, "delete it")
        return text

    def _report_comment(self, event: Any) -> None:
        """Warns if a plain text is followed by a comment that may be a part of it."""
        if event.value and _COMMENT.match(
            self._text_with_comments, event.end_mark.index
        ):
            message = f"this text is cut off at ` #`; the rest is a comment: `{short(event.value)}`"
            self._warn(event, message, "to keep the rest, put the whole text in quotes")

    def _mapping(self, event: Any) -> None:
        self._start(event, {})
        self._path.append(None)

    def _list(self, event: Any) -> None:
        self._start(event, [])
        self._path.append(0)

    def _start(self, event: Any, container: Any) -> None:
        self._check_limits(event)
        self._report_anchor_and_tag(event)
        if self._path[-1] is None:
            raise _Refused(
                "there is a list or mapping where a key should be",
                "write a word there",
                event,
            )
        self._put(event, container)
        self._containers.append(container)

    def _end(self, _: Any) -> None:
        self._containers.pop()
        self._path.pop()
        self._go_on()

    def _alias(self, event: Any) -> None:
        alias = f"alias (`*{short(event.anchor)}`)"
        if self._path[-1] is None:
            raise _Refused(
                f"the {alias} is where a key should be", "spell the key out", event
            )
        hint = "write the value out, or put text that starts with * in quotes"
        self._report(
            event, f"an {alias} is not allowed in a catalogue", hint, self._steps()
        )
        self._put(event, None)
        self._go_on()

    def _document(self, event: Any) -> None:
        if self._root:
            self._done = True
            message = "a second document (`---`) is not allowed in a catalogue"
            self._report(event, message, "put each catalogue in a file of its own")

    def _check_limits(self, event: Any) -> None:
        """Refuses what is larger than any catalogue: it would use up time or memory."""
        depth = len(self._containers)
        self._nodes += 1
        self._nodes_in_entry += 1
        if depth <= IN_ENTRY:
            self._nodes_in_entry = 0
        if depth > MAX_DEPTH:
            raise _Refused(
                "lists or keys are nested too deeply",
                "a catalogue needs five levels",
                event,
            )
        if self._nodes > self._max_nodes:
            raise _Refused(
                f"there are more than {self._max_nodes:,} values",
                "split the file",
                event,
            )
        if self._nodes_in_entry > MAX_IN_ENTRY:
            raise _Refused(
                f"this entry has more than {MAX_IN_ENTRY:,} values",
                "split it into several entries",
                event,
            )

    def _report_anchor_and_tag(self, event: Any) -> None:
        """Reports what is not allowed in a catalogue but does not keep the rest from
        being read.
        """
        if event.anchor is not None:
            message = (
                f"an anchor (`&{short(event.anchor)}`) is not allowed in a catalogue"
            )
            hint = (
                "write the value out where it is needed, or put text that starts "
                "with & in quotes"
            )
            self._report(event, message, hint, self._steps())
        if event.tag is not None:
            message = f"a tag (`{short(event.tag)}`) is not allowed in a catalogue"
            hint = "remove it, since every value is text, or put text that starts with ! in quotes"
            self._report(event, message, hint, self._steps())

    def _report(self, event: Any, message: str, hint: str, path: Steps = ()) -> None:
        """Notes a fault; with a path, nothing else is reported there."""
        leaves_out = entry_path(self._steps())
        self._add(
            event,
            Finding(
                self.file,
                message,
                hint,
                _place(event.start_mark),
                path,
                leaves_out=leaves_out,
            ),
        )

    def _warn(self, event: Any, message: str, hint: str) -> None:
        self._add(
            event,
            Finding(
                self.file,
                message,
                hint,
                _place(event.start_mark),
                self._steps(),
                warning=True,
            ),
        )

    def _add(self, event: Any, finding: Finding) -> None:
        if len(self.findings) >= MAX_FAULTS:
            raise _Refused(
                f"there are more than {MAX_FAULTS:,} faults",
                "fix those above first",
                event,
            )
        self.findings.append(finding)

    def _steps(self) -> Steps:
        """The path of the next value, or of the mapping whose key comes next."""
        steps = self._path[1:]
        if steps and steps[-1] is None:
            steps.pop()
        return tuple(steps)

    def _take_key(self, event: Any, text: str) -> None:
        """Notes the key of the next value. One that is there already is a fault, and
        may begin another entry.
        """
        mapping, container = self._containers[-1], self._containers[-2]
        key = sys.intern(text)
        self._path[-1] = key
        if key not in mapping:
            return
        first_key = next(iter(mapping))
        if type(container) is list and key == first_key:
            self._start_missing_entry(event, key)
        else:
            self._report(event, f"`{short(key)}` appears twice", "keep one of them")

    def _start_missing_entry(self, event: Any, key: str) -> None:
        """Starts another entry of the list at a key with which the one before began:
        only its `- ` is missing.
        """
        entry: dict[str, Any] = {}
        entries = self._containers[-2]
        entries.append(entry)
        self._containers[-1] = entry
        self._path[-2] += 1
        self._nodes_in_entry = 0
        message = f"`{short(key)}` appears again: the `- ` of a new entry is missing"
        hint = f"write `- {short(key)}:`, and line its dash up with the dashes above"
        self._report(event, message, hint, self._steps())

    def _put(self, event: Any, value: Any) -> None:
        container = self._containers[-1]
        if type(container) is list:
            container.append(value)
        else:
            # the first of two with one key, as in `_Finder`
            container.setdefault(self._path[-1], value)

    def _go_on(self) -> None:
        """Turns to what comes after a value: in a list the next index, in a mapping a
        key.
        """
        if type(self._containers[-1]) is list:
            self._path[-1] += 1
        else:
            self._path[-1] = None


class _Finder(_Builder):
    """Finds where the keys and values at some paths begin, and keeps no values."""

    def __init__(self, file: str, paths: Collection[Steps]) -> None:
        super().__init__(file)
        self._wanted = set(paths)
        self.keys: dict[Steps, Place] = {}
        self.values: dict[Steps, Place] = {}

    def _take_key(self, event: Any, text: str) -> None:
        super()._take_key(event, text)
        steps = self._steps()
        if steps in self._wanted:
            self.keys[steps] = _place(event.start_mark)

    def _put(self, event: Any, value: Any) -> None:
        steps = self._steps()
        if steps in self._wanted:
            self.values[steps] = _place(event.start_mark)
            self._wanted.remove(steps)
            self._done = not self._wanted
        super()._put(event, None)


def _place(mark: Any) -> Place:
    return Place(mark.line + 1, mark.column + 1)


def parsed(file: str, data: bytes) -> Document:
    """The plain data of a file's bytes, None if reading had to stop, and what is wrong
    with its form.
    """
    import yaml

    foreign = _foreign(file, data)
    if foreign:
        return Document(file, data, None, (foreign,))
    text, findings = cleaned(file, data)
    conflicts = _conflicts(file, text)
    if conflicts:
        return Document(file, text, None, conflicts)
    builder = _Builder(file)
    plain_data = None
    try:
        plain_data = builder.build(text)
    except _Refused as refused:
        findings.append(Finding(file, str(refused), refused.hint, refused.place))
    except yaml.YAMLError as error:
        findings.append(syntax_fault(file, text, error))
    # without libyaml: an escape with a number beyond Unicode
    except (ValueError, OverflowError):
        findings.append(Finding(file, *escape_slip(), Place(1, 1)))
    return Document(file, text, plain_data, (*findings, *builder.findings))


def _foreign(file: str, data: bytes) -> Finding | None:
    """The fault of a file that is not a YAML text at all."""
    from shlex import quote

    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:2]:
        return Finding(file, "the file is UTF-16 or UTF-32", SAVE_AS, Place(1, 1))
    if data.startswith(WORKBOOKS) or _HEADER.match(data.removeprefix(BOM_UTF8)):
        made = f"{Path(file).stem.strip('-') or 'my'}.yaml"
        hint = f"first run: dicli import {quote(file)} > {quote(made)}"
        return Finding(file, "this looks like a spreadsheet", hint, Place(1, 1))
    return None


def _conflicts(file: str, text: bytes) -> tuple[Finding, ...]:
    """A fault for each mark that a version control system left around two versions of
    some lines.
    """
    if b"<<<<<<<" not in text:
        return ()
    readable = text.decode()
    starts = [
        match.start() for match in islice(_CONFLICT.finditer(readable), MAX_FAULTS)
    ]
    message, hint = (
        "this line marks a merge conflict",
        "keep one of the two versions, and delete this line",
    )
    return tuple(
        Finding(file, message, hint, place) for place in places_at(readable, starts)
    )


def located(document: Document, findings: Collection[Finding]) -> list[Finding]:
    """The findings sorted by place; a place is filled in if only the path was known."""
    unplaced = {}
    for finding in findings:
        if finding.place == NOWHERE:
            unplaced[finding] = _existing(document.data, finding.path)
    finder = _found(document, set(unplaced.values()))
    placed = []
    for finding in findings:
        if finding in unplaced:
            path = unplaced[finding]
            place = finder.values.get(path, Place(1, 1))
            if finding.at_key:
                place = finder.keys.get(path, place)
            finding = replace(finding, place=place)
        placed.append(finding)
    return sorted(placed, key=lambda finding: finding.place)


def places(document: Document, paths: Collection[Steps]) -> dict[Steps, Place]:
    """Where the values at some paths begin in a file."""
    return _found(document, paths).values


def _found(document: Document, paths: Collection[Steps]) -> _Finder:
    finder = _Finder(document.file, paths)
    if paths and document.data is not None:
        finder.build(document.text)
    return finder


def _existing(data: Any, path: Steps) -> Steps:
    """The longest beginning of a path that exists in some data."""
    for depth, step in enumerate(path):
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return path[:depth]
    return path
