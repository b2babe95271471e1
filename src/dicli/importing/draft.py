"""Makes a catalogue of the table of a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from dicli.core.model import RESOURCE_FIELDS, Record, Vocabulary
from dicli.core.text import distinct, fold
from dicli.files.checking import findings
from dicli.files.document import Document
from dicli.files.structure import NOTHING
from dicli.importing.cells import ERRORS
from dicli.importing.columns import is_label
from dicli.importing.entry import Value, record_of
from dicli.importing.groups import fill_groups
from dicli.importing.mapping import BY_USER, NO, YES, Column, columns_of
from dicli.importing.notes import Notes, map_option
from dicli.importing.table import Row, Table
from dicli.importing.terms import Terms, TermsByField, add_ids
from dicli.importing.values import UNSURE_ORDER, items, read_cell

# The vocabulary that each field of a resource names.
VOCABULARIES = {"audiences": "audiences", "topics": "topics", "kind": "kinds"}

# An id as a catalogue writes it, and no UUID.
_OWN_ID = re.compile(r"(?![0-9a-f-]{32,}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*")


class Draft(NamedTuple):
    """A catalogue, as plain data, and the columns that it was made of."""

    columns: list[Column]
    data: Record


def draft_of(
    table: Table,
    known: Mapping[str, Vocabulary],
    notes: Notes,
    wanted: Sequence[str] = (),
    dates: str = "",
    rows: Iterable[Row] | None = None,
) -> Draft:
    """The catalogue of a table, which may have faults. DicliError if a pair in `wanted`
    is wrong.

    `known` are the bundled vocabularies, `wanted` has pairs COLUMN=FIELD, `dates` is
    one of calendar.ORDERS, or "" to find out. `rows` are those of the table, for a
    caller that wants to know how far they are read.
    """
    has_ids = _has_ids(table.rows)
    terms = {}
    for field, name in VOCABULARIES.items():
        terms[field] = Terms(known[name], has_ids)
    columns = columns_of(table, wanted, dates, terms, notes)
    for column in columns:
        may_be_ids = column.heading == "id" and column.rank != BY_USER
        if has_ids and may_be_ids:
            column.field = "id"
    fill_groups(table.rows, columns, notes)
    resources = _resources(rows or table.rows, columns, terms, notes)
    add_ids(resources)
    _replace_parent_names(resources)
    _replace_labels(resources, terms)
    data: Record = {}
    for field, name in VOCABULARIES.items():
        if terms[field].new:
            data[name] = terms[field].new
    data["resources"] = list(map(_in_order, resources))
    return Draft(columns, data)


def _has_ids(rows: Sequence[Row]) -> bool:
    """Whether the column `id` has another id in each row, as a catalogue writes ids."""
    ids = {row.cells.get("id", "") for row in rows}
    are_distinct = len(ids) == len(rows)
    return are_distinct and all(map(_OWN_ID.fullmatch, ids))


def _in_order(resource: Record) -> Record:
    """A resource with its fields in the order of a catalogue."""
    return {field: resource[field] for field in RESOURCE_FIELDS if field in resource}


def _resources(
    rows: Iterable[Row], columns: Iterable[Column], terms: TermsByField, notes: Notes
) -> list[Record]:
    """The resources of the rows, without ids; their audiences, topics and kind are
    labels. Leaves out rows without a name, and duplicates, and notes them.
    """
    most_usual_first = sorted(columns, key=lambda column: column.rank)
    resources: dict[str, Record] = {}  # by their text, which duplicates share
    for row in rows:
        values: list[Value] = []
        for column in most_usual_first:
            values += _values(column, row, terms, notes)
        resource = record_of(values)
        key = str(resource)
        if "name" not in resource:
            cells = " | ".join(row.cells.values())
            notes.add("no name, left out", row.number, cells)
        elif key in resources:
            kind = "duplicate of an earlier row, left out"
            notes.add(kind, row.number, resource["name"])
        else:
            resources[key] = resource
    return list(resources.values())


def _values(column: Column, row: Row, terms: TermsByField, notes: Notes) -> list[Value]:
    """The values of a row in a column. Notes what is left out, and what is not sure."""
    cell = row.cells.get(column.heading)
    if not cell or not column.field:
        return []
    reason = _why_left_out(column, cell)
    if reason:
        notes.add(f"{reason}, left out", row.number, cell)
        return []
    if column.field not in terms:
        return list(_read(column, cell, row, notes))
    vocabulary = terms[column.field]
    labels = [column.heading]
    if not column.is_marks:
        labels = vocabulary.labels_in(items(cell))
    for label in filter(vocabulary.is_synonym, labels):
        kind = f"`{column.heading}`: known by another word"
        example = f"{label}: {vocabulary.known_id(label)}"
        advice = map_option(column.heading, "facts")
        notes.add(kind, row.number, example, advice)
    return [Value(column.field, column.heading, label) for label in labels]


def _why_left_out(column: Column, cell: str) -> str:
    """Why a cell adds nothing; "" if it does add something."""
    if cell.upper() in ERRORS:
        return "an error of the spreadsheet program"
    if column.marks_a_term:
        is_checked = cell.casefold() in YES
        return "" if is_checked else f"`{column.heading}` is not checked"
    words = fold(cell)
    says_yes_or_no = words in NO or cell in YES | NO
    if is_label(column.field) and says_yes_or_no:
        return ""  # as in "Cost: none"
    return "says nothing" if words in NOTHING else ""


def _read(column: Column, cell: str, row: Row, notes: Notes) -> Iterator[Value]:
    """The values in a cell. If it does not fit its field, it becomes a fact."""
    heading = column.heading
    found = read_cell(column.field, cell, column.order)
    for field, texts in found.values.items():
        for text in filter(None, texts):
            yield Value(field, heading, text)
    if found.doubt or found.has_more:
        yield Value("facts", heading, cell)
    if found.doubt:
        kind = f"`{heading}`: {found.doubt}, kept as a fact"
        advice = map_option(heading, "facts")
        if found.doubt == UNSURE_ORDER:
            advice = "--dates dmy or --dates mdy"
        elif column.field == "email":
            advice = map_option(heading, "contact")
        notes.add(kind, row.number, cell, advice)


def _replace_labels(resources: Iterable[Record], terms: TermsByField) -> None:
    """Replaces the labels of terms by their ids. Adds a term to `terms` for a label
    that names none.
    """
    for resource in resources:
        for field in terms.keys() & resource.keys():
            find_or_add = terms[field].find_or_add
            if field == "kind":  # one label; the others are lists
                resource[field] = find_or_add(resource[field])
            else:
                resource[field] = distinct(map(find_or_add, resource[field]))


def _replace_parent_names(resources: Sequence[Record]) -> None:
    """Replaces the names in `part_of` by ids. A name that no other resource has becomes
    a fact.
    """
    ids = {fold(resource["name"]): resource["id"] for resource in resources}
    # an id counts more than a name
    ids |= {fold(resource["id"]): resource["id"] for resource in resources}
    for resource in resources:
        parent = resource.pop("part_of", "")
        id = ids.get(fold(parent))
        if id and id != resource["id"]:
            resource["part_of"] = id
        elif parent:
            facts = resource.setdefault("facts", [])
            facts.append({"label": "Part of", "text": parent})


def leave_out_faults(data: Record, bundled: Document, notes: Notes) -> None:
    """Removes the fields from a catalogue that `dicli check` would call faulty, and
    notes them. `bundled` is the bundled file.
    """
    document = Document("-", b"", data, ())
    for finding in findings([document], [bundled]):
        path = finding.leaves_out or ()
        if len(path) < 3:  # not in a field of a resource
            notes.say(f"`check` will say: {finding.message}", finding.hint)
            continue
        section, index, field, *_ = path
        resource = data[str(section)][index]
        value = resource.pop(field, "")
        kind = f"{finding.message}, left out"
        notes.add(kind, row=0, text=f"{resource['id']}: {value}")  # row not known
