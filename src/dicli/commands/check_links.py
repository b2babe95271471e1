"""The links of catalogues: `check --links` asks whether they still work, and reports
what became of them.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import asdict
from datetime import date
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

from typer import Exit, Option

from dicli.commands.findings import Description, file_of, for_programs, write_findings
from dicli.core.errors import DicliError, Status
from dicli.core.model import Record
from dicli.core.text import distinct
from dicli.output.results import Output
from dicli.output.terminal import is_tty, report

if TYPE_CHECKING:
    from dicli.files.document import Document, Steps
    from dicli.links.verdicts import Outcome

PLACE_FIELDS = ("file", "line", "column", "resource", "url")
OUTCOME_FIELDS = ("verdict", "reason", "advice", "location", "permanent", "status")
FIELDS = (*PLACE_FIELDS, *OUTCOME_FIELDS)
# address | last day | reason
IGNORE_LINE = re.compile(r"\s*(\S+)\s*\|\s*(\d{4}-\d\d-\d\d)\s*\|\s*\S.*")


class LinkOptions(NamedTuple):
    """How links are asked."""

    concurrency: Annotated[
        int,
        Option(
            metavar="N", help="Number of links to check at once (default: 8).", min=1
        ),
    ] = 8
    timeout: Annotated[
        float,
        Option(
            metavar="SECONDS",
            help="Timeout for each step of a request (default: 10).",
            min=0.1,
        ),
    ] = 10
    ignore: Annotated[
        str | None,
        Option(metavar="FILE", help="File of links to skip, with dates and reasons."),
    ] = None


def check_links(
    documents: Sequence["Document"], options: LinkOptions, output: Output
) -> None:
    """Asks whether the links of documents work. People see those that need a look,
    programs get all.

    Exit (status 1) if a link is dead; DicliError if the network is down. After Ctrl-C,
    what is known is shown, then KeyboardInterrupt is raised.
    """
    ignored = _ignored(options.ignore)
    links = list(_links(documents))
    wanted = [link for link in links if not ignored.fullmatch(link["url"])]
    rows = _asked(wanted, options)
    listed = rows
    if not for_programs(output):
        listed = [row for row in rows if row["advice"]]
    write_findings(listed, FIELDS, _description, output)
    counts = Counter(row["verdict"] for row in rows)
    counts["ignored"] = len(links) - len(wanted)
    report(_summary(counts))
    if len(rows) < len(wanted):
        report(f"interrupted: {len(rows)} of {len(wanted)} links checked")
        raise KeyboardInterrupt
    if counts["dead"]:
        raise Exit(Status.NOTHING)


def _summary(counts: Mapping[str, int]) -> str:
    """How many links have each verdict."""
    parts = [f"{number} {verdict}" for verdict, number in counts.items() if number]
    return ", ".join(parts) or "no links"


def _asked(links: Sequence[Record], options: LinkOptions) -> list[Record]:
    """Asks the links, and returns the row of each with its outcome; those not asked
    before Ctrl-C are missing.
    """
    outcomes = _outcomes(distinct(link["url"] for link in links), options)
    rows = []
    for link in links:
        outcome = outcomes.get(link["url"])
        if outcome:
            rows.append({**link, **asdict(outcome), "advice": outcome.advice})
    return rows


def _outcomes(urls: list[str], options: LinkOptions) -> dict[str, "Outcome"]:
    """Asks the URLs, and returns the outcome of each; after Ctrl-C, of those asked so
    far. DicliError if the network is down.
    """
    from rich.console import Console
    from rich.progress import Progress

    from dicli.links.asking import Manners, ask, offline

    manners = Manners(options.concurrency, timeout=options.timeout)
    outcomes: dict[str, Outcome] = {}
    progress = Progress(console=Console(stderr=True), transient=True)
    task = progress.add_task("checking", total=len(urls))

    def note(outcome: "Outcome") -> None:
        outcomes[outcome.url] = outcome
        progress.advance(task)

    with progress if is_tty(sys.stderr) else nullcontext(), suppress(KeyboardInterrupt):
        ask(urls, note, manners)
    if len(outcomes) == len(urls) and offline(outcomes.values()):
        hint = "check the connection and the proxy settings, and try again"
        raise DicliError("no link could be reached: the network seems to be down", hint)
    return outcomes


def _links(documents: Sequence["Document"]) -> Iterator[Record]:
    """A row for each link in use: its file, line and column, and its resource and URL;
    file by file, in their order there.
    """
    from dicli.files.reader import places

    last_file: dict[str, Document] = {}  # by id: the last file that has it
    for document in documents:
        for record in document.data.get("resources", ()):
            last_file[record["id"]] = document
    for document in documents:
        links = _links_of(document, last_file)
        place_of = places(document, links)
        rows = []
        for path, (resource, url) in links.items():
            line, column = place_of[path]  # where the value begins, not its key
            values = (file_of(document.file), line, column, resource, url)
            rows.append(dict(zip(PLACE_FIELDS, values, strict=True)))
        yield from sorted(rows, key=itemgetter("line", "column"))


def _links_of(
    document: "Document", last_file: Mapping[str, "Document"]
) -> dict["Steps", tuple[str, str]]:
    """The links of a file by their paths, each as the id of its resource and the
    address. Resources that a later file replaces are left out: `last_file` has the last
    file of each id.
    """
    links: dict[Steps, tuple[str, str]] = {}
    homepage = document.data.get("catalogue", {}).get("homepage")
    if homepage:
        links["catalogue", "homepage"] = ("catalogue", homepage)
    for number, record in enumerate(document.data.get("resources", ())):
        id = record["id"]
        if last_file[id] is not document:
            continue
        if record.get("url"):
            links["resources", number, "url"] = (id, record["url"])
        for index, link in enumerate(record.get("links", ())):
            links["resources", number, "links", index, "url"] = (id, link["url"])
    return links


def _ignored(file: str | None) -> re.Pattern[str]:
    """A pattern that matches the whole of each address in an ignore file, and no other
    address.
    """
    if not file:
        return re.compile("")  # no address is empty, so none matches
    try:
        text = Path(file).read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        message = f"cannot read the ignore file `{file}`: {error.strerror}"
        raise DicliError(message, "see: dicli check --help") from None
    patterns: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            patterns += _patterns(line, f"`{file}`, line {number}")
    return re.compile("|".join(patterns))


def _patterns(line: str, place: str) -> Iterator[str]:
    """The pattern for the address on a line `address | last day | reason`. A * in the
    address matches any text.

    There is none if the last day has passed, which is reported; DicliError for a line
    of another form.
    """
    entry = IGNORE_LINE.fullmatch(line)
    if not entry:
        hint = "for example: https://example.org/new/* | 2027-01-31 | being moved"
        raise DicliError(f"{place}: expected `address | last day | reason`", hint)
    address, last_day = entry.groups()
    if last_day >= date.today().isoformat():
        yield re.escape(address).replace(r"\*", ".*")
    else:
        report(f"{place}: expired on {last_day}, so {address} is checked again")


def _description(row: Record) -> Description:
    """A link as people read it."""
    message = f"{row['resource']}: {row['url']}: {row['reason']}"
    if row["location"]:
        message += f": {row['location']}"
    return Description(
        row["file"], row["line"], row["column"], row["verdict"], message, row["advice"]
    )
