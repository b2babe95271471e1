"""Which words of a hit matched, and which of them are out of sight in a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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


def matched(catalogue: Catalogue, hit: Hit, summary: str) -> str:
    """What matched and is not in sight, beside the part of the summary that is; "" if all is.

    These are the fewest phrases that contain it. Words that nothing may print are only counted in.
    """
    found = [match.found for match in hit.matches]
    if not found:
        return ""
    missing = stems(found) - stems([hit.resource.name, summary, audiences(catalogue, hit)])
    phrases = _fewest(missing, _said_of(catalogue, hit.resource)) if missing else []
    if "" in found:
        phrases.append(HIDDEN_WORD)
    return f"matched: {', '.join(phrases)}" if phrases else ""


def _fewest(missing: frozenset[str], phrases: Iterable[str]) -> list[str]:
    """The fewest of some phrases that contain the stems that are missing; shorter ones first if as many are in them."""
    stems_of = {phrase: stems([phrase]) for phrase in phrases}
    chosen = list[str]()
    while True:
        best = max(stems_of, key=lambda phrase: (len(stems_of[phrase] & missing), -len(phrase)), default="")
        if not best or missing.isdisjoint(stems_of[best]):
            return chosen
        chosen.append(best)
        missing -= stems_of[best]


def _said_of(catalogue: Catalogue, resource: Resource) -> Iterator[str]:
    """The phrases that a resource is found by beside its name and summary, its terms' among them."""
    yield from resource.aliases
    yield from resource.keywords
    for vocabulary, ids in ((catalogue.topics, resource.topics), (catalogue.audiences, resource.audiences)):
        for id in ids:
            if id in vocabulary:
                yield vocabulary[id].label
                yield from vocabulary[id].synonyms
