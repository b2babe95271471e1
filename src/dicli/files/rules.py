"""The rules for catalogue files that a schema cannot express: those for faults, and
those for warnings.

Each rule is a generator that gets an entry and what all files define, and yields
findings. The entry may violate the schema: rules ignore values of a wrong type.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import replace

from dicli.core.catalogue import VOCABULARIES
from dicli.core.dates import is_ahead, is_date, is_old
from dicli.core.errors import listed
from dicli.core.text import fold, tokens
from dicli.files.definitions import (
    MAX_LOOPS,
    SECTIONS,
    Definitions,
    Entry,
    loop_text,
    texts_in,
)
from dicli.files.document import Finding, Steps, is_extension, short
from dicli.files.structure import NOTHING, missing_key_hint, wordings

# Texts that say nothing, folded. Not among them are what may be an acronym, or the text
# of a fact.
PLACEHOLDERS = NOTHING - {"na", "none", "null", "nil"}

Findings = Iterator[Finding]
Rule = Callable[[Entry, Definitions], Findings]
Rules = Mapping[Rule, Container[str]]
"""Each rule with the lists to whose entries it applies."""


# ---- faults --------------------------------------------------------------------------


def _duplicate_id(entry: Entry, definitions: Definitions) -> Findings:
    """An id that an earlier entry of the same list and file has."""
    earlier = definitions.earlier(entry)
    if earlier and earlier.layer == entry.layer:
        message = f"duplicate {entry.kind.noun} `{short(entry.id)}`"
        yield entry.fault(("id",), message, "give one of them another id")


def _extends_nothing(entry: Entry, definitions: Definitions) -> Findings:
    """A resource that is to extend another one (it has `extends`, or no name), which
    neither a lower file has nor, twice by mistake, its own.
    """
    if not is_extension(entry.record) or definitions.extended(entry):
        return
    if "name" in entry.record:
        message = f"there is no resource `{short(entry.id)}` in a lower file to extend"
        yield entry.fault(("extends",), message, "remove this line, or correct the id")
    # a name under another key, such as "title", is reported as an unknown key
    elif not _has_name_under_another_key(entry):
        hint = missing_key_hint("name: ...")
        hint += "; to change an entry of an earlier file, correct the id"
        yield entry.fault(("name",), "`name` is missing", hint)


def _has_name_under_another_key(entry: Entry) -> bool:
    """Whether an entry has a key that people write for `name`, such as `title`."""
    right_keys = wordings()["keys"]
    return any("name" in right_keys.get(fold(key), ()) for key in entry.record)


def _reused_id(entry: Entry, definitions: Definitions) -> Findings:
    """A resource whose id its own file retires."""
    retired = definitions.last["retired"].get(entry.id)
    if retired and retired.layer == entry.layer:
        message = f"`{short(entry.id)}` is retired, and a retired id must not be reused"
        hint = "remove this entry if it is retired; else give it another id"
        yield entry.fault(("id",), message, hint)


def _loop_of_parents(entry: Entry, definitions: Definitions) -> Findings:
    """Parents that lead back to the entry; reported at the last entry in the loop."""
    loop = definitions.loops.get(entry.position)
    if not loop:
        return
    key = entry.kind.parent
    message = f"`{key}` forms a loop: {loop_text(loop)}"
    fault = entry.fault((key,), message, "remove one of these steps")
    # Leaving out the only parent of a resource breaks the loop. Else the file is
    # refused: a term may have several parents, and beyond MAX_LOOPS there may be loops
    # that were not found.
    breaks_loop = entry.section == "resources" and len(definitions.loops) < MAX_LOOPS
    yield replace(fault, leaves_out=fault.path if breaks_loop else None)


def _unknown_id(entry: Entry, definitions: Definitions) -> Findings:
    """References to ids that neither a file in use nor the base defines."""
    if not definitions.readable:
        return
    retired = definitions.last["retired"]
    for steps, section, id in entry.references():
        if definitions.knows(id, section):
            continue
        if section == "resources" and id in retired:
            yield from _retired_reference(entry, steps, retired[id], definitions)
            continue
        message = f"no {SECTIONS[section].noun} is called `{short(id)}`"
        hint = definitions.suggestion(id, section)
        yield entry.wrong_value(steps, message, hint)


def _retired_reference(
    entry: Entry,
    steps: Steps,
    retired: Entry,
    definitions: Definitions,
) -> Findings:
    """A reference at some steps to a retired resource: a warning, as its successor is
    used; if there is none, what `wrong_value` makes of it.
    """
    if retired.layer > entry.layer:
        return  # the entry was right before a later file retired the id
    message = f"`{short(retired.id)}` is retired"
    new = definitions.successor(retired.id)
    if new:
        yield entry.warning(steps, f"{message}, and `{new}` is used", f"write `{new}`")
    else:
        message += ", and nothing took its place"
        yield entry.wrong_value(steps, message, "remove it")


def _shared_name_of_term(entry: Entry, definitions: Definitions) -> Findings:
    """An id, label or synonym of a term that an earlier term has."""
    for steps, text, owner in definitions.names_of_others(entry):
        message = f"`{text}` already belongs to the {entry.kind.noun} `{owner}`"
        hint = "keep it in only one of them"
        finding = entry.wrong_value(steps, message, hint)
        if steps[0] != "synonyms":  # without its id or label there is no term
            finding = replace(finding, leaves_out=None)
        yield finding


def _wrong_date(entry: Entry, definitions: Definitions) -> Findings:
    """Dates that do not exist or are still to come."""
    for steps, text in entry.texts("updated", "as_of", "since"):
        if not is_date(text):
            hint = wordings()["forms"]["date"][1]
            yield entry.fault(steps, f"`{short(text)}` is not a real date", hint)
        elif is_ahead(text, definitions.today):
            message = f"`{steps[0]}` is in the future: `{short(text)}`"
            yield entry.fault(steps, message, "write today's date or an earlier one")


FAULTS: Rules = {
    _duplicate_id: SECTIONS,
    _extends_nothing: ("resources",),
    _reused_id: ("resources",),
    _loop_of_parents: SECTIONS,
    _unknown_id: SECTIONS,
    _shared_name_of_term: VOCABULARIES,
    _wrong_date: ("catalogue", "resources", "retired"),
}


# ---- warnings ------------------------------------------------------------------------


def _unused_term(entry: Entry, definitions: Definitions) -> Findings:
    """A term that neither a resource nor a narrower term names."""
    if (entry.section, entry.id) not in definitions.used:
        message = f"no resource uses the {entry.kind.noun} `{entry.id}`"
        yield entry.warning(("id",), message, "use it or remove it")


def _shared_name(entry: Entry, definitions: Definitions) -> Findings:
    """A name or alias of a resource that an earlier resource has."""
    for steps, text, owner in definitions.names_of_others(entry):
        message = f"`{text}` is also a name of `{owner}`"
        yield entry.warning(
            steps, message, "this is fine if both really have this name"
        )


def _reused_id_of_lower_file(entry: Entry, definitions: Definitions) -> Findings:
    """A resource whose id a lower file retires."""
    retired = definitions.last["retired"].get(entry.id)
    if retired and retired.layer < entry.layer:
        message = f"an earlier file retired the id `{entry.id}`"
        yield entry.warning(("id",), message, "give this resource another id")


def _replaces_another(entry: Entry, definitions: Definitions) -> Findings:
    """A resource that makes one of a lower file in use vanish, although that has no
    name in common with it.
    """
    replaced = definitions.earlier(entry)
    if not replaced or definitions.extended(entry):
        return
    is_in_lower_file = 0 <= replaced.layer < entry.layer
    if is_in_lower_file and _names(entry).isdisjoint(_names(replaced)):
        name = short(str(replaced.record.get("name", replaced.id)))
        message = (
            f"this entry replaces `{name}` of `{replaced.file}`, which has the same id"
        )
        hint = "give it another id, unless it is about the same resource"
        yield entry.warning(("id",), message, hint)


def _names(entry: Entry) -> set[str]:
    return {fold(name) for _, name in entry.texts("name", "aliases")}


def _without_keywords(entry: Entry, definitions: Definitions) -> Findings:
    """A resource that people cannot find by their own words."""
    if not entry.record.get("keywords") and not definitions.extended(entry):
        hint = "write what people say when they need it, as in `keywords: [work permit, visa]`"
        hint += _hint_to_extend(entry, definitions)
        yield entry.warning(("id",), f"`{entry.id}` has no `keywords`", hint)


def _without_facts(entry: Entry, definitions: Definitions) -> Findings:
    """A resource that lacks what readers need most."""
    missing = [key for key in ("url", "summary", "as_of") if key not in entry.record]
    if missing and not definitions.extended(entry):
        message = f"`{entry.id}` has no {listed(missing)}"
        hint = "add what you know"
        hint += _hint_to_extend(entry, definitions)
        yield entry.warning(("id",), message, hint)


def _hint_to_extend(entry: Entry, definitions: Definitions) -> str:
    """If a resource replaces one of a lower file: the end of a hint, which says how to
    keep what that one has; else "".
    """
    replaced = definitions.earlier(entry)
    if replaced and replaced.layer < entry.layer:
        return "; to keep what the earlier file says, add a line `extends: true`"
    return ""


def _old_facts(entry: Entry, definitions: Definitions) -> Findings:
    """A resource whose facts were confirmed too long ago."""
    for steps, text in entry.texts("as_of"):
        if is_old(text, definitions.today, definitions.old_years):
            message = f"the facts about `{entry.id}` were last confirmed: {short(text)}"
            hint = "check that they are still right, then update `as_of`"
            yield entry.warning(steps, message, hint)


def _useless_words(entry: Entry, definitions: Definitions) -> Findings:
    """Phrases for a notice that have no word, which no question can contain, and those
    that an earlier notice has.
    """
    for steps, text in entry.texts("words"):
        if not tokens(text):
            message = f"`{short(text)}` has no word, so it never calls for this notice"
            hint = "add a word that says what has happened"
            yield entry.warning(steps, message, hint)
    # the names of a notice are its `words`
    for steps, text, owner in definitions.names_of_others(entry):
        message = f"`{text}` also calls for the notice `{owner}`"
        yield entry.warning(steps, message, "keep it in only one of them")


def _mistaken_text(entry: Entry, _: Definitions) -> Findings:
    """Texts that the schema allows but that must be mistakes."""
    for key, steps, text in texts_in(entry.record):
        if fold(text) in PLACEHOLDERS:
            message = f"`{key}` is only a placeholder: `{short(text)}`"
            yield entry.warning(steps, message, "write what is known, or leave it out")
            continue
        for odd in wordings()["odd"]:
            if key in odd["keys"] and re.search(odd["pattern"], text):
                message = odd["message"].format(key=key, text=short(text))
                yield entry.warning(steps, message, odd["hint"])


WARNINGS: Rules = {
    _unused_term: VOCABULARIES,
    _shared_name: ("resources",),
    _reused_id_of_lower_file: ("resources",),
    _replaces_another: ("resources",),
    _without_keywords: ("resources",),
    _useless_words: ("notices",),
    _mistaken_text: ("resources",),
    _without_facts: ("resources",),
    _old_facts: ("resources",),
}
