"""Slips of people who keep a catalogue by hand: following hints to the letter makes `check` quiet and loses nothing.

`mended` does what a hint says and nothing else, as someone would who does not know YAML.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from dicli.core.text import fold
from dicli.files.checking import findings
from dicli.files.document import Finding
from dicli.files.reader import parsed

GOOD = f"""\
audiences:
  - {{id: staff, label: Staff}}
  - {{id: students, label: Students, synonyms: [pupils]}}
topics:
  - {{id: money, label: Money and bills}}
kinds:
  - {{id: office, label: Office}}
resources:
  - id: bursar
    name: Bursar's Office
    aliases: [BO]
    kind: office
    audiences: [staff, students]
    topics: [money]
    keywords: [tuition bill, hold on my account]
    summary: Sends the bills and takes the payments.
    url: https://example.org/bursar
    contact:
      email: bursar@example.org
      phone: 314-555-0100
      location: Old Hall 5
    as_of: {date.today().year}
    confidence: high
  - id: parking
    name: Parking Desk
    audiences: [staff]
    keywords: [permit]
    summary: Gives out permits.
    url: https://example.org/parking
    as_of: {date.today().year}
    part_of: bursar
  - id: chapel
    name: Chapel
    keywords: [prayer]
    summary: Open to all faiths.
    url: https://example.org/chapel
    as_of: {date.today().year}
"""
IDS = ["bursar", "parking", "chapel"]

# What someone wrote in place of what is right.
SLIPS = [
    # keys
    ("    name: Chapel", "    title: Chapel"),
    ("    summary: Open", "    description: Open"),
    ("    url: https://example.org/chapel", "    website: https://example.org/chapel"),
    ("    url: https://example.org/chapel", "    link: https://example.org/chapel"),
    ("    topics: [money]", "    tags: [money]"),
    ("    topics: [money]", "    category: [money]"),
    ("    audiences: [staff]", "    audience: [staff]"),
    ("    aliases: [BO]", "    acronym: [BO]"),
    ("    kind: office", "    type: office"),
    ("    keywords: [prayer]", "    keyword: [prayer]"),
    ("    url: https://example.org/chapel", "    URL: https://example.org/chapel"),
    ("      phone: 314-555-0100", "      tel: 314-555-0100"),
    ("      phone: 314-555-0100", "      Telephone: 314-555-0100"),
    ("      email: bursar", "      mail: bursar"),
    ("      location: Old", "      room: Old"),
    ("    part_of: bursar", "    parent: bursar"),
    ("    part_of: bursar", "    phone: 314-555-0199"),
    ("    part_of: bursar", "    tel: 314-555-0199"),
    ("      location: Old Hall 5", "      url: https://example.org/map"),
    ("resources:", "offices:"),
    ("label: Office}", "name: Office}"),
    # lists and ids
    ("[staff, students]", "staff, students"),
    ("[tuition bill, hold on my account]", "tuition bill; hold on my account"),
    ("    aliases: [BO]", "    aliases: BO"),
    ("    kind: office", "    kind: Office"),
    ("[staff, students]", "[Staff, Pupils]"),
    ("    topics: [money]", "    topics: [Money & Bills]"),
    ("    part_of: bursar", "    part_of: Bursar's Office"),
    ("    part_of: bursar", "    part_of: burser"),
    ("  - id: chapel", "  - id: Chapel"),
    ("  - id: chapel\n    name: Chapel", "  - name: Chapel"),
    ("  - id: chapel", "  - id: parking"),
    ("  - id: chapel", "    id: chapel"),
    ("  - id: parking", "    id: parking"),
    ("confidence: high", "confidence: High"),
    # addresses, dates, numbers
    ("https://example.org/chapel", "www.example.org"),
    ("https://example.org/chapel", "example.org/chapel"),
    ("    part_of: bursar", "    part_of:"),
    ("    part_of: bursar", "    note: TBD"),
    # form
    ("summary: Open to all faiths.", "summary: Open: to all faiths."),
    ("summary: Open to all faiths.", "summary: @Chapel, open to all faiths."),
    ("summary: Open to all faiths.", "summary: 'Everybody's chapel.'"),
    ("    summary: Open", "\tsummary: Open"),
    ("summary: Open to all faiths.", "summary: Open\u200b to all faiths."),
    ("  - id: chapel", "  -id: chapel"),
    ("    name: Chapel", "    name:Chapel"),
    ("    name: Chapel", "   name: Chapel"),
    ("    keywords: [prayer]", "    keywords: [prayer"),
    ("    keywords: [prayer]", "    keywords: [prayer]\n    keywords: [prayer]"),
    (
        "    summary: Open to all faiths.\n",
        "<<<<<<< ours\n    summary: Open to all faiths.\n=======\n    summary: Closed.\n>>>>>>> theirs\n",
    ),
    (
        "    summary: Open to all faiths.\n",
        "<<<<<<< ours\n    summary: Open to all faiths.\n||||||| base\n=======\n    summary: Closed.\n>>>>>>> theirs\n",
    ),
    ("      location: Old Hall 5", "      location: Old Hall #5"),
    ("summary: Open to all faiths.", "summary: >-\n    Open to all faiths.\n    Come in."),
    ("summary: Open to all faiths.", "summary: Open to all faiths.\n      Come in: it is warm."),
    ("    keywords: [prayer]", "    keywords:\n      - prayer\n      -mass"),
    ("    keywords: [prayer]", "    keywords:\n      * prayer\n      * mass"),
    ("    keywords: [prayer]", "    keywords: [prayer]\n// more to come"),
    ("    part_of: bursar", "    contact: {phone:314-555-0199}"),
    ("    part_of: bursar", "    contact: {phone: 314-555-0199 location: Lot 7}"),
    ("    part_of: bursar", "    hours: Mon-Fri 9-17"),
    ("  - id: chapel\n    name: Chapel", "    name: Chapel"),
    ("  - id: chapel", "    - id: chapel"),
    ("    name: Chapel", "  - name: Chapel"),
    ("  - id: chapel", "---\n  - id: chapel"),
    ("  - id: chapel", "resources:\n  - id: chapel"),
    ("resources:\n", ""),
    ("label: Office}", 'label: "Office" group: Ours}'),
]


def told(text: str) -> list[Finding]:
    """What `check` says of a catalogue."""
    return findings([parsed("my.yaml", text.encode())], [], older_than=5)


class Page:
    """A text by lines, which a hint changes at its place."""

    def __init__(self, text: str, finding: Finding) -> None:
        self.lines = text.split("\n")
        self.at = finding.place.line - 1
        self.column = finding.place.column - 1

    @property
    def line(self) -> str:
        return self.lines[self.at]

    @line.setter
    def line(self, text: str) -> None:
        self.lines[self.at] = text

    def replace_key(self, key: str) -> None:
        self.line = self.line[: self.column] + re.sub(r"^[\w-]+", key, self.line[self.column :])

    def replace_value(self, value: str) -> None:
        """Writes another value: of a list in brackets one item, else the rest of the line."""
        before, rest = self.line[: self.column], self.line[self.column :]
        in_brackets = re.search(r"\[[^\]]*$", before)
        self.line = before + (re.sub(r"^[^],]+", value, rest) if in_brackets else value)

    def delete(self) -> str:
        return self.lines.pop(self.at)

    def entry(self) -> range:
        """The lines of the entry that has the place."""
        start = max(n for n in range(self.at + 1) if self.lines[n].startswith("  - "))
        ends = (n for n in range(start + 1, len(self.lines)) if not self.lines[n].startswith("    "))
        return range(start, next(ends))

    def move_to_contact(self, key: str, value: str) -> None:
        lines = self.entry()
        contact = [n for n in lines if self.lines[n] == "    contact:"]
        at = contact[0] + 1 if contact else lines.stop
        self.lines[at:at] = [*([] if contact else ["    contact:"]), f"      {key}: {value}"]

    def quote(self) -> None:
        key, _, value = self.line.partition(": ")
        value = value[1:-1] if value[:1] == value[-1:] == "'" else value
        self.line = f"""{key}: '{value.replace("'", "''")}'"""


def _move_key(page: Page, found: re.Match[str]) -> None:
    value = page.line.partition(": ")[2]
    page.delete()
    page.at -= 1
    page.move_to_contact(found[1], value)


def _move_key_up(page: Page, found: re.Match[str]) -> None:
    value = page.delete().partition(": ")[2]
    page.at -= 1
    page.lines.insert(page.entry().stop, f"    {found[1]}: {value}")


def _add_line_or_join(page: Page, found: re.Match[str]) -> None:
    lines = page.entry()
    if len(lines) == 1 and page.lines[lines.stop].startswith("  - "):
        page.lines[lines.stop] = page.lines[lines.stop].replace("- ", "  ", 1)
    else:
        page.lines.insert(lines.start + 1, f"    {found[1]}")


def _start_entry(page: Page, found: re.Match[str]) -> None:
    page.line = "  " + found[1] + page.line.lstrip().partition(":")[2]


def _delete_character(page: Page, _: re.Match[str]) -> None:
    page.line = page.line[: page.column] + page.line[page.column + 1 :]


def _keep_ours(page: Page, _: re.Match[str]) -> None:
    text = re.sub(
        r"<<<<<<<.*\n((?:.*\n)*?)(?:\|{7}.*\n(?:.*\n)*?)?=======\n(?:.*\n)*?>>>>>>>.*\n", r"\1", "\n".join(page.lines)
    )
    page.lines = text.split("\n")


def _line_up(page: Page, _: re.Match[str]) -> None:
    if page.line.lstrip().startswith("- "):
        dashed = [line for line in page.lines[: page.at] if line.lstrip().startswith("- ")]
        page.line = re.sub(r"-.*", page.line.lstrip(), dashed[-1])
        return
    above = page.lines[page.at - 1]
    indent = re.match("[ -]*", above)
    assert indent
    page.line = " " * len(indent[0]) + page.line.strip()


def _space_indent_or_comment(page: Page, _: re.Match[str]) -> None:
    line = re.sub(r"(\w):(?=\S)", r"\1: ", page.line, count=1)
    line = re.sub(r"^( *)-(?=\w)", r"\1- ", line)
    line = re.sub(r"^ *//", "#", line)
    page.line = line if line != page.line else f"  {line}"


def _space_after_each_colon(page: Page, _: re.Match[str]) -> None:
    page.line = re.sub(r":(?=\S)", ": ", page.line)


def _close_or_comma(page: Page, _: re.Match[str]) -> None:
    with_comma = re.sub(r"(\d) (?=\w+: )", r"\1, ", page.line)
    page.line = with_comma if with_comma != page.line else f"{page.line}]"


def _quote_or_item(page: Page, _: re.Match[str]) -> None:
    if page.line.lstrip().startswith("* "):
        page.line = page.line.replace("* ", "- ")
    else:
        page.quote()


def _quote_or_comma(page: Page, _: re.Match[str]) -> None:
    if re.search(r'" \w+: ', page.line):
        page.line = re.sub(r'" (?=\w+: )', '", ', page.line)
    else:
        page.quote()


def _resources_above(page: Page, _: re.Match[str]) -> None:
    page.lines.insert(page.entry().start, "resources:")


def _fact(page: Page, found: re.Match[str]) -> None:
    value = page.line.partition(": ")[2]
    page.line = f"    {found[1]}".replace("...", value)


def _delete_line(page: Page, _: re.Match[str]) -> None:
    page.delete()


def _another_id(page: Page, _: re.Match[str]) -> None:
    page.line += "-2"


def _line_up_space_or_quote(page: Page, found: re.Match[str]) -> None:
    """The last part of the hint if a sentence has the colon, the second if there is a dash above without a space."""
    if page.line.lstrip().partition(":")[0].count(" "):
        page.lines[page.at - 1] += " " + page.delete().strip()
        page.at -= 1
        page.quote()
    elif dashed := [n for n in (page.at - 1, page.at) if re.match(r" *-\w", page.lines[n])]:
        page.lines[dashed[0]] = re.sub(r"-(?=\w)", "- ", page.lines[dashed[0]], count=1)
    else:
        _line_up(page, found)


HINTS: list[tuple[str, Callable[[Page, re.Match[str]], None]]] = [
    (r"write it as `(\w+)` below `contact:`, indented", _move_key),
    (r"write it as `(\w+)`, at the same level as `contact:`", _move_key_up),
    (r"write `(- \w+:)`, and line its dash up with the dashes above", _start_entry),
    (r"add a line `(\w+: [^`]+)` to this entry, or remove a dash that cuts it in two", _add_line_or_join),
    (r"put a line `resources:` above", _resources_above),
    (r"put a space after each colon", _space_after_each_colon),
    (r"for anything else, at the same level as `id`: `([^`]+)`", _fact),
    (r"^remove this line", _delete_line),
    (r"give one of them another id", _another_id),
    (r"keep one of the versions, and delete the lines", _keep_ours),
    (r"keep one of them|keep it in only one of them", _delete_line),
    (r"give it a value or leave it out|leave this line out until it is known|or leave it out$", _delete_line),
    (r"put the whole text in quotes, .*; or put a comma between items", _quote_or_comma),
    (r"put the whole text in quotes; an item of a list starts with `- `", _quote_or_item),
    (r"put the whole text in quotes", lambda page, _: page.quote()),
    (r"indent with spaces", lambda page, _: setattr(page, "line", page.line.replace("\t", "    "))),
    (r"delete it", _delete_character),
    (r"close it, put a comma between items", _close_or_comma),
    (r"line this key up with the key above; put a space after the dash of `- `", _line_up_space_or_quote),
    (r"line `- ` up with the `- ` above, and keys with the keys above", _line_up),
    (r"write `key: value` or `- item`, with a space after", _space_indent_or_comment),
    (r"hyphens between: `([^`]+)`", lambda page, found: page.replace_value(found[1])),
    (r"^write `([^`]+)`", lambda page, found: page.replace_value(found[1])),
]  # fmt: skip


def mended(text: str, finding: Finding) -> str:
    """The text after someone did what the hint says."""
    page = Page(text, finding)
    if meant := re.search(r"did you mean `([^`]+)`", finding.hint):
        if finding.at_key:
            page.replace_key(meant[1])
        else:
            page.replace_value(meant[1])
        return "\n".join(page.lines)
    for pattern, change in HINTS:
        if found := re.search(pattern, finding.hint):
            change(page, found)
            return "\n".join(page.lines)
    raise AssertionError(f"{finding.message}: {finding.hint}")


def test_the_catalogue_without_slips_is_good() -> None:
    assert told(GOOD) == []
    assert len(SLIPS) >= 40


@pytest.mark.parametrize(("right", "slip"), SLIPS, ids=[slip.strip() for _, slip in SLIPS])
def test_following_the_hints_mends_a_slip_and_loses_no_entry(right: str, slip: str) -> None:
    assert GOOD.count(right) >= 1, right
    before, _, after = GOOD.rpartition(right)
    text = before + slip + after
    said = []
    for _ in range(6):
        found = told(text)
        if not found:
            break
        said.append(f"{found[0].place}: {found[0].message}; {found[0].hint}")
        text = mended(text, next((finding for finding in found if not finding.warning), found[0]))
    assert told(text) == [], said
    assert said
    assert len(said) <= 3
    names = [record["name"] for record in parsed("my.yaml", text.encode()).data["resources"]]
    assert [fold(name) for name in names] == ["bursars office", "parking desk", "chapel"]
