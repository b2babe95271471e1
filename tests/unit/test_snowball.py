"""The stems of English words are those of Snowball 3.1, the reference."""

from __future__ import annotations

from pathlib import Path

from dicli.core.snowball import english

# A word and its stem a line, as snowballstemmer 3.1.1 gives them: words for each suffix and each exception, and others.
STEMS = dict(line.split() for line in Path(__file__).with_name("snowball.txt").read_text(encoding="utf-8").splitlines())


def test_stems_are_those_of_the_reference() -> None:
    assert {word: english(word) for word in STEMS} == STEMS
