"""Workbooks: .xlsx, .ods and .xls, of several sheets, with numbers, dates and merged cells."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from lists import imported

from conftest import Run, RunProcess
from dicli.importing.workbooks import text_of

HERE = Path(__file__).parent
BOOKS = ["offices.xlsx", "offices.ods", "offices.xls"]


@pytest.mark.parametrize("book", BOOKS)
def test_numbers_dates_and_merged_cells_are_what_they_show(run: Run, tmp_path: Path, book: str) -> None:
    found = imported(run, tmp_path, (HERE / book).read_bytes(), name=book)
    assert found.values("name") == ["Bursar", "Cashier", "Dorms"]
    assert found.values("contact") == [{"phone": "3145550100"}, {"phone": "0555-0101"}, None]
    assert found.values("as_of") == ["2024-03-14", "2018-06-30", None]
    assert found.values("topics") == [["money"], ["money"], ["housing"]]
    assert found.values("audiences") == [["staff"], None, None]
    assert [found.facts(0), found.facts(2)] == [{"Hours": "Mon-Fri 9-5"}, {"Hours": "09:30"}]
    assert found.line("above") == "above the headings, left out (1): row 1 `Whom to ask`"


def test_the_first_visible_sheet_is_read_and_the_report_names_the_others(run: Run, tmp_path: Path) -> None:
    found = imported(run, tmp_path, (HERE / "offices.xlsx").read_bytes())
    assert "workbook, sheet `Offices`; 3 rows" in found.report[0]
    assert found.line("other") == "other sheets: `Secret` and `Old ones`; try: --sheet Secret"


def test_links_behind_cells_are_reported(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "linked.xlsx"
    file.write_bytes((HERE / "offices.xlsx").read_bytes())
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    with ZipFile(file, "a") as archive:
        link = f'<Relationship Id="rId1" Type="{kind}" Target="https://x.example/?a=1&amp;b=2" TargetMode="External"/>'
        archive.writestr("xl/worksheets/_rels/sheet2.xml.rels", f"<Relationships>{link}</Relationships>")
    found = imported(run, tmp_path, file.read_bytes(), name="linked.xlsx")
    assert found.line("links behind cells") == (
        "links behind cells are not read; write them into a column (1): `https://x.example/?a=1&b=2`"
    )


@pytest.mark.parametrize("name", ["xl/comments1.xml", "xl/comments/comment1.xml"])
def test_comments_on_cells_are_reported(run: Run, tmp_path: Path, name: str) -> None:
    file = tmp_path / "commented.xlsx"
    file.write_bytes((HERE / "offices.xlsx").read_bytes())
    with ZipFile(file, "a") as archive:
        comment = '<comment ref="B3" authorId="0"><text><t>until May</t></text></comment>'
        archive.writestr(
            name, f"<comments><commentList>{comment}{comment.replace('B3', 'C4')}</commentList></comments>"
        )
    found = imported(run, tmp_path, file.read_bytes(), name="commented.xlsx")
    assert found.line("comments on cells") == (
        "comments on cells are not read; write them into a column (2): `B3`, `C4`"
    )


def test_links_behind_cells_that_cannot_be_read_cost_nothing_else(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "damaged.xlsx"
    file.write_bytes((HERE / "offices.xlsx").read_bytes())
    with ZipFile(file, "a") as archive:
        archive.writestr("xl/worksheets/_rels/sheet2.xml.rels", "<Relationships></Relationships>")
    data = file.read_bytes().replace(b"<Relationships></", b"<Relationships><<")  # now its checksum is wrong
    assert imported(run, tmp_path, data, name="damaged.xlsx").values("name") == ["Bursar", "Cashier", "Dorms"]


def test_empty_cells_that_are_merged_beside_the_table_cost_nothing(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "merged.xlsx"
    with ZipFile(HERE / "offices.xlsx") as before, ZipFile(file, "w") as after:
        for name in before.namelist():
            ranges = b'<mergeCell ref="Z2:Z4" /></mergeCells>'
            after.writestr(name, before.read(name).replace(b"</mergeCells>", ranges))
    assert imported(run, tmp_path, file.read_bytes(), name="merged.xlsx").values("name") == [
        "Bursar",
        "Cashier",
        "Dorms",
    ]


def test_a_time_keeps_its_seconds() -> None:
    assert text_of(datetime(2025, 9, 1, 10, 30, 12)) == "2025-09-01 10:30:12"
    assert text_of(datetime(2025, 9, 1, 10, 30)) == "2025-09-01 10:30"


@pytest.mark.parametrize("name", ["Old ones", "old ones"])
@pytest.mark.parametrize("book", BOOKS)
def test_another_sheet_is_read_if_it_is_named(run: Run, tmp_path: Path, book: str, name: str) -> None:
    found = imported(run, tmp_path, (HERE / book).read_bytes(), "--sheet", name)
    assert found.values("name") == ["Old desk"]


def test_a_sheet_that_does_not_exist_is_a_usage_error(run: Run) -> None:
    stdout, stderr, status = run("import", str(HERE / "offices.ods"), "--sheet", "None")
    assert (stdout, status) == ("", 2)
    assert stderr == "dicli: error: no sheet called `None`\nsheets: `Offices` and `Old ones`\n"
    assert run("import", "-", "--sheet", "None", stdin="Name\nA\n").status == 2


def test_a_workbook_may_come_from_standard_input(run: Run) -> None:
    assert "- id: bursar\n" in run("import", "-", stdin=(HERE / "offices.xlsx").read_bytes()).stdout


def test_without_the_extra_an_error_says_how_to_install_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    stdout, stderr, status = run("import", str(HERE / "offices.xlsx"))
    assert (stdout, status) == ("", 3)
    assert stderr == (
        "dicli: error: workbooks need python-calamine\n"
        "try: pipx inject dicli python-calamine; or save the sheet as CSV\n"
    )


@pytest.mark.parametrize("book", BOOKS)
def test_a_broken_workbook_is_an_error(run: Run, tmp_path: Path, book: str) -> None:
    file = tmp_path / book
    data = (HERE / book).read_bytes()
    file.write_bytes(data[: len(data) // 2])
    stdout, stderr, status = run("import", str(file))
    assert (stdout, status) == ("", 3)
    assert stderr.startswith(f"dicli: error: cannot read `{file}`: ")


def test_a_panic_in_the_library_for_workbooks_is_an_error(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        """What code in Rust raises; no file that causes it is known."""

    class Panicking:
        @staticmethod
        def from_filelike(_file: object) -> None:
            raise PanicException("index out of bounds")

    monkeypatch.setattr("python_calamine.CalamineWorkbook", Panicking)
    stdout, stderr, status = run("import", str(HERE / "offices.xls"))
    assert (stdout, status) == ("", 3)
    assert stderr.startswith(f"dicli: error: cannot read `{HERE / 'offices.xls'}`: index out of bounds\n")


def test_text_is_read_without_the_library_for_workbooks(dicli: RunProcess, tmp_path: Path) -> None:
    (tmp_path / "python_calamine.py").write_text("raise AssertionError('loaded')")
    ran = dicli("import", "-", stdin="Name\nA\n", env={"PYTHONPATH": str(tmp_path)})
    assert ran.status == 0, ran.stderr
