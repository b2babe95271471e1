"""Words as search sees them: folded, split, stemmed.

Pure functions on text. What folding loses (case, accents, punctuation) must not matter
to a person who types a name from memory; what it keeps (letters, digits, the order of
words) must.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")
# Who was fired asks for help with a job, not with a fire.
NO_INFLECTIONS = frozenset({"fired"})
# Letters. Longer words get no guesses: they do not resemble any name and are slow to
# compare.
LONGEST_GUESSED = 100
LETTERS_AN_EDIT = 3  # a misspelled word has at least so many for each that is wrong
COMPOUND_LETTERS = 24  # at most, of words that are joined to one
SHORTEST_BEGINNING = 2  # letters that may be the beginning of a name

# These patterns are compiled when they are first used, which many runs never do.
_ABBREVIATION = r"\b([^\W\d_]{1,2})\.(?=[^\W\d_]{1,2}\b)"  # before its other letters
_PUNCTUATION = {code: " " for code in range(0x80) if not chr(code).isalnum()}
_PUNCTUATION |= {
    ord("."): ".",
    ord("&"): " and ",
    **dict.fromkeys(map(ord, "'`\u2018\u2019\u02bc"), ""),
}
_POINT_OUTSIDE_NUMBER = r"\.(?!\d)|(?<!\d)\."
_BETWEEN_WORDS = r"(?:[^\w.]|_)+"
_INNER_PUNCTUATION = r"\w[^\w\s]+\w"
# Letters that Unicode does not take apart, as they are typed without a keyboard for
# them.
_UNDECOMPOSED = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ħ": "h",
    }
)
# What Python writes for bytes that it could not decode (PEP 383), and these bytes.
_UNDECODED = {0xDC00 + byte: byte for byte in range(0x80, 0x100)}
_ACRONYM_LETTERS = range(3, 9)
_SMALL_WORDS = frozenset(
    "a an and at de des di do du for in la le of on s the to y".split()
)


def as_typed(text: str) -> str:
    """The text as it was typed. Bytes that the locale could not decode are read as UTF-8,
    or else as Latin-1.
    """
    if text.isascii():
        return text
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8")
    except UnicodeError:
        typed = text.translate(_UNDECODED)
        return typed.encode("utf-8", "replace").decode("utf-8")


# Names are folded again and again, when they are compiled and when they are looked up.
@lru_cache(maxsize=256)
def fold(text: str) -> str:
    """Lowercase words without accents or punctuation, one space apart.

    `&` reads as "and". Apostrophes are dropped ("women's" is "womens"), and so are dots
    inside short abbreviations ("Ph.D." is "phd"). A dot between digits stays. Every
    other punctuation mark separates words. What is folded is not changed by folding it
    again.
    """
    text = text.casefold() if text.isascii() else _without_accents(as_typed(text))
    if text.isalnum() and text.isascii():
        return text  # one word
    text = _without_dots(text).translate(_PUNCTUATION)
    if not text.isascii():  # then it may have other punctuation
        text = re.sub(_BETWEEN_WORDS, " ", text)
    return " ".join(text.split())


def _without_dots(text: str) -> str:
    """The text without dots but those between digits: "phd 3.5" for "ph.d. 3.5"."""
    text = text.replace(". ", " ").removesuffix(".")  # most dots; patterns are slow
    if "." in text:
        text = re.sub(_ABBREVIATION, r"\1", text)
        text = re.sub(_POINT_OUTSIDE_NUMBER, " ", text)
    return text


def _without_accents(text: str) -> str:
    """The text in lower case, in plain letters: "e" for "É", "fi" for the ligature,
    "o" for "ø" (Unicode NFKD and `_UNDECOMPOSED`).
    """
    from unicodedata import normalize

    # First without combining marks: `normalize` sorts them, slowly if there are many.
    text = _without_marks(text)
    # Twice, because case folding may bring marks back, and compatibility forms may
    # bring letters in upper case.
    for _ in range(2):
        text = _without_marks(normalize("NFKD", text.casefold()))
    return text.translate(_UNDECOMPOSED)


def _without_marks(text: str) -> str:
    from unicodedata import combining

    return "".join(c for c in text if not combining(c))


def tokens(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return fold(text).split()


def compounds(text: str) -> list[str]:
    """The words with punctuation inside, each joined to one: "H-1B, 401(k), M.D./Ph.D."
    gives `h1b`, `401k` and `mdphd`.
    """
    if not re.search(_INNER_PUNCTUATION, text):
        return []
    found = []
    for chunk in text.split():
        if not re.search(_INNER_PUNCTUATION, chunk):
            continue
        parts = tokens(chunk)
        whole = "".join(parts)
        if len(parts) > 1 and len(whole) <= COMPOUND_LETTERS:
            found.append(whole)
    return found


def initials(name: str) -> set[str]:
    """The acronyms that people may form from a name: the initials of all its words, and
    of all but the small ones. A parenthesis and what follows it do not count.
    """
    words = tokens(name.split("(")[0])
    large = [word for word in words if word not in _SMALL_WORDS]
    found = set()
    for chosen in (words, large):
        if len(chosen) in _ACRONYM_LETTERS:
            found.add("".join(word[0] for word in chosen))
    return found


@lru_cache(20_000)
def stem(word: str) -> str:
    """The stem of a folded word that may be English; any other word as it is."""
    from dicli.core.snowball import english

    if word in NO_INFLECTIONS or not (word.isascii() and word.isalpha()):
        return word
    return english(word)


def other_number(word: str) -> str:
    """The plural of a word in -man, the singular of one in -men, which the stemmer does
    not know ("ombudsmen"); any other word as it is.
    """
    if word.endswith("man"):
        return word.removesuffix("man") + "men"
    if word.endswith("men"):
        return word.removesuffix("men") + "man"
    return word


def distinct(values: Iterable[T]) -> list[T]:
    """The values without repeats, in order."""
    return list(dict.fromkeys(values))


def is_slip(word: str, meant: str) -> bool:
    """Whether a word, in any case, is the one that is meant but for at most one edit
    (see `guesses`). The word that is meant is in lower case.
    """
    from rapidfuzz.distance import OSA

    return OSA.distance(word.casefold(), meant) <= 1


def guesses(word: str, known: Iterable[str]) -> list[str]:
    """At most three of the known names that a word was likely meant to be, nearest
    first. The known names are in lower case.

    Likely are names that the word is a misspelling of, with at most one edit for every
    LETTERS_AN_EDIT letters, and names that start with the word. An edit adds, drops or
    changes a letter or swaps two neighbors (optimal string alignment distance). There
    are none for a word longer than LONGEST_GUESSED.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    typed = word.casefold()
    if len(typed) > LONGEST_GUESSED:
        return []
    names = list(known)
    near = process.extract(
        typed,
        names,
        scorer=OSA.distance,
        score_cutoff=len(typed) // LETTERS_AN_EDIT,
        limit=3,
    )
    likely = [name for name, _, _ in near]
    if len(typed) >= SHORTEST_BEGINNING:
        likely += [name for name in names if name.startswith(typed)]
    return distinct(likely)[:3]
