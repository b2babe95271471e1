"""Any query gets an answer, soon, and the right one; what is printed can be read back."""

import csv
import io
import json
import random
import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from conftest import Run, catalogue_of
from dicli.core.catalogue import Catalogue, name_key
from dicli.core.model import RESOURCE_FIELDS, Hit, Query
from dicli.core.text import fold, guesses
from dicli.output.formats import FORMATS
from dicli.output.rows import Sheet, flat, record, row
from dicli.output.terminal import Terminal
from dicli.search.query import find, resolved

ANY = st.text(st.characters(exclude_categories=()), max_size=60)  # lone surrogates and NUL too
WORDS = "visa office mentor mentors international students women's H-1B MD/PhD café the of for a".split()
TYPED = st.lists(st.sampled_from(WORDS) | ANY, max_size=6).map(" ".join)
# What the schema lets pass: one line, something to see, nothing that commands a terminal.
UNSAFE = "".join(map(chr, (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))))
TRICKY = [*WORDS, "- x", "=1+1", "@a", "no", "1e3", "~", "null", ": #", "a;b", '"', "!x", "\u2028", "2024-01-01"]
LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters=UNSAFE)
LINE = (st.text(LETTERS, min_size=1, max_size=20) | st.sampled_from(TRICKY)).filter(str.strip)
NAME = (LINE | st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)).map(str.strip)


def entries(size: int = 5) -> st.SearchStrategy[list[dict[str, Any]]]:
    """The resources of a catalogue, with ids `a0`, `a1` ..."""
    optional = {
        "aliases": st.lists(NAME, max_size=2),
        "keywords": st.lists(LINE, max_size=3),
        "summary": LINE,
        "audiences": st.lists(st.sampled_from(["staff", "students"]), unique=True),
        "contact": st.fixed_dictionaries({}, optional={"phone": LINE, "location": LINE}),
        "links": st.lists(st.fixed_dictionaries({"label": LINE, "url": st.just("https://example.org/")}), max_size=2),
    }
    made = st.lists(st.fixed_dictionaries({"name": NAME}, optional=optional), min_size=1, max_size=size)
    return made.map(lambda some: [{"id": f"a{number}", **one} for number, one in enumerate(some)])


def hits(here: Catalogue, **query: Any) -> list[Hit]:
    return list(find(here, Query(**query)).hits)


# ---- any text ------------------------------------------------------------------------------------


@given(TYPED)
@example("\udcff\ud800\0")
@example('"' * 3)
@example('"!" "?"')
@example("e" + "\u0301\u0316" * 500)
def test_any_text_gets_an_answer(bundled: Catalogue, text: str) -> None:
    for query in (Query(text), Query(name=text), Query(keywords=(text,)), Query(f'"{text}" visa', text, (text,))):
        found = find(bundled, query)
        assert len(list(found.hits)) == found.total
    guesses(text, [term.label for term in bundled.topics.values()])


@given(st.lists(st.sampled_from(["-", "--", "-a", "--json", "-n", "-f=x", "--catalogue=y", "visa"]) | ANY, max_size=4))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_looks_like_an_option_is_a_word_after_two_dashes(run: Run, words: list[str]) -> None:
    for command in ("find", "show", "open"):
        ran = run(command, *(["--print"] if command == "open" else []), "--", *words)
        assert ran.status in (0, 1, 2)
        assert "this is a bug" not in ran.stderr
        assert "no option" not in ran.stderr


@given(ANY)
@example("\ufdfa")
@example("ı̇İß")
@example("A.\u0301B.C.")
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def repeated(text: str, size: int) -> str:
    return (text * (size // len(text) + 1))[:size]


SHAPES = {
    "one word": "a",
    "short words": "a ",
    "the same word": "visa ",
    "numbers": "".join(f"{number} " for number in range(8_000)),
    "no words": "".join(f"x{number}yzzy " for number in range(4_000)),
    "misspelled": "ofice facluty vsia mentorng immigraton ",
    "compounds": "a-b/",
    "compounds without end": "-a" * 5_000 + "a" * 5_000,
    "abbreviations": "a.b.",
    "phrases": '"a" ',
    "quotes": '"',
    "marks": "\u0301\u0316",
    "marks on a letter": "e" + "\u0301\u0316" * 200,
    "ligatures": "\ufdfa x",
    "surrogates": "\udc80\ud800",
    "NULs": "\0",
    "emoji": "\U0001f468\u200d",
    "audiences": "students faculty ",
    "acronyms": "VISA ",
    "apostrophes": "'",
    "blanks": " ",
    "line ends": "\n",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_no_query_is_too_long_and_none_looks_up_more_than_its_first_words(bundled: Catalogue, shape: str) -> None:
    """Nothing but the folding of the text grows with it, and that is linear; so look-ups are counted, not seconds."""
    looked_up, counts = list[str](), []
    bundled.database.set_trace_callback(looked_up.append)
    for size in (10_000, 40_000):
        looked_up.clear()
        text = repeated(SHAPES[shape], size)
        found = find(bundled, Query(text, text[: size // 2]))
        assert len(list(found.hits)) == found.total
        counts.append(len(looked_up))
    bundled.database.set_trace_callback(None)
    assert counts[1] <= counts[0] * 1.2 + 100


@pytest.mark.parametrize("shape", ["one word", "compounds without end", "marks", "phrases", "surrogates"])
def test_the_command_line_takes_long_queries_too(run: Run, shape: str) -> None:
    for command in ("find", "show", "open"):
        ran = run(command, repeated(SHAPES[shape], 100_000))
        assert ran.status in (0, 1, 2)
        assert "this is a bug" not in ran.stderr
    assert run("find", "-a", repeated(SHAPES[shape], 100_000)).status == 2
    assert run("find", "--keyword", repeated(SHAPES[shape], 100_000), "--limit", "1").status in (0, 1)


# ---- what must hold of every answer --------------------------------------------------------------


RELATED: list[dict[str, Any]] = [
    {"id": "a0", "name": "Visa office", "keywords": ["mentor"], "summary": "About visas."},
    {"id": "a1", "name": "Office for international students", "aliases": ["Visa"], "audiences": ["students"]},
    {"id": "a2", "name": "Mentors", "keywords": ["visa office", "H-1B"], "summary": "Mentoring for students."},
    {"id": "a3", "name": "Café", "keywords": ["office mentor"], "contact": {"location": "Visa office"}},
    {"id": "a4", "name": "International mentors of students", "summary": "An office for visas and for mentoring."},
]


TIED = [  # two are equally good for a part of a question
    {"id": "a0", "name": "0"},
    {"id": "a1", "name": "H:1B"},
    {"id": "a2", "name": "H:1B", "aliases": ["mentors"]},
    {"id": "a3", "name": "0"},
]


@given(entries(), TYPED, st.randoms(use_true_random=False))
@example(RELATED, "visa office mentor students", random.Random(1))
@example(RELATED, "ofice for vsia", random.Random(2))
@example(TIED, "mentor !0 H-1B", random.Random(2))
@settings(max_examples=30)
def test_scores_do_not_depend_on_the_order_of_the_catalogue(some: list[dict[str, Any]], words: str, by: Any) -> None:
    other = by.sample(some, len(some))
    scores = [
        {hit.resource.id: round(hit.score, 4) for hit in hits(catalogue_of(*records), words=words)}
        for records in (some, other)
    ]
    assert scores[0] == scores[1]


@given(entries(), TYPED)
@settings(max_examples=30)
def test_hits_come_by_score_and_then_in_the_order_of_the_catalogue(some: list[dict[str, Any]], words: str) -> None:
    found = [(-hit.score, int(hit.resource.id[1:])) for hit in hits(catalogue_of(*some), words=words)]
    assert found == sorted(found)


@given(TYPED, st.data())
def test_every_hit_passes_the_filters(bundled: Catalogue, words: str, data: st.DataObject) -> None:
    topics = data.draw(st.lists(st.sampled_from(sorted(bundled.topics)), max_size=2))
    kinds = data.draw(st.lists(st.sampled_from(sorted(bundled.kinds)), max_size=2))
    audiences = data.draw(st.lists(st.sampled_from(sorted(bundled.audiences)), max_size=2))
    query = Query(words, audiences=tuple(audiences), topics=tuple(topics), kinds=tuple(kinds), direct=True)
    for hit in find(bundled, resolved(bundled, query)).hits:
        assert not topics or set(topics) & set(hit.resource.topics)
        assert not kinds or hit.resource.kind in kinds
        assert not audiences or set(audiences) & set(hit.resource.audiences)


def called(here: Catalogue, text: str, same: Callable[[str], str]) -> list[str]:
    """The ids of the resources that are called so, in the order of the catalogue."""
    return [one.id for one in here if same(text) in {same(name) for name in (one.id, one.name, *one.aliases)}]


def assert_found_by_its_names(here: Catalogue, some: Sequence[str]) -> None:
    for resource in [one for one in here if one.id in some]:
        for name in (resource.id, resource.name, *resource.aliases):
            exact = called(here, name, lambda text: fold(text) or text)
            assert resource.id in exact
            for query in ({"name": name}, {"words": name} if fold(name) else {"name": name}):
                assert [hit.resource.id for hit in hits(here, **query)][: len(exact)] == exact


def test_every_resource_comes_first_by_its_id_its_names_and_its_aliases(bundled: Catalogue) -> None:
    assert_found_by_its_names(bundled, [one.id for one in bundled])


@given(entries(4))
@settings(max_examples=30)
def test_so_it_does_in_any_catalogue(some: list[dict[str, Any]]) -> None:
    assert_found_by_its_names(catalogue_of(*some), [one["id"] for one in some])


@given(entries(3), entries(2))
@settings(max_examples=30)
def test_a_resource_that_is_added_hides_no_other(some: list[dict[str, Any]], more: list[dict[str, Any]]) -> None:
    added = [{**one, "id": f"b{number}"} for number, one in enumerate(more)]
    assert_found_by_its_names(catalogue_of(*some, *added), [one["id"] for one in some])


# ---- what is printed can be read back ------------------------------------------------------------


def printed(format: str, fields: tuple[str, ...], rows: list[dict[str, Any]]) -> str:
    return "".join(FORMATS[format].rows(Sheet(fields, rows, Terminal(), True))).encode().decode()


@given(entries(3), TYPED)
@settings(max_examples=30)
def test_json_jsonl_and_yaml_give_back_the_same_values(some: list[dict[str, Any]], words: str) -> None:
    here = catalogue_of(*some)
    rows = [record(hit) for hit in [*map(Hit, here), *hits(here, words=words)]]
    assert json.loads(printed("json", RESOURCE_FIELDS, rows)) == rows
    assert [json.loads(line) for line in printed("jsonl", RESOURCE_FIELDS, rows).split("\n")[:-1]] == rows
    assert yaml.safe_load(printed("yaml", RESOURCE_FIELDS, rows)) == rows


@given(entries(3))
@settings(max_examples=30)
def test_csv_and_tsv_give_back_the_same_rows(some: list[dict[str, Any]]) -> None:
    rows = [row(hit, RESOURCE_FIELDS) for hit in map(Hit, catalogue_of(*some))]
    flat_rows = [[flat(value) for value in one.values()] for one in rows]
    tsv = [line.split("\t") for line in printed("tsv", RESOURCE_FIELDS, rows).split("\n")[:-1]]
    assert tsv == [list(RESOURCE_FIELDS), *flat_rows]
    parsed = list(csv.reader(io.StringIO(printed("csv", RESOURCE_FIELDS, rows), newline="")))
    guarded = re.compile(r"(^|;)'(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")
    assert [[guarded.sub(r"\1", cell) for cell in line] for line in parsed[1:]] == [
        [guarded.sub(r"\1", cell) for cell in line] for line in flat_rows
    ]


def test_a_key_of_a_name_is_the_same_in_any_order() -> None:
    assert name_key("Office of Faculty") == name_key("faculty, OFFICE of")
