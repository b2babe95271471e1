"""Which documents have all of some words, or a phrase word for word. Misspelled words
are not corrected.
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
    """The documents that have a word in any inflection."""
    docs = set[int]()
    family = index.family(word)
    if family:
        for form in family.words:
            docs |= index.docs_with(form)
    return docs


def phrased(catalogue: Catalogue, phrases: Sequence[str]) -> set[int]:
    """The documents that have all phrases word for word, as folded: each of them within
    one text, or within one name of a topic or an audience.
    """
    folded = distinct(map(fold, phrases))
    docs = _docs_with_words(catalogue, folded)
    # the index says where a word is, but not which words stand in a row
    unsure = [phrase for phrase in folded if not _is_indexed(phrase)]
    if not unsure:
        return docs
    named = _docs_naming(catalogue, unsure)
    found = set[int]()
    for doc in docs:
        missing = [phrase for phrase in unsure if doc not in named[phrase]]
        if not missing or _has_all(catalogue.resource(doc), missing):
            found.add(doc)
    return found


def _docs_with_words(catalogue: Catalogue, phrases: Iterable[str]) -> set[int]:
    """The documents that have all words of some phrases, function words aside: these
    are not indexed.
    """
    docs = set(range(len(catalogue)))
    for word in set(" ".join(phrases).split()) - FUNCTION_WORDS:
        docs &= index_of(catalogue).docs_with(word)
    return docs


def _is_indexed(phrase: str) -> bool:
    """Whether a phrase is a single word that the index has."""
    return " " not in phrase and phrase not in FUNCTION_WORDS


def _docs_naming(catalogue: Catalogue, phrases: Iterable[str]) -> dict[str, set[int]]:
    """phrase -> the documents of a topic or an audience that has it in a name."""
    named = {phrase: set[int]() for phrase in phrases}
    for field in NAMED:
        vocabulary: Vocabulary = getattr(catalogue, field)
        for term in vocabulary.values():
            names = _folded(names_of(term))
            for phrase, docs in named.items():
                if f" {phrase} " in names:
                    docs.update(catalogue.docs(f"{field}={term.id}"))
    return named


def _has_all(resource: Resource, phrases: Iterable[str]) -> bool:
    """Whether the texts of a resource have all of some folded phrases."""
    folded = _folded(chain.from_iterable(texts(resource)))
    return all(f" {phrase} " in folded for phrase in phrases)


def _folded(texts: Iterable[str]) -> str:
    """The texts, folded, with a blank around each: " prayer room | for all "."""
    return BETWEEN_TEXTS.join(f" {fold(text)} " for text in texts)
