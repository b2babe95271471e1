"""Turns resources into the tables of an inverted index (see `index` for what these
contain).
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from dicli.core.model import Resource, Term, Vocabulary
from dicli.search.analysis import Analyzer, acronyms
from dicli.search.index import (
    ACRONYM_MARK,
    AUDIENCES,
    HIDDEN,
    INDEXES,
    ITSELF,
    SCHEMA,
    SEARCHED_FIELDS,
    TOPICS,
    Field,
    Postings,
    texts,
)
from dicli.search.spelling import everyday

if TYPE_CHECKING:
    from dicli.core.database import Database

# Acronyms are indexed as words of one more field, which counts for the name, and weighs
# the same at any length.
ACRONYMS = Field("name", 2.0, 0.0)
# Stands between a field and the id of a term, which are indexed as a word is. No word
# has it.
TERM_MARK = " "
SPELLABLE_LETTERS = 4  # misspelled words are not taken for shorter ones


Mention = tuple[Field, int, int]
"""A field that has a word, how many words it has in all, and how many times it has this
one.
"""
Mentions = tuple[Mention, ...]
"""All fields of a resource that have a word."""
_FieldWords = tuple[Field, int, Sequence[int]]
"""A field, how many words it has, and their numbers. A term counts for all words of its
names.
"""


class _NamedWord(NamedTuple):
    """A word in the names of a term: how often it is there, and which fields of a
    resource that names the term have it.
    """

    times: int
    fields: frozenset[str]


def term_number(analyzer: Analyzer, field: Field, id: str) -> int:
    """The number of a topic or an audience in the index; `field` is TOPICS or
    AUDIENCES.
    """
    return analyzer.number(f"{field.name}{TERM_MARK}{id}")


class _Term:
    """A topic or an audience: its number, under which it is indexed like a word, the
    words in its names, and how many there are in all.
    """

    def __init__(self, term: Term, field: Field, analyzer: Analyzer) -> None:
        self.number = term_number(analyzer, field, term.id)
        self.length = 0
        self.words: dict[int, _NamedWord] = {}
        self._add([term.label], {field.name, ITSELF}, analyzer)
        self._add(term.synonyms, {field.name}, analyzer)
        self._add(term.hidden, {HIDDEN, ITSELF}, analyzer)

    def _add(self, names: Iterable[str], fields: set[str], analyzer: Analyzer) -> None:
        """Adds the words of some names, which count for `fields` of a resource."""
        for name in names:
            words = analyzer.words(name)
            self.length += len(words)
            for word in words:
                before = self.words.get(word, _NamedWord(0, frozenset()))
                self.words[word] = _NamedWord(before.times + 1, before.fields | fields)


class Indexer:
    """Counts the words of resources, one resource after another (`add`); when all are
    added, writes their index (`write`).
    """

    def __init__(
        self, analyzer: Analyzer, topics: Vocabulary, audiences: Vocabulary
    ) -> None:
        self._analyzer = analyzer
        self._topics = {
            id: _Term(term, TOPICS, analyzer) for id, term in topics.items()
        }
        self._audiences = {
            id: _Term(term, AUDIENCES, analyzer) for id, term in audiences.items()
        }
        # Numbered, since few are different, however many resources there are.
        self._mentions = dict[Mentions, int]()
        self._field_sets = dict[frozenset[str], int]()
        self._total_words = Counter[Field]()  # by field, over all resources
        self._resources_with = Counter[Field]()  # resources that have words in a field
        self._size = 0  # resources added so far
        # number of a word -> a resource, the number of its mentions of the word, the
        # next resource, the number of its mentions, and so on
        self._postings: dict[int, array[int]] = defaultdict(partial(array, "I"))

    def add(self, resource: Resource) -> None:
        """Counts the words of the next resource."""
        mentions_by_word: dict[int, Mentions] = {}
        for field, length, words in self._fields(resource):
            self._total_words[field] += length
            self._resources_with[field] += 1
            times_of: dict[int, int] = {}  # for few words a Counter is slow
            for word in words:
                times_of[word] = times_of.get(word, 0) + 1
            for word, times in times_of.items():
                mention = (field, length, times)
                mentions_by_word[word] = (*mentions_by_word.get(word, ()), mention)
        for word, mentions in mentions_by_word.items():
            number = self._mentions.setdefault(mentions, len(self._mentions))
            postings = self._postings[word]
            postings.append(self._size)
            postings.append(number)
        self._size += 1

    def _fields(self, resource: Resource) -> Iterator[_FieldWords]:
        """The fields that have words. A topic or an audience has one number, in place
        of the words in its names.
        """
        for field, own_texts in zip(SEARCHED_FIELDS, texts(resource), strict=True):
            words: list[int] = []
            for text in own_texts:
                words += self._analyzer.words(text)
            if words:
                yield field, len(words), words
        if resource.topics:
            yield _field_of_terms(TOPICS, self._topics, resource.topics)
        if resource.audiences:
            yield _field_of_terms(AUDIENCES, self._audiences, resource.audiences)
        short = sorted(acronyms(resource))
        if short:
            words = [self._analyzer.number(ACRONYM_MARK + word) for word in short]
            yield ACRONYMS, len(words), words

    def write(self, database: Database) -> None:
        """Writes the tables of the index."""
        for statement in SCHEMA:
            database.execute(statement)
        all_terms = (*self._topics.values(), *self._audiences.values())
        terms = [term for term in all_terms if term.number in self._postings]
        self._write_terms(database, terms)
        rows = self._word_rows(terms)
        database.executemany("insert into words values (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        # after the tables above: they give a set of fields its number
        for names, number in self._field_sets.items():
            row = (number, " ".join(sorted(names)))
            database.execute("insert into field_sets values (?, ?)", row)
        # a posting is two numbers: a resource, and its mentions of the word
        total_postings = sum(map(len, self._postings.values())) // 2
        database.execute("insert into meta values ('postings', ?)", (total_postings,))
        for statement in INDEXES:
            database.execute(statement)

    # What each mentions, by its number, comes to. To be read when all resources are added.

    @cached_property
    def _weights(self) -> list[float]:
        averages = {}
        for field, total in self._total_words.items():
            averages[field] = total / self._resources_with[field]
        return [_weight(mentions, averages) for mentions in self._mentions]

    @cached_property
    def _field_sets_of(self) -> list[int]:
        return [self._number_of(_fields_of(mentions)) for mentions in self._mentions]

    def _number_of(self, fields: frozenset[str]) -> int:
        """The number of a set of fields; the next one if the set is new."""
        return self._field_sets.setdefault(fields, len(self._field_sets))

    def _postings_of(self, word: int) -> Postings:
        """The postings of a word, or of a term, as they are written."""
        docs_and_mentions = self._postings[word]
        docs = docs_and_mentions[::2]
        mentions = docs_and_mentions[1::2]
        weights = map(self._weights.__getitem__, mentions)
        field_sets = map(self._field_sets_of.__getitem__, mentions)
        return Postings(docs, array("f", weights), array("H", field_sets))

    def _write_terms(self, database: Database, terms: Iterable[_Term]) -> None:
        """Writes where topics and audiences are named, and which words their names
        have.
        """
        words = list(self._analyzer.numbers)
        named = []
        for term in terms:
            docs, weights, _ = self._postings_of(term.number)
            database.execute(
                "insert into terms values (?, ?, ?)", (term.number, docs, weights)
            )
            for word, (times, fields) in term.words.items():
                row = words[word], term.number, times, self._number_of(fields)
                named.append(row)
        database.executemany("insert into named values (?, ?, ?, ?)", sorted(named))

    def _word_rows(self, terms: Iterable[_Term]) -> Iterator[tuple[object, ...]]:
        """The rows of the table `words`, family by family."""
        words = list(self._analyzer.numbers)
        stems = self._analyzer.stems
        terms_of = _terms_of(terms)
        in_use = sorted(self._postings.keys() | terms_of.keys())
        numbers = [number for number in in_use if TERM_MARK not in words[number]]
        numbers.sort(key=stems.__getitem__)
        everyday_words = everyday()
        for stem, group in groupby(numbers, stems.__getitem__):
            family = list(group)
            frequency = self._frequency(family, terms_of)
            is_everyday = everyday_words.issuperset(words[number] for number in family)
            for number in family:
                word = words[number]
                spellable = len(word) >= SPELLABLE_LETTERS and word.isalpha()
                row = word, stem, frequency, is_everyday, spellable
                yield (*row, *self._postings_of(number))

    def _frequency(
        self, family: Sequence[int], terms_of: Mapping[int, Sequence[int]]
    ) -> int:
        """The number of resources that have any word of a family, or name a topic or an
        audience that has such a word in its names.
        """
        if len(family) == 1 and family[0] not in terms_of:  # true of most words
            return len(self._postings[family[0]]) // 2
        docs = set[int]()
        for word in family:
            for number in (word, *terms_of.get(word, ())):
                if number in self._postings:
                    docs.update(self._postings[number][::2])
        return len(docs)


def _field_of_terms(
    field: Field, terms: Mapping[str, _Term], ids: Iterable[str]
) -> _FieldWords:
    """A field that names some terms: each stands for all words of its names."""
    numbers: list[int] = []
    length = 0
    for id in dict.fromkeys(ids):
        if id in terms:
            numbers.append(terms[id].number)
            length += terms[id].length
    # it has 0 words if all names are function words ("The")
    return field, max(1, length), numbers


def _terms_of(terms: Iterable[_Term]) -> dict[int, list[int]]:
    """Number of a word -> numbers of the terms that have it in their names."""
    terms_of: dict[int, list[int]] = {}
    for term in terms:
        for word in term.words:
            terms_of.setdefault(word, []).append(term.number)
    return terms_of


def _weight(mentions: Mentions, averages: Mapping[Field, float]) -> float:
    """The pseudo frequency of a word (see `index`); `averages` are the average lengths
    of the fields.
    """
    weight = 0.0
    for field, length, times in mentions:
        norm = 1 - field.b + field.b * length / averages[field]
        weight += times * field.boost / norm
    return weight


def _fields_of(mentions: Mentions) -> frozenset[str]:
    """The names of the fields that have a word, and ITSELF."""
    return frozenset((ITSELF, *(field.name for field, _, _ in mentions)))
