"""What people say for what offices are called: "nowhere to sleep" for a shelter.

`related.txt` has a concept on each line: `office word, office word = lay phrase, lay phrase`. It is read only where the
catalogue's own words answer nothing. Its source is described in docs/decisions/0010-thesaurus.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pkgutil import get_data
from typing import NamedTuple

from dicli.core.text import FILLER, distinct, stem, tokens

SHORT = 2  # telling words of a phrase that must all be there; of a longer one, one may be missing


class Concept(NamedTuple):
    """The words of a question that are a lay phrase, how much of the phrase they are, and what offices call it."""

    said: tuple[str, ...]
    share: float
    called: tuple[str, ...]


def concepts(words: Collection[str]) -> Iterator[Concept]:
    """What a question may be about, given its telling words: each line with a phrase of it, the longest one."""
    stems = {stem(word): word for word in words}
    roots = [root if word.startswith(root := stemmed.rstrip("i")) else word for stemmed, word in stems.items()]
    for line in (get_data("dicli.core", "related.txt") or b"").decode().splitlines():
        if any(root in line for root in roots):
            called, _, lay = line.partition(" = ")
            phrases = [phrase for phrase in lay.split(", ") if any(root in phrase for root in roots)]
            said = max(filter(None, (_said(phrase, stems) for phrase in phrases)), default=None)
            if said:
                yield Concept(tuple(stems[root] for root in said[2]), said[1], tuple(called.split(", ")))


def _said(phrase: str, stems: Collection[str]) -> tuple[int, float, list[str]] | None:
    """How many telling words of a phrase are there, which share of it they are, and their stems; None if too few."""
    meant = distinct(stem(word) for word in tokens(phrase) if word not in FILLER)
    said = [root for root in meant if root in stems]
    enough = len(meant) if len(meant) <= SHORT else len(meant) - 1
    return (len(said), len(said) / len(meant), said) if said and len(said) >= enough else None
