"""Stems of English words: the algorithm "English" of Snowball 3.1, also known as Porter
2.

M. F. Porter, "The English (Porter2) stemming algorithm",
snowballstem.org/algorithms/english/stemmer.html. Each step takes a suffix off or
replaces it by a shorter one, but only in the last part of a word:

    R1    what follows the first consonant that follows a vowel:  beaut|iful
    R2    the same in R1:                                         beautif|ul

`r1` and `r2` are the positions where these begin.

A y that is a consonant (at the beginning, or after a vowel) is written Y until the end.

This is code of our own, not a library, so that a word has the same stem wherever this
version of dicli runs: what was compiled on one computer can be searched on another. See
docs/decisions/0008-dependencies.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

VOWELS = "aeiouy"
EXCEPTIONS = {
    **{word: word for word in "andes atlas bias cosmos howe news sky".split()},
    "early": "earli",
    "gently": "gentl",
    "idly": "idl",
    "only": "onli",
    "singly": "singl",
    "skies": "sky",
    "skis": "ski",
    "ugly": "ugli",
}
# R1 follows these beginnings: "university" is not of the family of "universe".
BEGINNINGS = (
    "arsen",
    "commun",
    "emerg",
    "gener",
    "inter",
    "later",
    "organ",
    "past",
    "univers",
)
# What is before an "ing" or "eed" that is not an ending: evening, succeed.
NOT_FROM_ING = ("even", "cann", "inn", "earr", "herr", "out")
NOT_FROM_EED = ("succ", "proc", "exc")
ED_AND_ING = ("ed", "eed", "ing", "edly", "eedly", "ingly")
DOUBLES = ("bb", "dd", "ff", "gg", "mm", "nn", "pp", "rr", "tt")

STEP_2 = {
    "tional": "tion",
    "enci": "ence",
    "anci": "ance",
    "abli": "able",
    "entli": "ent",
    "izer": "ize",
    "ization": "ize",
    "ational": "ate",
    "ation": "ate",
    "ator": "ate",
    "alism": "al",
    "aliti": "al",
    "alli": "al",
    "fulness": "ful",
    "fulli": "ful",
    "ousli": "ous",
    "ousness": "ous",
    "iveness": "ive",
    "iviti": "ive",
    "biliti": "ble",
    "bli": "ble",
    "ogist": "og",
    "ogi": "og",
    "lessli": "less",
    "li": "",
}
STEP_3 = {
    "ational": "ate",
    "tional": "tion",
    "alize": "al",
    "icate": "ic",
    "iciti": "ic",
    "ical": "ic",
    "ful": "",
    "ness": "",
    "ative": "",
}
STEP_4 = dict.fromkeys(
    "al ance ence er ic able ible ant ement ment ent ism ate iti ous ive ize ion".split(),
    "",
)
# The suffixes that must be in R2; the others of these steps in R1.
IN_R2 = {"ative", *STEP_4}
# What must be before a suffix.
BEFORE = {"li": tuple("cdeghkmnrt"), "ogi": ("l",), "ion": ("s", "t")}


def english(word: str) -> str:
    """The stem of a word in the letters a to z."""
    if len(word) < 3:
        return word
    if word in EXCEPTIONS:
        return EXCEPTIONS[word]
    if "y" in word:
        word = re.sub("^y|([aeiouy])y", r"\1Y", word)
    r1 = _r1(word)
    r2 = _after_consonant(word, r1)
    word = _without_s(word)
    word = _without_ed_and_ing(word, r1)
    word = _with_final_i(word)
    for table in (STEP_2, STEP_3, STEP_4):
        word = _replaced(word, table, r1, r2)
    word = _without_e_and_l(word, r1, r2)
    return word.replace("Y", "y")


def _r1(word: str) -> int:
    """The position where R1 begins."""
    if word.startswith(BEGINNINGS):
        return max(len(one) for one in BEGINNINGS if word.startswith(one))
    return _after_consonant(word, 0)


def _after_consonant(word: str, start: int) -> int:
    """The position after the first consonant that follows a vowel, from `start` on; if
    there is none, the end.
    """
    after_vowel = False
    for position, letter in enumerate(word[start:], start):
        is_vowel = letter in VOWELS
        if after_vowel and not is_vowel:
            return position + 1
        after_vowel = is_vowel
    return len(word)


def _has_vowel(text: str) -> bool:
    return any(letter in VOWELS for letter in text)


def _ends_in_short_syllable(word: str) -> bool:
    """Whether a word ends in a consonant, a vowel and a consonant other than w, x and Y
    ("hop"); or is a vowel and a consonant ("us"); or ends in "past".
    """
    if word.endswith("past"):
        return True
    pattern = "".join("v" if letter in VOWELS else "c" for letter in word[-3:])
    if len(word) == 2:
        return pattern == "vc"
    return pattern == "cvc" and word[-1] not in "wxY"


def _longest_suffix(word: str, suffixes: Iterable[str]) -> str:
    """The longest of some suffixes that the word ends in, or an empty text."""
    if not word.endswith(tuple(suffixes)):  # most words do not, and this is quick
        return ""
    return max(filter(word.endswith, suffixes), key=len)


def _without_s(word: str) -> str:
    """Step 1a: a word without the ending of a plural or third person: "cats" gives
    "cat", "classes" gives "class".
    """
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith(("ied", "ies")):
        letters = 2 if len(word) > 4 else 1  # cries: cri, ties: tie
        return word[:-letters]
    if word.endswith(("ss", "us")):
        return word
    # a vowel right before the s does not count: gaps becomes gap, but gas stays
    if word.endswith("s") and _has_vowel(word[:-2]):
        return word[:-1]
    return word


def _without_ed_and_ing(word: str, r1: int) -> str:
    """Step 1b: a word without the ending of a past tense or participle, or of an adverb
    made from it: "agreed" gives "agree", "hopped" and "hoppingly" give "hop".
    """
    suffix = _longest_suffix(word, ED_AND_ING)
    if not suffix:
        return word
    rest = word[: -len(suffix)]
    if suffix.startswith("eed"):
        if len(rest) < r1 or rest in NOT_FROM_EED:
            return word
        return f"{rest}ee"
    if suffix == "ing" and rest in NOT_FROM_ING:
        return word
    if suffix == "ing" and re.fullmatch("[^aeiouy]y", rest):
        return f"{rest[0]}ie"  # dying: die
    if not _has_vowel(rest):
        return word
    return _restored(rest, r1)


def _restored(rest: str, r1: int) -> str:
    """The verb of a past tense or participle, as it is spelled alone: "hop" for
    "hopp" (hopped), "hope" for "hop" (hoped), "luxuriate" for "luxuriat".
    """
    if rest.endswith(("at", "bl", "iz")):
        return f"{rest}e"
    if rest.endswith(DOUBLES):
        keeps_both = len(rest) == 3 and rest[0] in "aeo"  # add, egg, off
        return rest if keeps_both else rest[:-1]
    r1_is_empty = len(rest) == r1
    if r1_is_empty and _ends_in_short_syllable(rest):
        return f"{rest}e"
    return rest


def _with_final_i(word: str) -> str:
    """Step 1c: a final y becomes i after a consonant that is not the first letter:
    "happy" gives "happi", but "by" stays.
    """
    if len(word) > 2 and word[-1] in "yY" and word[-2] not in VOWELS:
        return f"{word[:-1]}i"
    return word


def _replaced(word: str, table: Mapping[str, str], r1: int, r2: int) -> str:
    """Steps 2 to 4: a word with its suffix replaced as a table says, if the suffix is in
    the right region, after a letter that is allowed: "organization" gives "organize",
    "adoption" gives "adopt".
    """
    suffix = _longest_suffix(word, table)
    rest = word.removesuffix(suffix)
    region = r2 if suffix in IN_R2 else r1
    if suffix and len(rest) >= region and rest.endswith(BEFORE.get(suffix, ("",))):
        return rest + table[suffix]
    return word


def _without_e_and_l(word: str, r1: int, r2: int) -> str:
    """Step 5: a word without a final e or the second l of a final ll, if that letter is
    in R2; or without an e that is in R1, but not after a short syllable.
    """
    rest = word[:-1]
    if not word.endswith(("e", "ll")):
        return word
    if len(rest) >= r2:
        return rest
    in_r1 = len(rest) >= r1
    if word.endswith("e") and in_r1 and not _ends_in_short_syllable(rest):
        return rest
    return word
