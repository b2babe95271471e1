"""The formats: what each promises, and that those for programs are the same bytes everywhere."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys

import pytest
import yaml

from conftest import Run, Written
from dicli.core.model import RESOURCE_FIELDS
from dicli.output.formats import FORMATS

pytestmark = pytest.mark.usefixtures("small")
PROGRAMS = ("tsv", "csv", "json", "jsonl", "yaml")
SHORT = ["id", "name", "kind", "audiences", "url", "summary"]


# ---- tsv -----------------------------------------------------------------------------------------


def test_tsv_has_a_header_only_if_it_is_asked_for(run: Run) -> None:
    assert run("list", "-f", "tsv", "-n", "1", "--header", "--fields", "id,kind") == (
        "id\tkind\nvisa-office\toffice\n",
        "",
        0,
    )
    assert run("list", "-f", "tsv", "-n", "1", "--fields", "id,kind") == ("visa-office\toffice\n", "", 0)


def test_tsv_has_a_cell_for_every_field_and_joins_lists_with_semicolons(run: Run) -> None:
    stdout, stderr, status = run("list")
    assert {line.count("\t") for line in stdout.splitlines()} == {len(SHORT) - 1}
    assert stdout.splitlines()[5] == "bare\tBare\t\t\t\t"
    assert "\tstudents;faculty\t" in stdout
    assert (stderr, status) == ("", 0)


def test_tsv_cuts_nothing_and_has_no_line_ends_in_a_cell(run: Run, written: Written) -> None:
    own = written(f"""
        resources:
          - id: a
            name: c  d; e
            aliases: ["x;y", z]
            summary: |
              first line
              {"word " * 400}
        """)
    stdout, stderr, status = run("list", "--catalogue", own, "--fields", "name,summary,aliases")
    assert stdout == f"c d; e\tfirst line {' '.join(['word'] * 400)}\tx,y;z\n"
    assert (stderr, status) == ("", 0)


def test_records_may_end_in_nul(run: Run) -> None:
    assert run("list", "-0", "--fields", "id", "-n", "2", "--header") == ("id\0visa-office\0night-desk\0", "", 0)


# ---- csv -----------------------------------------------------------------------------------------


def test_csv_has_a_header_unless_told_otherwise_and_parses_back(run: Run) -> None:
    stdout, stderr, status = run("list", "-f", "csv")
    rows = list(csv.reader(io.StringIO(stdout, newline="")))
    assert rows[0] == SHORT
    assert [row[0] for row in rows[1:]] == ["visa-office", "night-desk", "calm", "markup", "wide", "bare"]
    assert stdout.count("\r\n") == 7
    assert run("list", "-f", "csv", "--no-header").stdout.splitlines()[0].startswith("visa-office,")
    assert (stderr, status) == ("", 0)


def test_no_cell_of_csv_is_a_formula_and_phone_numbers_stay_as_they_are(run: Run, written: Written) -> None:
    known = "aliases: ['@b', '-c', '+d'], summary: '+1', contact: {phone: +1 2}"
    own = written(f"resources: [{{id: a, name: '=HYPERLINK(1)', {known}}}]")
    stdout, stderr, status = run("list", "--catalogue", own, "-f", "csv", "--fields", "name,aliases,contact,summary")
    assert stdout == "name,aliases,contact,summary\r\n'=HYPERLINK(1),'@b;'-c;'+d,+1 2,+1\r\n"
    assert (stderr, status) == ("", 0)


# ---- json, jsonl, yaml ---------------------------------------------------------------------------


def test_json_is_an_array_of_objects_with_every_key_unescaped(run: Run) -> None:
    stdout, stderr, status = run("list", "--json")
    found = json.loads(stdout)
    assert [list(one) for one in found] == [list(RESOURCE_FIELDS)] * 6
    assert "日本語の会" in stdout
    assert stdout.endswith("\n]\n")
    assert found[5] == {
        "id": "bare",
        "name": "Bare",
        "aliases": [],
        "kind": None,
        "audiences": [],
        "topics": [],
        "keywords": [],
        "summary": None,
        "url": None,
        "links": [],
        "contact": None,
        "part_of": None,
        "as_of": None,
        "confidence": None,
        "note": None,
        "sources": [],
        "evidence": None,
        "facts": [],
        "catalogue": os.environ["DICLI_CATALOGUE"],
    }
    assert (stderr, status) == ("", 0)


def test_what_is_doubtful_is_in_json(run: Run) -> None:
    found = json.loads(run("list", "--json").stdout)
    assert [one["confidence"] for one in found] == ["high", "medium", "low", None, None, None]
    assert found[0]["as_of"] == "2001-02"


def test_json_short_and_long_are_the_same(run: Run) -> None:
    assert run("list", "--json") == run("list", "-f", "json") == run("list", "--json", "-f", "json")


def test_jsonl_and_yaml_with_fields_say_the_same_as_json(run: Run) -> None:
    wanted = json.loads(run("list", "--json").stdout)
    assert [json.loads(line) for line in run("list", "-f", "jsonl").stdout.splitlines()] == wanted
    assert yaml.safe_load(run("list", "-f", "yaml", "--fields", ",".join(RESOURCE_FIELDS)).stdout) == wanted


def test_fields_pick_and_order_the_keys(run: Run) -> None:
    stdout, stderr, status = run("list", "--json", "--fields", "url,id", "-n", "1")
    assert list(json.loads(stdout)[0]) == ["url", "id"]
    assert (stderr, status) == ("", 0)


@pytest.mark.parametrize(
    ("format", "empty"),
    [
        ("json", "[]\n"),
        ("yaml", "catalogue:\n  name: Small\n  updated: '2026-01-02'\nresources: []\n"),
        *((f, "") for f in FORMATS if f not in ("json", "yaml")),
    ],
)
@pytest.mark.parametrize("tty", [False, True])
def test_nothing_found_prints_nothing_but_an_empty_list(run: Run, format: str, empty: str, tty: bool) -> None:
    stdout, stderr, status = run("find", "zzyzx", "-f", format, "--no-color", tty=tty)
    assert (stdout, status) == (empty, 1)
    assert stderr.startswith("nothing found")


# ---- markdown, plain, table ----------------------------------------------------------------------


def test_markdown_is_a_table_of_literal_text_with_labels(run: Run) -> None:
    stdout, stderr, status = run("list", "-f", "markdown", "--fields", "name,kind,audiences")
    lines = stdout.splitlines()
    assert lines[:3] == [
        "| name | kind | audiences |",
        "| --- | --- | --- |",
        "| Visa Office | Office | Students &amp; learners; Faculty |",
    ]
    assert lines[5] == r'| \[bold\]Not bold\[/bold\] :smile: \|x\| \*y\* \<b\> &amp; "z" |  | Faculty |'
    assert (stderr, status) == ("", 0)


def test_plain_has_labels_one_fact_a_line_and_no_boxes(run: Run) -> None:
    stdout, stderr, status = run("list", "-f", "plain", "-n", "3", "-t", "visas")
    assert stdout == (
        "Name: Visa Office\n"
        "For: Students & learners; Faculty\n"
        "What: Helps with visas, work permits and travel papers, for all who come from abroad and their families.\n"
        "Phone: +1 314 555 0100 (2001)\n"
        "Email: visas@example.org\n"
        "Where: Room 5; Main Hall\n"
        "Link: https://example.org/visas/a-very-long-address-that-no-terminal-shows-on-one-line/index.html"
        "?lang=en&page=2#top\n"
        "Caution: last confirmed 2001\n"
        "Id: visa-office\n"
        "\n"
        "Name: Night Desk of the Visa Office\n"
        "For: Everyone\n"
        "Contact: no phone or email known; start at the link\n"
        "Link: https://example.org/all\n"
        "Caution: link is not its own page\n"
        "Id: night-desk\n"
    )
    assert (stderr, status) == ("", 0)


def test_plain_and_table_take_fields_too(run: Run) -> None:
    assert run("list", "-f", "plain", "--fields", "id,kind", "-n", "1") == ("Id: visa-office\nKind: Office\n", "", 0)
    assert run("list", "-f", "table", "--fields", "id,kind", "-n", "1") == (
        f"Id           Kind\n{'─' * 19}\nvisa-office  Office\n",
        "",
        0,
    )
    assert run("list", "-f", "table", "--fields", "id,kind", "-n", "1", "--no-header").stdout == "visa-office  Office\n"


def test_accessible_terminals_get_plain_and_pipes_still_get_tsv(run: Run) -> None:
    plain = run("find", "-a", "students", "-n", "0", "-f", "plain")
    assert run("find", "-a", "students", "-n", "0", tty=True, env={"ACCESSIBLE": "1"}).stdout == plain.stdout
    assert run("list", env={"ACCESSIBLE": "1"}) == run("list")


def test_an_index_read_aloud_has_names_and_ids_as_any_other(run: Run) -> None:
    lines = run("list", "--by", "kind", tty=True, env={"ACCESSIBLE": "1"}).stdout.splitlines()
    assert lines[:4] == ["Group: Office (2)", "Name: Visa Office", "Id: visa-office", ""]
    assert {line.partition(": ")[0] for line in lines} == {"Group", "Name", "Id", ""}


# ---- the same everywhere -------------------------------------------------------------------------


@pytest.mark.parametrize("format", [*PROGRAMS, "markdown"])
@pytest.mark.parametrize("given", [["list"], ["find", "visa", "office"], ["find", "-a", "students"], ["topics"]])
def test_a_format_is_the_same_at_every_width_color_and_on_a_terminal(run: Run, given: list[str], format: str) -> None:
    wanted = run(*given, "-f", format)
    assert wanted.status == 0
    assert wanted.stdout
    for width in (30, 80, 300):
        assert run(*given, "-f", format, tty=True, width=width) == wanted
    for env in (
        {"FORCE_COLOR": "1"},
        {"NO_COLOR": "1"},
        {"TERM": "dumb"},
        {"CLICOLOR_FORCE": "1"},
        {"ACCESSIBLE": "1"},
    ):
        assert run(*given, "-f", format, "--color", "always", "--hyperlink", "always", env=env) == wanted


def test_machine_formats_are_the_same_bytes_in_every_locale_and_run() -> None:
    code = (
        "import sys\nfrom dicli.commands.app import main\n"
        f"for f in {(*PROGRAMS,)}:\n"
        "    for args in (['list'], ['find', 'visa', 'office'], ['find', '-a', 'students'], ['audiences']):\n"
        "        assert main([*args, '-f', f]) == 0\n"
    )
    environments: list[dict[str, str]] = [
        {},
        {"LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONHASHSEED": "1"},
        {"PYTHONIOENCODING": "ascii", "PYTHONHASHSEED": "2"},
        {"PYTHONIOENCODING": "cp1252", "PYTHONHASHSEED": "3"},
        {"PYTHONIOENCODING": "utf-16", "DICLI_CACHE": "off"},
    ]
    outputs = set()
    for env in environments:
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, env={**os.environ, **env}, timeout=60, check=False
        )
        assert (done.stderr, done.returncode) == (b"", 0)
        outputs.add(done.stdout)
    assert len(outputs) == 1
    assert "日本語の会" in outputs.pop().decode("utf-8")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_what_people_read_degrades_without_a_crash_if_letters_are_missing(encoding: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dicli", "list", "-f", "table"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        timeout=60,
        check=False,
    )
    assert (done.stderr, done.returncode) == (b"", 0)
    assert "????" in done.stdout.decode(encoding)
    assert "Visa Office" in done.stdout.decode(encoding)


# ---- escapes -------------------------------------------------------------------------------------


def test_without_color_and_links_a_terminal_gets_no_escape_at_all(run: Run) -> None:
    for given in (["list", "-f", "table"], ["show", "markup"], ["find", "visa"], ["kinds"]):
        stdout, stderr, status = run(*given, "--color", "never", "--hyperlink", "never", tty=True)
        assert "\x1b" not in stdout
        assert "\x1b" not in stderr
        assert status == 0


def test_color_and_links_are_separate(run: Run) -> None:
    only_links = run("list", "-f", "table", "--color", "never", tty=True).stdout
    assert "\x1b]8;;https://example.org/calm\x1b\\Café Calm & Quiet\x1b]8;;\x1b\\" in only_links
    assert "\x1b[" not in only_links
    only_color = run("list", "-f", "table", "--hyperlink", "never", tty=True).stdout
    assert "\x1b[1mCafé Calm & Quiet\x1b[0m" in only_color
    assert "\x1b]8" not in only_color


@pytest.mark.parametrize(
    ("env", "colored"),
    [
        ({}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": ""}, True),
        ({"TERM": "dumb"}, False),
        ({"CLICOLOR": "0"}, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "0"}, False),
    ],
)
def test_the_environment_decides_on_color_if_no_option_does(run: Run, env: dict[str, str], colored: bool) -> None:
    stdout, _, status = run("list", "-f", "table", tty=True, env=env)
    assert ("\x1b[1m" in stdout) is colored
    assert status == 0


def test_force_color_colors_a_table_in_a_pipe_and_makes_no_terminal_of_it(run: Run) -> None:
    forced = run("list", "-f", "table", env={"FORCE_COLOR": "1"})
    assert "\x1b[1m" in forced.stdout
    assert "\x1b]8" not in forced.stdout
    assert run("list", env={"FORCE_COLOR": "1"}) == run("list")


def test_markup_in_the_data_stays_literal_everywhere(run: Run) -> None:
    for given in (
        ["list", "-f", "table"],
        ["list", "-f", "plain"],
        ["list", "-f", "tsv"],
        ["show", "markup", "-f", "table"],
    ):
        stdout, _, status = run(*given, tty=True, env={"TERM": "dumb"})
        assert "[bold]Not bold[/bold]" in stdout
        assert ":smile:" in stdout
        assert status == 0


@pytest.mark.skipif(not shutil.which("jq"), reason="needs jq")
def test_jq_reads_what_json_writes(run: Run) -> None:
    given = run("list", "--json").stdout
    done = subprocess.run(["jq", "-r", ".[].id"], input=given, capture_output=True, text=True, check=False)
    assert (done.stdout.split()[:2], done.stderr, done.returncode) == (["visa-office", "night-desk"], "", 0)
