"""The inverted index of a catalogue: which word is where, and how much it weighs there.

`indexing` turns resources into named sections of bytes; `Index` answers from such sections, wherever they are
(fresh in memory or in a mapped file), and reads only what a lookup touches.

Words that share a stem form a family. `words` leads from a word to its stem, `families` from the stem to

    mentor TAB 14 mentor:120:9 mentored:129:1 mentoring:130:11:4.7.1.2.72
    |          |  |      |   +- in so many resources           | | | | +- the mask
    |          |  |      +- its postings start there           | | | +- words of the shortest name with it
    |          |  +- a word as folded                          | | +- so often in the names of a term
    |          +- resources that have the family (after ~: all  | +- that so many resources name
    +- stem     its words are everyday ones)                   +- and whose postings start there

`spellable` and `acronyms` list the words that a misspelt one may have meant. A posting says that a word is in a
resource (`ids` has its place) and in which way (`ways`): in which fields, with how many words in the field and in the
text. There are few such ways, and what they weigh is in three arrays: `weights`, `shares` and `masks` (bit n: the word
is in SEARCHED_FIELDS[n]). A weight is the pseudo frequency of BM25F (Robertson, Zaragoza & Taylor, "Simple BM25
extension to multiple weighted fields", CIKM 2004): the sum over fields of boost * tf / norm with norm = 1 - b + b *
length / average length. It depends on no query, so it is computed once. A share says how much of the phrase around it
the word stands for (see `ranking`).

The words of a term are not repeated for each resource that names it: a term has postings of its own, of these
resources, and its words lead to them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, reduce
from itertools import islice
from typing import NamedTuple

from dicli.core.catalogue import Catalogue
from dicli.core.lines import Lines
from dicli.core.model import Resource, Term, Vocabulary


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
SEARCHED_FIELDS = (
    Field("name", 1.6, 0.75, 0.2),
    Field("aliases", 1.4, 0.4, 0.2),
    Field("keywords", 1.4, 0.3, 1 / 3),
    Field("topics", 1.0, 0.4, 1 / 3),
    Field("audiences", 1.0, 0.4, 1 / 3),
    Field("summary", 1.0, 0.75, 0.0),
    # Facts (hours, fees, conditions) only break ties: many words in them say what a resource is not for.
    Field("facts", 0.3, 0.75, 1 / 3),
)
ALL_FIELDS = (1 << len(SEARCHED_FIELDS)) - 1
NAME_FIELDS = 0b11  # the first two
SYNONYM_BIT = 1 << len(SEARCHED_FIELDS)  # the word came with a vocabulary's synonym only
EVERYDAY_MARK = "~"  # before the frequency of a family of everyday words
ACRONYM_MARK = "^"  # before words of a name space of their own: initials and the host names of addresses
MAX_FROM = 1000  # words that are read where only their beginning is known


class Span(NamedTuple):
    """A term whose names have a word: where the term's postings begin and how many there are, how often the names have
    the word, how many words the shortest of them has, and the mask."""

    start: int
    number: int
    times: int
    shortest: int
    mask: int


class Word(NamedTuple):
    """A word of the index, where its own postings lie, and the terms whose names have it."""

    text: str
    start: int
    number: int
    terms: tuple[Span, ...] = ()


class Family(NamedTuple):
    """Words that share a stem, in how many resources any of them occurs, and whether all are everyday words."""

    stem: str
    frequency: int
    words: tuple[Word, ...]
    everyday: bool = False


Posting = tuple[float, float, int]
"""The weight, share and mask of a word in a resource."""


def _joined(one: Posting, other: Posting) -> Posting:
    """What a word in two texts of a resource is there: one of a synonym only if it is so in both."""
    mask = (one[2] | other[2]) & (ALL_FIELDS | one[2] & other[2])
    return one[0] + other[0], max(one[1], other[1]), mask


def share(field: Field, length: int) -> float:
    """How much of a text of so many words in a field one of them stands for."""
    return float(max(1, length) ** -field.phrase)


def texts(resource: Resource, topics: Vocabulary, audiences: Vocabulary) -> list[Sequence[str]]:
    """The texts of a resource field by field, in the order of SEARCHED_FIELDS."""
    named = (
        [name for id in ids if id in terms for name in names_of(terms[id])]
        for ids, terms in ((resource.topics, topics), (resource.audiences, audiences))
    )
    facts = [fact.text for fact in resource.facts]
    return [[resource.name], resource.aliases, resource.keywords, *named, [resource.summary or ""], facts]


def names_of(term: Term) -> tuple[str, ...]:
    """The names of a term: its label, then its synonyms."""
    return (term.label, *term.synonyms)


def _word(entry: str) -> Word:
    text, start, number, *spans = entry.split(":")
    return Word(text, int(start), int(number), tuple(Span(*map(int, span.split("."))) for span in spans))


class _Postings(dict[int, Posting]):
    """What a word is in a resource, by the number of the way in which it is there."""

    def __init__(self, sections: Mapping[str, memoryview]) -> None:
        self._weights, self._shares = (sections[name].cast("f") for name in ("weights", "shares"))
        self._masks = sections["masks"].cast("H")

    def __missing__(self, way: int) -> Posting:
        self[way] = posting = self._weights[way], self._shares[way], self._masks[way]
        return posting


class Index:
    """Looks words up in such sections."""

    def __init__(self, sections: Mapping[str, memoryview]) -> None:
        self._words, self._families = Lines(sections, "words"), Lines(sections, "families")
        self._spellable, self._acronyms = sections["spellable"], sections["acronyms"]
        self._ids, self._ways = (sections[name].cast("I") for name in ("ids", "ways"))
        self._postings = _Postings(sections)

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
        is_everyday = frequency.startswith(EVERYDAY_MARK)
        return Family(root, int(frequency.lstrip(EVERYDAY_MARK)), tuple(map(_word, entries)), is_everyday)

    def postings(self, word: Word, among: Collection[int] | None = None) -> Iterable[tuple[int, Posting]]:
        """The postings of a word with their places: all, or those of some places."""
        size = word.number + sum(span.number for span in word.terms)
        if among is not None and len(among) * 8 < size:  # a binary search takes about as long as eight steps
            return ((place, one) for place in among if (one := self.posting(word, place)))
        found: Iterable[tuple[int, Posting]] = self._all(word)
        if word.terms:
            found = self._with_terms(word, dict(found)).items()
        return found if among is None else (posting for posting in found if posting[0] in among)

    def _all(self, some: Word | Span) -> Iterator[tuple[int, Posting]]:
        these = slice(some.start, some.start + some.number)
        return zip(self._ids[these].tolist(), map(self._postings.__getitem__, self._ways[these].tolist()), strict=True)

    def _with_terms(self, word: Word, postings: dict[int, Posting]) -> dict[int, Posting]:
        """A word's own postings with those of the terms that have it."""
        for span in word.terms:
            share = _share_in(span)
            for place, (norm, _, _) in self._all(span):
                there = (span.times * norm, share, span.mask)
                postings[place] = _joined(postings[place], there) if place in postings else there
        return postings

    def posting(self, word: Word, place: int) -> Posting | None:
        """The posting of a word in one place, if there is one."""
        at = _index_of(self._ids, place, word)
        found = [self._postings[self._ways[at]]] if at is not None else []
        for span in word.terms:
            if (at := _index_of(self._ids, place, span)) is not None:
                found.append((span.times * self._postings[self._ways[at]][0], _share_in(span), span.mask))
        return reduce(_joined, found) if found else None

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


@lru_cache(maxsize=1)
def index_of(catalogue: Catalogue) -> Index:
    """The inverted index of a catalogue."""
    return Index(catalogue.sections)


def _share_in(span: Span) -> float:
    return share(SEARCHED_FIELDS[(span.mask & ALL_FIELDS).bit_length() - 1], span.shortest)


def _index_of(ids: memoryview, place: int, span: Word | Span) -> int | None:
    """Where a place stands among sorted ids."""
    end = span.start + span.number
    at = bisect_left(ids, place, span.start, end)
    return at if at < end and ids[at] == place else None
