"""Many questions: `find --batch` answers each line of standard input with a line of
JSON.
"""

from collections.abc import Iterable
from itertools import islice

from typer import Exit

from dicli.commands.miss_log import record_miss
from dicli.commands.stdin import read_lines
from dicli.core.catalogue import Catalogue
from dicli.core.errors import DicliError, Status
from dicli.core.model import Hit, Query, Record
from dicli.output.formats import FORMATS
from dicli.output.results import Output
from dicli.output.rows import record, row
from dicli.search.query import find, resolved


def answer_lines(
    catalogue: Catalogue,
    words: list[str],
    filters: Query,
    output: Output,
    limit: int,
) -> None:
    """Prints a line of JSON for each line of standard input, as soon as it is read.

    A line has at most `limit` hits (0: all). DicliError if there are words, except a
    `-` for standard input, or if another format was chosen. Exit (status 1) at the end
    if a line has no hits.
    """
    if words not in ([], ["-"]):
        raise DicliError(
            "`--batch` reads standard input", "leave out the words", Status.USAGE
        )
    if output.given and output.format not in (FORMATS["json"], FORMATS["jsonl"]):
        raise DicliError(
            "`--batch` prints lines of JSON", "leave out `--format`", Status.USAGE
        )
    batch = _Batch(catalogue, resolved(catalogue, filters), output.fields, limit)
    # each line is read and answered when its row is written
    rows = map(batch.answer, read_lines(keep_empty=True))
    output = output._replace(format=FORMATS["jsonl"])
    output.write_rows((), rows, at_once=True)
    if batch.missed:
        raise Exit(Status.NOTHING)


class _Batch:
    """Answers lines of words one by one, all with the same filters. Whether one has no
    hits is known only when all are answered.
    """

    def __init__(
        self, catalogue: Catalogue, filters: Query, fields: tuple[str, ...], limit: int
    ) -> None:
        self.catalogue = catalogue
        self.filters = filters
        self.fields = fields
        self.limit = limit  # hits of a line; 0: all
        self.missed = False  # whether any line had no hits

    def answer(self, line: str) -> Record:
        """A row for a line: its hits, or its guesses if they are wanted, and the notices
        to show before them. Words that find nothing are recorded (see `record_miss`).
        """
        if not line:  # `find` would answer with everything
            self.missed = True
            return {"query": line, "hits": [], "notice": []}
        found = find(self.catalogue, self.filters._replace(words=line))
        hits: Iterable[Hit] = found.guesses[: self.limit or None]
        if found.total:
            # a limit may be larger than any number that `islice` takes
            number = min(self.limit or found.total, found.total)
            hits = islice(found.hits, number)
        else:
            self.missed = True
            record_miss(line)
        records = list(map(self._record, hits))
        return {"query": line, "hits": records, "notice": list(found.notices)}

    def _record(self, hit: Hit) -> Record:
        if self.fields:
            return row(hit, self.fields)
        return record(hit)
