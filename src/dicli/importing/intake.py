"""Makes a catalogue of someone else's list: rows go in, resources and vocabularies come out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from shlex import quote
from textwrap import shorten
from zlib import crc32

from dicli.core.model import RESOURCE_FIELDS, Record, Term, Vocabulary
from dicli.core.text import fold
from dicli.files import calendar
from dicli.files.checking import findings
from dicli.files.document import Document, Finding
from dicli.files.readings import NOTHING
from dicli.importing.cells import ERRORS, LONGEST
from dicli.importing.columns import FILTERS, Target
from dicli.importing.entry import UNSURE, Entry
from dicli.importing.mapping import YES, Columns, columns_of, is_marks, note_name, targets_of
from dicli.importing.notes import Notes
from dicli.importing.table import Row, Table

MOST_FACTS = 300  # of a resource
ROUNDS = 5  # of checks: each takes away what the one before found
VOCABULARIES = {"audiences": "audiences", "topics": "topics", "kind": "kinds"}  # by the field of a resource
REACH = ("url", "email", "phone", "location")  # columns that dicli writes beside the fields

_OWN_ID = re.compile(r"(?![0-9a-f-]{32,}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*")


class Ids:
    """Makes ids that are all different: one that is taken gets a number."""

    def __init__(self, taken: Iterable[str], reserved: Iterable[str] = ()) -> None:
        """`reserved` ids are not made by adding a number."""
        self._made = Counter(taken)
        self._known = {*self._made, *reserved}

    def new(self, id: str) -> str:
        """The id, or one made of it if it was made before."""
        self._made[id] += 1
        unused = id
        while self._made[id] > 1 and unused in self._known:
            unused = f"{id}-{self._made[id]}"
            self._made[id] += unused in self._known
        self._known.add(unused)
        return unused


class Vocabularies:
    """The terms that are known, and those that come up in a list."""

    def __init__(self, known: Mapping[str, Vocabulary], ids_only: bool) -> None:
        self.new: dict[str, list[Record]] = {}  # by the name of a vocabulary
        self.ids: dict[str, dict[str, str]] = {}  # by the field: folded names, each with its id
        self._made: dict[str, Ids] = {}
        for field, vocabulary in VOCABULARIES.items():
            self.new[vocabulary] = []
            self.ids[field] = _called(known[vocabulary].values(), ids_only)
            self._made[field] = Ids(known[vocabulary])

    def term(self, field: str, label: str) -> str:
        """The id of the term that is called so, a new one if there is none."""
        ids = self.ids[field]
        key = fold(label)
        if key not in ids:
            id = self._made[field].new(_id_of(label))
            ids[key] = ids[fold(id)] = id
            self.new[VOCABULARIES[field]].append({"id": id, "label": label})
        return ids[key]


def _called(terms: Iterable[Term], ids_only: bool) -> dict[str, str]:
    """The folded names of some terms, each with the id."""
    ids = {}
    for term in terms:
        names = (term.id,) if ids_only else (term.id, term.label, *term.synonyms)
        for name in names:
            ids[fold(name)] = term.id
    return ids


class Intake:
    """A list as a catalogue: its `resources` and new `terms`, where its columns go, and `notes` for its owner."""

    def __init__(
        self,
        table: Table,
        known: Mapping[str, Vocabulary],
        notes: Notes,
        wanted: Sequence[str] = (),
        dates: str | None = None,
        rows: Iterable[Row] | None = None,
    ) -> None:
        """`wanted` has pairs COLUMN=FIELD, `dates` is one of calendar.ORDERS; `rows` are those of the table, for a
        caller who wants to see how far it is. DicliError if a pair is wrong.
        """
        self.notes = notes
        has_ids = _has_our_ids(table.rows)
        self._vocabularies = Vocabularies(known, has_ids)
        self.columns = columns_of(table)
        self.targets = targets_of(self.columns, wanted, self._vocabularies.ids)
        note_name(self.columns, self.targets, notes)
        self._orders = _orders(self.columns, self.targets, dates)
        self._marks = {column for column, texts in self.columns.items() if is_marks(texts)}
        self._most_usual = sorted(self.columns, key=lambda column: self.targets[column].rank)
        self._today = date.today()
        made = self._records(rows or table.rows, has_ids)
        self.resources = _with_ids(made)
        self._settle_parents()
        self.terms = self._vocabularies.new

    def _records(self, rows: Iterable[Row], has_ids: bool) -> list[Record]:
        """The rows as resources, with an id only if they have one of ours."""
        records = []
        seen = set()
        for row in rows:
            record = self._record(row)
            if has_ids:
                record = {"id": row.cells["id"], **record}
            key = str(record)
            if "name" not in record:
                self.notes.add("no name, left out", row.number, " | ".join(row.cells.values()))
            elif key in seen:
                self.notes.add("the same as an earlier row, left out", row.number, record["name"])
            else:
                records.append(record)
            seen.add(key)
        return records

    def _record(self, row: Row) -> Record:
        """A row as a resource without an id."""
        entry = Entry(self._vocabularies, self._orders, self._today)
        for column in self._most_usual:
            text = row.cells.get(column, "")
            field = self.targets[column].field
            if column in self._marks and field in FILTERS:
                text = column if text.casefold() in YES else ""
            if not text or not field or self._says_nothing(field, row.number, text):
                continue
            if len(text) > LONGEST:
                self.notes.add(f"`{column}` shortened to {LONGEST:,} characters", row.number, text)
                text = text[:LONGEST]
            doubt = entry.put(field, column, text)
            if doubt:
                self.notes.add(f"`{column}`: {doubt}, kept as a fact", row.number, text, _advice(field, column, doubt))
        record = entry.record()
        for fact in record.get("facts", [])[MOST_FACTS:]:
            self.notes.add(f"more than {MOST_FACTS} facts, left out", row.number, fact["text"])
        if "facts" in record:
            del record["facts"][MOST_FACTS:]
        return record

    def _says_nothing(self, field: str, row: int, text: str) -> bool:
        """Whether a cell is only a word for nothing; if so, it is noted."""
        if text.upper() in ERRORS:
            self.notes.add("an error of the spreadsheet program, left out", row, text)
            return True
        words = fold(text)
        may_be_none = field == "facts" or not field.islower()
        if words in NOTHING and not (may_be_none and words == "none"):
            self.notes.add("says nothing, left out", row, text)
            return True
        return False

    def _settle_parents(self) -> None:
        """Replaces the names of what resources are part of by ids; what is not in the list becomes a fact."""
        ids = {}
        for resource in self.resources:
            ids[fold(resource["name"])] = resource["id"]
        for resource in self.resources:
            ids[fold(resource["id"])] = resource["id"]
        for resource in self.resources:
            parent = resource.pop("part_of", None)
            id = ids.get(fold(parent or ""))
            if id and id != resource["id"]:
                resource["part_of"] = id
            elif parent:
                resource.setdefault("facts", []).append({"label": "Part of", "text": parent})

    def sound(self, bundled: Document) -> Record:
        """The catalogue without what `check` would call faults, which are noted; `bundled` is the bundled file."""
        terms = {name: terms for name, terms in self.terms.items() if terms}
        data: Record = {**terms, "resources": self.resources}
        for _ in range(ROUNDS):
            found = findings([Document("-", b"", data, ())], [bundled])
            left_out = [finding for finding in found if self._leave_out(finding)]
            if not left_out:
                break
        for finding in found:
            self.notes.say(f"`check` will say: {finding.message}", finding.hint)
        return data

    def _leave_out(self, finding: Finding) -> bool:
        """Takes the field with a fault from a resource, if it can do without it."""
        if len(finding.path) < 3 or finding.path[0] != "resources":
            return False
        resource, field = self.resources[int(finding.path[1])], str(finding.path[2])
        if field not in resource or field in ("id", "name"):
            return False
        self.notes.add(f"{finding.message}, left out", 0, f"{resource['id']}: {resource.pop(field)}")
        return True


def _advice(field: str, column: str, doubt: str) -> str:
    """What to type if a cell does not fit its field."""
    if doubt == UNSURE:
        return "--dates dmy or --dates mdy"
    return f"--map {quote(f'{column}=contact' if field == 'email' else f'{column}=facts')}"


def _has_our_ids(rows: Sequence[Row]) -> bool:
    """Whether dicli itself wrote the list: it has nothing but our fields, and ids as we have them."""
    columns = set[str]()
    ids = []
    for row in rows:
        columns.update(row.cells)
        ids.append(row.cells.get("id", ""))
    ours = columns <= {*RESOURCE_FIELDS, *REACH} and len(set(ids)) == len(ids)
    return ours and all(map(_OWN_ID.fullmatch, ids))


def _orders(columns: Columns, targets: Mapping[str, Target], dates: str | None) -> dict[str, str]:
    """The order of day and month in each column of dates, by column."""
    orders = {}
    for column, texts in columns.items():
        if targets[column].field == "as_of":
            orders[column] = dates or calendar.order_of(texts, date.today())
    return orders


# ---- ids -----------------------------------------------------------------------------------------


def _with_ids(records: Sequence[Record]) -> list[Record]:
    """The resources with ids made of their names, of those that have none. Resources of one name are numbered by their
    texts, whatever their order in the list."""
    wanted = {str(record): record.get("id") or _id_of(record["name"]) for record in records}
    made = Ids((), reserved=wanted.values())
    ids = {text: made.new(wanted[text]) for text in sorted(wanted)}
    return [{"id": ids[str(record)], **record} for record in records]


def _id_of(text: str) -> str:
    """An id made of a text and nothing else."""
    words = shorten(fold(text).encode("ascii", "ignore").decode(), 60, placeholder="").split()
    return "-".join(words) or f"entry-{crc32(text.encode()):08x}"
