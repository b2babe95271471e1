"""What commands that answer share: asking a query, saying that nothing was found, showing hits."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice

from typer import Exit

from dicli.commands.options import Output
from dicli.core.catalogue import Catalogue
from dicli.core.errors import Status, counted
from dicli.core.model import Answer, Hit, Query
from dicli.output.facts import labelled
from dicli.output.rows import OUTPUT_FIELDS, SHORT_FIELDS, Record, record, row
from dicli.output.terminal import report
from dicli.output.writers import FORMATS, INDEX, as_yaml
from dicli.search.query import find as answer
from dicli.search.query import resolved

MOST_AT_ONCE = 10  # hits that a terminal gets without -n


def ask(catalogue: Catalogue, query: Query) -> Answer:
    """The answer to a query as it was typed; reports what was taken for misspelled words."""
    found = answer(catalogue, resolved(catalogue, query))
    for word, taken in found.assumed.items():
        report(f"showing results for `{taken}` (nothing has `{word}`)")
    return found


def report_nothing(found: Answer) -> Exit:
    """Reports that nothing was found, and what to try; gives what ends the run."""
    near = ", ".join(f"`{guess}`" for guess in found.near)
    cut = f"without filters or quotes: {counted(found.cut, 'resource')}" if found.cut else ""
    if near:
        report("\n".join(filter(None, [f"nothing found; did you mean {near}?", cut])))
    else:
        report(f"nothing found; {cut or 'try other words, or see: dicli list'}")
    return Exit(Status.NOTHING)


def show_answer(catalogue: Catalogue, found: Answer, how: Output, limit: int | None) -> None:
    """Prints hits, at most `limit` (0: all; None: as many as the terminal shows at once), or else guesses.

    Says on standard error when there are none or more, and what to type next.
    """
    if found.guesses:
        report("Nothing fits well. Perhaps one of these:")
        how.write(rendered(catalogue, found.guesses, how))
        if how.terminal.is_tty:
            report("these are only guesses; try other words, or see: dicli list")
        raise Exit(Status.NOTHING)
    at_once = limit is None and how.terminal.is_tty and bool(how.format.home)
    height = max(how.terminal.height - len(found.assumed), 0) if at_once else 0
    how = how._replace(terminal=how.terminal._replace(height=height))
    shown = min(MOST_AT_ONCE if at_once else limit or found.total, found.total)
    pieces = rendered(catalogue, islice(found.hits, shown), how)
    if height and not how.fields:
        pieces = list(pieces)  # one for each hit
        shown = len(pieces)
    if found.total or how.format.nested:
        how.write(pieces)
    if not found.total:
        raise report_nothing(found)
    if how.terminal.is_tty:
        _report_rest(shown, found.total, how)


def _report_rest(shown: int, total: int, how: Output) -> None:
    """Says how many there are where not all are shown, or little of each; and what to type next."""
    number = f"{shown} of {total}; all: -n 0" if shown < total else counted(total, "resource")
    if shown < total or how.format is INDEX:
        report(f"{number}; more: dicli show ID" if how.format.home else number)


def show_answers(
    catalogue: Catalogue, query: Query, lines: Iterable[str], how: Output, limit: int, note_miss: Callable[[str], None]
) -> None:
    """Prints for each line of words a line of JSON with its hits, as soon as it is read.

    `note_miss` gets each line without hits; Exit if there was one.
    """
    query, missed = resolved(catalogue, query), False
    fields = how.picked(OUTPUT_FIELDS, ())

    def rows() -> Iterator[Record]:
        nonlocal missed
        for line in lines:
            found = answer(catalogue, query._replace(words=line))
            if not found.total:
                missed = True
                note_miss(line)
            hits = islice(found.hits, limit or found.total)
            yield {"query": line, "hits": [row(hit, fields) if fields else record(hit) for hit in hits]}

    how._replace(format=FORMATS["jsonl"]).write(FORMATS["jsonl"].write(how.sheet((), rows())), at_once=True)
    if missed:
        raise Exit(Status.NOTHING)


def rendered(catalogue: Catalogue, hits: Iterable[Hit], how: Output) -> Iterable[str]:
    """Hits in the format that is asked for."""
    if how.format.home and not how.fields:
        pages: Iterable[str] = how.format.pages.entries(catalogue, hits, how.terminal, date.today(), how.explain)
        return pages
    if how.format is FORMATS["yaml"] and not how.fields:
        from dicli.output.extract import extract

        return (as_yaml({key: value}) for key, value in extract(catalogue, [hit.resource for hit in hits]).items())
    whole = how.format.nested and not how.fields
    fields = how.picked(OUTPUT_FIELDS, (*SHORT_FIELDS, *(("match",) if how.explain else ())))
    rows = map(record, hits) if whole else (row(hit, fields) for hit in hits)
    if how.format.for_people:
        rows = (labelled(catalogue, one) for one in rows)
    return how.format.write(how.sheet(fields, rows))
