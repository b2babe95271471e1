"""The links of catalogues: `check --links` asks whether they still work, and reports what became of them."""

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Annotated, NamedTuple

from typer import Exit, Option

from dicli.commands.findings import file_of, in_use, write_findings
from dicli.core.errors import DicliError, Status, listed
from dicli.core.text import distinct
from dicli.output.rows import Record
from dicli.output.terminal import is_tty, report

if TYPE_CHECKING:
    from dicli.files.reader import Document, Steps
    from dicli.links.checker import Outcome


class Asking(NamedTuple):
    """How links are asked, and which outcomes matter."""

    concurrency: Annotated[int, Option(metavar="N", help="Links to check at a time.", min=1)] = 8
    timeout: Annotated[float, Option(metavar="SECONDS", help="Time for each step of a request.", min=0.1)] = 10
    fragments: Annotated[bool, Option("--fragments", help="Read the pages, too: do they have what # names?")] = False
    ignore: Annotated[str | None, Option(metavar="FILE", help="Links to skip, with dates and reasons.")] = None
    baseline: Annotated[str | None, Option(metavar="FILE", help="Report only what is new; stored in FILE.")] = None
    fail_on: Annotated[str | None, Option(metavar="A,B", help="Verdicts that fail as `dead` does.")] = None
    only_failed: Annotated[bool, Option("--only-failed", help="Show only the links that fail.")] = False


def check_links(above: Sequence["Document"], asking: Asking, as_json: bool) -> None:
    """Asks the links of documents and shows what became of them; ends the run with status 1 if any fail."""
    failing, before, ignored = _failing(asking.fail_on), _before(asking.baseline), _ignored(asking.ignore)
    every = list(_links(above))
    links = [link for link in every if not ignored.fullmatch(link["url"])]
    known = _asked(distinct(link["url"] for link in links), asking)
    asked = [link | known[link["url"]] for link in links if link["url"] in known]
    news = [row for row in asked if before.get(row["url"]) != row["verdict"]]
    failed = [row for row in news if row["verdict"] in failing]
    write_findings(failed if asking.only_failed else news, _text, as_json)
    counts = Counter(row["verdict"] for row in asked) + Counter(ignored=len(every) - len(links))
    old = f"; {len(asked) - len(news)} as before" if asking.baseline else ""
    report((", ".join(f"{number} {verdict}" for verdict, number in counts.items()) or "no links") + old)
    if asking.baseline:
        _keep(asking.baseline, {link["url"] for link in every}, before, known)
    if len(asked) < len(links):
        report(f"interrupted: {len(asked)} of {len(links)} links checked")
        raise KeyboardInterrupt
    if failed:
        raise Exit(Status.NOTHING)


def _failing(named: str | None) -> set[str]:
    """The verdicts that decide the exit status; DicliError for one that does not exist."""
    from dicli.links.checker import VERDICTS

    failing = {"dead", *(named or "").replace(",", " ").split()}
    if unknown := sorted(failing - VERDICTS.keys()):
        raise DicliError(f"no verdict called {listed(unknown)}", f"verdicts: {', '.join(VERDICTS)}", Status.USAGE)
    return failing


def _asked(urls: list[str], asking: Asking) -> dict[str, Record]:
    """The outcomes by URL; incomplete after Ctrl-C. DicliError without a network."""
    from rich.console import Console
    from rich.progress import Progress

    from dicli.links.checker import ask, offline

    known: dict[str, Outcome] = {}
    progress = Progress(console=Console(stderr=True), transient=True)
    task = progress.add_task("checking", total=len(urls))

    def note(outcome: "Outcome") -> None:
        known[outcome.url] = outcome
        progress.advance(task)

    with progress if is_tty(sys.stderr) else nullcontext(), suppress(KeyboardInterrupt):
        ask(urls, note, concurrency=asking.concurrency, timeout=asking.timeout, fragments=asking.fragments)
    if len(known) == len(urls) and offline(known.values()):
        hint = "check the connection and the proxy settings, and try again"
        raise DicliError("no link could be reached: the network seems to be down", hint)
    return {url: {**asdict(outcome), "advice": outcome.advice} for url, outcome in known.items()}


def _links(above: Sequence["Document"]) -> Iterator[Record]:
    """The links in use and where they are, file by file, in their order there."""
    from dicli.files.reader import places

    for document, records in in_use(above):
        links = dict(_urls(document.data.get("catalogue", {}), records))
        found = places(document, links)
        for path in sorted(links, key=lambda path: found[path, False]):
            (line, column), (resource, url) = found[path, False], links[path]
            yield {"file": file_of(document.file), "line": line, "column": column, "resource": resource, "url": url}


def _urls(about: Record, records: Mapping["Steps", Record]) -> Iterator[tuple["Steps", tuple[str, str]]]:
    """The links of a file by their paths, each with its resource."""
    if homepage := about.get("homepage"):
        yield ("catalogue", "homepage"), ("catalogue", homepage)
    for path, record in records.items():
        if url := record.get("url"):
            yield (*path, "url"), (record["id"], url)
        for number, link in enumerate(record.get("links", ())):
            yield (*path, "links", number, "url"), (record["id"], link["url"])


def _ignored(file: str | None) -> re.Pattern[str]:
    """What matches the addresses in an ignore file whose last day has not passed; expired ones are reported.

    A line is `address | last day | reason`; * matches any text within an address, # starts a comment.
    """
    from dicli.files.reader import read

    addresses = []
    for number, line in enumerate(read(file).decode(errors="replace").splitlines() if file else (), 1):
        entry = re.fullmatch(r"\s*(\S+)\s*\|\s*(\d{4}-\d\d-\d\d)\s*\|\s*\S.*", line)
        if entry and entry[2] >= f"{date.today()}":
            addresses.append(re.escape(entry[1]).replace(r"\*", ".*"))
        elif entry:
            report(f"`{file}`, line {number}: expired on {entry[2]}, so {entry[1]} is checked again")
        elif line.strip() and not line.startswith("#"):
            hint = "for example: https://example.org/new/* | 2027-01-31 | being moved"
            raise DicliError(f"`{file}`, line {number}: this is not `address | last day | reason`", hint)
    return re.compile("|".join(addresses))


def _before(file: str | None) -> dict[str, str]:
    """The verdicts by URL that a baseline has, none if it is not written yet."""
    from dicli.files.reader import read

    if not file or not os.path.exists(file):
        return {}
    try:
        return {str(url): str(verdict) for url, verdict in json.loads(read(file)).items()}
    except (AttributeError, ValueError):
        raise DicliError(f"`{file}` is not a baseline", "name another file, or remove it to start again") from None


def _keep(file: str, urls: Collection[str], before: Mapping[str, str], known: Mapping[str, Record]) -> None:
    """Writes a baseline, whole or not at all. For a link that was seen before, `unsure` says nothing new."""
    now = {url: one["verdict"] for url, one in known.items() if one["verdict"] != "unsure" or url not in before}
    kept = {url: verdict for url, verdict in {**before, **now}.items() if url in urls}
    try:
        with open(f"{file}.new", "w", encoding="utf-8") as stream:
            json.dump(kept, stream, indent=0, sort_keys=True)
        os.replace(f"{file}.new", file)
    except OSError as error:
        raise DicliError(f"cannot write `{file}`: {error.strerror}") from None


def _text(row: Record) -> str:
    to = f": {row['location']}" if row["location"] else ""
    advice = f"; {row['advice']}" if row["advice"] else ""
    return f"{row['resource']}: {row['verdict']}: {row['url']}\n    {row['reason']}{to}{advice}"
