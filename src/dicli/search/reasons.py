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
    """For each term, the likeliest of its candidates that a document has
    in some fields.
    """
    found = (_match(index, term, doc, fields) for term in terms)
    return tuple(match for match in found if match)


def _match(
    index: Index, term: QueryTerm, doc: int, fields: frozenset[str]
) -> Match | None:
    for candidate in term.candidates:
        posting = index.posting(candidate.word, doc)
        where = posting[1] if posting else frozenset[str]()
        there = where & fields
        if there:
            names = tuple(
                field.name for field in SEARCHED_FIELDS if field.name in there
            )
            how = (
                "synonym"
                if candidate.how == "exact" and ITSELF not in where
                else candidate.how
            )
            found = (
                "" if there == {HIDDEN} else candidate.word.text.lstrip(ACRONYM_MARK)
            )
            return Match(term.word, found, names, how)
    return None


def assumed(
    index: Index,
    terms: Iterable[QueryTerm],
    docs: Sequence[int],
    fields: frozenset[str],
) -> dict[str, str]:
    """The misspelled words, each with the likeliest word that was taken for it in some
    documents, if it is likely.
    """
    taken = {}
    for term in terms:
        if term.is_guessed:
            found = {
                match.found
                for doc in docs
                if (match := _match(index, term, doc, fields))
            }
            likely = [
                one.word.text
                for one in term.candidates
                if one.strength >= LIKELY and one.word.text in found
            ]
            if likely:
                taken[term.word] = likely[0]
    return taken


def near(index: Index, terms: Iterable[QueryTerm]) -> tuple[str, ...]:
    """Words that may have been meant by misspelled ones, if nothing was found."""
    words = []
    for term in terms:
        if term.is_guessed and term.candidates[0].strength >= LIKELY:
            word = term.candidates[0].word
            if any(where & SHOWN_FIELDS for _, (_, where) in index.postings(word)):
                words.append(word.text)
    return tuple(words[:MOST_NEAR])
