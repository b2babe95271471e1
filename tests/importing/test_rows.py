"""Which rows are entries: titles, sections, repeated headings, totals, footers, groups, and rows that are alike."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from lists import imported

from conftest import Run


def test_what_was_left_out_is_reported(run: Run, tmp_path: Path) -> None:
    text = "Name,Website,Photo\nA,/relative,1\n,https://x.example,\nA,/relative,1\nA,https://a.example,2\n?,,\n"
    found = imported(run, tmp_path, text)
    assert found.values("id") == ["a", "a-2"]
    assert found.report[0].partition(": ")[2] == "UTF-8, commas between cells; 5 rows, 2 resources"
    assert found.report[1:] == [
        "  name: from `Name`",
        "  url: from `Website`",
        "  left out: `Photo` (3 values); to keep one: --map Photo=facts",
        "  `Website`: not a web address, kept as a fact (2): row 2 `/relative`, row 4 `/relative`; "
        "try: --map Website=facts",
        "  no name, left out (2): row 3 `https://x.example`, row 6 `?`",
        "  duplicate of an earlier row, left out (1): row 4 `A`",
        "  says nothing, left out (1): row 6 `?`",
    ]


def test_each_kind_of_note_is_one_line_with_a_count_and_three_examples(run: Run, tmp_path: Path) -> None:
    rows = "".join(f"N{number},likely {number}\n" for number in range(392))
    found = imported(run, tmp_path, f"Name,Confidence\n{rows}")
    (line,) = [line for line in found.report if "Confidence`:" in line]
    assert line.endswith(
        "kept as a fact (392): row 2 `likely 0`, row 3 `likely 1`, row 4 `likely 2`, ...; try: --map Confidence=facts"
    )


def test_sections_repeated_headings_totals_and_footers_are_not_entries_and_reported(run: Run, tmp_path: Path) -> None:
    found = imported(
        run,
        tmp_path,
        "Whom to ask,,\nName,Phone,Email\nHOUSING,,\nHousing Office,555-0100,h@x.example\nName,Phone,Email\nMONEY,,\n"
        "Bursar,555-0102,b@x.example\nTotal for money,2,\nPage 1 of 2,,\nLast updated: March 2024,,\n"
        "Total Wellness,1234,\n",
    )
    assert found.values("name") == ["Housing Office", "Bursar", "Total Wellness"]
    assert found.values("topics") == [["housing"], ["money"], ["money"]]
    assert found.line("above") == "above the headings, left out (1): row 1 `Whom to ask`"
    assert found.line("the headings again").endswith(" (1): row 5 `Name | Phone | Email`")
    assert found.line("totals").endswith(
        "left out (3): row 8 `Total for money | 2`, row 9 `Page 1 of 2`, row 10 `Last updated: March 2024`"
    )
    assert found.line("taken as headings").startswith(
        "taken as headings of sections, now in `Section` (2): row 3 `HOUSING`, row 6 `MONEY`"
    )


def test_the_section_of_an_entry_is_kept_beside_a_column_of_that_name(run: Run, tmp_path: Path) -> None:
    found = imported(
        run, tmp_path, "Name,Section,Phone\nHOUSING,,\nDorms,Rent,555-0100\nMONEY,,\nBursar,Fees,555-0101\n"
    )
    assert [sorted(topics) for topics in found.values("topics")] == [["housing", "rent"], ["fees", "money"]]
    assert found.line("taken as headings of sections, now in `Section 4` (2)").endswith("or --map 'Section 4='")


def test_headings_of_another_table_are_not_an_entry_and_reported(run: Run, tmp_path: Path) -> None:
    found = imported(run, tmp_path, "Name,Phone\nBursar,555-0100\nClub name,Email\nChess,c@x.example\n")
    assert found.values("name") == ["Bursar", "Chess"]
    assert found.line("headings of another table").endswith(", left out (1): row 3 `Club name | Email`")


@pytest.mark.parametrize(
    "headings", ["Name,Phone,Name,Fax", "Name,Phone,Name,", "Name,Name,Phone,Phone", "Name,Name,,"]
)
def test_a_heading_that_is_repeated_costs_no_entry(run: Run, tmp_path: Path, headings: str) -> None:
    found = imported(run, tmp_path, f"{headings}\nBursar,555-0100,Cashier,555-0101\n")
    assert found.values("name") == ["Bursar"]


def test_a_name_that_looks_like_a_total_is_an_entry_if_it_has_a_phone_number(run: Run, tmp_path: Path) -> None:
    found = imported(run, tmp_path, "Name,Phone\nSUMA,555-0100\nTotal for money,1234\nBursar,555-0101\n")
    assert found.values("name") == ["SUMA", "Bursar"]


def test_a_row_that_is_left_out_gives_no_topic(run: Run, tmp_path: Path) -> None:
    found = imported(run, tmp_path, "Category,Name,Phone\nMoney,Bursar,1\nBy appointment only,,\nMoney,Cashier,2\n")
    assert [topic["id"] for topic in found.data["topics"]] == ["money"]
    assert found.line("no name") == "no name, left out (1): row 3 `By appointment only`"


@pytest.mark.parametrize("rows", ["A,555-0100\nB,\nC,555-0101\n", "A,\nB,\nC,\n", "A,555-0100\nB,555-0101\nC,\n"])
def test_an_entry_may_have_a_name_only(run: Run, tmp_path: Path, rows: str) -> None:
    assert imported(run, tmp_path, f"Name,Phone\n{rows}").values("name") == ["A", "B", "C"]


def test_a_group_has_its_first_cell_in_all_its_rows(run: Run, tmp_path: Path) -> None:
    text = "Category,Name,Phone\nMoney,Bursar,1\n,Cashier,2\nHousing,Dorms,3\n,Leases,4\n"
    found = imported(run, tmp_path, text)
    assert found.values("topics") == [["money"], ["money"], ["housing"], ["housing"]]
    assert found.line("`Category` is empty").startswith(
        "`Category` is empty, filled from above (2): row 3 `Money`, row 5 `Housing`; try: --map"
    )


@pytest.mark.parametrize("heading", ["Department", "Company"])
def test_what_entries_belong_to_may_be_a_group(run: Run, tmp_path: Path, heading: str) -> None:
    found = imported(run, tmp_path, f"{heading},Name,Phone\nIT,Helpdesk,1\n,Network,2\nLibrary,Desk,3\n")
    assert [found.facts(row) for row in range(3)] == [{heading: "IT"}, {heading: "IT"}, {heading: "Library"}]


def test_a_column_of_names_has_no_groups(run: Run, tmp_path: Path) -> None:
    found = imported(run, tmp_path, "Department,Phone,Email\nIT,555-0100,\n,555-0101,a@x.example\n")
    assert found.values("name") == ["IT"]
    assert found.line("no name") == "no name, left out (1): row 3 `555-0101 | a@x.example`"


def test_a_column_whose_values_repeat_has_no_groups(run: Run, tmp_path: Path) -> None:
    text = "Category,Name,Phone\nMoney,Bursar,1\n,Cashier,2\nMoney,Dorms,3\n"
    assert imported(run, tmp_path, text).values("topics") == [["money"], None, ["money"]]


def test_ids_of_entries_with_one_name_do_not_depend_on_their_order(run: Run, tmp_path: Path) -> None:
    rows = ["Help Desk,555-0100", "Help Desk,555-0101", "Help Desk 2,555-0102", "Help Desk,555-0103"]
    seen = set()
    for order in permutations(rows):
        found = imported(run, tmp_path, "\n".join(["Name,Phone", *order]))
        ids = {resource["contact"]["phone"]: resource["id"] for resource in found.resources}
        seen.add(str(sorted(ids.items())))
    assert len(seen) == 1
    assert ids["555-0102"] == "help-desk-2"
    assert len(set(ids.values())) == 4


def test_part_of_is_the_id_of_another_entry_else_a_fact(run: Run, tmp_path: Path) -> None:
    found = imported(run, tmp_path, "Name,Part of,Phone\nBursar,Dean's Office,1\nDean's Office,The College,2\nX,x,3\n")
    assert found.values("part_of") == ["deans-office", None, None]
    assert found.facts(1) == {"Part of": "The College"}
    assert found.facts(2) == {"Part of": "x"}


def test_what_check_would_reject_is_left_out_and_reported(run: Run, tmp_path: Path) -> None:
    found = imported(run, tmp_path, "Name,Part of\nA,B\nB,A\nC,B\n")
    assert [parent for parent in found.values("part_of") if parent] != ["b", "a", "b"]
    assert found.line("`part_of` forms a loop").endswith(("left out (1): `a: b`", "left out (1): `b: a`"))


@pytest.mark.parametrize("gap", ["", ","], ids=["no gap", "an empty column"])
def test_tables_side_by_side_are_read_one_below_the_other(run: Run, tmp_path: Path, gap: str) -> None:
    text = f"Whom to ask\nName,Phone,{gap}Name,Phone\nBursar,,{gap}Dorms,555-0101\nParking,555-0102,{gap},\n"
    found = imported(run, tmp_path, text)
    assert found.values("name") == ["Bursar", "Parking", "Dorms"]
    assert found.values("contact") == [None, {"phone": "555-0102"}, {"phone": "555-0101"}]
    assert [line.strip() for line in found.report[1:]] == [
        "name: from `Name`",
        "phone: from `Phone`",
        "above the headings, left out (1): row 1 `Whom to ask`",
    ]


def test_an_entry_beside_the_heading_of_a_section_stays_an_entry(run: Run, tmp_path: Path) -> None:
    rows = "HOUSING,,Parking,1\nDorms,2,Lot,3\nMONEY,,Bikes,4\nBursar,5,Keys,6\n"
    found = imported(run, tmp_path, f"Name,Phone,Name,Phone\n{rows}")
    assert found.values("name") == ["Dorms", "Bursar", "Parking", "Lot", "Bikes", "Keys"]
    assert found.line("taken as headings").startswith(
        "taken as headings of sections, now in `Section` (2): row 2 `HOUSING`, row 4 `MONEY`; try: "
    )
