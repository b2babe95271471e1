"""The command `import`: a catalogue from someone else's list."""

import re
import shlex
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

from typer import Argument, Exit, Option

from dicli.commands.options import load_catalogue
from dicli.core.catalogue import VOCABULARIES
from dicli.core.errors import Status, counted, listed
from dicli.core.model import Record
from dicli.output.terminal import is_tty, report, write
from dicli.output.writers import as_yaml

if TYPE_CHECKING:
    from dicli.importing.mapping import Column
    from dicli.importing.workbooks import Spreadsheet

Item = TypeVar("Item")
SHOWN = 3  # resources, on a terminal
BATCH = 200  # resources are written together
OTHERWISE = "name, else a fact"  # what the report calls titles and organizations
PARTS_OF_NAMES = {
    "given": "name",
    "middle": "name",
    "family": "name",
    "title": OTHERWISE,
    "organization": OTHERWISE,
}


def import_command(
    file: Annotated[
        str,
        Argument(
            metavar="FILE", help="CSV, TSV, .xlsx, .ods or .xls; - is standard input."
        ),
    ],
    map_: Annotated[
        list[str] | None,
        Option(
            "--map",
            metavar="COLUMN=FIELD",
            help=(
                "Put a column in a field, or leave FIELD empty to drop the "
                "column. Can be repeated."
            ),
        ),
    ] = None,
    sheet: Annotated[
        str | None,
        Option(metavar="NAME", help="Sheet of a workbook. Otherwise the first one."),
    ] = None,
    header: Annotated[
        bool | None,
        Option(
            "--header/--no-header",
            help="The first row has headings, or has none. Otherwise detected.",
        ),
    ] = None,
    dates: Annotated[
        Literal["dmy", "mdy"] | None,
        Option(
            metavar="ORDER",
            help="Order of day and month: dmy or mdy. Otherwise the column shows it.",
        ),
    ] = None,
) -> None:
    """Make a catalogue from a spreadsheet. Writes YAML to standard output; no file is
    changed.

    Detects the encoding, delimiter and columns, and reports on standard error where
    each column went and what was left out. Correct any mistakes with --map. FIELD is a
    catalogue field; or email, phone, location or contact; or facts, which keeps the
    column's name as the label.

    \b
    Examples:
      dicli import offices.xlsx > my.yaml
      dicli import offices.csv --map "Desk=name" --map "Comments=note"
      dicli list -f csv | dicli import -
    """
    from dicli.files.bundled import BUNDLED
    from dicli.files.loading import base_document
    from dicli.importing.draft import draft_of, leave_out_faults
    from dicli.importing.notes import Notes
    from dicli.importing.sheets import read_sheet
    from dicli.importing.table import table_of

    notes = Notes()
    spreadsheet = read_sheet(file, sheet)
    for link in spreadsheet.links:
        notes.add("links behind cells are not read; write them into a column", 0, link)
    for cell in spreadsheet.commented:
        notes.add("comments on cells are not read; write them into a column", 0, cell)
    table = table_of(spreadsheet.lines, header, notes)
    bundled = load_catalogue([BUNDLED])
    known = {name: getattr(bundled, name) for name in VOCABULARIES}
    rows = _tracked(table.rows, "reading")
    draft = draft_of(table, known, notes, map_ or [], dates or "", rows)
    leave_out_faults(draft.data, base_document(), notes)
    resources = draft.data["resources"]
    on_terminal = is_tty(sys.stdout)
    if on_terminal:
        write([as_yaml({"resources": resources[:SHOWN]})])
    numbers = (
        f"{counted(len(table.rows), 'row')}, {counted(len(resources), 'resource')}"
    )
    report(f"{file}: {spreadsheet.form}; {numbers}")
    lines = [
        *_other_sheets(spreadsheet),
        *_mapping(draft.columns),
        *_left_out(draft.columns),
        *notes.lines(),
    ]
    for line in lines:
        report(f"  {line}")
    if on_terminal:
        report("only the first resources are shown; to write all, add: > my.yaml")
    else:
        write(_catalogue(file, draft.data))
    if not resources:
        raise Exit(Status.NOTHING)


def _other_sheets(spreadsheet: "Spreadsheet") -> Iterator[str]:
    """A line that names the other sheets of a workbook, if there are any."""
    if spreadsheet.others:
        names = listed(list(spreadsheet.others), "and")
        yield f"other sheets: {names}; try: --sheet {shlex.quote(spreadsheet.others[0])}"


def _mapping(columns: "Sequence[Column]") -> Iterator[str]:
    """A line for each field that says from which columns it comes. The name is first,
    then what may be part of a name, then the other fields in their usual order.
    """
    from dicli.importing.columns import fields

    by_field: dict[str, list[str]] = {}
    for column in columns:
        if column.texts and column.field:
            field = PARTS_OF_NAMES.get(column.field, column.field)
            by_field.setdefault(field, []).append(column.heading)
    if "name" not in by_field and OTHERWISE in by_field:
        # there is no other column for the name
        by_field["name"] = by_field.pop(OTHERWISE)
    order = ["name", OTHERWISE, *fields(), *sorted(by_field)]
    for field in sorted(by_field, key=order.index):
        yield f"{field}: from {listed(by_field[field], 'and')}"


def _left_out(columns: "Sequence[Column]") -> Iterator[str]:
    """A line that names the columns that were left out, if there are any."""
    from dicli.importing.notes import map_option

    left_out = [column for column in columns if column.texts and not column.field]
    if not left_out:
        return
    descriptions = []
    for column in left_out:
        values = counted(len(column.texts), "value")
        descriptions.append(f"`{column.heading}` ({values})")
    option = map_option(left_out[0].heading, "facts")
    yield f"left out: {', '.join(descriptions)}; to keep one: {option}"


def _catalogue(file: str, data: Record) -> Iterator[str]:
    """A catalogue as YAML, in pieces; its name is that of the file."""
    name = " ".join(re.findall(r"[^\W_]+", Path(file).stem))
    if name:
        yield as_yaml({"catalogue": {"name": name}})
    resources = data["resources"]
    yield as_yaml({**data, "resources": resources[:BATCH]})
    # "resources" is the last key, so the lists that follow go on with its list
    for start in _tracked(range(BATCH, len(resources), BATCH), "writing"):
        yield as_yaml(resources[start : start + BATCH])


def _tracked(items: Sequence[Item], what: str) -> Iterator[Item]:
    """The items one by one. If they take more than a second, a terminal on standard
    error gets a progress bar.
    """
    started = monotonic()
    for number, item in enumerate(items):
        if monotonic() - started > 1 and is_tty(sys.stderr):
            from rich.console import Console
            from rich.progress import track

            console = Console(stderr=True)
            yield from track(items[number:], what, console=console, transient=True)
            return
        yield item
