"""The terms of a question: what each of its words may stand for in a catalogue, and how
telling it is.

    typed         stands for                     how        strength
    mentors       mentors                        exact      1.00
                  mentor, mentoring              stem       0.90
    awn           Academic Women's Network       acronym    1.00
    ombusdman     ombudsman                      spelling   0.81   one slip in nine letters
    veterina      veterinary                     prefix     0.87   two of ten letters to come

The rarer a word (idf), the more telling it is; but what is said around a need tells
little. A word that the catalogue knows, and any other English or Spanish word, is taken
as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from heapq import nsmallest
from math import log
from typing import NamedTuple

from dicli.search.asking import AROUND
from dicli.search.index import ACRONYM_MARK, Family, Index

# The share of its weight that a word keeps if it is said around the need, or if the
# catalogue lacks it and it is an everyday word or a name.
LITTLE = 0.1
# An inflection is nearly the word itself, but the word itself comes first.
STEM_STRENGTH = 0.9
MAX_LETTERS = 40  # of a word that is corrected; what is longer is not a word

# Letters of a word, and how many slips one that is as long or longer may have (optimal
# string alignment: Damerau-Levenshtein with adjacent swaps).
SLIPS = ((9, 3), (5, 2), (4, 1))
# One slip in five letters leaves 0.68 of the strength, two leave 0.41.
SLIP_EXPONENT = 1.75
# How surely a misspelled word must mean another for dicli to say so: one slip in four
# letters.
LIKELY = 0.6
# The strongest candidates of an unknown word; a large catalogue has thousands.
MAX_CANDIDATES = 100
# These two bound the time for any question and any catalogue; few questions to 50,000
# resources need as much.
MAX_COMPARED = 2_000_000  # words of the catalogue that unknown words are compared with
MAX_POSTINGS = 300_000  # that are read; somewhat more, as none is read in part
PREFIX_LETTERS = 4
SHORTEST_BEGINNING = 2  # letters of the word typed last, which may be only begun
# Letters that are yet to come are not a mistake, and cost less than slips.
PREFIX_EXPONENT = 0.64


class Candidate:
    """A word of the catalogue that a word of a question may stand for, how surely (0
    to 1), and how: "exact", "stem", "acronym", "spelling" or "prefix".
    """

    def __init__(self, word: str, strength: float, how: str) -> None:
        self.word = word
        self.strength = strength
        self.how = how


class QueryTerm(NamedTuple):
    """A word of a question: what it may stand for, likeliest first, how telling it is
    (idf, in nats), and the stem of what it likely means.
    """

    word: str
    candidates: tuple[Candidate, ...]
    idf: float
    stem: str
    is_around: bool = False  # said around a need
    is_everyday: bool = False

    @property
    def how(self) -> str:
        """How the word stands for its likeliest candidate; empty without candidates."""
        return self.candidates[0].how if self.candidates else ""

    @property
    def is_guessed(self) -> bool:
        """Whether the word is misspelled or only begun."""
        return self.how in ("spelling", "prefix")

    @property
    def is_known(self) -> bool:
        """Whether the catalogue has the word as it is."""
        return self.how in ("exact", "acronym")

    @property
    def is_common(self) -> bool:
        """Whether the word alone asks for nothing: it is around a need, everyday, or has
        no letters.
        """
        return (
            self.is_around or self.is_everyday or not any(map(str.isalpha, self.word))
        )

    @property
    def likeliest(self) -> str:
        """The word that is meant: the likeliest candidate if the word is surely misspelled
        or only begun, else the word itself.
        """
        if self.is_guessed and self.candidates[0].strength >= LIKELY:
            return self.candidates[0].word
        return self.word


def idf(size: int, frequency: int) -> float:
    """Inverse document frequency as BM25 has it, in nats: of `size` resources,
    `frequency` have the word.
    """
    frequency = min(frequency, size)
    return log(1 + (size - frequency + 0.5) / (frequency + 0.5))


def query_terms(
    index: Index, size: int, words: Sequence[str], last_typed: Collection[str] = ()
) -> list[QueryTerm]:
    """The terms of some words, one for each stem, for a catalogue of `size` resources.
    `last_typed` has the last word of the question, which may be only begun.
    """
    by_stem: dict[str, QueryTerm] = {}
    unknown = 0
    for word in words:
        term = _known(index, size, word)
        if not term:
            term = _unknown(index, size, word, unknown, is_last=word in last_typed)
            unknown += 1
        by_stem.setdefault(term.stem, term._replace(is_around=word in AROUND))
    terms = _affordable(index, by_stem.values())
    if all(term.is_around for term in terms):
        return terms
    return [_with_little_around(term) for term in terms]


def _affordable(index: Index, terms: Collection[QueryTerm]) -> list[QueryTerm]:
    """The terms without the candidates that come after MAX_POSTINGS: the rarest terms
    go first, and of each term the strongest candidates.
    """
    left = MAX_POSTINGS
    candidates: dict[str, list[Candidate]] = {}
    for term in sorted(terms, key=lambda term: -term.idf):
        candidates[term.stem] = []
        for candidate in term.candidates:
            if left > 0:
                candidates[term.stem].append(candidate)
                left -= index.number_of_postings(candidate.word)
    affordable = []
    for term in terms:
        read = tuple(candidates[term.stem])
        affordable.append(term._replace(candidates=read))
    return affordable


def _with_little_around(term: QueryTerm) -> QueryTerm:
    """The term, with little of its idf left if it is said around a need."""
    return term._replace(idf=term.idf * LITTLE) if term.is_around else term


def _known(index: Index, size: int, word: str) -> QueryTerm | None:
    """The term of a word that the catalogue has, in any inflection or as an acronym;
    None if it lacks the word.
    """
    family = index.family(word)
    if family:
        term = _term_of(family, word, members(family, word), size)
        return term._replace(is_everyday=family.is_everyday)
    for form in (word, word.removesuffix("s")):  # an acronym, or the plural of one
        acronym = ACRONYM_MARK + form
        family = index.family(acronym)
        if family:
            return _term_of(family, word, [Candidate(acronym, 1.0, "acronym")], size)
    return None


def _term_of(
    family: Family, word: str, candidates: Iterable[Candidate], size: int
) -> QueryTerm:
    """The term of a word that stands for words of one family."""
    return QueryTerm(word, tuple(candidates), idf(size, family.frequency), family.stem)


def members(
    family: Family, word: str, strength: float = 1.0, how: str = ""
) -> list[Candidate]:
    """The words of a family as candidates, first `word` if it is one of them. Without
    `how`, that is "exact" for `word`, and "stem" for the others.
    """
    candidates = []
    if word in family.words:
        candidates.append(Candidate(word, strength, how or "exact"))
    for other in family.words:
        if other != word:
            weaker = strength * STEM_STRENGTH
            candidates.append(Candidate(other, weaker, how or "stem"))
    return candidates


def _unknown(
    index: Index, size: int, word: str, unknown_before: int, is_last: bool
) -> QueryTerm:
    """The term of a word that the catalogue lacks: it may be misspelled or, if it is the
    last, only begun. `unknown_before` counts the unknown words before it.
    """
    from dicli.search.spelling import is_word, says_little

    near: list[Candidate] = []
    if not is_word(word) and unknown_before * len(index.spellable) <= MAX_COMPARED:
        near = _guesses(index, word, is_last)
    term = _guessed(index, size, word, near)
    if not near and (word.isdigit() or says_little(word)):
        return term._replace(idf=term.idf * LITTLE, is_everyday=True)
    if near and len(word) < PREFIX_LETTERS:  # too short to be an answer alone
        return term._replace(stem=word, is_everyday=True)
    return term


def _guessed(
    index: Index, size: int, word: str, near: Iterable[Candidate]
) -> QueryTerm:
    """The term of a word that may mean others: these (`near`, strongest first) and the
    words with the same stems are its candidates.

    Its idf lies between that of all candidates together (as if one of them was meant)
    and that of the rarest words: the surer the best candidate, the nearer to the first.
    """
    candidates: list[Candidate] = []
    frequencies: dict[str, int] = {}
    for guess in near:
        family = index.family(guess.word)
        if family and family.stem not in frequencies:
            frequencies[family.stem] = family.frequency
            candidates += members(family, guess.word, guess.strength, guess.how)
    candidates.sort(key=lambda candidate: -candidate.strength)
    sure = candidates[0].strength if candidates else 0.0
    idf_of_all = idf(size, sum(frequencies.values()))
    telling = sure * idf_of_all + (1 - sure) * idf(size, 1)
    stem_of_likeliest = next(iter(frequencies), word)
    return QueryTerm(word, tuple(candidates), telling, stem_of_likeliest)


def _guesses(index: Index, word: str, is_last: bool) -> list[Candidate]:
    """Words of the catalogue that an unknown word may have meant, strongest first."""
    if not word.isalpha() or len(word) > MAX_LETTERS:
        return []
    found = list[Candidate]()
    if slips_allowed(word):
        for meant, slips in nearest(index.spellable, word):
            strength = (1 - slips / len(word)) ** SLIP_EXPONENT
            found.append(Candidate(meant, strength, "spelling"))
    # perhaps only the beginning was typed
    if len(word) >= PREFIX_LETTERS or (is_last and _may_be_begun(word)):
        for meant in index.words_from(word):
            strength = (len(word) / len(meant)) ** PREFIX_EXPONENT
            found.append(Candidate(meant, strength, "prefix"))
    return nsmallest(MAX_CANDIDATES, found, key=lambda one: (-one.strength, one.word))


def _may_be_begun(word: str) -> bool:
    """Whether a short word that was typed last may be the beginning of another: it has
    no meaning (vector) of its own. The lists of `spelling` have only longer words.
    """
    from dicli.search.nearness import rows_of

    return len(word) >= SHORTEST_BEGINNING and not rows_of([word])


def slips_allowed(word: str) -> int:
    """How many slips a word may have."""
    for letters, slips in SLIPS:
        if len(word) >= letters:
            return slips
    return 0


def nearest(words: Sequence[str], word: str) -> list[tuple[str, int]]:
    """The words with the fewest slips to a word, if it may have that many; each with
    the number of slips.
    """
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    within = extract(
        word, words, scorer=OSA.distance, score_cutoff=slips_allowed(word), limit=None
    )
    fewest = min((slips for _, slips, _ in within), default=0)
    return [(meant, slips) for meant, slips, _ in within if slips == fewest]
