"""Queries as values: resolving filters, narrowing, ordering."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import catalogue_of
from dicli.core.catalogue import Catalogue
from dicli.core.errors import DicliError, Status
from dicli.core.model import Match, Query
from dicli.core.text import guesses
from dicli.search.query import find, resolved, vocabulary_id

AUDIENCES: list[dict[str, Any]] = [
    {"id": "all", "label": "All"},
    {"id": "staff", "label": "Staff & workers", "synonyms": ["employees"], "broader": ["all"]},
    {"id": "nurses", "label": "Nurses", "hidden": ["enfermeras"], "broader": ["staff"]},
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


def test_a_filter_knows_the_hidden_words_of_a_term_and_no_error_names_them() -> None:
    assert resolved(HERE, Query(audiences=("Enfermeras",))).audiences == ("nurses",)
    with pytest.raises(DicliError) as caught:
        resolved(HERE, Query(audiences=("enfermera",)))
    assert "enfermeras" not in f"{caught.value} {caught.value.hint}"


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
    assert guesses("OFFICE", ["of", "coffee", "officer", "ofice", "offices"]) == ["officer", "ofice", "offices"]
    assert guesses("xyz", ["office"]) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("facutly", "faculty"), ("staf", "staff"), ("lst", "list"), ("nam", "name"), ("stud", "students")],
)
def test_a_name_is_guessed_from_a_slip_in_three_letters_or_from_its_beginning(typed: str, meant: str) -> None:
    assert guesses(typed, [meant]) == [meant]


@pytest.mark.parametrize(
    ("typed", "name"),
    [("sort", "format"), ("sort", "color"), ("sort", "json"), ("hours", "sources"), ("martians", "partners")],
)
def test_a_name_that_only_resembles_is_not_guessed(typed: str, name: str) -> None:
    assert guesses(typed, [name]) == []


@given(
    st.sets(st.sampled_from(["all", "staff", "nurses"])),
    st.sets(st.sampled_from(["x", "y"])),
    st.sets(st.sampled_from(["office", "club"])),
)
def test_another_filter_never_adds(audiences: set[str], topics: set[str], kinds: set[str]) -> None:
    def found(**more: Any) -> set[str]:
        return set(ids(HERE, audiences=tuple(audiences), **more))

    assert found(topics=tuple(topics)) <= found()
    assert found(topics=tuple(topics), kinds=tuple(kinds)) <= found(topics=tuple(topics))


@given(st.text(max_size=40))
def test_every_hit_of_any_words_passes_the_filters(words: str) -> None:
    for hit in find(HERE, Query(words=words, topics=("x",))).hits:
        assert "x" in hit.resource.topics


NEEDS = catalogue_of(
    {"id": "desk", "name": "Visa desk", "keywords": ["prayer room", "embassy"], "audiences": ["staff"]},
    {"id": "chapel", "name": "Chapel", "keywords": ["room for prayer", "mentoring"], "audiences": ["staff", "all"]},
    {"id": "pool", "name": "Pool", "keywords": ["swimming", "mentor"], "audiences": ["all"]},
    audiences=[{"id": "all", "label": "Everyone"}, {"id": "staff", "label": "Staff", "broader": ["all"]}],
)


def found(query: Query) -> list[str]:
    return [hit.resource.id for hit in find(NEEDS, query).hits]


def test_every_keyword_must_occur_in_any_inflection_and_none_is_corrected() -> None:
    assert found(Query(keywords=("mentors",))) == ["chapel", "pool"]
    assert found(Query(keywords=("mentors", "prayers"))) == ["chapel"]
    assert found(Query(keywords=("mentr",))) == []


def test_a_quoted_phrase_must_occur_word_for_word_and_the_other_words_rank() -> None:
    assert found(Query('"prayer room"')) == ["desk"]
    assert found(Query("\u201cprayer room\u201d")) == ["desk"]
    assert found(Query("\u00abroom for prayer\u00bb")) == ["chapel"]
    assert found(Query('"room for prayer" "mentoring"')) == ["chapel"]
    assert found(Query('embassy "prayer room"')) == ["desk"]
    assert found(Query('"prayer room" "room for prayer"')) == []


def test_an_unpaired_quote_is_not_a_phrase() -> None:
    assert sorted(found(Query('"prayer room'))) == ["chapel", "desk"]


def test_a_keyword_and_a_phrase_narrow_together_with_filters() -> None:
    assert found(Query("room", keywords=("prayer",), audiences=("all",), direct=True)) == ["chapel"]
    assert found(Query('"prayer room"', keywords=("mentoring",))) == []


def test_an_answer_tells_scores_reasons_and_how_many_there_are() -> None:
    answer = find(NEEDS, Query("embassy"))
    [hit] = answer.hits

    assert answer.total == 1
    assert (hit.resource.id, hit.heading, hit.order) == ("desk", "", ())
    assert 0 < hit.score < 2
    assert hit.matches == (Match("embassy", "embassy", ("keywords",), "exact"),)


def test_words_and_a_name_together_give_the_score_and_reasons_of_the_words() -> None:
    [both], [words] = (find(NEEDS, Query("embassy", name=name)).hits for name in ("visa", ""))
    assert (both.resource, both.score, both.matches) == (words.resource, words.score, words.matches)


def test_an_answer_without_words_has_neither_scores_nor_reasons() -> None:
    hits = list(find(NEEDS, Query(topics=(), audiences=("staff",))).hits)

    assert [(hit.resource.id, hit.heading, hit.score, hit.matches) for hit in hits] == [
        ("desk", "For Staff", 0.0, ()),
        ("chapel", "For Staff", 0.0, ()),
        ("pool", "For Everyone", 0.0, ()),
    ]


def test_an_answer_to_words_and_an_audience_tells_both_and_has_no_heading_as_words_rank() -> None:
    [hit] = find(NEEDS, Query("embassy", audiences=("staff",))).hits

    assert (hit.heading, hit.audience, hit.matches[0].word) == ("", "staff", "embassy")


def test_an_answer_tells_what_was_assumed_or_may_have_been_meant() -> None:
    assert find(NEEDS, Query("embasy")).meant == {"embasy": "embassy"}
    assert find(NEEDS, Query("embasy zzzz yyyy")).meant == {"embasy": "embassy"}
    assert find(NEEDS, Query(name="chapll")).meant == {"chapll": "chapel"}
