"""Which notices a question calls for: those with a phrase that it says, perhaps inflected
or misspelled.

    gun               the word
    hit me/him/her    one word, then any one of the words with slashes between them
    took ... pills    up to BETWEEN words between them

A word is misspelled if neither the catalogue nor English or Spanish has it. A correctly
spelled word ("i was rapped") may also be a slip for one with the same letters, in
another order or number, if the phrase has other words and all of these are said. Phrases
under `unless` are first taken out of the question, if it says exactly their words.

Most questions call for no notice. To look at few phrases, `keys_of_notices` files each
of them under the words of its most telling step.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from dicli.core.catalogue import Catalogue
from dicli.core.model import Notice
from dicli.core.text import fold, stem, tokens
from dicli.search.asking import FUNCTION_WORDS, SPANISH
from dicli.search.index import Index, index_of

BETWEEN = 5  # words that `...` stands for, at most
GAP = "..."
SHORTEST = 3  # letters of a word that may be a slip
LETTERS_A_SLIP = 4  # a misspelled word has one wrong letter in four at most
MOST_REPEATED = 2  # how much longer or shorter a slip with the same letters may be


class Step:
    """A word of a phrase: what it may be, and whether other words may stand before."""

    def __init__(self, words: Sequence[str], after_gap: bool) -> None:
        self.words = words
        self.after_gap = after_gap


Phrase = Sequence[Step]


class Asked:
    """A word of a question; if it is misspelled, the words that it may have been meant
    to be.
    """

    def __init__(self, word: str, corrected: Sequence[str] = ()) -> None:
        self.word = word
        self.corrected = corrected


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


# ---- when a catalogue is compiled ----------------------------------------------------


def keys_of_notices(notices: Iterable[Notice]) -> Iterator[tuple[str, int]]:
    """The keys under which the phrases of some notices are found, each with the number
    of its phrase, counted through all notices.
    """
    texts = chain.from_iterable(notice.words for notice in notices)
    for number, phrase in enumerate(map(parsed, texts)):
        if not phrase:
            continue
        most_telling = min(phrase, key=_function_words_in)
        for word in most_telling.words:
            yield _key_of_stem(stem(word)), number
            if len(phrase) > 1:
                yield _key_of_letters(word), number


def _function_words_in(step: Step) -> int:
    """How many words of a step are function words."""
    return sum(word in FUNCTION_WORDS or word in SPANISH for word in step.words)


def _key_of_stem(root: str) -> str:
    return f"calls={root}"


def _key_of_letters(word: str) -> str:
    """The key of all words with the same first letter and the same letters: "rapped"
    and "raped" have `letters=radepr`.
    """
    return f"letters={word[:1]}{''.join(sorted(set(word)))}"


# ---- when a question is asked --------------------------------------------------------


def called(catalogue: Catalogue, words: Sequence[str]) -> list[Notice]:
    """The notices that some folded words call for, in the order of the catalogue."""
    if not catalogue.notices:
        return []
    index = index_of(catalogue)
    asked = _asked(catalogue, index, words)
    possible = _possible_phrases(catalogue, index, asked)
    notices = []
    first = 0  # number of the notice's first phrase, counted through all notices
    for notice in catalogue.notices:
        end = first + len(notice.words)
        its_numbers = [number for number in possible if first <= number < end]
        phrases = [notice.words[number - first] for number in its_numbers]
        if _is_called_for(notice, phrases, asked):
            notices.append(notice)
        first = end
    return notices


def _asked(catalogue: Catalogue, index: Index, words: Iterable[str]) -> list[Asked]:
    """The words of a question; the misspelled ones with their corrections."""
    asked = []
    known: list[str] = []
    for word in words:
        corrected: list[str] = []
        if _is_misspelled(index, word):
            known = known or _words_of(catalogue.notices)  # made once, if needed
            corrected = _nearest(known, word)
        asked.append(Asked(word, corrected))
    return asked


def _is_misspelled(index: Index, word: str) -> bool:
    """Whether neither the catalogue, in any inflection, nor English or Spanish has a
    word.
    """
    if len(word) < LETTERS_A_SLIP or index.family(word):
        return False
    from dicli.search.spelling import is_word

    return not is_word(word)


def _words_of(notices: Iterable[Notice]) -> list[str]:
    """All words of the phrases of some notices, without function words."""
    phrases = chain.from_iterable(notice.words for notice in notices)
    words = re.findall(r"\w+", fold(" ".join(phrases)))
    return sorted(set(words) - FUNCTION_WORDS)


def _nearest(known: Sequence[str], word: str) -> list[str]:
    """The known words that a misspelled word was likely meant to be."""
    from dicli.search.terms import nearest

    most = len(word) // LETTERS_A_SLIP
    return [other for other, slips in nearest(known, word) if slips <= most]


def _possible_phrases(
    catalogue: Catalogue, index: Index, asked: Iterable[Asked]
) -> list[int]:
    """The numbers of the phrases that a question may say, in rising order; most of them
    it does not.
    """
    numbers = set[int]()
    for each in asked:
        for form in (each.word, *each.corrected):
            numbers.update(catalogue.docs(_key_of_stem(index.stem_of(form))))
        if len(each.word) >= SHORTEST:
            numbers.update(catalogue.docs(_key_of_letters(each.word)))
    return sorted(numbers)


def _is_called_for(
    notice: Notice, phrases: Iterable[str], asked: Sequence[Asked]
) -> bool:
    """Whether a question says any of some phrases of a notice, and still does without
    the words of the notice's exceptions (`unless`).
    """
    parsed_phrases = list(map(parsed, phrases))
    if not any(_is_said(phrase, asked) for phrase in parsed_phrases):
        return False
    left = list(asked)
    for exception in map(parsed, notice.unless):
        for positions in _readings(exception, asked, _is_same_word):
            for position in positions:
                left[position] = Asked("")
    return any(_is_said(phrase, left) for phrase in parsed_phrases)


def _is_said(phrase: Phrase, asked: Sequence[Asked]) -> bool:
    """Whether a question says a phrase, with at most one slip of the same letters."""
    match_once = _has_same_letters if len(phrase) > 1 else None
    return bool(_readings(phrase, asked, _is_inflection, match_once))


Match = Callable[[Asked, Step], bool]
"""Whether a word of a question stands for a step of a phrase."""
Positions = tuple[int, ...]
"""Where the words of a phrase, or its first ones, stand in a question."""


def _readings(
    phrase: Phrase,
    asked: Sequence[Asked],
    match: Match,
    match_once: Match | None = None,
) -> Iterable[Positions]:
    """Where in a question the words of a phrase stand; empty if it is not said. Each
    word of the phrase has to `match`; one of them may `match_once` instead.

    The phrase is read step by step. Readings that end at the same word are counted as
    one: however often words are repeated, the readings stay few.
    """
    # The key: the position of the last word read, and whether `match_once` was used up.
    # The phrase may begin anywhere: at first, each position comes next.
    readings: dict[tuple[int, bool], Positions] = {
        (position - 1, False): () for position in range(len(asked))
    }
    for step in phrase:
        further: dict[tuple[int, bool], Positions] = {}
        for (last, slipped), positions in readings.items():
            for position in _next_positions(step, last, len(asked)):
                if match(asked[position], step):
                    reached = position, slipped
                elif match_once and not slipped and match_once(asked[position], step):
                    reached = position, True
                else:
                    continue
                further.setdefault(reached, (*positions, position))
        readings = further
    return readings.values()


def _next_positions(step: Step, last: int, size: int) -> range:
    """Where a step may stand after the word at the position `last`, of `size`."""
    end = last + 2
    if step.after_gap:
        end += BETWEEN
    return range(last + 1, min(end, size))


def _is_same_word(asked: Asked, step: Step) -> bool:
    return asked.word in step.words


def _is_inflection(asked: Asked, step: Step) -> bool:
    """Whether a word of a question, or one that it may have been meant to be, has the
    same stem as a word of a step.
    """
    stems = set(map(stem, (asked.word, *asked.corrected)))
    return any(stem(word) in stems for word in step.words)


def _has_same_letters(asked: Asked, step: Step) -> bool:
    """Whether a word of a question has the same letters as a word of a step, in another
    order or number: "rapped" and "raped".
    """
    if len(asked.word) < SHORTEST:
        return False
    key = _key_of_letters(asked.word)
    return any(
        abs(len(word) - len(asked.word)) <= MOST_REPEATED
        and _key_of_letters(word) == key
        for word in step.words
    )
