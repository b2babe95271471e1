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


def meant(
    index: Index, terms: Iterable[QueryTerm], fields: frozenset[str]
) -> dict[str, str]:
    """Words that are misspelled or only begun, each with what it is likely to mean, if
    that is in some fields and may be shown.
    """
    words = {}
    for term in terms:
        if term.likeliest != term.word and index.weights(
            term.likeliest, fields & SHOWN_FIELDS
        ):
            words[term.word] = term.likeliest
    return words
