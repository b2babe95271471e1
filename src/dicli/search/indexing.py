"""Turns resources into the tables of an inverted index (see `index` for what these
contain).
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from dicli.core.model import Resource, Term, Vocabulary
from dicli.search.analysis import Analyzer, acronyms
from dicli.search.index import (
    ACRONYM_MARK,
    HIDDEN,
    INDEXES,
    ITSELF,
    SCHEMA,
    SEARCHED_FIELDS,
    Field,
    Postings,
    texts,
)
from dicli.search.spelling import everyday

if TYPE_CHECKING:
    from dicli.core.database import Database

T = TypeVar("T")
NAME, TOPICS, AUDIENCES, ACRONYMS = 0, 3, 4, len(SEARCHED_FIELDS)  # numbers of fields
# Stands between a field and the id of a term, which are indexed as a word is. No word
# has it.
TERM_MARK = " "
# Acronyms are indexed as words of one more field, which counts for the name, and weighs
# the same at any length.
_FIELDS = (*SEARCHED_FIELDS, Field("acronyms", 2.0, 0.0))


class Mention(NamedTuple):
    """A field that has a word: its number, how many words it has in all, and how many
    times it has this one.
    """

    field: int
    length: int
    times: int


Mentions = tuple[Mention, ...]
"""All fields of a resource that have a word."""


class _FieldWords(NamedTuple):
    """The words of a field: the number of the field, how many words it has, and their
    numbers. A term counts for all words of its names.
    """

    field: int
    length: int
    words: Sequence[int]


class _NamedWord(NamedTuple):
    """A word in the names of a term: how often it is there, and where it is in a
    resource that names the term.
    """

    times: int
    fields: frozenset[str]


def term_number(analyzer: Analyzer, field: int, id: str) -> int:
    """The number of a topic or an audience in the index; `field` is TOPICS or
    AUDIENCES.
    """
    return analyzer.number(f"{field}{TERM_MARK}{id}")


class _Term:
    """A topic or an audience: the words in its names, how many these are in all, and
    the number under which the resources that name it are indexed, as those with a word
    are.
    """

    def __init__(self, term: Term, field: int, analyzer: Analyzer) -> None:
        self.number = term_number(analyzer, field, term.id)
        self.length = 0
        self.words: dict[int, _NamedWord] = {}
        name_of_field = _FIELDS[field].name
        self._add([term.label], {name_of_field, ITSELF}, analyzer)
        self._add(term.synonyms, {name_of_field}, analyzer)
        self._add(term.hidden, {HIDDEN, ITSELF}, analyzer)

    def _add(self, names: Iterable[str], fields: set[str], analyzer: Analyzer) -> None:
        """Adds the words of some names, and where these are in a resource."""
        for name in names:
            words = analyzer.words(name)
            self.length += len(words)
            for word in words:
                before = self.words.get(word, _NamedWord(0, frozenset()))
                self.words[word] = _NamedWord(before.times + 1, before.fields | fields)


class _Numbered(dict[T, int]):
    """Values with their numbers. There are few different ones, however many resources
    there are.
    """

    def __missing__(self, value: T) -> int:
        number = self[value] = len(self)
        return number


class Indexer:
    """Takes up resources one after another, and writes their index in the end."""

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
        self._mentions = _Numbered[Mentions]()
        self._field_sets = _Numbered[frozenset[str]]()
        self._totals = [0] * len(_FIELDS)  # the words of each field
        self._having = [0] * len(_FIELDS)  # resources that have words in it
        # The words of one resource after another, the numbers of their mentions there,
        # and where each resource ends.
        self._words_of = array("I")
        self._mentions_of = array("I")
        self._ends = array("Q")

    def add(self, resource: Resource) -> None:
        """Takes up the next resource."""
        mentions_by_word: dict[int, Mentions] = {}
        for field, length, words in self._fields(resource):
            if length:  # 0 if its terms have no words in their names
                self._totals[field] += length
                self._having[field] += 1
            for word, times in Counter(words).items():
                mention = Mention(field, length, times)
                mentions_by_word[word] = (*mentions_by_word.get(word, ()), mention)
        for word, mentions in mentions_by_word.items():
            self._words_of.append(word)
            self._mentions_of.append(self._mentions[mentions])  # numbers new ones
        self._ends.append(len(self._words_of))

    def _fields(self, resource: Resource) -> Iterator[_FieldWords]:
        """The fields that have words. In place of the names of topics and audiences
        stand these themselves.
        """
        for field, own_texts in enumerate(texts(resource)):
            words: list[int] = []
            for text in own_texts:
                words += self._analyzer.words(text)
            if words:
                yield _FieldWords(field, len(words), words)
        if resource.topics:
            yield _named(TOPICS, self._topics, resource.topics)
        if resource.audiences:
            yield _named(AUDIENCES, self._audiences, resource.audiences)
        short = sorted(acronyms(resource))
        if short:
            words = [self._analyzer.number(ACRONYM_MARK + word) for word in short]
            yield _FieldWords(ACRONYMS, len(words), words)

    def write(self, database: Database) -> None:
        """Writes the tables of the index."""
        for statement in SCHEMA:
            database.execute(statement)
        postings = self._by_word()
        all_terms = (*self._topics.values(), *self._audiences.values())
        terms = [term for term in all_terms if postings.counts[term.number]]
        self._write_terms(database, terms, postings)
        rows = self._word_rows(terms, postings)
        database.executemany("insert into words values (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        for names, number in self._field_sets.items():
            row = (number, " ".join(sorted(names)))
            database.execute("insert into field_sets values (?, ?)", row)
        database.execute(
            "insert into meta values ('postings', ?)", (len(self._words_of),)
        )
        for statement in INDEXES:
            database.execute(statement)

    def _write_terms(
        self, database: Database, terms: Iterable[_Term], postings: _ByWord
    ) -> None:
        """Writes where topics and audiences are named, and which words their names
        have.
        """
        words = list(self._analyzer.numbers)
        named = []
        for term in terms:
            docs, weights, _ = postings.of(term.number)
            database.execute(
                "insert into terms values (?, ?, ?)", (term.number, docs, weights)
            )
            for word, (times, fields) in term.words.items():
                row = words[word], term.number, times, self._field_sets[fields]
                named.append(row)
        database.executemany("insert into named values (?, ?, ?, ?)", sorted(named))

    def _word_rows(
        self, terms: Iterable[_Term], postings: _ByWord
    ) -> Iterator[tuple[Any, ...]]:
        """The rows of the table `words`, family by family."""
        words = list(self._analyzer.numbers)
        stems = self._analyzer.stems
        terms_of = _terms_of(terms)
        numbers = [number for number, word in enumerate(words) if TERM_MARK not in word]
        numbers.sort(key=stems.__getitem__)
        everyday_words = everyday()
        in_use = [n for n in numbers if postings.counts[n] or n in terms_of]
        for stem, group in groupby(in_use, stems.__getitem__):
            family = list(group)
            frequency = _frequency(family, terms_of, postings)
            is_everyday = everyday_words.issuperset(words[number] for number in family)
            for number in family:
                spellable = self._analyzer.is_spellable(words[number])
                columns = postings.of(number)
                yield (
                    words[number],
                    stem,
                    frequency,
                    is_everyday,
                    spellable,
                    *columns,
                )

    def _by_word(self) -> _ByWord:
        """All postings, word by word."""
        frequencies = Counter(self._words_of)
        numbers = range(len(self._analyzer.numbers))
        counts = array("I", map(frequencies.__getitem__, numbers))
        starts = array("Q", accumulate(counts, initial=0))
        docs, mentions = self._sorted_by_word(starts)
        averages = []
        for total, having in zip(self._totals, self._having, strict=True):
            averages.append(total / max(having, 1))
        weights = [_weight(each, averages) for each in self._mentions]
        fields = [self._field_sets[_fields_of(each)] for each in self._mentions]
        return _ByWord(
            starts,
            counts,
            docs,
            array("f", map(weights.__getitem__, mentions)),
            array("H", map(fields.__getitem__, mentions)),
        )

    def _sorted_by_word(self, starts: array[int]) -> tuple[array[int], array[int]]:
        """The resource of each posting, and the number of its mentions (see `__init__`);
        those of each word stand together, from its start on (a counting sort).
        """
        # copies for their size only: each value is replaced below
        docs, mentions = array("I", self._words_of), array("I", self._words_of)
        free = starts[:]  # where the next posting of each word goes
        start = 0
        for doc, end in enumerate(self._ends):
            for word, number in zip(
                self._words_of[start:end], self._mentions_of[start:end], strict=True
            ):
                position = free[word]
                docs[position], mentions[position] = doc, number
                free[word] = position + 1
            start = end
        return docs, mentions


class _ByWord(NamedTuple):
    """Postings word by word: where those of each word start, how many there are, and
    the columns of the table.
    """

    starts: array[int]
    counts: array[int]
    docs: array[int]
    weights: array[float]
    fields: array[int]

    def of(self, word: int) -> Postings:
        """The postings of a word."""
        these = slice(self.starts[word], self.starts[word] + self.counts[word])
        return Postings(self.docs[these], self.weights[these], self.fields[these])


def _named(field: int, terms: Mapping[str, _Term], ids: Iterable[str]) -> _FieldWords:
    """A field that names some terms: each stands for all words of its names."""
    named = [terms[id] for id in dict.fromkeys(ids) if id in terms]
    length = sum(term.length for term in named)
    return _FieldWords(field, length, [term.number for term in named])


def _terms_of(terms: Iterable[_Term]) -> dict[int, list[int]]:
    """Number of a word -> numbers of the terms that have it in their names."""
    terms_of: dict[int, list[int]] = {}
    for term in terms:
        for word in term.words:
            terms_of.setdefault(word, []).append(term.number)
    return terms_of


def _frequency(
    family: Sequence[int], terms_of: Mapping[int, Sequence[int]], postings: _ByWord
) -> int:
    """The number of resources that have any word of a family, or name a topic or an
    audience that has such a word in its names.
    """
    if len(family) == 1 and family[0] not in terms_of:  # true of most words
        return postings.counts[family[0]]
    docs = set[int]()
    for word in family:
        docs.update(postings.of(word).docs)
        for term in terms_of.get(word, ()):
            docs.update(postings.of(term).docs)
    return len(docs)


def _weight(mentions: Mentions, averages: Sequence[float]) -> float:
    """The pseudo frequency of a word (see `index`); `averages` are the average lengths
    of the fields.
    """
    weight = 0.0
    for mention in mentions:
        field = _FIELDS[mention.field]
        norm = 1 - field.b + field.b * mention.length / averages[mention.field]
        weight += mention.times * field.boost / norm
    return weight


def _fields_of(mentions: Mentions) -> frozenset[str]:
    """The names of the fields that have a word, with ITSELF; acronyms are of the name."""
    fields = {ITSELF}
    for mention in mentions:
        field = NAME if mention.field == ACRONYMS else mention.field
        fields.add(_FIELDS[field].name)
    return frozenset(fields)
