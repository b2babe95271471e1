"""Which notices a question calls for: those of which it says a word or phrase,
inflected or misspelled as may be.

A word is taken for a misspelled one only if neither the catalogue nor English or
Spanish has it. Most questions call for none, so what costs time is done only for words
that look like one of a notice.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache

from dicli.core.model import Notice
from dicli.core.text import stem, tokens

ALIKE_LETTERS = 4  # at the beginning of two inflections of a word


def called(
    notices: Sequence[Notice], words: Sequence[str], is_known: Callable[[str], bool]
) -> Iterator[tuple[Notice, str]]:
    """The notices that some folded words call for, each with a phrase that they say.

    `is_known` says whether the catalogue has a word.
    """
    phrases = _phrases(tuple(notices))
    of_notices = frozenset(word for _, phrase in phrases for word in phrase)
    meant = [_meant(word, of_notices, is_known) for word in words]
    said = frozenset[str]().union(*meant)
    for notice, phrase in phrases:
        if said.issuperset(phrase) and _is_said_in(meant, phrase):
            yield notice, " ".join(phrase)


@lru_cache(maxsize=1)
def _phrases(notices: tuple[Notice, ...]) -> list[tuple[Notice, list[str]]]:
    """The phrases of some notices as folded words."""
    return [(notice, tokens(phrase)) for notice in notices for phrase in notice.words]


def _is_said_in(meant: Sequence[Collection[str]], phrase: Sequence[str]) -> bool:
    """Whether the words of a phrase follow each other in a question, given what each of
    its words may be.
    """
    for start in range(len(meant) - len(phrase) + 1):
        if all(word in some for word, some in zip(phrase, meant[start:], strict=False)):
            return True
    return False


def _meant(
    word: str, of_notices: Collection[str], is_known: Callable[[str], bool]
) -> Collection[str]:
    """The words of notices that a word of a question may be."""
    if word in of_notices or len(word) < ALIKE_LETTERS:
        return (word,)
    begun = [other for other in of_notices if other.startswith(word[:ALIKE_LETTERS])]
    inflected = [other for other in begun if stem(other) == stem(word)]
    return inflected or _misspelled(word, of_notices, is_known)


def _misspelled(
    word: str, of_notices: Collection[str], is_known: Callable[[str], bool]
) -> Collection[str]:
    from dicli.search.spelling import is_word

    if is_known(word) or is_word(word):
        return ()
    from dicli.search.terms import nearest

    long = sorted(other for other in of_notices if len(other) >= ALIKE_LETTERS)
    return [other for other, _ in nearest(long, word)]
