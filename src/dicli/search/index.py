"""The inverted index of a catalogue: which word is where, and how much it weighs there.

`indexing` writes it, `Index` answers from it. It has the tables

    words   word, stem: a word as folded
            frequency, everyday: of all words with the same stem, in how many resources any of them is, and whether
            all are everyday words
            kind: as what a misspelled word may have meant it, a `word` or an `acronym`
            number: how many resources have it
            docs, weights, shares, masks: these resources, rising, and what the word is there: arrays of numbers
    terms   id: a topic or an audience
            docs, weights: the resources that name it, rising, and what a word of its names weighs there
    named   word, term: a word in the names of a term
            times, share, mask: how often it is there, and what it is in a resource that names the term

A weight is the pseudo frequency of BM25F (Robertson, Zaragoza & Taylor, "Simple BM25 extension to multiple weighted
fields", CIKM 2004): the sum over fields of boost * tf / norm with norm = 1 - b + b * length / average length. It
depends on no query, so it is computed once. A share says how much of the phrase around it the word stands for (see
`ranking`); bit n of a mask that the word is in SEARCHED_FIELDS[n].

The words of a term are not repeated for each resource that names it: a term has postings of its own, of these
resources, and its words lead to them.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from dicli.core.catalogue import LAST_CHARACTER, Catalogue, storable
from dicli.core.model import Resource, Term, Vocabulary

if TYPE_CHECKING:
    from dicli.core.database import Database


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
    Field("hidden", 1.4, 0.3, 1 / 3),  # as keywords are
)
HIDDEN_BIT = 1 << len(SEARCHED_FIELDS) - 1  # the word is one that nothing prints
ALL_FIELDS = (1 << len(SEARCHED_FIELDS)) - 1
NAME_FIELDS = 0b11  # the first two
SYNONYM_BIT = 1 << len(SEARCHED_FIELDS)  # the word came with a vocabulary's synonym only
ACRONYM_MARK = "^"  # before words of a name space of their own: initials and the host names of addresses
MAX_FROM = 1000  # words that are read where only their beginning is known


KEPT = 64  # postings of words
SCHEMA = (
    "create table words (word text, stem text, frequency integer, everyday integer, kind text, number integer,"
    " docs blob, weights blob, shares blob, masks blob)",
    "create table terms (id integer primary key, docs blob, weights blob)",
    "create table named (word text, term integer, times integer, share real, mask integer)",
)
INDEXES = (  # made last, which takes less time
    "create unique index words_by_word on words (word)",
    "create index words_by_stem on words (stem, word)",
    "create index words_by_kind on words (kind, word) where kind is not null",
    "create index named_by_word on named (word)",
)


class Word(NamedTuple):
    """A word of the index, and how many resources have it themselves, rather than by a term that they name."""

    text: str
    number: int


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
    return [
        [resource.name],
        resource.aliases,
        resource.keywords,
        *named,
        [resource.summary or ""],
        facts,
        resource.hidden,
    ]


def names_of(term: Term) -> tuple[str, ...]:
    """The names of a term: its label, then its synonyms."""
    return (term.label, *term.synonyms)


class Postings(NamedTuple):
    """The resources that have a word, rising, and the weight, share and mask of the word in each."""

    docs: Sequence[int]
    weights: Sequence[float]
    shares: Sequence[float]
    masks: Sequence[int]

    def all(self) -> Iterable[tuple[int, Posting]]:
        """The resources with their postings."""
        return zip(self.docs, zip(self.weights, self.shares, self.masks, strict=True), strict=True)

    def of(self, doc: int) -> Posting | None:
        """The posting of a resource, if it has one."""
        at = bisect_left(self.docs, doc)
        if at == len(self.docs) or self.docs[at] != doc:
            return None
        return self.weights[at], self.shares[at], self.masks[at]


class Index:
    """Looks words up in the database of a catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database
        # Some postings are kept: reasons ask for the same ones again, resource by resource.
        self._postings = lru_cache(KEPT)(partial(_postings, database))
        self._words_of_kind = lru_cache(2)(partial(_words_of_kind, database))

    def family(self, word: str) -> Family | None:
        """The family of a word that stands in the catalogue as it is."""
        row = self._database.execute("select stem from words where word = ?", (storable(word),)).fetchone()
        return self.family_of_stem(row[0]) if row else None

    def family_of_stem(self, root: str) -> Family | None:
        """The family with that stem."""
        statement = "select frequency, everyday, word, number from words where stem = ? order by word"
        rows = self._database.execute(statement, (storable(root),)).fetchall()
        if not rows:
            return None
        frequency, everyday, _, _ = rows[0]
        return Family(root, frequency, tuple(Word(word, number) for _, _, word, number in rows), bool(everyday))

    def postings(self, word: Word, among: Collection[int] | None = None) -> Iterable[tuple[int, Posting]]:
        """The postings of a word with their places: all, or those of some places."""
        if among is not None and len(among) * 8 < word.number:  # a binary search takes about as long as eight steps
            some = ((doc, self.posting(word, doc)) for doc in among)
            return [(doc, posting) for doc, posting in some if posting]
        found = _joined_postings(self._postings(word.text))
        return found if among is None else [(doc, posting) for doc, posting in found if doc in among]

    def posting(self, word: Word, place: int) -> Posting | None:
        """The posting of a word in one place, if there is one."""
        found = None
        for postings in self._postings(word.text):
            posting = postings.of(place)
            if posting:
                found = _joined(found, posting) if found else posting
        return found

    def spellable(self) -> list[str]:
        """All words that a misspelled one may have meant: no acronyms, nothing under four letters, letters only."""
        return self._words_of_kind("word")

    def acronyms(self) -> list[str]:
        """The acronyms of four letters and more that a misspelled word may have meant."""
        return self._words_of_kind("acronym")

    def words_from(self, prefix: str) -> list[str]:
        """The words that begin with some letters, and go on: the first ones, where thousands do."""
        first = storable(prefix)
        rows = self._database.execute(
            "select word from words where word between ? and ? order by word limit ?",
            (first, first + LAST_CHARACTER, MAX_FROM),
        )
        return [word for (word,) in rows if word != prefix and word.isalpha()]


def _postings(database: Database, word: str) -> list[Postings]:
    """The postings of a word: its own, and for each term whose names have it, those of the resources that name it."""
    own = database.execute("select docs, weights, shares, masks from words where word = ?", (word,))
    found = [
        Postings(array("I", docs), array("f", weights), array("f", shares), array("H", masks))
        for docs, weights, shares, masks in own
    ]
    named = database.execute(
        "select docs, weights, times, share, mask from named join terms on terms.id = named.term where word = ?",
        (word,),
    )
    for docs, weights, times, share, mask in named:
        of_term = [times * weight for weight in array("f", weights)]
        found.append(Postings(array("I", docs), of_term, [share] * len(of_term), [mask] * len(of_term)))
    return found


def _joined_postings(several: Sequence[Postings]) -> Iterable[tuple[int, Posting]]:
    if len(several) == 1:
        return several[0].all()
    joined: dict[int, Posting] = {}
    for postings in several:
        for doc, posting in postings.all():
            joined[doc] = _joined(joined[doc], posting) if doc in joined else posting
    return joined.items()


def _words_of_kind(database: Database, kind: str) -> list[str]:
    rows = database.execute("select word from words where kind = ? order by word", (kind,))
    return [word for (word,) in rows]


_INDEXES: WeakKeyDictionary[Catalogue, Index] = WeakKeyDictionary()


def index_of(catalogue: Catalogue) -> Index:
    """The inverted index of a catalogue."""
    index = _INDEXES.get(catalogue)
    if index is None:
        index = _INDEXES[catalogue] = Index(catalogue.database)
    return index
