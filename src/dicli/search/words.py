"""What the words of a query may mean in a catalogue: themselves, an inflection, an acronym, a misspelling.

    typed         stands for                     how        strength
    mentors       mentors                        exact      1.00
                  mentor, mentoring              stem       0.90
    awn           Academic Women's Network       acronym    1.00
    ombusdman     ombudsman                      spelling   0.81   one slip in nine letters
    veterina      veterinary                     prefix     0.87   two of ten letters to come

How telling a word is says its rarity (idf), but everyday words tell less than their rarity, and what is said around a
question tells little: greetings, a place that it ends in, an everyday word or name that the catalogue lacks.

A word that the catalogue knows is taken as it is and never corrected (correcting known words costs more than it
mends), nor is one that is common English: "pension" is not Persian. Only for one that is neither, as it is, by its stem
or as an acronym, are likely misspellings and beginnings sought among the catalogue's own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from heapq import nsmallest
from math import log
from typing import NamedTuple

from dicli.core.text import CONTACT, FILLER, POLITE, chunks, distinct, fold, is_acronym, stem, tokens
from dicli.search.index import ACRONYM_MARK, Family, Index, Word

EVERYDAY = 0.6  # of what a word would tell by its rarity, if it is an everyday one ("keeps", "said")
LITTLE = 0.1  # of what a word would tell that is said around the question, or is lacked and an everyday word or a name
STEM_STRENGTH = 0.9  # an inflection is nearly the word itself, but the word itself comes first
MAX_WORDS = 64  # of a query; what a person types is shorter, and what a program pastes stays cheap
MAX_WORD_LETTERS = 40  # of a word that may be misspelt; longer ones are no words

# Optimal string alignment (Damerau-Levenshtein with adjacent swaps): how many slips a word of so many letters may
# hold. Four letters may be swapped or lack one ("vsia", "wuma"), but none may be wrong; shorter ones get nothing.
SLIPS = ((9, 3), (5, 2), (4, 1))
ACRONYM_SLIPS = 1  # however long it is: its letters make no word that would tell what was meant
# One slip in five letters leaves 0.68 of the strength, two leave 0.41: a single short word that is as badly
# misspelt as that cannot pass the gate (see `ranking`) alone, but can beside words that are right.
SLIP_EXPONENT = 1.75
MORE_SLIPS = 1  # words up to so many slips beyond the nearest one are candidates too
MAX_CANDIDATES = 100  # of an unknown word; the strongest, where a large catalogue has thousands
PREFIX_LETTERS = 4
# Letters that are yet to come are no mistake, and cost less than slips; still, a word of which only somewhat more than
# half is typed is weak ("vete"). Common words are not taken for beginnings: "disco" is not Discovery.
PREFIX_EXPONENT = 0.64
LONGEST_PLACE = 60  # letters at the end of a query that are looked into
_PLACE = r"\b(in|at)((?: +\S+){1,3})\s*$"
SPLIT_LETTERS = 3  # each part of a word that was written together ("highschool")


class Option(NamedTuple):
    """A word of the catalogue that a word of the query may stand for, and how surely (0 to 1)."""

    word: Word
    strength: float
    how: str  # exact, stem, acronym, spelling, prefix or related


class Need(NamedTuple):
    """A word of the query: what it may stand for, likeliest first, and how telling it is (idf, in nats)."""

    word: str
    options: tuple[Option, ...]
    idf: float


def idf(size: int, frequency: int) -> float:
    """Inverse document frequency as BM25 has it, in nats: of `size` resources, `frequency` have the word."""
    frequency = min(frequency, size)
    return log(1 + (size - frequency + 0.5) / (frequency + 0.5))


def needs(index: Index, size: int, text: str) -> list[Need]:
    """The telling words of a text, each once, with what they may mean in a catalogue of `size` resources."""
    found: dict[str, Need] = {}
    for word in _telling(index, text):
        key, need = _need(index, size, word)
        found.setdefault(key, need)
    around = _place(text) | POLITE
    asks = any(need.word not in around for need in found.values())
    return [need._replace(idf=need.idf * LITTLE) if asks and need.word in around else need for need in found.values()]


def _place(text: str) -> set[str]:
    """The words of a place that a question ends in: "in St. Louis", "at WashU"."""
    match = (" in " in text or " at " in text) and re.search(_PLACE, text[-LONGEST_PLACE:])
    if not match or FILLER.issuperset(tokens(match[2])):
        return set()
    from dicli.search.english import says_little

    words = tokens(match[2])
    written_so = match[1] == "at" and all(word[0].isupper() for word in match[2].split())
    return set(words) if written_so or all(map(says_little, words)) else set()


def _telling(index: Index, text: str) -> list[str]:
    """The words of a text without filler, as the catalogue writes them: apart or as one."""
    parts = [part for chunk in chunks(text)[: 4 * MAX_WORDS] for part in _as_one(index, tokens(chunk))]
    words: list[str] = []
    for part in (_bare(index, part) for part in parts[: 4 * MAX_WORDS]):
        joined = words[-1] + part if words and not FILLER.issuperset((words[-1], part)) else ""
        if joined and index.family(joined) and not (index.family(words[-1]) and index.family(part)):
            words[-1] = joined
        else:
            words += _split(index, part)
    filler = FILLER - _names_among(index, text, words)
    telling = distinct(word for word in words if word not in filler)[:MAX_WORDS]
    return [word for word in telling if word not in CONTACT or index.family(word)]


def _bare(index: Index, word: str) -> str:
    """A word without an s at its end that makes it no other: filler ("somethings") and acronyms ("ODIs")."""
    bare = word.removesuffix("s")
    if len(bare) < 3 or bare == word or index.family(word):
        return word
    return bare if bare in FILLER or index.family(ACRONYM_MARK + bare) else word


def _names_among(index: Index, text: str, words: Sequence[str]) -> set[str]:
    """The filler words that are names here ("IT", "US"): written as acronyms, or with no other filler beside them."""
    filler = FILLER.intersection(words) - CONTACT
    written = {fold(chunk) for chunk in chunks(text) if is_acronym(fold(chunk).upper()) and chunk.isupper()}
    meant = filler & written if len(filler) > 1 else filler
    return {word for word in meant if index.family(ACRONYM_MARK + word)}


def _as_one(index: Index, parts: list[str]) -> list[str]:
    """The parts of "H-1B" or "sub-internship", or the one word, if the catalogue has it or its parts say nothing."""
    whole, bare = "".join(parts), all(len(part) < 3 and part not in FILLER for part in parts)
    return [whole] if len(parts) > 1 and (bare or index.family(whole)) else parts


def _split(index: Index, word: str) -> list[str]:
    """The two known words that an unknown one is made of, or the word alone, as it is if another goes on from it."""
    if len(word) <= MAX_WORD_LETTERS and not index.family(word) and not index.words_from(word):
        for cut in range(SPLIT_LETTERS, len(word) - SPLIT_LETTERS + 1):
            if index.family(word[:cut]) and index.family(word[cut:]):
                return [word[:cut], word[cut:]]
    return [word]


def _need(index: Index, size: int, word: str) -> tuple[str, Need]:
    """What a word may mean, and a key that words of the same meaning share."""
    family = index.family(word) or index.family_of_stem(stem(word) if len(word) <= MAX_WORD_LETTERS else word)
    if family and (options := tuple(members(family, word, 1.0))):
        weight = EVERYDAY if family.everyday else 1.0
        return family.stem, Need(word, options, weight * idf(size, family.frequency))
    acronym = next(iter(_word(index, ACRONYM_MARK + word)), None)
    if acronym:
        return acronym.text, Need(word, (Option(acronym, 1.0, "acronym"),), idf(size, acronym.number))
    from dicli.search.english import says_little

    need = _guessed(index, size, word)
    return word, need if need.options or not says_little(word) else need._replace(idf=need.idf * LITTLE)


def _word(index: Index, text: str) -> list[Word]:
    family = index.family(text)
    return [word for word in family.words if word.text == text] if family else []


def members(family: Family, word: str, strength: float, how: str = "") -> Iterator[Option]:
    """The words of a family as options for one of them, which comes first."""
    for member in sorted(family.words, key=lambda member: member.text != word):
        if not member.text.startswith(ACRONYM_MARK):
            same = member.text == word
            yield Option(member, strength * (1.0 if same else STEM_STRENGTH), how or ("exact" if same else "stem"))


def _guessed(index: Index, size: int, word: str) -> Need:
    """An unknown word as what it may be a misspelling or beginning of.

    How telling it is lies between the idf of all candidates together (as if one of them was meant) and that of a
    word that stands nowhere, by how sure the best candidate is.
    """
    options: list[Option] = []
    frequencies: dict[str, int] = {}
    for near, strength, how in _near(index, word):
        family = index.family(near)
        if family and family.stem not in frequencies:
            frequencies[family.stem] = family.frequency
            options += members(family, near, strength, how)
    sure = options[0].strength if options else 0.0
    telling = sure * idf(size, sum(frequencies.values())) + (1 - sure) * idf(size, 1)
    return Need(word, tuple(sorted(options, key=lambda option: -option.strength)), telling)


def _near(index: Index, word: str) -> Sequence[tuple[str, float, str]]:
    """Words of the catalogue that an unknown word may have meant, with strength and how, strongest first."""
    slips = next((slips for length, slips in SLIPS if len(word) >= length), 0)
    if not slips or not word.isalpha() or len(word) > MAX_WORD_LETTERS:
        return []
    from dicli.search.english import is_english

    if is_english(word):
        return []
    meant = _misspelt(index.spellable(), word, slips) + _misspelt(index.acronyms(), word, ACRONYM_SLIPS)
    near = [(w, _kept(d, len(word), SLIP_EXPONENT), "spelling") for w, d in meant]
    if len(word) >= PREFIX_LETTERS:
        near += [(w, _kept(len(w) - len(word), len(w), PREFIX_EXPONENT), "prefix") for w in index.words_from(word)]
    return nsmallest(MAX_CANDIDATES, near, key=lambda found: (-found[1], found[0]))


def _kept(slips: int, letters: int, exponent: float) -> float:
    """The strength that is left after some slips, or with some letters to come, in so many letters."""
    return float((1 - slips / letters) ** exponent)


def _misspelt(words: list[str], word: str, slips: int) -> list[tuple[str, int]]:
    """The words within so many slips, with their distance: the nearest ones and those MORE_SLIPS beyond."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    within = extract(word, words, scorer=OSA.distance, score_cutoff=slips, limit=None)
    kept = [(found, int(distance)) for found, distance, _ in within if _plausible(word, found)]
    nearest = min((distance for _, distance in kept), default=0)
    return [(found, distance) for found, distance in kept if distance <= nearest + MORE_SLIPS]


def _plausible(typed: str, meant: str) -> bool:
    """Whether a slip like this is likely: people rarely miss the first letter.

    J. J. Pollock and A. Zamora, "Automatic spelling correction in scientific and scholarly text", Communications
    of the ACM 27(4), 1984: a wrong first letter is rare. It may be swapped with the second. One
    wrong letter of four is too much.
    """
    wrong = len(typed) == len(meant) <= 4 and sorted(typed) != sorted(meant)
    return not wrong and (typed[0] == meant[:1] or typed[:2] == meant[1::-1])
