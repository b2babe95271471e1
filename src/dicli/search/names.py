"""Names that were typed whole: as they are, in another order, with slips, or beside words that tell little."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from dicli.core.catalogue import Catalogue
from dicli.core.model import Resource
from dicli.core.text import fold, stem, tokens
from dicli.search.asking import AROUND, CONTACT, FUNCTION_WORDS
from dicli.search.terms import QueryTerm, slips_in

# Bonuses for a name typed whole; beyond what words reach.
EXACT_NAME, SAME_WORDS, NEAR_NAME = 16.0, 8.0, 4.0
ENDS = FUNCTION_WORDS | AROUND  # words that may stand before or after a name
MOST_ENDS = 8  # words before a name, and as many after it, that are left out


def names_typed(catalogue: Catalogue, texts: Iterable[str]) -> dict[int, float]:
    """place -> bonus of the resources whose id, name or alias is the first of some texts that is a name."""
    for text in texts:
        for name in _without_ends(text):
            places = catalogue.named(name)
            if places:
                return {place: _bonus(catalogue.resource(place), name) for place in places}
    return {}


def _bonus(resource: Resource, typed: str) -> float:
    names = {fold(name) or name for name in _names(resource)}
    return EXACT_NAME if (fold(typed) or typed) in names else SAME_WORDS


def _names(resource: Resource) -> tuple[str, ...]:
    return (resource.id, resource.name, *resource.aliases)


def _without_ends(text: str) -> Iterator[str]:
    """A text, and its words without some of those at its ends that are hardly part of a name, longest first."""
    yield text
    words = tokens(text)
    before, after = _ends(words)
    cuts = [(start, end) for start in range(before + 1) for end in range(after + 1)]
    for start, end in sorted(cuts, key=sum)[1:]:
        left = words[start : len(words) - end]
        ends = words[:start] + words[len(words) - end :]
        if not FUNCTION_WORDS.issuperset(left) or CONTACT.issuperset(ends):
            yield " ".join(left)


def _ends(words: Sequence[str]) -> tuple[int, int]:
    """How many words at the beginning and at the end are hardly part of a name."""
    before = len(list(takewhile(ENDS.__contains__, words[:MOST_ENDS])))
    after = len(list(takewhile(ENDS.__contains__, reversed(words[-MOST_ENDS:]))))
    return before, after


def is_near(resource: Resource, text: str) -> bool:
    """Whether a text is a name of several words but for slips and inflections, with one telling word as it is."""
    words = tokens(text)
    start, end = _ends(words)
    words = words[start : len(words) - end]
    return any(_is_near(tokens(name), words) for name in _names(resource))


def _is_near(name: Sequence[str], words: Sequence[str]) -> bool:
    if len(name) != len(words):
        return False
    same = [one for one, other in zip(name, words, strict=True) if one == other and one not in FUNCTION_WORDS]
    return bool(same) and all(map(_is_alike, name, words))


def _is_alike(one: str, other: str) -> bool:
    if one == other or stem(one) == stem(other):
        return True
    from rapidfuzz.distance import OSA

    return OSA.distance(one, other) <= slips_in(one)


def longest_name_within(resource: Resource, terms: Iterable[QueryTerm]) -> int:
    """How many telling words the longest name or alias has that a question says whole, in any order; 0 if none."""
    said = {term.word for term in terms}
    for term in terms:
        said.update(candidate.word.text for candidate in term.candidates)
    lengths = [0]
    for name in (resource.name, *resource.aliases):
        parts = [word for word in tokens(name) if word not in FUNCTION_WORDS]
        if said.issuperset(parts):
            lengths.append(len(parts))
    return max(lengths)
