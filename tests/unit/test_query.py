"""Queries as values: resolving filters, narrowing, ordering."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import catalogue_of
from dicli.catalogue import Catalogue
from dicli.errors import DicliError, Status
from dicli.model import Query
from dicli.query import find, guesses, resolved, vocabulary_id

AUDIENCES: list[dict[str, Any]] = [
    {"id": "all", "label": "All"},
    {"id": "staff", "label": "Staff & workers", "synonyms": ["employees"], "broader": ["all"]},
    {"id": "nurses", "label": "Nurses", "broader": ["staff"]},
]
HERE = catalogue_of(
    {"id": "a", "name": "Alpha", "audiences": ["all"], "topics": ["x"], "kind": "office"},
    {"id": "b", "name": "Beta", "audiences": ["nurses", "staff"], "topics": ["y"]},
    {"id": "c", "name": "Gamma", "audiences": ["staff"], "topics": ["x", "y"], "kind": "club"},
    {"id": "d", "name": "Delta"},
    audiences=AUDIENCES,
    topics=[{"id": "x"}, {"id": "y"}],
    kinds=[{"id": "office"}, {"id": "club"}],
)


def ids(here: Catalogue, **query: Any) -> list[str]:
    return [hit.resource.id for hit in find(here, Query(**query)).hits]


def test_an_empty_query_finds_everything_in_order() -> None:
    answer = find(HERE, Query())
    assert [hit.resource.id for hit in answer.hits] == ["a", "b", "c", "d"]
    assert answer.total == 4


def test_nearest_audiences_come_first_then_the_place_in_the_list_then_the_order_of_the_catalogue() -> None:
    assert ids(HERE, audiences=("staff",)) == ["c", "b", "a"]
    assert ids(HERE, audiences=("staff",), direct=True) == ["c", "b"]


def test_filters_of_one_sort_add_up_and_of_different_sorts_narrow() -> None:
    assert ids(HERE, topics=("x", "y")) == ["a", "b", "c"]
    assert ids(HERE, topics=("x",), kinds=("club",)) == ["c"]


def test_words_and_name_must_both_be_found() -> None:
    assert ids(HERE, words="gamma", name="gamma") == ["c"]
    assert ids(HERE, words="gamma", name="beta") == []


def test_filters_resolve_ids_labels_and_synonyms() -> None:
    query = resolved(HERE, Query(audiences=("Employees", "staff and workers", "nurses"), topics=("X",)))
    assert query == Query(audiences=("staff", "staff", "nurses"), topics=("x",))


def test_an_id_wins_over_a_synonym() -> None:
    here = catalogue_of(audiences=[{"id": "a", "synonyms": ["b"]}, {"id": "b"}])
    assert vocabulary_id(here.audiences, "b") == "b"
    assert vocabulary_id(here.audiences, "c") is None


def test_an_unknown_value_is_wrong_usage_with_a_guess() -> None:
    with pytest.raises(DicliError) as caught:
        resolved(HERE, Query(audiences=("employes",)))
    error = caught.value
    assert (error.message, error.hint, error.status) == (
        "no audience called `employes`",
        "did you mean `staff`?",
        Status.USAGE,
    )


def test_guesses_are_the_nearest_three_as_they_are_written() -> None:
    assert guesses("OFICE", ["Office", "officer", "of", "Coffee", "offices"]) == ["Office", "offices", "officer"]
    assert guesses("xyz", ["office"]) == []


@given(
    st.sets(st.sampled_from(["all", "staff", "nurses"])),
    st.sets(st.sampled_from(["x", "y"])),
    st.sets(st.sampled_from(["office", "club"])),
)
def test_a_further_filter_never_adds(audiences: set[str], topics: set[str], kinds: set[str]) -> None:
    def found(**more: Any) -> set[str]:
        return set(ids(HERE, audiences=tuple(audiences), **more))

    assert found(topics=tuple(topics)) <= found()
    assert found(topics=tuple(topics), kinds=tuple(kinds)) <= found(topics=tuple(topics))


@given(st.text(max_size=40))
def test_every_hit_of_any_words_passes_the_filters(words: str) -> None:
    for hit in find(HERE, Query(words=words, topics=("x",))).hits:
        assert "x" in hit.resource.topics
