"""Which resources have all of some words, or a phrase word for word. Nothing is
corrected here.
"""

from __future__ import annotations

from collections.abc import Sequence

from dicli.core.catalogue import Catalogue
from dicli.core.text import distinct, fold, stem, tokens
from dicli.search.asking import FUNCTION_WORDS
from dicli.search.index import Index, Word, index_of, texts


def containing(index: Index, text: str) -> set[int]:
    """The places of the resources in which every word of a text occurs, in any field
    and inflection.
    """
    found: set[int] | None = None
    for word in distinct(tokens(text)):
        if word in FUNCTION_WORDS:
            continue
        family = index.family(word) or index.family_of_stem(stem(word))
        words = family.words if family else ()
        places = {place for member in words for place, _ in index.postings(member)}
        found = places if found is None else found & places
    return found or set()


def having(index: Index, text: str) -> set[int]:
    """The places of the resources that have every word of a text just as it is, in any
    field; none for filler only.
    """
    sets = []
    for word in tokens(text):
        if word not in FUNCTION_WORDS:
            sets.append({place for place, _ in index.postings(Word(word, 0))})
    return set.intersection(*sets) if sets else set()


def phrased(catalogue: Catalogue, phrases: Sequence[str]) -> set[int]:
    """The places of the resources in which all phrases occur word for word, as folded."""
    wanted = [f" {fold(phrase)} " for phrase in phrases if fold(phrase)]
    words = " ".join(phrases)
    if FUNCTION_WORDS.issuperset(tokens(words)):
        among = set(range(len(catalogue)))
    else:
        among = containing(index_of(catalogue), words)
    return {place for place in among if _has_all(catalogue, place, wanted)}


def _has_all(catalogue: Catalogue, place: int, wanted: Sequence[str]) -> bool:
    """Whether the texts of a resource have all phrases; between two texts stands what
    no phrase has.
    """
    fields = texts(catalogue.resource(place), catalogue.topics, catalogue.audiences)
    whole = "|".join(f" {fold(text)} " for field in fields for text in field)
    return all(phrase in whole for phrase in wanted)
