"""The command `check`: the faults of catalogue files."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Exit, Option

from dicli.commands import complete
from dicli.commands.check_links import Asking, check_links
from dicli.commands.findings import place_of, write_findings
from dicli.commands.options import Catalogues
from dicli.core.dates import OLD_YEARS
from dicli.core.errors import DicliError, Status, counted
from dicli.files.layers import documents, layers_in_use
from dicli.output.rows import Record
from dicli.output.terminal import report

if TYPE_CHECKING:
    from dicli.files.reader import Document, Fault

Files = Annotated[
    list[str] | None, Argument(metavar="[FILE]...", show_default=False, autocompletion=complete.catalogues)
]


def check(
    files: Files = None,
    strict: Annotated[bool, Option("--strict", help="Exit with status 1 for warnings, too.")] = False,
    older_than: Annotated[
        int, Option("--older-than", metavar="YEARS", help="Warn about facts last confirmed longer ago.", min=0)
    ] = OLD_YEARS,
    links: Annotated[bool, Option("--links", help="Check online whether each link still works.")] = False,
    asking: Annotated[Asking, Asking] = Asking(),
    json: Annotated[bool, Option("--json", help="Print JSON.")] = False,
    catalogue: Catalogues = None,
) -> None:
    """Check catalogue files.

    Reports every fault with its place and how to fix it. Without FILE, checks the catalogues in use. Several files are
    combined in the order given; `bundled` is the bundled catalogue, - is standard input. A file with faults cannot be
    used; warnings are only advice.

    \b
    Examples:
      dicli check my.yaml
      dicli check bundled my.yaml --strict
      dicli check --links --only-failed
    """
    if not links and (given := set(asking._asdict().items()) - set(Asking()._asdict().items())):
        raise DicliError(f"`--{min(given)[0].replace('_', '-')}` needs `--links`", status=Status.USAGE)
    from dicli.files.faults import faults

    above, beneath = documents(layers_in_use([*(files or ()), *(catalogue or ())], os.environ))
    found = faults(above, beneath, None if links else older_than)
    if links and not found:
        check_links(above, asking, json)
        return
    write_findings(map(_fault_row, found), _fault_text, json)
    _count(above, found)
    if any(strict or not fault.warning for fault in found):
        raise Exit(Status.NOTHING)


def _fault_row(fault: "Fault") -> Record:
    level = "warning" if fault.warning else "fault"
    return {**place_of(fault), "level": level, "message": fault.message, "hint": fault.hint}


def _fault_text(row: Record) -> str:
    level = "warning: " if row["level"] == "warning" else ""
    return f"{row['file']}:{row['line']}:{row['column']}: {level}{row['message']}\n    {row['hint']}\n"


def _count(above: Sequence["Document"], found: Sequence["Fault"]) -> None:
    warnings = sum(fault.warning for fault in found)
    counts = [counted(len(found) - warnings, "fault")] + ([counted(warnings, "warning")] if warnings else [])
    report(f"{' and '.join(counts)} in {counted(len(above), 'file')}")
    for file in (document.file for document in above if document.data is None and document.faults):
        report(f"`{file}` could not be read to the end: fix the fault and check again")
