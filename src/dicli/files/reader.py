"""Reads a catalogue file: its bytes, the plain data in them, and where values are."""

from __future__ import annotations

import os
import re
import stat
import sys
from codecs import BOM_UTF8
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from shlex import quote
from typing import Any

from dicli.core.errors import DicliError
from dicli.files.builder import Builder, Finder, Refused
from dicli.files.characters import SAVE_AS, cleaned
from dicli.files.complaints import escape_wording, syntax_fault
from dicli.files.document import NOWHERE, Document, Finding, Place, Steps

# Enough for 100,000 resources of a few hundred characters, but not enough to exhaust
# memory.
MAX_BYTES = 64 * 2**20
WORKBOOKS = (b"PK\3\4", b"\xd0\xcf\x11\xe0")  # how those of spreadsheet programs begin
# A first line with a delimiter, and neither a key nor what begins a comment, list or
# mapping.
_TABLE_HEADER = re.compile(
    rb"\s*(?=[^\s#%{\[&*!:-])[^:,;\t|\r\n]*[,;\t|][^:\r\n]*(?:[\r\n]|\Z)"
)
_CONFLICT = re.compile(rb"^<{7}\s", re.M)  # of a version control system


def read(file: str) -> bytes:
    """The bytes of a regular file, or of standard input for `-`; DicliError if it is not
    a regular file, cannot be read, or has more than MAX_BYTES.
    """
    try:
        data = _read_at_most(file, MAX_BYTES + 1)
    # a ValueError: a null byte in the path, or standard input is closed
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = f"cannot read catalogue `{file}`: {reason}"
        raise DicliError(message, "see: dicli path") from None
    if len(data) > MAX_BYTES:
        message = f"catalogue `{file}` is larger than {MAX_BYTES // 2**20} MiB"
        raise DicliError(message, "split it into several files")
    return data


def _read_at_most(file: str, size: int) -> bytes:
    """The first `size` bytes of a regular file, or of standard input for `-`. `read`
    turns an OSError or ValueError into the error that people see.
    """
    if file == "-":
        if sys.stdin is None:
            raise ValueError("standard input is closed")
        return sys.stdin.buffer.read(size)
    if not stat.S_ISREG(os.stat(file).st_mode):
        message = f"catalogue `{file}` is not a file"
        raise DicliError(message, "give a YAML file, or `-` for standard input")
    with open(file, "rb") as stream:
        return stream.read(size)


def parsed(file: str, data: bytes) -> Document:
    """A file as read from its bytes; what is wrong with its form is among the findings."""
    import yaml

    foreign = _foreign(file, data)
    if foreign:
        return Document(file, data, None, (foreign,))
    text, findings = cleaned(file, data)
    builder = Builder(file)
    plain_data = None
    try:
        plain_data = builder.build(text)
    except Refused as refused:
        findings.append(refused.finding)
    except yaml.YAMLError as error:
        findings.append(syntax_fault(file, text, error))
    # PyYAML without libyaml: an escape with a number beyond Unicode
    except (ValueError, OverflowError):
        findings.append(Finding(file, *escape_wording(), Place(1, 1)))
    findings += builder.faults + builder.warnings
    return Document(file, text, plain_data, tuple(findings))


def _foreign(file: str, data: bytes) -> Finding | None:
    """The fault of a file that is not a YAML text at all, or two versions of one."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:2]:
        return Finding(file, "the file is UTF-16 or UTF-32", SAVE_AS, Place(1, 1))
    if data.startswith(WORKBOOKS) or _TABLE_HEADER.match(data.removeprefix(BOM_UTF8)):
        # for standard input, `-`, the stem is empty
        made = f"{Path(file).stem.strip('-') or 'my'}.yaml"
        hint = f"first run: dicli import {quote(file)} > {quote(made)}"
        return Finding(file, "this looks like a spreadsheet", hint, Place(1, 1))
    conflict = _CONFLICT.search(data)
    if conflict:
        line = data.count(b"\n", 0, conflict.start()) + 1
        message = "this line marks a merge conflict"
        hint = (
            "keep one of the versions, and delete the lines that begin with "
            "<<<<<<<, |||||||, ======= and >>>>>>>"
        )
        return Finding(file, message, hint, Place(line, 1))
    return None


def located(document: Document, findings: Collection[Finding]) -> list[Finding]:
    """The findings with their places, sorted by them. Where only the path was known, the
    place is looked up in the file.
    """
    # by finding without a place: its path, as far as that exists
    paths: dict[Finding, Steps] = {}
    for finding in findings:
        if finding.place == NOWHERE:
            paths[finding] = _existing(document.data, finding.path)
    finder = _found(document, set(paths.values()))
    placed = []
    for finding in findings:
        if finding in paths:
            path = paths[finding]
            place = finder.values.get(path, Place(1, 1))
            if finding.at_key:
                place = finder.keys.get(path, place)
            finding = replace(finding, place=place)
        placed.append(finding)
    return sorted(placed, key=lambda finding: finding.place)


def places(document: Document, paths: Collection[Steps]) -> dict[Steps, Place]:
    """Where the values at some paths begin in a file."""
    return _found(document, paths).values


def _found(document: Document, paths: Collection[Steps]) -> Finder:
    """A finder that has found what there is at some paths of a file that could be read."""
    finder = Finder(document.file, paths)
    if paths and document.data is not None:
        finder.build(document.text)
    return finder


def _existing(data: Any, path: Steps) -> Steps:
    """A path as far as it exists in some data."""
    for depth, step in enumerate(path):
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return path[:depth]
    return path
