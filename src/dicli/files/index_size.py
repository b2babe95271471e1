"""Whether the index of some catalogue files would be too large, or too slow to search."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from dicli.files.definitions import Definitions, Entry
from dicli.files.document import Finding

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
# A word takes about 400 bytes in the index, a name twice as much. MAX_WORDS are always
# allowed, plus one per BYTES_PER_WORD bytes.
MAX_WORDS, BYTES_PER_WORD = 262_000, 65
QUESTION_WORDS = 64  # of a question; search ignores the others
MAX_POSTINGS = 4_000_000  # that one question may touch: up to two seconds


def index_faults(file: str, definitions: Definitions) -> Iterator[Finding]:
    """The fault that files have together if their index would be too large or too slow,
    reported of `file`, the last one.
    """
    most = MAX_WORDS + definitions.size // BYTES_PER_WORD
    if _has_more_words(definitions, most):
        message = f"there are more than {most:,} different words and names in total"
        hint = "split it into several catalogues"
        yield Finding(file, message, hint, path=("resources",))
    elif _is_slow(definitions):
        message = (
            "the same words are in too many resources, or in the names of too "
            "many terms that they name"
        )
        hint = "remove synonyms that several terms share"
        yield Finding(file, message, hint, path=("resources",))


def _has_more_words(definitions: Definitions, most: int) -> bool:
    """Whether the index has more words than that, with names counted twice."""
    words: set[str] = set()
    names: set[str] = set()
    for entry in definitions.all_entries():
        words |= _words(entry)
        names.update(name for _, name in entry.texts("name", "aliases"))
        if len(words) + 2 * len(names) > most:
            return True
    return False


def _is_slow(definitions: Definitions) -> bool:
    """Whether a question could touch more than MAX_POSTINGS postings.

    A word has one for each resource that has it, and for each term that has it one for
    each resource that names the term.
    """
    postings = _postings_of_terms(definitions)
    number = sum(1 for _ in definitions.all_of("resources"))
    if QUESTION_WORDS * number + _most(postings) <= MAX_POSTINGS:
        return False  # even if each resource had each word of a question
    for resource in definitions.all_of("resources"):
        postings.update(_words(resource))
    return _most(postings) > MAX_POSTINGS


def _postings_of_terms(definitions: Definitions) -> Counter[str]:
    """Word -> how many postings it has because resources name terms with that word."""
    naming: Counter[tuple[str, str]] = Counter()
    for resource in definitions.all_of("resources"):
        for section in ("audiences", "topics"):
            naming.update((section, id) for _, id in resource.texts(section))
    postings: Counter[str] = Counter()
    for (section, id), number in naming.items():
        term = definitions.last[section].get(id)
        if term:
            for word in _words(term):
                postings[word] += number
    return postings


def _words(entry: Entry) -> set[str]:
    texts = [text for _, text in entry.texts(*SEARCHED)]
    facts = entry.record.get("facts")
    if isinstance(facts, list):
        texts += [fact["text"] for fact in facts if _has_text(fact)]
    return set(re.findall(r"\w+", " ".join(texts).lower()))


def _has_text(fact: Any) -> bool:
    return isinstance(fact, dict) and isinstance(fact.get("text"), str)


def _most(postings: Counter[str]) -> int:
    """How many postings the worst question touches."""
    return sum(number for _, number in postings.most_common(QUESTION_WORDS))
