"""The part of `check` that lists the entries to confirm next."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from dicli.commands.findings import file_of, in_use
from dicli.commands.options import output_options
from dicli.core.dates import is_before
from dicli.core.errors import DicliError, Status, counted
from dicli.output.rows import Record
from dicli.output.terminal import report

if TYPE_CHECKING:
    from dicli.files.reader import Document

FIELDS = ("id", "name", "as_of", "url", "where")


def months(age: str) -> int:
    """An age such as 18m or 2y in months; DicliError for anything else."""
    if found := re.fullmatch("([0-9]{1,5})([my])", age):
        return int(found[1]) * (12 if found[2] == "y" else 1)
    raise DicliError(f"`--stale` takes months or years, not `{age}`", "for example: --stale 12m", Status.USAGE)


def check_age(above: Sequence["Document"], most: int, json: bool) -> None:
    """Prints the entries confirmed more than so many months ago, the oldest first, and then those without a date."""
    entries = list(_entries(above))
    stale = [row for row in entries if not row["as_of"] or is_before(row["as_of"], date.today(), most)]
    how = output_options(json=json)
    how.write(how.format.write(how.sheet(FIELDS, sorted(stale, key=lambda row: row["as_of"] or "~"))))
    report(f"{len(stale)} of {counted(len(entries), 'resource')} to confirm")


def _entries(above: Sequence["Document"]) -> Iterator[Record]:
    """The resources in use, file by file, each with its place."""
    from dicli.files.reader import places

    for document, records in in_use(above):
        found = places(document, records)
        for path, record in records.items():
            where = f"{file_of(document.file)}:{found[path, False].line}"
            yield {**{field: record.get(field) for field in FIELDS}, "where": where}
