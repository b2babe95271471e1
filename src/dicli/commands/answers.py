"""What commands that answer share: asking a query, showing its hits, saying that
nothing was found.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain, islice

from typer import Exit

from dicli.core.catalogue import Catalogue
from dicli.core.errors import Status, counted, listed
from dicli.core.model import Answer, Hit, Query
from dicli.output.results import UNLIMITED, Output
from dicli.output.terminal import BOLD, FAINT, report, rows_of_report
from dicli.search.query import find, resolved

MOST_AT_ONCE = 10  # hits on a terminal without -n
PROMPT = 1  # row of the terminal, for what is typed next
NO_GOOD_MATCH = "no good match; perhaps one of these:"
ONLY_GUESSES = "these are only guesses; try other words, or list everything: dicli list"


def ask(catalogue: Catalogue, query: Query) -> Answer:
    """The answer to a query as it was typed; reports its notices, and what was taken
    for misspelled words.
    """
    answer = find(catalogue, resolved(catalogue, query))
    for notice in answer.notices:
        report(notice, BOLD)
    for correction in _corrections(answer):
        report(correction, FAINT)
    return answer


def _corrections(answer: Answer) -> list[str]:
    """What is reported of each misspelled word."""
    return [
        f"showing results for `{taken}` (no match for `{word}`)"
        for word, taken in answer.assumed.items()
    ]


def rows_above(answer: Answer) -> int:
    """How many rows of the terminal `ask` took for an answer."""
    reported = [*answer.notices, *_corrections(answer)]
    return sum(map(rows_of_report, reported))


def report_nothing(answer: Answer) -> Exit:
    """Reports that nothing was found, and what to try; returns what ends the run."""
    advice = []
    if answer.near:
        advice.append(f"did you mean {listed(list(answer.near))}?")
    if answer.cut:  # these have the words, but the filters or quotes leave them out
        advice.append(
            f"{counted(answer.cut, 'resource')} without the filters or quotes"
        )
    if not advice:
        advice.append("try other words or filters, or list everything: dicli list")
    report("nothing found; " + "\n".join(advice))
    return Exit(Status.NOTHING)


def show_answer(
    catalogue: Catalogue,
    answer: Answer,
    output: Output,
    limit: int | None,
    arrange: Callable[[Iterable[Hit]], Iterable[Hit]] | None = None,
) -> None:
    """Prints hits, at most `limit` (0: all; None: as many as the terminal shows at
    once), or else guesses.

    `arrange` puts the hits that are printed in another order, under headings. Reports
    how many there are, and what to type next. Exit (status 1) if there is no hit.
    """
    if answer.guesses:
        _show_guesses(catalogue, answer, output)
        raise Exit(Status.NOTHING)
    if not answer.total:
        if output.format.nested:
            output.write_hits(catalogue, ())
        raise report_nothing(answer)
    hits = iter(answer.hits)
    best = next(hits)
    hits = chain([best], hits)
    on_screen = output.terminal.is_tty and output.format.for_screens
    if limit is None and on_screen:
        longest_foot = _foot(min(MOST_AT_ONCE, answer.total - 1), answer.total, best)
        rows_taken = rows_above(answer) + rows_of_report(longest_foot) + PROMPT
        shown = len(print_screenful(catalogue, hits, output, rows_taken))
    else:
        shown = min(limit or answer.total, answer.total)
        listed: Iterable[Hit] = islice(hits, shown)
        if arrange:
            listed = arrange(listed)
        output.write_hits(catalogue, listed)
    is_cut = output.terminal.is_tty and shown < answer.total
    if on_screen or is_cut:
        report(_foot(shown, answer.total, best))


def print_screenful(
    catalogue: Catalogue,
    hits: Iterable[Hit],
    output: Output,
    rows_taken: int,
    numbered: bool = False,
) -> Sequence[Hit]:
    """Prints the first hits that fit the terminal, of which some rows are taken, and
    returns them.

    `numbered` puts a number before each, from 1 on, and leaves out the head and the
    rules.
    """
    rows = UNLIMITED
    if output.terminal.height:
        rows = max(output.terminal.height - rows_taken, 1)
    first = tuple(islice(hits, MOST_AT_ONCE))
    format = output.format(catalogue, output._replace(numbered=numbered))
    screen = format.screenful(first, rows)
    output.write([screen.text])
    return screen.hits


def _show_guesses(catalogue: Catalogue, answer: Answer, output: Output) -> None:
    """Prints guesses, and reports that they are."""
    report(NO_GOOD_MATCH)
    if not output.terminal.is_tty:
        output.write_hits(catalogue, answer.guesses)
        return
    rows_taken = (
        rows_above(answer)
        + rows_of_report(NO_GOOD_MATCH)
        + rows_of_report(ONLY_GUESSES)
        + PROMPT
    )
    print_screenful(catalogue, answer.guesses, output, rows_taken)
    report(ONLY_GUESSES)


def _foot(shown: int, total: int, best: Hit) -> str:
    """How many hits there are and are shown, and what to type next."""
    number = counted(total, "resource")
    if shown < total:
        number = f"{shown} of {total}; for all: -n 0"
    return f"{number}; details: dicli show {best.resource.id}"
