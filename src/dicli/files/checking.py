"""Checks catalogue files: everything that is wrong in them, with its place, and what
must be left out to use them.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain, islice
from typing import Any

from dicli.core.errors import one_line
from dicli.files.definitions import Definitions, Entry
from dicli.files.document import Document, Finding, Steps, entry_path, is_extension
from dicli.files.postings import is_slow_to_search
from dicli.files.reader import MAX_FAULTS, located
from dicli.files.rules import FAULTS, WARNINGS, Problem, Rule, Seen, old_facts
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
    definitions = Definitions([*base, *layers], len(base), today or date.today())
    seen_by_faults, seen_by_warnings = Seen(), Seen()
    found: list[Finding] = []
    for number, document in enumerate(layers, len(base)):
        in_file = _first(
            _faults(document, number, definitions, seen_by_faults), "faults"
        )
        if older_than is None:
            in_file = [finding for finding in in_file if not finding.warning]
        elif document.data is not None:
            warnings = _warnings(
                document, number, definitions, seen_by_warnings, older_than
            )
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
    definitions = Definitions([*base, *layers], len(base), date.today())
    seen = Seen()
    found: list[dict[Steps, Finding]] = []
    for number, document in enumerate(layers, len(base)):
        paths: dict[Steps, Finding] = {}
        for finding in _faults(document, number, definitions, seen):
            if finding.refuses:
                return None
            if finding.leaves_out:
                paths.setdefault(finding.leaves_out, finding)
        paths = {**_extensions_of(found, number, definitions), **paths}
        if paths and _all_resources(document) <= paths.keys():
            return None
        found.append(paths)
    return found


def _extensions_of(
    found: Sequence[Mapping[Steps, Finding]], number: int, definitions: Definitions
) -> dict[Steps, Finding]:
    """The entries of a file that extend one which is left out of a lower file, with the
    finding about that one.
    """
    extensions: dict[Steps, Finding] = {}
    if not any(found):
        return extensions
    for entry in definitions.entries[number]:
        lower = definitions.replaced.get((entry.file, entry.path))
        if (
            lower
            and definitions.base <= lower.file < number
            and is_extension(entry.record)
        ):
            because = found[lower.file - definitions.base].get(lower.path)
            if because:
                extensions[entry.path] = because
    return extensions


def _all_resources(document: Document) -> set[Steps]:
    """The paths of the resources of a file."""
    return {
        ("resources", number)
        for number in range(len(document.data.get("resources", ())))
    }


def _faults(
    document: Document, number: int, definitions: Definitions, seen: Seen
) -> Iterator[Finding]:
    """The faults of one file, and warnings that come with reading it; one for each
    cause.
    """
    yield from document.findings
    if document.data is None and document.findings:
        return
    reported = {
        (finding.path, finding.at_key)
        for finding in document.findings
        if not finding.warning
    }
    problems = _problems(
        document.file, definitions.entries[number], definitions, seen, FAULTS
    )
    for finding in chain(structure_faults(document), problems):
        if (finding.path, finding.at_key) not in reported:
            reported.add((finding.path, finding.at_key))
            yield finding
    if number == len(definitions.entries) - 1 and is_slow_to_search(definitions):
        message = (
            "the same words are in too many resources, or in the names of too "
            "many terms that they name"
        )
        yield Finding(
            document.file,
            message,
            "remove synonyms that several terms share",
            path=("resources",),
        )


def _warnings(
    document: Document,
    number: int,
    definitions: Definitions,
    seen: Seen,
    older_than: int,
) -> Iterator[Finding]:
    """The warnings about the entries of one file that no later file replaces."""
    entries = [
        entry for entry in definitions.entries[number] if definitions.is_last(entry)
    ]
    rules = {**WARNINGS, old_facts(older_than): ("resources",)}
    return _problems(document.file, entries, definitions, seen, rules)


def _problems(
    file: str,
    entries: Iterable[Entry],
    definitions: Definitions,
    seen: Seen,
    rules: Mapping[Rule, Container[str]],
) -> Iterator[Finding]:
    """What some rules find in some entries of a file; each rule comes with the lists to
    whose entries it applies.
    """
    for entry in entries:
        for rule, sections in rules.items():
            if entry.section in sections:
                for problem in rule(entry, definitions, seen):
                    yield _finding(file, entry, problem)


def _finding(file: str, entry: Entry, problem: Problem) -> Finding:
    """A problem as a finding, with paths from the top of the file."""
    if problem.leaves_out is None:
        leaves_out = None
    elif problem.leaves_out:
        leaves_out = (*entry.path, *problem.leaves_out)
    else:
        leaves_out = entry_path(entry.path)
    path = (*entry.path, *problem.steps)
    return Finding(
        file,
        problem.message,
        problem.hint,
        path=path,
        warning=problem.warning,
        leaves_out=leaves_out,
    )


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
    below: dict[str | int, list[Steps]] = {}
    for first, *rest in paths:
        below.setdefault(first, []).append(tuple(rest))
    steps = data.keys() if isinstance(data, dict) else range(len(data))
    kept = {}
    for step in steps:
        inner = below.get(step)
        if inner is None:
            kept[step] = data[step]
        elif () not in inner:
            kept[step] = without(data[step], inner)
    return kept if isinstance(data, dict) else list(kept.values())
