"""Answers a query: filters narrow, words rank, audiences order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from dicli.core.audiences import Step, nearest, steps
from dicli.core.catalogue import Catalogue
from dicli.core.errors import DicliError, Status, listed
from dicli.core.model import Answer, Hit, Query, Vocabulary

if TYPE_CHECKING:
    from dicli.search.ranking import Found, Ranking

LOOKED_AT = 100  # hits, for what was assumed: nobody reads on
CURLY_QUOTES = dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f\u00ab\u00bb"), '"')
FILTERS = {"audiences": "audience", "topics": "topic", "kinds": "kind"}


def vocabulary_id(vocabulary: Vocabulary, text: str) -> str | None:
    """The id of the term with that id, label, synonym or hidden word, whatever the
    case, accents and punctuation.
    """
    if text in vocabulary:
        return text
    from dicli.core.text import fold

    wanted = fold(text)
    for term in vocabulary.values():
        if any(
            fold(name) == wanted
            for name in (term.id, term.label, *term.synonyms, *term.hidden)
        ):
            return term.id
    return None


def resolved(catalogue: Catalogue, query: Query) -> Query:
    """The query with ids for the values of its filters; DicliError for a value that no
    term has.
    """
    ids: dict[str, Any] = {}
    for name, one in FILTERS.items():
        given = getattr(query, name)
        if not given:  # then its vocabulary need not be read
            continue
        vocabulary: Vocabulary = getattr(catalogue, name)
        values = [part for value in given for part in _parts(vocabulary, value)]
        ids[name] = tuple(_resolved(vocabulary, one, value) for value in values)
    return query._replace(**ids)


def _parts(vocabulary: Vocabulary, value: str) -> list[str]:
    """The comma-separated values, if no term has the whole text as its name."""
    return (
        [value]
        if vocabulary_id(vocabulary, value)
        else [part.strip() for part in value.split(",")]
    )


def _resolved(vocabulary: Vocabulary, one: str, value: str) -> str:
    id = vocabulary_id(vocabulary, value)
    if id is None:
        from dicli.core.text import fold, guesses

        ids = {
            fold(name): term.id
            for term in vocabulary.values()
            for name in (term.id, term.label, *term.synonyms)
        }
        near = list(dict.fromkeys(ids[name] for name in guesses(fold(value), ids)))
        hint = f"did you mean {listed(near)}?" if near else f"for all: dicli {one}s"
        raise DicliError(f"no {one} called `{value}`", hint, Status.USAGE)
    return id


def find(catalogue: Catalogue, query: Query) -> Answer:
    """All resources that answer a query, best first.

    The values of its filters are ids (see `resolved`). With words, the words rank and
    the audiences' order breaks ties; without, the nearest audience comes first, then
    its place in the resource's list, then catalogue order.
    """
    around: Mapping[str, Step] = {}
    if query.audiences:
        around = steps(catalogue.audiences, query.audiences, query.direct)
    words, phrases = _phrases(query.words)
    allowed = _allowed(catalogue, query, around, phrases)
    if words or query.name:
        return _ranked(catalogue, words, query.name, around, allowed)
    if allowed is None:
        return Answer(map(Hit, catalogue.records()), len(catalogue))
    hits = (_hit(catalogue, around, doc) for doc in sorted(allowed))
    return Answer(sorted(hits, key=_order) if around else hits, len(allowed))


def _ranked(
    catalogue: Catalogue,
    words: str,
    name: str,
    around: Mapping[str, Step],
    allowed: set[int] | None,
) -> Answer:
    """The answer to words, to a name, or to both at once; the first of them ranks."""
    from dicli.search.index import ALL_FIELDS, NAME_FIELDS
    from dicli.search.ranking import ranked

    rankings = []
    if words:
        rankings.append(ranked(catalogue, words, ALL_FIELDS, allowed))
    if name:
        rankings.append(ranked(catalogue, name, NAME_FIELDS, allowed))
    first = rankings[0]
    found = _found_by_all(rankings)
    hit = partial(_ranked_hit, catalogue, around, first)
    hits = map(hit, found)
    answer = Answer(
        sorted(hits, key=_order) if around else hits,
        len(found),
        _assumed(catalogue, rankings, found),
        _near(catalogue, rankings),
        notices=first.notices,
    )
    if len(rankings) > 1:
        return answer
    guesses = tuple(hit(guess)._replace(guess=True) for guess in first.guessed)
    return answer._replace(guesses=guesses, cut=first.cut)


def _found_by_all(rankings: Sequence[Ranking]) -> Sequence[Found]:
    """What all rankings found, as the first of them ranks it."""
    found = rankings[0].found
    for ranking in rankings[1:]:
        docs = {one.doc for one in ranking.found}
        found = [one for one in found if one.doc in docs]
    return found


def _ranked_hit(
    catalogue: Catalogue, around: Mapping[str, Step], ranking: Ranking, found: Found
) -> Hit:
    from dicli.search.index import index_of
    from dicli.search.reasons import matches

    why = partial(
        matches, index_of(catalogue), ranking.terms, found.doc, ranking.fields
    )
    return _hit(catalogue, around, found.doc)._replace(score=found.score, why=why)


def _assumed(
    catalogue: Catalogue, rankings: Iterable[Ranking], found: Sequence[Found]
) -> dict[str, str]:
    """The misspelled words of a question, each with what was taken for it."""
    from dicli.search.index import index_of
    from dicli.search.reasons import assumed

    docs = [one.doc for one in found[:LOOKED_AT]]
    taken: dict[str, str] = {}
    for ranking in rankings if docs else ():
        taken |= assumed(index_of(catalogue), ranking.terms, docs, ranking.fields)
        taken |= ranking.corrected
    return taken


def _near(catalogue: Catalogue, rankings: Iterable[Ranking]) -> tuple[str, ...]:
    """Words that may have been meant by misspelled ones."""
    from dicli.search.index import index_of
    from dicli.search.reasons import near

    words: list[str] = []
    for ranking in rankings:
        words += near(index_of(catalogue), ranking.terms)
    return tuple(words)


def _phrases(text: str) -> tuple[str, list[str]]:
    """The text without its double quotes, straight or curly, and what stood between
    them.
    """
    straight = text.translate(CURLY_QUOTES)
    parts = straight.split('"')
    if len(parts) % 2 == 0:
        return " ".join(parts), []
    return " ".join(parts), [phrase for phrase in parts[1::2] if phrase.strip()]


def _allowed(
    catalogue: Catalogue,
    query: Query,
    around: Mapping[str, Step],
    phrases: Sequence[str],
) -> set[int] | None:
    """The documents that pass the filters, or None for all."""
    sets = [
        set[int]().union(*(catalogue.docs(f"{key}={id}") for id in ids))
        for key, ids in (
            ("audiences", around),
            ("topics", query.topics),
            ("kind", query.kinds),
        )
        if ids
    ]
    if query.keywords or phrases:
        from dicli.search.filters import containing, phrased
        from dicli.search.index import index_of

        sets += [containing(index_of(catalogue), keyword) for keyword in query.keywords]
        sets += [phrased(catalogue, phrases)] if phrases else []
    return set.intersection(*sets) if sets else None


def _hit(catalogue: Catalogue, around: Mapping[str, Step], doc: int) -> Hit:
    hit = Hit(catalogue.record(doc))
    step = nearest(hit.resource, around) if around else None
    if step is None:
        return hit
    (direction, distance, heading), number = step
    audience = hit.resource.audiences[number]
    return hit._replace(
        heading=heading, audience=audience, order=(direction, distance, number, doc)
    )


def _order(hit: Hit) -> tuple[float, tuple[int, ...]]:
    return (-hit.score, hit.order)
