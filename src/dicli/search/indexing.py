"""Turns resources into the sections of an inverted index (see `index` for what these contain)."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, reduce
from itertools import chain, groupby, starmap
from operator import add, itemgetter, or_
from typing import Any

from dicli.core.lines import sorted_lines, table
from dicli.core.model import Resource, Term, Vocabulary
from dicli.core.text import FILLER, compounds, fold, initials, stem, tokens
from dicli.search.english import everyday
from dicli.search.index import (
    ACRONYM_MARK,
    EVERYDAY_MARK,
    SEARCHED_FIELDS,
    SYNONYM_BIT,
    Field,
    Span,
    Word,
    names_of,
    share,
    texts,
)

VOCABULARY_BITS = (3, 4)  # topics and audiences
# Acronyms are filed as words of one more field, which counts for the name, and weighs the same at any length.
_FIELDS = (*SEARCHED_FIELDS, Field("acronyms", 1.0, 0.0, 0.0))
_NAME, _ACRONYMS = 0, len(SEARCHED_FIELDS)
_MANY_CHUNKS = 120_000  # pieces of text whose words are remembered; a language has fewer
_SETS = 2**26  # bits of sets of places that are kept
_WORD_LETTERS = 40  # longer ones are not indexed: nobody types them
_WRITTEN = re.compile(r"\b[A-Z][A-Z0-9]{1,7}\b")  # an acronym in a text


def build(resources: Iterable[Resource], topics: Vocabulary, audiences: Vocabulary) -> dict[str, memoryview]:
    """The index of some resources, as named sections of bytes."""
    coded = _Coded(resources, topics, audiences)
    size, numbers, often, terms = len(coded.ends), coded.numbers.by_word, coded.often, list(coded.terms.values())
    shouted = coded.numbers.as_acronym - coded.numbers.otherwise
    filed, having = {term.number for term in terms}, _having(terms, often)
    found = (word for word, number in numbers.items() if number not in filed and (often[number] or number in having))
    order = sorted(f"{stem(word)} {word}" for word in found)  # by stems; as texts, they take the least memory
    their_numbers = array("I", (numbers[pair.split()[1]] for pair in order))
    ends, at = array("I", bytes(often.itemsize * len(often))), 0
    for number in chain(their_numbers, filed):
        ends[number], at = at, at + often[number]
    sections = coded.columns(ends)
    del coded, numbers

    def span(number: int) -> tuple[int, int]:
        return ends[number] - often[number], often[number]

    def words() -> Iterator[tuple[str, Word]]:
        for pair, number in zip(order, their_numbers, strict=True):
            root, word = pair.split()
            spans = tuple(Span(*span(term.number), *term.words[number]) for term in having.get(number, ()))
            yield root, Word(word, *span(number), spans)

    spellable = [
        (word, number in shouted)
        for pair, number in zip(order, their_numbers, strict=True)
        if len(word := pair.split()[1]) >= 4 and word.isalpha()
    ]
    return {
        **table("words", sorted_lines((word, root) for root, word in map(str.split, order))),
        **table("families", sorted_lines(_families(words(), sections["ids"].cast("I"), size))),
        "spellable": _section("\n".join(word for word, is_acronym in spellable if not is_acronym).encode()),
        "acronyms": _section("\n".join(word for word, is_acronym in spellable if is_acronym).encode()),
        **sections,
    }


def _having(terms: Iterable[_Named], often: Sequence[int]) -> dict[int, list[_Named]]:
    """For each word, the terms in use whose names have it."""
    having: dict[int, list[_Named]] = {}
    for term in terms:
        for word in term.words if often[term.number] else ():
            having.setdefault(word, []).append(term)
    return having


def _norm(bit: int, length: int, averages: Sequence[float]) -> float:
    """What a word weighs in a field of so many words."""
    field = _FIELDS[bit]
    return field.boost / (1 - field.b + field.b * length / averages[bit])


def _mask(bit: int) -> int:
    return 1 << (_NAME if bit == _ACRONYMS else bit)


def _words(text: str) -> list[str]:
    """The words of a text as they are indexed: without filler, and compounds ("H-1B") also as one."""
    parts = tokens(text)
    words = [word for word in parts if word not in FILLER and len(word) <= _WORD_LETTERS]
    return words + [whole for whole in compounds(text) if whole not in words] if parts[1:] else words


def _acronyms(resource: Resource) -> frozenset[str]:
    """Initials of the names, names that are filler elsewhere ("IT", "WHO"), and the telling labels of the address's
    host: https://www.oiss.washu.edu/x gives `oiss` and `washu`."""
    host = re.match(r"https?://([^/?#:@\s]+)", resource.url or "")
    labels = host[1].casefold().split(".")[:-1] if host else []
    telling = [label for label in labels if 2 < len(label) <= 12 and label != "www"][:2]
    names = (resource.name, *resource.aliases)
    filler = FILLER.intersection(fold(name) for name in names if " " not in name)
    return filler.union(telling, *map(initials, names))


class _Numbers(dict[str, tuple[int, ...]]):
    """The words of texts as numbers. What stands between two spaces is folded once, however often it occurs."""

    def __init__(self) -> None:
        self.by_word: dict[str, int] = {}
        self.as_acronym, self.otherwise = set[int](), set[int]()

    def __missing__(self, chunk: str) -> tuple[int, ...]:
        numbers = tuple(map(self.number, _words(chunk)))
        acronyms = {self.number(word.casefold()) for word in _WRITTEN.findall(chunk)}
        self.as_acronym.update(acronyms)
        self.otherwise.update(acronyms.symmetric_difference(numbers) if acronyms else numbers)
        if len(self) < _MANY_CHUNKS:
            self[chunk] = numbers
        return numbers

    def of(self, text: str) -> list[int]:
        """The numbers of a text's words; notes which are written as acronyms, unless all of the text is in capitals."""
        text = text.casefold() if " " in text and text.isupper() else text
        return list(chain.from_iterable(map(self.__getitem__, text.split())))

    def number(self, word: str) -> int:
        return self.by_word.setdefault(word, len(self.by_word))


def _section(data: bytes | array[Any]) -> memoryview:
    return memoryview(data).cast("B")


class _Named:
    """The words of a term's names, each with how often it is there, in how short a name at best, and its mask; and
    the number under which resources that name the term are filed, as those with a word are."""

    def __init__(self, term: Term, bit: int, numbers: _Numbers) -> None:
        self.number, self.length = numbers.number(f"{bit} {term.id}"), 0
        self.words: dict[int, tuple[int, int, int]] = {}
        for rank, name in enumerate(names_of(term)):
            found = numbers.of(name)
            self.length += len(found)
            for word in found:
                mask = 1 << bit | (SYNONYM_BIT if rank else 0)
                times, shortest, before = self.words.get(word, (0, len(found), mask))
                self.words[word] = times + 1, min(shortest, len(found)), before & mask | 1 << bit


Way = tuple[tuple[tuple[int, int, int], int], ...]
"""How a word is in a resource: the number of a field, the words of the field, those of a text in it, and how often the
word is in such texts; and so on for other fields and lengths."""


class _Ways(dict[Way, int]):
    """The numbers of such ways; there are few, however many resources there are."""

    def __init__(self) -> None:
        self._listed: list[Way] = []

    def __missing__(self, way: Way) -> int:
        self[way] = number = len(self)
        self._listed.append(way)
        return number

    def together(self, numbers: Iterable[int]) -> int:
        """The way of a word that is there in several; what differs in nothing but how often, becomes one."""
        return self[tuple(Counter(text for number in numbers for text, _ in self._listed[number]).items())]

    def weighed(self, averages: Sequence[float]) -> dict[str, memoryview]:
        """The sections of what they weigh where the fields have so many words on average."""
        weights = (sum(times * _norm(bit, length, averages) for (bit, length, _), times in way) for way in self)
        shares = (max(share(_FIELDS[bit], words) for (bit, _, words), _ in way) for way in self)
        masks = (reduce(or_, (_mask(bit) for (bit, *_), _ in way)) for way in self)
        return {
            "weights": _section(array("f", weights)),
            "shares": _section(array("f", shares)),
            "masks": _section(array("H", masks)),
        }


class _Coded:
    """Resources as numbers: of their words and of the terms that they name, with the way in which each is there."""

    def __init__(self, resources: Iterable[Resource], topics: Vocabulary, audiences: Vocabulary) -> None:
        self.numbers, self.ways = _Numbers(), _Ways()
        self.words, self.ways_of, self.ends = array("I"), array("I"), array("Q")  # the last: where each resource ends
        self.totals = [0] * len(_FIELDS)  # the words of each field
        self.terms = {
            (bit, id): _Named(term, bit, self.numbers)
            for bit, vocabulary in zip(VOCABULARY_BITS, (topics, audiences), strict=True)
            for id, term in vocabulary.items()
        }
        for resource in resources:
            self._add(resource)
        self.numbers.clear()
        often = Counter(self.words)
        self.often = array("I", map(often.__getitem__, range(len(self.numbers.by_word))))  # resources with a number

    def _add(self, resource: Resource) -> None:
        fields = [[self.numbers.of(text) for text in said] for said in texts(resource, {}, {})]
        fields.append([[self.numbers.number(ACRONYM_MARK + word) for word in _acronyms(resource)]])
        lengths = [sum(map(len, field)) for field in fields]
        for bit, ids in zip(VOCABULARY_BITS, (resource.topics, resource.audiences), strict=True):
            terms = [self.terms[bit, id] for id in dict.fromkeys(ids) if (bit, id) in self.terms]
            fields[bit], lengths[bit] = [[term.number] for term in terms], sum(term.length for term in terms)
        self.totals = list(map(add, self.totals, lengths))
        found, several = dict[int, int](), dict[int, list[int]]()
        for bit, length, words in ((b, n, some) for b, n in enumerate(lengths) for some in fields[b]):
            way = self.ways[(((bit, length, len(words)), 1),)]
            for word in words:
                if word in found:
                    several.setdefault(word, [found[word]]).append(way)
                else:
                    found[word] = way
        found.update((word, self.ways.together(ways)) for word, ways in several.items())
        self.words.extend(found)
        self.ways_of.extend(found.values())
        self.ends.append(len(self.words))

    def columns(self, starts: array[int]) -> dict[str, memoryview]:
        """The sections of the postings, number by number, places rising; `starts` says where those of each begin, and
        is moved on to where they end."""
        ids, ways = (array("I", bytes(self.words.itemsize * len(self.words))) for _ in range(2))
        start = 0
        for place, end in enumerate(self.ends):
            for word, way in zip(self.words[start:end], self.ways_of[start:end], strict=True):
                at = starts[word]
                ids[at], ways[at] = place, way
                starts[word] = at + 1
            start = end
        averages = [total / (len(self.ends) or 1) or 1.0 for total in self.totals]
        return {"ids": _section(ids), "ways": _section(ways), **self.ways.weighed(averages)}


def _bits(places: Iterable[int], size: int) -> int:
    """A set of places as a number: nothing unites large ones faster."""
    flags = bytearray(size // 8 + 1)
    for place in places:
        flags[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(flags, "little")


def _families(words: Iterable[tuple[str, Word]], ids: memoryview, size: int) -> Iterator[tuple[str, str]]:
    """The lines of the families: of words with their stems, sorted, among so many resources."""
    little = everyday()
    having = lru_cache(_SETS // (size + 1))(lambda start, number: _bits(ids[start : start + number], size))
    for root, some in groupby(words, itemgetter(0)):
        members = [word for _, word in some]
        frequency, terms = members[0].number, {span[:2] for word in members for span in word.terms}
        if terms or members[1:]:
            own = set[int]().union(*(ids[word.start : word.start + word.number] for word in members))
            frequency = reduce(or_, starmap(having, terms), _bits(own, size)).bit_count() if terms else len(own)
        mark = EVERYDAY_MARK if all(word.text in little for word in members) else ""
        yield root, f"{mark}{frequency} {' '.join(map(_entry, members))}"


def _entry(word: Word) -> str:
    own = f"{word.text}:{word.start}:{word.number}"
    return ":".join([own, *(".".join(map(str, span)) for span in word.terms)]) if word.terms else own
