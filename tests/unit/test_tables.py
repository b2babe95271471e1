"""Tables: how wide columns are, where texts are wrapped, and what stands out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Run, Written, catalogue_of
from dicli.core.model import Contact, Hit, Resource
from dicli.output.formats import FORMATS
from dicli.output.results import Detail, Output
from dicli.output.rows import Sheet
from dicli.output.tables import shared
from dicli.output.terminal import Terminal
from dicli.output.wrapping import columns_of, lines_of, shortened

ADDRESS = "https://example.org/a-long-address/that-no-column-of-this-table-is/wide-enough-for?really=1"


@given(st.lists(st.tuples(st.integers(0, 10**12), st.integers(0, 60)), min_size=1, max_size=8), st.integers(0, 300))
def test_columns_fill_the_room_at_the_cost_of_the_widest(columns: Sequence[tuple[int, int]], spare: int) -> None:
    least = [short for _, short in columns]
    needed = [short + more for more, short in columns]
    widths = shared(needed, least, sum(least) + spare)
    assert all(short <= width <= whole for short, width, whole in zip(least, widths, needed, strict=True))
    cut = [n for n, width in enumerate(widths) if width < needed[n]]
    assert sum(widths) == min(sum(needed), sum(least) + spare)
    assert all(widths[n] >= width - 1 or width == least[m] for n in cut for m, width in enumerate(widths))


@given(st.lists(st.text("ab-", min_size=1, max_size=12), min_size=1), st.integers(12, 40))
def test_a_line_has_as_many_words_as_fit_and_none_is_lost(words: list[str], width: int) -> None:
    lines = list(lines_of(" ".join(words), width))
    assert " ".join(lines).split() == words
    assert all(len(line) <= width < len(f"{line} {after.split()[0]}") for line, after in pairwise([*lines, "a" * 99]))


def test_no_space_is_put_into_a_word_that_is_broken() -> None:
    assert lines_of(f"{'a' * 27} and more", 30, hanging=4) == ["a" * 26, "    a and more"]


SUMMARY = "Issues the papers that people need. It advises on travel, in St. Louis and elsewhere, and on arrival."


@pytest.mark.parametrize(
    ("width", "most", "lines"),
    [
        (
            60,
            2,
            [
                "Issues the papers that people need. It advises on travel, in",
                "St. Louis and elsewhere, and on arrival.",
            ],
        ),
        (60, 1, ["Issues the papers that people need."]),
        (38, 2, ["Issues the papers that people need. It", "advises on travel, in St. Louis ..."]),
        (24, 1, ["Issues the papers ..."]),
        (17, 1, ["Issues the ..."]),
    ],
)
def test_a_text_is_cut_after_a_sentence_or_else_with_dots(width: int, most: int, lines: list[str]) -> None:
    assert shortened(SUMMARY, width, most) == lines


@given(st.text(st.sampled_from("ab .日é"), max_size=80), st.integers(8, 30), st.integers(1, 4))
def test_a_shortened_text_fits_and_is_cut_only_if_it_must_be(text: str, width: int, most: int) -> None:
    lines = shortened(text, width, most)
    whole = lines_of(text, width)
    assert len(lines) <= max(most, 1)
    assert all(columns_of(line) <= width for line in lines)
    assert lines == whole or len(whole) > most


TEXTS = [
    f"Ask at the desk in the main hall, or see {ADDRESS} for the hours of all the other desks that there are.",
    f"{ADDRESS} has the hours of all the other desks that there are, and of those on the second floor.",
    f"Both ({ADDRESS}) and {ADDRESS}, in this order, have the hours of all the other desks that there are.",
    f"日本語で話す会です。だれでもどうぞ。日本語で話す会です。だれでもどうぞ。日本語で話す会です。{ADDRESS}",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("width", [30, 59, 60, 80])
@pytest.mark.parametrize("command", ["list", "show a", "list --fields summary"])
def test_words_around_an_address_are_wrapped(run: Run, written: Written, text: str, width: int, command: str) -> None:
    own = written(f"resources: [{{id: a, name: A, summary: '{text}', note: '{text}'}}]")
    stdout = run(*command.split(), "-f", "table", "--catalogue", own, width=width).stdout
    over = [line.strip() for line in stdout.splitlines() if len(line) > width]
    assert {re.sub(r"^(A|Note|What) +|[(),]", "", line) for line in over} == {ADDRESS}
    assert "".join(text.split()) in "".join(stdout.replace("Summary", "").split())


def test_an_address_that_is_wider_than_its_column_stays_apart_from_the_next_one(run: Run, written: Written) -> None:
    own = written(f"{{audiences: [{{id: b}}], resources: [{{id: a, name: '{ADDRESS}', audiences: [b]}}]}}")
    words = run("list", "-f", "table", "--catalogue", own, width=120).stdout.split()
    assert words[words.index(ADDRESS) + 1] == "b"


def test_a_word_of_any_length_is_wrapped_and_written_without_delay() -> None:
    word = "1" * 300_000 + "x"  # if a pattern backtracks, this takes minutes
    for format in ("table", "markdown", "plain", "tsv", "csv", "yaml"):
        text = "".join(FORMATS[format].rows(Sheet(("id",), [{"id": word}], Terminal())))
        assert word in "".join(text.split())


@pytest.mark.parametrize("name", ["Women's Room", "Women\u2019s Room", "Women\u02bcs Room"])
@pytest.mark.parametrize("words", ["women's", "womens", "women", "women\u2019s"])
def test_a_word_with_an_apostrophe_is_highlighted_as_one(run: Run, written: Written, name: str, words: str) -> None:
    own = written(f'resources: [{{id: a, name: "{name}"}}]')
    stdout = run("find", words, "--catalogue", own, "-f", "table", "--color", "always").stdout
    assert f"\x1b[1;38;5;166m{name.split()[0]}\x1b[0m" in stdout


def table_of(rows: list[dict[str, str]], width: int) -> list[str]:
    """The lines of rows as a table."""
    return "".join(FORMATS["table"].rows(Sheet(tuple(rows[0]), rows, Terminal(width=width)))).splitlines()


def test_a_rule_is_only_between_rows_whose_first_cells_are_wrapped() -> None:
    long, short = "many words here", "word"
    wrapped_beside = table_of([{"id": short, "label": long}] * 3, 14)
    assert [line[0] for line in wrapped_beside] == ["I", "─", *"w  " * 3]
    wrapped_first = table_of([{"name": long, "id": short}] * 2 + [{"name": short, "id": short}], 14)
    assert [line[0] for line in wrapped_first] == ["N", "─", *"mwh", "─", *"mwh", "w"]


def test_a_label_and_its_address_are_a_space_apart() -> None:
    assert table_of([{"name": "a" * 30, "url": "https://example.org"}], 40)[1] == "Link: https://example.org"


@pytest.mark.parametrize("width", [40, 80])
def test_labels_of_a_card_stand_out_at_any_width(width: int) -> None:
    resource = Resource("a", "A", summary="Helps.", url="https://example.org", contact=Contact(phone="1"))
    output = Output(Terminal(width=width, color=True), FORMATS["table"], detail=Detail.ALL)
    card = "".join(output.format(catalogue_of(), output).hits([Hit(resource)]))
    assert [line for line in card.splitlines() if not line.startswith("\x1b[1m")] == []


def test_columns_have_the_names_that_people_know() -> None:
    fields = ("audiences", "summary", "url", "location", "as_of")
    text = "".join(FORMATS["table"].rows(Sheet(fields, [dict.fromkeys(fields)], Terminal())))
    assert text.splitlines()[0].split("  ") == ["For", "What", "Link", "Where", "As of"]


def test_an_id_that_is_wider_than_its_column_is_broken_after_a_hyphen() -> None:
    assert lines_of("understanding-systemic-racism", 27) == ["understanding-systemic-", "racism"]
    assert lines_of("aaaaaaaa-b", 4) == ["aaaa", "aaaa", "-b"]
    assert lines_of("-ABCDEFGHI中", 10) == ["-", "ABCDEFGHI", "中"]
