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
from dicli.core.text import distinct, tokens
from dicli.search.asking import clauses, needs_in, telling
from dicli.search.index import ALL_FIELDS, Index, index_of
from dicli.search.names import (
    EXACT_NAME,
    has_name_in,
    misspelled_names,
    names_typed,
)
from dicli.search.notices import called
from dicli.search.phrases import agreement, whole_phrase
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
    """A document that answers: its number in the catalogue, its score, and whether
    nearness in meaning is a part of that.
    """

    doc: int
    score: float
    is_near: bool = False


class Ranking(NamedTuple):
    """The answers, best first, ties in catalogue order, or guesses if there are none;
    and the terms that led there.

    `fields` are those that were searched; `cut` says how many answers by words the
    filters leave out; `notices` are the sentences that the question calls for.
    """

    fields: frozenset[str]
    terms: Sequence[QueryTerm] = ()
    answers: Sequence[Scored] = ()
    guesses: Sequence[Scored] = ()
    cut: int = 0
    notices: tuple[str, ...] = ()

    def among(self, allowed: Collection[int] | None) -> Ranking:
        """The same with only those documents that are allowed (None: all)."""
        if allowed is None:
            return self
        answers = [answer for answer in self.answers if answer.doc in allowed]
        return self._replace(answers=answers, cut=len(self.answers) - len(answers))


class _Question:
    """A question to a catalogue: its needs (see `asking.needs_in`), one by one and in
    one text (`asked`), and its terms; the names of the fields that count, the documents
    that may be found (None: all), and the least score of an answer.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        text: str,
        fields: frozenset[str],
        allowed: Collection[int] | None,
    ) -> None:
        self.catalogue = catalogue
        self.inverted = index_of(catalogue)
        self.fields = fields
        self.allowed = allowed
        self.text = text[:LONGEST]
        self.needs = needs_in(self.text)
        self.asked = ". ".join(self.needs)
        self.terms = query_terms(
            self.inverted,
            len(catalogue),
            telling(self.asked)[:MAX_WORDS],
            last_typed=tokens(text)[-1:],
        )
        extra = WORDY_ANSWER * wordiness(self.inverted, len(catalogue))
        self.threshold = ANSWER + extra

    def scores(self, terms: Sequence[QueryTerm], text: str) -> dict[int, float]:
        """doc -> score for some of its terms and the part that they come from."""
        scores = scores_of(self.inverted, len(self.catalogue), terms, self.fields)
        for_them = _docs_for(self.catalogue, tokens(text)[:MAX_WORDS])
        for doc in for_them & scores.keys():
            scores[doc] *= 1 + FOR_THEM
        for doc in _best(scores, LOOKED_THROUGH):
            scores[doc] *= 1 + PHRASE * agreement(self.catalogue.resource(doc), terms)
        for doc in whole_phrase(self.catalogue, terms) & scores.keys():
            scores[doc] += WHOLE_PHRASE
        return scores

    def is_answered(
        self, terms: Sequence[QueryTerm], scores: Mapping[int, float]
    ) -> bool:
        """Whether the best of the scores for some terms is an answer: one that is high
        enough, to more than common words or to a whole phrase.
        """
        if max(scores.values(), default=0.0) < self.threshold:
            return False
        return not _all_common(terms) or bool(whole_phrase(self.catalogue, terms))


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
    question = _Question(catalogue, text, fields, allowed)
    return _ranked_by_words(question, guess).among(allowed)


def _looked_up(docs: Iterable[int]) -> Ranking:
    """The ranking of documents that were looked up: all are right."""
    return Ranking(ALL_FIELDS, answers=[Scored(doc, EXACT_NAME) for doc in docs])


def _ranked_by_words(question: _Question, guess: bool) -> Ranking:
    """The answers to a question by its words, else what is at a place that it names,
    else the nearest in meaning. One that calls for notices gets these instead of the
    last two. Unless it is a name, the resources of the notices come first.
    """
    scores = question.scores(question.terms, question.asked)
    bonuses = _bonuses_of_names(question, scores)
    # also raises the scores of what answers a sentence alone
    best_of_parts = _best_of_parts(question, scores)
    answers: list[Scored] = []
    if bonuses or question.is_answered(question.terms, scores):
        # if the best is an answer, half the threshold is enough for the others
        least = question.threshold / 2
        answers = _ordered(scores, bonuses, best_of_parts, least)
    notices = called(question.catalogue, tokens(question.text))
    if notices and not bonuses:  # who types a name wants just that
        answers = _with_first(_docs_of_notices(question.catalogue, notices), answers)
    if answers or notices:
        sentences = tuple(distinct(notice.text for notice in notices))
        return Ranking(question.fields, question.terms, answers, notices=sentences)
    if question.fields == ALL_FIELDS:
        from dicli.search import lookup

        located = lookup.located(question.catalogue, question.text)
        if located:
            return _looked_up(located)
    return _ranked_by_meaning(question, scores, guess)


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


def _bonuses_of_names(
    question: _Question, scores: Mapping[int, float]
) -> dict[int, float]:
    """doc -> bonus of the resources whose name is the question, with or without what is
    around its needs, or one of these: as it is, else with slips.
    """
    texts = [question.text, question.asked, *question.needs]
    bonuses = names_typed(question.catalogue, texts)
    if bonuses or all(term.is_known for term in question.terms):
        return bonuses
    likely = _best(scores, NAMES_LOOKED_THROUGH)
    return misspelled_names(question.catalogue, likely, texts)


def _best_of_parts(question: _Question, scores: dict[int, float]) -> list[int]:
    """The best documents for each sentence of a question that has an answer alone, or
    for each clause if there is one sentence. Raises `scores` to those that a sentence
    has alone.
    """
    best: list[int] = []
    if len(question.needs) == 1:
        for clause in clauses(question.needs[0]):
            best += _equally_best(_scores_alone(question, clause))
        return best
    for need in question.needs:
        alone = _scores_alone(question, need)
        best += _equally_best(alone)
        for doc, score in alone.items():
            scores[doc] = max(score, scores.get(doc, 0.0))
    return best


def _scores_alone(question: _Question, part: str) -> dict[int, float]:
    """doc -> score for a part of a question, by those of its terms that are in the part;
    empty if none or all of them are, or if the part has no answer alone.
    """
    words = set(telling(part))
    terms = [term for term in question.terms if term.word in words]
    if not terms or len(terms) == len(question.terms):
        return {}  # with all of them, it is the question, which has its scores
    scores = question.scores(terms, part)
    return scores if question.is_answered(terms, scores) else {}


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


def _docs_of_notices(catalogue: Catalogue, notices: Iterable[Notice]) -> list[int]:
    """The documents that some notices name: the first of each, then the second of each,
    and so on.
    """
    docs: list[int] = []
    for ids in zip_longest(*(notice.resources for notice in notices)):
        for id in filter(None, ids):
            docs += catalogue.docs(f"id={id}")
    return docs


def _with_first(first: Iterable[int], others: Sequence[Scored]) -> list[Scored]:
    """Some documents before all other answers, with a score that is as high as any."""
    highest = max((answer.score for answer in others), default=0.0)
    answers = {doc: Scored(doc, highest) for doc in first}
    for answer in others:
        answers.setdefault(answer.doc, answer)
    return list(answers.values())


def _ranked_by_meaning(
    question: _Question, scores: Mapping[int, float], guess: bool
) -> Ranking:
    """The nearest by words and meaning together as answers, if the question is more
    than common words and may be answered by any field; else as guesses.
    """
    nearest = _nearest(question, scores)
    best = nearest[0].score if nearest else 0.0
    may_answer = question.fields == ALL_FIELDS and not _all_common(question.terms)
    if may_answer and best >= NEAR:
        # if the best is an answer, half of that is enough for the others
        answers = [one for one in nearest[:GUESSES] if one.score >= NEAR / 2]
        return Ranking(question.fields, question.terms, answers)
    guesses = _guesses(question, nearest) if guess else []
    return Ranking(question.fields, question.terms, guesses=guesses)


def _nearest(question: _Question, scores: Mapping[int, float]) -> list[Scored]:
    """The documents with the greatest sums of score and nearness, of those that are
    allowed.
    """
    from dicli.search.nearness import nearness

    asked = [term for term in question.terms if not term.around] or question.terms
    near = nearness(question.catalogue, [term.likeliest for term in asked])
    sums = dict(scores)
    for doc, how_near in near.items():
        sums[doc] = how_near + scores.get(doc, 0.0)
    allowed = question.allowed
    if allowed is not None:
        sums = {doc: both for doc, both in sums.items() if doc in allowed}
    nearest = _best(sums, NAMES_LOOKED_THROUGH)
    return [Scored(doc, sums[doc], is_near=doc in near) for doc in nearest]


def _guesses(question: _Question, nearest: Sequence[Scored]) -> list[Scored]:
    """The first of the nearest documents, before them those whose whole name was said;
    only these if the nearest is not worth a guess.
    """
    said = set[str]()
    for term in question.terms:
        said.add(term.word)
        said.update(candidate.word for candidate in term.candidates)
    guesses = []
    for one in nearest:
        if has_name_in(question.catalogue.resource(one.doc), said):
            guesses.append(one)
    if nearest and nearest[0].score >= GUESS:
        guesses += nearest
    return distinct(guesses)[:GUESSES]
