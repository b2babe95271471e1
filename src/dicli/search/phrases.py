"""How far a question agrees with one phrase of a resource: a name, an alias, a keyword, or a name of a topic.

A phrase that is the question, in any order and inflection, is looked up: `places` files each resource under `says=KEY`
for its aliases and keywords, and a topic's number under `about=KEY` for its names; the key is the phrase's stems.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import sqrt

from dicli.core.catalogue import Catalogue
from dicli.core.model import Resource
from dicli.core.text import stem, tokens
from dicli.search.asking import CONTACT, COURTESY, FUNCTION_WORDS
from dicli.search.terms import QueryTerm

ASIDES = COURTESY | CONTACT  # words that a question which is a phrase may have besides
LIKELIEST = 5  # candidates of each term that are looked for: few read on


def phrase_key(words: Iterable[str]) -> str:
    """What a phrase has in common with itself in another order or inflection."""
    return _key(stem(word) for word in words if word not in FUNCTION_WORDS)


def _key(stems: Iterable[str]) -> str:
    return " ".join(sorted(set(stems)))


def whole_phrase(catalogue: Catalogue, terms: Sequence[QueryTerm]) -> set[int]:
    """The places of the resources of which a phrase, or a name of a topic, is all that a question asks."""
    asked = [term for term in terms if term.word not in ASIDES] or terms
    key = _key(term.stem for term in asked)
    found = set(catalogue.places(f"says={key}"))
    topics = list(catalogue.topics)
    for number in catalogue.places(f"about={key}"):
        found.update(catalogue.places(f"topics={topics[number]}"))
    return found


def agreement(resource: Resource, terms: Sequence[QueryTerm], said: str) -> float:
    """How much of a question stands together in one phrase of a resource, and how little else does (0 to 1).

    One term is enough if the folded text `said` has the whole phrase, function words and all: "end it all".
    """
    phrases = _phrases(resource)
    everything = "\n".join(phrases).casefold()
    meant = [[one.word.text for one in term.candidates[:LIKELIEST] if one.word.text in everything] for term in terms]
    there = [words for words in meant if words]
    total = sum(term.idf for term in terms)
    best = 0.0
    for phrase, folded in zip(phrases, everything.split("\n"), strict=True):
        least = 1 if " " in folded and f" {folded} " in said else 2
        if len(there) < least or _number_within(folded, there) < least:  # a quick look, before it is taken apart
            continue
        parts = [word for word in tokens(phrase) if word not in FUNCTION_WORDS]
        held = [term.idf for term, words in zip(terms, meant, strict=True) if not set(parts).isdisjoint(words)]
        if len(held) >= least:
            best = max(best, sum(held) / total * min(1.0, sqrt(len(held) / len(parts))))
    return best


def is_said(resource: Resource, said: str) -> bool:
    """Whether a folded text has a phrase of several words word for word, function words and all."""
    return any(" " in phrase and f" {phrase.casefold()} " in said for phrase in _phrases(resource))


def _phrases(resource: Resource) -> tuple[str, ...]:
    return (resource.name, *resource.aliases, *resource.keywords, *resource.hidden)


def _number_within(folded: str, meant: Iterable[Sequence[str]]) -> int:
    """How many of some terms, each given by the words that it may mean, may be in a text."""
    return sum(any(word in folded for word in words) for words in meant)
