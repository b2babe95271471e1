"""Ranked search: which resources answer a question, and whether they are answers,
guesses or nothing.

    dicli find homer phillips        a name: an answer
    dicli find tenure review         both words are there: an answer
    dicli find phillips screwdriver  half of it is there: a guess

What looks like a phone number or an address is looked up (see `lookup`). Else the names
that were typed whole come first (see `names`), then what answers most of the question
(see `scoring`), more if it agrees with one phrase (see `phrases`) or is for people whom
the question names. A question of several parts is answered part by part.

Outcomes, on the scale of the scores: a best score of ANSWER, and up to WORDY_ANSWER
more if a catalogue has many words for each resource, is an answer. Words said around a
need, and everyday words, are not an answer alone. If nothing is one, the nearest by
words and meaning together (score plus nearness) are answers if the nearest reaches
NEAR, else guesses; first those whose whole name was said.

The figures behind the constants, and how to measure again: benchmarks/README.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import nlargest
from itertools import zip_longest
from math import log
from typing import NamedTuple

from dicli.core.catalogue import Catalogue
from dicli.core.model import Notice
from dicli.core.text import distinct, fold, tokens
from dicli.search.asking import clauses, needs_in, telling
from dicli.search.index import ALL_FIELDS, Index, index_of
from dicli.search.names import (
    EXACT_NAME,
    NamesTyped,
    longest_name_within,
    misspelled_names,
    names_typed,
)
from dicli.search.notices import called
from dicli.search.phrases import agreement, is_said, whole_phrase
from dicli.search.scoring import scores_of
from dicli.search.terms import QueryTerm, query_terms

# Letters of a question that are read, and words: what a person types is shorter, and
# what a program pastes stays cheap.
LONGEST, MAX_WORDS = 2000, 64
ANSWER = 0.26  # the best answer answers so much of the question at least
WORDY_ANSWER = 0.15  # and so much more if many words lead to each resource
# Postings a resource: a catalogue with so few is not wordy, one with so many fully is.
FEW_POSTINGS, MANY_POSTINGS = 35, 150
# Score and nearness of the nearest add up to so much if it is an answer, and to so much
# if it is worth a guess.
NEAR = 0.75
GUESS = 0.12
GUESSES = 3  # at most
PHRASE = 1.0  # how much better an answer is that agrees with the question in one phrase
WHOLE_PHRASE = 1.0  # the bonus if that phrase is the question
# How much better an answer is that is for an audience that the question names.
FOR_THEM = 0.2
# The share of the best score that the best answer to a part of a question gets.
PART = 0.99
# How many of the best are looked through for phrases, and for names.
LOOKED_THROUGH = 10
NAMES_LOOKED_THROUGH = 30
# Words in the longest name of an audience that is looked for in a question.
AUDIENCE_WORDS = 4


class Scored(NamedTuple):
    """A document that answers: its number in the catalogue, and its score."""

    doc: int
    score: float


class Ranking(NamedTuple):
    """The answers, best first, ties in catalogue order, or guesses if there are none;
    and the terms that led there.

    `fields` are those that were searched; `near` are the documents of which nearness in
    meaning is a part of the score; `corrected` has the misspelled words of a name that
    was typed whole; `cut` says how many answers the filters leave out; `notices` are
    the sentences that the question calls for.
    """

    fields: frozenset[str]
    terms: Sequence[QueryTerm] = ()
    answers: Sequence[Scored] = ()
    guesses: Sequence[Scored] = ()
    near: frozenset[int] = frozenset()
    corrected: Mapping[str, str] = {}
    cut: int = 0
    notices: tuple[str, ...] = ()

    def among(self, allowed: Collection[int] | None) -> Ranking:
        """The same with only those documents that are allowed (None: all)."""
        if allowed is None:
            return self
        answers = [answer for answer in self.answers if answer.doc in allowed]
        guesses = [guess for guess in self.guesses if guess.doc in allowed]
        cut = len(self.answers) - len(answers)
        return self._replace(answers=answers, guesses=guesses, cut=cut)


class _Search:
    """What is the same for all parts of a question: where is searched, the names of the
    fields that count, the documents that may be found (None: all), and the least score
    of an answer.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        fields: frozenset[str],
        allowed: Collection[int] | None,
    ) -> None:
        self.catalogue = catalogue
        self.inverted = index_of(catalogue)
        self.fields = fields
        self.allowed = allowed
        extra = WORDY_ANSWER * wordiness(self.inverted, len(catalogue))
        self.threshold = ANSWER + extra

    def scores(self, terms: Sequence[QueryTerm], text: str) -> dict[int, float]:
        """doc -> score for some terms and the text that they come from."""
        scores = scores_of(self.inverted, len(self.catalogue), terms, self.fields)
        for_them = _docs_for(self.catalogue, tokens(text)[:MAX_WORDS])
        for doc in for_them & scores.keys():
            scores[doc] *= 1 + FOR_THEM
        said = f" {fold(text)} "
        for doc in _best(scores, LOOKED_THROUGH):
            agreed = agreement(self.catalogue.resource(doc), terms, said)
            scores[doc] *= 1 + PHRASE * agreed
        for doc in whole_phrase(self.catalogue, terms) & scores.keys():
            scores[doc] += WHOLE_PHRASE
        return scores

    def is_answered(
        self, terms: Sequence[QueryTerm], scores: Mapping[int, float], text: str
    ) -> bool:
        """Whether the best of some scores is an answer: one that is high enough, to
        more than common words or to a phrase word for word.
        """
        if max(scores.values(), default=0.0) < self.threshold:
            return False
        if not _all_common(terms):
            return True
        said = f" {fold(text)} "
        best = _equally_best(scores)[:LOOKED_THROUGH]
        return any(is_said(self.catalogue.resource(doc), said) for doc in best)


def ranked(
    catalogue: Catalogue,
    text: str,
    fields: frozenset[str] = ALL_FIELDS,
    allowed: Collection[int] | None = None,
    guess: bool = True,
) -> Ranking:
    """The resources that answer a text.

    `fields` are the names of the fields that count, `allowed` the documents that may be
    found (None: all). `guess` says whether guesses are wanted if nothing answers.
    """
    if fields == ALL_FIELDS and _may_be_reached(text) and not catalogue.named(text):
        from dicli.search import lookup

        docs, text = lookup.looked_up(catalogue, text)
        if docs:
            return _looked_up(docs).among(allowed)
    search = _Search(catalogue, fields, allowed)
    return _ranked_by_words(search, text, guess).among(allowed)


def _looked_up(docs: Iterable[int]) -> Ranking:
    """The ranking of documents that were looked up: all are right."""
    return Ranking(ALL_FIELDS, answers=[Scored(doc, EXACT_NAME) for doc in docs])


def _ranked_by_words(search: _Search, text: str, guess: bool) -> Ranking:
    """The answers to a text by its words, else what is at a place that it names, else
    the nearest in meaning. A text that calls for notices gets these instead of the last
    two. Unless it is a name, the resources of the notices come first.
    """
    needs = needs_in(text[:LONGEST])
    question = ". ".join(needs)
    words = telling(question)[:MAX_WORDS]
    terms = query_terms(
        search.inverted, len(search.catalogue), words, last_typed=_last_word(text)
    )
    scores = search.scores(terms, question)
    names = _names_in(search, [text, question, *needs], terms, scores)
    # also raises the scores of what answers a part alone
    best_of_parts = _best_of_parts(search, needs, terms, scores)
    answers: list[Scored] = []
    if names.bonuses or search.is_answered(terms, scores, question):
        # if the best is an answer, half the threshold is enough for the others
        least = search.threshold / 2
        answers = _ordered(scores, names.bonuses, best_of_parts, least)
    notices = called(search.catalogue, tokens(text[:LONGEST]))
    if notices and not names.bonuses:  # who types a name wants just that
        answers = _with_first(_docs_of_notices(search, notices), answers)
    if not answers and not notices:
        located = _located(search, text)
        if located:
            return _looked_up(located)
        return _ranked_by_meaning(search, terms, scores, guess)
    return Ranking(
        search.fields,
        terms,
        answers,
        corrected=names.corrected,
        notices=tuple(distinct(notice.text for notice in notices)),
    )


def _last_word(text: str) -> str:
    words = tokens(text)
    return words[-1] if words else ""


def _may_be_reached(text: str) -> bool:
    """Whether a text may hold a number or an address to look up."""
    return "@" in text or "." in text or any(map(str.isdigit, text))


def wordiness(index: Index, size: int) -> float:
    """How many words lead to each resource of a catalogue, from 0 (few) to 1 (many)."""
    postings = max(1.0, index.total_postings() / max(1, size))
    return min(
        1.0, max(0.0, log(postings / FEW_POSTINGS) / log(MANY_POSTINGS / FEW_POSTINGS))
    )


def _all_common(terms: Iterable[QueryTerm]) -> bool:
    return all(term.is_common for term in terms)


def _best(scores: Mapping[int, float], number: int) -> list[int]:
    return nlargest(number, scores, key=scores.__getitem__)


def _equally_best(scores: Mapping[int, float]) -> list[int]:
    """The documents with the highest score."""
    highest = max(scores.values(), default=0.0)
    return [doc for doc, score in scores.items() if score == highest]


def _docs_for(catalogue: Catalogue, words: Sequence[str]) -> set[int]:
    """The documents that name an audience which some of the words name."""
    numbers = set[int]()
    for start in range(len(words)):
        for end in range(start + 1, start + 1 + AUDIENCE_WORDS):
            name = " ".join(words[start:end])
            numbers.update(catalogue.docs(f"who={name}"))
    docs = set[int]()
    for number in numbers:
        docs |= index_of(catalogue).docs_of_term(number)
    return docs


def _names_in(
    search: _Search,
    texts: Sequence[str],
    terms: Iterable[QueryTerm],
    scores: Mapping[int, float],
) -> NamesTyped:
    """The names that are one of some texts, the question in several forms: as they are,
    else with slips.
    """
    typed = names_typed(search.catalogue, texts)
    if typed.bonuses or all(term.is_known for term in terms):
        return typed
    resources = {
        doc: search.catalogue.resource(doc)
        for doc in _best(scores, NAMES_LOOKED_THROUGH)
    }
    return misspelled_names(resources, texts)


def _best_of_parts(
    search: _Search,
    needs: Iterable[str],
    terms: Sequence[QueryTerm],
    scores: dict[int, float],
) -> list[int]:
    """The best documents for each part of a question, a need or a clause of one, that
    has an answer alone. Raises `scores` to those that a need has alone.
    """
    best_of_parts: list[int] = []
    if len(terms) < 2:
        return best_of_parts
    for need in needs:
        alone = _scores_alone(search, need, terms)
        best_of_parts += _equally_best(alone)
        for doc, score in alone.items():
            scores[doc] = max(score, scores.get(doc, 0.0))
        for clause in clauses(need):
            best_of_parts += _equally_best(_scores_alone(search, clause, terms))
    return best_of_parts


def _scores_alone(
    search: _Search, part: str, terms: Sequence[QueryTerm]
) -> dict[int, float]:
    """doc -> score for a part of a question, by those of `terms` that are in the part;
    empty if none or all of them are, or if the part has no answer alone.
    """
    words = set(telling(part))
    own = [term for term in terms if term.word in words]
    if not own or len(own) == len(terms):
        return {}  # with all of them, it is the question, which has its scores
    scores = search.scores(own, part)
    return scores if search.is_answered(own, scores, part) else {}


def _ordered(
    scores: Mapping[int, float],
    bonuses: Mapping[int, float],
    best_of_parts: Iterable[int],
    least: float,
) -> list[Scored]:
    """The answers, best first: what has at least some score or a bonus for its name.
    Without bonuses, the best for parts of the question come near the first.
    """
    answers = {doc: score for doc, score in scores.items() if score >= least}
    for doc, bonus in bonuses.items():
        answers[doc] = bonus if bonus == EXACT_NAME else bonus + answers.get(doc, 0.0)
    if not bonuses:
        best = max(answers.values())
        for doc in answers.keys() & set(best_of_parts):
            answers[doc] = max(answers[doc], best * PART)
    order = sorted(answers, key=lambda doc: (-answers[doc], doc))
    return [Scored(doc, answers[doc]) for doc in order]


def _docs_of_notices(search: _Search, notices: Iterable[Notice]) -> list[int]:
    """The documents that some notices name: the first of each, then the second of each,
    and so on.
    """
    docs: list[int] = []
    for ids in zip_longest(*(notice.resources for notice in notices)):
        for id in filter(None, ids):
            docs += search.catalogue.docs(f"id={id}")
    return docs


def _with_first(first: Iterable[int], others: Sequence[Scored]) -> list[Scored]:
    """Some documents before all other answers, with a score that is as high as any."""
    highest = max((answer.score for answer in others), default=0.0)
    answers = {doc: Scored(doc, highest) for doc in first}
    for answer in others:
        answers.setdefault(answer.doc, answer)
    return list(answers.values())


def _located(search: _Search, text: str) -> list[int]:
    """The documents at a place that a text names, if any field is searched."""
    from dicli.search import lookup

    if search.fields != ALL_FIELDS:
        return []
    return lookup.located(search.catalogue, text)


def _ranked_by_meaning(
    search: _Search,
    terms: Sequence[QueryTerm],
    scores: Mapping[int, float],
    guess: bool,
) -> Ranking:
    """The nearest by words and meaning together as answers, if the question is more
    than common words and may be answered by any field; else as guesses.
    """
    sums = _scores_and_nearness(search, terms, scores)
    allowed = sums
    if search.allowed is not None:
        allowed = {doc: both for doc, both in sums.items() if doc in search.allowed}
    answers: Sequence[Scored] = ()
    if search.fields == ALL_FIELDS and not _all_common(terms):
        answers = _near_enough(allowed)
        if not answers and search.allowed is not None:
            answers = _near_enough(sums)  # to be counted, as filters leave them out
    guesses: Sequence[Scored] = ()
    if guess and not answers:
        guesses = _guesses(search, terms, allowed)
    found = (*answers, *guesses)
    near = frozenset(doc for doc, both in found if both > scores.get(doc, 0.0))
    return Ranking(search.fields, terms, answers, guesses, near)


def _near_enough(sums: Mapping[int, float]) -> Sequence[Scored]:
    """The documents with the greatest sums of score and nearness, if the greatest is
    enough for an answer; half of that is enough for the others, as it is by words.
    """
    best = [Scored(doc, sums[doc]) for doc in _best(sums, GUESSES)]
    if not best or best[0].score < NEAR:
        return ()
    return [one for one in best if one.score >= NEAR / 2]


def _guesses(
    search: _Search, terms: Sequence[QueryTerm], sums: Mapping[int, float]
) -> list[Scored]:
    """The documents with the greatest sums of score and nearness, first those whose
    whole name was said; nothing if none is worth a guess.
    """
    nearest = _best(sums, NAMES_LOOKED_THROUGH)
    is_near = bool(nearest) and sums[nearest[0]] >= GUESS
    lengths: dict[int, int] = {}  # of names
    for doc in nearest:
        length = longest_name_within(search.catalogue.resource(doc), terms)
        if length or is_near:
            lengths[doc] = length
    order = sorted(lengths, key=lambda doc: -lengths[doc])
    return [Scored(doc, sums[doc]) for doc in order[:GUESSES]]


def _scores_and_nearness(
    search: _Search, terms: Sequence[QueryTerm], scores: Mapping[int, float]
) -> dict[int, float]:
    """doc -> score plus nearness."""
    from dicli.search.nearness import nearness

    asked = [term for term in terms if not term.around] or terms
    sums = nearness(search.catalogue, [term.likeliest for term in asked])
    for doc, score in scores.items():
        sums[doc] = score + sums.get(doc, 0.0)
    return sums
