"""The structure of catalogue files: what violates the JSON Schema, and what to say
about it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pkgutil import get_data
from typing import Any

from dicli.core.catalogue import VOCABULARIES
from dicli.core.errors import listed
from dicli.core.safe import visible
from dicli.core.text import fold, guesses
from dicli.files.addresses import lacks_scheme
from dicli.files.definitions import SECTIONS
from dicli.files.document import (
    Document,
    Finding,
    Steps,
    Wording,
    entry_path,
    short,
)
from dicli.files.validation import Schema, Validator, Violation

FILL = "give it a value or leave it out"
# Texts that say nothing, folded.
NOTHING = frozenset(
    "|n a|na|none|null|nil|nan|tbd|tba|tbc|to be determined|to be "
    "announced|to be confirmed|todo|to do|xxx"
    "|unknown|not known|not available|not applicable|placeholder".split("|")
)
LONGEST_LIST = 80  # characters of a text that a hint writes as a list
# What people write between the items of a list.
_BETWEEN = re.compile(r"[,;\n\u2022]|(?:^|\s)[-\u2013*](?=\s?\w)")


def schema_text() -> str:
    """The JSON Schema of a catalogue file, the one description of its structure."""
    return (get_data(__package__, "catalogue.schema.json") or b"").decode()


@cache
def _validator() -> Validator:
    return Validator(json.loads(schema_text()))


@cache
def wordings() -> Any:
    """The table `texts.json`: `forms` has a message and a hint for each definition of
    the schema that has a pattern, `keys` the right keys for those that people write,
    `odd` the patterns of texts that must be mistakes.
    """
    return json.loads(get_data(__package__, "texts.json") or b"")


def structure_faults(document: Document) -> Iterator[Finding]:
    """What violates the schema in a file that could be read."""
    if document.data is None:
        hint = "start with the line `resources:`"
        yield Finding(document.file, "the file is empty", hint)
        return
    for violation in _validator().violations(document.data):
        path = violation.path
        if _is_malformed_reference(violation):
            continue  # no entry has such an id, and `rules` say so
        message, hint = _wording(violation)
        yield Finding(
            document.file,
            message,
            hint,
            path=(*path, violation.key) if violation.key else path,
            at_key=violation.keyword == "additionalProperties",
            leaves_out=entry_path(path),
        )


def _is_malformed_reference(violation: Violation) -> bool:
    """Whether a value should be the id of another entry, and is not in the form of one."""
    path = violation.path
    if violation.keyword not in ("pattern", "maxLength") or len(path) < 3:
        return False
    return path[2] in SECTIONS[str(path[0])].references


def _wording(violation: Violation) -> Wording:
    if violation.value is None:
        return Wording(f"{_called(violation.path)} is empty", FILL)
    return _WORDINGS[violation.keyword](violation)


def _called(path: Steps) -> str:
    """How messages refer to the value at a path: by its key, or by its number in the
    list of that key.
    """
    if not path:
        return "the file"
    if isinstance(path[-1], int):
        return f"entry {path[-1] + 1} of `{path[-2]}`"
    return f"`{path[-1]}`"


# ---- keys ----------------------------------------------------------------------------


def _unknown_key(violation: Violation) -> Wording:
    return Wording(f"unknown key `{short(violation.key)}`", _right_key(violation))


def _right_key(violation: Violation) -> str:
    """What to do about an unknown key: what is missing before its value or above its
    entry, the key that people mean by it, the level where it belongs, a similar one, or
    all that are known.
    """
    known = violation.schema["properties"]
    if violation.key.partition(":")[0] in known:
        return "put a space after each colon"
    if _is_resource(violation):
        hint = "put a line `resources:` above the first one, and start each with `- `"
        return f"this is a key of resources: {hint}"
    meant = [violation.key, *wordings()["keys"].get(fold(violation.key), ())]
    for key in meant:
        if key in known and key in violation.value:
            return f"this entry already has `{key}`: keep one of them"
        if key in known:
            return f"did you mean `{key}`?"
    hint = _right_level(violation.path, meant)
    if hint:
        return hint
    near = guesses(violation.key, known)
    if near:
        return f"did you mean {listed(near)}?"
    hint = f"known: {', '.join(known)}"
    if "facts" in known or violation.path[-1:] == ("contact",):
        fact = f"{{label: {short(violation.key)}, text: ...}}"
        hint += f"; for anything else, at the same level as `id`: `facts: [{fact}]`"
    return hint


def _is_resource(violation: Violation) -> bool:
    """Whether an entry of a vocabulary, or the file itself, has several keys that only
    resources have, since the line `resources:` above them is missing.
    """
    if violation.path and violation.path[0] not in VOCABULARIES:
        return False
    of_resources = set(_validator().definitions["resource"]["properties"])
    foreign = of_resources - set(violation.schema["properties"])
    return len(foreign & set(violation.value)) > 1


def _right_level(path: Steps, meant: Sequence[str]) -> str:
    """A hint to move a key out of a resource's `contact`, or into it: the first of the
    keys in `meant` that fits there; else "".
    """
    definitions = _validator().definitions
    is_resource = path[:1] == ("resources",) and len(path) == 2
    for key in meant:
        if path[-1:] == ("contact",) and key in definitions["resource"]["properties"]:
            return f"write it as `{key}`, at the same level as `contact:`"
        if is_resource and key in definitions["contact"]["properties"]:
            return f"write it as `{key}` below `contact:`, indented"
    return ""


def _missing_key(violation: Violation) -> Wording:
    key, entry = violation.key, violation.value
    value = "..."
    name = entry.get("name") or entry.get("label")
    if key == "id" and isinstance(name, str):
        value = _id_from(name) or value
    return Wording(f"`{key}` is missing", missing_key_hint(f"{key}: {value}"))


def missing_key_hint(line: str) -> str:
    """What to do about an entry without a key; `line` is the key with a value."""
    return f"add a line `{line}` to this entry, or remove a dash that cuts it in two"


# ---- types ---------------------------------------------------------------------------


def _wrong_type(violation: Violation) -> Wording:
    called, schema = _called(violation.path), violation.schema
    if not violation.path:
        hint = "put a line `resources:` above the entries, and indent them"
        return Wording("the file does not start with a key", hint)
    if schema["type"] == "array":
        return Wording(f"{called} must be a list", _as_list(violation))
    if schema["type"] == "object":
        examples = listed([f"{key}: ..." for key in _keys_of(schema)], "and")
        hint = (
            f"write each key on its own line, with a space after the colon: {examples}"
        )
        return Wording(f"{called} must consist of `key: value` lines", hint)
    hint = "write it without dashes, brackets or keys, or put it in quotes"
    return Wording(f"{called} must be a single value", hint)


def _keys_of(schema: Schema) -> list[str]:
    """The keys that an object must have, or else may have."""
    return list(schema.get("required") or schema["properties"])


def _as_list(violation: Violation) -> str:
    """How to write as a list what should be one."""
    keys = _keys_of(violation.schema["items"])
    if keys:
        example = ", ".join(f"{key}: ..." for key in keys)
        return f"write one `- {{{example}}}` for each"
    value, items = violation.value, "one, another"
    if isinstance(value, str) and len(value) < LONGEST_LIST:
        parts = [part.strip(" -\u2013*()") for part in _BETWEEN.split(value)]
        items = ", ".join(filter(None, parts))
    return f"write `[{items}]`, or each item on its own line as `- ...`"


# ---- texts ---------------------------------------------------------------------------


def _wrong_text(violation: Violation) -> Wording:
    """What to say about a text that does not fit the pattern of its definition."""
    called, value = _called(violation.path), violation.value
    if not visible(value).strip():
        return Wording(f"{called} is empty", FILL)
    definition = violation.schema["definition"]
    message, hint = wordings()["forms"][definition]
    message = message.format(called=called, value=short(value))
    if fold(value) in NOTHING:
        return Wording(message, "leave this line out until it is known")
    if definition == "id" and _id_from(value):
        return Wording(message, f"{hint}: `{_id_from(value)}`")
    if definition == "url" and lacks_scheme(value):
        return Wording(message, f"write `https://{value}`")
    return Wording(message, hint)


def _id_from(name: str) -> str:
    """The words of a name as an id; those in other scripts are left out."""
    ascii_words = fold(name).encode("ascii", "ignore").decode().split()
    return "-".join(ascii_words)


def _too_long(violation: Violation) -> Wording:
    most = violation.schema["maxLength"]
    message = f"{_called(violation.path)} has more than {most} characters"
    return Wording(message, "shorten it")


def _no_choice(violation: Violation) -> Wording:
    message = f"{_called(violation.path)} cannot be `{short(str(violation.value))}`"
    choices = [choice for choice in violation.schema["enum"] if choice is not True]
    return Wording(message, f"write {listed(choices)}")


_WORDINGS: Mapping[str, Callable[[Violation], Wording]] = {
    "additionalProperties": _unknown_key,
    "required": _missing_key,
    "type": _wrong_type,
    "pattern": _wrong_text,
    "maxLength": _too_long,
    "enum": _no_choice,
}
