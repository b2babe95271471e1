"""Answers a query: its filters say which resources may be found, its words rank them,
and its audiences order those that are equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from dicli.core.catalogue import Catalogue
from dicli.core.errors import UsageError, listed
from dicli.core.model import Answer, Hit, Query, Vocabulary

if TYPE_CHECKING:
    from dicli.core.audiences import Step
    from dicli.search.ranking import Ranking, Scored

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
        names = (term.id, term.label, *term.synonyms, *term.hidden)
        if wanted in map(fold, names):
            return term.id
    return None


def resolved(catalogue: Catalogue, query: Query) -> Query:
    """The query with ids for the values of its filters; DicliError for a value that no
    term has.
    """
    ids: dict[str, Any] = {}
    for name, singular in FILTERS.items():
        given = getattr(query, name)
        if not given:  # then its vocabulary need not be read
            continue
        vocabulary: Vocabulary = getattr(catalogue, name)
        values: list[str] = []
        for text in given:
            values += _values(vocabulary, text)
        ids[name] = tuple(_resolved(vocabulary, singular, value) for value in values)
    return query._replace(**ids)


def _values(vocabulary: Vocabulary, text: str) -> list[str]:
    """The whole text if it is the name of a term, else what is between its commas."""
    if vocabulary_id(vocabulary, text):
        return [text]
    return [value.strip() for value in text.split(",")]


def _resolved(vocabulary: Vocabulary, singular: str, value: str) -> str:
    """The id of the term that a value names; DicliError, with what may have been meant,
    if none does. `singular` is what one term is called: "audience".
    """
    id = vocabulary_id(vocabulary, value)
    if id is None:
        near = _similar_ids(vocabulary, value)
        hint = f"for all: dicli {singular}s"
        if near:
            hint = f"did you mean {listed(near)}?"
        raise UsageError(f"no {singular} called `{value}`", hint)
    return id


def _similar_ids(vocabulary: Vocabulary, value: str) -> list[str]:
    """The ids of the terms with a name that a value may be a misspelling of."""
    from dicli.core.text import distinct, fold, guesses

    ids = {}
    for term in vocabulary.values():
        for name in (term.id, term.label, *term.synonyms):
            ids[fold(name)] = term.id
    return distinct(ids[name] for name in guesses(fold(value), ids))


def find(catalogue: Catalogue, query: Query) -> Answer:
    """All resources that answer a query, best first; an empty one is answered by all.

    The values of its filters are ids (see `resolved`). If it has words or a name, hits
    are ordered by score. Equal ones, and all if it has neither, are ordered by audience:
    the nearest to a wanted one first, then by that audience's place in the resource's
    list, then in catalogue order.
    """
    # audience id -> how far it is from a wanted one; unless direct, with those around
    step_of: Mapping[str, Step] = {}
    if query.audiences:
        from dicli.core.audiences import steps

        step_of = steps(catalogue.audiences, query.audiences, query.direct)
    words, quoted = _words_and_quotes(query.words)
    allowed = _allowed(catalogue, query, step_of, quoted)
    if words or query.name:
        return _ranked(catalogue, query._replace(words=words), step_of, allowed)
    if allowed is None:  # nothing is asked for
        return Answer(map(Hit, catalogue.records()), len(catalogue))
    hits = (_hit(catalogue, step_of, doc) for doc in sorted(allowed))
    return Answer(sorted(hits, key=_order) if step_of else hits, len(allowed))


def _ranked(
    catalogue: Catalogue,
    query: Query,
    step_of: Mapping[str, Step],
    allowed: set[int] | None,
) -> Answer:
    """The answer to words or to a name. If both are given, it has the resources that
    answer both, ranked by the words, and no guesses.
    """
    from dicli.search.index import ALL_FIELDS, NAME_FIELDS
    from dicli.search.ranking import ranked

    rankings = []
    guess = query.guess and not (query.words and query.name)
    if query.words:
        rankings.append(ranked(catalogue, query.words, ALL_FIELDS, allowed, guess))
    if query.name:
        rankings.append(ranked(catalogue, query.name, NAME_FIELDS, allowed, guess))
    first = rankings[0]
    answers = _answers_of_all(rankings)
    hit = partial(_ranked_hit, catalogue, step_of, first)
    hits = map(hit, answers)
    guesses = [hit(scored)._replace(guess=True) for scored in first.guesses]
    return Answer(
        sorted(hits, key=_order) if step_of else hits,
        len(answers),
        meant=_meant(catalogue, rankings),
        guesses=tuple(guesses),
        # with both, this would count resources that only the words answer
        cut=first.cut if len(rankings) == 1 else 0,
        notices=first.notices,
    )


def _answers_of_all(rankings: Sequence[Ranking]) -> Sequence[Scored]:
    """The answers that all rankings have, as the first of them ranks them."""
    answers = rankings[0].answers
    for ranking in rankings[1:]:
        docs = {answer.doc for answer in ranking.answers}
        answers = [answer for answer in answers if answer.doc in docs]
    return answers


def _ranked_hit(
    catalogue: Catalogue, step_of: Mapping[str, Step], ranking: Ranking, scored: Scored
) -> Hit:
    """The hit of a scored document, with a function that says why it answers. It has no
    heading: hits ordered by score are not grouped by audience.
    """
    from dicli.search.index import index_of
    from dicli.search.reasons import matches

    why = partial(
        matches, index_of(catalogue), ranking.terms, scored.doc, ranking.fields
    )
    hit = _hit(catalogue, step_of, scored.doc)
    return hit._replace(score=scored.score, why=why, heading="", is_near=scored.is_near)


def _meant(catalogue: Catalogue, rankings: Iterable[Ranking]) -> dict[str, str]:
    """The misspelled words of a question, each with what it is likely to mean."""
    from dicli.search.index import index_of
    from dicli.search.reasons import meant

    words: dict[str, str] = {}
    for ranking in rankings:
        words |= meant(index_of(catalogue), ranking.terms, ranking.fields)
    return words


def _words_and_quotes(text: str) -> tuple[str, list[str]]:
    """The text without its double quotes, straight or curly, and the phrases that stood
    between them: none if a quote is not closed.
    """
    parts = text.translate(CURLY_QUOTES).split('"')
    quoted: list[str] = []
    if len(parts) % 2 == 1:
        quoted = [phrase for phrase in parts[1::2] if phrase.strip()]
    return " ".join(parts), quoted


def _allowed(
    catalogue: Catalogue,
    query: Query,
    step_of: Mapping[str, Step],
    quoted: Sequence[str],
) -> set[int] | None:
    """The documents that pass all filters of a query; None if it has none."""
    sets = []
    wanted = {"audiences": list(step_of), "topics": query.topics, "kind": query.kinds}
    for field, ids in wanted.items():
        if ids:
            sets.append(_with_any(catalogue, field, ids))
    if query.keywords or quoted:
        from dicli.search.filters import containing, phrased
        from dicli.search.index import index_of

        sets += [containing(index_of(catalogue), keyword) for keyword in query.keywords]
        if quoted:
            sets.append(phrased(catalogue, quoted))
    return set.intersection(*sets) if sets else None


def _with_any(catalogue: Catalogue, field: str, ids: Iterable[str]) -> set[int]:
    """The documents that have any of some ids in a field."""
    docs = set[int]()
    for id in ids:
        docs.update(catalogue.docs(f"{field}={id}"))
    return docs


def _hit(catalogue: Catalogue, step_of: Mapping[str, Step], doc: int) -> Hit:
    """The hit of a document; if audiences are wanted, with the nearest of its own."""
    hit = Hit(catalogue.record(doc))
    if not step_of:
        return hit
    from dicli.core.audiences import nearest

    named = nearest(hit.resource, step_of)
    if named is None:
        return hit
    step, number = named
    return hit._replace(
        heading=step.heading,
        audience=hit.resource.audiences[number],
        order=(step.direction, step.distance, number, doc),
    )


def _order(hit: Hit) -> tuple[float, tuple[int, ...]]:
    """What hits are sorted by: score, then audience (see `find`)."""
    return (-hit.score, hit.order)
