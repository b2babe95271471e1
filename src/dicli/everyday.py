"""The everyday commands: find, list, show, open, and the vocabularies. Each parses, asks, shows."""

import os
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Annotated, Optional

from typer import Argument, Exit, Option

from dicli import complete
from dicli.catalogue import Catalogue
from dicli.errors import DicliError, Status, one_line
from dicli.facts import labelled, plain_card, plain_listing
from dicli.model import Answer, Hit, Query, Resource, Vocabulary
from dicli.options import Explain, Here, Limit, Narrowed, Output, Shown, Words
from dicli.query import find as answer
from dicli.query import resolved
from dicli.terminal import safe_url, tell, write
from dicli.writers import FOR_PEOPLE, FORMATS, OUTPUT_FIELDS, SHORT_FIELDS, TERM_FIELDS, as_data, record, row

CLEAR_LEAD = 1.5  # a near miss is clear if it scores so much better than the next
MAX_STDIN = 100_000  # bytes of words, or of one line of ids; what a person types or a program passes on is far less
CANDIDATES = 5  # are listed where a name is not clear
TERMINAL_LIMIT = 10  # results of `find` on a terminal, unless -n says otherwise

Names = Annotated[list[str], Argument(metavar="NAME...", help="Id, name or alias.", autocompletion=complete.resources)]


def find(
    words: Words = None,
    *,
    name: Annotated[str, Option("--name", metavar="TEXT", help="Search names and aliases only.")] = "",
    keyword: Annotated[
        Optional[list[str]], Option("--keyword", metavar="WORD", help="This word must occur; may be repeated.")
    ] = None,
    filters: Narrowed,
    limit: Limit = None,
    explain: Explain = False,
    how: Shown,
    here: Here,
) -> None:
    """Search names, acronyms and needs in plain words. Filters narrow the result.

    Prints what answers best first, and nothing where nothing is a sensible answer (status 1).

    \b
    Examples:
      dicli find visa
      dicli find "my boss yells at me"
      dicli find --audience faculty
      dicli find mentoring -a postdocs --json
    """
    text = " ".join(typed(words)).strip()
    query = filters._replace(words=text, name=name.strip(), keywords=tuple(keyword or ()))
    if query == Query(direct=query.direct):
        raise DicliError("nothing to find: no words and no filter", "to see everything: dicli list", Status.USAGE)
    usual = TERMINAL_LIMIT if how.format in ("table", "plain") and how.terminal.is_tty else 0
    _show(here, asked(here, query), how._replace(explain=explain), usual if limit is None else limit)


def list_(*, filters: Narrowed, limit: Limit = None, how: Shown, here: Here) -> None:
    """List everything, in the order of the catalogue. Takes the filters of find.

    \b
    Examples:
      dicli list
      dicli list --kind event
      dicli list --fields id,url | grep washu.edu
    """
    _show(here, asked(here, filters), how, limit or 0)


def asked(catalogue: Catalogue, query: Query) -> Answer:
    """The answer to a query as it was typed; tells what was taken for misspelt words."""
    found = answer(catalogue, resolved(catalogue, query))
    for word, taken in found.assumed.items():
        tell(f"showing results for `{taken}` (nothing has `{word}`)")
    return found


def nothing(found: Answer) -> Exit:
    """Tells that nothing was found, and what to try; gives what ends the run."""
    near = ", ".join(f"`{guess}`" for guess in found.guesses)
    tell("nothing found" + (f"; did you mean {near}?" if near else "; try other words, or see: dicli list"))
    return Exit(Status.NOTHING)


def typed(words: list[str] | None) -> Iterator[str]:
    """The words, those of standard input in place of `-`."""
    for word in words or ():
        if word == "-":
            yield from stdin_lines(MAX_STDIN)
        else:
            yield word


def stdin_lines(most: float = float("inf")) -> Iterator[str]:
    """The lines of standard input without their ends, empty ones left out; DicliError if they have more than `most`
    bytes, or one of them more than MAX_STDIN."""
    import sys
    from codecs import BOM_UTF8

    if sys.stdin is None:
        raise DicliError("standard input is closed", status=Status.USAGE)
    try:
        first = True
        while line := sys.stdin.buffer.readline(MAX_STDIN + 1):
            most -= len(line)
            if most < 0 or len(line) > MAX_STDIN:
                what = "standard input" if most < 0 else "a line of standard input"
                raise DicliError(f"{what} has more than {MAX_STDIN:,} bytes", "give a few words", Status.USAGE)
            text = line.removeprefix(BOM_UTF8 if first else b"").decode("utf-8", "surrogateescape").strip()
            first = False
            if text:
                yield text
    except OSError as error:
        raise DicliError(f"cannot read standard input: {error.strerror}") from None


def _show(catalogue: Catalogue, found: Answer, how: Output, limit: int) -> None:
    """Prints hits; says on standard error when there are none or more."""
    hits = islice(found.hits, min(limit, found.total)) if limit else found.hits
    pieces = shown(catalogue, hits, how)
    if found.total or how.format in ("json", "yaml"):
        how.write(pieces)
    if not found.total:
        raise nothing(found)
    if 0 < limit < found.total and how.terminal.is_tty:
        tell(f"{limit} of {found.total}; all with -n 0")


def shown(catalogue: Catalogue, hits: Iterable[Hit], how: Output) -> Iterator[str]:
    """Hits in the format that is asked for."""
    today = date.today()
    if how.format == "table" and not how.fields:
        from dicli.tables import listing

        return listing(catalogue, hits, how.terminal, today, how.explain)
    if how.format == "plain" and not how.fields:
        return plain_listing(catalogue, hits, today, how.explain)
    whole = how.format in ("json", "jsonl", "yaml") and not how.fields
    fields = how.picked(OUTPUT_FIELDS, (*SHORT_FIELDS, *(("match",) if how.explain else ())))
    rows = map(record, hits) if whole else (row(hit, fields) for hit in hits)
    if how.format in FOR_PEOPLE:
        rows = (labelled(catalogue, one) for one in rows)
    return FORMATS[how.format](how.sheet(fields, rows))


# ---- one resource --------------------------------------------------------------------------------


def show(names: Names, *, how: Shown, here: Here) -> None:
    """Show all that is known of a resource.

    It is named by its id, name, alias or a clear near miss. Several ids are several resources; `-` reads ids from
    standard input, one a line, and shows each at once.

    \b
    Examples:
      dicli show wumma
      dicli show office of faculty affairs
      dicli find visa --fields id | dicli show -
    """
    missing: list[str] = []
    try:
        chosen = _typed_ids(here, missing) if names == ["-"] else named(here, names, missing)
    except DicliError as error:
        if error.status == Status.NOTHING and how.format in ("json", "yaml"):
            how.write(shown(here, (), how))
        raise
    how.write(_cards(here, chosen, how), at_once=names == ["-"])
    if missing:
        raise Exit(Status.NOTHING)


def _typed_ids(catalogue: Catalogue, missing: list[str]) -> Iterator[Resource]:
    """The resources whose ids stand on standard input; unknown ones are reported, the last one is left in `missing`."""
    for name in stdin_lines():
        resource = catalogue.by_id(name)
        if resource:
            yield resource
        else:
            tell(one_line(f"dicli: error: no resource called `{name}`"))
            missing[:] = [name]  # one is enough to know, and there may be any number


def named(catalogue: Catalogue, names: list[str], missing: list[str]) -> list[Resource]:
    """The resources that some arguments name; a near miss is told of.

    Ids are several resources, other arguments are the words of one name. Where nothing has that name, but some are
    ids, those count, and the others are reported and noted in `missing`.
    DicliError where nothing is called so (status 1) or several are (status 2), and for an empty name.
    """
    if not all(map(str.strip, names)):
        raise DicliError("a name is empty", "to see everything: dicli list", Status.USAGE)
    by_id = [catalogue.by_id(name) for name in names]
    known = [resource for resource in by_id if resource]
    if len(known) == len(names):
        return known
    from shlex import join

    from dicli.search import EXACT_NAME

    text = " ".join(names)
    hits = list(answer(catalogue, Query(name=text)).hits)
    exact = [hit for hit in hits if hit.score >= EXACT_NAME]
    candidates = exact or hits
    clear = len(candidates) == 1 or (hits and not exact and hits[0].score >= CLEAR_LEAD * hits[1].score)
    if not candidates and known:
        missing += [name for name, resource in zip(names, by_id, strict=True) if not resource]
        for name in missing:
            tell(f"dicli: error: no resource called `{name}`")
        return known
    if not candidates:
        words = [name for name in names if name != "-"]  # which would be standard input
        ends = ["--"] if any(word.startswith("-") for word in words) else []
        hint = (
            one_line(f"to search: {join(['dicli', 'find', *ends, *words])}")
            if words
            else "to see everything: dicli list"
        )
        raise DicliError(f"no resource called `{text}`", hint, Status.NOTHING)
    if not clear:
        listed = [f"  {hit.resource.id}  {hit.resource.name}" for hit in candidates[:CANDIDATES]]
        raise DicliError(f"`{text}` may be one of {len(candidates)}", "\n".join(["give an id:", *listed]), Status.USAGE)
    if not exact:
        tell(one_line(f"taking `{text}` for {candidates[0].resource.name}"))
    return [candidates[0].resource]


def _cards(catalogue: Catalogue, resources: Iterable[Resource], how: Output) -> Iterator[str]:
    if how.format not in ("table", "plain") or how.fields:
        return shown(catalogue, map(Hit, resources), how)
    today = date.today()
    if how.format == "plain":
        cards = (plain_card(catalogue, resource, today) for resource in resources)
    else:
        from dicli.tables import card_text

        cards = (card_text(catalogue, resource, how.terminal, today) for resource in resources)
    return (("\n" if number else "") + text for number, text in enumerate(cards))


def open_(
    name: Names, *, print_: Annotated[bool, Option("--print", help="Only print the link.")] = False, here: Here
) -> None:
    """Print the link of a resource and open it in the browser.

    Over SSH, or without a display, it is only printed, unless $BROWSER is set.

    \b
    Examples:
      dicli open oiss
      dicli open --print faculty affairs
    """
    from dicli.browser import opened

    missing: list[str] = []
    for resource in named(here, name, missing):
        if not resource.url:
            raise DicliError(
                f"`{resource.id}` has no link", f"to see what is known: dicli show {resource.id}", Status.NOTHING
            )
        write([safe_url(resource.url) + "\n"])
        if not print_:
            opened(safe_url(resource.url), os.environ)
    if missing:
        raise Exit(Status.NOTHING)


# ---- vocabularies --------------------------------------------------------------------------------

SHORT_TERM_FIELDS = ("id", "label", "resources")


def audiences(*, how: Shown, here: Here) -> None:
    """List the audiences, with how many resources name each.

    \b
    Examples:
      dicli audiences
      dicli audiences --json
    """
    how.write(_terms(here.audiences, how))


def topics(*, how: Shown, here: Here) -> None:
    """List the topics, with how many resources name each.

    \b
    Examples:
      dicli topics
      dicli topics --fields id,synonyms
    """
    how.write(_terms(here.topics, how))


def kinds(*, how: Shown, here: Here) -> None:
    """List the kinds of resources, with how many there are of each.

    \b
    Examples:
      dicli kinds
      dicli kinds --format markdown
    """
    how.write(_terms(here.kinds, how))


def _terms(vocabulary: Vocabulary, how: Output) -> Iterator[str]:
    """The terms of a vocabulary in the format that is asked for."""
    whole = how.format in ("json", "jsonl", "yaml")
    fields = how.picked(TERM_FIELDS, TERM_FIELDS if whole else SHORT_TERM_FIELDS)
    rows = ({field: as_data(getattr(term, field)) for field in fields} for term in vocabulary.values())
    return FORMATS[how.format](how.sheet(fields, rows))
