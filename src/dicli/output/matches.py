"""Which words that matched a hit are not shown in a list."""

from __future__ import annotations

from collections.abc import Iterable

from dicli.core.catalogue import Catalogue
from dicli.core.model import Hit, Resource
from dicli.core.text import stem, tokens
from dicli.output.facts import HIDDEN_WORD, audiences


def stems(texts: Iterable[str]) -> frozenset[str]:
    """The stems of all words in some texts."""
    found = set[str]()
    for text in texts:
        found.update(map(stem, tokens(text)))
    return frozenset(found)


def matches_out_of_sight(catalogue: Catalogue, hit: Hit, summary: str) -> str:
    """As "matched: visas, travel": the aliases, keywords, topics and audiences by which a
    hit was found, as far as their words are not in its name, its shown audiences or its
    shown summary; "" if there are none. A hidden word is only mentioned.
    """
    if not hit.matches:
        return ""
    found = [match.found for match in hit.matches]
    in_sight = [hit.resource.name, summary, audiences(catalogue, hit)]
    missing = stems(found) - stems(in_sight)
    shown: list[str] = []
    if missing:
        shown = _covering(missing, _phrases(catalogue, hit.resource))
    if any(match.is_hidden for match in hit.matches):
        shown.append(HIDDEN_WORD)
    return f"matched: {', '.join(shown)}" if shown else ""


def _covering(missing: frozenset[str], phrases: Iterable[str]) -> list[str]:
    """A few of the phrases: together they have all missing stems that any phrase has,
    and each has one that those before it have not. First come those with most of the
    stems, and of these the shortest.
    """
    covered = {phrase: missing & stems([phrase]) for phrase in phrases}

    def rank(phrase: str) -> tuple[int, int]:
        return -len(covered[phrase]), len(phrase)

    chosen: list[str] = []
    for phrase in sorted(covered, key=rank):
        if missing & covered[phrase]:
            chosen.append(phrase)
            missing -= covered[phrase]
    return chosen


def _phrases(catalogue: Catalogue, resource: Resource) -> list[str]:
    """The aliases and keywords of a resource, and the labels and synonyms of its topics
    and audiences.
    """
    phrases = [*resource.aliases, *resource.keywords]
    for term in catalogue.terms_of(resource):
        phrases += [term.label, *term.synonyms]
    return phrases
