"""How far a question agrees with one phrase of a resource: its name, an alias, or a
keyword, shown or hidden.

A phrase that is the whole question, in any order and inflection, is looked up. The
table `keys` has `says=KEY` for each alias and keyword of a resource, and `about=KEY`
for each name of a topic, with the topic's number. The KEY is the phrase's stems,
sorted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import sqrt

from dicli.core.catalogue import Catalogue
from dicli.core.model import Resource
from dicli.core.text import tokens
from dicli.search.asking import CONTACT, COURTESY, FUNCTION_WORDS
from dicli.search.index import index_of
from dicli.search.terms import QueryTerm

ASIDES = COURTESY | CONTACT  # words that a question which is a phrase may have besides
LIKELIEST = 5  # candidates of each term that are looked for: few read on


def phrase_key(stems: Iterable[str]) -> str:
    """The key of a phrase with some stems: the same in any order and inflection."""
    return " ".join(sorted(set(stems)))


def whole_keyword(catalogue: Catalogue, terms: Sequence[QueryTerm]) -> set[int]:
    """The documents of which an alias or keyword is all that a question asks."""
    return set(catalogue.docs(f"says={_key_of(terms)}"))


def whole_phrase(catalogue: Catalogue, terms: Sequence[QueryTerm]) -> set[int]:
    """The documents of which an alias, a keyword or a name of a topic is all that a
    question asks.
    """
    found = whole_keyword(catalogue, terms)
    for number in catalogue.docs(f"about={_key_of(terms)}"):
        found |= index_of(catalogue).docs_of_term(number)
    return found


def _key_of(terms: Sequence[QueryTerm]) -> str:
    """The key of a question, without words like "help" or "email" (ASIDES)."""
    asked = [term for term in terms if term.word not in ASIDES] or terms
    return phrase_key(term.stem for term in asked)


def agreement(resource: Resource, terms: Sequence[QueryTerm]) -> float:
    """The greatest share of a question's idf that one phrase of a resource has: 0 to 1,
    0 with fewer than two terms, and less if the phrase has other words too.
    """
    phrases = _phrases(resource)
    lowered_text = _lowered("\n".join(phrases))
    asked = _asked_in(lowered_text, terms)
    best = 0.0
    for phrase, lowered in zip(phrases, lowered_text.split("\n"), strict=True):
        # a quick look, before the phrase is taken apart
        maybe = [term for term in asked if term.may_be_in(lowered)]
        if len(maybe) > 1:
            best = max(best, _agreement(phrase, maybe))
    return best / sum(term.idf for term in terms) if best else 0.0


def _lowered(text: str) -> str:
    """The text in lower case without apostrophes: nearly as folded, in less time."""
    return text.casefold().replace("'", "").replace("\u2019", "")


class _Asked:
    """A term of a question: how telling it is, and the words that it may mean."""

    def __init__(self, idf: float, words: Sequence[str]) -> None:
        self.idf = idf
        self.words = words

    def may_be_in(self, text: str) -> bool:
        """Whether any of the words is in a text, perhaps as a part of another."""
        return any(word in text for word in self.words)


def _asked_in(text: str, terms: Iterable[QueryTerm]) -> list[_Asked]:
    """The terms with a candidate in a lowercase text, each with the candidates that are
    there, perhaps as parts of other words. Only the first LIKELIEST are tried.
    """
    asked = []
    for term in terms:
        words = [candidate.word for candidate in term.candidates[:LIKELIEST]]
        there = [word for word in words if word in text]
        if there:
            asked.append(_Asked(term.idf, there))
    return asked


def _agreement(phrase: str, asked: Iterable[_Asked]) -> float:
    """The idf of the terms that a phrase has: 0 with fewer than two, and less if the
    phrase has other words too.
    """
    words = {word for word in tokens(phrase) if word not in FUNCTION_WORDS}
    held = [term.idf for term in asked if words.intersection(term.words)]
    if len(held) < 2:
        return 0.0
    return sum(held) * min(1.0, sqrt(len(held) / len(words)))


def _phrases(resource: Resource) -> tuple[str, ...]:
    return (resource.name, *resource.aliases, *resource.keywords, *resource.hidden)
