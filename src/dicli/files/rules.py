"""What a schema cannot say of catalogue files: the rules for faults, and those for warnings.

Each rule is a generator that gets an entry and what all files define, and yields problems. It relies on nothing that
the schema demands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dicli.core.dates import is_ahead, is_date, is_old
from dicli.core.errors import listed
from dicli.core.text import fold, guesses, tokens
from dicli.files.definitions import (
    MAX_LOOPS,
    NOUNS,
    PARENTS,
    REFERENCES,
    TERMS,
    Definitions,
    Entry,
    is_extension,
    loop_text,
)
from dicli.files.document import Steps, short
from dicli.files.readings import NOTHING
from dicli.files.structure import is_valid, wordings
from dicli.search.asking import FUNCTION_WORDS

# A word takes about 400 bytes in the index, a name twice as much. MAX_WORDS are always allowed, plus one per
# BYTES_PER_WORD bytes.
MAX_WORDS, BYTES_PER_WORD = 262_000, 65
QUESTION_WORDS = 64  # of a question, the others are ignored
MAX_POSTINGS = 4_000_000  # that one question may touch; it takes up to two seconds
SEARCHED = ("name", "aliases", "keywords", "hidden", "summary", "label", "synonyms", "words")
NAMES, PROSE = ("name", "aliases", "keywords", "label"), ("summary", "note", "evidence", "text", "location")


class Problem(NamedTuple):
    """What is wrong at some steps within an entry, and what to do. `leaves_out` are the steps to what is not loaded
    because of it, () for the whole entry."""

    steps: Steps
    message: str
    hint: str
    warning: bool = False
    leaves_out: Steps | None = ()


@dataclass
class Seen:
    """What the rules have come across so far."""

    ids: set[tuple[int, str, str]] = field(default_factory=set)  # file, list and id
    owners: dict[tuple[str, str], str] = field(default_factory=dict)  # the id that has a name first, by list and name
    words: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    def claimed(self, entry: Entry, *keys: str) -> Iterator[tuple[Steps, str, str]]:
        """The names at some keys that an earlier entry of the same list has already: where, which, whose."""
        for steps, text in entry.texts(*keys):
            name = fold(text)
            owner = self.owners.setdefault((entry.section, name), entry.id)
            if owner != entry.id and name:
                yield steps, short(text), owner


Rule = Callable[[Entry, Definitions, Seen], Iterator[Problem]]


# ---- faults --------------------------------------------------------------------------------------


def _duplicate(entry: Entry, _: Definitions, seen: Seen) -> Iterator[Problem]:
    key = (entry.file, entry.section, entry.id)
    if key in seen.ids:
        yield Problem(("id",), f"duplicate {NOUNS[entry.section]} `{short(entry.id)}`", "give one of them another id")
    seen.ids.add(key)


def _nameless(entry: Entry, definitions: Definitions, _: Seen) -> Iterator[Problem]:
    if not is_extension(entry.record) or definitions.extends(entry):
        return
    if "name" in entry.record:
        message = f"there is no resource `{short(entry.id)}` in a lower file to extend"
        yield Problem(("extends",), message, "remove this line, or correct the id")
    elif not _is_name_mistyped(entry):
        yield Problem(("name",), "`name` is missing", "add a line `name: ...` to this entry")


def _is_name_mistyped(entry: Entry) -> bool:
    """Whether an entry has its name under a key that people write for `name`, which is reported as unknown."""
    meant = wordings()["keys"]
    return any("name" in meant.get(fold(key), ()) for key in entry.record if key != "name")


def _retired_here(entry: Entry, definitions: Definitions, _: Seen) -> Iterator[Problem]:
    if any(retired.file == entry.file for retired in definitions.retired.get(entry.id, ())):
        message = f"`{short(entry.id)}` is retired, and a retired id must not be reused"
        yield Problem(("id",), message, "give this resource another id")


def _loop(entry: Entry, definitions: Definitions, _: Seen) -> Iterator[Problem]:
    if loop := definitions.loops.get((entry.file, entry.path)):
        key = PARENTS[entry.section]
        # Within MAX_LOOPS, leaving out the one parent of a resource takes its loop apart; terms have several parents.
        only_parent = entry.section == "resources" and key in entry.record and len(definitions.loops) < MAX_LOOPS
        leaves_out = (key,) if only_parent else None
        message = f"`{key}` forms a loop: {loop_text(loop)}"
        yield Problem((key,), message, "remove one of these steps", leaves_out=leaves_out)


def _unknown(entry: Entry, definitions: Definitions, _: Seen) -> Iterator[Problem]:
    for key, section in REFERENCES[entry.section].items() if definitions.readable else ():
        for steps, id in entry.texts(key):
            if not definitions.knows(id, section):
                yield from _unknown_id(entry, steps, id, definitions)


def _unknown_id(entry: Entry, steps: Steps, id: str, definitions: Definitions) -> Iterator[Problem]:
    section = REFERENCES[entry.section][str(steps[0])]
    if section == "resources" and id in definitions.retired:
        yield from _retired_id(entry, steps, id, definitions)
        return
    message = f"no {NOUNS[section]} is called `{short(id)}`"
    yield Problem(steps, message, definitions.suggestion(id, section), definitions.is_overlay(entry), steps)


def _retired_id(entry: Entry, steps: Steps, id: str, definitions: Definitions) -> Iterator[Problem]:
    """A resource's retired id: the one that took its place is used, if there is one."""
    if definitions.retired[id][-1].file > entry.file:
        return  # a matter of that file
    if new := definitions.successor(id):
        yield Problem(steps, f"`{short(id)}` is retired, and `{new}` is used", f"write `{new}`", True, None)
    else:
        message = f"`{short(id)}` is retired, and nothing took its place"
        yield Problem(steps, message, "remove it", definitions.is_overlay(entry), steps)


def _shared_term(entry: Entry, definitions: Definitions, seen: Seen) -> Iterator[Problem]:
    for steps, text, owner in seen.claimed(entry, "id", "label", "synonyms"):
        message = f"`{text}` already belongs to the {NOUNS[entry.section]} `{owner}`"
        is_synonym = steps[0] == "synonyms"
        warning = definitions.is_overlay(entry)
        yield Problem(steps, message, "keep it in only one of them", warning, steps if is_synonym else None)


def _date(entry: Entry, definitions: Definitions, _: Seen) -> Iterator[Problem]:
    for steps, text in entry.texts("updated", "as_of", "since"):
        if not is_date(text):
            yield Problem(steps, f"`{short(text)}` is not a real date", wordings()["forms"]["date"][1])
        elif is_ahead(text, definitions.today) and is_valid("date", text):
            message = f"`{steps[0]}` is in the future: `{short(text)}`"
            yield Problem(steps, message, "write today's date or an earlier one")


def _amount(entry: Entry, definitions: Definitions, seen: Seen) -> Iterator[Problem]:
    """The first entry with which the index would be too large."""
    most = MAX_WORDS + definitions.size // BYTES_PER_WORD
    if len(seen.words) + 2 * len(seen.names) > most:
        return
    seen.words.update(_words(entry))
    seen.names.update(text for _, text in entry.texts("name", "aliases"))
    if len(seen.words) + 2 * len(seen.names) > most:
        message = f"with this entry, there are more than {most:,} different words and names in total"
        yield Problem(("id",), message, "split it into several catalogues", leaves_out=None)


def _words(entry: Entry) -> set[str]:
    return set(re.findall(r"\w+", " ".join(text for _, text in entry.texts(*SEARCHED)).lower()))


def is_slow_to_search(definitions: Definitions) -> bool:
    """Whether a question could touch too many postings: of each word, one for each resource that has it, and for
    each term that has it, one for each resource that names the term."""
    resources = [entry for entries in definitions.entries for entry in entries if entry.section == "resources"]
    postings = _postings_of_terms(resources, definitions)
    if QUESTION_WORDS * len(resources) + _most(postings) <= MAX_POSTINGS:
        return False  # even if each resource had each word of a question
    for entry in resources:
        postings.update(_words(entry))
    return _most(postings) > MAX_POSTINGS


def _postings_of_terms(resources: Iterable[Entry], definitions: Definitions) -> Counter[str]:
    """By each word in the names of terms, how often resources name a term with that word."""
    named: Counter[tuple[str, str]] = Counter()
    for entry in resources:
        for key in ("audiences", "topics"):
            named.update((key, id) for _, id in entry.texts(key))
    postings: Counter[str] = Counter()
    for (section, id), number in named.items():
        term = definitions.last[section].get(id)
        for word in _words(term) if term else ():
            postings[word] += number
    return postings


def _most(postings: Counter[str]) -> int:
    """How many postings the question touches that touches most."""
    return sum(number for _, number in postings.most_common(QUESTION_WORDS))


FAULTS: Mapping[Rule, Iterable[str]] = {
    _duplicate: NOUNS,
    _nameless: ("resources",),
    _retired_here: ("resources",),
    _loop: PARENTS,
    _unknown: REFERENCES,
    _shared_term: TERMS,
    _date: ("catalogue", "resources", "retired"),
    _amount: (*TERMS, "resources", "notices"),
}
"""Each rule with the lists to whose entries it applies."""


# ---- warnings ------------------------------------------------------------------------------------


def _warning(steps: Steps, message: str, hint: str) -> Problem:
    return Problem(steps, message, hint, warning=True, leaves_out=None)


def _unused(entry: Entry, definitions: Definitions, _: Seen) -> Iterator[Problem]:
    if (entry.section, entry.id) not in definitions.used:
        yield _warning(("id",), f"no resource uses the {NOUNS[entry.section]} `{entry.id}`", "use it or remove it")


def _shared_name(entry: Entry, _: Definitions, seen: Seen) -> Iterator[Problem]:
    for steps, text, owner in seen.claimed(entry, "name", "aliases"):
        message = f"`{text}` is also a name of `{owner}`"
        yield _warning(steps, message, "this is fine if both really have this name")


def _retired_earlier(entry: Entry, definitions: Definitions, _: Seen) -> Iterator[Problem]:
    if any(retired.file < entry.file for retired in definitions.retired.get(entry.id, ())):
        yield _warning(("id",), f"an earlier file retired the id `{entry.id}`", "give this resource another id")


def _taken_over(entry: Entry, definitions: Definitions, _: Seen) -> Iterator[Problem]:
    """An id that another file has for a resource of another name, which vanishes."""
    replaced = definitions.replaced.get((entry.file, entry.path))
    if not replaced or not definitions.base <= replaced.file < entry.file or definitions.extends(entry):
        return
    own, others = ({fold(name) for _, name in one.texts("name", "aliases")} for one in (entry, replaced))
    if own.isdisjoint(others):
        name = short(str(replaced.record.get("name", replaced.id)))
        message = f"this entry replaces `{name}` of `{definitions.files[replaced.file]}`, which has the same id"
        yield _warning(("id",), message, "give it another id, unless it is about the same resource")


def _unfindable(entry: Entry, definitions: Definitions, _: Seen) -> Iterator[Problem]:
    if not entry.record.get("keywords") and not definitions.extends(entry):
        hint = "write what people say when they need it, as in `keywords: [work permit, visa]`"
        yield _warning(("id",), f"`{entry.id}` has no `keywords`", hint)


def _gap(entry: Entry, definitions: Definitions, _: Seen) -> Iterator[Problem]:
    missing = [key for key in ("url", "summary", "as_of") if key not in entry.record]
    if missing and not definitions.extends(entry):
        yield _warning(("id",), f"`{entry.id}` has no {listed(missing)}", "add what you know")


def old_facts(years: int) -> Rule:
    """The rule for facts that were last confirmed more than so many years ago."""

    def rule(entry: Entry, definitions: Definitions, _: Seen) -> Iterator[Problem]:
        for steps, text in entry.texts("as_of"):
            if is_old(text, definitions.today, years):
                message = f"the facts about `{entry.id}` were last confirmed: {short(text)}"
                yield _warning(steps, message, "check that they are still right, then update `as_of`")

    return rule


def _hidden_and_shown(entry: Entry, _: Definitions, __: Seen) -> Iterator[Problem]:
    shown = {fold(text) for _, text in entry.texts("name", "aliases", "keywords", "label", "synonyms")}
    for steps, text in entry.texts("hidden"):
        if fold(text) in shown:
            message = f"`{short(text)}` is hidden, and also among the words that are shown"
            yield _warning(steps, message, "keep it in only one of the lists")


def _unreachable(entry: Entry, _: Definitions, seen: Seen) -> Iterator[Problem]:
    """Words of a notice that no question can contain, and words that another notice has."""
    for steps, text in entry.texts("words"):
        if set(tokens(text)) <= FUNCTION_WORDS:
            message = f"`{short(text)}` has only words that search ignores, so it never calls for this notice"
            yield _warning(steps, message, "add a word that says what has happened")
    for steps, text, owner in seen.claimed(entry, "words"):
        yield _warning(steps, f"`{text}` also calls for the notice `{owner}`", "keep it in only one of them")


def _says_little(entry: Entry, definitions: Definitions, _: Seen) -> Iterator[Problem]:
    """A retired id that was never in use, as far as one can see."""
    if entry.record.keys() & {"since", "use"} or definitions.last["resources"].get(entry.id):
        return
    near = guesses(entry.id, definitions.last["resources"])
    hint = f"did you mean {listed(near)}?" if near else "add the month, as in `since: 2026-03`, if it was in use once"
    yield _warning(("id",), f"no resource has or had the id `{entry.id}`, as far as this file says", hint)


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


def _odd(entry: Entry, _: Definitions, __: Seen) -> Iterator[Problem]:
    """Texts that the schema allows, but that must be mistakes."""
    for steps, text in _all_texts(entry.record):
        key = next(str(step) for step in reversed(steps) if isinstance(step, str))
        if key in (*NAMES, *PROSE, "phone") and _is_placeholder(key, text):
            yield _warning(
                steps, f"`{key}` is only a placeholder: `{short(text)}`", "write what is known, or leave it out"
            )
            continue
        for odd in wordings()["odd"]:
            if key in odd["keys"] and re.search(odd["pattern"], text):
                yield _warning(steps, odd["message"].format(key=key, text=short(text)), odd["hint"])


def _is_placeholder(key: str, text: str) -> bool:
    """Whether a text says nothing. A name can be `NA`, an acronym; a fact can be `none`."""
    folded = fold(text)
    if key in NAMES or key == "text":
        return not folded or folded in NOTHING - {"na", "none", "null", "nil"}
    return not folded or folded in NOTHING


WARNINGS: Mapping[Rule, Iterable[str]] = {
    _unused: TERMS,
    _shared_name: ("resources",),
    _retired_earlier: ("resources",),
    _taken_over: ("resources",),
    _unfindable: ("resources",),
    _hidden_and_shown: (*TERMS, "resources"),
    _unreachable: ("notices",),
    _says_little: ("retired",),
    _odd: ("resources",),
    _gap: ("resources",),
}
