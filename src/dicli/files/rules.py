"""What a schema cannot say of catalogue files: the rules for faults, and those for
warnings.

Each rule is a generator that gets an entry and what all files define, and yields
problems. It relies on nothing that the schema demands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

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
from dicli.files.document import Steps, is_extension, short
from dicli.files.structure import NOTHING, is_valid, wordings
from dicli.search.asking import FUNCTION_WORDS

# A word takes about 400 bytes in the index, a name twice as much. MAX_WORDS are always
# allowed, plus one per BYTES_PER_WORD bytes.
MAX_WORDS, BYTES_PER_WORD = 262_000, 65
SEARCHED = (
    "name",
    "aliases",
    "keywords",
    "hidden",
    "summary",
    "label",
    "synonyms",
    "words",
)
NAMES = ("name", "aliases", "keywords", "label")
ACRONYMS = {"na", "none", "null", "nil"}
PROSE = ("summary", "note", "evidence", "text", "location")


class Problem(NamedTuple):
    """What is wrong at some steps within an entry, and what to do. `leaves_out` are the
    steps to what is not loaded because of it, () for the whole entry.
    """

    steps: Steps
    message: str
    hint: str
    warning: bool = False
    leaves_out: Steps | None = ()


@dataclass
class Seen:
    """What the rules have come across so far."""

    ids: set[tuple[int, str, str]] = field(default_factory=set)  # file, list and id
    # the id that has a name first, by list and name
    owners: dict[tuple[str, str], str] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    def size_of_index(self) -> int:
        """How many words the index has, with names counted twice."""
        return len(self.words) + 2 * len(self.names)

    def claimed(self, entry: Entry, *keys: str) -> Iterator[tuple[Steps, str, str]]:
        """The names at some keys that an earlier entry of the same list has already:
        where, which, whose.
        """
        for steps, text in entry.texts(*keys):
            name = fold(text)
            owner = self.owners.setdefault((entry.section, name), entry.id)
            if owner != entry.id and name:
                yield steps, short(text), owner


Rule = Callable[[Entry, Definitions, Seen], Iterator[Problem]]


# ---- faults
# --------------------------------------------------------------------------------------


def _duplicate(entry: Entry, _: Definitions, seen: Seen) -> Iterator[Problem]:
    key = (entry.file, entry.section, entry.id)
    if key in seen.ids:
        yield Problem(
            ("id",),
            f"duplicate {NOUNS[entry.section]} `{short(entry.id)}`",
            "give one of them another id",
        )
    seen.ids.add(key)


def _nameless(entry: Entry, definitions: Definitions, _: Seen) -> Iterator[Problem]:
    if not is_extension(entry.record) or definitions.extends(entry):
        return
    if "name" in entry.record:
        message = f"there is no resource `{short(entry.id)}` in a lower file to extend"
        yield Problem(("extends",), message, "remove this line, or correct the id")
    elif not _has_name_under_another_key(entry):
        yield Problem(
            ("name",), "`name` is missing", "add a line `name: ...` to this entry"
        )


def _has_name_under_another_key(entry: Entry) -> bool:
    """Whether an entry has a key that people write for `name`; it is reported as
    unknown.
    """
    others = {key for key, meant in wordings()["keys"].items() if "name" in meant}
    return not others.isdisjoint(fold(key) for key in entry.record)


def _retired_here(entry: Entry, definitions: Definitions, _: Seen) -> Iterator[Problem]:
    if entry.file in definitions.files_that_retire(entry.id):
        message = f"`{short(entry.id)}` is retired, and a retired id must not be reused"
        yield Problem(("id",), message, "give this resource another id")


def _loop(entry: Entry, definitions: Definitions, _: Seen) -> Iterator[Problem]:
    loop = definitions.loops.get((entry.file, entry.path))
    if not loop:
        return
    key = PARENTS[entry.section]
    leaves_out = None
    # Without the one parent of a resource, its loop is none; terms have several, and of
    # many loops some are not found.
    if entry.section == "resources" and len(definitions.loops) < MAX_LOOPS:
        leaves_out = (key,)
    message = f"`{key}` forms a loop: {loop_text(loop)}"
    yield Problem((key,), message, "remove one of these steps", leaves_out=leaves_out)


def _unknown(entry: Entry, definitions: Definitions, _: Seen) -> Iterator[Problem]:
    if not definitions.readable:
        return
    for key, section in REFERENCES[entry.section].items():
        for steps, id in entry.texts(key):
            if definitions.knows(id, section):
                continue
            if section == "resources" and id in definitions.retired:
                yield from _retired_id(entry, steps, id, definitions)
            else:
                message = f"no {NOUNS[section]} is called `{short(id)}`"
                hint = definitions.suggestion(id, section)
                yield Problem(
                    steps, message, hint, definitions.is_overlay(entry), steps
                )


def _retired_id(
    entry: Entry, steps: Steps, id: str, definitions: Definitions
) -> Iterator[Problem]:
    """A reference to a retired resource: the one that took its place is used, if there
    is one.
    """
    if max(definitions.files_that_retire(id)) > entry.file:
        return  # a matter of that file
    new = definitions.successor(id)
    if new:
        yield _warning(
            steps, f"`{short(id)}` is retired, and `{new}` is used", f"write `{new}`"
        )
    else:
        message = f"`{short(id)}` is retired, and nothing took its place"
        yield Problem(steps, message, "remove it", definitions.is_overlay(entry), steps)


def _shared_term(
    entry: Entry, definitions: Definitions, seen: Seen
) -> Iterator[Problem]:
    for steps, text, owner in seen.claimed(entry, "id", "label", "synonyms"):
        message = f"`{text}` already belongs to the {NOUNS[entry.section]} `{owner}`"
        leaves_out = None
        if steps[0] == "synonyms":
            leaves_out = steps
        yield Problem(
            steps,
            message,
            "keep it in only one of them",
            definitions.is_overlay(entry),
            leaves_out,
        )


def _date(entry: Entry, definitions: Definitions, _: Seen) -> Iterator[Problem]:
    for steps, text in entry.texts("updated", "as_of", "since"):
        if not is_date(text):
            yield Problem(
                steps,
                f"`{short(text)}` is not a real date",
                wordings()["forms"]["date"][1],
            )
        elif is_ahead(text, definitions.today) and is_valid("date", text):
            message = f"`{steps[0]}` is in the future: `{short(text)}`"
            yield Problem(steps, message, "write today's date or an earlier one")


def _too_many_words(
    entry: Entry, definitions: Definitions, seen: Seen
) -> Iterator[Problem]:
    """The index would be too large; this is reported once, of the first entry that is
    too much.
    """
    most = MAX_WORDS + definitions.size // BYTES_PER_WORD
    if seen.size_of_index() > most:  # reported of an earlier entry
        return
    for _, text in entry.texts(*SEARCHED):
        seen.words.update(re.findall(r"\w+", text.lower()))
    for _, name in entry.texts("name", "aliases"):
        seen.names.add(name)
    if seen.size_of_index() > most:
        message = (
            f"with this entry, there are more than {most:,} different words and "
            "names in total"
        )
        yield Problem(
            ("id",), message, "split it into several catalogues", leaves_out=None
        )


FAULTS: Mapping[Rule, Container[str]] = {
    _duplicate: NOUNS,
    _nameless: ("resources",),
    _retired_here: ("resources",),
    _loop: PARENTS,
    _unknown: REFERENCES,
    _shared_term: TERMS,
    _date: ("catalogue", "resources", "retired"),
    _too_many_words: (*TERMS, "resources", "notices"),
}
"""Each rule with the lists to whose entries it applies."""


# ---- warnings
# ------------------------------------------------------------------------------------


def _warning(steps: Steps, message: str, hint: str) -> Problem:
    return Problem(steps, message, hint, warning=True, leaves_out=None)


def _unused_term(entry: Entry, definitions: Definitions, _: Seen) -> Iterator[Problem]:
    if (entry.section, entry.id) not in definitions.used:
        yield _warning(
            ("id",),
            f"no resource uses the {NOUNS[entry.section]} `{entry.id}`",
            "use it or remove it",
        )


def _shared_name(entry: Entry, _: Definitions, seen: Seen) -> Iterator[Problem]:
    for steps, text, owner in seen.claimed(entry, "name", "aliases"):
        message = f"`{text}` is also a name of `{owner}`"
        yield _warning(steps, message, "this is fine if both really have this name")


def _retired_earlier(
    entry: Entry, definitions: Definitions, _: Seen
) -> Iterator[Problem]:
    if min(definitions.files_that_retire(entry.id), default=entry.file) < entry.file:
        yield _warning(
            ("id",),
            f"an earlier file retired the id `{entry.id}`",
            "give this resource another id",
        )


def _replaces_another(
    entry: Entry, definitions: Definitions, _: Seen
) -> Iterator[Problem]:
    """A resource that replaces one of an earlier file with another name, which
    vanishes.
    """
    replaced = definitions.replaced.get((entry.file, entry.path))
    if not replaced or definitions.extends(entry):
        return
    is_in_earlier_file = definitions.base <= replaced.file < entry.file
    if is_in_earlier_file and _names(entry).isdisjoint(_names(replaced)):
        name = short(str(replaced.record.get("name", replaced.id)))
        message = (
            f"this entry replaces `{name}` of "
            f"`{definitions.files[replaced.file]}`, which has the same id"
        )
        yield _warning(
            ("id",), message, "give it another id, unless it is about the same resource"
        )


def _names(entry: Entry) -> set[str]:
    return {fold(name) for _, name in entry.texts("name", "aliases")}


def _without_keywords(
    entry: Entry, definitions: Definitions, _: Seen
) -> Iterator[Problem]:
    if not entry.record.get("keywords") and not definitions.extends(entry):
        hint = "write what people say when they need it, as in `keywords: [work permit, visa]`"
        yield _warning(("id",), f"`{entry.id}` has no `keywords`", hint)


def _without_facts(
    entry: Entry, definitions: Definitions, _: Seen
) -> Iterator[Problem]:
    missing = [key for key in ("url", "summary", "as_of") if key not in entry.record]
    if missing and not definitions.extends(entry):
        yield _warning(
            ("id",), f"`{entry.id}` has no {listed(missing)}", "add what you know"
        )


def old_facts(years: int) -> Rule:
    """The rule for facts that were last confirmed more than so many years ago."""

    def rule(entry: Entry, definitions: Definitions, _: Seen) -> Iterator[Problem]:
        for steps, text in entry.texts("as_of"):
            if is_old(text, definitions.today, years):
                message = (
                    f"the facts about `{entry.id}` were last confirmed: {short(text)}"
                )
                yield _warning(
                    steps,
                    message,
                    "check that they are still right, then update `as_of`",
                )

    return rule


def _unreachable(entry: Entry, _: Definitions, seen: Seen) -> Iterator[Problem]:
    """Words of a notice that no question can contain, and words that another notice
    has.
    """
    for steps, text in entry.texts("words"):
        if set(tokens(text)) <= FUNCTION_WORDS:
            message = (
                f"`{short(text)}` has only words that search ignores, so it never "
                "calls for this notice"
            )
            yield _warning(steps, message, "add a word that says what has happened")
    for steps, text, owner in seen.claimed(entry, "words"):
        yield _warning(
            steps,
            f"`{text}` also calls for the notice `{owner}`",
            "keep it in only one of them",
        )


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


def _mistaken_text(entry: Entry, _: Definitions, __: Seen) -> Iterator[Problem]:
    """Texts that the schema allows, but that must be mistakes."""
    for steps, text in _all_texts(entry.record):
        key = _last_key(steps)
        if _is_placeholder(key, text):
            message = f"`{key}` is only a placeholder: `{short(text)}`"
            yield _warning(steps, message, "write what is known, or leave it out")
            continue
        for odd in wordings()["odd"]:
            if key in odd["keys"] and re.search(odd["pattern"], text):
                yield _warning(
                    steps, odd["message"].format(key=key, text=short(text)), odd["hint"]
                )


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


WARNINGS: Mapping[Rule, Container[str]] = {
    _unused_term: TERMS,
    _shared_name: ("resources",),
    _retired_earlier: ("resources",),
    _replaces_another: ("resources",),
    _without_keywords: ("resources",),
    _unreachable: ("notices",),
    _mistaken_text: ("resources",),
    _without_facts: ("resources",),
}
