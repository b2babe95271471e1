"""Whatever a sheet has: every value ends in the catalogue or in the notes, and the catalogue has no faults."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as some

from conftest import SMALL, Run
from dicli.core.catalogue import VOCABULARIES
from dicli.core.model import Term, Vocabulary
from dicli.core.text import fold
from dicli.files.bundled import bundled_file
from dicli.files.checking import findings
from dicli.files.document import Document
from dicli.files.reader import parsed
from dicli.importing.cells import plain
from dicli.importing.draft import Draft, draft_of, leave_out_faults
from dicli.importing.mapping import YES
from dicli.importing.notes import Notes
from dicli.importing.table import table_of

HEADINGS = (
    "Name|Staff|First Name|Last Name|Title|Company|Email|Phone|Fax|Website|Links|Category|Audience|Type|Keywords|Alias|"
    "Notes|Description|About|Address|City|Contact|Last updated|Checked|Confidence|Part of|Sources|Hours|Wombats|"
    "Wombats|"
)
WORDS = some.text("abcdéñßжя日 09", min_size=1, max_size=12)
CELLS = some.one_of(
    WORDS,
    some.text("abé 1-/.,;:|()#@+?!\n", max_size=20),
    some.builds("{}@{}.example".format, some.sampled_from("abc"), some.sampled_from("xyz")),
    some.builds("https://{}.example/{}".format, some.sampled_from("abc"), some.sampled_from("xyz")),
    some.builds("555-01{:02}".format, some.integers(0, 99)),
    some.lists(WORDS, max_size=4).map("; ".join),
    some.sampled_from(["", "", "N/A", "Total", "HOUSING", "Page 1 of 2", "#REF!", "tel 555-0100, fax 555-0101"]),
    WORDS.map(lambda word: f"{word} " * 40),
    some.text("01289 -/.:", max_size=12),
    some.from_regex(r"(20)?[0-2]?9[-/. ](Jan|Mar|0?9)([-/. ](20)?1?9)?( 10:00)?( ab| Mar| 9)?", fullmatch=True),
)
PART = r"(\d\d?|Jan|Mar)"
# dates that can be read in one way only; a catalogue has their numbers in its own form
REWRITTEN = re.compile(
    rf"(\d\d?([-/.] ?){PART}\2(\d\d)?\d\d|(\d\d)?\d\d([-/.] ?){PART}\6\d\d?"
    r"|\d\d?[-/. ]+(Jan|Mar)[-/. ]+(\d\d)?\d\d|\d{4}[-/. ]+(Jan|Mar)[-/. ]+\d\d?"
    rf"|{PART}[-/. ]+\d{{4}}|\d{{4}}[-/. ]+{PART}|(Jan|Mar)-\d\d)( 10:00| \d\d?[.:]\d\d)?"
)


@cache
def bundled() -> Document:
    """The bundled catalogue, whose ids may be in use."""
    return parsed("bundled", Path(bundled_file()).read_bytes())


@some.composite
def sheets(draw: some.DrawFn) -> list[list[str]]:
    """A sheet of some usual and unusual headings, in any order, and any cells."""
    headings = draw(some.lists(some.sampled_from(HEADINGS.split("|")), min_size=1, max_size=6))
    row = some.lists(CELLS, min_size=len(headings), max_size=len(headings))
    return [headings, *draw(some.lists(row, max_size=6))]


def imported(lines: list[list[str]], header: bool | None) -> tuple[Draft, Notes]:
    notes = Notes()
    known: dict[str, Vocabulary] = {name: {} for name in VOCABULARIES}
    known["audiences"] = {"staff": Term("staff", "Staff")}
    return draft_of(table_of(lines, header, notes), known, notes), notes


@settings(max_examples=300)
@given(sheets(), some.sampled_from([None, True, False]))
@example([["Name", "Type"], ["a", "b; c"]], None)
@example([["Name", "Email"], ["a", "b <c@d.example>"], ["a", "b <c@d.example>"]], None)
@example([["b", "1"], ["", ""], ["", "2"]], None)
@example([["Name", "Last updated"], ["a", "9/Mar/19 Mar"]], None)
@example([["Name", "Staff"], ["a", "no"], ["b", "yes"]], None)
@example([["a", "", "column 2"], ["b", "c", "d"]], True)
@example([["Name", "Last updated"], ["a", "90"]], None)
@example([["Name", "Last updated"], ["a", "9 90"]], None)
@example([["Name", "Last updated"], ["a", "099"]], None)
@example([["Name", "Last updated"], ["a", "9-9-9"]], None)
@example([["Name", "Last updated"], ["a", "9 9 90"]], None)
@example([["Name", "Last updated"], ["a", "24 Mar"]], None)
@example([["Name", "Last updated"], ["a", "9.Jan/19"]], None)
@example([["Name", "Last updated"], ["a", "Jan - Mar 2024"]], None)
@example([["Name", "Last updated"], ["a", "2024-01-05 10:00 by b"]], None)
@example([["Name", "Last updated"], ["a", "2024-01-05" + " " * 60 + "9"]], None)
def test_every_cell_is_in_the_catalogue_or_in_the_notes(lines: list[list[str]], header: bool | None) -> None:
    draft, notes = imported(lines, header)
    told = [example.text for examples in notes.found.values() for example in examples]
    kept = yaml.safe_dump(draft.data, allow_unicode=True, width=10**6)
    known = set(fold(" ".join([kept, *told, *(column.heading for column in draft.columns)])).split())
    if any(column.marks_a_term for column in draft.columns):
        known |= YES  # a check mark is kept as the term that it marks
    for column in draft.columns:
        if column.field == "as_of":
            known.update(*(fold(text).split() for text in column.texts if REWRITTEN.fullmatch(text)))
    for line in lines:
        for cell in line:
            assert set(fold(cell).split()) <= known, cell


TEXTS = some.text(max_size=40).map(plain)


@settings(max_examples=60)
@given(sheets() | some.lists(some.lists(TEXTS, min_size=4, max_size=4), max_size=6))
@example([["Name", "Type"], ["Web 2.0", "Version 1.5"]])
def test_whatever_is_in_the_cells_the_catalogue_has_no_faults(lines: list[list[str]]) -> None:
    draft, notes = imported(lines, None)
    leave_out_faults(draft.data, bundled(), notes)
    text = yaml.safe_dump(draft.data, allow_unicode=True).encode()
    assert findings([parsed("-", text)], [bundled()]) == []


# ---- there and back ------------------------------------------------------------------------------


def csv_fields() -> str:
    """The fields that the guide says to write for a CSV file that can be imported again."""
    guide = (Path(__file__).parents[2] / "docs" / "own-catalogue.md").read_text(encoding="utf-8")
    return guide.partition("-f csv --fields ")[2].split()[0]


def again(run: Run, folder: Path, table: str) -> str:
    """A catalogue of a table that dicli wrote."""
    file = folder / "again.yaml"
    file.write_text(run("import", "-", stdin=table).stdout, encoding="utf-8")
    return str(file)


@pytest.mark.parametrize("catalogue", ["bundled", SMALL])
def test_the_columns_of_the_guide_come_back_from_csv(run: Run, tmp_path: Path, catalogue: str) -> None:
    options = ("-f", "csv", "--fields", csv_fields())
    table = run("list", "--catalogue", catalogue, *options).stdout
    assert run("list", "--catalogue", again(run, tmp_path, table), *options).stdout == table


@pytest.mark.parametrize("catalogue", ["bundled", SMALL])
def test_a_list_of_ours_gives_the_same_entries_again(run: Run, tmp_path: Path, catalogue: str) -> None:
    def entries(catalogue: str) -> Any:
        fields = "id,name,kind,audiences,url,summary"
        return json.loads(run("list", "--catalogue", catalogue, "--json", "--fields", fields).stdout)

    table = run("list", "--catalogue", catalogue, "-f", "csv").stdout
    assert entries(again(run, tmp_path, table)) == entries(catalogue)
