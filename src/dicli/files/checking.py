"""Checks catalogue files: everything that is wrong in them, with its place, and what
must be left out of them before they are used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain, islice

from dicli.core.dates import OLD_YEARS
from dicli.core.errors import one_line
from dicli.files.builder import MAX_FAULTS
from dicli.files.definitions import Definitions, Entry, Position
from dicli.files.document import Document, Finding
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
    """What is wrong in some files laid over each other, given lowest first: file by
    file, sorted by place.

    `base` are files that are not in use, but whose ids may be used (the bundled one).
    With `older_than`, warnings are included; facts last confirmed more than that many
    years before `today` are old.
    """
    # only warnings depend on this
    years = OLD_YEARS if older_than is None else older_than
    definitions = Definitions(layers, base, today or date.today(), years)
    found: list[Finding] = []
    for number, document in enumerate(layers):
        of_form = _until_too_many(_faults(number, definitions))
        faults = [finding for finding in of_form if not finding.warning]
        in_file = _first(faults, "faults")
        if older_than is not None:
            warnings = [finding for finding in of_form if finding.warning]
            more = _warnings(number, definitions, of_form)
            in_file += _first(chain(warnings, more), "warnings")
        found += located(document, [_on_one_line(finding) for finding in in_file])
    return found


def left_out(
    layers: Sequence[Document], base: Sequence[Document] = ()
) -> dict[Position, Finding] | None:
    """What must be left out of some files before they are used: the position of each
    entry or value, with the finding that says why.

    None if a file cannot be used at all: because of a fault that leaves out nothing, or
    because none of the resources that the file has would be left.
    """
    definitions = Definitions(layers, base, date.today(), OLD_YEARS)
    reasons: dict[Position, Finding] = {}
    for number, document in enumerate(layers):
        for finding in _faults(number, definitions):
            if finding.refuses:
                return None
            if finding.leaves_out:
                reasons.setdefault((number, finding.leaves_out), finding)
        # what extends an entry goes with it
        for entry in definitions.entries[number]:
            extended = definitions.extended(entry)
            if extended and extended.position in reasons:
                reasons.setdefault(entry.position, reasons[extended.position])
        resources = document.data.get("resources", ())
        left = len(resources)
        for index in range(len(resources)):
            if (number, ("resources", index)) in reasons:
                left -= 1
        if resources and not left:
            return None
    return reasons


def remove(layers: Sequence[Document], positions: Iterable[Position]) -> None:
    """Removes the entries and values at some positions from the plain data of files."""
    # from the last to the first, so that the indexes of the others stay right
    for number, path in sorted(positions, reverse=True):
        container = layers[number].data
        for step in path[:-1]:
            container = container[step]
        del container[path[-1]]


def _faults(number: int, definitions: Definitions) -> Iterator[Finding]:
    """The faults of a file, and the warnings that are found with them: first what was
    found while it was read, then what violates the schema and the rules for faults.

    A value with a fault gets no other one, which would have the same cause. `number`
    is the index of the file in `definitions.layers`. The last file also gets the fault
    of an index that is too large.
    """
    document = definitions.layers[number]
    yield from document.findings
    is_refused = any(finding.refuses for finding in document.findings)
    # without data and not refused, the file is empty: `structure_faults` says so
    if document.data is None and is_refused:
        return
    reported = set()
    for finding in document.findings:
        # without a path, it is about a place in the file, not about all of it
        if finding.path and not finding.warning:
            reported.add((finding.path, finding.at_key))
    of_rules = _by_rules(FAULTS, definitions.entries[number], definitions)
    for finding in chain(structure_faults(document), of_rules):
        value_or_key = finding.path, finding.at_key
        if value_or_key not in reported:
            reported.add(value_or_key)
            yield finding
    if document is definitions.layers[-1]:
        yield from index_faults(definitions)


def _warnings(
    number: int, definitions: Definitions, faults: Iterable[Finding]
) -> Iterator[Finding]:
    """The warnings about a file: those about the entries that no later one replaces, and
    about values without faults. A path to an `id` stands for a whole entry, which may
    have both. `number` is the index of the file in `definitions.layers`.
    """
    faulty = {finding.path for finding in faults}
    entries = filter(definitions.is_last, definitions.entries[number])
    for warning in _by_rules(WARNINGS, entries, definitions):
        if warning.path not in faulty or warning.path[-1] == "id":
            yield warning


def _by_rules(
    rules: Rules, entries: Iterable[Entry], definitions: Definitions
) -> Iterator[Finding]:
    """What some rules find in some entries."""
    for entry in entries:
        for rule, sections in rules.items():
            if entry.section in sections:
                yield from rule(entry, definitions)


def _until_too_many(found: Iterable[Finding]) -> list[Finding]:
    """Some findings, to the first fault that is one too many: finding the rest could
    take long.
    """
    kept: list[Finding] = []
    faults = 0
    for finding in found:
        kept.append(finding)
        if not finding.warning:
            faults += 1
        if faults > MAX_FAULTS:
            break
    return kept


def _first(found: Iterable[Finding], what: str) -> list[Finding]:
    """The first MAX_FAULTS findings. If there are more, one after them says so."""
    first = list(islice(found, MAX_FAULTS + 1))
    if len(first) > MAX_FAULTS:
        message = f"there are more than {MAX_FAULTS:,} {what}"
        first[-1] = replace(first[-1], message=message, hint="fix those above first")
    return first


def _on_one_line(finding: Finding) -> Finding:
    message, hint = one_line(finding.message), one_line(finding.hint)
    return replace(finding, message=message, hint=hint)
