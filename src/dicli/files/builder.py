"""Turns the events of a YAML parser into plain text, lists and mappings, and finds the
place of everything in a file.

No tag is resolved, so every scalar stays the text that was typed (`no`, `0123`, `12:30`
and `2024-01-01` too) and no file can run code. Anything that makes YAML dangerous or
expensive (anchors, tags, several documents, deep nesting, huge files) is refused.
Reading continues past whatever can be skipped, so all faults of a file are reported at
once.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection
from typing import Any, NoReturn

from dicli.core.safe import invisible, visible
from dicli.files.characters import invisible_wording
from dicli.files.document import Finding, Place, Steps, entry_path, place_of, short

# The most nodes of any file, of a small one, and how many bytes allow one more.
MAX_NODES, FEW_NODES, BYTES_PER_NODE = 3_500_000, 400_000, 14
MAX_DEPTH = 12  # a catalogue needs five levels
MAX_IN_ENTRY = 2_000  # values, far more than anybody reads
MAX_TEXT_LETTERS = 100_000  # of one text
MAX_FAULTS = 1_000  # are reported; nobody reads more of them
# Containers that are open around an entry: the root, the file's mapping, the list.
IN_ENTRY = 3

# A comment that may be a part of the text before it, as in `Room #5`.
_COMMENT = re.compile(r"[ \t]+#(?=[^\s#])")


class Refused(Exception):
    """Stops the reading of a file, because of a finding."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class Builder:
    """Turns the events of a YAML parser into plain data.

    `_containers` are the lists and mappings around the next value, `_path` the index or
    key of that value in each of them, or None if a key comes next. After `resources:`,
    `- id: a` and `  name:`

        _containers  [data]   {"resources": ...}   [{"id": "a"}]   {"id": "a"}
        _path        0        "resources"          0               "name"
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Finding] = []
        self.warnings: list[Finding] = []
        self._done = False  # whether the rest of the file need not be read
        self._text_with_comments = ""  # the whole file, if it may have comments
        self._root: list[Any] = []
        self._containers: list[Any] = [self._root]
        self._path: list[Any] = [0]
        self._nodes = 0
        self._nodes_in_entry = 0
        self._max_nodes = MAX_NODES

    def build(self, text: bytes) -> Any:
        """The plain data of a file's first document, None if there is none; raises
        Refused or yaml.YAMLError if reading has to stop.
        """
        import yaml

        self._max_nodes = min(MAX_NODES, FEW_NODES + len(text) // BYTES_PER_NODE)
        if b" #" in text or b"\t#" in text:
            self._text_with_comments = text.decode()
        # As an attribute of the builder, these methods would keep it alive, with all it
        # built, until Python next looks for cycles.
        handlers: dict[type, Callable[[Any], None]] = {
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

    def _is_key_next(self) -> bool:
        return self._path[-1] is None

    # ---- events

    def _scalar(self, event: Any) -> None:
        """Takes a key or a single value."""
        self._check_limits(event)
        self._report_anchor_and_tag(event)
        text = event.value
        if len(text) > MAX_TEXT_LETTERS:
            message = f"this text has more than {MAX_TEXT_LETTERS:,} characters"
            self._stop(event, message, "shorten it")
        if event.style == '"':
            text = self._without_invisible(event)
        is_plain = event.implicit[0]  # neither in quotes nor a block
        if is_plain and self._text_with_comments:
            self._report_comment(event)
        if self._is_key_next():
            self._take_key(event, text)
            return
        if is_plain and text in ("", "~", "null"):
            text = None
        self._put(event, text)
        self._go_on()

    def _mapping(self, event: Any) -> None:
        self._start(event, {})
        self._path.append(None)

    def _list(self, event: Any) -> None:
        self._start(event, [])
        self._path.append(0)

    def _start(self, event: Any, container: Any) -> None:
        """Puts an empty list or mapping in its place, and turns to what is in it; the
        caller adds to the path what comes first there.
        """
        self._check_limits(event)
        self._report_anchor_and_tag(event)
        if self._is_key_next():
            message = "there is a list or mapping where a key should be"
            self._stop(event, message, "write a word there")
        self._put(event, container)
        self._containers.append(container)

    def _end(self, _: Any) -> None:
        """Turns to what comes after a list or mapping."""
        self._containers.pop()
        self._path.pop()
        self._go_on()

    def _alias(self, event: Any) -> None:
        """Reports an alias, and puts nothing in its place."""
        alias = f"alias (`*{short(event.anchor)}`)"
        if self._is_key_next():
            message = f"the {alias} is where a key should be"
            self._stop(event, message, "spell the key out")
        message = f"an {alias} is not allowed in a catalogue"
        hint = "write the value out, or put text that starts with * in quotes"
        self._report(event, message, hint, self._steps())
        self._put(event, None)
        self._go_on()

    def _document(self, event: Any) -> None:
        """Reports a second document, and stops there."""
        if self._root:
            self._done = True
            message = "a second document (`---`) is not allowed in a catalogue"
            hint = "remove this line, or put what follows it in a file of its own"
            self._report(event, message, hint)

    # ---- data

    def _take_key(self, event: Any, text: str) -> None:
        """Takes the key of the next value. If the mapping has it already, that is a
        fault: the key appears twice, or another entry begins without its dash, with the
        first key of the one before or with a name.
        """
        container, mapping = self._containers[-2:]
        key = sys.intern(text)
        self._path[-1] = key
        if key not in mapping:
            return
        is_entry = type(container) is list and container is not self._root
        if is_entry and key in (next(iter(mapping)), "name"):
            self._start_missing_entry(event, key)
        else:
            message = f"`{short(key)}` appears twice"
            self._report(
                event, message, "keep one of them, and move there what it lacks"
            )

    def _start_missing_entry(self, event: Any, key: str) -> None:
        """Starts another entry of the list, at a key that the one before has."""
        entry: dict[str, Any] = {}
        entries = self._containers[-2]
        entries.append(entry)
        self._containers[-1] = entry
        self._path[-2] += 1
        self._nodes_in_entry = 0
        message = f"`{short(key)}` appears again: the `- ` of a new entry is missing"
        hint = (
            f"write `- {short(key)}:`, and line its dash up with the dashes above; "
            "if no entry starts here, keep one of them"
        )
        self._report(event, message, hint, self._steps())

    def _put(self, event: Any, value: Any) -> None:
        """Puts a value in the innermost container. Of two with one key, the first stays,
        as in `Finder`.
        """
        container = self._containers[-1]
        if type(container) is list:
            container.append(value)
        else:
            container.setdefault(self._path[-1], value)

    def _go_on(self) -> None:
        """Turns to what comes after a value: in a list the next index, in a mapping a
        key.
        """
        if type(self._containers[-1]) is list:
            self._path[-1] += 1
        else:
            self._path[-1] = None

    def _steps(self) -> Steps:
        """The path of the next value, or of the mapping whose key comes next."""
        steps = self._path[1:]
        if steps and steps[-1] is None:
            steps.pop()
        return tuple(steps)

    # ---- findings

    def _check_limits(self, event: Any) -> None:
        """Counts a value, and refuses what is larger than any catalogue: it would use up
        time or memory.
        """
        depth = len(self._containers)
        self._nodes += 1
        self._nodes_in_entry += 1
        if depth <= IN_ENTRY:
            self._nodes_in_entry = 0
        if depth > MAX_DEPTH:
            message = "lists or keys are nested too deeply"
            self._stop(event, message, "a catalogue needs five levels")
        if self._nodes > self._max_nodes:
            message = f"there are more than {self._max_nodes:,} values"
            self._stop(event, message, "split the file")
        if self._nodes_in_entry > MAX_IN_ENTRY:
            message = f"this entry has more than {MAX_IN_ENTRY:,} values"
            self._stop(event, message, "split it into several entries")

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

    def _without_invisible(self, event: Any) -> str:
        """The text of a scalar in double quotes without invisible characters, which
        only escapes bring there.
        """
        event.value.encode()  # a ValueError for surrogates, which libyaml itself refuses
        text = visible(event.value)
        if text != event.value:
            first = event.value[next(invisible(event.value))]
            self._warn(event, *invisible_wording(first))
        return text

    def _report_comment(self, event: Any) -> None:
        """Warns if a plain text is followed by a comment that may be a part of it."""
        end = event.end_mark.index
        if _COMMENT.match(self._text_with_comments, end):
            message = f"this text is cut off at ` #`; the rest is a comment: `{short(event.value)}`"
            self._warn(event, message, "to keep the rest, put the whole text in quotes")

    def _report(self, event: Any, message: str, hint: str, path: Steps = ()) -> None:
        """Adds a fault at an event; after too many, stops reading there. It leaves out
        the entry around the event; if that cannot be left out, the file is not used. If
        the fault is about the value at a path, `checking` reports no other fault there.
        """
        if len(self.faults) >= MAX_FAULTS:
            message = f"there are more than {MAX_FAULTS:,} faults"
            self._stop(event, message, "fix those above first")
        place = place_of(event.start_mark)
        entry = entry_path(self._steps())
        fault = Finding(self.file, message, hint, place, path, leaves_out=entry)
        self.faults.append(fault)

    def _warn(self, event: Any, message: str, hint: str) -> None:
        """Adds a warning about the value at an event, unless there are more than are
        reported already.
        """
        if len(self.warnings) > MAX_FAULTS:
            return
        place = place_of(event.start_mark)
        warning = Finding(self.file, message, hint, place, self._steps(), warning=True)
        self.warnings.append(warning)

    def _stop(self, event: Any, message: str, hint: str) -> NoReturn:
        """Stops reading at an event."""
        place = place_of(event.start_mark)
        raise Refused(Finding(self.file, message, hint, place))


class Finder(Builder):
    """Reads a file once more to find where the keys and values at some paths begin. It
    stops when it has found the last value, and keeps no values.
    """

    def __init__(self, file: str, paths: Collection[Steps]) -> None:
        super().__init__(file)
        self._wanted = set(paths)
        self.keys: dict[Steps, Place] = {}
        self.values: dict[Steps, Place] = {}

    def _take_key(self, event: Any, text: str) -> None:
        super()._take_key(event, text)
        steps = self._steps()
        if steps in self._wanted:
            self.keys[steps] = place_of(event.start_mark)

    def _start_missing_entry(self, event: Any, key: str) -> None:
        super()._start_missing_entry(event, key)
        entry = tuple(self._path[1:-1])
        if entry in self._wanted:
            self.values[entry] = place_of(event.start_mark)

    def _put(self, event: Any, value: Any) -> None:
        steps = self._steps()
        if steps in self._wanted:
            self.values[steps] = place_of(event.start_mark)
            self._wanted.remove(steps)
            self._done = not self._wanted
        super()._put(event, None)
