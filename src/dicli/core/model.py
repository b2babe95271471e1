"""The objects that dicli deals with: resources, vocabularies, a question and its
answers. Plain data, no behavior.
"""

# No `from __future__ import annotations` here: the types of a NamedTuple's fields would
# be texts, and compiling these takes a third of the time that this module needs.
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple


class Link(NamedTuple):
    """Another address of a resource."""

    label: str
    url: str


class Fact(NamedTuple):
    """A labeled text, such as the hours, eligibility or cost of a resource."""

    label: str
    text: str


class Contact(NamedTuple):
    """Ways to reach a resource other than its page."""

    email: str | None = None
    phone: str | None = None
    location: str | None = None


class Resource(NamedTuple):
    """One entry of a catalogue. The fields are those of the file; `catalogue` names the
    file that the entry came from.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    kind: str | None = None
    audiences: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    summary: str | None = None
    url: str | None = None
    links: tuple[Link, ...] = ()
    contact: Contact | None = None
    part_of: str | None = None
    as_of: str | None = None
    confidence: str | None = None
    note: str | None = None
    sources: tuple[str, ...] = ()
    evidence: str | None = None
    facts: tuple[Fact, ...] = ()
    catalogue: str = ""


RESOURCE_FIELDS = tuple(name for name in Resource._fields if name != "hidden")
"""The names of a resource's fields that may be printed, in the order of the file. Only
search knows `hidden`.
"""
Record = dict[str, Any]
"""A resource, a term or another entry as plain data, by field."""
PARTS: Mapping[str, Callable[..., Any]] = {
    "links": Link,
    "facts": Fact,
    "contact": Contact,
}
"""The type of each field that is not plain text."""


def resource_from(record: Record) -> Resource:
    """A resource from plain data of the right shape."""
    values = with_tuples(record)
    for field, make in PARTS.items():
        if field not in record:
            continue
        value = record[field]
        if isinstance(value, list):
            values[field] = tuple(make(**part) for part in value)
        else:
            values[field] = make(**value)
    return Resource(**values)


def with_tuples(record: Record) -> Record:
    """Plain data with its lists as tuples, which cannot be changed."""
    values = dict(record)
    for key, value in record.items():
        if isinstance(value, list):
            values[key] = tuple(value)
    return values


class Term(NamedTuple):
    """An entry of a vocabulary: an audience, a topic or a kind."""

    id: str
    label: str
    synonyms: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    group: str | None = None
    resources: int = 0  # how many resources name it
    hidden: tuple[str, ...] = ()  # more synonyms, which only search knows


Vocabulary = dict[str, Term]
"""Terms by id, in the order of the file."""


class Notice(NamedTuple):
    """A sentence to show before the answers to any question that says one of its words
    or phrases (`search.notices` tells how they are written).

    A phrase of `unless` does not call for the notice, even if it has one of its words.
    `resources` are the ids of the resources that help then; they come first.
    """

    id: str
    text: str
    words: tuple[str, ...]
    unless: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()


class Info(NamedTuple):
    """What a catalogue says of itself."""

    name: str = ""
    updated: str | None = None
    homepage: str | None = None
    corrections: str | None = None


class Query(NamedTuple):
    """A question: words to rank by and filters to narrow by, all of them ids or plain
    text.
    """

    words: str = ""
    name: str = ""
    keywords: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    direct: bool = False
    guess: bool = True  # whether the nearest resources are wanted if none answers


class Match(NamedTuple):
    """Why a resource answers: a word of the query, the word that was found for it, in
    which fields, and how it matched.

    `how` is one of exact, stem, synonym, spelling, prefix, acronym.
    """

    word: str
    found: str  # empty if only search may know it (see `hidden`)
    fields: tuple[str, ...]
    how: str

    @property
    def is_hidden(self) -> bool:
        """Whether the word that was found must not be shown."""
        return not self.found


class Hit(NamedTuple):
    """A resource that answers a query.

    Thousands are created but few are shown. Therefore `found` is plain data, as a rule,
    from which `resource` makes a Resource, and `why` works out the matches when it is
    called.
    """

    found: Resource | Record
    score: float = 0.0  # 0 without words
    why: Callable[[], tuple[Match, ...]] = tuple
    heading: str = ""  # what is above a group of hits
    audience: str = ""  # the id of the one it names, if an audience was asked for
    order: tuple[int, ...] = ()  # sorts hits of the same score
    guess: bool = False
    is_near: bool = False  # nearness in meaning is a part of the score

    @property
    def resource(self) -> Resource:
        if isinstance(self.found, Resource):
            return self.found
        return resource_from(self.found)

    @property
    def matches(self) -> tuple[Match, ...]:
        return self.why()


class Answer(NamedTuple):
    """The hits of a query, best first, and what is to be said about them."""

    hits: Iterable[Hit]
    total: int  # how many hits there are
    # misspelled words, each with what it is likely to mean, even if there are no hits
    meant: Mapping[str, str] = {}
    guesses: tuple[Hit, ...] = ()  # the nearest resources, if there are no hits
    # how many hits the filters and quoted phrases leave out; not counted if the query
    # has both words and a name
    cut: int = 0
    notices: tuple[str, ...] = ()  # sentences to show before the hits (see Notice)
