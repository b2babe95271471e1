"""What a schema cannot say of catalogue files: the rules for faults, and those for
warnings.

Each rule is a generator that gets an entry and what all files define, and yields
findings. It relies on nothing that the schema demands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import replace
from typing import Any

from dicli.core.dates import is_ahead, is_date, is_old
from dicli.core.errors import listed
from dicli.core.text import fold, tokens
from dicli.files.definitions import (
    MAX_LOOPS,
    NOUNS,
    PARENTS,
    REFERENCES,
    TERMS,
    Definitions,
    Entry,
    loop_text,
)
from dicli.files.document import Finding, Steps, is_extension, short
from dicli.files.structure import NOTHING, is_valid, wordings

NAMES = ("name", "aliases", "keywords", "label")
ACRONYMS = {"na", "none", "null", "nil"}
PROSE = ("summary", "note", "evidence", "text", "location")

Rule = Callable[[Entry, Definitions], Iterator[Finding]]
Rules = Mapping[Rule, Container[str]]
"""Each rule with the lists to whose entries it applies."""


# ---- faults --------------------------------------------------------------------------


def _duplicate(entry: Entry, definitions: Definitions) -> Iterator[Finding]:
    earlier = definitions.earlier(entry)
    if earlier and earlier.layer == entry.layer:
        message = f"duplicate {NOUNS[entry.section]} `{short(entry.id)}`"
        yield entry.fault(("id",), message, "give one of them another id")


def _nameless(entry: Entry, definitions: Definitions) -> Iterator[Finding]:
    if not is_extension(entry.record) or definitions.extended(entry):
        return
    if "name" in entry.record:
        message = f"there is no resource `{short(entry.id)}` in a lower file to extend"
        yield entry.fault(("extends",), message, "remove this line, or correct the id")
    elif not _has_name_under_another_key(entry):
        hint = "add a line `name: ...` to this entry"
        yield entry.fault(("name",), "`name` is missing", hint)


def _has_name_under_another_key(entry: Entry) -> bool:
    """Whether an entry has a key that people write for `name`; it is reported as
    unknown.
    """
    others = {key for key, meant in wordings()["keys"].items() if "name" in meant}
    return not others.isdisjoint(fold(key) for key in entry.record)


def _retired_here(entry: Entry, definitions: Definitions) -> Iterator[Finding]:
    if entry.layer in definitions.layers_that_retire(entry.id):
        message = f"`{short(entry.id)}` is retired, and a retired id must not be reused"
        yield entry.fault(("id",), message, "give this resource another id")


def _loop(entry: Entry, definitions: Definitions) -> Iterator[Finding]:
    loop = definitions.loop_closed_by(entry)
    if not loop:
        return
    key = PARENTS[entry.section]
    message = f"`{key}` forms a loop: {loop_text(loop)}"
    fault = entry.wrong_value((key,), message, "remove one of these steps")
    # A resource has one parent: without it, there is no loop. A term may have several.
    # If there are many loops, some are not found.
    if entry.section != "resources" or len(definitions.loops) >= MAX_LOOPS:
        fault = replace(fault, leaves_out=None)
    yield fault


def _unknown(entry: Entry, definitions: Definitions) -> Iterator[Finding]:
    if not definitions.readable:
        return
    is_overlay = definitions.is_overlay(entry)
    for key, section in REFERENCES[entry.section].items():
        for steps, id in entry.texts(key):
            if definitions.knows(id, section):
                continue
            if section == "resources" and id in definitions.retired:
                yield from _retired_id(entry, steps, id, definitions)
                continue
            message = f"no {NOUNS[section]} is called `{short(id)}`"
            hint = definitions.suggestion(id, section)
            yield entry.wrong_value(steps, message, hint, is_overlay)


def _retired_id(
    entry: Entry, steps: Steps, id: str, definitions: Definitions
) -> Iterator[Finding]:
    """A reference to a retired resource: the one that took its place is used, if there
    is one.
    """
    if max(definitions.layers_that_retire(id)) > entry.layer:
        return  # what is wrong is in the later file that retires it
    new = definitions.successor(id)
    if new:
        message = f"`{short(id)}` is retired, and `{new}` is used"
        yield entry.warning(steps, message, f"write `{new}`")
    else:
        message = f"`{short(id)}` is retired, and nothing took its place"
        is_overlay = definitions.is_overlay(entry)
        yield entry.wrong_value(steps, message, "remove it", is_overlay)


def _shared_term(entry: Entry, definitions: Definitions) -> Iterator[Finding]:
    is_overlay = definitions.is_overlay(entry)
    shared = definitions.names_of_others(entry, "id", "label", "synonyms")
    for steps, text, owner in shared:
        message = f"`{text}` already belongs to the {NOUNS[entry.section]} `{owner}`"
        hint = "keep it in only one of them"
        finding = entry.wrong_value(steps, message, hint, is_overlay)
        if steps[0] != "synonyms":
            finding = replace(finding, leaves_out=None)
        yield finding


def _date(entry: Entry, definitions: Definitions) -> Iterator[Finding]:
    for steps, text in entry.texts("updated", "as_of", "since"):
        if not is_date(text):
            hint = wordings()["forms"]["date"][1]
            yield entry.fault(steps, f"`{short(text)}` is not a real date", hint)
        elif is_ahead(text, definitions.today) and is_valid("date", text):
            message = f"`{steps[0]}` is in the future: `{short(text)}`"
            yield entry.fault(steps, message, "write today's date or an earlier one")


FAULTS: Rules = {
    _duplicate: NOUNS,
    _nameless: ("resources",),
    _retired_here: ("resources",),
    _loop: PARENTS,
    _unknown: REFERENCES,
    _shared_term: TERMS,
    _date: ("catalogue", "resources", "retired"),
}


# ---- warnings ------------------------------------------------------------------------


def _unused_term(entry: Entry, definitions: Definitions) -> Iterator[Finding]:
    if (entry.section, entry.id) not in definitions.used:
        message = f"no resource uses the {NOUNS[entry.section]} `{entry.id}`"
        yield entry.warning(("id",), message, "use it or remove it")


def _shared_name(entry: Entry, definitions: Definitions) -> Iterator[Finding]:
    for steps, text, owner in definitions.names_of_others(entry, "name", "aliases"):
        message = f"`{text}` is also a name of `{owner}`"
        yield entry.warning(
            steps, message, "this is fine if both really have this name"
        )


def _retired_earlier(entry: Entry, definitions: Definitions) -> Iterator[Finding]:
    if any(layer < entry.layer for layer in definitions.layers_that_retire(entry.id)):
        message = f"an earlier file retired the id `{entry.id}`"
        yield entry.warning(("id",), message, "give this resource another id")


def _replaces_another(entry: Entry, definitions: Definitions) -> Iterator[Finding]:
    """A resource that replaces one of an earlier file with another name, which
    vanishes.
    """
    replaced = definitions.earlier(entry)
    if not replaced or definitions.extended(entry):
        return
    is_in_earlier_file = definitions.base <= replaced.layer < entry.layer
    if is_in_earlier_file and _names(entry).isdisjoint(_names(replaced)):
        name = short(str(replaced.record.get("name", replaced.id)))
        message = (
            f"this entry replaces `{name}` of `{replaced.file}`, which has the same id"
        )
        hint = "give it another id, unless it is about the same resource"
        yield entry.warning(("id",), message, hint)


def _names(entry: Entry) -> set[str]:
    return {fold(name) for _, name in entry.texts("name", "aliases")}


def _without_keywords(entry: Entry, definitions: Definitions) -> Iterator[Finding]:
    if not entry.record.get("keywords") and not definitions.extended(entry):
        hint = "write what people say when they need it, as in `keywords: [work permit, visa]`"
        yield entry.warning(("id",), f"`{entry.id}` has no `keywords`", hint)


def _without_facts(entry: Entry, definitions: Definitions) -> Iterator[Finding]:
    missing = [key for key in ("url", "summary", "as_of") if key not in entry.record]
    if missing and not definitions.extended(entry):
        message = f"`{entry.id}` has no {listed(missing)}"
        yield entry.warning(("id",), message, "add what you know")


def _old_facts(entry: Entry, definitions: Definitions) -> Iterator[Finding]:
    for steps, text in entry.texts("as_of"):
        if is_old(text, definitions.today, definitions.old_years):
            message = f"the facts about `{entry.id}` were last confirmed: {short(text)}"
            hint = "check that they are still right, then update `as_of`"
            yield entry.warning(steps, message, hint)


def _unreachable(entry: Entry, definitions: Definitions) -> Iterator[Finding]:
    """Words of a notice that no question can contain, and words that another notice
    has.
    """
    for steps, text in entry.texts("words"):
        if not tokens(text):
            message = f"`{short(text)}` has no word, so it never calls for this notice"
            hint = "add a word that says what has happened"
            yield entry.warning(steps, message, hint)
    for steps, text, owner in definitions.names_of_others(entry, "words"):
        message = f"`{text}` also calls for the notice `{owner}`"
        yield entry.warning(steps, message, "keep it in only one of them")


def _mistaken_text(entry: Entry, _: Definitions) -> Iterator[Finding]:
    """Texts that the schema allows, but that must be mistakes."""
    for steps, text in _all_texts(entry.record):
        key = _last_key(steps)
        if _is_placeholder(key, text):
            message = f"`{key}` is only a placeholder: `{short(text)}`"
            yield entry.warning(steps, message, "write what is known, or leave it out")
            continue
        for odd in wordings()["odd"]:
            if key in odd["keys"] and re.search(odd["pattern"], text):
                message = odd["message"].format(key=key, text=short(text))
                yield entry.warning(steps, message, odd["hint"])


def _all_texts(value: Any, steps: Steps = ()) -> Iterator[tuple[Steps, str]]:
    """All texts in a value, with their paths within it."""
    if isinstance(value, str):
        yield steps, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _all_texts(inner, (*steps, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _all_texts(inner, (*steps, number))


def _last_key(steps: Steps) -> str:
    """The key that the steps end with, before the indexes within its list."""
    keys = [step for step in steps if isinstance(step, str)]
    return keys[-1]


def _is_placeholder(key: str, text: str) -> bool:
    """Whether a text says nothing. A name can be `NA`, an acronym; a fact can be
    `none`.
    """
    folded = fold(text)
    if key in NAMES or key == "text":
        return not folded or folded in NOTHING - ACRONYMS
    if key in PROSE or key == "phone":
        return not folded or folded in NOTHING
    return False


WARNINGS: Rules = {
    _unused_term: TERMS,
    _shared_name: ("resources",),
    _retired_earlier: ("resources",),
    _replaces_another: ("resources",),
    _without_keywords: ("resources",),
    _unreachable: ("notices",),
    _mistaken_text: ("resources",),
    _without_facts: ("resources",),
    _old_facts: ("resources",),
}
