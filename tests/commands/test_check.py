"""`dicli check`: every fault with its place and what to do, and the same verdict as `dicli find`."""

from __future__ import annotations

import json
import os
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import Run, Written
from dicli.core.errors import Status
from dicli.files.bundled import bundled_file

GOOD = """\
catalogue:
  name: Good
audiences:
  - {id: all, label: All}
  - {id: staff, label: Staff, broader: [all], synonyms: [employees]}
topics:
  - id: visas
kinds:
  - id: office
resources:
  - id: a-office
    name: A Office
    aliases: [AO]
    kind: office
    audiences: [staff, all]
    topics: [visas]
    keywords: [passport]
    summary: >-
      Helps with
      passports.
    url: https://example.org/a
    links:
      - {label: Forms, url: 'https://example.org/forms'}
    contact:
      email: a@example.org
    as_of: '2026-01'
    confidence: high
  - id: b-desk
    name: B Desk
    part_of: a-office
    keywords: [stamp]
    summary: A desk.
    url: https://example.org/b
    as_of: 2026-02-03
""".replace("2026", str(date.today().year - 1))

# A fault of each kind that a file can have at once; `‸` stands before each.
MANY = """\
catalogue:
  name: ‸''
  ‸hompage: https://example.org
  updated: ‸2026-02-30
audiences:
  - id: ‸All Staff
  - id: boss
    synonyms: [chief, ‸all staff]
  - {id: circle, broader: ‸[circle]}
  - {id: loose, broader: [‸nothing-known]}
topics: ‸visas
kinds:
  - ‸office
  - ‸label: No id
resources:
  - ‸id: nameless
  - id: one
    name: >-
      A name
      over lines
    summary: |
      Several

      lines
    audiences: [boss, ‸bos]
    kind: ‸unknown-kind
    topics: [‸unknown-topic]
    part_of: ‸nobody
    url: ‸example.org
    as_of: ‸June
    confidence: ‸sure
    contact:
      email: ‸me
      phone: ‸[1, 2]
    ‸phone: 1
    links:
      - {label: A, url: 'https://example.org/', ‸lable: B}
  - id: ‸one
    name: Twice
    aliases: [Uno]
    ‸aliases: [Dos]
    evidence:‸
    sources: [‸&anchor https://example.org]
"""


def marks(text: str) -> list[tuple[int, int]]:
    """The places of all `‸` in a text, as they are without them."""
    return [
        (number, len(before.replace("‸", "")) + 1)
        for number, line in enumerate(text.splitlines(), 1)
        for before in (line[:at] for at, character in enumerate(line) if character == "‸")
    ]


# ---- what is said --------------------------------------------------------------------------------


def test_a_good_catalogue_has_no_faults(run: Run, written: Written) -> None:
    file = written(GOOD)
    assert run("check", file) == ("", "no faults in 1 file\n", Status.FOUND)
    assert run("check", file, "--strict", "--json") == ("[]\n", "no faults in 1 file\n", Status.FOUND)


@pytest.mark.parametrize("years", range(4, 7))
def test_check_and_cards_agree_on_what_is_old(run: Run, written: Written, years: int) -> None:
    seen = date.today() - timedelta(days=round(365.25 * years))
    for as_of in (str(seen), f"{seen:%Y-%m}", f"{seen:%Y}"):
        file = written(f"resources: [{{id: a, name: A, url: 'https://a.org', summary: B, as_of: '{as_of}'}}]")
        warned = "were last confirmed" in run("check", file).stdout
        assert ("last confirmed" in run("show", "a", "--catalogue", file, "-f", "plain").stdout) is warned
        assert warned or years < 6


def test_what_an_entry_without_its_dash_lacks_is_reported_where_the_entry_begins(run: Run, written: Written) -> None:
    file = written("resources:\n  - id: a\n    name: A\n    id: b\n    keywords: [k]\n")
    assert f"{file}:4:5: fault: `name` is missing\n" in run("check", file).stdout


def test_a_fault_is_reported_with_its_place_and_a_hint_below(run: Run, written: Written) -> None:
    file = written("resources:\n  - id: a\n    name: A\n    audience: [staff]\n    url: a.org\n    keywords: [b]\n")
    assert run("check", file) == (
        f"{file}:4:5: fault: unknown key `audience`\n"
        "    did you mean `audiences`?\n"
        f"{file}:5:10: fault: `url` is not a web address: `a.org`\n"
        "    write `https://a.org`\n"
        f"{file}:2:9: warning: `a` has no `summary` or `as_of`\n"
        "    add what you know\n",
        "2 faults and 1 warning in 1 file\n",
        Status.NOTHING,
    )


def test_a_text_that_a_number_sign_cuts_is_a_warning_and_never_keeps_the_file_from_use(
    run: Run, written: Written
) -> None:
    file = written("resources:\n  - id: a\n    name: Room #5 Chaplaincy\n")
    assert run("list", "--catalogue", file, "--fields", "name") == ("Room\n", "", Status.FOUND)
    stdout, _, status = run("check", file)
    assert f"{file}:3:11: warning: this text is cut off at ` #`; the rest is a comment: `Room`\n" in stdout
    assert status == Status.FOUND
    assert run("check", "bundled").stdout.count(" #") == 0


@pytest.mark.parametrize("character", ["\xad", "\u200b", "\u2060", "\ufeff", "\u2800", "\U000e0041"])
def test_a_character_that_nobody_sees_is_ignored_with_a_warning_as_it_is_and_as_an_escape(
    run: Run, written: Written, character: str
) -> None:
    number = ord(character)
    file = written(
        f"""\
        resources:
        - id: plain
          name: x{character}b
          keywords: [x{character}b]
          url: https://example.org/x{character}b
          summary: x{character}b
        - id: escaped
          name: "a\\U{number:08x}b"
          keywords: ["a\\U{number:08x}b"]
          url: "https://example.org/a\\U{number:08x}b"
          summary: "a\\U{number:08x}b"
        """
    )
    stdout, _, status = run("check", file)
    for line in (3, 4, 5, 6, 8, 9, 10, 11):
        warning = f"warning: there is an invisible character (U+{number:04X}) here, which is ignored"
        assert re.search(rf":{line}:\d+: {re.escape(warning)}", stdout)
    assert status == Status.FOUND
    shown = run("list", "--catalogue", file, "--fields", "name,keywords,url,summary")
    assert shown.stderr == ""
    assert [line.split("\t") for line in shown.stdout.splitlines()] == [
        [text, text, f"https://example.org/{text}", text] for text in ("xb", "ab")
    ]


@pytest.mark.parametrize("value", ['"\\uFEFF"', '"\\u2003"', '"\\u3000"', '" "'])
@pytest.mark.parametrize("key", ["name", "summary", "note", "phone"])
def test_a_text_of_nothing_that_can_be_seen_is_a_fault(run: Run, written: Written, key: str, value: str) -> None:
    line = f"contact: {{phone: {value}}}" if key == "phone" else f"{key}: {value}"
    ran = run("check", written(f"resources:\n- id: a\n  {line}\n"))
    assert f"`{key}` " in ran.stdout
    assert ran.stderr.startswith(f"{1 if key == 'name' else 2} fault")


def test_json_gives_the_same_as_objects(run: Run, written: Written) -> None:
    file = written("resources:\n  - id: a\n    name:\n    keywords: [b]\n")
    ran = run("check", file, "--json")
    shared = {"file": file}
    assert json.loads(ran.stdout) == [
        {
            **shared,
            "line": 3,
            "column": 10,
            "level": "fault",
            "message": "`name` is empty",
            "hint": "give it a value or leave it out",
        },
        {
            **shared,
            "line": 2,
            "column": 9,
            "level": "warning",
            "message": "`a` has no `url`, `summary` or `as_of`",
            "hint": "add what you know",
        },
    ]
    assert ran[1:] == ("1 fault and 1 warning in 1 file\n", Status.NOTHING)


def test_many_different_faults_are_reported_in_one_run_each_in_its_place(run: Run, written: Written) -> None:
    expected = marks(MANY)
    assert len(expected) >= 25
    file = written(MANY.replace("‸", ""))
    ran = run("check", file, "--json")
    told = [fault for fault in json.loads(ran.stdout) if fault["level"] == "fault"]
    assert [(fault["line"], fault["column"]) for fault in told] == expected
    lines = [
        line for line in run("check", file).stdout.splitlines() if line.startswith(file) and ": warning: " not in line
    ]
    assert len(lines) == len(expected)
    assert ran.stderr.startswith(f"{len(expected)} faults and ")
    assert ran.status == Status.NOTHING


def test_faults_of_several_files_are_reported_file_by_file(run: Run, written: Written) -> None:
    first, second = written("kinds: [{id: A}]\n", "1.yaml"), written("kinds: [{id: B}]\n", "2.yaml")
    ran = run("check", first, second)
    assert [line.split(": ")[0] for line in ran.stdout.splitlines() if line.startswith("/")] == [
        f"{first}:1:14",
        f"{first}:1:14",
        f"{second}:1:14",
        f"{second}:1:14",
    ]
    assert ran[1:] == ("2 faults and 2 warnings in 2 files\n", Status.NOTHING)


def test_check_says_when_reading_stopped_early(run: Run, written: Written) -> None:
    file = written("resources:\n\t- id: a\n")
    assert run("check", file) == (
        f"{file}:2:1: fault: the indentation contains a tab\n    indent with spaces\n",
        f"1 fault in 1 file\n`{file}`: reading stopped at the fault above; fix it and check again\n",
        Status.NOTHING,
    )


def test_what_a_file_holds_cannot_command_the_terminal(run: Run, written: Written) -> None:
    ran = run("check", written('resources:\n  - {id: "\\e[31m", name: A}\n'), tty=True, env={"NO_COLOR": "1"})
    assert "\x1b" not in ran.stdout + ran.stderr
    assert "U+001B" in ran.stdout
    assert ran.status == Status.NOTHING


# ---- status --------------------------------------------------------------------------------------


def test_warnings_decide_the_status_only_when_asked(run: Run, written: Written) -> None:
    file = written("resources: [{id: a, name: A, keywords: [b]}]\n")
    assert run("check", file).status == Status.FOUND
    strict = run("check", file, "--strict")
    assert strict == run("check", file)._replace(status=Status.NOTHING)
    assert strict.stderr == "no faults and 1 warning in 1 file\n"


def test_a_file_that_is_not_there_is_a_failure(run: Run) -> None:
    assert run("check", "missing.yaml") == (
        "",
        "dicli: error: cannot read catalogue `missing.yaml`: No such file or directory\nsee: dicli path\n",
        Status.FAILED,
    )


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="needs users and rights")
def test_an_unreadable_file_is_a_failure(run: Run, written: Written) -> None:
    run("check", written(GOOD))  # so that all modules are loaded
    file = written(GOOD, "secret.yaml")
    os.chmod(file, 0)
    before = os.geteuid()
    os.seteuid(before or 65534)
    try:
        ran = run("check", file)
    finally:
        os.seteuid(before)
    assert ran[::2] == ("", Status.FAILED)
    assert ran.stderr.startswith(f"dicli: error: cannot read catalogue `{file}`: Permission denied\n")


# ---- warnings ------------------------------------------------------------------------------------


def test_facts_are_old_after_five_years_or_as_many_as_are_given(run: Run, written: Written) -> None:
    year = date.today().year - 7
    entry = f"{{id: a, name: A, url: 'https://a.org', summary: B, keywords: [c], as_of: '{year}'}}"
    file = written(f"resources: [{entry}]\n")
    old = f"the facts about `a` were last confirmed: {year}"
    assert old in run("check", file).stdout
    assert old in run("check", file, "--older-than", "6").stdout
    assert run("check", file, "--older-than", "7").stdout == ""
    assert run("check", file, "--older-than", "9999").stdout == ""
    assert run("check", file, "--older-than", "-1").status == Status.USAGE


# ---- what is checked -----------------------------------------------------------------------------


def test_without_a_file_the_catalogues_in_use_are_checked(run: Run, written: Written) -> None:
    file = written("resources: [{id: a, name: ''}]\n")
    assert f"{file}:1:27: fault: `name` is empty" in run("check", env={"DICLI_CATALOGUE": file}).stdout
    config = Path(os.environ["XDG_CONFIG_HOME"]) / "dicli"
    config.mkdir(parents=True)
    (config / "own.yaml").write_text("resources: [{id: a, name: A, part_of: oisss}]\n")
    ran = run("check")
    place = f"{config / 'own.yaml'}:1:39"
    assert f"{place}: warning: no resource is called `oisss`\n    did you mean `oiss`?\n" in ran.stdout
    assert ran.stderr.startswith("no faults and 3 warnings in 2 files\n")
    assert ran.status == Status.FOUND


def test_standard_input_and_the_option_name_files_too(run: Run, written: Written) -> None:
    assert run("check", "-", stdin="kinds: [office]\n").stdout.startswith(
        "-:1:9: fault: entry 1 of `kinds` must consist"
    )
    file = written("kinds: [office]\n")
    assert run("check", "--catalogue", file) == run("check", file)


def test_ids_of_the_bundled_catalogue_may_be_used(run: Run, written: Written) -> None:
    file = written("resources: [{id: a, name: A, audiences: [students], part_of: oiss}]\n")
    assert run("check", file).status == Status.FOUND


def test_the_bundled_catalogue_has_no_faults_and_only_honest_warnings(run: Run) -> None:
    ran = run("check", "bundled", "--json")
    warnings = json.loads(ran.stdout)
    assert {warning["level"] for warning in warnings} <= {"warning"}
    assert {warning["file"] for warning in warnings} <= {bundled_file()}
    for warning in warnings:  # no newer source, or none with a date, was found; nothing else is left
        message = warning["message"]
        assert "were last confirmed: " in message or message.endswith("has no `as_of`"), warning
    assert ran.status == Status.FOUND


# ---- one verdict ---------------------------------------------------------------------------------

NASTY = [
    "no", "[", "]", "{a: b}", '"', "'", "\t", ": ", "#", "&a ", "*a", "!x ", "- ", "- id: a", "~", "|", ">", "---", "",
    "\u202e", "\0", "é", "id: a-office", "name: B", "part_of: b-desk", "broader: [staff]", "synonyms: [all]", "  ",
    "as_of: 2026-13", "url: x", "kind: offce", "audiences: staff", "resources:", "x" * 90,
]  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A good catalogue with one to three of its lines changed by someone in a hurry."""
    lines = GOOD.splitlines()
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        line = lines[at]
        indent = line[: len(line) - len(line.lstrip())]
        nasty = draw(st.sampled_from(NASTY))
        lines[at : at + 1] = draw(
            st.sampled_from(
                [
                    [],
                    [line, line],
                    [line[1:]],
                    [f" {line}"],
                    [indent + nasty],
                    [line, indent + nasty],
                    [line.partition(":")[0] + ": " + nasty],
                    [line + nasty],
                    [line.replace("a-office", "b-desk").replace("office", "Office")],
                ]
            )
        ) or [""]
    return "\n".join(lines) + "\n"


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mutated())
def test_loading_refuses_or_leaves_out_just_what_check_calls_a_fault(run: Run, text: str) -> None:
    checked = run("check", "-", stdin=text)
    assert checked.status in (Status.FOUND, Status.NOTHING)
    found = run("list", "--json", "--catalogue", "-", stdin=text)
    assert "this is a bug" not in checked.stderr + found.stderr
    faults = [line for line in checked.stdout.splitlines() if line[:1] == "-" and ": warning: " not in line]
    assert bool(faults) == (checked.status == Status.NOTHING)
    if found.status == Status.FAILED:
        place_and_message = found.stderr.splitlines()[0].removeprefix("dicli: error: ").partition(" (and ")[0]
        place, _, message = place_and_message.partition(": ")
        assert f"{place}: fault: {message}" in faults
    else:
        assert bool(faults) == ("left out" in found.stderr)
        assert found.status == Status.FOUND


def test_a_file_with_only_warnings_is_accepted(run: Run, written: Written) -> None:
    file = written("audiences: [{id: x}]\nresources: [{id: a, name: A, as_of: '1999'}, {id: b, name: A}]\n")
    assert run("check", file).stderr == "no faults and 7 warnings in 1 file\n"
    assert run("find", "a", "--catalogue", file).status == Status.FOUND


# ---- slips of people who edit by hand ------------------------------------------------------------

ENTRY = """\
audiences:
  - {id: staff, label: Staff and faculty}
  - {id: students, label: Students}
resources:
  - id: a
    name: A Office
    audiences: [staff, students]
    keywords: [rent]
    summary: Helps with rent.
    url: https://example.org/a
    contact:
      email: a@example.org
      phone: 314-555-0100
    as_of: '2026'
""".replace("2026", str(date.today().year))


@pytest.mark.parametrize(
    ("right", "slip", "advice"),
    [
        # keys of other lists
        # lists, labels, ids
        ("[staff, students]", "staff, students", "write `[staff, students]`"),
        ("[staff, students]", "[Staff and Faculty]", "did you mean `staff`?"),
        ("[staff, students]", "• staff • students", "write `[staff, students]`"),
        ("[rent]", "rent; flat", "write `[rent, flat]`, or each item on its own line as `- ...`"),
        ("id: a\n", "id: 'a '\n", "with hyphens between: `a`"),
        ("id: a\n", "id: a\xa0\n", "with hyphens between: `a`"),
        ("    contact:\n      email: a@example.org\n      phone: 314-555-0100\n", "    contact: a@b.org\n", "`email:"),
        # addresses and dates that are almost right
        ("https://example.org/a", "www.example.org", "write `https://www.example.org`"),
        ("https://example.org/a", "example.org/page", "write `https://example.org/page`"),
        ("https://example.org/a", "N/A", "leave this line out until it is known"),
        ("https://example.org/a", "https://a.org, https://b.org", "/page; others belong under `links:`"),
        ("a@example.org", "a@example.org; b@example.org", "name@example.org; others belong under `facts:`"),
        (f"'{date.today().year}'", "3/4/2020", "write 2018, 2018-06 or 2018-06-30"),
    ],
)  # fmt: skip
def test_a_slip_is_a_fault_that_says_what_was_meant(
    run: Run, written: Written, right: str, slip: str, advice: str
) -> None:
    assert run("check", written(ENTRY)) == ("", "no faults in 1 file\n", Status.FOUND)
    assert right in ENTRY
    ran = run("check", written(ENTRY.replace(right, slip)))
    assert (advice in ran.stdout, ran.status) == (True, Status.NOTHING), ran.stdout


@pytest.mark.parametrize(
    ("right", "slip", "warning"),
    [
        ("    keywords: [rent]\n", "", "`a` has no `keywords`\n    write what people say when they need it"),
        ("[rent]", "[]", "`a` has no `keywords`"),
        ("[rent]", "[rent; flat]", "one of the `keywords` contains several items"),
        ("Helps with rent.", "TBD", "`summary` is only a placeholder: `TBD`"),
        ("Helps with rent.", "'...'", "`summary` is only a placeholder"),
        ("314-555-0100", "N/A", "`phone` is only a placeholder: `N/A`"),
        ("314-555-0100", "call us", "`phone` is not a phone number"),
        ("314-555-0100", "a@example.org", "`phone` is not a phone number"),
        ("Helps with rent.", "Helps<br>with rent.", "`summary` contains HTML or Markdown"),
        ("Helps with rent.", "R&amp;D", "`summary` contains HTML or Markdown"),
        ("Helps with rent.", "CafÃ© rent", "`summary` has garbled characters (wrong encoding)"),
        ("https://example.org/a", "https://example.org/a,", "`url` looks mistyped"),
    ],
)
def test_a_text_that_nobody_can_have_meant_is_a_warning(
    run: Run, written: Written, right: str, slip: str, warning: str
) -> None:
    ran = run("check", written(ENTRY.replace(right, slip)))
    assert f": warning: {warning}" in ran.stdout
    assert (ran.stderr, ran.status) == ("no faults and 1 warning in 1 file\n", Status.FOUND)


def test_a_no_break_space_within_a_text_is_not_one_of_the_slips(run: Run, written: Written) -> None:
    assert run("check", written(ENTRY.replace("with rent", "with\xa0rent"))).stdout == ""


def test_missing_keywords_are_reported_before_missing_facts(run: Run, written: Written) -> None:
    ran = run("check", written("resources:\n- {id: a, name: A}\n"))
    assert re.findall("has no `(keywords|url)`", ran.stdout) == ["keywords", "url"]


def test_an_item_that_a_number_sign_makes_a_comment_is_a_fault(run: Run, written: Written) -> None:
    file = written(ENTRY.replace("[rent]", "\n    - #rent\n    - flat"))
    assert "entry 1 of `keywords` is empty" in run("check", file).stdout
    assert run("list", "--catalogue", file).status == Status.FAILED


def test_warnings_about_the_bundled_catalogue_are_counted_unless_it_is_named(run: Run) -> None:
    alone = run("check", "--strict")
    assert (alone.stdout, alone.status) == ("", Status.FOUND)
    assert re.search(
        r"^\d+ warnings about the bundled catalogue; to see them: dicli check bundled$", alone.stderr, re.M
    )
    assert run("check", "bundled").stdout.count(": warning: ") == int(re.findall(r"^\d+", alone.stderr, re.M)[0])


# ---- what people and programs get ----------------------------------------------------------------

FAULTY = """\
resources:
  - {id: a, name: A}
  - {id: b, name: B, keywords: [c], audience: [staff]}
  - {id: c, name: C}
"""


def test_a_terminal_gets_a_heading_for_each_file_faults_first_and_each_advice_once(run: Run, written: Written) -> None:
    first, second = written(FAULTY, "first.yaml"), written("resources: [{id: d, name: D, urls: x}]\n", "second.yaml")
    text = run("check", first, second, tty=True, env={"NO_COLOR": "1"}).stdout
    assert text.count(first) == text.count(second) == 1
    assert text.index(first) < text.index("  fault 3:") < text.index("  warning 2:") < text.index(second)
    of_first = text.partition(second)[0]
    assert "    add what you know (3)\n" in of_first
    assert of_first.count("add what you know") == 1
    in_color = run("check", first, second, tty=True).stdout
    assert "\x1b[1;31mfault\x1b[0m 3:" in in_color
    assert re.search(r"\x1b\[38;5;\d+mwarning\x1b\[0m 2:", in_color)


@pytest.mark.parametrize("width", [40, 500])
def test_the_message_is_as_far_from_its_place_whether_it_wraps_or_not(run: Run, written: Written, width: int) -> None:
    text = run("check", written(FAULTY), tty=True, width=width, env={"NO_COLOR": "1"}).stdout
    assert set(re.findall(r"^  (?:fault|warning) \d+:\d+( +)", text, re.M)) == {" "}


@pytest.mark.parametrize("width", [30, 40, 80])
def test_findings_break_at_spaces(run: Run, width: int) -> None:
    lines = run("check", "bundled", tty=True, width=width, env={"NO_COLOR": "1"}).stdout.splitlines()
    assert [line for line in lines[1:] if len(line) > width and len(line.split()) > 1] == []


def test_in_a_pipe_each_finding_begins_with_its_place_and_faults_come_first(run: Run, written: Written) -> None:
    file = written(FAULTY)
    places = re.findall(rf"^{re.escape(file)}:(\d+):\d+: (\w+): ", run("check", file).stdout, re.M)
    assert places[0] == ("3", "fault")
    assert [level for _, level in places[1:]] == ["warning"] * (len(places) - 1)


def test_programs_choose_format_and_fields(run: Run, written: Written) -> None:
    file = written("resources: [{id: a, name: A, keywords: [b], summary: S, as_of: '2026', urls: x}]\n")
    ran = run("check", file, "-f", "csv", "--fields", "level,line,message")
    assert ran.stdout.splitlines()[:2] == ["level,line,message", "fault,1,unknown key `urls`"]
    assert run("check", file, "--json").stdout == run("check", file, "-f", "json").stdout
    assert run("check", file, "--fields", "lines").status == Status.USAGE


@pytest.mark.parametrize("text", ["Office,Tel.\nBursar,1\n", "\ufeff\n;;Office;Tel.\n", "A\tB", "PK\x03\x04"])
def test_check_tells_a_spreadsheet_user_what_to_run_first(run: Run, written: Written, text: str) -> None:
    file = written(text, "my offices.csv")
    hint = f"first run: dicli import '{file}' > 'my offices.yaml'"
    stdout, _, status = run("check", file)
    assert (stdout, status) == (f"{file}:1:1: fault: this looks like a spreadsheet\n    {hint}\n", 1)
    stdout, stderr, status = run("find", "--catalogue", file, "bursar")
    assert (stdout, status) == ("", 3)
    assert stderr.startswith(f"dicli: error: {file}:1:1: this looks like a spreadsheet\n{hint}")


@pytest.mark.parametrize("text", ["# a, b\nresources: []\n", "- a, b\n", "{a, b}", " - id: a, b\n", "x: a, b\n"])
def test_yaml_with_commas_is_not_a_spreadsheet(run: Run, written: Written, text: str) -> None:
    assert "spreadsheet" not in run("check", written(text)).stdout
