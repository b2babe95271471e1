"""What commands that answer share: asking a query, saying that nothing was found, showing hits."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from typer import Exit

from dicli.commands.options import Output
from dicli.core.catalogue import Catalogue
from dicli.core.errors import Status
from dicli.core.model import Answer, Hit, Query
from dicli.core.query import find as answer
from dicli.core.query import resolved
from dicli.output.facts import labelled, plain_listing
from dicli.output.rows import OUTPUT_FIELDS, SHORT_FIELDS, Record, record, row
from dicli.output.terminal import report
from dicli.output.writers import FOR_PEOPLE, FORMATS


def ask(catalogue: Catalogue, query: Query) -> Answer:
    """The answer to a query as it was typed; tells what was taken for misspelt words."""
    found = answer(catalogue, resolved(catalogue, query))
    for word, taken in found.assumed.items():
        report(f"showing results for `{taken}` (nothing has `{word}`)")
    return found


def report_nothing(found: Answer) -> Exit:
    """Tells that nothing was found, and what to try; gives what ends the run."""
    near = ", ".join(f"`{guess}`" for guess in found.guesses)
    report("nothing found" + (f"; did you mean {near}?" if near else "; try other words, or see: dicli list"))
    return Exit(Status.NOTHING)


def show_answer(catalogue: Catalogue, found: Answer, how: Output, limit: int) -> None:
    """Prints hits; says on standard error when there are none or more."""
    hits = islice(found.hits, min(limit, found.total)) if limit else found.hits
    pieces = rendered(catalogue, hits, how)
    if found.total or how.format in ("json", "yaml"):
        how.write(pieces)
    if not found.total:
        raise report_nothing(found)
    if 0 < limit < found.total and how.terminal.is_tty:
        report(f"{limit} of {found.total}; all with -n 0")


def show_answers(catalogue: Catalogue, query: Query, lines: Iterable[str], how: Output, limit: int) -> None:
    """Prints for each line of words a line of JSON with its hits, as soon as it is read; Exit if any got none."""
    query, missed = resolved(catalogue, query), list[str]()

    def rows() -> Iterator[Record]:
        for line in lines:
            found = answer(catalogue, query._replace(words=line))
            missed.extend([] if found.total else [line])
            hits = islice(found.hits, limit or found.total)
            one = (row(hit, how.picked(OUTPUT_FIELDS, ())) if how.fields else record(hit) for hit in hits)
            yield {"query": line, "hits": list(one)}

    how._replace(format="jsonl").write(FORMATS["jsonl"](how.sheet((), rows())), at_once=True)
    if missed:
        raise Exit(Status.NOTHING)


def rendered(catalogue: Catalogue, hits: Iterable[Hit], how: Output) -> Iterator[str]:
    """Hits in the format that is asked for."""
    today = date.today()
    if how.format == "table" and not how.fields:
        from dicli.output.tables import listing

        return listing(catalogue, hits, how.terminal, today, how.explain)
    if how.format == "plain" and not how.fields:
        return plain_listing(catalogue, hits, today, how.explain)
    whole = how.format in ("json", "jsonl", "yaml") and not how.fields
    fields = how.picked(OUTPUT_FIELDS, (*SHORT_FIELDS, *(("match",) if how.explain else ())))
    rows = map(record, hits) if whole else (row(hit, fields) for hit in hits)
    if how.format in FOR_PEOPLE:
        rows = (labelled(catalogue, one) for one in rows)
    return FORMATS[how.format](how.sheet(fields, rows))
