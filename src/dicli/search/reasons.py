"""Why a resource answers, and what misspelled words were taken for. Words that only
search may know are never named.
"""

from __future__ import annotations

from collections.abc import Iterable

from dicli.core.model import Match
from dicli.search.index import (
    ACRONYM_MARK,
    ALL_FIELDS,
    HIDDEN,
    ITSELF,
    SEARCHED_FIELDS,
    Index,
)
from dicli.search.terms import QueryTerm

SHOWN_FIELDS = ALL_FIELDS - {HIDDEN}


def matches(
    index: Index, terms: Iterable[QueryTerm], doc: int, fields: frozenset[str]
) -> tuple[Match, ...]:
    """For each term that a document answers, its likeliest candidate that the document
    has in any of `fields`.
    """
    found = (_match(index, term, doc, fields) for term in terms)
    return tuple(filter(None, found))


def _match(
    index: Index, term: QueryTerm, doc: int, fields: frozenset[str]
) -> Match | None:
    """The match of a term: the word typed, the word found ("" if it is only in HIDDEN),
    the fields that have it, and how; None if no candidate is in any of `fields`.
    """
    for candidate in term.candidates:
        fields_with = index.fields_with(candidate.word, doc)
        matched = fields & fields_with
        if matched:
            how = candidate.how
            if how == "exact" and ITSELF not in fields_with:
                how = "synonym"
            found = candidate.word.lstrip(ACRONYM_MARK)
            if matched == {HIDDEN}:
                found = ""
            # in the order of SEARCHED_FIELDS
            names = [field.name for field in SEARCHED_FIELDS if field.name in matched]
            return Match(term.word, found, tuple(names), how)
    return None


def meant(
    index: Index, terms: Iterable[QueryTerm], fields: frozenset[str]
) -> dict[str, str]:
    """Words that are misspelled or only begun, each with what it is likely to mean, if
    any of `fields` has that, and not only HIDDEN.
    """
    shown_fields = fields & SHOWN_FIELDS
    words = {}
    for term in terms:
        if term.likeliest != term.word and index.weights(term.likeliest, shown_fields):
            words[term.word] = term.likeliest
    return words
