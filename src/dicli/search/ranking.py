"""Ranked search: which resources answer a text, how well, and why.

The score of a resource is the share of the question that it answers, 0 to 1, by BM25F: every word of the query
counts by how telling it is (idf), as far as it is there (a pseudo frequency over all fields, saturated once):

    score = sum over words of  idf * w / (K1 + w)   /   sum over words of  idf

    dicli find tenure review     idf    office-of-faculty-affairs  academic-womens-network
      tenure  in 2 resources     3.19   w 7.29 -> 0.78             w 3.81 -> 0.66
      review  in 4               2.61   w 3.75 -> 0.65             w 1.86 -> 0.48
      score                             0.73                       0.58

The weights w are made when the catalogue is compiled (see `index`), what a word may mean and how telling it is, is
found in `words`. Words that stand together in one name, alias or keyword raise the score, by up to PHRASE, as does a
keyword said whole, though all but one of its words are filler; a name typed whole, in any order, even misspelt, or
beside words that ask how to reach it, adds a bonus that no words reach. What looks like a telephone number or an
address is looked up instead (see `lookup`).

Whether anything is an answer is decided before ranking, by how much of the question the best resource explains:

    explained = sum of idf * strength * share    of at least   GATE * min(sum of idf, ENOUGH rare words)

    dicli find homer phillips        both explained, 0.80 with their share of the name: an answer
    dicli find phillips screwdriver  3.7 explained of 3.7 + 3.7 (a word that stands nowhere is as rare as one that
                                     stands once): 0.28 with its share, and as a word alone: nothing
    dicli find cafeteria hours       3.7 of 4.4, less as one word of a keyword and as a word alone: 0.42, a guess

`share` says that one word of a phrase is not the phrase: a word out of m explains m to the power of -1/3 of what
it would alone. `strength` is how surely a word is meant (see `words`). One word of several explains less, ALONE of what
it would. A long question need not be explained whole: two rare words cannot be there by accident, so no more than
ENOUGH of them are asked for. Where nothing is an answer, what people say also stands for what offices call it (see
`related`), and what explains GUESS of the question is a guess:

    dicli find nowhere to sleep      in a catalogue that knows none of these words: guesses about shelter and housing

Methods: BM25F (Robertson, Zaragoza & Taylor, CIKM 2004), Snowball stems (Porter), optimal string alignment
distance (Damerau-Levenshtein). The figures behind the constants, and how to measure again, are in docs/search.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from heapq import nlargest
from itertools import product, takewhile
from math import sqrt
from typing import NamedTuple

from dicli.core.catalogue import Catalogue
from dicli.core.model import Match, Resource
from dicli.core.text import CONTACT, FILLER, POLITE, TELLING_DIGITS, distinct, fold, stem, tokens
from dicli.search.index import (
    ACRONYM_MARK,
    ALL_FIELDS,
    HIDDEN_BIT,
    SEARCHED_FIELDS,
    SYNONYM_BIT,
    Index,
    index_of,
    texts,
)
from dicli.search.words import LITTLE, MAX_WORDS, Need, Option, idf, members, needs

K1 = 2.0  # saturation: weights add up over six fields, so one mention counts less than in BM25's usual 1.2
GATE = 0.52  # the best resource explains at least so much of the question, or nothing is an answer
ALONE = 0.7  # of what one word explains where several are asked: with GATE, it must be three quarters of the question
ENOUGH = 2.0  # words as rare as one that stands once: so much explained is enough for any question
# Of a word itself: a lay phrase often means what offices call so, but not always; the rarer the word, the likelier.
RELATED = 0.7
MOST_SAID = 16  # of the most telling words of a question are looked for in lay phrases
LEAST = 0.25  # what explains less of the question than this is no answer beside others, and no guess either
GUESS = 0.4  # the best guess explains at least so much of the question, or there is none
GUESSES = 3  # nobody reads more of them
PHRASE = 0.7  # how much better an answer is if one of its names or keywords says the whole question
TAIL = 0.35  # hits with less than this share of the best score are guesses behind good answers
FOR_THEM = 0.2  # how much better an answer is if it is meant for an audience that the query names
# Bonuses for a name typed whole; beyond what words reach.
EXACT_NAME, SAME_WORDS, CORRECTED_NAME = 4.0, 2.0, 1.0
PHRASED = 10  # of the best hits are looked through for phrases, and LIKELIEST meanings of each word: few read on
LIKELIEST = 5
LOOKED_AT = 100  # hits, for what was assumed: nobody reads on
ENDS, MAX_ENDS = CONTACT | FILLER | POLITE, 8  # words that may stand before or after a name, and how many
AUDIENCE_WORDS = 4  # of the longest names of audiences that are looked for in a query


class Found(NamedTuple):
    """A resource that answers: its place in the catalogue, and its score."""

    place: int
    score: float


class Ranking:
    """What was found, best first, ties in catalogue order; and why, for those who ask."""

    def __init__(
        self, index: Index, asked: Sequence[Need], fields: int, found: Sequence[Found], sure: bool = True, cut: int = 0
    ) -> None:
        self._index, self._asked, self._fields = index, asked, fields
        self.cut = cut if sure else 0  # answers that the filters leave out
        self.found: Sequence[Found] = found if sure else ()
        self.guessed: Sequence[Found] = () if sure else found[:GUESSES]

    def matches(self, place: int) -> tuple[Match, ...]:
        """Why a place answers: for each word asked, the likeliest word found there."""
        found = (_match(self._index, need, place, self._fields) for need in self._asked)
        return tuple(match for match in found if match)

    def assumed(self) -> dict[str, str]:
        """The misspelt words, each with the likeliest of the words that were taken for it in the best hits."""
        taken: dict[str, str] = {}
        for need in filter(_guessed, self._asked):
            places = (place for place, _ in self.found[:LOOKED_AT])
            words = {match.found for place in places if (match := _match(self._index, need, place, self._fields))}
            likely = [option.word.text for option in need.options if option.word.text in words]
            taken.update({need.word: likely[0]} if likely else {})
        return taken

    def near(self) -> tuple[str, ...]:
        """Words that may have been meant, for when nothing was found: at most three."""
        guessed = (need.options[0].word for need in self._asked if _guessed(need))
        shown = (word for word in guessed if any(mask & ~HIDDEN_BIT for _, (*_, mask) in self._index.postings(word)))
        return tuple(word.text for word in shown)[:3]


def ranked(
    catalogue: Catalogue, text: str, fields: int = ALL_FIELDS, allowed: Collection[int] | None = None
) -> Ranking:
    """The resources that answer a text.

    `fields` are the bits of the fields that count, `allowed` the places that may be found (None: all).
    """
    places, text = _looked_up(catalogue, text) if fields == ALL_FIELDS else ([], text)
    if places:
        found = [Found(place, EXACT_NAME) for place in places if allowed is None or place in allowed]
        return Ranking(index_of(catalogue), [], fields, found, cut=len(places) - len(found))
    index, asked = index_of(catalogue), needs(index_of(catalogue), len(catalogue), text)
    scores, explained = _scores(index, len(catalogue), asked, fields)
    bonuses, sure = _bonuses(catalogue, text, asked), explained >= GATE
    related = [] if sure or bonuses else list(_related(index, len(catalogue), asked))
    if related:
        scores, explained = _scores(index, len(catalogue), asked, fields, related)
    for place in _places_for(catalogue, tokens(text)[: 4 * MAX_WORDS]) & scores.keys():
        scores[place] *= 1 + FOR_THEM
    said = f" {fold(text)} "
    for place in nlargest(PHRASED, scores, key=scores.__getitem__) if said.count(" ") > 2 else ():
        scores[place] *= 1 + PHRASE * _phrasing(catalogue.resource(place), asked, said)
    if not sure and (bonuses or explained < GUESS):
        scores, sure = {}, bool(bonuses)
    least = TAIL * max(scores.values(), default=0.0)
    kept = {place: score for place, score in scores.items() if score >= least}
    for place, bonus in bonuses.items():
        kept[place] = bonus if bonus == EXACT_NAME else bonus + kept.get(place, 0.0)
    order = sorted(kept if allowed is None else kept.keys() & allowed)
    order.sort(key=kept.__getitem__, reverse=True)
    found = [Found(place, kept[place]) for place in order]
    return Ranking(index, [*asked, *related], fields, found, sure, len(kept) - len(found))


def _looked_up(catalogue: Catalogue, text: str) -> tuple[list[int], str]:
    """Whom the numbers and addresses in a text belong to, and the text without those that are nobody's."""
    usual = "@" not in text and "." not in text and sum(map(str.isdigit, text)) < TELLING_DIGITS
    if usual or catalogue.named(text):
        return [], text
    from dicli.search import lookup

    return lookup.found(catalogue, text)


# ---- scores --------------------------------------------------------------------------------------


def _scores(
    index: Index, size: int, asked: Sequence[Need], fields: int, related: Sequence[Need] = ()
) -> tuple[dict[int, float], float]:
    """place -> score of the resources that explain enough, and how much of the question the best one explains."""
    total = sum(need.idf for need in asked)
    enough = min(total, ENOUGH * idf(size, 1))
    little = LITTLE * idf(size, 1)
    scores: dict[int, float] = {}
    explained: dict[int, float] = {}  # of the same places in the same order
    telling, twice = set[int](), set[int]()  # places that have a word that tells more than a little, and two of them
    left = total + sum(need.idf for need in related)
    for need in sorted([*asked, *related], key=lambda need: -need.idf):
        # Words that could not be an answer alone are looked up only where rarer ones were found.
        among = None if left >= LEAST * enough else scores
        left -= need.idf
        worth, part, score_of, explained_of = need.idf, need.idf / total, scores.get, explained.get
        for place, weight, strength in (found := _weights(index, need, fields, among)):
            scores[place] = score_of(place, 0.0) + part * weight / (K1 + weight)
            explained[place] = explained_of(place, 0.0) + worth * strength
        if worth > little:
            places = {place for place, _, _ in found}
            twice |= telling & places
            telling |= places
    shares = [of / enough for of in explained.values()]
    if sum(need.idf > little for need in asked) > 1:
        shares = [share * (1.0 if place in twice else ALONE) for place, share in zip(explained, shares, strict=True)]
    best = max(shares, default=0.0)
    return {place: score for (place, score), share in zip(scores.items(), shares, strict=True) if share >= LEAST}, best


def _related(index: Index, size: int, asked: Sequence[Need]) -> Iterator[Need]:
    """What the lay phrases of a question are called here, each as telling as its words."""
    from dicli.search.related import concepts

    telling = {need.word: need.idf for need in nlargest(MOST_SAID, asked, key=lambda need: need.idf)}
    for said, called in concepts(telling):
        options: list[Option] = []
        for word, parts in ((word, len(words)) for words in map(tokens, called) for word in words):
            if family := index.family(word) or index.family_of_stem(stem(word)):
                strength = RELATED * idf(size, family.frequency) / idf(size, 1) / sqrt(parts)
                options += members(family, word, strength, "related")
        if options:
            options.sort(key=lambda option: -option.strength)
            yield Need(" ".join(said), tuple(options), sum(telling[word] for word in said))


def _weights(index: Index, need: Need, fields: int, among: Collection[int] | None) -> list[tuple[int, float, float]]:
    """Places where a word is, each with how much it weighs there, and how surely and fully it is there (0 to 1)."""
    found = [
        (place, sure * weight, sure * share)
        for word, sure, _ in need.options
        for place, (weight, share, mask) in index.postings(word, among)
        if mask & fields
    ]
    if len(need.options) < 2:
        return found
    weights, strengths = dict[int, float](), dict[int, float]()
    for place, weight, strength in found:
        weights[place] = weights.get(place, 0.0) + weight
        if strength > strengths.get(place, 0.0):
            strengths[place] = strength
    return [(place, weight, strengths[place]) for place, weight in weights.items()]


def _places_for(catalogue: Catalogue, words: Sequence[str]) -> frozenset[int]:
    """The places of resources that name an audience which some of the words name."""
    ids = list(catalogue.audiences)
    spans = (words[i : i + n] for i in range(len(words)) for n in range(1, AUDIENCE_WORDS + 1))
    named = {ids[which] for span in spans for which in catalogue.places(f"who={' '.join(span)}")}
    return frozenset(place for id in named for place in catalogue.places(f"audiences={id}"))


def _bonuses(catalogue: Catalogue, text: str, asked: Sequence[Need]) -> dict[int, float]:
    """place -> bonus of the resources whose id, name or alias was typed whole."""
    words = tokens(text)[: 4 * MAX_WORDS]
    names = ((name, catalogue.named(name)) for name in _names(text, words))
    name, places = next(((name, places) for name, places in names if places), ("", []))
    whole = {p: EXACT_NAME if _is_called(catalogue.resource(p), name) else SAME_WORDS for p in places}
    likeliest = {need.word: need.options[0].word.text for need in asked if _guessed(need)}
    inflected = [need for need in asked if need.options and need.options[0].how == "stem"]
    if whole or not (likeliest or inflected):
        return whole
    meant = [{need.word: option.word.text} for need in inflected for option in need.options[:LIKELIEST]]
    corrected = [" ".join((likeliest | other).get(word, word) for word in words) for other in [{}, *meant]]
    return dict.fromkeys((place for name in corrected for place in catalogue.named(name)), CORRECTED_NAME)


def _names(text: str, words: list[str]) -> list[str]:
    """The text, and its words without those at its ends that only ask how to reach somebody, longest first."""
    before, after = (list(takewhile(ENDS.__contains__, some))[:MAX_ENDS] for some in (words, words[::-1]))
    cuts = sorted(product(range(len(before) + 1), range(len(after) + 1)), key=sum)
    parts = [(words[i : len(words) - j], words[:i] + words[len(words) - j :]) for i, j in cuts[1:]]
    return [text, *(" ".join(name) for name, ends in parts if not FILLER.issuperset(name) or CONTACT.issuperset(ends))]


def _phrasing(resource: Resource, asked: Sequence[Need], said: str) -> float:
    """How much of the question stands together in one name, alias or keyword, and how little else does (0 to 1).

    One word of the question is enough where the whole keyword was said, filler and all: "end it all", "kill myself".
    """
    best, total = 0.0, sum(need.idf for need in asked)
    texts = (resource.name, *resource.aliases, *resource.keywords, *resource.hidden)
    bare = "\n".join(texts).casefold()
    meant = [(need.idf, [option.word.text for option in need.options[:LIKELIEST]]) for need in asked]
    there = [some for _, words in meant if (some := [word for word in words if word in bare])]
    for text, folded in zip(texts, bare.split("\n"), strict=True):
        least = 1 if " " in folded and f" {folded} " in said else 2
        if len(there) >= least and sum(any(word in folded for word in words) for words in there) >= least:
            parts = [word for word in tokens(text) if word not in FILLER]
            held = [idf for idf, words in meant if not set(words).isdisjoint(parts)]
            best = max(best, sum(held) / total * sqrt(len(held) / len(parts))) if len(held) >= least else best
    return best


def _is_called(resource: Resource, text: str) -> bool:
    names = (resource.id, resource.name, *resource.aliases)
    return (fold(text) or text) in {fold(name) or name for name in names}


def _guessed(need: Need) -> bool:
    return bool(need.options) and need.options[0].how in ("spelling", "prefix")


# ---- reasons -------------------------------------------------------------------------------------


def _match(index: Index, need: Need, place: int, fields: int) -> Match | None:
    for option in need.options:
        _, _, mask = index.posting(option.word, place) or (0.0, 0.0, 0)
        if mask & fields:
            where = tuple(field.name for bit, field in enumerate(SEARCHED_FIELDS) if mask & fields & 1 << bit)
            found = "" if mask & fields == HIDDEN_BIT else option.word.text.lstrip(ACRONYM_MARK)
            how = "synonym" if option.how == "exact" and mask & SYNONYM_BIT else option.how
            return Match(need.word, found, where, how)
    return None


# ---- filters -------------------------------------------------------------------------------------


def containing(index: Index, text: str) -> set[int]:
    """The places of the resources in which every word of a text occurs, in any field and inflection."""
    words = distinct(word for word in tokens(text) if word not in FILLER)
    families = [index.family(word) or index.family_of_stem(stem(word)) for word in words]
    places = [
        {place for word in family.words for place, _ in index.postings(word)} if family else set[int]()
        for family in families
    ]
    return set.intersection(*places) if places else set()


def phrased(catalogue: Catalogue, phrases: Sequence[str]) -> set[int]:
    """The places of the resources in which all phrases occur word for word, as folded."""
    wanted, words = distinct(f" {fold(phrase)} " for phrase in phrases if fold(phrase)), " ".join(phrases)
    telling = any(word not in FILLER for word in tokens(words))
    among = containing(index_of(catalogue), words) if telling else set(range(len(catalogue)))
    return {place for place in among if _holds(catalogue, place, wanted)}


def _holds(catalogue: Catalogue, place: int, wanted: Sequence[str]) -> bool:
    text = _all_text(catalogue, place)
    return all(phrase in text for phrase in wanted)


def _all_text(catalogue: Catalogue, place: int) -> str:
    """The folded texts of a resource; between two of them stands what no phrase holds."""
    fields = texts(catalogue.resource(place), catalogue.topics, catalogue.audiences)
    return "|".join(f" {fold(text)} " for field in fields for text in field)
