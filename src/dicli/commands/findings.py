"""What the parts of `check` share: the entries in use, and how findings are shown."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from dicli.commands.options import check_fields
from dicli.core.safe import clean
from dicli.files.layers import BUNDLED, bundled_file
from dicli.output.results import Output
from dicli.output.rows import Record
from dicli.output.terminal import Terminal, wrapped

if TYPE_CHECKING:
    from dicli.files.document import Document, Steps

SEVERE, MILD, ADVICE = "1;31", "38;5;166", "2"  # codes of SGR
SEVERE_LABELS = ("fault", "dead")


class Shown(NamedTuple):
    """A finding as people read it. The label says of what kind it is, such as `fault`."""

    file: str
    line: int
    column: int
    label: str
    message: str
    advice: str


def in_use(documents: Sequence["Document"]) -> Iterator[tuple["Document", dict["Steps", Record]]]:
    """Files, each with the resources that no later one replaces, by their paths."""
    last = {record["id"]: document for document in documents for record in document.data.get("resources", ())}
    for document in documents:
        every = enumerate(document.data.get("resources", ()))
        yield document, {("resources", n): record for n, record in every if last[record["id"]] is document}


def file_of(name: str) -> str:
    """The path of a catalogue, given the name people use for it."""
    return bundled_file() if name == BUNDLED else name


def for_programs(output: Output) -> bool:
    """Whether findings are rows of data: in any format that was named and is not for screens."""
    return output.given and not output.format.for_screens


def write_findings(
    rows: Iterable[Record], fields: tuple[str, ...], shown: Callable[[Record], Shown], output: Output
) -> None:
    """Writes findings, of which programs get the fields, and people what is `shown` of each.

    A terminal gets a heading for each file and each advice once; elsewhere each finding begins with its place, which
    editors and other programs can read.
    """
    check_fields(output, fields)
    if for_programs(output):
        chosen = output.fields or fields
        output.write(output.format.rows(output.sheet(chosen, _picked(rows, chosen))))
        return
    findings = list(map(shown, rows))
    lines = _grouped(findings, output.terminal) if output.terminal.is_tty else _single_lines(findings)
    output.write(f"{line}\n" for line in lines)


def _picked(rows: Iterable[Record], fields: Sequence[str]) -> Iterator[Record]:
    for row in rows:
        yield {field: row[field] for field in fields}


def _single_lines(findings: Iterable[Shown]) -> Iterator[str]:
    """Each finding as its place and what it says, and the advice on a line of its own."""
    for finding in findings:
        place = f"{finding.file}:{finding.line}:{finding.column}"
        yield clean(f"{place}: {finding.label}: {finding.message}")
        yield clean(f"    {finding.advice}")


def _grouped(findings: Iterable[Shown], terminal: Terminal) -> Iterator[str]:
    """Findings below a heading for each file; those with the same label and advice together, the advice after them."""
    for file, of_file in groupby(findings, lambda finding: finding.file):
        yield terminal.styled(wrapped(clean(file), terminal.width), "1")
        by_advice: dict[tuple[str, str], list[Shown]] = {}
        for finding in of_file:
            by_advice.setdefault((finding.label, finding.advice), []).append(finding)
        for (label, advice), alike in by_advice.items():
            for finding in alike:
                yield _colored(f"  {label} {finding.line}:{finding.column}  {clean(finding.message)}", label, terminal)
            times = f" ({len(alike)})" if len(alike) > 1 else ""
            text = wrapped(f"    {clean(advice)}{times}", terminal.width)
            yield "\n".join(terminal.styled(line, ADVICE) for line in text.split("\n"))


def _colored(line: str, label: str, terminal: Terminal) -> str:
    """A line, wrapped, in which the label has its color."""
    style = SEVERE if label in SEVERE_LABELS else MILD
    return wrapped(line, terminal.width, hanging=4).replace(label, terminal.styled(label, style), 1)
