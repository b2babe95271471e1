"""Why a resource answers, and what misspelled words were taken for. Words that only
search may know are never named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dicli.core.model import Match
from dicli.search.index import (
    ACRONYM_MARK,
    ALL_FIELDS,
    HIDDEN,
    ITSELF,
    SEARCHED_FIELDS,
    Index,
)
from dicli.search.terms import LIKELY, QueryTerm

SHOWN_FIELDS = ALL_FIELDS - {HIDDEN}
MOST_NEAR = 3  # words that may have been meant


def matches(
    index: Index, terms: Iterable[QueryTerm], doc: int, fields: frozenset[str]
) -> tuple[Match, ...]:
    """For each term, the likeliest of its candidates that a document has in some
    fields.
    """
    found = [_match(index, term, doc, fields) for term in terms]
    return tuple(match for match in found if match)


def _match(
    index: Index, term: QueryTerm, doc: int, fields: frozenset[str]
) -> Match | None:
    for candidate in term.candidates:
        where = index.fields(candidate.word, doc)
        there = where & fields
        if there:
            word = candidate.word.lstrip(ACRONYM_MARK)
            how = candidate.how
            if how == "exact" and ITSELF not in where:
                how = "synonym"
            names = [field.name for field in SEARCHED_FIELDS if field.name in there]
            shown = "" if names == [HIDDEN] else word
            return Match(term.word, shown, tuple(names), how)
    return None


def assumed(
    index: Index,
    terms: Iterable[QueryTerm],
    docs: Sequence[int],
    fields: frozenset[str],
) -> dict[str, str]:
    """Words that are misspelled or only begun, each with the likeliest word that one of
    the documents has for it, if its strength is at least LIKELY.
    """
    taken = {}
    for term in terms:
        if not term.is_guessed:
            continue
        in_docs = [_match(index, term, doc, fields) for doc in docs]
        found = {match.found for match in in_docs if match}
        for candidate in term.candidates:
            word = candidate.word
            if candidate.strength >= LIKELY and word in found:
                taken[term.word] = word
                break
    return taken


def words_meant(index: Index, terms: Iterable[QueryTerm]) -> tuple[str, ...]:
    """Words that misspelled or begun ones are likely to mean, if they may be shown; the
    first MOST_NEAR.
    """
    words = []
    for term in terms:
        if term.is_guessed and term.candidates[0].strength >= LIKELY:
            word = term.candidates[0].word
            if _is_shown(index, word):
                words.append(word)
    return tuple(words[:MOST_NEAR])


def _is_shown(index: Index, word: str) -> bool:
    """Whether a word is in any field that people see."""
    return bool(index.weights(word, SHOWN_FIELDS))
