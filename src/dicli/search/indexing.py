"""Turns resources into the tables of an inverted index (see `index` for what these contain)."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from dicli.core.model import Resource, Term, Vocabulary
from dicli.core.text import compounds, fold, initials, stem, tokens
from dicli.search.asking import FUNCTION_WORDS
from dicli.search.index import (
    ACRONYM_MARK,
    HIDDEN,
    INDEXES,
    ITSELF,
    SCHEMA,
    SEARCHED_FIELDS,
    Field,
    names_of,
    texts,
)
from dicli.search.spelling import everyday

if TYPE_CHECKING:
    from dicli.core.database import Database

T = TypeVar("T")
NAME, TOPICS, AUDIENCES, ACRONYMS = 0, 3, 4, len(SEARCHED_FIELDS)  # numbers of fields
TERM_MARK = " "  # between a field and the id of a term, which are indexed as a word is; no word has it
# Acronyms are filed as words of one more field, which counts for the name, and weighs the same at any length.
_FIELDS = (*SEARCHED_FIELDS, Field("acronyms", 2.0, 0.0))
_MANY_CHUNKS = 120_000  # pieces of text whose words are remembered; a language has fewer
_WORD_LETTERS = 40  # longer ones are not indexed: nobody types them
_SPELLABLE_LETTERS = 4  # shorter words are not taken for misspelled ones
_WRITTEN = re.compile(r"\b[A-Z][A-Z0-9]{1,7}\b")  # an acronym in a text


class Mention(NamedTuple):
    """A field that has a word: its number, and how many words it has in all."""

    field: int
    length: int


Mentions = tuple[Mention, ...]
"""All fields of a resource that have a word, one mention for each time that they have it."""


class _NamedWord(NamedTuple):
    """A word in the names of a term: how often it is there, and where it is in a resource that names the term."""

    times: int
    fields: frozenset[str]


class _Term:
    """A topic or an audience: the words in its names, how many these are in all, and the number under which the
    resources that name it are indexed, as those with a word are."""

    def __init__(self, term: Term, field: int, words: _Words) -> None:
        self.field, self.length = field, 0
        self.number = words.number(f"{field}{TERM_MARK}{term.id}")
        self.words: dict[int, _NamedWord] = {}
        name_of_field = _FIELDS[field].name
        label, synonym, hidden = {name_of_field, ITSELF}, {name_of_field}, {HIDDEN, ITSELF}
        where = [label, *([synonym] * len(term.synonyms)), *([hidden] * len(term.hidden))]
        for name, fields in zip(names_of(term), where, strict=True):
            found = words.of(name)
            self.length += len(found)
            for word in found:
                before = self.words.get(word, _NamedWord(0, frozenset()))
                self.words[word] = _NamedWord(before.times + 1, before.fields | fields)


class _Numbered(dict[T, int]):
    """Values with their numbers. There are few different ones, however many resources there are."""

    def __missing__(self, value: T) -> int:
        number = self[value] = len(self)
        return number


class Indexer:
    """Takes up resources one after another, and writes their index in the end."""

    def __init__(self, topics: Vocabulary, audiences: Vocabulary) -> None:
        self._words = _Words()
        self._topics = {id: _Term(term, TOPICS, self._words) for id, term in topics.items()}
        self._audiences = {id: _Term(term, AUDIENCES, self._words) for id, term in audiences.items()}
        self._mentions = _Numbered[Mentions]()
        self._field_sets = _Numbered[frozenset[str]]()
        self._totals = [0] * len(_FIELDS)  # the words of each field
        self._having = [0] * len(_FIELDS)  # resources that have words in it
        # The words of one resource after another, the numbers of their mentions there, and where each resource ends.
        self._words_of, self._mentions_of, self._ends = array("I"), array("I"), array("Q")

    def add(self, resource: Resource) -> None:
        """Takes up the next resource."""
        found: dict[int, Mentions] = {}
        for field, (length, said) in enumerate(self._fields(resource)):
            self._totals[field] += length
            self._having[field] += length > 0
            once = (Mention(field, length),)
            for words in said:
                for word in words:
                    found[word] = found[word] + once if word in found else once
        self._words_of.extend(found)
        self._mentions_of.extend(map(self._mentions.__getitem__, found.values()))
        self._ends.append(len(self._words_of))

    def _fields(self, resource: Resource) -> list[tuple[int, list[list[int]]]]:
        """For each field, the number of its words and its texts, each as a list of words. In place of the names of
        topics and audiences stand these themselves."""
        fields = []
        for field in texts(resource, {}, {}):
            said = [self._words.of(text) for text in field]
            fields.append((sum(map(len, said)), said))
        fields[TOPICS] = _named(self._topics, resource.topics)
        fields[AUDIENCES] = _named(self._audiences, resource.audiences)
        acronyms = [self._words.number(ACRONYM_MARK + word) for word in sorted(_acronyms(resource))]
        return [*fields, (len(acronyms), [acronyms])]

    def write(self, database: Database) -> None:
        """Writes the tables of the index."""
        for statement in SCHEMA:
            database.execute(statement)
        postings = self._by_word()
        terms = [term for term in (*self._topics.values(), *self._audiences.values()) if postings.counts[term.number]]
        self._write_terms(database, terms, postings)
        rows = self._word_rows(terms, postings)
        database.executemany("insert into words values (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        sets = ((number, " ".join(sorted(names))) for names, number in self._field_sets.items())
        database.executemany("insert into field_sets values (?, ?)", sets)
        database.execute("insert into meta values ('postings', ?)", (len(self._words_of),))
        for statement in INDEXES:
            database.execute(statement)

    def _write_terms(self, database: Database, terms: Iterable[_Term], postings: _ByWord) -> None:
        """Writes where topics and audiences are named, and which words their names have."""
        words = list(self._words.numbers)
        for term in terms:
            docs, weights, _ = postings.of(term.number)
            database.execute("insert into terms values (?, ?, ?)", (term.number, docs, weights))
            for word, named in term.words.items():
                row = (words[word], term.number, named.times, self._field_sets[named.fields])
                database.execute("insert into named values (?, ?, ?, ?)", row)

    def _word_rows(self, terms: Iterable[_Term], postings: _ByWord) -> Iterator[tuple[Any, ...]]:
        """The rows of the table `words`, family by family."""
        terms_of: dict[int, list[int]] = {}
        for term in terms:
            for number in term.words:
                terms_of.setdefault(number, []).append(term.number)
        pairs = []
        for word, number in self._words.numbers.items():
            if TERM_MARK not in word and (postings.counts[number] or number in terms_of):
                pairs.append((stem(word), word))
        pairs.sort(key=itemgetter(0))
        little, only_acronyms = everyday(), self._words.only_acronyms()
        for root, group in groupby(pairs, itemgetter(0)):
            family = [word for _, word in group]
            numbers = [self._words.numbers[word] for word in family]
            frequency = _frequency(numbers, terms_of, postings)
            is_everyday = little.issuperset(family)
            for word, number in zip(family, numbers, strict=True):
                spellable = len(word) >= _SPELLABLE_LETTERS and word.isalpha() and word not in only_acronyms
                yield word, root, frequency, is_everyday, spellable, postings.counts[number], *postings.of(number)

    def _by_word(self) -> _ByWord:
        """All postings, word by word."""
        frequencies = Counter(self._words_of)
        counts = array("I", (frequencies[word] for word in self._words.numbers.values()))
        starts = array("Q", accumulate(counts, initial=0))
        docs, mentions = array("I", self._words_of), array("I", self._words_of)  # of the same size, filled below
        free, start = starts[:], 0
        for doc, end in enumerate(self._ends):
            for word, number in zip(self._words_of[start:end], self._mentions_of[start:end], strict=True):
                position = free[word]
                docs[position], mentions[position] = doc, number
                free[word] = position + 1
            start = end
        averages = [total / (having or 1) or 1.0 for total, having in zip(self._totals, self._having, strict=True)]
        weights = [sum(_weight(mention, averages) for mention in some) for some in self._mentions]
        fields = [self._field_sets[_fields_of(some)] for some in self._mentions]
        return _ByWord(
            starts,
            counts,
            docs,
            array("f", map(weights.__getitem__, mentions)),
            array("H", map(fields.__getitem__, mentions)),
        )


class _ByWord(NamedTuple):
    """Postings word by word: where those of each word start, how many there are, and the columns of the table."""

    starts: array[int]
    counts: array[int]
    docs: array[int]
    weights: array[float]
    fields: array[int]

    def of(self, word: int) -> tuple[array[int], array[float], array[int]]:
        """The columns of the postings of a word."""
        these = slice(self.starts[word], self.starts[word] + self.counts[word])
        return self.docs[these], self.weights[these], self.fields[these]

    def docs_of(self, words: Iterable[int]) -> set[int]:
        """The resources that have any of some words."""
        docs = set[int]()
        for word in words:
            docs.update(self.of(word)[0])
        return docs


def _named(terms: Mapping[str, _Term], ids: Iterable[str]) -> tuple[int, list[list[int]]]:
    """How many words the names of some terms have, and the terms as texts of one word each."""
    named = [terms[id] for id in dict.fromkeys(ids) if id in terms]
    return sum(term.length for term in named), [[term.number] for term in named]


def _frequency(family: Sequence[int], terms_of: Mapping[int, list[int]], postings: _ByWord) -> int:
    """The number of resources that have any word of a family."""
    if len(family) == 1 and family[0] not in terms_of:
        return postings.counts[family[0]]
    entries = set(family)
    for word in family:
        entries.update(terms_of.get(word, ()))
    return len(postings.docs_of(entries))


def _weight(mention: Mention, averages: Sequence[float]) -> float:
    """What a word weighs by a mention, where the fields have so many words on average."""
    field = _FIELDS[mention.field]
    return field.boost / (1 - field.b + field.b * mention.length / averages[mention.field])


def _fields_of(mentions: Mentions) -> frozenset[str]:
    """The names of the fields that have a word, with ITSELF; acronyms are of the name."""
    fields = (NAME if mention.field == ACRONYMS else mention.field for mention in mentions)
    return frozenset((ITSELF, *(_FIELDS[field].name for field in fields)))


def _acronyms(resource: Resource) -> frozenset[str]:
    """Initials of the names, names that are filler elsewhere ("IT", "WHO"), and the telling labels of the address's
    host: https://www.oiss.washu.edu/x gives `oiss` and `washu`."""
    host = re.match(r"https?://([^/?#:@\s]+)", resource.url or "")
    labels = host[1].casefold().split(".")[:-1] if host else []
    telling = [label for label in labels if 2 < len(label) <= 12 and label != "www"][:2]
    names = (resource.name, *resource.aliases)
    filler = FUNCTION_WORDS.intersection(fold(name) for name in names if " " not in name)
    return filler.union(telling, *map(initials, names))


class _Words(dict[str, tuple[int, ...]]):
    """The words of pieces of text without a blank, as numbers. Each is taken apart once, however often it occurs."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self._acronyms, self._others = set[str](), set[str]()

    def __missing__(self, chunk: str) -> tuple[int, ...]:
        words = _indexed_words(chunk)
        acronyms = {word.casefold() for word in _WRITTEN.findall(chunk)}
        self._acronyms |= acronyms
        self._others |= acronyms.symmetric_difference(words)
        numbers = tuple(map(self.number, words))
        if len(self) < _MANY_CHUNKS:
            self[chunk] = numbers
        return numbers

    def of(self, text: str) -> list[int]:
        """The words of a text; notes which are written as acronyms, unless all of the text is in capitals."""
        text = text.casefold() if " " in text and text.isupper() else text
        return list(chain.from_iterable(map(self.__getitem__, text.split())))

    def number(self, word: str) -> int:
        """The number of a word."""
        return self.numbers.setdefault(word, len(self.numbers))

    def only_acronyms(self) -> set[str]:
        """The words that are written only as acronyms."""
        return self._acronyms - self._others


def _indexed_words(text: str) -> list[str]:
    """The words of a text as they are indexed: without filler, and compounds ("H-1B") also as one."""
    parts = tokens(text)
    words = [word for word in parts if word not in FUNCTION_WORDS and len(word) <= _WORD_LETTERS]
    if len(parts) > 1:
        words += [whole for whole in compounds(text) if whole not in words]
    return words
