"""How a list was saved: encodings, delimiters, quotes, and files that are not spreadsheets."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from lists import imported

from conftest import Run
from dicli.importing.sheets import decoded

OFFICES = [
    ["Organization Name", "Website", "Tags", "Phone", "Hours"],
    ["Café Zoé", "www.zoe.example", "coffee, tea", "555-111-2222", "Mon–Fri 9–5"],
    ["Bursar’s Office", "https://b.example/pay", "money", "N/A", ""],
]


def sheet(delimiter: str, ends: str = "\r\n") -> str:
    """The offices as text."""
    rows = []
    for row in OFFICES:
        quoted = [f'"{cell}"' if delimiter in cell else cell for cell in row]
        rows.append(delimiter.join(quoted) + ends)
    return "".join(rows)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encoding_and_delimiter_are_found(run: Run, tmp_path: Path, encoding: str, delimiter: str) -> None:
    found = imported(run, tmp_path, sheet(delimiter).encode(encoding))
    assert found.values("name") == ["Café Zoé", "Bursar’s Office"]
    assert found.values("url") == ["https://www.zoe.example", "https://b.example/pay"]
    assert found.facts() == {"Hours": "Mon–Fri 9–5"}
    assert found.status == 0


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\r\n" + sheet(";"),
        "sep=\t\r\n" + sheet("\t"),
        sheet(",", "\r"),
        "# " + sheet(","),
        "Whom to ask 2026,,,,\n\n,,,,\n" + sheet(","),
        sheet(",").replace("\r\n", "\r\n\r\n,,,,\r\n"),
        "\n".join('"{}",,,,'.format(line.replace('"', '""')) for line in sheet(",").splitlines()),
        "\n".join('"{}"'.format(line.replace('"', '""')) for line in sheet(",").splitlines()),
    ],
    ids=[
        "sep=",
        "sep= tab",
        "old Mac",
        "a mark before the headings",
        "titles above",
        "empty lines",
        "quoted lines",
        "quoted lines without commas",
    ],
)
def test_a_list_is_found_whatever_is_around_it(run: Run, tmp_path: Path, text: str) -> None:
    found = imported(run, tmp_path, text, name="list")
    assert found.values("id") == ["cafe-zoe", "bursars-office"]
    assert found.values("contact") == [{"phone": "555-111-2222"}, None]


def test_standard_input_is_read(run: Run) -> None:
    assert "- id: cafe-zoe\n" in run("import", "-", stdin=sheet(",")).stdout


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ('One,"open\nTwo,x', ["open", "x"]),
        ('One,5" pipes\nTwo,x', ['5" pipes', "x"]),
        ('One,"a ""b"", c"\nTwo,x', ['a "b", c', "x"]),
        ('One, "a, b"\nTwo,x', ["a, b", "x"]),
    ],
    ids=["never closed", "within a cell", "doubled", "space before"],
)
def test_odd_quotes_cost_no_row_and_no_cell(run: Run, tmp_path: Path, text: str, cells: list[str]) -> None:
    found = imported(run, tmp_path, f"name,description\n{text}\n")
    assert found.values("name") == ["One", "Two"]
    assert found.values("summary") == cells


@pytest.mark.parametrize("text", ['"Office"\n"Bursar,\nCashier"\n"Housing"\n', 'Office\n"Bursar,\nCashier"\nHousing\n'])
def test_a_list_of_one_column_may_have_line_breaks_in_its_cells(run: Run, tmp_path: Path, text: str) -> None:
    assert imported(run, tmp_path, text).values("name") == ["Bursar, Cashier", "Housing"]


@pytest.mark.parametrize("heading", ["Office\n", '"Office"\n'])
def test_a_comma_in_a_list_of_one_column_splits_nothing(run: Run, tmp_path: Path, heading: str) -> None:
    found = imported(run, tmp_path, heading + "Bursar\nParking Desk\nChaplaincy, Advice\nHousing\n")
    assert found.values("name") == ["Bursar", "Parking Desk", "Chaplaincy, Advice", "Housing"]
    assert "one column" in found.report[0]


def test_a_comma_in_the_first_line_alone_splits_nothing(run: Run, tmp_path: Path) -> None:
    found = imported(run, tmp_path, "Chaplaincy, Advice\nBursar\nParking Desk\nHousing\n")
    assert found.values("name") == ["Chaplaincy, Advice", "Bursar", "Parking Desk", "Housing"]


def test_names_with_a_comma_stay_whole_in_a_list_of_one_column(run: Run, tmp_path: Path) -> None:
    found = imported(run, tmp_path, "Office\nExample, Ada\nExample, Bo\nSample, Cy\n")
    assert found.values("name") == ["Example, Ada", "Example, Bo", "Sample, Cy"]


@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_a_list_may_have_very_many_columns(run: Run, tmp_path: Path, delimiter: str) -> None:
    rows = [["Name", *(f"Col {number}" for number in range(300))], ["A", *["x"] * 300], ["B", *["y"] * 300]]
    found = imported(run, tmp_path, "\n".join(delimiter.join(row) for row in rows))
    assert found.values("name") == ["A", "B"]
    assert [len(facts) for facts in found.values("facts")] == [300, 300]


@pytest.mark.parametrize(
    ("content", "what", "hint"),
    [
        (b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jo\r\nEND:VCARD\r\n", "a vCard file", "export CSV"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "an iCalendar file", "spreadsheet"),
        (b"<html><table><tr><td>Name</td></tr></table></html>", "an HTML page", "save it as .xlsx or CSV"),
        (b"\n<!DOCTYPE html><p>", "an HTML page", "save it as .xlsx or CSV"),
        (b"<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL>", "a file of bookmarks", "headings `name` and `url`"),
        (b'<?xml version="1.0"?><Workbook/>', "an XML file", "save it as .xlsx or CSV"),
        (b"{\\rtf1\\ansi Name}", "an RTF file", "copy its table"),
        (b"%PDF-1.7\n", "a PDF file", "copy its table"),
        (b"# Offices\n\n| Name | Phone |\n|---|---|\n| A | 1 |\n", "a Markdown file", "copy its table"),
        (b"| Name | Phone |\n|------|:-----:|\n| A | 1 |\n", "a Markdown file", "copy its table"),
        (b"- [Bursar](https://b.example)\n", "a Markdown file", "copy its table"),
        (b'[{"name": "A"}]', "a JSON file", "jq -r"),
        (b'{"offices": []}', "a JSON file", "jq -r"),
        (b"- name: A\n  phone: 1\n", "a YAML file", "yq -r"),
        (b"---\nname: A\n", "a YAML file", "yq -r"),
        (b"# Whom to ask\noffices:\n- title: A\n", "a YAML file", "yq -r"),
        (b"resources:\n- id: a\n", "a catalogue already", "dicli check"),
        (b"PK\x03\x04..word/document.xml", "a Word document", "copy its table"),
        (b"PK\x03\x04..Index/Document.iwa", "a Numbers file", "Export To"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not text", "save it as .xlsx or CSV"),
    ],
)
def test_a_file_that_is_not_a_spreadsheet_is_refused_with_what_to_do(
    run: Run, tmp_path: Path, content: bytes, what: str, hint: str
) -> None:
    file = tmp_path / "list.xls"
    file.write_bytes(content)
    stdout, stderr, status = run("import", str(file))
    error, advice = stderr.splitlines()
    assert (stdout, error, status) == ("", f"dicli: error: `{file}` is {what}", 3)
    assert hint in advice


@pytest.mark.parametrize(("name", "what"), [("a.json", "JSON"), ("a.YML", "YAML"), ("a.md", "Markdown")])
def test_the_ending_of_a_file_counts_as_well(run: Run, tmp_path: Path, name: str, what: str) -> None:
    file = tmp_path / name
    file.write_text("anything\n")
    assert f" is a {what} file\n" in run("import", str(file)).stderr


@pytest.mark.parametrize("text", ["", "\n\n", "Name,Site\n", "Name\n\\\n"])
def test_a_list_without_entries_is_an_empty_catalogue(run: Run, text: str) -> None:
    stdout, stderr, status = run("import", "-", stdin=text)
    assert (stdout, status) == ("resources: []\n", 1)
    assert "no resources" in stderr


def test_a_missing_file_is_an_error_and_no_file_is_changed(run: Run, tmp_path: Path) -> None:
    stdout, stderr, status = run("import", str(tmp_path / "none.csv"))
    assert (stdout, status) == ("", 3)
    assert stderr.startswith("dicli: error: cannot read `")
    assert list(tmp_path.iterdir()) == []


@given(some.binary(max_size=300))
def test_any_bytes_are_text_without_control_characters(data: bytes) -> None:
    text, _ = decoded(data)
    assert not set(map(chr, range(9))) & set(text)
    text.encode()
