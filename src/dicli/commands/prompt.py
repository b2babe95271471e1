"""The prompt of `dicli`, and of `dicli find` without words: asks what the
person needs, answers, and asks again.

What is typed never passes a shell, so it needs no quotes. The catalogue is loaded once.
Lines can be edited, and recalled as long as the session lasts; they are stored nowhere,
because people type private needs.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress

from dicli.commands.answers import ask, print_screenful
from dicli.commands.browser import copy_to_clipboard, open_in_browser
from dicli.commands.help_pages import show_page
from dicli.commands.miss_log import record_miss
from dicli.commands.open import link_of
from dicli.core.catalogue import Catalogue
from dicli.core.errors import DicliError, counted
from dicli.core.model import Hit, Query, Resource
from dicli.output.results import Output
from dicli.output.terminal import Style, report

PROMPT = "> "
LEAVE = ("", "q", "quit", "exit")  # typed alone
HELP = """\
Type what you need in your own words, or a name, an acronym, a phone number or an \
email address. No quotes are needed.

  1    details of the first resource in the last answer
  o 1  open its page in the browser
  c 1  copy its link
  m    more of the last answer
  ?    this help

Enter alone or Ctrl-D leaves; Ctrl-C clears the line; the up arrow recalls what you typed.
"""
LINK_WANTED = re.compile("([oc]) ?([0-9]{0,9})", re.IGNORECASE)
# Digits of what is always meant as the number of a hit. A longer number that no hit has
# is a phone's or a room's, and is searched for.
LONGEST_NUMBER = 2


def run_prompt(catalogue: Catalogue, output: Output) -> None:
    """Asks what is needed, answers, and asks again until the person leaves."""
    session = Session(catalogue, output)
    session.greet()
    for typed in _typed_lines():
        with suppress(KeyboardInterrupt):  # stops an answer, not the session
            session.respond(typed)


def _typed_lines() -> Iterator[str]:
    """The lines that are typed at the prompt, with single spaces between words, until
    the person leaves. Ctrl-C drops a line.
    """
    with suppress(ImportError):
        import readline  # noqa: F401  # `input` then edits lines

    if hasattr(sys.stdin, "reconfigure"):
        # `core.text` repairs bytes that are not in the encoding
        sys.stdin.reconfigure(errors="surrogateescape")
    while True:
        try:
            typed = " ".join(input(PROMPT).split())
        except KeyboardInterrupt:
            report("")
            continue
        except (EOFError, OSError):  # OSError: the terminal is gone
            report("")
            return
        if typed.lower() in LEAVE:
            return
        yield typed


class Session:
    """A conversation about a catalogue."""

    def __init__(self, catalogue: Catalogue, output: Output) -> None:
        self.catalogue = catalogue
        self.output = output
        # hits of the last answer: those that were shown, with numbers from 1 on, and
        # those that come after them
        self.listed: Sequence[Hit] = ()
        self.unshown: Sequence[Hit] = ()
        self.current: Resource | None = None  # the resource whose card was shown last

    def greet(self) -> None:
        """Says what can be asked, and how."""
        info = self.catalogue.info
        report(f"Whom do I ask?  {info.name}".rstrip(), Style.HEAD)
        number = counted(len(self.catalogue), "resource")
        report(f"{number}, as of {info.updated}" if info.updated else number)
        report("Your need, a name or a phone number (Enter alone leaves, ? helps)")

    def respond(self, typed: str) -> None:
        """Does what a line asks for; problems are reported."""
        link_wanted = LINK_WANTED.fullmatch(typed)
        try:
            if typed in ("?", "help"):
                show_page(HELP)
            elif typed.lower() == "m":
                self._show_more()
            elif link_wanted:
                letter, number = link_wanted.groups()
                self._open_or_copy(letter.lower(), self._resource_meant(number))
            elif self._is_number_of_hit(typed):
                self._show_card(self._resource_meant(typed))
            else:
                self._answer(typed)
        except DicliError as error:
            report(error.message)

    def _is_number_of_hit(self, typed: str) -> bool:
        """Whether a line is the number of a hit, or so short that it is meant as one."""
        is_short = typed.isdecimal() and len(typed) <= LONGEST_NUMBER
        return is_short or typed in map(str, range(1, len(self.listed) + 1))

    def _show_card(self, resource: Resource) -> None:
        self.current = resource
        self.output.write_cards(self.catalogue, [resource])
        report("o: open its page; c: copy its link")

    def _open_or_copy(self, letter: str, resource: Resource) -> None:
        """Opens the page of a resource (`o`) or copies its link (`c`)."""
        url = link_of(resource)
        if letter == "c":
            copy_to_clipboard(url)
        else:
            report(url)
            open_in_browser(url)

    def _resource_meant(self, number: str) -> Resource:
        """The resource with that number in the last answer. If the number is empty, the
        resource whose card was shown last, or else the first of the answer.
        """
        if not number and self.current:
            return self.current
        at = int(number or 1) - 1
        if not 0 <= at < len(self.listed):
            raise DicliError(f"no number {number or 1} in the last answer")
        return self.listed[at].resource

    def _answer(self, typed: str) -> None:
        """Searches for what was typed and shows what fits the screen."""
        reply = ask(self.catalogue, Query(words=typed), "try other words")
        if reply.is_miss:
            record_miss(typed)
        self.listed = ()
        self.unshown = list(reply.hits)
        if self.unshown:
            self._show_more(reply.reports)

    def _show_more(self, reports: Sequence[str] = ()) -> None:
        """Shows the next resources of the last answer that fit the screen below some
        reports.
        """
        if not self.unshown:
            raise DicliError("the last answer has no more")
        first = len(self.listed) + 1
        reports = [*reports, _foot(first, len(self.unshown))]
        shown = print_screenful(
            self.catalogue, self.unshown, self.output, reports, first
        )
        self.listed = [*self.listed, *shown]
        self.unshown = self.unshown[len(shown) :]
        self.current = None
        report(_foot(first, len(self.unshown)))


def _foot(first: int, unshown: int) -> str:
    """What can be typed below hits, given the number of the first of them and how many
    are not shown yet.
    """
    more = f"; m for {unshown} more" if unshown else ""
    return f"{first} for details, o {first} to open, c {first} to copy the link{more}"
