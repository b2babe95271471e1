"""Makes a catalogue of somebody else's list: rows go in, resources and vocabularies come out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain, count
from textwrap import shorten
from zlib import crc32

from dicli.core.model import RESOURCE_FIELDS, Record, Term, Vocabulary
from dicli.core.text import distinct, fold
from dicli.files.checking import findings
from dicli.files.document import Document
from dicli.files.readings import EMAIL, NOTHING, URL, addresses, as_date, in_full, readings
from dicli.importing.cells import LONGEST, LONGEST_NAME, clean
from dicli.importing.columns import REACH, Target
from dicli.importing.sheets import Cells, Rows

OTHERWISE = {"audiences": "For whom", "topics": "keywords", "kind": "keywords"}  # where columns go that are no filters
LISTS = ("aliases", "keywords", *OTHERWISE)
FORMS = {"part_of": "an id", "email": "an e-mail address"}  # what else does not fit is no web address
FEW = 12  # so many different values make a filter, however few rows there are
MOST = 500  # values in one list
NOWHERE = Target("", 0)
_PHONE = re.compile(r"\+?\(?\d[\d ().-]{5,}\d(?:\s*(?:x|ext\.?)\s*\d+)?", re.I)
_BETWEEN_PHONES = re.compile(rf"\s*[;|\n]\s*|(?<=\d)\s*(?:,|/| or )\s*(?={_PHONE.pattern})", re.I)
Found = defaultdict[str, Cells]
"""The cells of a row by the field they go to."""


class Intake:
    """A list as a catalogue: its `resources` and new `terms`. `notes` has what to report, with the numbers of the
    rows; `left` counts the cells of each column that goes nowhere.
    """

    def __init__(self, rows: Rows, targets: Mapping[str, Target], known: Mapping[str, Vocabulary]) -> None:
        self.notes = defaultdict[str, list[int]](list)
        self.left = Counter({column: 0 for _, cells in rows for column in cells})
        self.terms: dict[str, list[Record]] = {name: [] for name in known}
        ours = _has_our_ids(rows)  # and ids of terms, too, which are nobody's synonyms
        self._ids = {name: dict(_called(terms.values(), ours)) for name, terms in known.items()}
        self._targets = {column: _settled(column, target, rows) for column, target in targets.items()}
        self.resources = list(self._resources(rows, ours).values())
        if ours:
            del self.left["id"]

    def _resources(self, rows: Rows, our_ids: bool) -> dict[str, Record]:
        """The rows as resources by id. A row without a name, and one like an earlier one, is only noted."""
        made: dict[str, Record] = {}
        seen: set[str] = set()
        for number, cells in rows:
            id = cells["id"][0] if our_ids else ""
            record = self._resource(self._by_field(number, cells))
            known = str((record, id))
            if not fold(record.get("name", "")):
                self.notes["no name"].append(number)
            elif known in seen:
                self.notes["the same as an earlier row"].append(number)
            else:
                seen.add(known)
                id = id or _unused(record["name"], made)
                made[id] = {"id": id, **record}
        return made

    def _by_field(self, number: int, cells: Cells) -> Found:
        """The cells of a row by field, the most usual columns first; notes what is too long or has no place."""
        found: Found = defaultdict(dict)
        for column in sorted(cells, key=lambda one: self._targets.get(one, NOWHERE).rank):
            field = self._targets.get(column, NOWHERE).field
            nothing = NOTHING - {"none"} if field[:1].isupper() else NOTHING
            texts = [text for text in cells[column] if fold(text) not in nothing]
            if field == "email":
                texts = [self._as_email(number, column, text) for text in texts]
            found[field][column] = [text for text in texts if _fits(field, text)]
            self.left[column] += 0 if field else len(texts)
            if field and len(texts) > len(found[field][column]):
                self.notes[f"`{column}`: not {FORMS.get(field, 'a web address')}"].append(number)
            most = LONGEST_NAME if field == "name" else LONGEST
            if field not in LISTS and any(len(text) > most for text in texts):
                self.notes[f"`{column}` shortened to {most:,} characters"].append(number)
        return found

    def _as_email(self, number: int, column: str, text: str) -> str:
        """A cell for e-mail addresses; notes where one is only meant, as in `desk (at) example.org`."""
        meant = [] if EMAIL.search(text) or len(text.split()) > 3 else readings("email", text)
        if meant:
            self.notes[f"`{column}`: read as an e-mail address"].append(number)
        return "; ".join(meant) or text

    def _resource(self, found: Found) -> Record:
        """A row as a resource without an id."""
        texts = {field: _cleaned(chain(*cells.values())) for field, cells in found.items()}
        items = {field: distinct(chain(*map(_items, found[field].values()))) for field in LISTS}
        name, *names = texts.get("name") or [""]
        (_, summary), *more = _joined(found["summary"]) or [("", "")]
        urls = [(column, url) for field in ("url", "links", "name") for column, url in _urls(found, field)]
        contact, facts = _contact(found)
        facts += [*(("Organization", text) for text in names), *more, *_joined(found["facts"])]
        facts += [(field, "; ".join(texts[field])) for field in texts if field[:1].isupper()]
        record = {
            "name": name[:LONGEST_NAME].strip(),
            **{field: items[field] for field in ("aliases", "keywords")},
            "kind": next((self._term("kinds", kind) for kind in items["kind"]), ""),
            **{field: distinct(self._term(field, text) for text in items[field]) for field in ("audiences", "topics")},
            "summary": summary,
            "url": next((url for _, url in urls), ""),
            "links": [{"label": clean(column), "url": url} for column, url in urls[1:MOST]],
            "contact": contact,
            "as_of": next(filter(None, map(as_date, texts.get("as_of", ()))), ""),
            **{field: "; ".join(texts.get(field, ())) for field in ("part_of", "confidence", "note", "evidence")},
            "sources": [url for _, url in _urls(found, "sources")],
            "facts": [{"label": clean(label), "text": text} for label, text in facts[:MOST] if text],
        }
        return {field: record[field] for field in RESOURCE_FIELDS if record.get(field)}

    def _term(self, name: str, label: str) -> str:
        """The id of a term, a new one where none is called so."""
        ids, key = self._ids[name], fold(label)
        if key not in ids:
            id = _unused(label, set(ids.values()))
            ids[key] = ids[fold(id)] = id
            self.terms[name].append({"id": id, "label": label})
        return ids[key]

    def sound(self, bundled: Document) -> Record:
        """The catalogue without what `check` would call faults, which are noted; `bundled` is the bundled file."""
        data: Record = {**{name: terms for name, terms in self.terms.items() if terms}, "resources": self.resources}
        while found := [
            one for one in findings([Document("-", b"", data, ())], [bundled]) if one.path[0] == "resources"
        ]:
            for fault in found:
                resource, field = self.resources[int(fault.path[1])], str(fault.path[2])
                if resource:
                    self.notes[f"left out of `{resource['id']}`: {fault.message}"] = []
                    resource.pop(field, None) if field not in ("id", "name") else resource.clear()
            self.resources[:] = filter(None, self.resources)
        return data


def _called(terms: Iterable[Term], ids_only: bool) -> Iterator[tuple[str, str]]:
    """The folded names of some terms, each with the id."""
    for term in terms:
        yield from ((fold(name), term.id) for name in (term.id, *(() if ids_only else (term.label, *term.synonyms))))


def _has_our_ids(rows: Rows) -> bool:
    """Whether dicli itself wrote the list: it has nothing but our fields, and ids as we have them."""
    columns = {column.partition(".")[0] for _, cells in rows for column in cells}
    ids = ["".join(cells.get("id", ())) for _, cells in rows]
    pattern = r"(?![0-9a-f-]{32,}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*"
    ours = columns <= {*RESOURCE_FIELDS, *REACH} and len(set(ids)) == len(ids)
    return ours and all(re.fullmatch(pattern, id) for id in ids)


def _settled(column: str, target: Target, rows: Rows) -> Target:
    """Where a column goes by its values: one that would be no filter, as it has prose or names, goes elsewhere."""
    items = [item for _, cells in rows for item in _items(cells.get(column, ()))]
    short = [item for item in items if len(item) <= 50 and len(item.split()) <= 5]
    is_filter = len(short) >= 0.9 * len(items) and len(set(items)) <= max(FEW, 0.6 * len(items))
    return target if is_filter or target.rank < 0 else target._replace(field=OTHERWISE.get(target.field, target.field))


_IS_ID = re.compile("[a-z0-9]+(-[a-z0-9]+)*$")


def _fits(field: str, text: str) -> bool:
    """Whether a field can take a cell."""
    pattern = {"links": URL, "sources": URL, "email": EMAIL, "part_of": _IS_ID}.get(field)
    found = addresses(text) if field == "url" else pattern.search(text) if pattern else field
    return bool(found)


def _joined(cells: Cells) -> list[tuple[str, str]]:
    """The texts of each column in one, under a title made of its name."""
    titles = ((clean(column.rpartition(".")[2].replace("_", " ")), texts) for column, texts in cells.items())
    joined = ((title[:1].upper() + title[1:], "; ".join(filter(None, map(clean, texts)))) for title, texts in titles)
    return [(title, text) for title, text in joined if text]


def _contact(found: Found) -> tuple[Record, list[tuple[str, str]]]:
    """How to reach a resource, and further telephones, addresses and people as facts."""
    emails, numbers, places, contacts = (
        list(chain(*found[field].values())) for field in ("email", "phone", "location", "contact")
    )
    mixed = "\n".join(contacts)
    emails = distinct(EMAIL.findall("\n".join([*emails, mixed])))
    numbers = [part for cell in numbers for part in _BETWEEN_PHONES.split(cell)] + _PHONE.findall(mixed)
    phones = _cleaned(re.sub(r"\.0$", "", number) for number in numbers)
    people = [clean(part).strip(" ,:-/()") for part in _PHONE.sub("\n", EMAIL.sub("\n", mixed)).splitlines()]
    contact = {"email": "".join(emails[:1]), "phone": "".join(phones[:1]), "location": ", ".join(_cleaned(places))}
    more = {"Phone": phones[1:], "E-mail": emails[1:], "Contact": distinct(people)}
    facts = [(label, text) for label, texts in more.items() for text in texts]
    return {key: value for key, value in contact.items() if value}, facts


def _cleaned(cells: Iterable[str]) -> list[str]:
    """The texts of cells, each once."""
    return distinct(filter(None, map(clean, cells)))


def _items(cells: Sequence[str]) -> list[str]:
    """The single values in the cells of a column. Where there are several cells, commas in them part nothing."""
    comma = "," if len(cells) == 1 else "\n"
    parts = (part for cell in cells for part in re.split("[;|\n]" if re.search("[;|\n]", cell) else comma, cell))
    items = (clean(part)[:LONGEST_NAME].strip() for part in parts)
    return distinct(item for item in items if fold(item) not in NOTHING)[:MOST]


def _urls(found: Found, field: str) -> Iterator[tuple[str, str]]:
    """The web addresses in the cells of a field, with their columns."""
    for column, cells in found[field].items():
        for cell in cells:
            yield from ((column, url) for url in (addresses(cell) if field == "url" else in_full(URL.findall(cell))))


def _unused(text: str, taken: Container[str]) -> str:
    """An id made of a text and nothing else, but for a number where others have it already."""
    words = shorten(fold(text).encode("ascii", "ignore").decode(), 60, placeholder="").split()
    id = "-".join(words) or f"entry-{crc32(text.encode()):08x}"
    numbered = chain([id], (f"{id}-{number}" for number in count(2)))
    return next(one for one in numbered if one not in taken)
