"""Sorted text as a look-up table."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dicli.core.lines import Lines, sorted_lines, table

KEYS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=20)
VALUES = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\n\0"), max_size=1500)


@given(st.dictionaries(KEYS, VALUES, max_size=30), KEYS)
def test_every_key_has_its_value_and_no_other_has_one(pairs: dict[str, str], other: str) -> None:
    lines = Lines(table("t", sorted_lines(pairs.items())), "t")

    assert {key: lines.get(key) for key in pairs} == pairs
    assert lines.get(other) == pairs.get(other)


@given(st.dictionaries(KEYS, VALUES, max_size=30), KEYS)
def test_the_keys_that_begin_with_some_letters_come_in_order(pairs: dict[str, str], prefix: str) -> None:
    lines = Lines(table("t", sorted_lines(pairs.items())), "t")

    expected = sorted((key for key in pairs if key.startswith(prefix)), key=lambda key: key.encode())
    assert [key for key, _ in lines.starting(prefix)] == expected


def test_nothing_is_found_in_no_lines() -> None:
    lines = Lines(table("t", b""), "t")

    assert lines.get("visa") is None
    assert list(lines.starting("v")) == []
