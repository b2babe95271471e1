"""What is wrong with catalogue files: their structure by the JSON Schema, then what a schema cannot say.

A fault is a reason to refuse a file, a warning is what a keeper should look at. Both are looked for in whatever a
file holds: nothing here relies on the structure being right.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import Any

from dicli.core.dates import is_ahead, is_date, is_old
from dicli.core.errors import listed, one_line
from dicli.core.model import Record
from dicli.core.text import fold
from dicli.files.reader import MAX_FAULTS, Document, Fault, located, short
from dicli.files.reader import Path as Steps

VOCABULARY_OF = {"audiences": "audiences", "topics": "topics", "kind": "kinds"}
ONE_OF = {"audiences": "audience", "topics": "topic", "kinds": "kind", "resources": "resource"}
FEW = 12  # so many known names may be listed in a hint
LONGEST_GUESSED = 100  # letters of what is like no name that is known, and would take long to compare
# A word takes the index some 400 bytes, a name twice as much: so many in any case, and one more for so many bytes.
MAX_WORDS, BYTES_PER_WORD = 262_000, 65
_SEARCHED = ("name", "aliases", "keywords", "summary", "label", "synonyms")
GUESSES = 200  # guesses in one run: each looks at every id, and nobody reads more of them


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

    `beneath` are files that are not in force, but whose ids may be used (the bundled one). With `older_than`, warnings
    too: facts last seen more than so many years before `today` are old.
    """
    context = _Context([*beneath, *documents], today or date.today())
    found: list[Fault] = []
    for number, document in enumerate(documents, len(beneath)):
        by_form = document.data is None and document.faults
        told = list(document.faults) if by_form else _bounded(_told(document, number, context), "faults")
        told = [fault for fault in told if older_than is not None or not fault.warning]
        if older_than is not None and not by_form:
            told += _bounded(_warnings(document, number, context, older_than), "warnings")
        found += located(document, [replace(f, message=one_line(f.message), hint=one_line(f.hint)) for f in told])
    return found


def _bounded(found: Iterator[Fault], what: str) -> list[Fault]:
    """So many of the faults as anybody reads, the last one saying that there are more."""
    told = list(islice(found, MAX_FAULTS + 1))
    if len(told) > MAX_FAULTS:
        more = f"there are more than {MAX_FAULTS:,} {what}"
        told[-1] = replace(told[-1], message=more, hint="correct the others first")
    return told


def _told(document: Document, number: int, context: _Context) -> Iterator[Fault]:
    """The faults of one file; what has a fault already gets no second one for the same reason."""
    seen = {(fault.path, fault.at_key) for fault in document.faults}
    yield from document.faults
    for fault in chain(_structure_faults(document), _meaning_faults(document, number, context)):
        if (fault.path, fault.at_key) not in seen:
            seen.add((fault.path, fault.at_key))
            yield fault


# ---- structure -----------------------------------------------------------------------------------


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
        yield Fault(document.file, "the file is empty", "begin with a line `resources:`")
        return
    for path, error in _errors(document.data):
        if error.kind.name == "additionalProperties":
            for key in error.kind.unexpected:
                yield Fault(
                    document.file, f"unknown key `{short(key)}`", _right_key(path, key), path=(*path, key), at_key=True
                )
        elif error.kind.name == "required":
            missing = error.kind.property
            message, hint = f"`{missing}` is missing", f"add a line `{missing}: ...` to this entry"
            yield Fault(document.file, message, hint, path=(*path, missing))
        else:
            value = document.data
            for step in path:
                value = value[step]
            message, hint = _WORDING[error.kind.name](_called(path), value, error.kind)
            yield Fault(document.file, message, hint, path=path)


def _errors(data: Any) -> Iterator[tuple[Steps, Any]]:
    """What the schema finds wrong and where; entry by entry, as it makes a heap of all it finds at once."""
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
    """How to speak of the value at a path: its key, or its place in the list of that key."""
    if path and isinstance(path[-1], int):
        return f"entry {path[-1] + 1} of `{path[-2]}`"
    return f"`{path[-1]}`" if path else "the file"


def _right_key(path: Steps, key: str) -> str:
    """What to do about a key that is unknown in the mapping at a path."""
    known = _schema_at(path)["properties"]
    near = _near(key, list(known))
    if not near and "contact" in known and _near(key, list(_schema_at((*path, "contact"))["properties"])):
        return "write it below `contact:`, indented"
    return f"did you mean {listed(near)}?" if near else f"known: {', '.join(known)}"


def _schema_at(path: Steps) -> Any:
    """The part of the schema that describes the value at a path."""
    schema = _schema()
    for step in path:
        schema = schema["items"] if isinstance(step, int) else schema["properties"][step]
        if "$ref" in schema:
            schema = _schema()["$defs"][schema["$ref"].rpartition("/")[2]]
    return schema


def _near(name: str, known: Sequence[str], least: float = 65) -> list[str]:
    """At most three of the known names that look like a name, nearest first."""
    from rapidfuzz import fuzz, process

    if len(name) > LONGEST_GUESSED:
        return []
    return [found for found, _, _ in process.extract(fold(name), known, scorer=fuzz.ratio, limit=3, score_cutoff=least)]


Wording = tuple[str, str]
"""What is wrong, and what to do."""


def _wrong_type(called: str, value: Any, kind: Any) -> Wording:
    if value is None:
        return _empty(called, value, kind)
    if called == "the file":
        return "the file does not begin with a key", "put a line `resources:` above the entries, and indent them"
    if "array" in kind.types:
        example = f"[{value}]" if isinstance(value, str) and len(value) < 40 else "[one, another]"
        return f"{called} must be a list", f"write {example}, or one line `- ...` for each"
    if "object" in kind.types:
        return (
            f"{called} must be made of `key: value` lines",
            "write each key in a line of its own, with a blank after the colon",
        )
    return f"{called} must be one text", "write it without dashes, brackets or keys, or put it into quotes"


def _empty(called: str, value: Any, kind: Any) -> Wording:
    return f"{called} is empty", "give it a value or leave it out"


# As the schema has it: what `_INVISIBLE` in `reader` says of bytes, for what escapes stand for.
_UNSAFE = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)


def _wrong_text(called: str, value: str, kind: Any) -> Wording:
    if bad := _UNSAFE.search(value):
        return f"{called} contains the invisible character U+{ord(bad.group()):04X}", "delete it"
    if not value.strip():
        return _empty(called, value, kind)
    names = {schema["pattern"]: name for name, schema in _schema()["$defs"].items() if "pattern" in schema}
    message, hint = _TEXT_WORDING[names[kind.pattern]]
    return message.format(called=called, value=short(value)), hint.format(kebab=_kebab(value))


def _kebab(value: str) -> str:
    letters = fold(value).encode("ascii", "ignore").decode().split()
    return f": `{'-'.join(letters)}`" if letters else ""


_TEXT_WORDING = {
    "line": ("{called} goes over several lines, or holds a tab", "write it on one line"),
    "prose": ("{called} is empty", "give it a value or leave it out"),
    "id": ("`{value}` is not an id", "use lower-case letters and digits, with hyphens between{kebab}"),
    "date": ("{called} is not a date: `{value}`", "write 2018, 2018-06 or 2018-06-30"),
    "url": ("{called} is not a web address: `{value}`", "write it in full, as in https://example.org/page"),
    "email": ("{called} is not an e-mail address: `{value}`", "write it as name@example.org"),
}

_WORDING: Mapping[str, Callable[[str, Any, Any], Wording]] = {
    "type": _wrong_type,
    "pattern": _wrong_text,
    "maxLength": lambda called, value, kind: (f"{called} has more than {kind.limit} characters", "shorten it"),
    "enum": lambda called, value, kind: (
        (f"{called} cannot be `{short(str(value))}`", f"write {listed(kind.options)}")
        if value is not None
        else _empty(called, value, kind)
    ),
}


# ---- meaning -------------------------------------------------------------------------------------


class _Context:
    """What all files together define, and who has claimed a synonym or a name so far.

    A file is known by its number. `last` has the file and the entry that define an id at last, list by list;
    earlier definitions are replaced (resources) or added to (terms).
    """

    def __init__(self, documents: Sequence[Document], today: date) -> None:
        self.today = today
        self.readable = all(document.data is not None for document in documents)
        self.last: dict[str, dict[str, tuple[int, int]]] = {name: {} for name in ONE_OF}
        self.used: set[tuple[str, str]] = set()
        self.owners: dict[tuple[str, str], str] = {}
        self.guesses = GUESSES
        self.words: set[str] = set()  # and names
        self.most_words = MAX_WORDS + sum(len(document.text) for document in documents) // BYTES_PER_WORD
        parents: dict[str, dict[str, list[str]]] = {name: {} for name in ONE_OF}
        for number, document in enumerate(documents):
            for name in ONE_OF:
                above = "part_of" if name == "resources" else "broader"
                for entry, record in _records(document, name):
                    self.last[name][record["id"]] = (number, entry)
                    if name == "resources" or above in record:
                        parents[name][record["id"]] = _texts(record, above)
                    self.used.update((name, id) for id in _texts(record, "broader"))
            for _, record in _records(document, "resources"):
                self.used.update((name, id) for key, name in VOCABULARY_OF.items() for id in _texts(record, key))
        self.circles: dict[tuple[str, int, int], list[str]] = {}  # by the entry that closes them
        for name, graph in parents.items():
            for circle in islice(_circles(graph), GUESSES):
                number, entry = max(self.last[name][id] for id in circle)
                self.circles[name, number, entry] = circle

    def guess(self, id: str, name: str) -> str:
        """What may have been meant by an id that a list does not have."""
        known = list(self.last[name])
        self.guesses -= 1
        if self.guesses >= 0 and (near := _near(id, known)):
            return f"did you mean {listed(near)}?"
        if len(known) <= FEW and known:
            return f"known: {', '.join(known)}"
        return f"correct it, or define it under `{name}`"


def _circles(parents: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """The circles in a graph, each as the ids along it."""
    done: set[str] = set()
    for start in parents:
        if start in done:
            continue
        trail, ahead = {start: None}, [iter(parents[start])]  # a dict, for its order and for looking up
        while ahead:
            parent = next((id for id in ahead[-1] if id in parents and id not in done), None)
            if parent is None:
                ahead.pop()
                done.add(trail.popitem()[0])
            elif parent in trail:
                ids = list(trail)
                yield ids[ids.index(parent) :]
            else:
                trail[parent] = None
                ahead.append(iter(parents[parent]))


def _records(document: Document, name: str) -> Iterator[tuple[int, Record]]:
    """The entries of a list of the file that have an id, with their numbers."""
    data = document.data.get(name) if isinstance(document.data, dict) else None
    for number, record in enumerate(data if isinstance(data, list) else ()):
        if isinstance(record, dict) and isinstance(record.get("id"), str):
            yield number, record


def _placed(record: Record, key: str) -> Iterator[tuple[Steps, str]]:
    """The texts at a key, a list of them or a single one, with their paths within the record."""
    value = record.get(key)
    if isinstance(value, str):
        yield (key,), value
    for number, text in enumerate(value if isinstance(value, list) else ()):
        if isinstance(text, str):
            yield (key, number), text


def _texts(record: Record, key: str) -> list[str]:
    value = record.get(key)
    return [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]


def _meaning_faults(document: Document, number: int, context: _Context) -> Iterator[Fault]:
    about = document.data.get("catalogue") if isinstance(document.data, dict) else None
    for steps_in, message, hint in _no_dates(about, "updated", context.today) if isinstance(about, dict) else ():
        yield Fault(document.file, message, hint, path=("catalogue", *steps_in))
    for name, one in ONE_OF.items():
        seen = Counter[str]()
        check = _resource_faults if name == "resources" else _term_faults
        for entry, record in _records(document, name):
            id, path = record["id"], (name, entry)
            seen[id] += 1
            if seen[id] > 1:
                message = f"the {one} `{short(id)}` stands here a second time"
                yield Fault(document.file, message, "give one of them another id", path=(*path, "id"))
            if circle := context.circles.get((*path[:1], number, entry)):
                key = "part_of" if name == "resources" else "broader"
                ids = [short(id) for id in (*circle, circle[0])]
                steps = " > ".join(ids if len(ids) <= FEW else [*ids[: FEW - 1], "...", ids[-1]])
                yield Fault(
                    document.file,
                    f"`{key}` goes in a circle: {steps}",
                    "take one of these steps out",
                    path=(*path, key),
                )
            for steps_in, message, hint in chain(check(record, name, context), _too_many_words(record, context)):
                yield Fault(document.file, message, hint, path=(*path, *steps_in))


def _too_many_words(record: Record, context: _Context) -> Iterator[tuple[Steps, str, str]]:
    """Tells of the first entry with which the index would be too large."""
    if len(context.words) <= context.most_words:
        said = [text for key in _SEARCHED for text in _texts(record, key)]
        names = [*_texts(record, "name"), *_texts(record, "aliases")]
        context.words.update(re.findall(r"\w+", " ".join(said)), (f"{mark}{name}" for mark in "=^" for name in names))
        if len(context.words) > context.most_words:
            message = f"with this one, there are more than {context.most_words:,} different words and names in all"
            yield ("id",), message, "make several catalogues of it"


def _unknown(context: _Context, name: str, record: Record, key: str) -> Iterator[tuple[Steps, str, str]]:
    for steps, id in _placed(record, key):
        if context.readable and id not in context.last[name]:
            yield steps, f"no {ONE_OF[name]} is called `{short(id)}`", context.guess(id, name)


def _term_faults(term: Record, name: str, context: _Context) -> Iterator[tuple[Steps, str, str]]:
    yield from _unknown(context, name, term, "broader")
    for steps, text in chain(*(_placed(term, key) for key in ("id", "label", "synonyms"))):
        owner = context.owners.setdefault((name, fold(text)), term["id"])
        if owner != term["id"] and fold(text):
            yield steps, f"`{short(text)}` already belongs to the {ONE_OF[name]} `{owner}`", "keep it in one of them"


def _resource_faults(resource: Record, name: str, context: _Context) -> Iterator[tuple[Steps, str, str]]:
    for key, vocabulary in (*VOCABULARY_OF.items(), ("part_of", name)):
        yield from _unknown(context, vocabulary, resource, key)
    yield from _no_dates(resource, "as_of", context.today)


def _no_dates(record: Record, key: str, today: date) -> Iterator[tuple[Steps, str, str]]:
    for steps, text in _placed(record, key):
        if not is_date(text):
            yield steps, f"there is no such date: `{short(text)}`", "write 2018, 2018-06 or 2018-06-30"
        elif is_ahead(text, today):
            yield steps, f"`{key}` is in the future: `{short(text)}`", "write a date that has come"


# ---- warnings ------------------------------------------------------------------------------------


def _warnings(document: Document, number: int, context: _Context, older_than: int) -> Iterator[Fault]:
    for name, one in ONE_OF.items():
        for entry, record in _records(document, name):
            if context.last[name][record["id"]] != (number, entry):
                continue  # a later file replaces it
            if name == "resources":
                warned = _resource_warnings(record, context, older_than)
            elif (name, record["id"]) in context.used:
                continue
            else:
                message = f"no resource names the {one} `{record['id']}`"
                warned = iter([(("id",), message, "use it or take it out")])
            for steps, message, hint in warned:
                yield Fault(document.file, message, hint, path=(name, entry, *steps), warning=True)


def _resource_warnings(resource: Record, context: _Context, older_than: int) -> Iterator[tuple[Steps, str, str]]:
    id = resource["id"]
    for steps, text in chain(_placed(resource, "name"), _placed(resource, "aliases")):
        owner = context.owners.setdefault(("resources", fold(text)), id)
        if owner != id and fold(text):
            yield steps, f"`{short(text)}` is also a name of `{owner}`", "right if both are called so"
    missing = [key for key in ("url", "summary", "as_of") if key not in resource]
    if missing:
        yield ("id",), f"`{id}` has no {listed(missing, 'and')}", "add what is known"
    for steps, text in _placed(resource, "as_of"):
        if is_old(text, context.today, older_than):
            yield (
                steps,
                f"the facts of `{id}` were last seen in {short(text)}",
                "see whether they still hold, then set `as_of`",
            )
