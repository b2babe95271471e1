"""Ranked search: which resources answer a question, and whether they are answers, guesses or nothing.

    dicli find homer phillips        a name: an answer
    dicli find tenure review         both words are there: an answer
    dicli find phillips screwdriver  half of it is there, and little is near in meaning: a guess

What looks like a phone number or an address is looked up (see `lookup`). Else the names that were typed whole come
first (see `names`), then what answers most of the question (see `scoring`), more if it agrees with one phrase (see
`phrases`) or is for people whom the question names. A question of several parts is answered part by part.

Outcomes, on the scale of the scores: a best score of ANSWER, and up to WORDY_ANSWER more where a catalogue has many
words for each resource, is an answer. Words that are said around a need, and everyday words, are no answer alone. If
nothing is one, the nearest by words and by meaning are guesses; first those whose whole name was said. Ranks by words
and by meaning are joined as in G. V. Cormack, C. L. A. Clarke and S. Büttcher, "Reciprocal rank fusion" (SIGIR 2009).

The figures behind the constants, and how to measure again: docs/search.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import nlargest
from math import log
from typing import NamedTuple

from dicli.core.catalogue import Catalogue
from dicli.core.text import fold, tokens
from dicli.search.asking import clauses, needs_in, telling
from dicli.search.filters import containing
from dicli.search.index import ALL_FIELDS, Index, index_of
from dicli.search.names import EXACT_NAME, NEAR_NAME, is_near, longest_name_within, names_typed
from dicli.search.notices import called
from dicli.search.phrases import agreement, is_said, whole_phrase
from dicli.search.scoring import scores_of
from dicli.search.terms import QueryTerm, query_terms

# Letters of a question that are read, and words: what a person types is shorter, and what a program pastes stays cheap.
LONGEST, MAX_WORDS = 2000, 64
ANSWER = 0.29  # the best answer answers so much of the question at least
WORDY_ANSWER = 0.14  # and so much more in a catalogue where many words lead to each resource
FEW_POSTINGS, MANY_POSTINGS = 35, 150  # of each resource, in catalogues that are not wordy at all and fully
GUESS = 0.1  # the best guess answers so much,
NEAR, WORDY_NEAR = 0.35, 0.2  # or is so near in meaning, in the same way
GUESSES = 3  # nobody reads more of them
RANK_SHIFT = 10  # a rank n counts 1 / (RANK_SHIFT + n)
PHRASE = 1.0  # how much better an answer is that agrees with the question in one phrase
WHOLE_PHRASE = 1.0  # the bonus if that phrase is the question
FOR_THEM = 0.2  # how much better an answer is that is for an audience that the question names
PART = 0.99  # of the best score: what the best answer to a part of the question gets at least
LOOKED_THROUGH = 10  # of the best are looked through for phrases, and NAMES_LOOKED_THROUGH for names
NAMES_LOOKED_THROUGH = 30
AUDIENCE_WORDS = 4  # of the longest names of audiences that are looked for in a question


class Found(NamedTuple):
    """A resource that answers: its place in the catalogue, and its score."""

    place: int
    score: float


class Ranking(NamedTuple):
    """What was found, best first, ties in catalogue order; guesses where nothing was; and the terms that led there.

    `cut` says how many answers the filters leave out; `notices` are the sentences that the question calls for.
    """

    terms: Sequence[QueryTerm] = ()
    found: Sequence[Found] = ()
    guessed: Sequence[Found] = ()
    cut: int = 0
    notices: tuple[str, ...] = ()


class _Search(NamedTuple):
    """What is the same for all parts of a question."""

    catalogue: Catalogue
    inverted: Index
    fields: frozenset[str]
    threshold: float

    def scores(self, terms: Sequence[QueryTerm], text: str) -> dict[int, float]:
        """place -> score for some terms and the text that they come from."""
        scores = scores_of(self.inverted, len(self.catalogue), terms, self.fields)
        for place in _places_for(self.catalogue, tokens(text)[:MAX_WORDS]) & scores.keys():
            scores[place] *= 1 + FOR_THEM
        said = f" {fold(text)} "
        for place in _best(scores, LOOKED_THROUGH):
            scores[place] *= 1 + PHRASE * agreement(self.catalogue.resource(place), terms, said)
        for place in whole_phrase(self.catalogue, terms) & scores.keys():
            scores[place] += WHOLE_PHRASE
        return scores

    def answers(self, terms: Sequence[QueryTerm], scores: Mapping[int, float], text: str) -> bool:
        """Whether the best of some scores is an answer: to more than common words, unless they are a phrase."""
        for best in _best(scores, 1):
            if scores[best] >= self.threshold:
                common = all(term.is_common for term in terms)
                return not common or is_said(self.catalogue.resource(best), f" {fold(text)} ")
        return False


def ranked(
    catalogue: Catalogue, text: str, fields: frozenset[str] = ALL_FIELDS, allowed: Collection[int] | None = None
) -> Ranking:
    """The resources that answer a text.

    `fields` are the names of the fields that count, `allowed` the places that may be found (None: all).
    """
    if fields == ALL_FIELDS and _may_be_reached(text) and not catalogue.named(text):
        from dicli.search import lookup

        places, text = lookup.found(catalogue, text)
        if places:
            return _allowed((), [Found(place, EXACT_NAME) for place in places], allowed)
    index, size = index_of(catalogue), len(catalogue)
    needs = needs_in(text[:LONGEST])
    question = ". ".join(needs)
    terms = query_terms(index, size, telling(question)[:MAX_WORDS])
    threshold = ANSWER + WORDY_ANSWER * wordiness(index, size)
    search = _Search(catalogue, index, fields, threshold)
    scores = search.scores(terms, question)
    bonuses = names_typed(catalogue, [text, question, *needs])
    if not bonuses and not all(term.is_known for term in terms):
        bonuses = _near_names(catalogue, needs, scores)
    firsts = _answer_parts(search, needs, terms, scores)
    is_answered = bool(bonuses) or search.answers(terms, scores, question)
    answers = _ordered(scores, bonuses, firsts, search.threshold / 2) if is_answered else []
    if catalogue.notices:
        calls = dict(called(catalogue.notices, tokens(text[:LONGEST]), lambda word: index.family(word) is not None))
        if calls:
            answers = _in_danger(index, calls.values(), scores, answers)
            notices = tuple(notice.text for notice in calls)
            return _allowed(terms, answers, allowed)._replace(notices=notices)
    if answers:
        return _allowed(terms, answers, allowed)
    guesses = _guesses(search, terms, scores)
    return Ranking(terms, guessed=[found for found in guesses if allowed is None or found.place in allowed])


def _in_danger(index: Index, phrases: Iterable[str], scores: Mapping[int, float], answers: list[Found]) -> list[Found]:
    """The answers to a question that says some phrases of notices: none if nothing here has the words of one of them;
    else the best of what has them, if there is no other."""
    places = set[int]()
    for phrase in phrases:
        places |= containing(index, phrase)
    if not places:
        return []
    return answers or [Found(place, scores[place]) for place in _best(scores, len(scores)) if place in places]


def wordiness(index: Index, size: int) -> float:
    """How many words lead to each resource of a catalogue, from 0 (few) to 1 (many)."""
    postings = max(1.0, index.number_of_postings() / max(1, size))
    return min(1.0, max(0.0, log(postings / FEW_POSTINGS) / log(MANY_POSTINGS / FEW_POSTINGS)))


def _best(scores: Mapping[int, float], number: int) -> list[int]:
    return nlargest(number, scores, key=scores.__getitem__)


def _may_be_reached(text: str) -> bool:
    """Whether a text may hold a number or an address to look up."""
    return "@" in text or "." in text or any(map(str.isdigit, text))


def _allowed(terms: Sequence[QueryTerm], found: Sequence[Found], allowed: Collection[int] | None) -> Ranking:
    kept = [one for one in found if allowed is None or one.place in allowed]
    return Ranking(terms, kept, cut=len(found) - len(kept))


def _places_for(catalogue: Catalogue, words: Sequence[str]) -> frozenset[int]:
    """The places of resources that name an audience which some of the words name."""
    ids = list(catalogue.audiences)
    places = set[int]()
    for start in range(len(words)):
        for end in range(start + 1, start + 1 + AUDIENCE_WORDS):
            for number in catalogue.places(f"who={' '.join(words[start:end])}"):
                places.update(catalogue.places(f"audiences={ids[number]}"))
    return frozenset(places)


def _near_names(catalogue: Catalogue, texts: Iterable[str], scores: Mapping[int, float]) -> dict[int, float]:
    """place -> bonus of the resources that have a name much like one of some texts."""
    found = {}
    for place in _best(scores, NAMES_LOOKED_THROUGH):
        if any(is_near(catalogue.resource(place), text) for text in texts):
            found[place] = NEAR_NAME
    return found


def _answer_parts(
    search: _Search, needs: Sequence[str], terms: Sequence[QueryTerm], scores: dict[int, float]
) -> list[int]:
    """The best places for each part of a question that has an answer alone; their scores are raised to it."""
    firsts = []
    for need in needs:
        for part in [need, *clauses(need)]:
            words = set(telling(part))
            own = [term for term in terms if term.word in words]
            if not own or len(own) == len(terms):
                continue
            found = search.scores(own, part)
            if search.answers(own, found, part):
                firsts += _best(found, 1)
                if part == need:
                    scores.update({place: max(score, scores.get(place, 0.0)) for place, score in found.items()})
    return firsts


def _ordered(
    scores: Mapping[int, float], bonuses: Mapping[int, float], firsts: Sequence[int], least: float
) -> list[Found]:
    """The answers, best first, with at least some score: for parts of the question raised to nearly the first."""
    found = {place: score for place, score in scores.items() if score >= least}
    for place, bonus in bonuses.items():
        found[place] = bonus if bonus == EXACT_NAME else bonus + found.get(place, 0.0)
    if not bonuses:
        best = max(found.values())
        for place in found.keys() & set(firsts):
            found[place] = max(found[place], best * PART)
    order = sorted(found)
    order.sort(key=found.__getitem__, reverse=True)
    return [Found(place, found[place]) for place in order]


def _guesses(search: _Search, terms: Sequence[QueryTerm], scores: Mapping[int, float]) -> list[Found]:
    """The nearest by words and by meaning, first those whose whole name was said; nothing if none is near enough."""
    from dicli.search.nearness import nearness

    catalogue = search.catalogue
    asked = [term for term in terms if not term.around] or terms
    near = nearness(catalogue.database, [term.likeliest for term in asked])
    joined: dict[int, float] = {}
    for ranks in (scores, near):
        for rank, place in enumerate(_best(ranks, NAMES_LOOKED_THROUGH)):
            joined[place] = joined.get(place, 0.0) + 1 / (RANK_SHIFT + rank)
    names = {
        place: longest_name_within(catalogue.resource(place), terms) for place in _best(scores, NAMES_LOOKED_THROUGH)
    }
    wordy = wordiness(search.inverted, len(catalogue))
    enough = max(scores.values(), default=0.0) >= GUESS or max(near.values(), default=0.0) >= NEAR + WORDY_NEAR * wordy
    places = [place for place in joined if enough or names.get(place)]
    order = sorted(places, key=lambda place: (-names.get(place, 0), -joined[place]))
    return [Found(place, joined[place]) for place in order[:GUESSES]]
