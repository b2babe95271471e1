"""What is in the cells: several values, contacts, markup, what spreadsheet programs leave behind, long texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lists import Imported, imported

from conftest import Run


def one(run: Run, folder: Path, heading: str, cell: str) -> Imported:
    """A list of one entry with one cell besides its name."""
    quoted = cell.replace('"', '""')
    return imported(run, folder, f'Name,{heading},Other\nA,"{quoted}",x\nB,,\n')


def test_a_cell_may_hold_several_values_or_none(run: Run, tmp_path: Path) -> None:
    found = imported(
        run,
        tmp_path,
        "Program;Agency;Tel;Mail;Links;Cost;Type;Audience;Alias\n"
        "Food Help;City;555-111-2222 / 555-333-4444;a@x.example b@x.example;TBD;None;Office;Students|Veterans;n/a\n",
    )
    assert found.only["contact"] == {"email": "a@x.example", "phone": "555-111-2222"}
    assert (found.only["kind"], found.only["audiences"]) == ("office", ["students", "veterans"])
    assert found.facts() == {"Phone": "555-333-4444", "Email": "b@x.example", "Agency": "City", "Cost": "None"}
    assert found.line("says nothing") == "says nothing, left out (2): row 2 `TBD`, row 2 `n/a`"


@pytest.mark.parametrize(
    ("cell", "phone", "facts"),
    [
        ("555-0100; 555-0101", "555-0100", {"Phone": "555-0101"}),
        ("555-0100, 555-0101", "555-0100", {"Phone": "555-0101"}),
        ("555-111-2222 or 555-333-4444", "555-111-2222", {"Phone": "555-333-4444"}),
        ("0228/73-80 80", "0228/73-80 80", {}),
        ("030 1234567/68", "030 1234567/68", {}),
        ("555-0100 ext. 5, ask for Jo", "555-0100 ext. 5, ask for Jo", {}),
        ("Tel: 555-0100; Fax: 555-0199", "Tel: 555-0100", {"Fax": "555-0199"}),
        ("555-0100\n555-0199 (Fax)", "555-0100", {"Fax": "555-0199"}),
        ("Tel./Fax: 555-0100", "Tel./Fax: 555-0100", {}),
        ("555-0100 ::: 555-0101", "555-0100", {"Phone": "555-0101"}),
        ('="0555-0100"', "0555-0100", {}),
        ("'0555-0100", "0555-0100", {}),
        ("988", "988", {}),
    ],
)
def test_phone_numbers(run: Run, tmp_path: Path, cell: str, phone: str, facts: dict[str, str]) -> None:
    found = one(run, tmp_path, "Phone", cell)
    assert found.resources[0]["contact"]["phone"] == phone
    assert found.facts() == {**facts, "Other": "x"}


@pytest.mark.parametrize(
    ("heading", "cell", "field"),
    [
        ("Email", "ask Jo", "not an email address"),
        ("Email", "ask at desk.example", "not an email address"),
        ("Website", "/relative", "not a web address"),
        ("Website", "https://bank.example@x.example/", "not a web address"),
        ("Phone", "ask Jo", "not a phone number"),
        ("Phone", "3.14555E+09", "a number that lost its digits in the spreadsheet program"),
        ("Last updated", "soon", "not a past date"),
        ("Last updated", "2199-01-01", "not a past date"),
        ("Confidence", "likely", "not `high`, `medium` or `low`"),
    ],
)
def test_a_cell_that_does_not_fit_its_field_is_kept_as_a_fact_and_reported(
    run: Run, tmp_path: Path, heading: str, cell: str, field: str
) -> None:
    found = one(run, tmp_path, heading, cell)
    assert found.facts() == {heading: cell, "Other": "x"}
    line = found.line(f"`{heading}`")
    assert line.startswith(f"`{heading}`: {field}, kept as a fact (1): row 2 `{cell}`; try: --map ")


def test_a_web_address_that_is_too_long_for_a_link_is_kept_as_a_fact_and_reported(run: Run, tmp_path: Path) -> None:
    longest = f"https://x.example/{'a' * 1982}"
    assert one(run, tmp_path, "Website", longest).resources[0]["url"] == longest
    found = one(run, tmp_path, "Website", longest + "a")
    assert found.facts() == {"Website": longest + "a", "Other": "x"}
    assert found.line("`Website`").startswith("`Website`: not a web address, kept")


def test_the_advice_about_a_cell_settles_it(run: Run, tmp_path: Path) -> None:
    text = "Name,Mail\nA,ask Jo\nB,b@x.example\n"
    assert imported(run, tmp_path, text).line("`Mail`").endswith("; try: --map Mail=contact")
    found = imported(run, tmp_path, text, "--map", "Mail=contact")
    assert found.facts() == {"Contact": "ask Jo"}
    assert found.line("`Mail`") == ""


@pytest.mark.parametrize(
    ("heading", "cell", "wanted"),
    [
        ("Email", "Jo <jo@x.example>", {"contact": {"email": "jo@x.example"}}),
        ("Website", "HTTPS://x.example", {"url": "https://x.example"}),
        ("Website", "https://x.example/a,b;c=1", {"url": "https://x.example/a,b;c=1"}),
        ("Website", "a.example; b.example/c", {}),
        ("Confidence", "High", {"confidence": "high"}),
        ("Contact", "Jo, 555-111-2222, jo@x.example", {"contact": {"email": "jo@x.example", "phone": "555-111-2222"}}),
        ("Description", "<p>A &amp; b</p><ul><li>c</li></ul>", {"summary": "A & b c"}),
        ("Description", "R&#38;D", {"summary": "R&D"}),
        ("Keywords", "R&amp;D; T&amp;E", {"keywords": ["R&D", "T&E"]}),
        ("Keywords", "a<br>b<br/>c", {"keywords": ["a", "b", "c"]}),
        ("Alias", "R&amp;D", {"aliases": ["R&D"]}),
        ("Description", 'See <a href="https://x.example">forms</a>.', {"summary": "See forms (https://x.example)."}),
        (
            "Description",
            "<a class=b href='https://x.example'><b>Our</b> forms</a>",
            {"summary": "Our forms (https://x.example)"},
        ),
        ("Description", "<a href=https://x.example>forms<p>", {"summary": "forms (https://x.example)"}),
        ("Description", "[forms](https://x.example)", {"summary": "forms (https://x.example)"}),
        ("Description", "a < b", {"summary": "a < b"}),
    ],
)
def test_cells_say_what_was_meant(run: Run, tmp_path: Path, heading: str, cell: str, wanted: dict[str, Any]) -> None:
    resource = one(run, tmp_path, heading, cell).resources[0]
    assert {key: resource[key] for key in wanted} == wanted


def test_the_first_kind_counts_and_others_are_facts(run: Run, tmp_path: Path) -> None:
    found = imported(run, tmp_path, "Name,Type\nA,Office; Club\n")
    assert found.values("kind") == ["office"]
    assert found.facts() == {"Type": "Club"}


def test_the_parts_of_a_location_are_joined_and_none_is_said_twice(run: Run, tmp_path: Path) -> None:
    found = imported(run, tmp_path, "Name,Building,Room,City,Address\nA,Hall 12,1,Troy,Troy\n")
    assert found.only["contact"]["location"] in ("Troy, Hall 12, 1", "Hall 12, 1, Troy")


def test_further_web_addresses_are_links_called_by_their_headings(run: Run, tmp_path: Path) -> None:
    text = "Name,Website,Facebook\nA,https://a.example https://b.example,https://c.example\n"
    found = imported(run, tmp_path, text).only
    assert found["url"] == "https://a.example"
    assert found["links"] == [
        {"label": "Website", "url": "https://b.example"},
        {"label": "Facebook", "url": "https://c.example"},
    ]


def test_notes_are_joined_and_a_second_summary_is_a_fact(run: Run, tmp_path: Path) -> None:
    found = imported(run, tmp_path, "Name,Notes,Comments,Description,About\nA,one,two,three,four\n")
    assert (found.only["note"], found.only["summary"]) == ("one; two", "three")
    assert found.facts() == {"About": "four"}


def test_a_name_may_be_a_link(run: Run, tmp_path: Path) -> None:
    found = imported(run, tmp_path, 'Name,Link\n"[Zero\u200bWidth\u202e\u180e](https://z.example/)",\n')
    assert found.only == {"name": "ZeroWidth", "url": "https://z.example/"}


def test_an_error_of_the_spreadsheet_program_is_left_out_and_reported(run: Run, tmp_path: Path) -> None:
    found = imported(run, tmp_path, "Name,Note,Phone\nA,#REF!,#N/A\nB,#1 in town,555-0100\n")
    assert found.values("note") == [None, "#1 in town"]
    assert found.line("an error") == "an error of the spreadsheet program, left out (2): row 2 `#REF!`, row 2 `#N/A`"


def test_a_long_list_of_short_values_is_not_shortened(run: Run, tmp_path: Path) -> None:
    words = [f"word {number}" for number in range(400)]
    assert imported(run, tmp_path, f"name,keywords\nA,{';'.join(words)}\n").only["keywords"] == words


def test_long_texts_are_kept_and_ids_stay_ids(run: Run, tmp_path: Path) -> None:
    long_name, long_text = ("long " * 90).strip(), ("word " * 3000).strip()
    found = imported(run, tmp_path, f"name,description\n{long_name},{long_text}\n日本語の会,a\n日本語の会,b\n")
    ids = found.values("id")
    assert ids[2] == f"{ids[1]}-2"
    assert all(len(id) <= 80 for id in ids)
    assert found.resources[0]["summary"] == long_text
    assert found.resources[0]["name"] == long_name


@pytest.mark.parametrize("cell", ["a" * 40_000, "a" + " " * 40_000 + "b", "1" + " " * 40_000 + "1", "[a](" * 10_000])
@pytest.mark.parametrize("heading", ["Email", "Phone", "Description", "Website", "Contact", "Last updated", "Name 2"])
def test_a_long_cell_is_read_in_no_time(run: Run, tmp_path: Path, heading: str, cell: str) -> None:
    assert one(run, tmp_path, heading, cell).values("name") == ["A", "B"]
