"""Which documents have all of some words, or a phrase word for word. Nothing is
corrected here.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from dicli.core.catalogue import Catalogue
from dicli.core.model import Term
from dicli.core.text import distinct, fold, stem, tokens
from dicli.search.asking import FUNCTION_WORDS
from dicli.search.index import Index, index_of, names_of, texts

BETWEEN_TEXTS = "|"  # no folded text has it


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
            docs |= index.docs_with(member)
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


def _has_all(catalogue: Catalogue, doc: int, phrases: Sequence[str]) -> bool:
    """Whether the texts of a resource have all of some folded phrases, each between
    blanks. A phrase does not go on from one text into the next.
    """
    resource = catalogue.resource(doc)
    folded: list[str] = []
    for texts_of_field in texts(resource):
        folded += map(_folded, texts_of_field)
    folded += map(_folded_names, catalogue.terms_of(resource))
    whole = BETWEEN_TEXTS.join(folded)
    return all(phrase in whole for phrase in phrases)


def _folded(text: str) -> str:
    return f" {fold(text)} "


@lru_cache(maxsize=1024)  # many resources name the same terms
def _folded_names(term: Term) -> str:
    return BETWEEN_TEXTS.join(map(_folded, names_of(term)))
