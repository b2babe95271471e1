"""Which notices a question calls for: those of which it says a phrase, inflected or
misspelled as may be.

    gun               the word
    hit/hits me       one of two words, then another one
    took ... pills    up to BETWEEN words between them

A word is misspelled if neither the catalogue nor English or Spanish has it. One that
they have ("i was rapped") may also be a slip for a word with the same letters, in
another order or number, if the phrase has other words and these are right. What a
notice is not to be shown for (`unless`) takes its words out of the question, just as
they are.

Most questions call for no notice, so what costs time is done only for words that look
like one of a notice.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from dicli.core.model import Notice
from dicli.core.text import fold, stem, tokens

BETWEEN = 5  # words that `...` stands for, at most
GAP = "..."
ALIKE_LETTERS = 3  # at the beginning of two inflections of a word
SHORTEST = 4  # letters of a word that may be inflected or misspelled
LETTERS_A_SLIP = 4  # of a word that is misspelled
MORE_OR_LESS = 2  # letters, of a slip with the same letters


class Step(NamedTuple):
    """A word of a phrase: what it may be, and whether other words may stand before."""

    words: frozenset[str]
    after_gap: bool


Phrase = Sequence[Step]


class Meant(NamedTuple):
    """The words of notices that a word of a question means, and those that it means if
    it is a slip.
    """

    surely: Collection[str]
    perhaps: Collection[str] = ()


class Said(NamedTuple):
    """A word of a phrase that is said, and at which word of the question."""

    place: int
    word: str


class Sought(NamedTuple):
    """The phrases of notices, and the words in them."""

    phrases: Sequence[tuple[Notice, Sequence[Phrase], Sequence[Phrase]]]
    begun: dict[str, list[str]]  # by their first letters
    lettered: dict[str, list[str]]  # by the letters that they have


def called(
    notices: Sequence[Notice], words: Sequence[str], is_known: Callable[[str], bool]
) -> Iterator[tuple[Notice, str]]:
    """The notices that some folded words call for, each with a phrase that they say.

    `is_known` says whether the catalogue has a word.
    """
    sought = _sought(tuple(notices))
    meant = [_meant(word, sought, is_known) for word in words]
    literally = [Meant((word,)) for word in words]
    for notice, phrases, exceptions in sought.phrases:
        left = list(meant)
        for exception in exceptions:
            for place in _places(exception, literally):
                left[place] = Meant(())
        for phrase in _said_of(phrases, left):
            yield notice, phrase


@lru_cache(maxsize=1)
def _sought(notices: tuple[Notice, ...]) -> Sought:
    phrases = []
    begun: dict[str, list[str]] = {}
    lettered: dict[str, list[str]] = {}
    for notice in notices:
        own = list(map(parsed, notice.words))
        phrases.append((notice, own, list(map(parsed, notice.unless))))
        words = {word for phrase in own for step in phrase for word in step.words}
        for word in sorted(words):
            begun.setdefault(word[:ALIKE_LETTERS], []).append(word)
            lettered.setdefault(_letters(word), []).append(word)
    return Sought(phrases, begun, lettered)


def parsed(text: str) -> Phrase:
    """A phrase as a catalogue writes it."""
    steps = []
    after_gap = False
    for chunk in text.split():
        if chunk == GAP:
            after_gap = True
            continue
        if "/" in chunk:
            steps.append(Step(frozenset(map(fold, chunk.split("/"))), after_gap))
        else:
            steps += [Step(frozenset((word,)), after_gap) for word in tokens(chunk)]
        after_gap = False
    return steps


def _letters(word: str) -> str:
    """The first letter of a word, and all that it has."""
    return word[:1] + "".join(sorted(set(word)))


def _meant(word: str, sought: Sought, is_known: Callable[[str], bool]) -> Meant:
    """The words of notices that a word of a question may be."""
    begun = sought.begun.get(word[:ALIKE_LETTERS], ())
    alike = [other for other in begun if other == word]
    if len(word) < SHORTEST:
        return Meant(alike)
    alike += [other for other in begun if other != word and stem(other) == stem(word)]
    if alike:
        return Meant(alike)
    lettered = [
        other
        for other in sought.lettered.get(_letters(word), ())
        if abs(len(word) - len(other)) <= MORE_OR_LESS
    ]
    return Meant(_misspelled(word, sought, is_known), lettered)


def _misspelled(
    word: str, sought: Sought, is_known: Callable[[str], bool]
) -> Collection[str]:
    """The words of notices that a misspelled word was likely meant to be."""
    from dicli.search.spelling import is_word

    if is_known(word) or is_word(word):
        return ()
    from dicli.search.terms import nearest

    words = [other for some in sought.begun.values() for other in some]
    long = sorted({other for other in words if len(other) >= SHORTEST})
    most = len(word) // LETTERS_A_SLIP
    return [other for other, slips in nearest(long, word) if slips <= most]


def _places(exception: Phrase, words: Sequence[Meant]) -> Iterator[int]:
    """The places of all words of a question that an exception takes out."""
    for start in range(len(words)):
        for place, _ in _said(words, start, exception):
            yield place


def _said_of(phrases: Sequence[Phrase], meant: Sequence[Meant]) -> Iterator[str]:
    """Those of some phrases that a question says, given what each of its words may
    mean.
    """
    some = frozenset[str]().union(*(word for one in meant for word in one))
    for phrase in phrases:
        if any(step.words.isdisjoint(some) for step in phrase):
            continue
        for start in range(len(meant)):
            said = _said(meant, start, phrase, may_slip=len(phrase) > 1)
            if said:
                yield " ".join(word for _, word in said)
                break


def _said(
    meant: Sequence[Meant], start: int, phrase: Phrase, may_slip: bool = False
) -> list[Said]:
    """The words of a phrase that a question says from a word on; none if it does not
    say all of them. One may be a slip.
    """
    step, *later = phrase
    end = start + 1
    if step.after_gap:
        end += BETWEEN
    for place in range(start, min(end, len(meant))):
        surely = step.words.intersection(meant[place].surely)
        word = min(surely, default="")
        if not word and may_slip:
            word = min(step.words.intersection(meant[place].perhaps), default="")
        if not word:
            continue
        said = [Said(place, word)]
        if not later:
            return said
        rest = _said(meant, place + 1, later, may_slip and bool(surely))
        if rest:
            return said + rest
    return []
