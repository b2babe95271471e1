"""What commands that answer share: asking a query, showing its hits, saying that nothing was found."""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain, islice

from typer import Exit

from dicli.core.catalogue import Catalogue
from dicli.core.errors import Status, counted, listed
from dicli.core.model import Answer, Hit, Query
from dicli.output.formats import FORMATS
from dicli.output.results import Output
from dicli.output.rows import Record, record, row
from dicli.output.terminal import BOLD, FAINT, report, rows_of_report
from dicli.search.query import find, resolved

MOST_AT_ONCE = 10  # hits on a terminal without -n
PROMPT = 1  # row of the terminal, for what is typed next
NO_GOOD_MATCH = "no good match; perhaps one of these:"
ONLY_GUESSES = "these are only guesses; try other words, or list everything: dicli list"


def ask(catalogue: Catalogue, query: Query) -> Answer:
    """The answer to a query as it was typed; reports its notices, and what was taken for misspelled words."""
    answer = find(catalogue, resolved(catalogue, query))
    for notice in answer.notices:
        report(notice, BOLD)
    for correction in _corrections(answer):
        report(correction, FAINT)
    return answer


def _corrections(answer: Answer) -> list[str]:
    return [f"showing results for `{taken}` (no match for `{word}`)" for word, taken in answer.assumed.items()]


def rows_above(answer: Answer) -> int:
    """How many rows of the terminal `ask` took for an answer."""
    return sum(map(rows_of_report, [*answer.notices, *_corrections(answer)]))


def report_nothing(answer: Answer) -> Exit:
    """Reports that nothing was found, and what to try; returns what ends the run."""
    hidden = f"{counted(answer.cut, 'resource')} without the filters or quotes" if answer.cut else ""
    if answer.near:
        report(f"nothing found; did you mean {listed(list(answer.near))}?")
        if hidden:
            report(hidden)
    else:
        report(f"nothing found; {hidden or 'try other words or filters, or list everything: dicli list'}")
    return Exit(Status.NOTHING)


def show_answer(
    catalogue: Catalogue,
    answer: Answer,
    output: Output,
    limit: int | None,
    arrange: Callable[[Iterable[Hit]], Iterable[Hit]] = iter,
) -> None:
    """Prints hits, at most `limit` (0: all; None: as many as the terminal shows at once), or else guesses.

    `arrange` puts those that are printed in another order, under headings. Reports if there are none or more, and what
    to type next. Exit if there is no hit.
    """
    at_once = limit is None and output.terminal.is_tty and output.format.for_screens
    if answer.guesses:
        _show_guesses(catalogue, answer, output)
        raise Exit(Status.NOTHING)
    if not answer.total:
        if output.format.nested:
            output.write(output.format.hits(catalogue, (), output))
        raise report_nothing(answer)
    hits = iter(answer.hits)
    best = next(hits)
    hits = chain([best], hits)
    if at_once:
        foot = _foot(min(MOST_AT_ONCE, answer.total - 1), answer.total, best)  # the longest that it can be
        taken = rows_above(answer) + rows_of_report(foot) + PROMPT
        shown = len(print_screenful(catalogue, hits, output, taken))
    else:
        shown = min(limit or answer.total, answer.total)
        output.write(output.format.hits(catalogue, arrange(islice(hits, shown)), output))
    if output.terminal.is_tty and (output.format.for_screens or shown < answer.total):
        report(_foot(shown, answer.total, best))


def print_screenful(
    catalogue: Catalogue, hits: Iterable[Hit], output: Output, taken: int, numbered: bool = False
) -> Sequence[Hit]:
    """Prints the first hits that fit the terminal, of which some rows are taken, and returns them.

    `numbered` puts a number before each, from 1 on, and leaves out the head and the rules.
    """
    rows = max(output.terminal.height - taken, 1) if output.terminal.height else None
    first = tuple(islice(hits, MOST_AT_ONCE))
    screen = output.format.screenful(catalogue, first, output._replace(numbered=numbered), rows)
    output.write([screen.text])
    return screen.hits


def _show_guesses(catalogue: Catalogue, answer: Answer, output: Output) -> None:
    """Prints guesses, and reports that they are."""
    report(NO_GOOD_MATCH)
    if output.terminal.is_tty:
        taken = rows_above(answer) + rows_of_report(NO_GOOD_MATCH) + rows_of_report(ONLY_GUESSES) + PROMPT
        print_screenful(catalogue, answer.guesses, output, taken)
        report(ONLY_GUESSES)
    else:
        output.write(output.format.hits(catalogue, answer.guesses, output))


def _foot(shown: int, total: int, best: Hit) -> str:
    """How many hits there are and are shown, and what to type next."""
    number = counted(total, "resource")
    if shown < total:
        number = f"{shown} of {total}; for all: -n 0"
    return f"{number}; details: dicli show {best.resource.id}"


# ---- many questions ------------------------------------------------------------------------------


def show_answers(
    catalogue: Catalogue,
    query: Query,
    lines: Iterable[str],
    output: Output,
    limit: int,
    note_miss: Callable[[str], None],
) -> None:
    """Prints for each line of words a line of JSON with its hits, as soon as it is read.

    `note_miss` gets each line without hits; Exit if there was one.
    """
    batch = _Batch(catalogue, resolved(catalogue, query), output, limit, note_miss)
    jsonl = FORMATS["jsonl"]
    rows = map(batch.answered, lines)
    output._replace(format=jsonl).write(jsonl.rows(output.sheet((), rows)), at_once=True)
    if batch.missed:
        raise Exit(Status.NOTHING)


class _Batch:
    """Answers lines of words one by one, all with the same filters."""

    def __init__(
        self, catalogue: Catalogue, query: Query, output: Output, limit: int, note_miss: Callable[[str], None]
    ) -> None:
        self.catalogue, self.query, self.output, self.limit = catalogue, query, output, limit
        self.note_miss = note_miss
        self.missed = False

    def answered(self, line: str) -> Record:
        """The hits of a line, none for an empty one, and the notices to show before them."""
        if not line:
            self.missed = True
            return {"query": line, "hits": [], "notice": []}
        answer = find(self.catalogue, self.query._replace(words=line))
        if not answer.total:
            self.missed = True
            self.note_miss(line)
        hits = islice(answer.hits, min(self.limit or answer.total, answer.total))
        return {"query": line, "hits": list(map(self._record, hits)), "notice": list(answer.notices)}

    def _record(self, hit: Hit) -> Record:
        if self.output.fields:
            return row(hit, self.output.fields)
        return record(hit)
