"""Whether the index of some catalogue files would be too large."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dicli.files.definitions import Definitions, texts_in
from dicli.files.document import Finding

NAMES = ("name", "aliases")
SEARCHED = (
    *NAMES,
    "keywords",
    "hidden",
    "summary",
    "label",
    "synonyms",
    "words",
    "text",
)
# A word takes about 400 bytes in the index, a name twice as much. MAX_WORDS are always
# allowed, plus one per BYTES_PER_WORD bytes.
MAX_WORDS, BYTES_PER_WORD = 262_000, 65


def index_faults(definitions: Definitions) -> Iterator[Finding]:
    """The fault that files have together if their index would be too large, reported at
    the last one.
    """
    size = sum(len(document.text) for document in definitions.layers)
    most = MAX_WORDS + size // BYTES_PER_WORD
    # Counting is slow, so first an upper bound: a name takes at least four bytes, and
    # counts three times, twice as a name and once as a word.
    if size * 3 // 4 > most and _has_more_words(definitions, most):
        message = f"there are more than {most:,} different words and names in total"
        hint = "split it into several catalogues"
        file = definitions.layers[-1].file
        yield Finding(file, message, hint, path=("resources",))


def _has_more_words(definitions: Definitions, most: int) -> bool:
    """Whether the index has more words than that, with names counted twice."""
    words: set[str] = set()
    names: set[str] = set()
    for entry in definitions.all_entries:
        for key, _, text in texts_in(entry.record):
            if key in SEARCHED:
                words.update(re.findall(r"\w+", text.lower()))
            if key in NAMES:
                names.add(text)
        if len(words) + 2 * len(names) > most:
            return True
    return False
