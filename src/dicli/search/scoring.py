"""How well each resource answers the terms of a question.

The score of a resource is the share of the question that it answers, by BM25F: every
term counts by how telling it is (idf), as far as it is there (a pseudo frequency over
all fields, saturated once):

    score = sum over terms of  idf * w / (K1 + w)
            / min(sum over terms of idf, ENOUGH rare words)

    dicli find tenure review     idf    office-of-faculty-affairs  academic-womens-network
      tenure  in 2 resources     3.33   w 19.9 -> 0.91             w 6.6 -> 0.77
      review  in 4               2.74   w 11.7 -> 0.85             w 4.7 -> 0.70
      score                             0.88                       0.74

(`--explain` prints more for the first, because the words are one keyword of it: see
`phrases`.)

The weights w are made when the catalogue is compiled (see `index`). A long question
need not be answered whole: ENOUGH words as rare as one that stands once cannot be there
by accident.

Method: BM25F (Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple
weighted fields", CIKM 2004).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dicli.search.index import Index
from dicli.search.terms import QueryTerm, idf

# Saturation. Weights add up over the fields, so one mention counts less than with
# BM25's usual 1.2.
K1 = 2.0
# So many words as rare as one that stands once are enough of an answer to any question.
ENOUGH = 2.0


def scores_of(
    index: Index, size: int, terms: Sequence[QueryTerm], fields: frozenset[str]
) -> dict[int, float]:
    """doc -> score of the resources that have a term; `fields` are the names of the
    fields that count.
    """
    total = sum(term.idf for term in terms)
    enough = min(total, ENOUGH * idf(size, 1))
    scores: dict[int, float] = {}
    for term in terms:
        part = term.idf / enough
        for doc, weight in weights_of(index, term, fields).items():
            scores[doc] = scores.get(doc, 0.0) + part * weight / (K1 + weight)
    return scores


def weights_of(
    index: Index, term: QueryTerm, fields: frozenset[str]
) -> Mapping[int, float]:
    """doc -> what a term weighs there: the sum over its candidates, each times its
    strength. `fields` as in `scores_of`.
    """
    weights: dict[int, float] = {}
    for candidate in term.candidates:
        for doc, weight in index.weights(candidate.word, fields).items():
            weights[doc] = weights.get(doc, 0.0) + candidate.strength * weight
    return weights
