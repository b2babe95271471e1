"""The redirects of a link: how far they are followed, and what they mean for it."""

from __future__ import annotations

from dataclasses import dataclass
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
        """Adds `target`, to which the answer redirects, and returns True. `cookies` are
        those for it. If the redirect must not be followed, `answer` becomes what this
        means for the link, and the result is False.
        """
        final = self._final_answer(target, cookies)
        if final:
            self.answer = final
            return False
        answer = self.answer
        self.seen.add((target, cookies))
        self.addresses.append(target)
        self.fragment = answer.fragment or self.fragment
        self.permanent = self.permanent and answer.status in PERMANENT
        self.is_forwarded = self.is_forwarded or answer.is_refresh
        return True

    def _final_answer(self, target: httpx.URL, cookies: str) -> Answer | None:
        """The answer in place of a redirect that must not be followed; None if it may
        be followed.
        """
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
    """The outcome of a link, from what its trail of redirects led to."""
    answer = trail.answer
    status = answer.status or None  # 0 if no answer came
    end = trail.addresses[-1]
    if end == trail.addresses[0]:  # not redirected, or redirected back to itself
        return Outcome(link, answer.verdict, answer.reason, status=status)
    verdict, reason = _after_redirects(trail)
    location = str(end)
    fragment = trail.fragment or link.partition("#")[2]
    if fragment:
        location += f"#{fragment}"
    location = _printable(location)
    return Outcome(link, verdict, reason, location, trail.permanent, status)


def _after_redirects(trail: Trail) -> tuple[str, str]:
    """The verdict on a link that redirects to another address, and the reason. A login
    page that is blocked, unsure or part of a loop means `login`.
    """
    answer = trail.answer
    start, *others = map(str, trail.addresses)
    is_loop = answer.reason == LOOP
    # in a loop, any address may be the login page; otherwise, only the last counts
    judged = others if is_loop else others[-1:]
    kind = kind_of_page(start, judged)
    if answer.verdict == "ok":
        return _moved(trail, kind)
    if kind == LOGIN and (is_loop or answer.verdict in ("blocked", "unsure")):
        return "login", f"{answer.reason} at {LOGIN}"
    return answer.verdict, answer.reason


def _moved(trail: Trail, kind: str) -> tuple[str, str]:
    """The verdict on a page that answers at another address, and the reason. `kind` is
    a key of PAGES, or "" for any other page.

    A move to a front page, an error page or a search is reported as such: sites do that
    when they removed the page.
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
