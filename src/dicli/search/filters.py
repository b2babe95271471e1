"""Which documents have all of some words, or a phrase word for word. Nothing is
corrected here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from dicli.core.catalogue import Catalogue
from dicli.core.model import Resource, Vocabulary
from dicli.core.text import distinct, fold, tokens
from dicli.search.asking import FUNCTION_WORDS
from dicli.search.index import Index, index_of, names_of, texts

NAMED = ("topics", "audiences")  # fields with ids of terms, whose names are searched
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
    family = index.family(word)
    if family:
        for member in family.words:
            docs |= index.docs_with(member)
    return docs


def phrased(catalogue: Catalogue, phrases: Sequence[str]) -> set[int]:
    """The documents in which all phrases occur word for word, as folded. A phrase does
    not go on from one text into the next.
    """
    folded = distinct(map(fold, phrases))
    among = set(range(len(catalogue)))
    for word in distinct(" ".join(folded).split()):
        if word not in FUNCTION_WORDS:  # these are not indexed
            among &= index_of(catalogue).docs_with(word)
    # what is left to look for in the texts
    several = [phrase for phrase in folded if not _is_indexed(phrase)]
    if not several:
        return among
    naming = _docs_naming(catalogue, several)
    found = set[int]()
    for doc in among:
        missing = [phrase for phrase in several if doc not in naming[phrase]]
        if not missing or _has_all(catalogue.resource(doc), missing):
            found.add(doc)
    return found


def _is_indexed(phrase: str) -> bool:
    """Whether a phrase is a single word by which documents are found."""
    return " " not in phrase and phrase not in FUNCTION_WORDS


def _docs_naming(catalogue: Catalogue, phrases: Iterable[str]) -> dict[str, set[int]]:
    """For each phrase: the documents that name a topic or an audience which has it in
    one of its names.
    """
    naming = {phrase: set[int]() for phrase in phrases}
    for field in NAMED:
        vocabulary: Vocabulary = getattr(catalogue, field)
        for term in vocabulary.values():
            names = _folded(names_of(term))
            for phrase, docs in naming.items():
                if f" {phrase} " in names:
                    docs.update(catalogue.docs(f"{field}={term.id}"))
    return naming


def _has_all(resource: Resource, phrases: Iterable[str]) -> bool:
    """Whether the texts of a resource have all of some folded phrases."""
    folded = _folded(chain.from_iterable(texts(resource)))
    return all(f" {phrase} " in folded for phrase in phrases)


def _folded(texts: Iterable[str]) -> str:
    return BETWEEN_TEXTS.join(f" {fold(text)} " for text in texts)
