"""Checks catalogue files: everything that is wrong in them, with its place, and what
must be left out to use them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain, islice
from typing import Any

from dicli.core.dates import OLD_YEARS
from dicli.core.errors import one_line
from dicli.files.builder import MAX_FAULTS
from dicli.files.definitions import Definitions, Entry, Position
from dicli.files.document import Document, Finding, Steps
from dicli.files.index_size import index_faults
from dicli.files.reader import located
from dicli.files.rules import FAULTS, WARNINGS, Rules
from dicli.files.structure import structure_faults


def findings(
    layers: Sequence[Document],
    base: Sequence[Document] = (),
    older_than: int | None = None,
    today: date | None = None,
) -> list[Finding]:
    """What is wrong in some files laid over each other, lowest first: file by file,
    sorted by place.

    `base` are files that are not in use but lend their ids (the bundled one). With
    `older_than`, warnings are included: facts last confirmed more than that many years
    before `today` are old.
    """
    years = OLD_YEARS if older_than is None else older_than
    documents = [*base, *layers]
    definitions = Definitions(documents, len(base), today or date.today(), years)
    found: list[Finding] = []
    for number, document in enumerate(layers, len(base)):
        in_file = _first(_faults(document, number, definitions), "faults")
        if older_than is None:
            in_file = [finding for finding in in_file if not finding.warning]
        elif document.data is not None:
            warnings = _warnings(number, definitions)
            in_file += _first(_about_other_values(warnings, in_file), "warnings")
        found += located(document, [_on_one_line(finding) for finding in in_file])
    return found


def _about_other_values(
    warnings: Iterable[Finding], faults: Iterable[Finding]
) -> Iterator[Finding]:
    """The warnings about values without a fault; a path to `id` stands for a whole
    entry, which may have both.
    """
    faulty = {finding.path for finding in faults}
    for warning in warnings:
        if warning.path not in faulty or warning.path[-1] == "id":
            yield warning


def left_out(
    layers: Sequence[Document], base: Sequence[Document] = ()
) -> list[dict[Steps, Finding]] | None:
    """What must be left out of each file for the rest to be used, each path with the
    finding; None if a file cannot be used at all, because of a fault that leaves out
    nothing, or because none of its resources would be left.
    """
    documents = [*base, *layers]
    definitions = Definitions(documents, len(base), date.today(), OLD_YEARS)
    in_lower_files: dict[Position, Finding] = {}
    found: list[dict[Steps, Finding]] = []
    for number, document in enumerate(layers, len(base)):
        paths: dict[Steps, Finding] = {}
        for finding in _faults(document, number, definitions):
            if finding.refuses:
                return None
            if finding.leaves_out:
                paths.setdefault(finding.leaves_out, finding)
        for entry in definitions.entries[number]:
            extended = definitions.extended(entry)
            if extended and extended.position in in_lower_files:
                finding = in_lower_files[extended.position]
                paths.setdefault(entry.path, finding)
        if paths and _all_resources(document) <= paths.keys():
            return None
        found.append(paths)
        for path, finding in paths.items():
            in_lower_files[number, path] = finding
    return found


def _all_resources(document: Document) -> set[Steps]:
    """The paths of the resources of a file."""
    number = len(document.data.get("resources", ()))
    return {("resources", index) for index in range(number)}


def _faults(
    document: Document, number: int, definitions: Definitions
) -> Iterator[Finding]:
    """The faults of one file, and warnings that come with reading it; one for each
    cause.
    """
    yield from document.findings
    is_refused = any(finding.refuses for finding in document.findings)
    if document.data is None and is_refused:
        return
    of_form = [finding for finding in document.findings if not finding.warning]
    of_rules = _by_rules(FAULTS, definitions.entries[number], definitions)
    yield from _not_reported(chain(structure_faults(document), of_rules), of_form)
    if number == len(definitions.entries) - 1:
        yield from index_faults(document.file, definitions)


def _not_reported(
    faults: Iterable[Finding], earlier: Iterable[Finding]
) -> Iterator[Finding]:
    """The first fault about each key or value of which no earlier one tells."""
    reported = {(fault.path, fault.at_key) for fault in earlier}
    for fault in faults:
        if (fault.path, fault.at_key) not in reported:
            reported.add((fault.path, fault.at_key))
            yield fault


def _warnings(number: int, definitions: Definitions) -> Iterator[Finding]:
    """The warnings about the entries of one file that no later entry replaces."""
    entries = filter(definitions.is_last, definitions.entries[number])
    return _by_rules(WARNINGS, entries, definitions)


def _by_rules(
    rules: Rules, entries: Iterable[Entry], definitions: Definitions
) -> Iterator[Finding]:
    """What some rules find in some entries."""
    for entry in entries:
        for rule, sections in rules.items():
            if entry.section in sections:
                yield from rule(entry, definitions)


def _first(found: Iterator[Finding], what: str) -> list[Finding]:
    """At most MAX_FAULTS findings; the one after them says that there are more."""
    first = list(islice(found, MAX_FAULTS + 1))
    if len(first) > MAX_FAULTS:
        message = f"there are more than {MAX_FAULTS:,} {what}"
        first[-1] = replace(first[-1], message=message, hint="fix those above first")
    return first


def _on_one_line(finding: Finding) -> Finding:
    return replace(
        finding, message=one_line(finding.message), hint=one_line(finding.hint)
    )


def without(data: Any, paths: Iterable[Steps]) -> Any:
    """The plain data of a file without the entries and values at some paths; containers
    around them are copied.
    """
    # by key or index: the paths from there, () if the value itself is left out
    below: dict[str | int, list[Steps]] = {}
    for first, *rest in paths:
        below.setdefault(first, []).append(tuple(rest))
    steps = data.keys() if isinstance(data, dict) else range(len(data))
    kept = {}
    for step in steps:
        if step not in below:
            kept[step] = data[step]
        elif () not in below[step]:
            kept[step] = without(data[step], below[step])
    if isinstance(data, dict):
        return kept
    return list(kept.values())
