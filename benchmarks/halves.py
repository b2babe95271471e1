"""Chooses the thresholds of search on one half of some questions and measures them on
the other half, and the reverse.

    python benchmarks/halves.py                                 the sets of this repository
    python benchmarks/halves.py CATALOGUE QUESTIONS ...         any others, as for relevance.py

A question is in one half or the other by a hash of its words. Each set weighs alike.

- The constants of answers are those with the greatest sum of hit@1, g3 and silence (see
  relevance.py): from the values that are shipped on, one after another takes the best
  of its values, until none gets better.
- Those of guesses are the largest ones that lose at most 0.01 of g3, for a lower one
  never loses any.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from statistics import fmean

from dicli.search import ranking
from relevance import SETS, Question, catalogue, dicli, judged, questions

OF_ANSWERS = {
    "ANSWER": (0.23, 0.25, 0.27, 0.29, 0.31, 0.33),
    "WORDY_ANSWER": (0.1, 0.14, 0.16, 0.18, 0.2, 0.22),
    "PHRASE": (0.5, 0.75, 1.0, 1.5),
    "NEAR": (0.65, 0.7, 0.75, 0.8, 0.85),
}
OF_GUESSES = {"GUESS": (0.0, 0.05, 0.1, 0.15, 0.2, 0.25)}
LOSS = 0.01  # of g3
MEASURES = ("hit@1", "g3", "silence", "quiet")
Constants = tuple[tuple[str, float], ...]  # names with values


class Half:
    """The sets, of which one half of the questions is asked."""

    def __init__(self, number: int, sets: Sequence[tuple[str, Path]]) -> None:
        self.searches = [dicli(catalogue(name)) for name, _ in sets]
        self.sets = [
            [one for one in questions(file) if half_of(one) == number]
            for _, file in sets
        ]
        self.figures = cache(self._figures)

    def _figures(self, constants: Constants) -> dict[str, float]:
        """The mean of each measure over the sets."""
        for name, value in constants:
            setattr(ranking, name, value)
        sets = []
        for search, asked in zip(self.searches, self.sets, strict=True):
            sets.append(judged(asked, [search(one["q"]) for one in asked]))
        return {
            measure: fmean(fmean(one[measure]) for one in sets if one[measure])
            for measure in MEASURES
        }

    def goodness(self, constants: Constants) -> float:
        figures = self.figures(constants)
        return figures["hit@1"] + figures["g3"] + figures["silence"]

    def chosen(self, constants: Constants) -> Constants:
        """The best constants, from some on."""
        before: Constants = ()
        while constants != before:
            before = constants
            for name, values in OF_ANSWERS.items():
                tried = [changed(constants, name, value) for value in values]
                constants = max([constants, *tried], key=self.goodness)
        for name, values in OF_GUESSES.items():
            tried = [changed(constants, name, value) for value in values]
            least = self.figures(tried[0])["g3"] - LOSS
            constants = [one for one in tried if self.figures(one)["g3"] >= least][-1]
        return constants


def half_of(question: Question) -> int:
    return sha256(question["q"].encode()).digest()[0] % 2


def changed(constants: Constants, name: str, value: float) -> Constants:
    """The constants with another value for one of them."""
    return tuple(({**dict(constants), name: value}).items())


def main(*files: str) -> None:
    sets = list(zip(files[::2], map(Path, files[1::2]), strict=True)) or [
        (str(name), file) for name, file in SETS
    ]
    halves = [Half(0, sets), Half(1, sets)]
    shipped = tuple(
        (name, getattr(ranking, name)) for name in (*OF_ANSWERS, *OF_GUESSES)
    )
    for half, other in (halves, halves[::-1]):
        best = half.chosen(shipped)
        print("chosen:", *(f"{name} {value}" for name, value in best))
        print(f"{'':26}", *(f"{measure:8}" for measure in MEASURES))
        for where, asked in (("this half", half), ("other half", other)):
            for title, constants in (("shipped", shipped), ("chosen", best)):
                figures = asked.figures(constants)
                print(
                    f"{title}, {where:17}",
                    *(f"{figures[measure]:.3f}   " for measure in MEASURES),
                )


if __name__ == "__main__":
    main(*sys.argv[1:])
