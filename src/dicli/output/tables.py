"""Results for people: tables and cards. Rich measures, wraps and styles; nothing is written here.

Every text is literal (no markup, no emoji codes). Addresses are never broken: they get lines of their own, and only
the terminal may wrap them. Rows come one by one, so that a long list begins at once.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import zip_longest
from textwrap import indent
from typing import TYPE_CHECKING

from rich.cells import cell_len

from dicli.core.catalogue import Catalogue
from dicli.core.model import Contact, Hit, Resource
from dicli.core.safe import safe_url
from dicli.core.text import stem, tokens
from dicli.output.facts import Line, audiences, card, doubts, reasons
from dicli.output.rows import Sheet, flat, head
from dicli.output.terminal import Terminal

if TYPE_CHECKING:
    from rich.segment import Segment
    from rich.text import Text

STACKED_BELOW, WIDE_FROM = 60, 100  # columns; below, lines under each other; from there on, one for audiences
FEWEST = 3  # hits of a list that are shown on the lowest terminal
UNDER = 3  # lines under a list: the rule, how many more there are, and the next prompt
WIDEST = 160  # longer lines are hard to read
GAP = 2
LABELS = 9  # columns for the labels of a card
HEADS: dict[int, Sequence[str]] = {2: ("Whom to ask", "What it does"), 3: ("Whom to ask", "For", "What it does")}
# Legible on light and dark grounds (WCAG's contrast of 3 or more), and none of them carries meaning alone.
HEAD, FAINT, MATCH, DOUBT = "bold", "dim", "bold color(166)", "color(166)"
ASKED, ID, REACH, LINK = "bold color(64)", "color(31)", "color(64)", "underline color(32)"

Cells = Sequence[Sequence[str]]


class _Painter:
    """Turns Rich texts into lines, with the escapes that the terminal takes and no others."""

    def __init__(self, terminal: Terminal) -> None:
        from rich.console import Console

        self.terminal = terminal
        self.width = min(terminal.width, WIDEST)
        self.stacked = self.width < STACKED_BELOW
        self.rows = 0  # of the terminal that are taken
        self._console = Console(width=self.width, legacy_windows=False)

    def columns(self, cells: Sequence[Text], widths: Sequence[int]) -> str:
        """Cells side by side, each wrapped to its width; an address goes over it rather than be broken."""
        wrapped = map(self._wrapped, cells, widths)
        lines = []
        for parts in zip_longest(*wrapped, fillvalue=cells[0].blank_copy()):
            line = ""
            for part, width in zip(parts, widths, strict=True):
                part.rstrip()  # else a space where the line was broken is underlined, or a link
                line += self._painted(part) + " " * max(width - part.cell_len + GAP, 1)
            lines.append(line.rstrip() + "\n")
            self.rows += -(-parts[-1].cell_len // self.terminal.width) or 1  # an address may take several
        return "".join(lines)

    def _wrapped(self, cell: Text, width: int) -> Iterator[Text]:
        """The lines of a cell; an address that is wider gets a line of its own."""
        found = re.finditer(r"(?<![!-~])[!-~]*://\S+\s*", cell.plain)
        wide = [one.span() for one in found if cell_len(one[0].rstrip()) > width]
        for number, piece in enumerate(cell.divide([edge for span in wide for edge in span])):
            if number % 2:
                yield piece
            elif piece or not wide:
                yield from piece.wrap(self._console, width, overflow="fold")

    def lines(self, text: Text) -> str:
        """A text wrapped to the whole width."""
        return self.columns([text], [self.width])

    def rule(self, heavy: bool = False) -> str:
        """A rule across, or an empty line for who listens."""
        return self.lines(_text(self.terminal.rules[heavy] * self.width, FAINT))

    def _painted(self, text: Text) -> str:
        text.end = ""
        return "".join(map(self._escaped, text.render(self._console)))

    def _escaped(self, segment: Segment) -> str:
        text, style = segment.text, segment.style
        if style is None or not text.strip():
            return text
        styled = style.update_link(None).render(text) if self.terminal.color else text
        return self.terminal.linked(styled, style.link)


def _text(text: str, style: str = "", found: Collection[str] = (), link: str = "") -> Text:
    """A literal text; the words whose stems were found stand out."""
    from rich.style import Style
    from rich.text import Text

    made = Text(text)
    made.stylize(Style.parse(style) + Style(link=link))  # a base style would be lost: Text.render knows spans only
    for word in re.finditer(r"\w+(?:['`‘’]\w+)*", text) if found else ():  # an apostrophe parts no words: see `fold`
        if not _stems([word[0]]).isdisjoint(found):
            made.stylize(MATCH, *word.span())
    return made


def _joined(between: str, texts: Iterable[Text]) -> Text:
    return _text(between).join(texts)


def _stems(texts: Iterable[str]) -> set[str]:
    return {stem(word) for text in texts for word in tokens(text)}


# ---- lists ---------------------------------------------------------------------------------------


def entries(
    catalogue: Catalogue, hits: Iterable[Hit], terminal: Terminal, today: date, explain: bool = False
) -> Iterator[str]:
    """A text for each hit, rules between them; under headings where they have them.

    Where the height of the terminal is given, no more than fit there, but FEWEST at least.
    """
    painter = _Painter(terminal)
    widths = _widths(painter.width)
    text = painter.columns([_text(head, HEAD) for head in HEADS[len(widths)]], widths) if widths[1:] else ""
    heading = ""
    for number, hit in enumerate(hits):
        entry = painter.rule(heavy=not number)
        if hit.heading != heading:
            heading = hit.heading
            entry += painter.lines(_text(heading, f"{HEAD} underline"))
        entry += painter.columns(_cells(catalogue, hit, len(widths)), widths)
        entry += _below(catalogue, painter, hit, today, explain)
        if terminal.height and number >= FEWEST and painter.rows + UNDER > terminal.height:
            break
        if number:
            yield text
        text = entry if number else text + entry
    yield text + painter.rule(heavy=True)


def _widths(width: int) -> list[int]:
    """The columns of a list: name, audiences and summary; the first two in one; all under each other."""
    if width < WIDE_FROM:
        return [width] if width < STACKED_BELOW else [width * 3 // 8 - GAP, width - width * 3 // 8]
    room = width - 2 * GAP
    return [room * 3 // 10, room * 2 // 10, room - room * 3 // 10 - room * 2 // 10]


def _cells(catalogue: Catalogue, hit: Hit, number: int) -> list[Text]:
    """Name, audiences and summary, in so many cells."""
    resource = hit.resource
    found = _stems(match.found for match in hit.matches)
    named = audiences(catalogue, hit)
    whom = [_text(one, ASKED if hit.order and not place else "") for place, one in enumerate(named)]
    cells = [
        _text(resource.name, HEAD, found, safe_url(resource.url or "")),
        _text("for " if whom and number < 3 else "", FAINT) + _joined(", ", whom),
        _text(resource.summary or "", "", found),
    ]
    joined = 4 - number
    return [_joined("\n", filter(None, cells[:joined])), *cells[joined:]]


def _below(catalogue: Catalogue, painter: _Painter, hit: Hit, today: date, explain: bool) -> str:
    """The lines under a row: id, phone and e-mail; the address, unbroken; what is doubtful; why it was found."""
    resource = hit.resource
    contact = resource.contact or Contact()
    link = safe_url(resource.url or "")
    doubt, unseen = doubts(resource, today), ", ".join(_unseen(catalogue, hit))
    lines = [
        _joined("  ", [_text(resource.id, ID), *(_text(one, REACH) for one in (contact.phone, contact.email) if one)]),
        _text(link, LINK, link=link),
        _text(f"! {doubt}" if doubt else "", DOUBT),
        _text(f"matched: {unseen}" if unseen else "", FAINT),
        _text(reasons(hit) if explain else ""),
    ]
    return "".join(painter.lines(line) for line in lines if line)


def _unseen(catalogue: Catalogue, hit: Hit) -> Iterator[str]:
    """The fewest phrases that contain what was found and is not in what a row shows."""
    one = hit.resource
    missing = _stems(match.found for match in hit.matches)
    missing -= _stems([one.name, one.summary or "", *audiences(catalogue, hit)]) if missing else set()
    terms = [catalogue.topics.get(id) for id in one.topics] + [catalogue.audiences.get(id) for id in one.audiences]
    said = [*one.aliases, *one.keywords, *(text for term in terms if term for text in (term.label, *term.synonyms))]
    stems = {phrase: _stems([phrase]) for phrase in said} if missing else {}
    while any(missing & some for some in stems.values()):
        best = max(stems, key=lambda phrase: (len(stems[phrase] & missing), -len(phrase)))
        yield best
        missing -= stems[best]


def rows(sheet: Sheet) -> Iterator[str]:
    """Any rows as columns, no wider than the terminal; as stacked lines where no word would stay whole otherwise."""
    painter = _Painter(sheet.terminal)
    values = [list(row.values()) for row in sheet.rows]
    cells = [[flat(value, "; ") for value in row] for row in values]
    heads = [head(field) for field in sheet.fields]
    top = [] if sheet.header is False else [heads]
    columns = list(zip(*top, *cells, strict=True))
    least, needed = ([max(map(measure, column)) for column in columns] for measure in (_longest, cell_len))
    room = painter.width - GAP * (len(columns) - 1)
    if sum(least) <= room:
        numbers = [bool(values) and all(isinstance(row[n], int) for row in values) for n in range(len(heads))]
        yield from _grid(painter, top, cells, _shared(needed, least, room), numbers)
        return
    for row in cells:
        yield "".join(_stacked(painter, *one) for one in zip(heads, row, strict=True) if one[1]) + painter.rule()


def _grid(painter: _Painter, top: Cells, cells: Cells, widths: Sequence[int], numbers: Sequence[bool]) -> Iterator[str]:
    """Cells in columns, under a head if there is one; numbers to the right, rules between rows of several lines."""
    every = [*top, *cells]
    wrapped = [any(cell_len(cell) > width for cell, width in zip(row, widths, strict=True)) for row in every]
    for number, row in enumerate(every):
        is_head = number < len(top)
        texts = [cell.rjust(width) if right else cell for cell, width, right in zip(row, widths, numbers, strict=True)]
        yield painter.columns([_text(cell, HEAD if is_head else "") for cell in texts], widths)
        if is_head or all(wrapped[number : number + 2]):
            yield painter.rule(heavy=is_head)


def _longest(text: str) -> int:
    """How wide the longest word of a text is; an address is one."""
    return max(map(cell_len, text.split()), default=0)


def _shared(needed: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """What each column gets of the room: what it needs, the widest ones less where that is too much."""

    def capped(level: int) -> list[int]:
        return [max(short, min(whole, level)) for whole, short in zip(needed, least, strict=True)]

    return capped(bisect_right(range(max(needed) + 1), room, key=lambda level: sum(capped(level))) - 1)


# ---- cards ---------------------------------------------------------------------------------------


def cards(catalogue: Catalogue, resources: Iterable[Resource], terminal: Terminal, today: date) -> Iterator[str]:
    """Everything a reader sees about resources, with labels in a column on the left."""
    painter = _Painter(terminal)
    for number, resource in enumerate(resources):
        name = painter.lines(_text(resource.name, HEAD, link=safe_url(resource.url or "")))
        lines = (_labelled(painter, line) for line in card(catalogue, resource, today))
        yield ("\n" if number else "") + name + "".join(lines)


def _labelled(painter: _Painter, line: Line) -> str:
    """A label and its text beside it; below it where the terminal is narrow, or the label is a text itself."""
    text = line.text or ""
    if painter.stacked or line.is_title:
        return indent(_stacked(painter, line.label, text), "" if painter.stacked else " " * LABELS)
    link = _address(text)
    cells = [_text(line.label, HEAD), _text(text, LINK if link else "", link=link)]
    wide = min(max(LABELS - GAP, cell_len(line.label)), painter.width // 3)
    return painter.columns(cells, [wide, painter.width - wide - GAP])


def _stacked(painter: _Painter, label: str, text: str) -> str:
    """A label and its text; an address goes on the next line."""
    if link := _address(text):
        return painter.lines(_text(f"{label}:")) + painter.lines(_text(text, LINK, link=link))
    return painter.lines(_text(f"{label}: {text}"))


def _address(text: str) -> str:
    """The text as a link, if all of it is an address."""
    return safe_url(text) if re.match(r"https?://\S+$", text) else ""
