"""The inverted index of a catalogue: which words occur where, and how much each weighs
there.

`indexing` writes it, `Index` answers from it. It has the tables

    words   word, stem: a word as folded
            frequency: how many resources have any word with the same stem
            everyday: whether all words with the same stem are everyday words
            spellable: whether a misspelled word may have meant it
            docs: an array of the resources that have the word, in rising order
            weights: an array of what it weighs in each of them
            fields: an array of ids in field_sets: which fields of each have it
    terms   id: a topic or an audience
            docs: the resources that name it, in rising order
            weights: what a word of its names weighs in each of them
    named   word, term: a word in the names of a term
            times: how often it is there
            fields: which fields have it in a resource that names the term
    field_sets  id, names: the fields that have a word, and perhaps ITSELF

A weight is the pseudo frequency of BM25F (Robertson, Zaragoza & Taylor, "Simple BM25
extension to multiple weighted fields", CIKM 2004): the sum over fields of boost * tf /
norm with norm = 1 - b + b * length / average length. It depends on no query, so it is
computed once. The average is that of the resources that have the field. `meta` has the
number of all postings as `postings`.

The words of a term are not repeated for each resource that names it: a term has
postings of its own, of these resources, and its words lead to them.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from dicli.core.catalogue import LAST_CHARACTER, Catalogue, storable
from dicli.core.model import Resource, Term
from dicli.core.text import other_number, stem

if TYPE_CHECKING:
    from dicli.core.database import Database


class Field:
    """A searched field: how much a word in it counts, and how far its length is held
    against it (BM25's b).
    """

    def __init__(self, name: str, boost: float, b: float) -> None:
        self.name = name
        self.boost = boost
        self.b = b


TOPICS = Field("topics", 1.0, 0.4)
AUDIENCES = Field("audiences", 1.0, 0.4)
# Nearly flat boosts: what decides is that a resource answers the whole need, not where
# it says so. Names and what people call a thing weigh a little more than what is said
# about it. `b` is BM25's usual 0.75 where length means dilution; lists of keywords,
# topics and audiences are long because a resource serves much, not because it rambles,
# so their length counts for less.
SEARCHED_FIELDS = (
    Field("name", 1.6, 0.75),
    Field("aliases", 1.4, 0.4),
    Field("keywords", 1.4, 0.3),
    TOPICS,
    AUDIENCES,
    Field("summary", 1.0, 0.75),
    # Facts (hours, fees, eligibility) only break ties: many words in them say what a
    # resource is not for.
    Field("facts", 0.3, 0.75),
    Field("hidden", 1.4, 0.3),
)
ALL_FIELDS = frozenset(field.name for field in SEARCHED_FIELDS)
NAME_FIELDS = frozenset(("name", "aliases"))
HIDDEN = "hidden"  # no word of this field is ever shown
# Stands beside the names of the fields that have a word: the resource has the word
# itself, or a topic or audience of it is called so. Without it, only a synonym of a
# topic or audience has the word, and a match is called "synonym" (see `reasons`).
ITSELF = "itself"
# Stands before initials and the host names of addresses, which are not ordinary words.
ACRONYM_MARK = "^"
MAX_FROM = 1000  # words that are read if only their beginning is known
KEPT = 64  # words whose postings are kept in memory
SCHEMA = (
    "create table words (word text, stem text, frequency integer, everyday "
    "integer, spellable integer, docs blob, weights blob, fields blob)",
    "create table terms (id integer primary key, docs blob, weights blob)",
    "create table named (word text, term integer, times integer, fields integer,"
    " primary key (word, term)) without rowid",
    "create table field_sets (id integer primary key, names text)",
)
INDEXES = (  # made last, which takes less time
    "create unique index words_by_word on words (word)",
    "create index words_by_stem on words (stem, word)",
    "create index spellable_words on words (word) where spellable",
)


class Family:
    """The words that share a stem, in how many resources any of them occurs, and
    whether all are everyday words.
    """

    def __init__(
        self, stem: str, frequency: int, words: Sequence[str], is_everyday: bool
    ) -> None:
        self.stem = stem
        self.frequency = frequency
        self.words = words
        self.is_everyday = is_everyday


def texts(resource: Resource) -> list[Sequence[str]]:
    """The texts of a resource field by field, in the order of SEARCHED_FIELDS. There
    are none for topics and audiences, which have names of their own.
    """
    return [
        [resource.name],
        resource.aliases,
        resource.keywords,
        [],
        [],
        [resource.summary or ""],
        [fact.text for fact in resource.facts],
        resource.hidden,
    ]


def names_of(term: Term) -> tuple[str, ...]:
    """The names of a term: its label, its synonyms, then those that only search knows."""
    return (term.label, *term.synonyms, *term.hidden)


class Postings(NamedTuple):
    """The resources that have a word, in rising order; for each of them, what the word
    weighs there, and the id of the set of fields that have it.
    """

    docs: Sequence[int]
    weights: Sequence[float]
    field_sets: Sequence[int]

    def field_set(self, doc: int) -> int | None:
        """The id of the set of fields of a resource that have the word, if any has."""
        at = bisect_left(self.docs, doc)
        if at < len(self.docs) and self.docs[at] == doc:
            return self.field_sets[at]
        return None


class Index:
    """Looks words up in the database of a catalogue. Documents (`doc`) are resources by
    their numbers in the catalogue.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        rows = database.execute("select id, names from field_sets")
        self._field_sets = {id: frozenset(names.split()) for id, names in rows}
        # Some postings are kept: the parts of a question, and reasons, ask for the same
        # ones again.
        self._postings = lru_cache(KEPT)(partial(_postings, database))

    def stem_of(self, word: str) -> str:
        """The stem of a word; of one that the catalogue has, without the stemmer."""
        rows = self._database.execute(
            "select stem from words where word = ?", (storable(word),)
        )
        for (known,) in rows:
            return str(known)
        return stem(word)

    def family(self, word: str) -> Family | None:
        """The family of a word, or of its other number; None if the catalogue has no
        word with such a stem.
        """
        statement = (
            "select frequency, everyday, word from words where stem = ? order by word"
        )
        for form in (word, other_number(word)):
            root = self.stem_of(form)
            rows = self._database.execute(statement, (storable(root),)).fetchall()
            if rows:
                frequency, everyday, _ = rows[0]  # the same in all rows
                words = [word for _, _, word in rows]
                return Family(root, frequency, words, bool(everyday))
        return None

    def weights(self, word: str, fields: frozenset[str]) -> dict[int, float]:
        """doc -> what a word weighs there, for the resources that have it in any of
        some fields.
        """
        wanted = self._field_sets_with(fields)
        weights: dict[int, float] = {}
        for postings in self._postings(word):
            for doc, weight, field_set in zip(*postings, strict=True):
                if field_set in wanted:
                    weights[doc] = weights.get(doc, 0.0) + weight
        return weights

    def _field_sets_with(self, fields: frozenset[str]) -> set[int]:
        """The ids of the sets of fields that have any of some fields."""
        return {id for id, names in self._field_sets.items() if names & fields}

    def docs_by_stem(
        self, stems: Container[str], fields: frozenset[str]
    ) -> Iterator[tuple[str, set[int]]]:
        """The stems of the catalogue that are among `stems`, each with the resources
        that have a word with this stem in any of `fields`, not counting the names of
        their topics and audiences.
        """
        wanted = self._field_sets_with(fields)
        # read whole: there are too many stems to ask for each
        rows = self._database.execute(
            "select stem, docs, fields from words order by stem"
        )
        for root, words in groupby(rows, key=itemgetter(0)):
            if root not in stems:
                continue
            found = set[int]()
            for _, docs, field_sets in words:
                for doc, field_set in zip(
                    array("I", docs), array("H", field_sets), strict=True
                ):
                    if field_set in wanted:
                        found.add(doc)
            yield root, found

    def fields_with(self, word: str, doc: int) -> frozenset[str]:
        """The names of the fields of a resource that have a word; and ITSELF, if not
        only synonyms of a topic or audience have it. Empty if nothing has it.
        """
        fields = frozenset[str]()
        for postings in self._postings(word):
            field_set = postings.field_set(doc)
            if field_set is not None:
                fields |= self._field_sets[field_set]
        return fields

    def docs_with(self, word: str) -> set[int]:
        """The resources that have a word in any field."""
        return self._docs(
            "select docs from words where word = :word union all select terms.docs "
            "from named join terms on terms.id = named.term where named.word = :word",
            {"word": word},
        )

    def docs_of_term(self, number: int) -> set[int]:
        """The resources that name a topic or an audience."""
        return self._docs("select docs from terms where id = :id", {"id": number})

    def _docs(self, statement: str, values: Mapping[str, object]) -> set[int]:
        docs = set[int]()
        for (column,) in self._database.execute(statement, values):
            docs.update(array("I", column))
        return docs

    def number_of_postings(self, word: str) -> int:
        """How many postings of a word there are to read."""
        return sum(len(postings.docs) for postings in self._postings(word))

    def total_postings(self) -> int:
        """How many pairs there are of a word and a resource that has it."""
        statement = "select value from meta where name = 'postings'"
        [(number,)] = self._database.execute(statement)
        return int(number)

    @cached_property
    def spellable(self) -> list[str]:
        """All words that a misspelled one may have meant: no acronyms, nothing under
        four letters, letters only.
        """
        rows = self._database.execute(
            "select word from words where spellable order by word"
        )
        return [word for (word,) in rows]

    def words_from(self, prefix: str) -> list[str]:
        """The words that begin with some letters and are longer: at most MAX_FROM, in
        alphabetical order.
        """
        first = storable(prefix)
        rows = self._database.execute(
            "select word from words where word between ? and ? order by word limit ?",
            (first, first + LAST_CHARACTER, MAX_FROM),
        )
        return [word for (word,) in rows if word != prefix and word.isalpha()]


def _postings(database: Database, word: str) -> list[Postings]:
    """The postings of a word: those of the texts that have it, and those of each topic
    or audience that has it in a name.
    """
    postings = []
    own = database.execute(
        "select docs, weights, fields from words where word = ?", (word,)
    )
    for docs, weights, field_sets in own:
        postings.append(
            Postings(array("I", docs), array("f", weights), array("H", field_sets))
        )
    by_terms = database.execute(
        "select docs, weights, times, fields from named join terms on "
        "terms.id = named.term where word = ?",
        (word,),
    )
    for docs, weights, times, field_set in by_terms:
        multiplied = [times * weight for weight in array("f", weights)]
        field_sets = array("H", [field_set]) * len(multiplied)
        postings.append(Postings(array("I", docs), multiplied, field_sets))
    return postings


_INDEXES: WeakKeyDictionary[Catalogue, Index] = WeakKeyDictionary()


def index_of(catalogue: Catalogue) -> Index:
    """The inverted index of a catalogue."""
    index = _INDEXES.get(catalogue)
    if index is None:
        index = _INDEXES[catalogue] = Index(catalogue.database)
    return index
