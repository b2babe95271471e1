"""Which words of a hit matched, and which of them are out of sight in a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dicli.core.catalogue import Catalogue
from dicli.core.model import Hit, Resource
from dicli.core.text import stem, tokens
from dicli.output.facts import HIDDEN_WORD, audiences


def stems(texts: Iterable[str]) -> frozenset[str]:
    """The stems of all words in some texts."""
    return frozenset(stem(word) for text in texts for word in tokens(text))


def matched(catalogue: Catalogue, hit: Hit, summary: str) -> str:
    """What matched and is not in sight, beside the part of the summary that is; "" if all is.

    These are the fewest phrases that contain it. Words that nothing may print are only counted in.
    """
    resource = hit.resource
    found = stems(match.found for match in hit.matches)
    missing = found - stems([resource.name, summary, audiences(catalogue, hit)]) if found else found
    stems_of = {phrase: stems([phrase]) for phrase in _said_of(catalogue, resource)} if missing else {}
    phrases = list[str]()
    while any(missing & some for some in stems_of.values()):
        best = max(stems_of, key=lambda phrase: (len(stems_of[phrase] & missing), -len(phrase)))
        phrases.append(best)
        missing -= stems_of[best]
    if any(not match.found for match in hit.matches):
        phrases.append(HIDDEN_WORD)
    return f"matched: {', '.join(phrases)}" if phrases else ""


def _said_of(catalogue: Catalogue, resource: Resource) -> Iterator[str]:
    """The phrases that a resource is found by beside its name and summary, its terms' among them."""
    yield from resource.aliases
    yield from resource.keywords
    for vocabulary, ids in ((catalogue.topics, resource.topics), (catalogue.audiences, resource.audiences)):
        for id in ids:
            if id in vocabulary:
                yield vocabulary[id].label
                yield from vocabulary[id].synonyms
