"""How `check` shows what it finds, in files and in links."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from dicli.commands.options import check_fields
from dicli.core.model import Record
from dicli.core.safe import clean
from dicli.files.bundled import BUNDLED, bundled_file
from dicli.output.results import Output
from dicli.output.rows import Fields
from dicli.output.terminal import Style, Terminal
from dicli.output.wrapping import lines_of, wrapped

SEVERE_LEVELS = ("fault", "dead")


class Description(NamedTuple):
    """A finding as people read it. The level is a word for how bad it is, such as
    `fault`; the hint says what to do.
    """

    file: str
    line: int
    column: int
    level: str
    message: str
    hint: str


def file_of(name: str) -> str:
    """The path of a catalogue, given the name people use for it."""
    if name == BUNDLED:
        return bundled_file()
    return name


def for_programs(output: Output) -> bool:
    """Whether findings are written as rows of data, not as text: if the command line
    names a format, and not one for screens.
    """
    return output.format_given and not output.format.for_screens


def write_findings(
    rows: Iterable[Record],
    fields: Fields,
    describe: Callable[[Record], Description],
    output: Output,
) -> None:
    """Writes findings: rows for programs (see `for_programs`), text for people.

    A row has the `fields`; programs get those that --fields names, or else all.
    DicliError if it names others. `describe` makes the text for people. On a terminal,
    findings are grouped by file and hint. Elsewhere each begins with its place, in the
    form that editors can read.
    """
    check_fields(output, fields)
    if for_programs(output):
        output.write_rows(output.fields or fields, rows)
        return
    findings = list(map(describe, rows))
    if output.terminal.is_tty:
        lines = _grouped_by_file(findings, output.terminal)
    else:
        lines = _with_place_first(findings)
    output.write(f"{line}\n" for line in lines)


def _with_place_first(findings: Iterable[Description]) -> Iterator[str]:
    """Two lines for each finding: its place, level and message, and its hint."""
    for finding in findings:
        place = f"{finding.file}:{finding.line}:{finding.column}"
        yield clean(f"{place}: {finding.level}: {finding.message}")
        yield clean(f"    {finding.hint}")


def _grouped_by_file(
    findings: Iterable[Description], terminal: Terminal
) -> Iterator[str]:
    """The name of each file, then its findings; those with the same level and hint are
    together, and the hint is after the last of them. The findings come file by file.
    """
    for file, of_file in groupby(findings, lambda finding: finding.file):
        yield terminal.styled(wrapped(clean(file), terminal.width), Style.HEAD)
        groups: dict[tuple[str, str], list[Description]] = {}
        for finding in of_file:
            groups.setdefault((finding.level, finding.hint), []).append(finding)
        for alike in groups.values():
            for finding in alike:
                yield _finding_text(finding, terminal)
            yield _hint(alike, terminal)


def _finding_text(finding: Description, terminal: Terminal) -> str:
    """The level of a finding, in color, its place and its message, wrapped."""
    color = Style.ERROR if finding.level in SEVERE_LEVELS else Style.DOUBT
    level = terminal.styled(finding.level, color)
    place = f"{finding.line}:{finding.column}"
    line = f"  {level} {place} {clean(finding.message)}"
    return wrapped(line, terminal.width, hanging=4)


def _hint(alike: Sequence[Description], terminal: Terminal) -> str:
    """The hint that findings share, and how many they are if there are several."""
    text = f"    {clean(alike[0].hint)}"
    if len(alike) > 1:
        text += f" ({len(alike)})"
    lines = lines_of(text, terminal.width)
    return "\n".join(terminal.styled(line, Style.FAINT) for line in lines)
