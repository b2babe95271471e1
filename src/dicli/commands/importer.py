"""The command `import`: a catalogue from somebody else's list."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Exit, Option

from dicli.commands.options import load_catalogue
from dicli.core.catalogue import VOCABULARIES
from dicli.core.errors import DicliError, Status, counted, listed
from dicli.core.text import distinct, fold
from dicli.output.terminal import report, write
from dicli.output.writers import as_yaml

if TYPE_CHECKING:
    from dicli.importing.columns import Target
    from dicli.importing.intake import Intake
    from dicli.importing.sheets import Rows

MANY = 10  # rows are reported by number


def import_(
    file: Annotated[str, Argument(metavar="FILE", help="CSV, TSV, JSON or YAML; - is standard input.")],
    map_: Annotated[
        list[str] | None,
        Option("--map", metavar="COLUMN=FIELD", help="Where a column goes (nowhere without FIELD); may be repeated."),
    ] = None,
) -> None:
    """Make a catalogue from a spreadsheet or another list. Writes YAML, and changes no file.

    Detects the encoding, delimiter and columns, and reports on standard error where each column went and what was
    left out. Correct any mistakes with --map. FIELD is a field of a catalogue, one of email, phone, location and
    contact, or facts, which keeps the name of the column.

    \b
    Examples:
      dicli import offices.csv > my.yaml
      dicli import offices.csv --map "Desk=name" --map "Comments=note"
      dicli list -f csv | dicli import -
    """
    from dicli.files.layers import BUNDLED, bundled_file
    from dicli.files.reader import parsed, read
    from dicli.importing.intake import Intake
    from dicli.importing.sheets import table

    form, rows = table(file)
    targets = _targets(rows, map_ or [])
    bundled = load_catalogue([BUNDLED])
    intake = Intake(rows, targets, {name: getattr(bundled, name) for name in VOCABULARIES})
    data = intake.sound(parsed(BUNDLED, read(bundled_file())))
    name = " ".join(re.findall(r"[^\W_]+", Path(file).stem))
    head = {"catalogue": {"name": name}} if name else {}
    write(as_yaml({key: value}) for key, value in {**head, **data}.items())
    report(f"{file}: {form}; {counted(len(rows), 'row')}, {counted(len(data['resources']), 'resource')}")
    for line in _report(intake, targets):
        report(f"  {line}")
    if not data["resources"]:
        raise Exit(Status.NOTHING)


def _targets(rows: "Rows", wanted: list[str]) -> "dict[str, Target]":
    """Where each column goes, by its name or as it is wanted; DicliError for what is neither column nor field."""
    from dicli.importing.columns import Target, fields, target

    columns = distinct(column for _, cells in rows for column in cells)
    targets = {column: found for column in columns if (found := target(column))}
    for pair in wanted:
        given, equals, field = pair.rpartition("=")
        if not equals:
            raise DicliError(f"`--map {pair}` needs COLUMN=FIELD", f"as in --map '{pair}=facts'", Status.USAGE)
        named = [column for column in columns if fold(column) == fold(given)]
        if not named:
            raise DicliError(f"no column called `{given}`", f"columns: {', '.join(columns)}", Status.USAGE)
        if field and field not in fields():
            raise DicliError(f"no field called `{field}`", f"fields: {', '.join(fields())}", Status.USAGE)
        targets.update(dict.fromkeys(named, Target(field, -1)))
    if not any(one.field == "name" for one in targets.values()):
        names = {column: _names(column, rows) for column in columns if column not in targets}
        if any(names.values()):
            targets[max(names, key=names.__getitem__)] = Target("name", 0)
    return targets


def _names(column: str, rows: "Rows") -> int:
    """How many different cells of a column may be names."""
    cells = {cell for _, cells in rows for cell in cells.get(column, ()) if len(cell) < 100}
    return sum(bool(re.search(r"[^\W\d_]{3}", cell) and not re.search("@|://", cell)) for cell in cells)


def _report(intake: "Intake", targets: "dict[str, Target]") -> Iterator[str]:
    """What to report about a list that was imported."""
    for field in distinct(target.field for target in targets.values() if target.field):
        yield f"{field}: from {listed([column for column in targets if targets[column].field == field], 'and')}"
    if left := [f"`{column}` ({counted(number, 'value')})" for column, number in intake.left.items() if number]:
        yield f"left out: {', '.join(left)}; to keep one: --map 'COLUMN=facts'"
    for message, rows in intake.notes.items():
        numbers = ", ".join(map(str, rows[:MANY])) + (f" and {len(rows) - MANY} more" if len(rows) > MANY else "")
        yield message + (f": row{'s' if len(rows) > 1 else ''} {numbers}" if rows else "")
