"""Whether the index of some catalogue files would be too large."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from dicli.files.definitions import Definitions, Entry
from dicli.files.document import Finding

SEARCHED = (
    "name",
    "aliases",
    "keywords",
    "hidden",
    "summary",
    "label",
    "synonyms",
    "words",
)
# A word takes about 400 bytes in the index, a name twice as much. MAX_WORDS are always
# allowed, plus one per BYTES_PER_WORD bytes.
MAX_WORDS, BYTES_PER_WORD = 262_000, 65


def index_faults(file: str, definitions: Definitions) -> Iterator[Finding]:
    """The fault that files have together if their index would be too large, reported at
    `file`, the last one.
    """
    most = MAX_WORDS + definitions.size // BYTES_PER_WORD
    # Counting is slow, so first an upper bound: a name takes at least four bytes, and
    # counts three times, twice as a name and once as a word.
    if definitions.size * 3 // 4 > most and _has_more_words(definitions, most):
        message = f"there are more than {most:,} different words and names in total"
        hint = "split it into several catalogues"
        yield Finding(file, message, hint, path=("resources",))


def _has_more_words(definitions: Definitions, most: int) -> bool:
    """Whether the index has more words than that, with names counted twice."""
    words: set[str] = set()
    names: set[str] = set()
    for entry in definitions.all_entries:
        words |= _words(entry)
        names.update(name for _, name in entry.texts("name", "aliases"))
        if len(words) + 2 * len(names) > most:
            return True
    return False


def _words(entry: Entry) -> set[str]:
    texts = [text for _, text in entry.texts(*SEARCHED)]
    facts = entry.record.get("facts")
    if isinstance(facts, list):
        texts += [fact["text"] for fact in facts if _has_text(fact)]
    return set(re.findall(r"\w+", " ".join(texts).lower()))


def _has_text(fact: Any) -> bool:
    return isinstance(fact, dict) and isinstance(fact.get("text"), str)
