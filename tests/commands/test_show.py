"""`dicli show`: all that is known of a resource."""

from __future__ import annotations

import json
from shlex import split

import pytest

from conftest import Golden, Run, Written

pytestmark = pytest.mark.usefixtures("small")
NOBODY = "dicli: error: no resource called `nobody`"
NO_SUCH_ID = "dicli: error: no resource has the id `nobody`"


@pytest.mark.parametrize("width", [50, 80, 100, 120, 160])
@pytest.mark.parametrize("id", ["visa-office", "night-desk", "markup", "wide"])
def test_a_card_looks_like_this(run: Run, golden: Golden, id: str, width: int) -> None:
    stdout, stderr, status = run("show", id, tty=True, width=width, env={"TERM": "dumb"})
    golden(f"show-{id}-{width}.txt", stdout)
    assert (stderr, status) == ("", 0)


def test_a_plain_card_has_one_fact_a_line(run: Run, golden: Golden) -> None:
    stdout, stderr, status = run("show", "visa-office", "-f", "plain")
    golden("show-visa-office.plain", stdout)
    assert (stderr, status) == ("", 0)


@pytest.mark.parametrize("width", [20, 40, 80])
def test_a_tab_in_a_text_is_room_in_a_card(run: Run, written: Written, width: int) -> None:
    own = written('resources: [{id: t, name: T, facts: [{label: Hours, text: "Mon\\t9-5, and\\tmore so"}]}]')
    stdout, stderr, status = run("show", "t", "--catalogue", own, tty=True, width=width, env={"TERM": "dumb"})
    assert "Mon 9-5, and more so" in " ".join(stdout.split())
    assert (stderr, status) == ("", 0)


def test_accessible_terminals_get_the_plain_card(run: Run) -> None:
    plain = run("show", "visa-office", "-f", "plain")
    assert run("show", "visa-office", tty=True, env={"ACCESSIBLE": "1"}) == plain


def test_what_only_maintainers_need_is_not_in_a_card(run: Run) -> None:
    stdout, stderr, status = run("show", "visa-office", tty=True)
    assert "Seen on the door." not in stdout
    assert "https://example.org/source" not in stdout
    assert (stderr, status) == ("", 0)


def test_a_card_says_what_a_resource_is_part_of_and_what_is_part_of_it(run: Run) -> None:
    assert "Part of: Visa Office\n" in run("show", "night-desk", "-f", "plain").stdout
    assert "Includes: Night Desk of the Visa Office\n" in run("show", "visa-office", "-f", "plain").stdout


def test_a_pipe_gets_a_line_for_each_id(run: Run) -> None:
    assert run("show", "bare", "calm", "--fields", "id,confidence") == ("bare\t\ncalm\tlow\n", "", 0)


@pytest.mark.parametrize("name", ["visa-office", "VISA office", "VO", "immigration desk", "office, visa"])
def test_an_id_name_or_alias_is_found_whatever_its_case_and_order(run: Run, name: str) -> None:
    assert run("show", *name.split(" "), "--fields", "id") == ("visa-office\n", "", 0)


def test_a_clear_near_miss_is_taken_and_reported(run: Run) -> None:
    assert run("show", "cafe calmm", "--fields", "id") == (
        "calm\n",
        "no resource is called `cafe calmm`; showing Café Calm & Quiet\n",
        0,
    )


def test_several_candidates_are_listed_and_none_is_taken(run: Run) -> None:
    assert run("show", "visa") == (
        "",
        "dicli: error: `visa` matches 2 resources\n"
        "give an id:\n"
        "  visa-office  Visa Office\n"
        "  night-desk  Night Desk of the Visa Office\n",
        2,
    )


def test_an_unknown_name_is_status_1_and_names_the_search(run: Run) -> None:
    assert run("show", "nobody", "here") == (
        "",
        "dicli: error: no resource called `nobody here`\ntry: dicli find nobody here\n",
        1,
    )


def test_an_unknown_name_beside_ids_is_reported_and_the_others_are_shown(run: Run) -> None:
    assert run("show", "bare", "nobody", "wide", "--fields", "id") == ("bare\nwide\n", f"{NO_SUCH_ID}\n", 1)
    assert run("open", "--print", "nobody", "calm") == ("https://example.org/calm\n", f"{NO_SUCH_ID}\n", 1)


def test_a_name_beside_ids_is_not_said_to_be_unknown(run: Run) -> None:
    assert run("show", "VO", "--fields", "id") == ("visa-office\n", "", 0)
    said = "dicli: error: no resource has the id `VO`\n"
    assert run("show", "bare", "VO", "--fields", "id") == ("bare\n", said, 1)
    assert run("show", "-", "--fields", "id", stdin="bare\nVO\n") == ("bare\n", said, 1)


def test_an_id_beside_other_words_of_a_name_is_one_of_them(run: Run) -> None:
    assert run("show", "calm", "cafe", "quiet", "--fields", "id").stdout == "calm\n"


@pytest.mark.parametrize("names", [[""], ["  "], ["bare", ""]])
@pytest.mark.parametrize("command", ["show", "open"])
def test_an_empty_name_is_a_usage_error(run: Run, command: str, names: list[str]) -> None:
    assert run(command, *names) == ("", "dicli: error: the name is empty\nfor all: dicli list\n", 2)


@pytest.mark.parametrize(("format", "shown"), [("json", "[]\n"), ("yaml", "resources: []\n"), ("tsv", ""), ("csv", "")])
def test_an_unknown_name_is_an_empty_list_for_programs(run: Run, format: str, shown: str) -> None:
    stdout, *rest = run("show", "nobody", "-f", format)
    assert rest == [f"{NOBODY}\ntry: dicli find nobody\n", 1]
    assert stdout.endswith(shown)
    assert bool(stdout) == bool(shown)


def test_the_search_that_is_named_works_when_it_is_pasted(run: Run) -> None:
    hint = run("show", "$(zz)", "q q").stderr.splitlines()[1]
    assert hint == "try: dicli find '$(zz)' 'q q'"
    assert run(*split(hint)[2:]).status == 1


@pytest.mark.parametrize("given", [["show", "--", "-qqzz"], ["show", "-", "zz"], ["open", "-"]])
def test_no_search_is_named_that_would_read_options_or_standard_input(run: Run, given: list[str]) -> None:
    assert run(*given).stderr.splitlines()[1] == "for all: dicli list"


def test_ids_from_standard_input_are_shown_in_order(run: Run) -> None:
    given = "\ufeffwide\n\nbare\r\nwide\n"
    assert run("show", "-", "--fields", "id", stdin=given) == ("wide\nbare\nwide\n", "", 0)


def test_unknown_ids_from_standard_input_are_reported_one_by_one_and_end_with_1(run: Run) -> None:
    stdout, stderr, status = run("show", "-", "--fields", "id", stdin="bare\nnobody\nwide\nnobody\n")
    assert stdout == "bare\nwide\n"
    assert stderr == f"{NO_SUCH_ID}\n{NO_SUCH_ID}\n"
    assert status == 1


def test_columns_on_standard_input_are_a_usage_error_that_says_what_to_add(run: Run) -> None:
    columns = run("find", "visa").stdout
    assert run("show", "-", "--fields", "id", stdin=columns) == (
        "",
        "dicli: error: `show -` reads ids, one per line, not columns\nif they come from dicli, add: --fields id\n",
        2,
    )
    assert run("show", "-", "--fields", "id", stdin=run("find", "visa", "--fields", "id").stdout).status == 0


def test_nothing_but_unknown_ids_is_an_empty_array_in_json(run: Run) -> None:
    assert run("show", "-", "--json", stdin="nobody\n") == ("[]\n", f"{NO_SUCH_ID}\n", 1)


def test_cards_from_standard_input_stand_apart(run: Run) -> None:
    stdout, stderr, status = run("show", "-", "-f", "plain", stdin="bare\nwide\n")
    assert stdout.startswith("Name: Bare\nContact: no phone, email or link known\nId: bare\n\nName: 日本語の会\n")
    assert (stderr, status) == ("", 0)


def test_bytes_that_are_not_text_are_an_unknown_name_not_a_crash(run: Run) -> None:
    stdout, stderr, status = run("show", "-", stdin=b"\xff\xfe\n")
    assert (stdout, status) == ("", 1)
    assert stderr.startswith("dicli: error: no resource has the id")


def test_json_has_every_key_for_everything(run: Run) -> None:
    stdout, stderr, status = run("show", "visa-office", "bare", "--json")
    full, bare = json.loads(stdout)
    assert list(full) == list(bare)
    assert full["contact"] == {
        "email": "visas@example.org",
        "phone": "+1 314 555 0100",
        "location": "Room 5; Main Hall",
    }
    assert full["links"] == [{"label": "Forms", "url": "https://example.org/forms"}]
    assert (bare["contact"], bare["links"], bare["summary"]) == (None, [], None)
    assert (stderr, status) == ("", 0)


def test_no_name_is_a_usage_error(run: Run) -> None:
    stdout, stderr, status = run("show")
    assert (stdout, status) == ("", 2)
    assert stderr.startswith("dicli: error: `show` needs a name, or a terminal to pick one")
    assert stderr.endswith("use instead: dicli find or dicli list\n")
