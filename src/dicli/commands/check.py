"""The command `check`: the faults of catalogue files."""

import os
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Exit, Option

from dicli.commands import complete
from dicli.commands.check_links import Asking, check_links
from dicli.commands.findings import file_of, in_use, write_findings
from dicli.commands.options import Catalogues, Many, output_options
from dicli.core.dates import OLD_YEARS, is_before
from dicli.core.errors import DicliError, Status, counted
from dicli.files.layers import BUNDLED, documents, layers_in_use, unused_files
from dicli.output.rows import Record
from dicli.output.terminal import report

if TYPE_CHECKING:
    from dicli.files.document import Document, Finding

FIELDS = ("id", "name", "as_of", "url", "where")  # of what is to be confirmed


def months(age: str) -> int:
    """An age such as 18m or 2y in months; DicliError for anything else."""
    if found := re.fullmatch("([0-9]{1,5})([my])", age):
        return int(found[1]) * (12 if found[2] == "y" else 1)
    raise DicliError(f"`--stale` takes months or years, not `{age}`", "for example: --stale 12m", Status.USAGE)


Files = Annotated[Many, Argument(metavar="[FILE]...", show_default=False, autocompletion=complete.catalogues)]
Strict = Annotated[bool, Option("--strict", help="Exit with status 1 for warnings, too.")]
OlderThan = Annotated[
    int, Option("--older-than", metavar="YEARS", help="Warn about facts last confirmed longer ago.", min=0)
]
Stale = Annotated[
    int | None,
    Option("--stale", metavar="AGE", parser=months, help="List what was last confirmed longer ago: 12m, 2y."),
]
Links = Annotated[bool, Option("--links", help="Check online whether each link still works.")]


def check(
    files: Files = None,
    strict: Strict = False,
    older_than: OlderThan = OLD_YEARS,
    stale: Stale = None,
    links: Links = False,
    asking: Annotated[Asking, Asking] = Asking(),
    json: Annotated[bool, Option("--json", help="Print JSON.")] = False,
    catalogue: Catalogues = None,
) -> None:
    """Check catalogue files.

    Reports every fault with its place and how to fix it. Without FILE, checks the catalogues in use, and only counts
    the warnings about the bundled one. --stale lists the entries to confirm, oldest first. Several files are
    combined in the order given; `bundled` is the bundled catalogue, - is standard input. Entries with faults are
    not used; warnings are only advice.

    \b
    Examples:
      dicli check my.yaml
      dicli check bundled my.yaml --strict
      dicli check my.yaml --stale 12m
      dicli check --links
    """
    if not links and (given := set(asking._asdict().items()) - set(Asking()._asdict().items())):
        raise DicliError(f"`--{min(given)[0].replace('_', '-')}` needs `--links`", status=Status.USAGE)
    from dicli.files.checking import findings

    named = [*(files or ()), *(catalogue or ())]
    above, beneath = documents(layers_in_use(named, os.environ))
    found = findings(above, beneath, older_than if not links and stale is None else None)
    for file, reason in () if named else unused_files(os.environ):
        report(f"`{file}` is not used: {reason}")
    if links and not found:
        check_links(above, asking, json)
    elif stale is not None and not found:
        _show_stale(above, stale, json)
    else:
        # Without names, what only the maintainers of the bundled catalogue can do something about is left out.
        shown = [one for one in found if named or not one.warning or one.file != BUNDLED]
        _report(above, shown, json)
        if len(shown) < len(found):
            hidden = counted(len(found) - len(shown), "warning")
            report(f"{hidden} about the bundled catalogue; to list: dicli check bundled")
        if any(strict or not fault.warning for fault in shown):
            raise Exit(Status.NOTHING)


def _report(above: Sequence["Document"], found: Sequence["Finding"], json: bool) -> None:
    """Prints what was found, that about the bundled file last, and says how much it is."""
    bundled_last = sorted(found, key=lambda fault: fault.file == BUNDLED)
    write_findings(map(_fault_row, bundled_last), _fault_text, json)
    warnings = sum(fault.warning for fault in found)
    counts = [counted(len(found) - warnings, "fault")] + ([counted(warnings, "warning")] if warnings else [])
    report(f"{' and '.join(counts)} in {counted(len(above), 'file')}")
    for file in (document.file for document in above if document.data is None and document.findings):
        report(f"`{file}` could not be read to the end: fix the fault and check again")


def _fault_row(fault: "Finding") -> Record:
    place = {"file": file_of(fault.file), "line": fault.place.line, "column": fault.place.column}
    return {**place, "level": "warning" if fault.warning else "fault", "message": fault.message, "hint": fault.hint}


def _fault_text(row: Record) -> str:
    level = "warning: " if row["level"] == "warning" else ""
    return f"{level}{row['message']}\n    {row['hint']}"


def _show_stale(above: Sequence["Document"], most: int, json: bool) -> None:
    """Prints the entries confirmed more than so many months ago, the oldest first, and then those without a date."""
    entries = list(_dated(above))
    stale = [row for row in entries if not row["as_of"] or is_before(row["as_of"], date.today(), most)]
    how = output_options(json=json)
    how.write(how.format.rows(how.sheet(FIELDS, sorted(stale, key=lambda row: row["as_of"] or "~"))))
    report(f"{len(stale)} of {counted(len(entries), 'resource')} to confirm")


def _dated(above: Sequence["Document"]) -> Iterator[Record]:
    """The resources in use, file by file, each with its place."""
    from dicli.files.reader import places

    for document, records in in_use(above):
        found = places(document, records)
        for path, record in records.items():
            where = f"{file_of(document.file)}:{found[path, False].line}"
            yield {**{field: record.get(field) for field in FIELDS}, "where": where}
