"""What people say for what offices are called: "nowhere to sleep" for a shelter.

`related.txt` has a concept on each line, `office word, office word = lay phrase, lay phrase`. It is read only where the
words of the catalogue give no answer. Its source is described in docs/decisions/0011-thesaurus.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pkgutil import get_data

from dicli.core.text import FILLER, distinct, stem, tokens

SHORT = 2  # telling words of a phrase that must all be there; of a longer one, one may be missing


@cache
def _listed() -> list[str]:
    return (get_data("dicli.search", "related.txt") or b"").decode().splitlines()


def concepts(words: Iterable[str]) -> Iterator[tuple[list[str], list[str]]]:
    """The concepts that a question names, given its telling words: which of these, and what offices call it."""
    stems = {stem(word): word for word in words}
    roots = [root if word.startswith(root := stemmed.removesuffix("i")) else word for stemmed, word in stems.items()]
    for line in _listed():
        called, _, lay = line.partition(" = ")
        if any(root in lay for root in roots):
            likely = (phrase for phrase in lay.split(", ") if any(root in phrase for root in roots))
            said = max((_said(phrase, stems) for phrase in likely), key=len, default=[])
            if said:
                yield said, called.split(", ")


def _said(phrase: str, stems: Mapping[str, str]) -> list[str]:
    """The words of a question that are in a phrase, if enough of its telling words are; given by stem."""
    meant = distinct(stem(word) for word in tokens(phrase) if word not in FILLER)
    said = [stems[root] for root in meant if root in stems]
    return said if len(said) >= max(min(len(meant), SHORT), len(meant) - 1) else []
