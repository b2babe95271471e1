"""Results for people: tables and cards. Rich measures, and breaks what is not easy; nothing is written here.

Every text is literal (no markup, no emoji codes). Addresses are never broken: they get lines of their own, and only
the terminal may wrap them. Rows come one by one, so that a long list begins at once.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import accumulate, pairwise, zip_longest
from textwrap import indent

from rich.cells import cell_len

from dicli.core.catalogue import Catalogue
from dicli.core.model import Contact, Hit, Resource
from dicli.core.safe import safe_url
from dicli.core.text import stem, tokens
from dicli.output.facts import Line, audiences, card, doubts, reasons
from dicli.output.rows import Sheet, flat, head
from dicli.output.terminal import Terminal

STACKED_BELOW, WIDE_FROM = 60, 100  # columns; below, lines under each other; from there on, one for audiences
FEWEST = 3  # hits of a list that are shown on the lowest terminal
UNDER = 3  # lines under a list: the rule, how many more there are, and the next prompt
WIDEST = 160  # longer lines are hard to read
GAP = 2
LABELS = 9  # columns for the labels of a card
HEADS: dict[int, Sequence[str]] = {2: ("Whom to ask", "What it does"), 3: ("Whom to ask", "For", "What it does")}
# Legible on light and dark grounds (WCAG's contrast of 3 or more), and none of them carries meaning alone.
HEAD, FAINT, MATCH, DOUBT = "1", "2", "1;38;5;166", "38;5;166"
ASKED, ID, REACH, LINK = "1;38;5;64", "38;5;31", "38;5;64", "4;38;5;32"

Cells = Sequence[Sequence[str]]
Piece = tuple[str, str, str]
"""A text, the codes of its style (ECMA-48's SGR), and the address that it leads to."""
Text = Sequence[Piece]


class _Painter:
    """Turns texts into lines, with the escapes that the terminal takes and no others."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.width = min(terminal.width, WIDEST)
        self.stacked = self.width < STACKED_BELOW
        self.rows = 0  # of the terminal that are taken

    def columns(self, cells: Sequence[Text], widths: Sequence[int]) -> str:
        """Cells side by side, each wrapped to its width; an address goes over it rather than be broken."""
        lines, used = [], 0
        for parts in zip_longest(*map(_lines, cells, widths), fillvalue=()):
            line = ""
            for part, width in zip(parts, widths, strict=True):
                used = cell_len("".join([text for text, _, _ in part]))
                line += "".join(map(self._painted, part)) + " " * max(width - used + GAP, 1)
            lines.append(line.rstrip() + "\n")
            self.rows += -(-used // self.terminal.width) or 1  # an address may take several
        return "".join(lines)

    def lines(self, text: Text) -> str:
        """A text wrapped to the whole width."""
        return self.columns([text], [self.width])

    def rule(self, heavy: bool = False) -> str:
        """A rule across, or an empty line for people who listen."""
        return self.lines(_text(self.terminal.rules[heavy] * self.width, FAINT))

    def _painted(self, piece: Piece) -> str:
        return self.terminal.styled(*piece) if piece[0].strip() else piece[0]


def _lines(cell: Text, width: int) -> Iterator[Text]:
    """A cell wrapped to a width, without the spaces where it was broken: they would be underlined, or be links."""
    plain, at = "".join([text for text, _, _ in cell]), 0
    ends = list(accumulate(len(text) for text, _, _ in cell))
    for line in _broken(plain, width):
        start = plain.index(line, at)
        at = start + len(line)
        yield list(_part(cell, ends, start, at))


def _part(cell: Text, ends: Sequence[int], start: int, end: int) -> Iterator[Piece]:
    """The pieces of a text from one letter up to another; `ends` says where each piece ends."""
    for number in range(bisect_right(ends, start), len(cell)):
        text, codes, link = cell[number]
        before = ends[number] - len(text)
        if before >= end:
            return
        yield text[max(start - before, 0) : end - before], codes, link


def _broken(text: str, width: int) -> Iterator[str]:
    """The lines of a text; an address that is wider gets a line of its own."""
    found = re.finditer(r"(?<![!-~])[!-~]*://\S+\s*", text) if "://" in text else ()
    wide = [one.span() for one in found if cell_len(one[0].rstrip()) > width]
    for number, (start, end) in enumerate(pairwise([0, *(edge for span in wide for edge in span), len(text)])):
        if number % 2:
            yield text[start:end].rstrip()
        elif start < end or not wide:
            yield from _wrapped(text[start:end].rstrip(), width)


def _wrapped(text: str, width: int) -> Iterator[str]:
    """A text broken between words, and within those that are wider. Rich knows best where, but most texts are easy."""
    if text.isprintable() and cell_len(text) <= width:
        yield text
    elif not text.isascii() or not text.replace("\n", "").isprintable() or "  " in text or _longest(text) > width:
        from rich.console import Console
        from rich.text import Text

        lines = Text(text).wrap(Console(width=width, legacy_windows=False), width, overflow="fold")
        yield from (line.plain.rstrip() for line in lines)
    else:
        for line in text.split("\n"):
            while len(line) > width:
                cut = line.rfind(" ", 0, width + 1)
                yield line[:cut]
                line = line[cut + 1 :]
            yield line


def _text(text: str, codes: str = "", found: Collection[str] = (), link: str = "") -> Text:
    """A literal text; the words whose stems were found stand out."""
    text = text.expandtabs()
    pieces, at = list[Piece](), 0
    for word in re.finditer(r"\w+(?:['`‘’]\w+)*", text) if found else ():  # an apostrophe parts no words: see `fold`
        if not _stems_of(word[0]).isdisjoint(found):
            pieces += [(text[at : word.start()], codes, link), (word[0], MATCH, link)]
            at = word.end()
    return [piece for piece in (*pieces, (text[at:], codes, link)) if piece[0]]


def _joined(between: str, texts: Iterable[Text]) -> Text:
    return [piece for text in texts for piece in ((between, "", ""), *text)][1:]


def _stems(texts: Iterable[str]) -> set[str]:
    return {stem(word) for text in texts for word in tokens(text)}


@lru_cache(10_000)
def _stems_of(word: str) -> frozenset[str]:
    return frozenset(_stems([word]))


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
            entry += painter.lines(_text(heading, f"{HEAD};4"))
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
        [*_text("for " if whom and number < 3 else "", FAINT), *_joined(", ", whom)],
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
