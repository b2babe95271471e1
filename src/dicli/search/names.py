"""Names that were typed whole: as they are, in another order, with slips, or beside
words that tell little.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import product, takewhile

from dicli.core.catalogue import Catalogue
from dicli.core.model import Resource
from dicli.core.text import fold, stem, tokens
from dicli.search.asking import AROUND, CONTACT, FUNCTION_WORDS
from dicli.search.terms import slips_allowed

# Bonuses for a name typed whole; beyond what words reach.
EXACT_NAME, SAME_WORDS, NEAR_NAME = 16.0, 8.0, 4.0
# Who has an office of an organization; beside its name they do not change who is meant.
ROLES = frozenset(
    """
    board chair chairman chairperson chairwoman chief coordinator director head leader
    manager officer officers president secretary staff team treasurer vice
    """.split()
)
ENDS = FUNCTION_WORDS | AROUND | ROLES  # words that may stand before or after a name
MOST_ENDS = 8  # words before a name, and as many after it, that are left out


def names_typed(catalogue: Catalogue, texts: Iterable[str]) -> dict[int, float]:
    """doc -> bonus of the resources whose id, name or alias was typed. Only the first of
    some texts that is a name of any resource counts.
    """
    for text in texts:
        for name in _without_ends(text):
            docs = catalogue.named(name)
            if docs:
                return {doc: _bonus(catalogue.resource(doc), name) for doc in docs}
    return {}


def _bonus(resource: Resource, typed: str) -> float:
    """The bonus of a resource that has a name with the words that were typed."""
    names = {fold(name) or name for name in _names(resource)}
    return EXACT_NAME if (fold(typed) or typed) in names else SAME_WORDS


def _names(resource: Resource) -> tuple[str, ...]:
    return (resource.id, resource.name, *resource.aliases)


def _without_ends(text: str) -> Iterator[str]:
    """A text; then its words without some of the ENDS around them, longest first. What
    is left may be all function words only if the rest asks for someone: "the office" may
    be about a resource that is called "The".
    """
    yield text
    words = tokens(text)
    before, after = _ends(words)
    cuts = sorted(product(range(before + 1), range(after + 1)), key=sum)
    for start, end in cuts[1:]:
        left = words[start : len(words) - end]
        ends = words[:start] + words[len(words) - end :]
        has_telling_word = not FUNCTION_WORDS.issuperset(left)
        if has_telling_word or (left and (CONTACT | ROLES).issuperset(ends)):
            yield " ".join(left)


def _ends(words: Sequence[str]) -> tuple[int, int]:
    """How many words at the beginning and at the end are ENDS."""
    before = takewhile(ENDS.__contains__, words[:MOST_ENDS])
    after = takewhile(ENDS.__contains__, reversed(words[-MOST_ENDS:]))
    return len(list(before)), len(list(after))


def misspelled_names(
    catalogue: Catalogue, docs: Iterable[int], texts: Iterable[str]
) -> dict[int, float]:
    """doc -> bonus for each of `docs` with a name that is one of some texts, but for
    slips and inflections.
    """
    typed = [_without_both_ends(tokens(text)) for text in texts]
    bonuses: dict[int, float] = {}
    for doc in docs:
        for name in map(tokens, _names(catalogue.resource(doc))):
            if any(_is_near(name, words) for words in typed):
                bonuses[doc] = NEAR_NAME
    return bonuses


def _without_both_ends(words: Sequence[str]) -> Sequence[str]:
    before, after = _ends(words)
    return words[before : len(words) - after]


def _is_near(name: Sequence[str], words: Sequence[str]) -> bool:
    """Whether words are a name but for slips and inflections. At least one word that is
    not a function word must be the same.
    """
    if len(name) != len(words):
        return False
    same = {right for right, typed in zip(name, words, strict=True) if right == typed}
    return bool(same - FUNCTION_WORDS) and all(map(_is_alike, name, words))


def _is_alike(right: str, typed: str) -> bool:
    from rapidfuzz.distance import OSA

    if stem(right) == stem(typed):
        return True
    return OSA.distance(right, typed) <= slips_allowed(right)


def has_name_in(resource: Resource, said: Collection[str]) -> bool:
    """Whether some words have all words of the name or of an alias, in any order;
    function words do not count.
    """
    for name in (resource.name, *resource.aliases):
        parts = set(tokens(name)) - FUNCTION_WORDS
        if parts and parts.issubset(said):
            return True
    return False
