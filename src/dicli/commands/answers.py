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
from dicli.output.terminal import Style, report, rows_of_report
from dicli.search.query import find, resolved

MOST_AT_ONCE = 10  # hits on a terminal without -n
PROMPT = 1  # row of the terminal, for what is typed next
NO_GOOD_MATCH = "no good match; perhaps one of these:"
TRY_OTHERS = "try other words or filters, or list everything: dicli list"
ONLY_GUESSES = "these are only guesses; try other words, or list everything: dicli list"


def ask(catalogue: Catalogue, query: Query) -> Answer:
    """The answer to a query as it was typed. Its notices are reported, and the words
    that were searched for in place of misspelled ones.
    """
    answer = find(catalogue, resolved(catalogue, query))
    for notice in answer.notices:
        report(notice, Style.NOTICE)
    for correction in _corrections(answer):
        report(correction)
    return answer


def _corrections(answer: Answer) -> list[str]:
    """A sentence for each misspelled word that led to hits: what was searched for in
    its place.
    """
    if not answer.total:
        return []
    return [
        f"showing results for `{taken}` (no match for `{word}`)"
        for word, taken in answer.meant.items()
    ]


def on_screen(output: Output) -> bool:
    """Whether a person sees the output on a terminal, in a format for that."""
    return output.terminal.is_tty and output.format.for_screens


def reported_above(answer: Answer) -> list[str]:
    """What `ask` reported of an answer."""
    return [*answer.notices, *_corrections(answer)]


def report_nothing(answer: Answer, otherwise: str = TRY_OTHERS) -> None:
    """Reports that nothing was found, and what to try: what is near, or `otherwise`."""
    advice = []
    if answer.meant:
        advice.append(f"did you mean {listed(list(answer.meant.values()))}?")
    if answer.cut:  # these have the words, but the filters or quotes leave them out
        advice.append(
            f"{counted(answer.cut, 'resource')} without the filters or quotes"
        )
    report("nothing found; " + "\n".join(advice or [otherwise]))


def show_answer(
    catalogue: Catalogue,
    answer: Answer,
    output: Output,
    limit: int | None,
    arrange: Callable[[Iterable[Hit]], Iterable[Hit]] | None = None,
) -> None:
    """Prints the hits of an answer, or its guesses if there are no hits, and reports how
    many there are and what to type next.

    At most `limit` hits are printed; 0 means all. None means as many as fit on screen
    (see `on_screen`), else all. `arrange` puts the hits that are printed in another
    order, under headings; it is not called for a screenful. Exit (status 1) if there is
    no hit.
    """
    if not answer.total:
        guesses = answer.guesses[: limit or None]
        _show_no_hits(catalogue, answer._replace(guesses=guesses), output)
        raise Exit(Status.NOTHING)
    # the first hit is needed below, and hits can be read only once
    others = iter(answer.hits)
    best = next(others)
    hits = chain([best], others)
    if limit is None and on_screen(output):
        # The foot is written below the hits, but its rows must be kept free before their
        # number is known. The longest foot says that some hits are left out.
        longest_foot = _foot(min(MOST_AT_ONCE, answer.total - 1), answer.total, best)
        reports = [*reported_above(answer), longest_foot]
        shown = len(print_screenful(catalogue, hits, output, reports))
    else:
        shown = min(limit or answer.total, answer.total)
        printed: Iterable[Hit] = islice(hits, shown)
        if arrange:
            printed = arrange(printed)
        output.write_hits(catalogue, printed)
    # on a terminal, formats for programs get a foot only if hits are left out
    is_cut = output.terminal.is_tty and shown < answer.total
    if on_screen(output) or is_cut:
        report(_foot(shown, answer.total, best))


def print_screenful(
    catalogue: Catalogue,
    hits: Iterable[Hit],
    output: Output,
    reports: Iterable[str],
    first_number: int = 0,
) -> Sequence[Hit]:
    """Prints the first hits that fit the terminal beside some reports, and returns
    them.

    `first_number` puts a number before each, from this one on, and leaves out the head
    and the rules; 0 does not.
    """
    rows = UNLIMITED
    if output.terminal.height:
        rows_taken = PROMPT + sum(map(rows_of_report, reports))
        rows = max(output.terminal.height - rows_taken, 1)
    first = tuple(islice(hits, MOST_AT_ONCE))
    format = output.format(catalogue, output._replace(first_number=first_number))
    screen = format.screenful(first, rows)
    output.write([screen.text])
    return screen.hits


def _show_no_hits(catalogue: Catalogue, answer: Answer, output: Output) -> None:
    """Prints the guesses of an answer and reports that they are guesses; without any,
    reports that nothing was found.
    """
    if not answer.guesses:
        if output.format.nested:
            output.write_hits(catalogue, ())  # an empty list, for programs
        report_nothing(answer)
        return
    report(NO_GOOD_MATCH)
    if output.terminal.is_tty:
        reports = [*reported_above(answer), NO_GOOD_MATCH, ONLY_GUESSES]
        print_screenful(catalogue, answer.guesses, output, reports)
        report(ONLY_GUESSES)
    else:
        output.write_hits(catalogue, answer.guesses)


def _foot(shown: int, total: int, best: Hit) -> str:
    """How many hits there are and are shown, and what to type next."""
    number = counted(total, "resource")
    if shown < total:
        number = f"{shown} of {total}; for all: -n 0"
    return f"{number}; details: dicli show {best.resource.id}"
