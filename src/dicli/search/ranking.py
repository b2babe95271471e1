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
words and meaning together (score plus nearness) are guesses; first those whose whole
name was said.

The figures behind the constants, and how to measure again: benchmarks/README.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import nlargest
from math import log
from typing import NamedTuple

from dicli.core.catalogue import Catalogue
from dicli.core.model import Notice
from dicli.core.text import fold, tokens
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
from dicli.search.phrases import (
    agreement,
    is_said,
    whole_phrase,
)
from dicli.search.scoring import scores_of
from dicli.search.terms import QueryTerm, query_terms

# Letters of a question that are read, and words: what a person types is shorter, and
# what a program pastes stays cheap.
LONGEST, MAX_WORDS = 2000, 64
ANSWER = 0.26  # the best answer answers so much of the question at least
WORDY_ANSWER = 0.15  # and so much more if many words lead to each resource
# of each resource, in catalogues that are not wordy at all and fully
FEW_POSTINGS, MANY_POSTINGS = 35, 150
# the score and the nearness of the best guess add up to so much at least
GUESS = 0.1
GUESSES = 3  # at most
PHRASE = 1.0  # how much better an answer is that agrees with the question in one phrase
WHOLE_PHRASE = 1.0  # the bonus if that phrase is the question
# how much better an answer is that is for an audience that the question names
FOR_THEM = 0.2
# of the best score: what the best answer to a part of the question gets at least
PART = 0.99
# of the best are looked through for phrases, and NAMES_LOOKED_THROUGH for names
LOOKED_THROUGH = 10
NAMES_LOOKED_THROUGH = 30
# of the longest names of audiences that are looked for in a question
AUDIENCE_WORDS = 4


class Found(NamedTuple):
    """A document that answers: its number in the catalogue, and its score."""

    doc: int
    score: float


class Ranking(NamedTuple):
    """What was found, best first, ties in catalogue order; guesses if nothing was; and
    the terms that led there.

    `fields` are those that were searched; `corrected` has the misspelled words of a
    name that was typed whole; `cut` says how many answers the filters leave out;
    `notices` are the sentences that the question calls for.
    """

    fields: frozenset[str]
    terms: Sequence[QueryTerm] = ()
    found: Sequence[Found] = ()
    guessed: Sequence[Found] = ()
    corrected: Mapping[str, str] = {}
    cut: int = 0
    notices: tuple[str, ...] = ()

    def among(self, allowed: Collection[int] | None) -> Ranking:
        """The same with only those documents that are allowed (None: all)."""
        if allowed is None:
            return self
        found = [hit for hit in self.found if hit.doc in allowed]
        guessed = [hit for hit in self.guessed if hit.doc in allowed]
        return self._replace(
            found=found, guessed=guessed, cut=len(self.found) - len(found)
        )


class _Search(NamedTuple):
    """What is the same for all parts of a question."""

    catalogue: Catalogue
    inverted: Index
    fields: frozenset[str]
    threshold: float

    def scores(self, terms: Sequence[QueryTerm], text: str) -> dict[int, float]:
        """doc -> score for some terms and the text that they come from."""
        scores = scores_of(self.inverted, len(self.catalogue), terms, self.fields)
        for doc in _docs_for(self.catalogue, tokens(text)[:MAX_WORDS]) & scores.keys():
            scores[doc] *= 1 + FOR_THEM
        said = f" {fold(text)} "
        for doc in _best(scores, LOOKED_THROUGH):
            scores[doc] *= 1 + PHRASE * agreement(
                self.catalogue.resource(doc), terms, said
            )
        for doc in whole_phrase(self.catalogue, terms) & scores.keys():
            scores[doc] += WHOLE_PHRASE
        return scores

    def answers(
        self, terms: Sequence[QueryTerm], scores: Mapping[int, float], text: str
    ) -> bool:
        """Whether the best of some scores is an answer: one that is high enough, to
        more than common words or to a phrase word for word.
        """
        if max(scores.values(), default=0.0) < self.threshold:
            return False
        if not all(term.is_common for term in terms):
            return True
        [best] = _best(scores, 1)
        return is_said(self.catalogue.resource(best), f" {fold(text)} ")


def ranked(
    catalogue: Catalogue,
    text: str,
    fields: frozenset[str] = ALL_FIELDS,
    allowed: Collection[int] | None = None,
) -> Ranking:
    """The resources that answer a text.

    `fields` are the names of the fields that count, `allowed` the documents that may be
    found (None: all).
    """
    if fields == ALL_FIELDS and _may_be_reached(text) and not catalogue.named(text):
        from dicli.search import lookup

        docs, text = lookup.found(catalogue, text)
        if docs:
            found = [Found(doc, EXACT_NAME) for doc in docs]
            return Ranking(fields, found=found).among(allowed)
    index = index_of(catalogue)
    threshold = ANSWER + WORDY_ANSWER * wordiness(index, len(catalogue))
    return _ranked_by_words(_Search(catalogue, index, fields, threshold), text).among(
        allowed
    )


def _ranked_by_words(search: _Search, text: str) -> Ranking:
    """Answers to a text, else guesses; to one that calls for notices, what is said of
    the danger.
    """
    needs = needs_in(text[:LONGEST])
    question = ". ".join(needs)
    words = telling(question)[:MAX_WORDS]
    terms = query_terms(
        search.inverted, len(search.catalogue), words, last=_last_word(text)
    )
    scores = search.scores(terms, question)
    names = _names_in(search, [text, question, *needs], terms, scores)
    firsts = _answer_parts(search, needs, terms, scores)
    answers: list[Found] = []
    if names.bonuses or search.answers(terms, scores, question):
        answers = _ordered(scores, names.bonuses, firsts, search.threshold / 2)
    calls = _calls(search, text)
    if calls:
        if not names.bonuses:  # who types a name wants just that
            helping = _helping(search, [notice for notice, _ in calls], scores)
            answers = _with_first(helping, answers)
        return Ranking(
            search.fields,
            terms,
            answers,
            corrected=names.corrected,
            notices=tuple(dict.fromkeys(notice.text for notice, _ in calls)),
        )
    if answers:
        return Ranking(search.fields, terms, answers, corrected=names.corrected)
    return Ranking(search.fields, terms, guessed=_guesses(search, terms, scores))


def _last_word(text: str) -> str:
    *_, last = ["", *tokens(text)]
    return last


def _calls(search: _Search, text: str) -> list[tuple[Notice, str]]:
    """The notices that a text calls for, with the phrases of each that it says."""
    if not search.catalogue.notices:
        return []
    return list(
        called(
            search.catalogue,
            tokens(text[:LONGEST]),
            lambda word: search.inverted.family(word) is not None,
        )
    )


def _may_be_reached(text: str) -> bool:
    """Whether a text may hold a number or an address to look up."""
    return "@" in text or "." in text or any(map(str.isdigit, text))


def wordiness(index: Index, size: int) -> float:
    """How many words lead to each resource of a catalogue, from 0 (few) to 1 (many)."""
    postings = max(1.0, index.number_of_postings() / max(1, size))
    return min(
        1.0, max(0.0, log(postings / FEW_POSTINGS) / log(MANY_POSTINGS / FEW_POSTINGS))
    )


def _best(scores: Mapping[int, float], number: int) -> list[int]:
    return nlargest(number, scores, key=scores.__getitem__)


def _docs_for(catalogue: Catalogue, words: Sequence[str]) -> set[int]:
    """The documents that name an audience which some of the words name."""
    docs = set[int]()
    for start in range(len(words)):
        for end in range(start + 1, start + 1 + AUDIENCE_WORDS):
            for number in catalogue.docs(f"who={' '.join(words[start:end])}"):
                audience = list(catalogue.audiences)[number]
                docs.update(catalogue.docs(f"audiences={audience}"))
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


def _answer_parts(
    search: _Search,
    needs: Sequence[str],
    terms: Sequence[QueryTerm],
    scores: dict[int, float],
) -> list[int]:
    """The best document for each part of a question that has an answer alone. The scores
    for a need of several raise those for all of the question, if they are higher.
    """
    firsts = []
    for need in needs:
        for part in [need, *clauses(need)]:
            words = set(telling(part))
            own = [term for term in terms if term.word in words]
            if not own or len(own) == len(terms):
                continue
            found = search.scores(own, part)
            if not search.answers(own, found, part):
                continue
            firsts += _best(found, 1)
            if part == need:
                for doc, score in found.items():
                    scores[doc] = max(score, scores.get(doc, 0.0))
    return firsts


def _ordered(
    scores: Mapping[int, float],
    bonuses: Mapping[int, float],
    firsts: Iterable[int],
    least: float,
) -> list[Found]:
    """The answers, best first, with at least some score: for parts of the question
    raised to nearly the first.
    """
    found = {doc: score for doc, score in scores.items() if score >= least}
    for doc, bonus in bonuses.items():
        found[doc] = bonus if bonus == EXACT_NAME else bonus + found.get(doc, 0.0)
    if not bonuses:
        best = max(found.values())
        for doc in found.keys() & set(firsts):
            found[doc] = max(found[doc], best * PART)
    order = sorted(found)
    order.sort(key=found.__getitem__, reverse=True)
    return [Found(doc, found[doc]) for doc in order]


def _helping(
    search: _Search, calls: Iterable[Notice], scores: Mapping[int, float]
) -> list[Found]:
    """The resources that some notices name, those with the best scores first."""
    ids = [id for notice in calls for id in notice.resources]
    docs = {doc for id in ids for doc in search.catalogue.docs(f"id={id}")}
    found = [Found(doc, scores.get(doc, 0.0)) for doc in sorted(docs)]
    return sorted(found, key=lambda hit: -hit.score)


def _with_first(first: Sequence[Found], others: Iterable[Found]) -> list[Found]:
    """Some answers before others, with scores that say so."""
    docs = {hit.doc for hit in first}
    found = [hit for hit in others if hit.doc not in docs]
    least = max((hit.score for hit in found), default=0.0)
    for hit in reversed(first):
        least = max(least, hit.score)
        found.insert(0, Found(hit.doc, least))
    return found


def _guesses(
    search: _Search, terms: Sequence[QueryTerm], scores: Mapping[int, float]
) -> list[Found]:
    """The nearest by words and meaning together, first those whose whole name was said;
    nothing if none is near enough.
    """
    from dicli.search.nearness import nearness

    catalogue = search.catalogue
    asked = [term for term in terms if not term.around] or terms
    near = nearness(catalogue, [term.likeliest for term in asked])
    for doc, score in scores.items():
        near[doc] = score + near.get(doc, 0.0)
    nearest = _best(near, NAMES_LOOKED_THROUGH)
    names = {
        doc: longest_name_within(catalogue.resource(doc), terms) for doc in nearest
    }
    is_near = any(near[doc] >= GUESS for doc in nearest[:1])
    docs = [doc for doc in nearest if is_near or names[doc]]
    docs.sort(key=lambda doc: -names[doc])
    return [Found(doc, near[doc]) for doc in docs[:GUESSES]]
