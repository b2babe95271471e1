"""The inverted index of a catalogue: which word stands where, and how much it weighs there.

`build` turns resources into named sections of bytes; `Index` answers from such sections, wherever they lie
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

import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, reduce
from itertools import chain, groupby, islice, starmap
from operator import add, itemgetter, or_
from typing import Any, NamedTuple

from dicli.core.lines import Lines, sorted_lines
from dicli.core.model import Resource, Term, Vocabulary
from dicli.core.text import FILLER, compounds, fold, initials, stem, tokens


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
VOCABULARY_BITS = (3, 4)  # topics and audiences
_ACRONYM = len(SEARCHED_FIELDS)  # counts as one more field
SYNONYM_BIT = 1 << len(SEARCHED_FIELDS)  # the word came with a vocabulary's synonym only
EVERYDAY_MARK = "~"  # before the frequency of a family of everyday words
ACRONYM_MARK = "^"  # before words of a name space of their own: initials and the host names of addresses
MAX_FROM = 1000  # words that are read where only their beginning is known
_MANY_CHUNKS = 120_000  # pieces of text whose words are remembered; a language has fewer
_WRITTEN = re.compile(r"\b[A-Z][A-Z0-9]{1,7}\b")  # an acronym in a text
_SETS = 2**26  # bits of sets of places that are kept
_WORD_LETTERS = 40  # longer ones are not indexed: nobody types them


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


def _share(bit: int, length: int) -> float:
    """How much of a text of so many words in a field one of them stands for."""
    return 1.0 if bit == _ACRONYM else float(max(1, length) ** -SEARCHED_FIELDS[bit].phrase)


def _norm(bit: int, length: int, averages: Sequence[float]) -> float:
    """What a word weighs in a field of so many words."""
    if bit == _ACRONYM:
        return 1.0
    field = SEARCHED_FIELDS[bit]
    return field.boost / (1 - field.b + field.b * length / averages[bit])


def _mask(bit: int) -> int:
    return 1 if bit == _ACRONYM else 1 << bit


def texts(resource: Resource, topics: Vocabulary, audiences: Vocabulary) -> list[Sequence[str]]:
    """The texts of a resource field by field, in the order of SEARCHED_FIELDS."""
    named = (
        [name for id in ids if id in terms for name in _names(terms[id])]
        for ids, terms in ((resource.topics, topics), (resource.audiences, audiences))
    )
    facts = [fact.text for fact in resource.facts]
    return [[resource.name], resource.aliases, resource.keywords, *named, [resource.summary or ""], facts]


def _names(term: Term) -> tuple[str, ...]:
    """The names of a term: its label, then its synonyms."""
    return (term.label, *term.synonyms)


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
        for rank, name in enumerate(_names(term)):
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
        shares = (max(_share(bit, words) for (bit, _, words), _ in way) for way in self)
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
        self.totals = [0] * len(SEARCHED_FIELDS)  # the words of each field
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
        lengths = [sum(map(len, field)) for field in fields]
        for bit, ids in zip(VOCABULARY_BITS, (resource.topics, resource.audiences), strict=True):
            terms = [self.terms[bit, id] for id in dict.fromkeys(ids) if (bit, id) in self.terms]
            fields[bit], lengths[bit] = [[term.number] for term in terms], sum(term.length for term in terms)
        fields.append([[self.numbers.number(ACRONYM_MARK + word) for word in _acronyms(resource)]])
        self.totals = list(map(add, self.totals, lengths))
        found, several = dict[int, int](), dict[int, list[int]]()
        for bit, length, words in ((b, n, some) for b, n in enumerate([*lengths, 0]) for some in fields[b]):
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
    from dicli.core.english import everyday

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


def _word(entry: str) -> Word:
    text, start, number, *spans = entry.split(":")
    return Word(text, int(start), int(number), tuple(Span(*map(int, span.split("."))) for span in spans))


def build(resources: Iterable[Resource], topics: Vocabulary, audiences: Vocabulary) -> dict[str, memoryview]:
    """The index of some resources, as named sections of bytes."""
    coded = _Coded(resources, topics, audiences)
    size, numbers, often, terms = len(coded.ends), coded.numbers.by_word, coded.often, list(coded.terms.values())
    shouted = coded.numbers.as_acronym - coded.numbers.otherwise
    filed = {term.number for term in terms}
    having: dict[int, list[_Named]] = {}
    for term in terms:
        for word in term.words if often[term.number] else ():
            having.setdefault(word, []).append(term)
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

    spellable: dict[bool, list[str]] = {True: [], False: []}
    for pair, number in zip(order, their_numbers, strict=True):
        text = pair.split()[1]
        if len(text) >= 4 and text.isalpha():
            spellable[number in shouted].append(text)
    return {
        "words": _section(sorted_lines((word, root) for root, word in map(str.split, order))),
        "families": _section(sorted_lines(_families(words(), sections["ids"].cast("I"), size))),
        "spellable": _section("\n".join(spellable[False]).encode()),
        "acronyms": _section("\n".join(spellable[True]).encode()),
        **sections,
    }


class _Postings(dict[int, Posting]):
    """What a word is in a resource, by the number of the way in which it is there."""

    def __init__(self, sections: Mapping[str, memoryview]) -> None:
        self._weights, self._shares = (sections[name].cast("f") for name in ("weights", "shares"))
        self._masks = sections["masks"].cast("H")

    def __missing__(self, way: int) -> Posting:
        self[way] = posting = self._weights[way], self._shares[way], self._masks[way]
        return posting


class Index:
    """Looks words up in the sections that `build` made."""

    def __init__(self, sections: Mapping[str, memoryview]) -> None:
        self._words, self._families = Lines(sections["words"]), Lines(sections["families"])
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


def _share_in(span: Span) -> float:
    return _share((span.mask & ALL_FIELDS).bit_length() - 1, span.shortest)


def _index_of(ids: memoryview, place: int, span: Word | Span) -> int | None:
    """Where a place stands among sorted ids."""
    end = span.start + span.number
    at = bisect_left(ids, place, span.start, end)
    return at if at < end and ids[at] == place else None
