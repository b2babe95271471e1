"""Words as search sees them: folded, split, stemmed.

Pure functions on text. What folding loses (case, accents, punctuation) must not matter
to a person who types a name from memory; what it keeps (letters, digits, the order of
words) must.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

# who was fired asks for help with a job, not with a fire
NO_INFLECTIONS = frozenset({"fired"})
# longer words get no guesses: they do not resemble any name and are slow to compare
LONGEST_GUESSED = 100
LETTERS_AN_EDIT = 3  # of a misspelled word, for each letter that is wrong
COMPOUND_LETTERS = 24  # of words that are joined to one
SHORTEST_BEGINNING = 2  # letters that may be the beginning of a name

_DOTTED = re.compile(r"\b([^\W\d_]{1,2})\.(?=[^\W\d_]{1,2}\b)")
_MARKS = {code: " " for code in range(0x80) if not chr(code).isalnum()}
_MARKS |= {
    ord("."): ".",
    ord("&"): " and ",
    **dict.fromkeys(map(ord, "'`\u2018\u2019\u02bc"), ""),
}
_POINT = re.compile(r"\.(?!\d)|(?<!\d)\.")  # but the one in a number
_GAPS = re.compile(r"(?:[^\w.]|_)+")
_INNER_MARK = re.compile(r"\w[^\w\s]+\w")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9]{1,7}")
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
# what Python writes for a byte (PEP 383)
_UNDECODED = {0xDC00 + byte: byte for byte in range(0x80, 0x100)}
_ACRONYM_LETTERS = range(3, 9)
_SMALL_WORDS = frozenset(
    "a an and at de des di do du for in la le of on s the to y".split()
)


def repair(text: str) -> str:
    """The text that was typed, if the locale could not decode it: its bytes are UTF-8,
    or else Latin-1.
    """
    if text.isascii():
        return text
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8")
    except UnicodeError:
        typed = text.translate(_UNDECODED)
        return typed.encode("utf-8", "replace").decode("utf-8")


# names are folded again and again, when they are compiled and when they are looked for
@lru_cache(maxsize=256)
def fold(text: str) -> str:
    """Lowercase words without accents or punctuation, one space apart; `fold(fold(x))
    == fold(x)`.

    `&` reads as "and", an apostrophe is dropped ("women's" is "womens"), dots inside
    short abbreviations too ("Ph.D." is "phd"); a point within a number stays; every
    other punctuation mark separates words.
    """
    text = text.casefold() if text.isascii() else _bare(repair(text))
    if text.isalnum() and text.isascii():
        return text  # one word
    if "." in text:
        text = _DOTTED.sub(r"\1", text)
        text = _POINT.sub(" ", text)
    text = text.translate(_MARKS)
    if not text.isascii():
        text = _GAPS.sub(" ", text)
    return " ".join(text.split())


def _bare(text: str) -> str:
    """Compatibility letters without their combining marks (Unicode NFKD), case folded."""
    from unicodedata import normalize

    text = _without_combining(text)  # `normalize` sorts them, slowly if there are many
    # case folding may bring marks back, and compatibility forms letters in upper case
    for _ in range(2):
        text = _without_combining(normalize("NFKD", text.casefold()))
    return text.translate(_UNDECOMPOSED)


def _without_combining(text: str) -> str:
    from unicodedata import combining

    return "".join(c for c in text if not combining(c))


def tokens(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return fold(text).split()


def compounds(text: str) -> list[str]:
    """Words with marks within written as one: "H-1B, 401(k), M.D./Ph.D." gives `h1b`,
    `401k` and `mdphd`.
    """
    if not _INNER_MARK.search(text):
        return []
    found = []
    for chunk in text.split():
        if not _INNER_MARK.search(chunk):
            continue
        parts = tokens(chunk)
        whole = "".join(parts)
        if len(parts) > 1 and len(whole) <= COMPOUND_LETTERS:
            found.append(whole)
    return found


def chunks(text: str) -> list[str]:
    """The text in pieces between blanks, so that "H-1B" or "MD/PhD" is one piece."""
    return repair(text).split()


def is_acronym(word: str) -> bool:
    """Whether a word as written is an acronym: two to eight capitals or digits, a
    capital first.
    """
    return _ACRONYM.fullmatch(word) is not None


def initials(name: str) -> set[str]:
    """Acronyms that people may form from a name: its words' initials, with and without
    the small words.
    """
    words = tokens(name.split("(")[0])
    large = [word for word in words if word not in _SMALL_WORDS]
    found = set()
    for some in (words, large):
        if len(some) in _ACRONYM_LETTERS:
            found.add("".join(word[0] for word in some))
    return found


@lru_cache(20_000)
def stem(word: str) -> str:
    """The stem of a folded word, if it may be an English one; else the word itself."""
    from dicli.core.snowball import english

    if word in NO_INFLECTIONS or not (word.isascii() and word.isalpha()):
        return word
    return english(word)


def distinct(words: Iterable[str]) -> list[str]:
    """The words without repeats, in order."""
    return list(dict.fromkeys(words))


def guesses(word: str, known: Iterable[str]) -> list[str]:
    """At most three of the known names, in lower case, that a word was likely meant to
    be, nearest first.

    A likely name starts with the word, or the word is a misspelling of it: at most one
    edit in LETTERS_AN_EDIT. An edit adds, drops or changes a letter or swaps two
    neighbors (optimal string alignment distance). A long word gets none.
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
