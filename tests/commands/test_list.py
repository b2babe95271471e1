"""`dicli list`: everything, in the order of the catalogue, and what filters leave of it."""

from __future__ import annotations

import pytest

from conftest import Golden, Run, Written
from dicli.output.wrapping import columns_of

ALL = ["visa-office", "night-desk", "calm", "markup", "wide", "bare"]
FOOT = "6 resources; details: dicli show visa-office\n"
LONG_ADDRESS = "https://example.org/visas/a-very-long-address-that-no-terminal-shows-on-one-line/index.html"


def ids(stdout: str) -> list[str]:
    return [line.split("\t")[0] for line in stdout.splitlines()]


@pytest.fixture(autouse=True)
def _in_force(small: str) -> None:
    pass


def test_a_pipe_gets_one_line_a_resource_in_catalogue_order(run: Run) -> None:
    stdout, stderr, status = run("list")
    assert ids(stdout) == ALL
    assert stdout.splitlines()[2] == (
        "calm\tCafé Calm & Quiet\tgroup\tmd-students;students\thttps://example.org/calm\tA place to rest."
    )
    assert (stderr, status) == ("", 0)


def test_a_terminal_gets_a_table_of_everything_without_a_limit(run: Run) -> None:
    stdout, stderr, status = run("list", "-f", "table", tty=True, env={"TERM": "dumb"})
    assert [name in stdout for name in ("Visa Office", "Café Calm & Quiet", "日本語の会", "Bare")] == [True] * 4
    assert "\t" not in stdout
    assert (stderr, status) == (FOOT, 0)


@pytest.mark.parametrize("width", [50, 80, 100, 120, 160])
def test_a_table_looks_like_this(run: Run, golden: Golden, width: int) -> None:
    stdout, stderr, status = run("list", "-f", "table", tty=True, width=width, env={"TERM": "dumb"})
    golden(f"list-{width}.txt", stdout)
    assert (stderr, status) == (FOOT, 0)


@pytest.mark.parametrize("width", [50, 80, 100, 120, 160])
def test_a_colored_table_looks_like_this(run: Run, golden: Golden, width: int) -> None:
    given = ["list", "-f", "table", "--color", "always", "--hyperlink", "always"]
    stdout, stderr, status = run(*given, tty=True, width=width)
    golden(f"list-{width}.ansi", stdout)
    assert (stderr, status) == (f"\x1b[2m{FOOT.strip()}\x1b[0m\n", 0)


@pytest.mark.parametrize("width", [50, 80, 100, 120, 160])
def test_a_table_with_headings_looks_like_this(run: Run, golden: Golden, width: int) -> None:
    stdout, stderr, status = run("list", "-f", "table", "-a", "students", tty=True, width=width, env={"TERM": "dumb"})
    golden(f"students-{width}.txt", stdout)
    assert (stderr, status) == ("4 resources; details: dicli show visa-office\n", 0)


@pytest.mark.parametrize("width", [30, 42, 59, 60, 75, 100, 200, 300])
def test_an_address_is_unbroken_on_a_line_of_its_own_at_any_width(run: Run, width: int) -> None:
    stdout, stderr, status = run("list", "-f", "table", tty=True, width=width, env={"TERM": "dumb"})
    lines = [line.strip() for line in stdout.splitlines()]
    assert f"{LONG_ADDRESS}?lang=en&page=2#top" in lines
    assert all(len(line) <= width or line.strip().startswith("https://") for line in stdout.splitlines())
    assert (" ".join(stderr.split()), status) == (FOOT.strip(), 0)


def test_values_of_one_filter_add_up_and_different_filters_narrow(run: Run) -> None:
    assert run("list", "-k", "office", "-k", "group", "--fields", "id") == (
        "visa-office\nnight-desk\ncalm\nwide\n",
        "",
        0,
    )
    assert run("list", "-k", "group", "-t", "burnout", "--fields", "id") == ("calm\n", "", 0)


@pytest.mark.parametrize(
    "value", ["students", "Students & learners", "STUDENTS AND LEARNERS", "pupil", "Pupil", "students-&-learners"]
)
def test_a_filter_takes_an_id_a_label_or_a_synonym_in_any_case(run: Run, value: str) -> None:
    stdout, stderr, status = run("list", "--direct", "--audience", value)
    assert ids(stdout) == ["visa-office", "calm", "wide"]
    assert (stderr, status) == ("", 0)


def test_an_audience_takes_in_narrower_then_broader_ones_nearest_first(run: Run) -> None:
    stdout, stderr, status = run("list", "-a", "students")
    assert ids(stdout) == ["visa-office", "calm", "wide", "night-desk"]  # calm names students second, as wide does
    assert (stderr, status) == ("", 0)
    stdout, stderr, status = run("list", "-a", "md-students")
    assert ids(stdout) == ["calm", "visa-office", "wide", "night-desk"]
    assert (stderr, status) == ("", 0)


def test_direct_keeps_to_what_names_the_audience_itself(run: Run) -> None:
    assert run("list", "-a", "md-students", "--direct", "--fields", "id") == ("calm\n", "", 0)


def test_with_several_audiences_the_nearest_counts(run: Run) -> None:
    stdout, stderr, status = run("list", "-a", "md-students", "-a", "faculty")
    assert ids(stdout) == ["calm", "markup", "wide", "visa-office", "night-desk"]
    assert (stderr, status) == ("", 0)


@pytest.mark.parametrize("width", [50, 80, 100, 120, 160])
def test_an_index_looks_like_this(run: Run, golden: Golden, width: int) -> None:
    stdout, stderr, status = run("list", "-a", "students", tty=True, width=width, env={"TERM": "dumb"})
    golden(f"index-{width}.txt", stdout)
    assert (stderr, status) == ("4 resources; details: dicli show visa-office\n", 0)


@pytest.mark.parametrize("width", [30, 59, 60, 80, 100, 110, 160])
def test_an_index_has_whole_names_and_ids(run: Run, written: Written, width: int) -> None:
    office, club = " ".join(f"Word{n}" for n in range(20)), "日本語" * 20
    own = written(f"resources: [{{id: an-office-of-many-words, name: {office}}}, {{id: b, name: {club}}}]")
    stdout = run("list", "--catalogue", own, tty=True, width=width, env={"TERM": "dumb"}).stdout
    words = stdout.split()
    assert [word for word in words if word.startswith("Word")] == office.split()
    assert "".join(word for word in words if set(word) <= set(club)) == club
    assert "an-office-of-many-words" in words
    assert "b" in words
    assert all(columns_of(line) <= width for line in stdout.splitlines())


@pytest.mark.parametrize("width", [100, 101, 160])
def test_on_a_wide_terminal_an_id_is_not_far_from_its_name(run: Run, width: int) -> None:
    stdout = run("list", tty=True, width=width, env={"TERM": "dumb"}).stdout
    assert {columns_of(line) for line in stdout.splitlines()} == {100}


def test_the_names_of_an_index_are_links(run: Run) -> None:
    stdout = run("list", "--color", "never", tty=True).stdout
    assert "\x1b]8;;https://example.org/calm\x1b\\Café Calm & Quiet" in stdout


def test_an_index_is_for_terminals_and_a_format_that_is_named_is_taken(run: Run) -> None:
    index = run("list", tty=True, env={"TERM": "dumb"}).stdout
    table = run("list", "-f", "table").stdout
    assert "What it does" not in index
    assert run("list", "-f", "table", tty=True, env={"TERM": "dumb"}).stdout == table != index
    assert run("list", "--fields", "id", tty=True, env={"TERM": "dumb"}).stdout.splitlines()[2:] == ALL


def test_fields_of_the_contact_stand_beside_the_others(run: Run) -> None:
    stdout, stderr, status = run("list", "--fields", "id,phone,email,location,contact", "-n", "2", "-t", "visas")
    whole = "visas@example.org +1 314 555 0100 Room 5; Main Hall"
    office = f"visa-office\t+1 314 555 0100\tvisas@example.org\tRoom 5; Main Hall\t{whole}"
    assert (stdout, stderr, status) == (f"{office}\nnight-desk\t\t\t\t\n", "", 0)


# ---- groups --------------------------------------------------------------------------------------


def test_an_index_by_audience_has_each_entry_under_all_that_it_names_and_counts_them(run: Run) -> None:
    stdout, stderr, status = run("list", "--by", "audience", tty=True, env={"TERM": "dumb"})
    names = [line.split("  ")[0] for line in stdout.splitlines()[2:]]
    assert names == [
        *["Everyone (1)", "Night Desk of the Visa Office", ""],
        *["Students & learners (3)", "Visa Office", "Café Calm & Quiet", "日本語の会", ""],
        *["MD students (1)", "Café Calm & Quiet", ""],
        *["Faculty (3)", "Visa Office", '[bold]Not bold[/bold] :smile: |x| *y* <b> & "z"', "日本語の会", ""],
        *["No audience (1)", "Bare"],
    ]
    assert (stderr, status) == (FOOT, 0)


def test_the_audience_of_a_group_is_the_first_that_an_entry_names_there(run: Run) -> None:
    lines = run("list", "--by", "audience", "-f", "table").stdout.splitlines()
    audiences = [line.split("  ")[-1].strip() for line in lines if line.startswith("Visa Office")]
    assert audiences == ["Students & learners, Faculty", "Faculty, Students & learners"]


@pytest.mark.parametrize("by", ["topic", "kind"])
@pytest.mark.parametrize("format", ["table", "plain", "markdown"])
def test_a_list_by_topic_or_kind_has_headings_in_every_format_for_people(run: Run, by: str, format: str) -> None:
    stdout, stderr, status = run("list", "--by", by, "-f", format)
    begin = {"table": "", "plain": "Group: ", "markdown": "## "}[format]
    headings = {
        "topic": ["Visas (2)", "Burnout (1)", "No topic (3)"],
        "kind": ["Office (2)", "Group (2)", "No kind (2)"],
    }
    lines = [line for line in stdout.splitlines() if line in [begin + heading for heading in headings[by]]]
    assert lines == [begin + heading for heading in headings[by]]
    assert stdout.count("Bare") == 1
    assert (stderr, status) == ("", 0)


def test_chosen_fields_are_grouped_too(run: Run) -> None:
    stdout = run("list", "--by", "kind", "--fields", "id", "-f", "table", "--no-header").stdout
    assert stdout == "Office (2)\nvisa-office\nnight-desk\n\nGroup (2)\ncalm\nwide\n\nNo kind (2)\nmarkup\nbare\n"


def test_a_limit_and_filters_come_before_the_groups(run: Run) -> None:
    stdout = run("list", "--by", "kind", "-n", "3", "-a", "students", "-f", "plain").stdout
    assert [line for line in stdout.splitlines() if "Group: " in line] == ["Group: Office (1)", "Group: Group (2)"]


@pytest.mark.parametrize("options", [[], *(["-f", name] for name in ("tsv", "csv", "json", "jsonl", "yaml"))])
@pytest.mark.parametrize(("by", "field"), [("audience", "audiences"), ("topic", "topics"), ("kind", "kind")])
def test_programs_get_each_entry_once_and_people_read_why(run: Run, options: list[str], by: str, field: str) -> None:
    said = f"`--by` adds headings only with `-f table`, plain or markdown; for programs: --fields id,{field}\n"
    stdout, _, status = run("list", *options)
    assert run("list", "--by", by, *options) == (stdout, said, status)
    assert run("list", "--fields", f"id,{field}", *options).status == 0


def test_what_cannot_be_grouped_by_is_a_usage_error(run: Run) -> None:
    stdout, stderr, status = run("list", "--by", "color")
    assert (stdout, status) == ("", 2)
    assert "`--by`" in stderr


# ---- limits and catalogues -----------------------------------------------------------------------


def test_a_limit_cuts_the_list_and_zero_does_not(run: Run) -> None:
    assert run("list", "-n", "2", "--fields", "id") == ("visa-office\nnight-desk\n", "", 0)
    assert ids(run("list", "-n", "0").stdout) == ALL


def test_a_limit_on_a_terminal_says_how_many_there_are(run: Run) -> None:
    stdout, stderr, status = run("list", "-n", "2", "--no-color", tty=True)
    assert "Night Desk" in stdout
    assert "Café" not in stdout
    assert (stderr, status) == ("2 of 6; for all: -n 0; details: dicli show visa-office\n", 0)
    for enough in ("6", "7", "0"):
        assert run("list", "--no-color", "-n", enough, tty=True).stderr == FOOT


def test_nothing_left_by_the_filters_is_status_1_with_a_hint(run: Run) -> None:
    stdout, stderr, status = run("list", "-k", "office", "-t", "burnout")
    assert stdout == ""
    assert stderr.startswith("nothing found")
    assert status == 1


def test_catalogues_named_on_the_command_line_win_over_the_environment(run: Run, written: Written) -> None:
    own = written("resources: [{id: own, name: Own}]")
    assert run("list", "--catalogue", own, "--fields", "id") == ("own\n", "", 0)


def test_a_catalogue_may_come_from_standard_input(run: Run) -> None:
    given = "resources: [{id: piped, name: Piped}]"
    assert run("list", "--catalogue", "-", "--fields", "id,catalogue", stdin=given) == ("piped\t-\n", "", 0)
