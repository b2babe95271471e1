"""Which documents have all of some words, or a phrase word for word. Nothing is
corrected here.
"""

from __future__ import annotations

from collections.abc import Sequence

from dicli.core.catalogue import Catalogue
from dicli.core.text import distinct, fold, stem, tokens
from dicli.search.asking import FUNCTION_WORDS
from dicli.search.index import ALL_FIELDS, Index, index_of, texts


def containing(index: Index, text: str) -> set[int]:
    """The documents in which every word of a text occurs, in any field and inflection."""
    found: set[int] | None = None
    for word in distinct(tokens(text)):
        if word in FUNCTION_WORDS:
            continue
        docs = _documents_with(index, word)
        found = docs if found is None else found & docs
    return found or set()


def _documents_with(index: Index, word: str) -> set[int]:
    """The documents that have any inflection of a word."""
    docs = set[int]()
    family = index.family(word) or index.family_of_stem(stem(word))
    if family:
        for member in family.words:
            docs.update(index.weights(member, ALL_FIELDS))
    return docs


def phrased(catalogue: Catalogue, phrases: Sequence[str]) -> set[int]:
    """The documents in which all phrases occur word for word, as folded."""
    wanted = [f" {fold(phrase)} " for phrase in phrases if fold(phrase)]
    words = " ".join(phrases)
    if FUNCTION_WORDS.issuperset(tokens(words)):
        among = set(range(len(catalogue)))
    else:
        among = containing(index_of(catalogue), words)
    return {doc for doc in among if _has_all(catalogue, doc, wanted)}


def _has_all(catalogue: Catalogue, doc: int, wanted: Sequence[str]) -> bool:
    """Whether the texts of a resource have all of some folded phrases, each between
    blanks. A phrase does not go on from one text into the next.
    """
    fields = texts(catalogue.resource(doc), catalogue.topics, catalogue.audiences)
    folded = []
    for texts_of_field in fields:
        folded += [f" {fold(text)} " for text in texts_of_field]
    whole = "|".join(folded)  # no folded text has a "|"
    return all(phrase in whole for phrase in wanted)
