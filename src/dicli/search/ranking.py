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
from dicli.search.names import EXACT_NAME, has_name_in, misspelled_names, names_typed
from dicli.search.notices import called
from dicli.search.phrases import agreement, whole_keyword, whole_phrase
from dicli.search.scoring import scores_of
from dicli.search.terms import QueryTerm, query_terms

# What is read of a question: what a person types is shorter, and what a program pastes
# stays cheap.
LONGEST = 2000  # letters
MAX_WORDS = 64
ANSWER = 0.26  # the least score of the best answer
WORDY_ANSWER = 0.15  # what is added to it if many words lead to each resource
FEW_POSTINGS = 35  # for each resource: a catalogue with as few is not wordy
MANY_POSTINGS = 150  # one with as many is fully so
NEAR = 0.75  # the least score plus nearness of the nearest if it is an answer
GUESS = 0.12  # and if it is worth a guess
GUESSES = 3  # at most
PHRASE = 1.0  # a score is raised by this share if one phrase agrees with the question
WHOLE_PHRASE = 1.0  # the bonus if that phrase is the question
# A score is raised by this share if the question names an audience of the resource.
FOR_AUDIENCE = 0.2
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
    """A question to a catalogue.

    `text` is all of it, `needs` are its sentences without what is said around them (see
    `asking.needs_in`), `need` is these in one text, and `terms` are those of this text.
    `threshold` is the least score of the best answer. `fields` and `allowed`: see
    `ranked`.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        text: str,
        fields: frozenset[str],
        allowed: Collection[int] | None,
    ) -> None:
        self.catalogue = catalogue
        self.index = index_of(catalogue)
        self.fields = fields
        self.allowed = allowed
        self.text = text[:LONGEST]
        self.needs = needs_in(self.text)
        self.need = ". ".join(self.needs)
        self.terms = query_terms(
            self.index,
            len(catalogue),
            telling(self.need)[:MAX_WORDS],
            last_typed=tokens(text)[-1:],
        )
        extra = WORDY_ANSWER * wordiness(self.index, len(catalogue))
        self.threshold = ANSWER + extra

    def scores(self, terms: Sequence[QueryTerm], text: str) -> dict[int, float]:
        """doc -> score for some terms of the question; `text` is the part of the
        question that they are from.
        """
        scores = scores_of(self.index, len(self.catalogue), terms, self.fields)
        for_audience = _docs_for(self.catalogue, tokens(text)[:MAX_WORDS])
        for doc in for_audience & scores.keys():
            scores[doc] *= 1 + FOR_AUDIENCE
        for doc in _best(scores, LOOKED_THROUGH):
            scores[doc] *= 1 + PHRASE * agreement(self.catalogue.resource(doc), terms)
        for doc in whole_phrase(self.catalogue, terms) & scores.keys():
            scores[doc] += WHOLE_PHRASE
        return scores

    def is_answered(
        self, terms: Sequence[QueryTerm], scores: Mapping[int, float]
    ) -> bool:
        """Whether some terms, which have these scores, have an answer: the best score is
        high enough, and the terms are not all common, unless they are a whole keyword.
        """
        if max(scores.values(), default=0.0) < self.threshold:
            return False
        return not _all_common(terms) or bool(whole_keyword(self.catalogue, terms))


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
    """The ranking of documents that were looked up: all of them are answers."""
    return Ranking(ALL_FIELDS, answers=[Scored(doc, EXACT_NAME) for doc in docs])


def _ranked_by_words(question: _Question, guess: bool) -> Ranking:
    """The answers to the words of a question, if there are any; else what is at the
    location that it names; else the nearest in meaning.

    If the question calls for notices, nothing is looked for by location or meaning, and
    the resources of the notices come first, unless the question is a name.
    """
    scores = question.scores(question.terms, question.need)
    bonuses = _bonuses_of_names(question, scores)
    scores_of_parts = _scores_of_parts(question)
    if len(question.needs) > 1:  # a resource may answer just one of the sentences
        scores = _highest(scores, *scores_of_parts)
    answers: list[Scored] = []
    if bonuses or question.is_answered(question.terms, scores):
        # if the best is an answer, half the threshold is enough for the others
        least = question.threshold / 2
        answers = _ordered(scores, bonuses, scores_of_parts, least)
    notices = called(question.catalogue, tokens(question.text))
    if notices and not bonuses:  # who types a name wants just that
        answers = _with_first(_docs_of_notices(question.catalogue, notices), answers)
    if answers or notices:
        sentences = tuple(distinct(notice.text for notice in notices))
        return Ranking(question.fields, question.terms, answers, notices=sentences)
    located = _located(question)
    if located:
        return _looked_up(located)
    return _ranked_by_meaning(question, scores, guess)


def _located(question: _Question) -> list[int]:
    """The documents at a location, if a question says nothing else."""
    if question.fields != ALL_FIELDS:
        return []
    from dicli.search import lookup

    return lookup.located(question.catalogue, question.text)


def _may_be_reached(text: str) -> bool:
    """Whether a text may hold a number or an address to look up."""
    return "@" in text or "." in text or any(map(str.isdigit, text))


def wordiness(index: Index, size: int) -> float:
    """How many words lead to each resource of a catalogue, from 0 (few) to 1 (many)."""
    postings = max(1.0, index.total_postings() / max(1, size))
    share = log(postings / FEW_POSTINGS) / log(MANY_POSTINGS / FEW_POSTINGS)
    return min(1.0, max(0.0, share))


def _all_common(terms: Iterable[QueryTerm]) -> bool:
    return all(term.is_common for term in terms)


def _best(scores: Mapping[int, float], number: int) -> list[int]:
    return nlargest(number, scores, key=scores.__getitem__)


def _highest(*several: Mapping[int, float]) -> dict[int, float]:
    """doc -> its highest score."""
    highest: dict[int, float] = {}
    for scores in several:
        for doc, score in scores.items():
            highest[doc] = max(score, highest.get(doc, 0.0))
    return highest


def _equally_best(scores: Mapping[int, float]) -> list[int]:
    """The documents with the highest score."""
    highest = max(scores.values(), default=0.0)
    return [doc for doc, score in scores.items() if score == highest]


def _docs_for(catalogue: Catalogue, words: Sequence[str]) -> set[int]:
    """The documents for an audience whose name is in some words."""
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
    """doc -> bonus of the resources whose name is the question, as it was typed, without
    what is said around its needs, or one of its needs. If there are none, the name may
    have slips.
    """
    texts = [question.text, question.need, *question.needs]
    bonuses = names_typed(question.catalogue, texts)
    if bonuses or all(term.is_known for term in question.terms):
        return bonuses
    likely = _best(scores, NAMES_LOOKED_THROUGH)
    return misspelled_names(question.catalogue, likely, texts)


def _scores_of_parts(question: _Question) -> list[dict[int, float]]:
    """doc -> score for each sentence of a question; for each clause if there is only one
    sentence.
    """
    parts = question.needs
    if len(parts) == 1:
        parts = clauses(parts[0])
    return [_scores_of_part(question, part) for part in parts]


def _scores_of_part(question: _Question, part: str) -> dict[int, float]:
    """doc -> score for the terms of a question that are in a part of it; empty if none
    or all of them are, or if the part alone has no answer.
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
    scores_of_parts: Iterable[Mapping[int, float]],
    least: float,
) -> list[Scored]:
    """The answers, best first: the documents with a score of at least `least`, or a
    bonus for their names. If none has a bonus, the best for parts of the question are
    raised to nearly the best score.
    """
    answers = {doc: score for doc, score in scores.items() if score >= least}
    for doc, bonus in bonuses.items():
        answers[doc] = bonus if bonus == EXACT_NAME else bonus + answers.get(doc, 0.0)
    if not bonuses:
        best = max(answers.values())
        for scores_of_part in scores_of_parts:
            for doc in answers.keys() & _equally_best(scores_of_part):
                answers[doc] = max(answers[doc], best * PART)
    order = sorted(answers, key=lambda doc: (-answers[doc], doc))
    return [Scored(doc, answers[doc]) for doc in order]


def _docs_of_notices(catalogue: Catalogue, notices: Iterable[Notice]) -> list[int]:
    """The resources of some notices: the first of each notice, then the second of each,
    and so on.
    """
    docs: list[int] = []
    for ids in zip_longest(*(notice.resources for notice in notices)):
        for id in filter(None, ids):
            docs += catalogue.docs(f"id={id}")
    return docs


def _with_first(first: Iterable[int], others: Sequence[Scored]) -> list[Scored]:
    """Some documents, with the highest score of the answers, then the other answers."""
    highest = max((answer.score for answer in others), default=0.0)
    answers = {doc: Scored(doc, highest) for doc in first}
    for answer in others:
        answers.setdefault(answer.doc, answer)
    return list(answers.values())


def _ranked_by_meaning(
    question: _Question, scores: Mapping[int, float], guess: bool
) -> Ranking:
    """The nearest by words and meaning together: as answers if they are near enough, all
    fields count and not all terms are common; else as guesses.
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
    """The allowed documents with the greatest sums of score and nearness."""
    from dicli.search.nearness import nearness

    asked = [term for term in question.terms if not term.is_around] or question.terms
    near = nearness(question.catalogue, [term.likeliest for term in asked])
    sums = dict(scores)
    for doc, how_near in near.items():
        sums[doc] = how_near + scores.get(doc, 0.0)
    allowed = question.allowed
    if allowed is not None:
        sums = {doc: total for doc, total in sums.items() if doc in allowed}
    nearest = _best(sums, NAMES_LOOKED_THROUGH)
    return [Scored(doc, sums[doc], is_near=doc in near) for doc in nearest]


def _guesses(question: _Question, nearest: Sequence[Scored]) -> list[Scored]:
    """At most GUESSES of the nearest documents: those whose whole name was said, then
    the others if the nearest is worth a guess.
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
