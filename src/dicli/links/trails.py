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
    redirect names, `permanent` whether all redirects were.
    """

    addresses: list[httpx.URL]
    seen: set[tuple[httpx.URL, str]]
    answer: Answer
    fragment: str = ""
    permanent: bool = True

    def follows_redirect(self, cookies: str) -> bool:
        """Whether the answer is a redirect that may be followed; adds its target then.
        `cookies` are those for it. If it must not be followed, `answer` becomes what
        this means for the link.
        """
        target = self.answer.target
        status = self.answer.status
        if target is None:
            return False
        if (target, cookies) in self.seen:
            self.answer = Answer("dead", LOOP, status)
        elif len(self.addresses) > MAX_HOPS:
            self.answer = Answer("dead", f"more than {MAX_HOPS} redirects", status)
        elif is_private(target) and not is_private(self.addresses[0]):
            self.answer = Answer("unsure", "redirects to a private address", status)
        else:
            self.seen.add((target, cookies))
            self.addresses.append(target)
            self.fragment = self.answer.fragment or self.fragment
            self.permanent = self.permanent and status in PERMANENT
            return True
        return False


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
    page that is blocked, unsure or ends a loop means `login`.
    """
    answer = trail.answer
    kind = kind_of_page(str(trail.addresses[0]), str(trail.addresses[-1]))
    if answer.verdict == "ok":
        return _moved(trail, kind)
    may_need_login = answer.verdict in ("blocked", "unsure") or answer.reason == LOOP
    if kind == LOGIN and may_need_login:
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
