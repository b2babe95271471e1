"""What is wrong with catalogue files: their structure by the JSON Schema, then what a schema cannot say.

A fault is a reason to refuse a file; a warning is something for its maintainer to look at. Both are looked for in
whatever a file contains: nothing here relies on the structure being right.

Beyond structure, each rule is a generator: it gets an entry and what all files together define, and yields findings.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, reduce
from graphlib import CycleError, TopologicalSorter
from itertools import chain, islice
from operator import getitem
from pathlib import Path
from typing import Any, NamedTuple

from dicli.core.dates import is_ahead, is_date, is_old
from dicli.core.errors import listed, one_line
from dicli.core.model import Record
from dicli.core.text import fold, guesses
from dicli.files.reader import MAX_FAULTS, Document, Fault, Steps, located, short
from dicli.files.readings import NOTHING, UNSAFE, readings

ONE_OF = {"audiences": "audience", "topics": "topic", "kinds": "kind", "resources": "resource"}
WITHOUT_TERMS = ("retired", "notices")  # the other lists of entries that have an id
TERMS_OF = {"audiences": "audiences", "topics": "topics", "kind": "kinds"}  # keys of a resource, and what they name
# By list: the keys of its entries that contain ids, with the list that defines these; and the key that may not loop.
REFERENCES = {name: {"broader": name} for name in TERMS_OF.values()}
REFERENCES |= {
    "catalogue": {},
    "notices": {},
    "retired": {"use": "resources"},
    "resources": {**TERMS_OF, "part_of": "resources"},
}
PARENT = {**dict.fromkeys(TERMS_OF.values(), "broader"), "resources": "part_of"}
MOST_LETTERS = 200  # of a text of which is guessed what was meant
FEW = 12  # known names that a hint may list
# A word takes the index some 400 bytes, a name twice as much: so many in any case, and one more for so many bytes.
MAX_WORDS, BYTES_PER_WORD = 262_000, 65
_SEARCHED = ("name", "aliases", "keywords", "summary", "label", "synonyms")
GUESSES, MOST_LOOPS = 200, 20  # in one run: each takes all ids, and nobody reads more of them

Wording = tuple[str, str]
"""What is wrong, and what to do."""

Finding = tuple[Steps, str, str]
"""The path of what is wrong, what is wrong, and what to do."""


_FILL = "give it a value or leave it out"


def schema_text() -> str:
    """The JSON Schema of a catalogue file, the one description of its structure."""
    return Path(__file__).with_name("catalogue.schema.json").read_text(encoding="utf-8")


def faults(
    documents: Sequence[Document],
    beneath: Sequence[Document] = (),
    older_than: int | None = None,
    today: date | None = None,
) -> list[Fault]:
    """All faults of some files laid over each other in this order, each with its place, sorted by it.

    `beneath` are files that are not in use, but whose ids may be (the bundled one). With `older_than`, warnings
    are included: facts last confirmed more than that many years before `today` are old.
    """
    context = _Context([*beneath, *documents], today or date.today(), older_than)
    found: list[Fault] = []
    for number, document in enumerate(documents, len(beneath)):
        unreadable = document.data is None and document.faults
        reported = list(document.faults) if unreadable else _bounded(_reported(document, number, context), "faults")
        reported = [fault for fault in reported if older_than is not None or not fault.warning]
        if older_than is not None and not unreadable:
            wrong = {fault.path for fault in reported if fault.path[-1:] != ("id",)}
            warnings = (fault for fault in _meaning(document, number, context, WARNINGS) if fault.path not in wrong)
            reported += _bounded(warnings, "warnings")
        tidy = [replace(one, message=one_line(one.message), hint=one_line(one.hint)) for one in reported]
        found += located(document, tidy)
    return found


def _bounded(found: Iterator[Fault], what: str) -> list[Fault]:
    """At most MAX_FAULTS faults; the one after them says that there are more."""
    first = list(islice(found, MAX_FAULTS + 1))
    if len(first) > MAX_FAULTS:
        message = f"there are more than {MAX_FAULTS:,} {what}"
        first[-1] = replace(first[-1], message=message, hint="fix the others first")
    return first


def _reported(document: Document, number: int, context: _Context) -> Iterator[Fault]:
    """The faults of one file; what has a fault already gets no second one for the same reason."""
    seen = {(fault.path, fault.at_key) for fault in document.faults if not fault.warning}
    yield from document.faults
    labels = _meaning(document, number, context, {_label: ONE_OF})
    for fault in chain(labels, _structure_faults(document), _meaning(document, number, context, RULES)):
        if (fault.path, fault.at_key) not in seen:
            seen.add((fault.path, fault.at_key))
            yield fault


def _fault(document: Document, finding: Finding, at_key: bool = False, warning: bool = False) -> Fault:
    path, message, hint = finding
    return Fault(document.file, message, hint, path=path, at_key=at_key, warning=warning)


def _meaning(document: Document, number: int, context: _Context, rules: Rules) -> Iterator[Fault]:
    """What the rules find in the entries of a file; warnings, only in those that no later file replaces."""
    entries = list(_entries(document, number))
    for rule, lists in rules.items():
        for entry in entries:
            if entry.of in lists and (
                rules is not WARNINGS or context.last[entry.of][entry.id] == (number, entry.path)
            ):
                for steps, message, hint in rule(entry, context):
                    yield _fault(document, ((*entry.path, *steps), message, hint), warning=rules is WARNINGS)


# ---- structure -----------------------------------------------------------------------------------


@cache
def _text_rules() -> Any:
    """What to say of texts: by the form that they have not, message and hint; and of those that are odd."""
    return json.loads(Path(__file__).with_name("texts.json").read_text(encoding="utf-8"))


@cache
def _schema() -> Any:
    return json.loads(schema_text())


@cache
def _validator(part: str) -> Any:
    """A validator of one of the schema's definitions, or of a whole file."""
    import jsonschema_rs

    schema = {"$defs": _schema()["$defs"], "$ref": f"#/$defs/{part}"} if part else _schema()
    return jsonschema_rs.Draft202012Validator(schema)


def _structure_faults(document: Document) -> Iterator[Fault]:
    if document.data is None:
        yield _fault(document, ((), "the file is empty", "start with a line `resources:`"))
        return
    for path, error in _errors(document.data):
        if error.kind.name == "additionalProperties":
            for key in error.kind.unexpected:
                found = (*path, key), f"unknown key `{short(key)}`", _right_key(path, key)
                yield _fault(document, found, at_key=True)
        elif error.kind.name == "required":
            key = error.kind.property
            found = (*path, key), f"`{key}` is missing", f"add a line `{key}: ...` to this entry"
            yield _fault(document, found)
        else:
            value = reduce(getitem, path, document.data)
            wording = f"{_called(path)} is empty", _FILL
            if value is not None:
                wording = _WORDING[error.kind.name](path, value, error.kind)
            yield _fault(document, (path, *wording))


def _errors(data: Any) -> Iterator[tuple[Steps, Any]]:
    """What the schema finds wrong and where; entry by entry, because a validator collects all before it gives any."""
    lists = {name: data[name] for name in ONE_OF if isinstance(data.get(name), list)} if isinstance(data, dict) else {}
    around = {**data, **{name: [] for name in lists}} if lists else data
    yield from ((tuple(error.instance_path), error) for error in _validator("").iter_errors(around))
    for name, entries in lists.items():
        validator = _validator("resource" if name == "resources" else "term")
        for number, entry in enumerate(entries):
            if not validator.is_valid(entry):
                for error in validator.iter_errors(entry):
                    yield (name, number, *error.instance_path), error


def _called(path: Steps) -> str:
    """How messages refer to the value at a path: by its key, or by its number in the list of that key."""
    if path and isinstance(path[-1], int):
        return f"entry {path[-1] + 1} of `{path[-2]}`"
    return f"`{path[-1]}`" if path else "the file"


def _right_key(path: Steps, key: str) -> str:
    """What to do about a key that is unknown in the mapping at a path."""
    known = _schema_at(path)["properties"]
    if "contact" in known and key in _schema_at((*path, "contact"))["properties"]:
        return "write it below `contact:`, indented"
    if path[-1:] == ("contact",) and key in _schema_at(path[:-1])["properties"]:
        return f"write it beside `contact:`, as `{key}`"
    near = guesses(key, known)
    return f"did you mean {listed(near)}?" if near else f"known: {', '.join(known)}"


def _schema_at(path: Steps) -> Any:
    """The part of the schema that describes the value at a path."""
    schema = _schema()
    for step in path:
        schema = schema["items"] if isinstance(step, int) else schema["properties"][step]
        if "$ref" in schema:
            schema = _schema()["$defs"][schema["$ref"].rpartition("/")[2]]
    return schema


_BETWEEN = r"[,;\n\u2022]|(?:^|\s)[-\u2013*](?=\s?\w)"  # what people write between the items of a list


def _wrong_type(path: Steps, value: Any, kind: Any) -> Wording:
    called, inner = _called(path), _schema_at((*path, 0) if "array" in kind.types else path)
    keys = inner.get("required") or list(inner.get("properties", ()))
    if not path:
        return "the file does not start with a key", "put a line `resources:` above the entries, and indent them"
    if "array" in kind.types and keys:
        return f"{called} must be a list", f"write one `- {{{', '.join(f'{key}: ...' for key in keys)}}}` for each"
    if "array" in kind.types:
        is_short = isinstance(value, str) and len(value) < 80
        items = re.split(_BETWEEN, value) if is_short else ["one", "another"]
        example = ", ".join(item for item in (item.strip(" -\u2013*()") for item in items) if item)
        return f"{called} must be a list", f"write [{example}], or one line `- ...` for each"
    if "object" in kind.types:
        hint = "write each key on its own line, with a space after the colon"
        examples = listed([f"{key}: ..." for key in keys], "and")
        return f"{called} must consist of `key: value` lines", f"{hint}: {examples}"
    return f"{called} must be a single text", "write it without dashes, brackets or keys, or put it in quotes"


# Characters that look like a space or hyphen and are none, and spaces at an end.
_LOOKALIKE = re.compile(r"[^\S \t\n]|[\u2010-\u2015]|\A | \Z")


def _wrong_text(path: Steps, value: str, kind: Any) -> Wording:
    called = _called(path)
    if bad := UNSAFE.search(value):
        return f"{called} contains an invisible character (U+{ord(bad[0]):04X})", "delete it"
    if not value.strip():
        return f"{called} is empty", _FILL
    names = {schema["pattern"]: name for name, schema in _schema()["$defs"].items() if "pattern" in schema}
    form = names[kind.pattern]
    message, hint = _text_rules()["forms"][form]
    if form not in ("line", "prose") and (bad := _LOOKALIKE.search(value)):
        what = "a space at one end" if bad[0] == " " else f"a special space or hyphen (U+{ord(bad[0]):04X})"
        return f"{called} contains {what}", "delete it, or type it on the keyboard"
    return message.format(called=called, value=short(value)), _advice(form, value, hint)


def _advice(form: str, value: str, hint: str) -> str:
    """What to write instead of a text that has not the form it needs: what it seems to mean, else a general hint."""
    if fold(value) in NOTHING:
        return "leave this line out until it is known"
    if len(value) > MOST_LETTERS:  # the patterns of `readings` would take long
        return hint
    found = [text for text in readings(form, value) if _validator(form).is_valid(text)]
    if form == "id":
        return f"{hint}: `{found[0]}`" if found else hint
    if form == "url" and not found and "//" not in value and (found := readings("email", value)):
        return f"this is an e-mail address: write `email: {found[0]}` below `contact:`"
    if form == "email" and not found and re.search("/|www", value) and (found := readings("url", value)):
        return f"this is a web address: write `url: {found[0]}`"
    others = f"; others belong under `{'links' if form == 'url' else 'facts'}:`" if len(found) > 1 else ""
    return f"write `{found[0]}`{others}" if found else hint


_WORDING: Mapping[str, Callable[[Steps, Any, Any], Wording]] = {
    "type": _wrong_type,
    "pattern": _wrong_text,
    "maxLength": lambda path, value, kind: (f"{_called(path)} has more than {kind.limit} characters", "shorten it"),
    "enum": lambda path, value, kind: (
        f"{_called(path)} cannot be `{short(str(value))}`",
        f"write {listed(kind.options)}",
    ),
}


# ---- meaning -------------------------------------------------------------------------------------


class _Entry(NamedTuple):
    """An entry of a list that has an id; the facts about the catalogue count as one whose id is empty."""

    file: int  # its number
    of: str  # the list
    path: Steps
    record: Record

    @property
    def id(self) -> str:
        return str(self.record.get("id", ""))

    def placed(self, *keys: str) -> Iterator[tuple[Steps, str]]:
        """The texts at some keys, a list of them or a single one, with their paths within the entry."""
        for key in keys:
            value = self.record.get(key)
            if isinstance(value, str):
                yield (key,), value
            elif isinstance(value, list):
                yield from (((key, number), text) for number, text in enumerate(value) if isinstance(text, str))

    def texts(self, *keys: str) -> list[str]:
        """The same without their paths."""
        values = [self.record[key] for key in keys if key in self.record]
        several = (value if isinstance(value, list) else [value] for value in values)
        return [text for text in chain.from_iterable(several) if isinstance(text, str)]


def _entries(document: Document, file: int) -> Iterator[_Entry]:
    data = document.data if isinstance(document.data, dict) else {}
    if isinstance(about := data.get("catalogue"), dict):
        yield _Entry(file, "catalogue", ("catalogue",), about)
    for name in (*ONE_OF, *WITHOUT_TERMS):
        for number, record in enumerate(data[name] if isinstance(data.get(name), list) else ()):
            if isinstance(record, dict) and isinstance(record.get("id"), str):
                yield _Entry(file, name, (name, number), record)


class _Context:
    """What all files together define, and what the rules have come across so far.

    A file is known by its number. `last` gives, list by list, the file and the path of the entry that defines an id
    last; earlier definitions are replaced (resources) or added to (terms).
    """

    def __init__(self, documents: Sequence[Document], today: date, older_than: int | None) -> None:
        self.today, self.older_than = today, older_than
        self.readable = all(document.data is not None for document in documents)
        self.last: dict[str, dict[str, tuple[int, Steps]]] = {name: {} for name in REFERENCES}
        self.used: set[tuple[str, str]] = set()  # list and id
        self.retired: dict[str, int] = {}  # the file that retires an id first
        self.labelled: dict[tuple[str, str], str] = {}  # the ids of terms by what else these are called
        parents: dict[str, dict[str, list[str]]] = {name: {} for name in PARENT}
        for entry in (entry for number, document in enumerate(documents) for entry in _entries(document, number)):
            self.last[entry.of][entry.id] = (entry.file, entry.path)
            if entry.of == "retired":
                self.retired.setdefault(entry.id, entry.file)
            named = {key: of for key, of in REFERENCES[entry.of].items() if key in entry.record}
            self.used.update((of, id) for key, of in named.items() for id in entry.texts(key))
            if entry.of in TERMS_OF.values():
                names = entry.texts("id", "label", "synonyms")
                self.labelled.update(((entry.of, fold(name)), entry.id) for name in names)
            if PARENT.get(entry.of) in named:
                parents[entry.of][entry.id] = entry.texts(PARENT[entry.of])
            elif entry.of == "resources":  # of an id that is defined again, the last entry counts
                parents["resources"].pop(entry.id, None)
        loops = ((name, loop) for name, graph in parents.items() for loop in islice(_loops(graph), MOST_LOOPS))
        self.loops = {max(self.last[name][id] for id in loop): loop for name, loop in loops}  # by what closes them
        size = sum(len(document.text) for document in documents)
        self.most_words = MAX_WORDS + size // BYTES_PER_WORD
        self.seen: set[tuple[int, str, str]] = set()  # file, list and id
        self.owners: dict[tuple[str, str], str] = {}  # who has each name first
        self.guesses = GUESSES
        self.words, self.names = set[str](), set[str]()

    @property
    def room(self) -> int:
        """How many more words the index may have; a name takes as much room as two."""
        return self.most_words - len(self.words) - 2 * len(self.names)

    def guess(self, id: str, name: str) -> str:
        """What may have been meant by an id that a list does not have."""
        known = self.last[name]
        self.guesses -= 1
        if self.guesses >= 0 and (near := guesses(id, known)):
            return f"did you mean {listed(near)}?"
        if len(known) <= FEW and known:
            return f"known: {', '.join(known)}"
        return f"fix it, or define it under `{name}`"

    def claimed(self, entry: _Entry, *keys: str) -> Iterator[tuple[Steps, str, str]]:
        """The names at some keys that an earlier entry of the same list has already: where, which, whose."""
        for steps, text in entry.placed(*keys):
            owner = self.owners.setdefault((entry.of, fold(text)), entry.id)
            if owner != entry.id and fold(text):
                yield steps, short(text), owner


def _loops(parents: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """The loops of a graph, each as the ids along it."""
    graph = dict(parents)
    while True:
        try:
            TopologicalSorter(graph).prepare()
            return
        except CycleError as error:
            loop = error.args[1][:0:-1]  # backwards, for it has each parent before what is below it
            yield loop
            for id in loop:
                del graph[id]


Rules = Mapping[Callable[[_Entry, _Context], Iterator[Finding]], Iterable[str]]
"""Each rule, with the lists to whose entries it applies."""


def _duplicate(entry: _Entry, context: _Context) -> Iterator[Finding]:
    if (key := (entry.file, entry.of, entry.id)) in context.seen:
        one = ONE_OF.get(entry.of, "notice" if entry.of == "notices" else "retired id")
        yield ("id",), f"duplicate {one} `{short(entry.id)}`", "give one of them another id"
    context.seen.add(key)


def _loop(entry: _Entry, context: _Context) -> Iterator[Finding]:
    if loop := context.loops.get((entry.file, entry.path)):
        ids = [short(id) for id in (*loop, loop[0])]
        steps = " > ".join(ids if len(ids) <= FEW else [*ids[: FEW - 1], "...", ids[-1]])
        key = PARENT[entry.of]
        yield (key,), f"`{key}` forms a loop: {steps}", "remove one of these steps"


def _unknown(entry: _Entry, context: _Context) -> Iterator[Finding]:
    for key, of in REFERENCES[entry.of].items() if context.readable else ():
        for steps, id in entry.placed(key):
            if id not in context.last[of]:
                yield steps, f"no {ONE_OF[of]} is called `{short(id)}`", context.guess(id, of)


def _label(entry: _Entry, context: _Context) -> Iterator[Finding]:
    for key, of in REFERENCES[entry.of].items():
        for steps, text in entry.placed(key):
            if text not in context.last[of] and (id := context.labelled.get((of, fold(text)))):
                yield steps, f"no {ONE_OF[of]} is called `{short(text)}`", f"did you mean `{id}`?"


def _shared_term(entry: _Entry, context: _Context) -> Iterator[Finding]:
    for steps, text, owner in context.claimed(entry, "id", "label", "synonyms"):
        yield steps, f"`{text}` already belongs to the {ONE_OF[entry.of]} `{owner}`", "keep it in one of them"


def _date(entry: _Entry, context: _Context) -> Iterator[Finding]:
    for steps, text in entry.placed("updated", "as_of", "since"):
        if not is_date(text):
            yield steps, f"`{short(text)}` is not a real date", _text_rules()["forms"]["date"][1]
        elif _validator("date").is_valid(text) and is_ahead(text, context.today):
            yield steps, f"`{steps[0]}` is in the future: `{short(text)}`", "write a date that has come"


def _amount(entry: _Entry, context: _Context) -> Iterator[Finding]:
    """The first entry with which the index would be too large."""
    if context.room >= 0:
        context.words.update(re.findall(r"\w+", " ".join(entry.texts(*_SEARCHED))))
        context.names.update(entry.texts("name", "aliases"))
        if context.room < 0:
            message = f"with this entry, there are more than {context.most_words:,} different words and names in total"
            yield ("id",), message, "split it into several catalogues"


def _reused(entry: _Entry, context: _Context) -> Iterator[Finding]:
    if context.retired.get(entry.id) == entry.file:
        yield ("id",), f"`{short(entry.id)}` is retired, and an id is never used again", "give this resource another id"


RULES: Rules = {
    _duplicate: (*ONE_OF, *WITHOUT_TERMS),
    _reused: ("resources",),
    _loop: ONE_OF,
    _unknown: (*ONE_OF, "retired"),
    _shared_term: TERMS_OF.values(),
    _date: ("catalogue", "resources", "retired"),
    _amount: ONE_OF,
}


# ---- warnings ------------------------------------------------------------------------------------


def _unused(entry: _Entry, context: _Context) -> Iterator[Finding]:
    if (entry.of, entry.id) not in context.used:
        yield ("id",), f"no resource uses the {ONE_OF[entry.of]} `{entry.id}`", "use it or remove it"


def _shared_name(entry: _Entry, context: _Context) -> Iterator[Finding]:
    for steps, text, owner in context.claimed(entry, "name", "aliases"):
        yield steps, f"`{text}` is also a name of `{owner}`", "fine if both really have this name"


def _reused_later(entry: _Entry, context: _Context) -> Iterator[Finding]:
    if context.retired.get(entry.id, entry.file) < entry.file:
        yield ("id",), f"an earlier file has retired the id `{entry.id}`", "give this resource another id"


def _unfindable(entry: _Entry, _: _Context) -> Iterator[Finding]:
    if not entry.record.get("keywords"):
        hint = "write what people say when they need it, as in `keywords: [work permit, visa]`"
        yield ("id",), f"`{entry.id}` has no `keywords`", hint


def _gap(entry: _Entry, context: _Context) -> Iterator[Finding]:
    if missing := [key for key in ("url", "summary", "as_of") if key not in entry.record]:
        yield ("id",), f"`{entry.id}` has no {listed(missing, 'and')}", "add what is known"


def _old(entry: _Entry, context: _Context) -> Iterator[Finding]:
    for steps, text in entry.placed("as_of"):
        if is_old(text, context.today, context.older_than or 0):
            message = f"the facts about `{entry.id}` were last confirmed in {short(text)}"
            yield steps, message, "check whether they still hold, then update `as_of`"


def _texts(value: Any, steps: Steps = ()) -> Iterator[tuple[Steps, str]]:
    """All texts in a value, with their paths within it."""
    if isinstance(value, str):
        yield steps, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, one in inner:
        yield from _texts(one, (*steps, step))


_NAMES, _PROSE = ("name", "aliases", "keywords", "label"), ("summary", "note", "evidence", "text", "location")


def _odd(entry: _Entry, _: _Context) -> Iterator[Finding]:
    """Texts that the schema allows, though nobody can have meant them."""
    for steps, text in _texts(entry.record):
        key = str(next(step for step in reversed(steps) if isinstance(step, str)))
        nothing = NOTHING - {"na", "none", "null", "nil"} if key in _NAMES or key == "text" else NOTHING
        if key in (*_NAMES, *_PROSE, "phone") and text.strip() and (not fold(text) or fold(text) in nothing):
            yield steps, f"`{key}` says nothing: `{short(text)}`", "write what is known, or leave it out"
        else:
            odd = (one for one in _text_rules()["odd"] if key in one["keys"] and re.search(one["pattern"], text))
            yield from ((steps, one["message"].format(key=key, text=short(text)), one["hint"]) for one in odd)


WARNINGS: Rules = {
    _unused: TERMS_OF.values(),
    _shared_name: ("resources",),
    _reused_later: ("resources",),
    _unfindable: ("resources",),
    _odd: ("resources",),
    _gap: ("resources",),
    _old: ("resources",),
}
