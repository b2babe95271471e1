"""The inverted index of a catalogue: which word stands where, and how much it weighs there.

`build` turns resources into named sections of bytes; `Index` answers from such sections, wherever they lie
(fresh in memory or in a mapped file), and reads only what a lookup touches.

Words that share a stem form a family. `words` leads from a word to its stem, `families` from the stem to

    mentor TAB 14 mentor:120:9 mentored:129:1 mentoring:130:11
    |          |  |      |   +- in so many resources
    |          |  |      +- its postings start there
    |          |  +- a word as folded
    |          +- in how many resources the family occurs
    +- stem

`spellable` lists the words that a misspelt one may have meant. Postings lie in four parallel arrays: `ids` (the
resource's place in the catalogue), `weights`, `shares` and `masks` (bit n: the word is in FIELDS[n]). A weight is
the pseudo frequency of BM25F (Robertson, Zaragoza & Taylor, "Simple BM25 extension to multiple weighted fields",
CIKM 2004): the sum over fields of boost * tf / norm with norm = 1 - b + b * length / average length. It depends on
no query, so it is computed once. A share says how much of the phrase around it the word stands for (see `search`).
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from dicli.lines import Lines, sorted_lines
from dicli.model import Resource, Vocabulary
from dicli.text import FILLER, compounds, distinct, initials, is_acronym, stem, tokens


class Field(NamedTuple):
    """A searched field: how much a word in it counts, how far its length is held against it (BM25's b), and how
    far one word of a phrase in it falls short of the phrase (the exponent of `share`)."""

    name: str
    boost: float
    b: float
    phrase: float


# Nearly flat boosts: what decides is that a resource explains the whole need, not where it says so. Names and
# what people call a thing weigh a little more than what is said about it. `b` is BM25's usual 0.75 where length
# means dilution; lists of keywords, topics and audiences are long because a resource serves much, not because
# it rambles, so their length counts for less. People use parts of names, so that one word of a name stands for
# nearly all of it; one word of a phrase that people say ("extra time") says much less than the phrase.
FIELDS = (
    Field("name", 1.6, 0.75, 0.2),
    Field("aliases", 1.4, 0.4, 0.2),
    Field("keywords", 1.4, 0.3, 1 / 3),
    Field("topics", 1.0, 0.4, 1 / 3),
    Field("audiences", 1.0, 0.4, 1 / 3),
    Field("summary", 1.0, 0.75, 0.0),
)
ALL_FIELDS = (1 << len(FIELDS)) - 1
NAME_FIELDS = 0b11  # the first two
SYNONYM_BIT = 1 << len(FIELDS)  # the word came with a vocabulary's synonym only
ACRONYM_MARK = "^"  # before words of a name space of their own: initials and the host names of addresses
COLUMNS = {"ids": "I", "weights": "f", "shares": "f", "masks": "H"}  # the postings, as `array` types
_WORD_LETTERS = 40  # longer ones are not indexed: nobody types them


class Word(NamedTuple):
    """A word of the index and where its postings lie."""

    text: str
    start: int
    number: int


class Family(NamedTuple):
    """Words that share a stem, and in how many resources any of them occurs."""

    stem: str
    frequency: int
    words: tuple[Word, ...]


class _Text(NamedTuple):
    text: str
    synonym: bool = False


def texts(resource: Resource, topics: Vocabulary, audiences: Vocabulary) -> list[list[_Text]]:
    """The texts of a resource field by field, in the order of FIELDS."""
    return [
        [_Text(resource.name)],
        [_Text(alias) for alias in resource.aliases],
        [_Text(keyword) for keyword in resource.keywords],
        list(_terms(resource.topics, topics)),
        list(_terms(resource.audiences, audiences)),
        [_Text(resource.summary or "")],
    ]


def _terms(ids: Iterable[str], vocabulary: Vocabulary) -> Iterator[_Text]:
    """The labels and synonyms of some terms."""
    for term in (vocabulary[id] for id in ids if id in vocabulary):
        yield _Text(term.label)
        yield from (_Text(synonym, synonym=True) for synonym in term.synonyms)


def _words(text: str) -> list[str]:
    """The words of a text as they are indexed: without filler, and compounds ("H-1B") also as one."""
    words = [word for word in tokens(text) if word not in FILLER and len(word) <= _WORD_LETTERS]
    known = set(words)
    return words + [whole for whole in distinct(compounds(text)) if whole not in known]


def _acronyms(resource: Resource) -> set[str]:
    """Initials of the names, and the telling labels of the address's host: https://www.oiss.washu.edu/x gives
    `oiss` and `washu`."""
    host = re.match(r"https?://([^/?#:@\s]+)", resource.url or "")
    labels = host[1].casefold().split(".")[:-1] if host else []
    telling = [label for label in labels if 2 < len(label) <= 12 and label != "www"][:2]
    return set(telling).union(*(initials(name) for name in (resource.name, *resource.aliases)))


class _Entry:
    """The words of one resource: how often each stands in each field, its share, and where it is a synonym only."""

    def __init__(self, fields: Sequence[Sequence[_Text]]) -> None:
        self.counts: list[Counter[str]] = []
        self.shares: dict[str, float] = {}
        plain: set[str] = set()
        for field, found in zip(FIELDS, fields, strict=True):
            counted: Counter[str] = Counter()
            for text, synonym in found:
                words = _words(text)
                counted.update(words)
                share = max(1, len(words)) ** -field.phrase
                for word in words:
                    self.shares[word] = max(share, self.shares.get(word, 0.0))
                if not synonym:
                    plain.update(words)
            self.counts.append(counted)
        self.synonyms = self.shares.keys() - plain

    def postings(self, averages: Sequence[float]) -> Iterator[tuple[str, float, int]]:
        """Each word with its weight and mask; `averages` are the fields' average lengths in words."""
        weights: dict[str, float] = {}
        masks: dict[str, int] = dict.fromkeys(self.synonyms, SYNONYM_BIT)
        for bit, (field, counted) in enumerate(zip(FIELDS, self.counts, strict=True)):
            norm = 1 - field.b + field.b * counted.total() / averages[bit]
            for word, often in counted.items():
                weights[word] = weights.get(word, 0.0) + field.boost * often / norm
                masks[word] = masks.get(word, 0) | 1 << bit
        yield from ((word, weight, masks[word]) for word, weight in weights.items())


Columns = dict[str, "array[Any]"]
"""Postings side by side: the arrays of COLUMNS."""


def _columns() -> Columns:
    return {name: array(code) for name, code in COLUMNS.items()}


def _all_postings(entries: Sequence[_Entry], acronyms: Sequence[set[str]]) -> dict[str, Columns]:
    """word -> its postings, places rising."""
    count = len(entries) or 1
    averages = [sum(e.counts[f].total() for e in entries) / count or 1.0 for f in range(len(FIELDS))]
    found: defaultdict[str, Columns] = defaultdict(_columns)
    for place, (entry, formed) in enumerate(zip(entries, acronyms, strict=True)):
        postings = [(word, weight, entry.shares[word], mask) for word, weight, mask in entry.postings(averages)]
        postings += [(ACRONYM_MARK + word, 1.0, 1.0, 1) for word in formed]
        for word, *values in postings:
            for column, value in zip(found[word].values(), (place, *values), strict=True):
                column.append(value)
    return found


def _always_acronyms(fields: Iterable[Sequence[Sequence[_Text]]]) -> set[str]:
    """The words that are written as acronyms wherever they stand (a text all in capitals does not say)."""
    as_acronym: set[str] = set()
    otherwise: set[str] = set()
    for text in (text for resource in fields for field in resource for text, _ in field):
        written = re.findall(r"\w+", text)
        acronyms = set() if text.isupper() and " " in text else set(filter(is_acronym, written))
        as_acronym.update(tokens(" ".join(acronyms)))
        otherwise.update(tokens(" ".join(word for word in written if word not in acronyms)))
    return as_acronym - otherwise


def build(resources: Sequence[Resource], topics: Vocabulary, audiences: Vocabulary) -> dict[str, bytes]:
    """The index of some resources, as named sections of bytes."""
    fields = [texts(resource, topics, audiences) for resource in resources]
    postings = _all_postings([_Entry(found) for found in fields], [_acronyms(resource) for resource in resources])
    families: dict[str, list[str]] = {}
    for word in sorted(postings):
        families.setdefault(stem(word), []).append(word)
    shouted = _always_acronyms(fields)
    columns, lines, start = _columns(), [], 0
    for root, words in families.items():
        entries = []
        for word in words:
            number = len(postings[word]["ids"])
            entries.append(f"{word}:{start}:{number}")
            start += number
            for name, column in columns.items():
                column.extend(postings[word][name])
        frequency = len(set[int]().union(*(postings[word]["ids"] for word in words)))
        lines.append((root, f"{frequency} {' '.join(entries)}"))
    spellable = (word for word in postings if len(word) >= 4 and word.isalpha() and word not in shouted)
    return {
        "words": sorted_lines((word, root) for root, words in families.items() for word in words),
        "families": sorted_lines(lines),
        "spellable": "\n".join(spellable).encode(),
        **{name: column.tobytes() for name, column in columns.items()},
    }


class Index:
    """Looks words up in the sections that `build` made."""

    def __init__(self, sections: Mapping[str, memoryview]) -> None:
        self._words, self._families = Lines(sections["words"]), Lines(sections["families"])
        self._spellable = sections["spellable"]
        self.ids = sections["ids"].cast("I")
        self.weights = sections["weights"].cast("f")
        self.shares = sections["shares"].cast("f")
        self.masks = sections["masks"].cast("H")

    def family(self, word: str) -> Family | None:
        """The family of a word that stands in the catalogue as it is."""
        root = self._words.get(word)
        return self.family_of_stem(root) if root is not None else None

    def family_of_stem(self, root: str) -> Family | None:
        """The family with that stem."""
        line = self._families.get(root)
        if line is None:
            return None
        frequency, *entries = line.split(" ")
        words = (entry.split(":") for entry in entries)
        return Family(root, int(frequency), tuple(Word(w, int(start), int(number)) for w, start, number in words))

    def spellable(self) -> list[str]:
        """All words that a misspelt one may have meant: no acronyms, nothing under four letters, letters only."""
        return bytes(self._spellable).decode().split("\n")

    def words_from(self, prefix: str) -> list[str]:
        """The words that begin with some letters, and go on."""
        return [word for word, _ in self._words.starting(prefix) if word != prefix and word.isalpha()]
