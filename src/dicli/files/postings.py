"""How much work the longest question could be: the postings that it would touch."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from dicli.files.definitions import Definitions, Entry
from dicli.files.rules import SEARCHED

QUESTION_WORDS = 64  # of a question; search ignores the others
MAX_POSTINGS = 4_000_000  # that one question may touch: up to two seconds


def is_slow_to_search(definitions: Definitions) -> bool:
    """Whether a question could touch more than MAX_POSTINGS postings.

    A word has one for each resource that has it, and for each term that has it one for
    each resource that names the term.
    """
    resources = [
        entry
        for entries in definitions.entries
        for entry in entries
        if entry.section == "resources"
    ]
    postings = _postings_of_terms(resources, definitions)
    if QUESTION_WORDS * len(resources) + _most(postings) <= MAX_POSTINGS:
        return False  # even if each resource had each word of a question
    for entry in resources:
        postings.update(_words(entry))
    return _most(postings) > MAX_POSTINGS


def _postings_of_terms(
    resources: Sequence[Entry], definitions: Definitions
) -> Counter[str]:
    """Word -> how many postings it has because resources name terms with that word."""
    naming: Counter[tuple[str, str]] = Counter()
    for entry in resources:
        for section in ("audiences", "topics"):
            for _, id in entry.texts(section):
                naming[section, id] += 1
    postings: Counter[str] = Counter()
    for (section, id), number in naming.items():
        term = definitions.last[section].get(id)
        if term:
            for word in _words(term):
                postings[word] += number
    return postings


def _words(entry: Entry) -> set[str]:
    words: set[str] = set()
    for _, text in entry.texts(*SEARCHED):
        words.update(re.findall(r"\w+", text.lower()))
    return words


def _most(postings: Counter[str]) -> int:
    """How many postings the worst question touches."""
    return sum(number for _, number in postings.most_common(QUESTION_WORDS))
