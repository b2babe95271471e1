"""Many questions: `find --batch` answers each line of standard input with a line of
JSON.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from typer import Exit

from dicli.commands.miss_log import record_miss
from dicli.commands.stdin import read_lines
from dicli.core.catalogue import Catalogue
from dicli.core.errors import Status, UsageError
from dicli.core.model import Answer, Hit, Query
from dicli.output.formats import FORMATS
from dicli.output.results import Output
from dicli.output.rows import Fields, record, row
from dicli.output.terminal import write
from dicli.output.writers import dumped
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
        raise UsageError("`--batch` reads standard input", "leave out the words")
    if output.format_given and output.format not in (FORMATS["json"], FORMATS["jsonl"]):
        raise UsageError("`--batch` prints lines of JSON", "leave out `--format`")
    missed: list[str] = []
    filters = resolved(catalogue, filters)
    write(_answers(catalogue, filters, output.fields, limit, missed), at_once=True)
    if missed:
        raise Exit(Status.NOTHING)


def _answers(
    catalogue: Catalogue, filters: Query, fields: Fields, limit: int, missed: list[str]
) -> Iterator[str]:
    """A line of JSON for each line of words, with its hits, or its guesses if they are
    wanted, and the notices to show before them.

    Lines without hits are added to `missed`, and recorded (see `record_miss`).
    """
    for line in read_lines(keep_empty=True):
        answer = Answer((), 0)  # to an empty line; `find` would answer with everything
        if line:
            answer = find(catalogue, filters._replace(words=line))
        hits: Iterable[Hit] = answer.guesses[: limit or None]
        if answer.total:
            # a limit may be larger than any number that `islice` takes
            hits = islice(answer.hits, min(limit or answer.total, answer.total))
        else:
            missed.append(line)
            record_miss(line)
        records = [row(hit, fields) if fields else record(hit) for hit in hits]
        notices = list(answer.notices)
        yield dumped({"query": line, "hits": records, "notice": notices}) + "\n"
