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

    def add_target(self, cookies: str) -> bool:
        """Adds the target of the answer, and says whether there is one to request.
        `cookies` are those for it. A target that must not be requested is not added:
        `answer` becomes what this means for the link.
        """
        answer = self.answer
        target = answer.target
        if target is None:
            return False
        refusal = self._refusal(target, cookies)
        if refusal:
            self.answer = Answer(*refusal, answer.status)
            return False
        self.seen.add((target, cookies))
        self.addresses.append(target)
        self.fragment = answer.fragment or self.fragment
        self.permanent = self.permanent and answer.status in PERMANENT
        return True

    def _refusal(self, target: httpx.URL, cookies: str) -> tuple[str, str] | None:
        """The verdict on the link, and the reason, if a target must not be requested;
        None if it may.
        """
        if (target, cookies) in self.seen:
            return "dead", LOOP
        if len(self.addresses) > MAX_HOPS:
            return "dead", f"more than {MAX_HOPS} redirects"
        is_from_public = not is_private(self.addresses[0])
        if is_from_public and is_private(target):
            return "unsure", "redirects to a private address"
        return None


def outcome_of(link: str, trail: Trail) -> Outcome:
    """The outcome of a link, from what its trail of redirects led to."""
    from urllib.parse import quote

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
    # in printable ASCII, whatever a link or a server put behind its `#`
    location = quote(location, safe="!#$%&'()*+,/:;=?@[]~")
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
