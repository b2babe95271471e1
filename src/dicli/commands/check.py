"""The command `check`: what is wrong in catalogue files."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Exit, Option

from dicli.commands.check_links import LinkOptions, check_links
from dicli.commands.findings import Description, file_of, write_findings
from dicli.commands.options import Catalogues, Many, OutputOptions
from dicli.core.dates import OLD_YEARS
from dicli.core.errors import Status, UsageError, counted
from dicli.core.model import Record
from dicli.files.bundled import BUNDLED
from dicli.files.layers import layers_in_use, unused_files
from dicli.files.loading import documents
from dicli.output.terminal import report

if TYPE_CHECKING:
    from dicli.files.document import Document, Finding

FIELDS = ("file", "line", "column", "level", "message", "hint")
Files = Annotated[
    Many, Argument(metavar="[FILE]...", help="Catalogues; - is standard input.")
]
Strict = Annotated[
    bool, Option("--strict", help="Exit with status 1 for warnings, too.")
]
OlderThan = Annotated[
    int,
    Option(
        "--older-than",
        metavar="YEARS",
        help="Warn about facts last confirmed more than YEARS ago "
        f"(default: {OLD_YEARS}).",
        min=0,
    ),
]
Links = Annotated[
    bool, Option("--links", help="Check online whether each link still works.")
]


def check_command(
    files: Files = None,
    strict: Strict = False,
    older_than: OlderThan = OLD_YEARS,
    links: Links = False,
    options: Annotated[LinkOptions, LinkOptions] = LinkOptions(),
    *,
    output: OutputOptions,
    catalogues: Catalogues = None,
) -> None:
    """Check catalogue files.

    Reports every fault, where it is, and how to fix it, as text unless you give a
    format. Without FILE, checks the catalogues in use; warnings about the bundled one
    are counted but not listed. Several files are merged in the order given; `bundled`
    is the bundled catalogue. Entries with faults are not used; warnings are only
    advice.

    \b
    Examples:
      dicli check my.yaml
      dicli check bundled my.yaml --strict
      dicli check my.yaml --format csv
      dicli check --links
    """
    from dicli.files.checking import findings

    if not links:
        _refuse_link_options(options)
    named = [*(files or ()), *(catalogues or ())]
    checked, base = documents(layers_in_use(named, os.environ))
    years = None if links else older_than  # None: no warnings, only faults
    found = findings(checked, base, years)
    listed = found
    if not named:
        _report_unused()
        listed = _without_bundled_warnings(found)
    if links and not found:
        check_links(checked, options, output)
        return
    rows = map(_row, _in_order(listed))
    write_findings(rows, FIELDS, lambda row: Description(**row), output)
    _report_counts(checked, listed, len(found) - len(listed))
    if links:
        report("no link was checked; fix the faults first")
    failing = listed if strict else _faults(listed)
    if failing:
        raise Exit(Status.NOTHING)


def _refuse_link_options(options: LinkOptions) -> None:
    """DicliError if there are options about links, which only --links heeds."""
    if options != LinkOptions():
        raise UsageError(
            "`--concurrency`, `--timeout` and `--ignore` are for links", "add: --links"
        )


def _faults(found: Sequence["Finding"]) -> list["Finding"]:
    """The findings that are not warnings."""
    return [finding for finding in found if not finding.warning]


def _report_unused() -> None:
    """Reports the files beside a user's own catalogues that are not used, and why."""
    for file, reason in unused_files(os.environ).items():
        report(f"`{file}` is not used: {reason}")


def _without_bundled_warnings(found: Sequence["Finding"]) -> list["Finding"]:
    """The findings, except warnings about the bundled catalogue: only its maintainers
    can act on them.
    """
    return [
        finding for finding in found if finding.file != BUNDLED or not finding.warning
    ]


def _in_order(found: Sequence["Finding"]) -> list["Finding"]:
    """The findings file by file, the bundled file last. In each file, faults come before
    warnings.
    """

    def place(finding: "Finding") -> tuple[bool, str, bool]:
        return finding.file == BUNDLED, finding.file, finding.warning

    return sorted(found, key=place)


def _row(finding: "Finding") -> Record:
    """A finding as a row with the FIELDS."""
    return {
        "file": file_of(finding.file),
        "line": finding.place.line,
        "column": finding.place.column,
        "level": "warning" if finding.warning else "fault",
        "message": finding.message,
        "hint": finding.hint,
    }


def _report_counts(
    checked: Sequence["Document"], listed: Sequence["Finding"], not_listed: int
) -> None:
    """Reports how many faults and warnings are listed, which files could not be read to
    the end, and how many warnings about the bundled catalogue are not listed.
    """
    faults = len(_faults(listed))
    counts = counted(faults, "fault")
    if len(listed) > faults:
        counts += f" and {counted(len(listed) - faults, 'warning')}"
    report(f"{counts} in {counted(len(checked), 'file')}")
    for document in checked:
        if document.data is None and document.findings:
            report(
                f"`{document.file}`: reading stopped at the fault above; fix it and check again"
            )
    if not_listed:
        number = counted(not_listed, "warning")
        report(
            f"{number} about the bundled catalogue; to see them: dicli check bundled"
        )
