"""`dicli find`: words, filters, both."""

from __future__ import annotations

import json
import os
import stat
from datetime import date
from pathlib import Path

import pytest

from conftest import Golden, Run, Written
from dicli.core.errors import Status


def ids(stdout: str) -> list[str]:
    return [line.split("\t")[0] for line in stdout.splitlines()]


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch, written: Written) -> None:
    """A catalogue of twelve clubs, in use."""
    clubs = "\n".join(f"  - {{id: club-{n}, name: Chess club {n}}}" for n in range(1, 13))
    monkeypatch.setenv("DICLI_CATALOGUE", written(f"resources:\n{clubs}\n"))


@pytest.mark.usefixtures("small")
def test_words_find_what_answers_them_best_first(run: Run) -> None:
    assert run("find", "visa", "office", "--fields", "id") == ("visa-office\nnight-desk\n", "", 0)


@pytest.mark.usefixtures("small")
def test_words_are_the_same_quoted_or_not(run: Run) -> None:
    assert run("find", "work permit") == run("find", "work", "permit")


@pytest.mark.usefixtures("small")
def test_an_audience_alone_lists_what_is_for_it(run: Run) -> None:
    stdout, stderr, status = run("find", "--audience", "faculty")
    assert ids(stdout) == ["markup", "wide", "visa-office", "night-desk"]
    assert (stderr, status) == ("", 0)


@pytest.mark.usefixtures("small")
def test_filters_narrow_what_words_find(run: Run) -> None:
    assert run("find", "visa", "-t", "visas", "-a", "everyone", "--direct", "--fields", "id") == ("night-desk\n", "", 0)


@pytest.mark.usefixtures("small")
def test_a_name_is_searched_in_names_and_aliases_only(run: Run) -> None:
    assert run("find", "--name", "immigration desk", "--fields", "id", "-n", "1") == ("visa-office\n", "", 0)
    stdout, stderr, status = run("find", "--name", "passport")
    assert (stdout, status) == ("", 1)
    assert stderr.startswith("nothing found")


@pytest.mark.usefixtures("small")
def test_words_and_a_name_must_both_match(run: Run) -> None:
    assert run("find", "passport", "--name", "visa office", "--fields", "id") == ("visa-office\n", "", 0)
    assert run("find", "stress", "--name", "visa office")[::2] == ("", 1)


@pytest.mark.usefixtures("small")
def test_keywords_must_all_occur_in_any_field_and_inflection(run: Run) -> None:
    assert run("find", "--keyword", "permits", "--fields", "id") == ("visa-office\n", "", 0)
    assert run("find", "--keyword", "visa", "--keyword", "night", "--fields", "id") == ("night-desk\n", "", 0)
    assert run("find", "--keyword", "visa", "--keyword", "stress")[::2] == ("", 1)


@pytest.mark.usefixtures("small")
def test_a_keyword_is_never_taken_for_another(run: Run) -> None:
    assert run("find", "--keyword", "pasport")[::2] == ("", 1)


@pytest.mark.usefixtures("small")
def test_a_misspelled_word_is_corrected_and_reported(run: Run) -> None:
    stdout, stderr, status = run("find", "pasport")
    assert ids(stdout) == ["visa-office"]
    assert (stderr, status) == ("showing results for `passport` (no match for `pasport`)\n", 0)


@pytest.mark.usefixtures("small")
def test_quoted_phrases_must_stand_word_for_word(run: Run) -> None:
    assert ids(run("find", '"work permits"').stdout) == ["visa-office"]
    assert run("find", '"permits work"')[::2] == ("", 1)


@pytest.mark.usefixtures("small")
def test_a_lone_quote_is_not_a_phrase(run: Run) -> None:
    stdout, stderr, status = run("find", 'permits "work', "--fields", "id")
    assert (stdout, stderr, status) == ("visa-office\n", "", 0)


@pytest.mark.usefixtures("small")
def test_nothing_found_prints_nothing_says_what_to_try_and_ends_with_1(run: Run) -> None:
    stdout, stderr, status = run("find", "wombat")
    assert (stdout, status) == ("", 1)
    assert stderr == "nothing found; try other words or filters, or list everything: dicli list\n"


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("arguments", "without"),
    [
        (["stress", "-a", "faculty"], "1 resource"),
        (["visa", "office", "--kind", "group"], "2 resources"),
        (["visa", "--keyword", "stress"], "2 resources"),
        (['"office visa"'], "2 resources"),
        (["+1 314 555 0100", "-a", "md-students", "--direct"], "1 resource"),
    ],
)
def test_if_only_a_filter_hides_all_answers_it_says_how_many(run: Run, arguments: list[str], without: str) -> None:
    stdout, stderr, status = run("find", *arguments)
    assert (stdout, status) == ("", 1)
    assert stderr == f"nothing found; {without} without the filters or quotes\n"


@pytest.mark.usefixtures("small")
def test_if_a_word_may_be_misspelled_and_a_filter_hides_it_both_are_said(run: Run) -> None:
    stdout, stderr, status = run("find", "pasport", "-a", "md-students", "--direct")
    assert (stdout, status) == ("", 1)
    assert stderr == "nothing found; did you mean `passport`?\n1 resource without the filters or quotes\n"


@pytest.mark.usefixtures("small")
def test_nothing_found_is_an_empty_array_in_json(run: Run) -> None:
    stdout, stderr, status = run("find", "wombat", "--json")
    assert (stdout, status) == ("[]\n", 1)
    assert stderr.startswith("nothing found")


@pytest.mark.parametrize("given", [[], ["  "], ["--name", " "], ["--direct"]])
def test_neither_words_nor_a_filter_is_a_usage_error_that_names_list(run: Run, given: list[str]) -> None:
    assert run("find", *given) == (
        "",
        "dicli: error: nothing to search for: give some words or a filter\nfor all: dicli list\n",
        2,
    )


@pytest.mark.usefixtures("many")
def test_a_terminal_gets_ten_and_the_number_of_the_rest(run: Run) -> None:
    stdout, stderr, status = run("find", "chess", "--color", "never", tty=True)
    assert stdout.count("Chess club") == 10
    assert (stderr, status) == ("10 of 12; for all: -n 0; details: dicli show club-1\n", 0)


@pytest.mark.usefixtures("many")
def test_a_terminal_gets_everything_if_asked(run: Run) -> None:
    stdout, stderr, status = run("find", "chess", "-n", "0", "--color", "never", tty=True)
    assert stdout.count("Chess club") == 12
    assert (stderr, status) == ("12 resources; details: dicli show club-1\n", 0)


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("format", ["tsv", "json", "csv"])
def test_a_format_for_programs_has_no_limit_on_a_terminal_either(run: Run, format: str) -> None:
    stdout, stderr, status = run("find", "chess", "-f", format, tty=True)
    assert stdout.count("Chess club") == 12
    assert (stderr, status) == ("", 0)


@pytest.mark.usefixtures("many")
def test_a_pipe_gets_all(run: Run) -> None:
    stdout, stderr, status = run("find", "chess")
    assert len(ids(stdout)) == 12
    assert (stderr, status) == ("", 0)


@pytest.mark.usefixtures("many")
def test_ties_keep_catalogue_order_and_limit_applies_after_ranking(run: Run) -> None:
    assert run("find", "chess", "-n", "3", "--fields", "id") == ("club-1\nclub-2\nclub-3\n", "", 0)


@pytest.mark.usefixtures("small")
def test_explain_says_on_a_terminal_which_words_matched_where_and_how(run: Run) -> None:
    stdout, stderr, status = run("find", "passports", "--explain", tty=True, env={"TERM": "dumb"})
    assert "passports ~ passport (stem: keywords)" in stdout
    assert (stderr, status) == ("1 resource; details: dicli show visa-office\n", 0)


@pytest.mark.usefixtures("small")
def test_explain_adds_a_column_in_a_pipe(run: Run) -> None:
    stdout, stderr, status = run("find", "passports", "--explain", "--header")
    head, row = stdout.splitlines()
    assert head == "id\tname\tkind\taudiences\turl\tsummary\tmatch"
    assert row.endswith("passports passport keywords stem")
    assert (stderr, status) == ("", 0)


@pytest.mark.usefixtures("small")
def test_json_says_why_whenever_words_were_given(run: Run) -> None:
    stdout, stderr, status = run("find", "passports", "--json")
    (found,) = json.loads(stdout)
    assert found["match"]["score"] > 0
    assert found["match"]["words"] == [
        {"word": "passports", "found": "passport", "fields": ["keywords"], "how": "stem"}
    ]
    assert (stderr, status) == ("", 0)


@pytest.mark.usefixtures("small")
def test_json_has_no_reasons_if_there_were_no_words(run: Run) -> None:
    stdout, stderr, status = run("find", "-a", "faculty", "--json")
    assert all("match" not in found for found in json.loads(stdout))
    assert (stderr, status) == ("", 0)


@pytest.mark.usefixtures("small")
def test_headings_say_for_whom_the_rows_under_them_are(run: Run) -> None:
    stdout, stderr, status = run("find", "-a", "students", tty=True, env={"TERM": "dumb"})
    lines = stdout.splitlines()
    assert [line for line in lines if line.startswith("For ")] == ["For Students & learners", "For Everyone"]
    assert lines.index("For Everyone") < next(n for n, line in enumerate(lines) if line.startswith("Night Desk"))
    assert (stderr, status) == ("4 resources; details: dicli show visa-office\n", 0)


@pytest.mark.usefixtures("small")
def test_matched_words_are_highlighted_only_with_color(run: Run) -> None:
    colored = run("find", "rest", "--color", "always", tty=True)
    assert "\x1b[1;38;5;166mrest\x1b[0m" in colored.stdout
    plain = run("find", "rest", "--color", "never", "--hyperlink", "never", tty=True)
    assert "\x1b" not in plain.stdout
    assert "A place to rest." in plain.stdout


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("width", [50, 80, 100, 120, 160])
def test_what_is_found_looks_like_this(run: Run, golden: Golden, width: int) -> None:
    stdout, stderr, status = run("find", "passport", "visa", tty=True, width=width, env={"TERM": "dumb"})
    golden(f"visa-{width}.txt", stdout)
    assert (stderr, status) == ("2 resources; details: dicli show visa-office\n", 0)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        ("work permits", None),
        ("passport", "passport"),
        ("immigration", "immigration"),
        ("professors", "professors"),
    ],
)
def test_a_word_that_is_not_in_sight_is_shown_in_its_phrase(run: Run, words: str, phrase: str | None) -> None:
    stdout = run("find", words, "-n", "1", tty=True, env={"TERM": "dumb"}).stdout
    assert ("matched: " in stdout) == bool(phrase)
    assert f"\n  matched: {phrase}\n" in stdout or not phrase


def test_an_audience_that_was_asked_for_comes_first_and_two_or_three_are_named(run: Run, written: Written) -> None:
    terms = "".join(f"{{id: {id}}}, " for id in "abcde")
    own = written(f"{{audiences: [{terms}], resources: [{{id: x, name: X, audiences: [a, b, c, d, e]}}]}}")
    for width, named in ((50, "d, a, +3"), (80, "d, a, +3"), (120, "d, a, b, +2")):
        asked = run("find", "-a", "d", "--catalogue", own, tty=True, width=width, env={"TERM": "dumb"}).stdout
        assert f" {named}\n" in asked
    assert " a, b, +3\n" in run("find", "x", "--catalogue", own, tty=True, env={"TERM": "dumb"}).stdout


@pytest.mark.usefixtures("small")
def test_words_may_come_from_standard_input(run: Run) -> None:
    assert run("find", "-", "--fields", "id", stdin="work\n\npermit\n") == ("visa-office\n", "", 0)


def test_standard_input_is_not_read_unless_asked_for(run: Run) -> None:
    stdout, stderr, status = run("find", "ombuds", "-n", "1", stdin=None)
    assert stdout.count("\n") == 1
    assert (stderr, status) == ("", 0)


def test_words_from_a_closed_standard_input_are_a_usage_error(run: Run) -> None:
    assert run("find", "-", stdin=None) == ("", "dicli: error: standard input is closed\n", 2)


@pytest.mark.parametrize("typed", ["café", "cafe", "CAFÉ", "cafe\u0301"])
@pytest.mark.usefixtures("small")
def test_accents_and_case_do_not_matter(run: Run, typed: str) -> None:
    assert run("find", typed, "--fields", "id") == ("calm\n", "", 0)


# ---- guesses -------------------------------------------------------------------------------------

NEAR = ("find", "lost", "passport", "zzzz", "yyyy")


@pytest.mark.usefixtures("small")
def test_in_a_pipe_guesses_are_shown_only_if_they_are_asked_for(run: Run) -> None:
    assert run(*NEAR)[::2] == ("", 1)
    assert run(*NEAR, "--json")[::2] == ("[]\n", 1)

    stdout, stderr, status = run(*NEAR, "--guess", "--fields", "id")

    assert (stdout.splitlines()[0], stderr, status) == ("visa-office", "no good match; perhaps one of these:\n", 1)
    assert run(*NEAR, "--guess", "-n", "1", "--fields", "id").stdout == "visa-office\n"
    assert "near in meaning" in run(*NEAR, "--guess", "--explain", "-f", "plain").stdout


@pytest.mark.usefixtures("small")
def test_a_guess_says_so_in_json(run: Run) -> None:
    [guess, *_] = json.loads(run(*NEAR, "--guess", "--json").stdout)
    [answer] = json.loads(run("find", "passport", "--guess", "--json").stdout)

    assert (guess["id"], guess["match"]["guess"]) == ("visa-office", True)
    assert "guess" not in answer["match"]


PLAIN = {"NO_COLOR": "1"}


@pytest.mark.usefixtures("small")
def test_on_a_terminal_guesses_are_shown_unless_they_are_not_wanted(run: Run) -> None:
    stdout, stderr, status = run(*NEAR, tty=True, env=PLAIN)
    assert "Visa" in stdout
    first, last = stderr.splitlines()
    assert (first, status) == ("no good match; perhaps one of these:", 1)
    assert last.startswith("these are only guesses")  # the first line may have scrolled away

    stdout, stderr, status = run(*NEAR, "--no-guess", tty=True, env=PLAIN)
    assert (stdout, status) == ("", 1)
    assert stderr.startswith("nothing found")


@pytest.mark.usefixtures("small")
def test_for_words_that_mean_nothing_here_there_is_no_guess(run: Run) -> None:
    stdout, stderr, status = run("find", "zzzz", "yyyy", "--guess", tty=True, env=PLAIN)

    assert (stdout, status) == ("", 1)
    assert stderr.startswith("nothing found")


def test_a_batch_answers_each_line_by_itself(run: Run, small: str) -> None:
    lines = b"visa\n\nzzzqqq\nyoga\n"
    stdout, stderr, status = run("find", "--batch", "-", "--catalogue", small, stdin=lines)
    answers = [json.loads(line) for line in stdout.splitlines()]
    assert [answer["query"] for answer in answers] == ["visa", "", "zzzqqq", "yoga"]  # as many as there are lines
    assert answers.pop(1)["hits"] == []
    for answer in answers:
        alone = run("find", answer["query"], "--json", "--catalogue", small)
        assert answer["hits"] == json.loads(alone.stdout)
    assert (stderr, status) == ("", 1)


def test_a_line_of_json_for_bytes_that_are_not_text_has_only_characters(run: Run, small: str) -> None:
    stdout, stderr, status = run("find", "--batch", "--fields", "id", "--catalogue", small, stdin=b"caf\xe9\n")
    assert json.loads(stdout) == {"query": "café", "hits": [{"id": "calm"}], "notice": []}
    assert (stderr, status) == ("", 0)


def test_a_batch_takes_a_limit_of_any_size(run: Run, small: str) -> None:
    unlimited = run("find", "--batch", "-", stdin="visa\n")
    assert run("find", "--batch", "-", "-n", str(2**63), stdin="visa\n") == unlimited
    assert unlimited.status == 0


def test_a_batch_takes_no_words(run: Run) -> None:
    assert run("find", "visa", "--batch") == (
        "",
        "dicli: error: `--batch` reads standard input\nleave out the words\n",
        2,
    )


@pytest.mark.parametrize("format", ["tsv", "csv", "yaml", "table"])
def test_a_batch_takes_no_other_format_than_json(run: Run, format: str) -> None:
    assert run("find", "--batch", "-f", format, stdin="visa\n") == (
        "",
        "dicli: error: `--batch` prints lines of JSON\nleave out `--format`\n",
        2,
    )


def test_a_batch_has_marked_guesses_if_they_are_asked_for(run: Run, small: str) -> None:
    question = "wombat embassy party"
    arguments = ("--guess", "--fields", "id,match", "--catalogue", small)
    alone = run("find", question, "--json", *arguments)
    stdout, stderr, status = run("find", "--batch", *arguments, stdin=f"{question}\n")
    assert (json.loads(stdout)["hits"], stderr, status) == (json.loads(alone.stdout), "", alone.status)
    assert all(hit["match"]["guess"] for hit in json.loads(stdout)["hits"])
    assert json.loads(run("find", "--batch", *arguments[1:], stdin=f"{question}\n").stdout)["hits"] == []


def test_a_batch_refuses_a_field_that_is_not_there_before_it_answers_anything(run: Run) -> None:
    stdout, stderr, status = run("find", "--batch", "-", "--fields", "nonsense", stdin=b"xxyyqq\n")
    assert (stdout, status) == ("", 2)
    assert stderr.startswith("dicli: error: no field called `nonsense`\n")


def test_a_batch_takes_filters_fields_and_a_limit(run: Run) -> None:
    ran = run("find", "--batch", "-a", "students", "-n", "1", "--fields", "id", stdin=b"mentoring\nvisa\n")
    assert [len(json.loads(line)["hits"]) for line in ran.stdout.splitlines()] == [1, 1]
    assert all(list(json.loads(line)["hits"][0]) == ["id"] for line in ran.stdout.splitlines())
    assert (ran.stderr, ran.status) == ("", 0)


# ---- a record of misses --------------------------------------------------------------------------


def test_a_search_that_finds_nothing_is_recorded_if_wanted(run: Run, small: str, tmp_path: Path) -> None:
    file = tmp_path / "misses.tsv"
    env = {"DICLI_MISSES": str(file)}
    for words in ("qqzzq  xwvut", "visa", "zzqqz\tjkjkj\x1b[31m"):
        run("find", words, env=env)
    run("find", "qqzzq", "--guess")
    run("find", "--batch", "-", stdin="visa\nxxyyqq\n", env=env)
    today = date.today()
    singly = f"{today}\tqqzzq xwvut\n{today}\tzzqqz jkjkj\\x1b[31m\n"
    assert file.read_text(encoding="utf-8") == f"{singly}{today}\txxyyqq\n"
    if os.name == "posix":
        assert stat.filemode(file.stat().st_mode) == "-rw-------"


def test_a_failed_write_to_the_misses_file_is_reported_and_the_search_continues(run: Run, small: str) -> None:
    file = "/nowhere/at/all"
    ran = run("find", "qqzzq", env={"DICLI_MISSES": file})
    assert (ran.stdout, ran.status) == ("", Status.NOTHING)
    assert ran.stderr.count(f"cannot write to `{file}` (DICLI_MISSES): ") == 1
    assert run("find", "visa", env={"DICLI_MISSES": file}).stderr == ""
