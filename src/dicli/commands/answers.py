"""What commands that answer share: asking a query, showing its hits, saying that
nothing was found.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain, islice
from typing import NamedTuple

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


class Reply(NamedTuple):
    """What there is to show for a query: its hits, or guesses if it has none."""

    hits: Iterable[Hit]
    total: int  # how many hits or guesses there are
    is_miss: bool  # whether there are no hits
    reports: Sequence[str]  # what was reported


def ask(catalogue: Catalogue, query: Query, advice: str = TRY_OTHERS) -> Reply:
    """The reply to a query as it was typed.

    Reports the notices, the words that were searched for in place of misspelled ones,
    and, if there are no hits, that these are guesses or that nothing was found, with
    advice.
    """
    answer = find(catalogue, resolved(catalogue, query))
    for notice in answer.notices:
        report(notice, Style.NOTICE)
    others: list[str] = []
    if answer.total:
        for word, taken in answer.meant.items():
            others.append(f"showing results for `{taken}` (no match for `{word}`)")
    else:
        others.append(NO_GOOD_MATCH if answer.guesses else _nothing(answer, advice))
    for text in others:
        report(text)
    reports = [*answer.notices, *others]
    if answer.total:
        return Reply(answer.hits, answer.total, False, reports)
    return Reply(answer.guesses, len(answer.guesses), True, reports)


def _nothing(answer: Answer, advice: str) -> str:
    """Says that nothing was found, and what to try: what is near, or else the advice."""
    found: list[str] = []
    if answer.meant:
        found.append(f"did you mean {listed(list(answer.meant.values()))}?")
    if answer.cut:  # these have the words, but the filters or quotes leave them out
        number = counted(answer.cut, "resource")
        found.append(f"{number} without the filters or quotes")
    return "nothing found; " + "\n".join(found or [advice])


def on_screen(output: Output) -> bool:
    """Whether a person sees the output on a terminal, in a format for that."""
    return output.terminal.is_tty and output.format.for_screens


def show_reply(
    catalogue: Catalogue,
    reply: Reply,
    output: Output,
    limit: int | None,
    arrange: Callable[[Iterable[Hit]], Iterable[Hit]] = lambda hits: hits,
) -> None:
    """Prints the hits or guesses of a reply, and reports how many there are and what to
    type next. Exit (status 1) if there is no hit.

    At most `limit` are printed; 0 means all. None means as many as fit on screen (see
    `on_screen`), else all. `arrange` puts the hits that are printed in another order,
    under headings; it is not called for a screenful.
    """
    shown = min(limit or reply.total, reply.total)
    if reply.is_miss:
        _show_guesses(catalogue, reply, output, shown)
        raise Exit(Status.NOTHING)
    # the first hit is needed below, and hits can be read only once
    others = iter(reply.hits)
    best = next(others)
    hits = chain([best], others)
    if limit is None and on_screen(output):
        # The foot is written below the hits, but its rows must be kept free before their
        # number is known. The longest foot says that some hits are left out.
        longest_foot = _foot(min(MOST_AT_ONCE, reply.total - 1), reply.total, best)
        reports = [*reply.reports, longest_foot]
        shown = len(print_screenful(catalogue, hits, output, reports))
    else:
        output.write_hits(catalogue, arrange(islice(hits, shown)))
    if on_screen(output):
        report(_foot(shown, reply.total, best))


def _show_guesses(
    catalogue: Catalogue, reply: Reply, output: Output, most: int
) -> None:
    """Prints the guesses of a reply, if there are any; programs may get an empty list."""
    guesses = list(islice(reply.hits, most))
    if guesses and output.terminal.is_tty:
        reports = [*reply.reports, ONLY_GUESSES]
        print_screenful(catalogue, guesses, output, reports)
        report(ONLY_GUESSES)
    elif guesses or output.format.nested:
        output.write_hits(catalogue, guesses)


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
    height = UNLIMITED
    if output.terminal.height:
        taken = PROMPT + sum(map(rows_of_report, reports))
        height = max(output.terminal.height - taken, 1)
    first = tuple(islice(hits, MOST_AT_ONCE))
    format = output.format(catalogue, output._replace(first_number=first_number))
    screen = format.screenful(first, height)
    output.write([screen.text])
    return screen.hits


def _foot(shown: int, total: int, best: Hit) -> str:
    """How many hits there are and are shown, and what to type next."""
    number = counted(total, "resource")
    if shown < total:
        number = f"{shown} of {total}; for all: -n 0"
    return f"{number}; details: dicli show {best.resource.id}"
