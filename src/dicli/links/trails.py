"""The redirects of a link: how far they are followed, and what they mean for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from dicli.links.addresses import is_private, same_site
from dicli.links.answers import Answer
from dicli.links.verdicts import LOGIN, Outcome, kind_of_page

if TYPE_CHECKING:
    import httpx

MAX_HOPS = 10  # redirects; browsers give up at 20, honest chains have three
LOOP = "redirect loop"
PERMANENT = (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT)


@dataclass(slots=True)
class Trail:
    """The addresses along the redirects of a link, and what the last one answered.

    `seen` has each address with the cookies for it: a page that redirects to itself is
    not a loop while its cookies change. `fragment` is the part of a page that the last
    redirect names, `permanent` whether all redirects were, `is_forwarded` whether a
    page itself forwarded, which is followed once.
    """

    addresses: list[httpx.URL]
    seen: set[tuple[httpx.URL, str]]
    answer: Answer
    fragment: str = ""
    permanent: bool = True
    is_forwarded: bool = False

    def follow(self, target: httpx.URL, cookies: str) -> bool:
        """Goes to where the answer redirects. If that is not to be followed, sets the
        answer to what it means for the link, and returns False.
        """
        end = self._end(target, cookies)
        if end:
            self.answer = end
            return False
        answer = self.answer
        self.seen.add((target, cookies))
        self.addresses.append(target)
        self.fragment = answer.fragment or self.fragment
        self.permanent = self.permanent and answer.status in PERMANENT
        self.is_forwarded = self.is_forwarded or answer.is_refresh
        return True

    def _end(self, target: httpx.URL, cookies: str) -> Answer | None:
        """What a redirect means that is not followed; None if it is to be followed."""
        answer = self.answer
        if answer.is_refresh and self.is_forwarded:
            return Answer("ok", "200 ok", answer.status)
        if (target, cookies) in self.seen:
            return Answer("dead", LOOP, answer.status)
        if len(self.addresses) > MAX_HOPS:
            return Answer("dead", f"more than {MAX_HOPS} redirects", answer.status)
        if is_private(target) and not is_private(self.addresses[0]):
            return Answer("unsure", "redirects to a private address", answer.status)
        return None


def outcome_of(link: str, trail: Trail) -> Outcome:
    """The outcome of a link, from what its trail of redirects led to.

    A move to a front page, an error page or a search is reported as such: sites do that
    when they removed the page.
    """
    start, end = trail.addresses[0], trail.addresses[-1]
    answer = trail.answer
    verdict, reason = answer.verdict, answer.reason
    outcome = Outcome(link, verdict, reason, status=answer.status or None)
    if start == end:
        return outcome
    passed = [end]
    if reason == LOOP:
        passed = trail.addresses
    kind = kind_of_page(str(start), list(map(str, passed)))
    if verdict == "ok":
        verdict, reason = _moved(trail, kind)
    elif kind == LOGIN and (reason == LOOP or verdict in ("blocked", "unsure")):
        verdict, reason = "login", f"{reason} at {LOGIN}"
    location = str(end)
    fragment = trail.fragment or link.partition("#")[2]
    if fragment:
        location += f"#{fragment}"
    return replace(
        outcome,
        verdict=verdict,
        reason=reason,
        location=_printable(location),
        permanent=trail.permanent,
    )


def _moved(trail: Trail, kind: str) -> tuple[str, str]:
    """The verdict on a page that answers at another address, which is of a kind in
    PAGES or of none; and the reason.
    """
    words = ["moved permanently" if trail.permanent else "moved temporarily"]
    if kind:
        words.append(f"to {kind}")
    if not same_site(trail.addresses[0], trail.addresses[-1]):
        words.append("of another host" if kind else "to another host")
    verdicts = {"": "moved", LOGIN: "login"}
    return verdicts.get(kind, "suspicious"), " ".join(words)


def _printable(location: str) -> str:
    """A location in printable ASCII, whatever a link or a server put behind its `#`."""
    from urllib.parse import quote

    return quote(location, safe="!#$%&'()*+,/:;=?@[]~")
