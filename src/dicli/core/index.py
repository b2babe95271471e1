"""The inverted index of a catalogue: which word stands where, and how much it weighs there.

`build` turns resources into named sections of bytes; `Index` answers from such sections, wherever they lie
(fresh in memory or in a mapped file), and reads only what a lookup touches.

Words that share a stem form a family. `words` leads from a word to its stem, `families` from the stem to

    mentor TAB 14 mentor:120:9 mentored:129:1 mentoring:130:11
    |          |  |      |   +- in so many resources
    |          |  |      +- its postings start there
    |          |  +- a word as folded
    |          +- in how many resources the family occurs; after ~, if all its words are everyday ones
    +- stem

`spellable` and `acronyms` list the words that a misspelt one may have meant. Postings lie in four parallel arrays:
`ids` (the resource's place in the catalogue), `weights`, `shares` and `masks` (bit n: the word is in FIELDS[n]). A
weight is the pseudo frequency of BM25F (Robertson, Zaragoza & Taylor, "Simple BM25 extension to multiple weighted
fields", CIKM 2004): the sum over fields of boost * tf / norm with norm = 1 - b + b * length / average length. It
depends on no query, so it is computed once. A share says how much of the phrase around it the word stands for (see
`search`).
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from dicli.core.lines import Lines, sorted_lines
from dicli.core.model import Resource, Vocabulary
from dicli.core.text import FILLER, compounds, distinct, fold, initials, is_acronym, stem, tokens


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
# Facts (hours, fees, conditions) only break ties: many words in them say what a resource is not for.
SEARCHED_FIELDS = (
    Field("name", 1.6, 0.75, 0.2),
    Field("aliases", 1.4, 0.4, 0.2),
    Field("keywords", 1.4, 0.3, 1 / 3),
    Field("topics", 1.0, 0.4, 1 / 3),
    Field("audiences", 1.0, 0.4, 1 / 3),
    Field("summary", 1.0, 0.75, 0.0),
    Field("facts", 0.3, 0.75, 1 / 3),
)
ALL_FIELDS = (1 << len(SEARCHED_FIELDS)) - 1
NAME_FIELDS = 0b11  # the first two
SYNONYM_BIT = 1 << len(SEARCHED_FIELDS)  # the word came with a vocabulary's synonym only
EVERYDAY_MARK = "~"  # before the frequency of a family of everyday words
ACRONYM_MARK = "^"  # before words of a name space of their own: initials and the host names of addresses
COLUMNS = {"ids": "I", "weights": "f", "shares": "f", "masks": "H"}  # the postings, as `array` types
MAX_FROM = 1000  # words that are read where only their beginning is known
_WORD_LETTERS = 40  # longer ones are not indexed: nobody types them


class Word(NamedTuple):
    """A word of the index and where its postings lie."""

    text: str
    start: int
    number: int


class Family(NamedTuple):
    """Words that share a stem, in how many resources any of them occurs, and whether all are everyday words."""

    stem: str
    frequency: int
    words: tuple[Word, ...]
    everyday: bool = False


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
        [_Text(fact.text) for fact in resource.facts],
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
    """Initials of the names, names that are filler elsewhere ("IT", "WHO"), and the telling labels of the address's
    host: https://www.oiss.washu.edu/x gives `oiss` and `washu`."""
    host = re.match(r"https?://([^/?#:@\s]+)", resource.url or "")
    labels = host[1].casefold().split(".")[:-1] if host else []
    telling = [label for label in labels if 2 < len(label) <= 12 and label != "www"][:2]
    names = (resource.name, *resource.aliases)
    return set(telling).union(FILLER.intersection(map(fold, names)), *map(initials, names))


_SYNONYM, _PLAIN = 0, 1  # end a text among the numbers of words: a vocabulary's synonym, or any other


class _Coded:
    """The words of texts as numbers, text after text: a few bytes a word, however many resources have it."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.as_acronym: set[str] = set()
        self.otherwise: set[str] = set()

    def __call__(self, found: Iterable[_Text]) -> array[int]:
        coded = array("I")
        for text, synonym in found:
            coded.extend(self.number(word) for word in _words(text))
            coded.append(_SYNONYM if synonym else _PLAIN)
            self._note_acronyms(text)
        return coded

    def number(self, word: str) -> int:
        return self.numbers.setdefault(word, len(self.numbers) + 2)

    def _note_acronyms(self, text: str) -> None:
        """Notes which words are written as acronyms here and which are not (a text all in capitals does not say)."""
        written = re.findall(r"\w+", text)
        acronyms = set() if text.isupper() and " " in text else set(filter(is_acronym, written))
        self.as_acronym.update(tokens(" ".join(acronyms)))
        self.otherwise.update(tokens(" ".join(word for word in written if word not in acronyms)))


Parts = Sequence[Sequence["array[int]"]]
"""The coded texts of a resource: for each of FIELDS, its own or those of the terms that it names."""


def _length(parts: Sequence[array[int]]) -> int:
    return sum(len(part) - part.count(_SYNONYM) - part.count(_PLAIN) for part in parts)


def _postings(fields: Parts, averages: Sequence[float]) -> Iterator[tuple[int, float, float, int]]:
    """Each word of a resource with its weight, share and mask; `averages` are the fields' average lengths in words."""
    weights: dict[int, float] = {}
    shares: dict[int, float] = {}
    masks: dict[int, int] = {}
    plain: set[int] = set()
    for bit, (field, parts) in enumerate(zip(SEARCHED_FIELDS, fields, strict=True)):
        weight = field.boost / (1 - field.b + field.b * _length(parts) / averages[bit])
        words: list[int] = []
        for number in (number for part in parts for number in part):
            if number > _PLAIN:
                words.append(number)
                continue
            share = max(1, len(words)) ** -field.phrase
            for word in words:
                weights[word] = weights.get(word, 0.0) + weight
                shares[word] = max(share, shares.get(word, 0.0))
                masks[word] = masks.get(word, 0) | 1 << bit
            if number == _PLAIN:
                plain.update(words)
            words.clear()
    for word, weight in weights.items():
        yield word, weight, shares[word], masks[word] if word in plain else masks[word] | SYNONYM_BIT


def _coded_fields(
    resources: Sequence[Resource], topics: Vocabulary, audiences: Vocabulary, coded: _Coded
) -> Iterator[Parts]:
    """The coded texts of each resource; those of a term are coded once and are the same for all that name it."""
    named = [{id: coded(_terms([id], vocabulary)) for id in vocabulary} for vocabulary in (topics, audiences)]
    for resource in resources:
        name, aliases, keywords, _, _, summary, facts = texts(resource, {}, {})
        terms = [
            [all_of[id] for id in ids if id in all_of]
            for all_of, ids in zip(named, (resource.topics, resource.audiences), strict=True)
        ]
        own = [[coded(found)] if found else () for found in (name, aliases, keywords)]
        yield (*own, *terms, *([coded(found)] if found else () for found in (summary, facts)))


def _all_postings(resources: Sequence[Resource], fields: Sequence[Parts], coded: _Coded) -> dict[str, array[Any]]:
    """All postings in the order of the resources: the arrays of COLUMNS, and the numbers of the words."""
    count = len(fields) or 1
    averages = [sum(_length(parts[bit]) for parts in fields) / count or 1.0 for bit in range(len(SEARCHED_FIELDS))]
    columns: dict[str, array[Any]] = {name: array(code) for name, code in {"words": "I", **COLUMNS}.items()}
    words, ids, weights, shares, masks = (column.append for column in columns.values())
    for place, (resource, parts) in enumerate(zip(resources, fields, strict=True)):
        found = list(_postings(parts, averages))
        found += [(coded.number(ACRONYM_MARK + word), 1.0, 1.0, 1) for word in _acronyms(resource)]
        for word, weight, share, mask in found:
            words(word), ids(place), weights(weight), shares(share), masks(mask)
    return columns


def _sorted_postings(columns: dict[str, array[Any]], order: Sequence[int]) -> tuple[dict[str, bytes], array[int]]:
    """The columns word by word in an order of their numbers, places rising; and where each word's postings begin."""
    often = Counter(columns["words"])
    starts, at = array("Q", bytes(8 * (max(order, default=0) + 2))), 0
    for word in order:
        starts[word], at = at, at + often[word]
    begin, targets = starts[:], columns.pop("words")
    for number, word in enumerate(targets):
        targets[number] = starts[word]
        starts[word] += 1
    blobs = {}
    for name in COLUMNS:
        column = columns.pop(name)
        moved = column[:]
        for target, value in zip(targets, column, strict=True):
            moved[target] = value
        blobs[name] = moved.tobytes()
    return blobs, begin


def build(resources: Sequence[Resource], topics: Vocabulary, audiences: Vocabulary) -> dict[str, bytes]:
    """The index of some resources, as named sections of bytes."""
    from dicli.core.english import everyday

    coded = _Coded()
    fields = list(_coded_fields(resources, topics, audiences, coded))
    columns = _all_postings(resources, fields, coded)
    numbers = coded.numbers
    often = Counter(columns["words"])
    families: dict[str, list[str]] = {}
    for word in sorted(word for word, number in numbers.items() if often[number]):
        families.setdefault(stem(word), []).append(word)
    blobs, starts = _sorted_postings(columns, [numbers[word] for words in families.values() for word in words])
    ids, lines = memoryview(blobs["ids"]).cast("I"), []
    little = everyday()
    for root, words in families.items():
        spans = [(word, starts[numbers[word]], often[numbers[word]]) for word in words]
        frequency = (
            len({id for _, start, number in spans for id in ids[start : start + number]}) if spans[1:] else spans[0][2]
        )
        mark = EVERYDAY_MARK if little.issuperset(words) else ""
        lines.append(
            (root, f"{mark}{frequency} {' '.join(f'{word}:{start}:{number}' for word, start, number in spans)}")
        )
    shouted = coded.as_acronym - coded.otherwise
    spellable = [word for word in numbers if often[numbers[word]] and len(word) >= 4 and word.isalpha()]
    return {
        "words": sorted_lines((word, root) for root, words in families.items() for word in words),
        "families": sorted_lines(lines),
        "spellable": "\n".join(word for word in spellable if word not in shouted).encode(),
        "acronyms": "\n".join(word for word in spellable if word in shouted).encode(),
        **blobs,
    }


class Index:
    """Looks words up in the sections that `build` made."""

    def __init__(self, sections: Mapping[str, memoryview]) -> None:
        self._words, self._families = Lines(sections["words"]), Lines(sections["families"])
        self._spellable, self._acronyms = sections["spellable"], sections["acronyms"]
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
        found = tuple(Word(word, int(start), int(number)) for word, start, number in words)
        return Family(root, int(frequency.lstrip(EVERYDAY_MARK)), found, frequency.startswith(EVERYDAY_MARK))

    def spellable(self) -> list[str]:
        """All words that a misspelt one may have meant: no acronyms, nothing under four letters, letters only."""
        return bytes(self._spellable).decode().split("\n")

    def acronyms(self) -> list[str]:
        """The acronyms of four letters and more that a misspelt word may have meant."""
        return bytes(self._acronyms).decode().split("\n")

    def words_from(self, prefix: str) -> list[str]:
        """The words that begin with some letters, and go on: the first ones, where thousands do."""
        words = (word for word, _ in islice(self._words.starting(prefix), MAX_FROM))
        return [word for word in words if word != prefix and word.isalpha()]
