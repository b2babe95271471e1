"""Which notices a question calls for: those of which it says a phrase, inflected or
misspelled as may be.

    gun               the word
    hit me/him/her    one word, then any one of the words with slashes between them
    took ... pills    up to BETWEEN words between them

A word is misspelled if neither the catalogue nor English or Spanish has it. One that
they have ("i was rapped") may also be a slip for a word with the same letters, in
another order or number, if the phrase has other words and these are right. What a
notice is not to be shown for (`unless`) takes its words out of the question, just as
they are.

Most questions call for no notice, so few phrases are looked at: `keys_of_notices` files each of
them under the words of one of its steps, the most telling one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from dicli.core.catalogue import Catalogue
from dicli.core.model import Notice
from dicli.core.text import fold, stem, tokens
from dicli.search.asking import FUNCTION_WORDS, SPANISH

BETWEEN = 5  # words that `...` stands for, at most
GAP = "..."
SHORTEST = 3  # letters of a word that may be a slip
LETTERS_A_SLIP = 4  # of a word that is misspelled, for each letter that is wrong
MORE_OR_LESS = 2  # letters, of a slip with the same letters


class Step(NamedTuple):
    """A word of a phrase: what it may be, and whether other words may stand before."""

    words: Sequence[str]
    after_gap: bool


Phrase = Sequence[Step]


class Asked(NamedTuple):
    """A word of a question, and those that it may be misspelled for."""

    word: str
    corrected: Sequence[str] = ()


class Said(NamedTuple):
    """A word of a phrase that is said, and at which word of the question."""

    position: int
    word: str


def parsed(text: str) -> Phrase:
    """A phrase as a catalogue writes it."""
    steps = []
    after_gap = False
    for chunk in text.split():
        if chunk == GAP:
            after_gap = True
            continue
        if "/" in chunk:
            steps.append(Step(list(map(fold, chunk.split("/"))), after_gap))
        else:
            steps += [Step([word], after_gap) for word in tokens(chunk)]
        after_gap = False
    return steps


# ---- when a catalogue is compiled
# ------------------------------------------------------------------------------------


def keys_of_notices(notices: Iterable[Notice]) -> Iterator[tuple[str, int]]:
    """The keys under which the phrases of some notices are found, each with a number:
    the phrases are counted through all notices.
    """
    phrases = [phrase for notice in notices for phrase in notice.words]
    for number, phrase in enumerate(map(parsed, phrases)):
        if not phrase:
            continue
        telling = min(phrase, key=_everyday_words)
        for word in telling.words:
            yield _key_of_stem(word), number
            if len(phrase) > 1:
                yield _key_of_letters(word), number


def _everyday_words(step: Step) -> int:
    return sum(word in FUNCTION_WORDS or word in SPANISH for word in step.words)


def _key_of_stem(word: str) -> str:
    return f"calls={stem(word)}"


def _key_of_letters(word: str) -> str:
    """The first letter of a word, and all that it has."""
    return f"letters={word[:1]}{''.join(sorted(set(word)))}"


# ---- when a question is asked
# ------------------------------------------------------------------------------------


def called(
    catalogue: Catalogue, words: Sequence[str], is_known: Callable[[str], bool]
) -> Iterator[tuple[Notice, str]]:
    """The notices that some folded words call for, each with a phrase that they say.

    `is_known` says whether the catalogue has a word.
    """
    asked = [Asked(word) for word in words]
    for position, word in enumerate(words):
        if len(word) >= LETTERS_A_SLIP and _is_misspelled(word, is_known):
            asked[position] = Asked(word, _nearest(catalogue.notices, word))
    numbers = _numbers(catalogue, asked)
    first = 0
    for notice in catalogue.notices:
        last = first + len(notice.words)
        own = [notice.words[n - first] for n in numbers if first <= n < last]
        yield from _said_of(notice, own, asked)
        first = last


def _is_misspelled(word: str, is_known: Callable[[str], bool]) -> bool:
    from dicli.search.spelling import is_word

    return not is_known(word) and not is_word(word)


def _nearest(notices: Iterable[Notice], word: str) -> list[str]:
    """The words of notices that a misspelled word was likely meant to be."""
    from dicli.search.terms import nearest

    texts = " ".join(text for notice in notices for text in notice.words)
    known = set(re.findall(r"\w+", fold(texts))) - FUNCTION_WORDS
    most = len(word) // LETTERS_A_SLIP
    return [other for other, slips in nearest(sorted(known), word) if slips <= most]


def _numbers(catalogue: Catalogue, asked: Iterable[Asked]) -> list[int]:
    """The numbers of the phrases that a question may say."""
    found = set[int]()
    for one in asked:
        for word in (one.word, *one.corrected):
            found.update(catalogue.docs(_key_of_stem(word)))
        if len(one.word) >= SHORTEST:
            found.update(catalogue.docs(_key_of_letters(one.word)))
    return sorted(found)


def _said_of(
    notice: Notice, phrases: Iterable[str], asked: Sequence[Asked]
) -> Iterator[tuple[Notice, str]]:
    """A notice with each of some of its phrases that is said, in spite of what the
    notice is not to be shown for.
    """
    parsed_phrases = list(map(parsed, phrases))
    if not any(_words_said(phrase, asked) for phrase in parsed_phrases):
        return
    left = list(asked)
    for exception in map(parsed, notice.unless):
        for start in range(len(asked)):
            for position, _ in _said(asked, start, exception, _literally):
                left[position] = Asked("")
    for phrase in parsed_phrases:
        said = _words_said(phrase, left)
        if said:
            yield notice, said


def _words_said(phrase: Phrase, asked: Sequence[Asked]) -> str:
    """The words of a phrase that a question says, or nothing."""
    for start in range(len(asked)):
        said = _said(asked, start, phrase, _surely)
        if not said and len(phrase) > 1:
            said = _said(asked, start, phrase, _surely, _perhaps)
        if said:
            return " ".join(word for _, word in said)
    return ""


Match = Callable[[Asked, Step], str]
"""Gives the word of a step that a word of a question stands for, or nothing."""


def _said(
    asked: Sequence[Asked],
    start: int,
    phrase: Phrase,
    match: Match,
    match_once: Match | None = None,
) -> list[Said]:
    """The words of a phrase that a question says from a word on; none if it does not
    say all of them. One word may match in another way, if there is one.
    """
    step, *later = phrase
    end = start + 1
    if step.after_gap:
        end += BETWEEN
    for position in range(start, min(end, len(asked))):
        word = match(asked[position], step)
        left = match_once
        if not word and match_once:
            word = match_once(asked[position], step)
            left = None
        if not word:
            continue
        said = [Said(position, word)]
        rest = _said(asked, position + 1, later, match, left) if later else []
        if rest or not later:
            return said + rest
    return []


def _literally(asked: Asked, step: Step) -> str:
    return asked.word if asked.word in step.words else ""


def _surely(asked: Asked, step: Step) -> str:
    for word in (asked.word, *asked.corrected):
        if word in step.words:
            return word
    stems = {stem(word) for word in (asked.word, *asked.corrected)}
    for word in step.words:
        if stem(word) in stems:
            return word
    return ""


def _perhaps(asked: Asked, step: Step) -> str:
    """The word of a step that has the same letters as a word of a question."""
    if len(asked.word) < SHORTEST:
        return ""
    key = _key_of_letters(asked.word)
    for word in step.words:
        is_near = abs(len(word) - len(asked.word)) <= MORE_OR_LESS
        if is_near and _key_of_letters(word) == key:
            return word
    return ""
