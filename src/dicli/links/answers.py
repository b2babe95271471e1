"""What one address answered, read from a response of httpx or from the error that came
instead.
"""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from html import unescape
from http import HTTPStatus
from typing import TYPE_CHECKING

from dicli.links.addresses import parsed
from dicli.links.verdicts import (
    BAD_REDIRECT,
    CERTIFICATES,
    CHALLENGES,
    DISCONNECTED,
    ERRORS,
    GARBLED,
    LOOKUP_FAILED,
    OF_STATUS,
    TEMPORARY,
    UNKNOWN_HOST,
    UNSURE,
)

if TYPE_CHECKING:
    import httpx

LONGEST_WAIT = 30.0  # the longest Retry-After, in seconds, that is worth waiting for
# A page that changes to another one within this time only forwards.
FORWARDING_SECONDS = 10

_NOT_READ = re.compile(r"(?is)<!--.*?(-->|\Z)|<noscript.*?(</noscript|\Z)")
_META = re.compile(r"<meta\s[^>]{,2000}>", re.I)
_REFRESH = re.compile(r"http-equiv\s*=\s*[\"']?refresh", re.I)
_CONTENT = re.compile(r"(?is)content\s*=\s*([\"'])(.*?)\1")
# as in `0; url=/new`
_SECONDS_AND_TARGET = re.compile(
    r"\s*(\d{1,4})[\d.]*\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"']+)", re.I
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one address answered.

    `target` is where it redirects to, `fragment` the part of a page that the redirect
    names, `wait` the seconds that Retry-After asks for.
    """

    verdict: str
    reason: str
    status: int = 0
    target: httpx.URL | None = None
    fragment: str = ""
    wait: float | None = None

    @property
    def is_busy(self) -> bool:
        """Whether the server asks for fewer requests."""
        return self.status == HTTPStatus.TOO_MANY_REQUESTS

    @property
    def is_temporary(self) -> bool:
        """Whether the next try may get a better answer."""
        return self.is_busy or self.status // 100 == 5 or self.reason in TEMPORARY


def answer_in(response: httpx.Response) -> Answer:
    """The answer that the status and the headers of a response give."""
    status = response.status_code
    reason = _with_phrase(status)
    if response.next_request:
        url = response.next_request.url
        target = parsed(str(url))
        if target is None:
            return Answer("unsure", BAD_REDIRECT, status)
        return Answer("unsure", reason, status, target, url.fragment)
    if CHALLENGES & response.headers.keys():
        return Answer("blocked", "asks you to prove that you are human", status)
    if status // 100 == 2:
        return Answer("ok", reason, status)
    wait = _seconds_to_wait(response.headers.get("retry-after", ""))
    verdict = OF_STATUS.get(status, "unsure")
    # a server that says when it is back is not dead
    if status // 100 == 5 and (wait or 0) <= LONGEST_WAIT:
        verdict = "dead"
    return Answer(verdict, reason, status, wait=wait)


def _with_phrase(status: int) -> str:
    """A status with its standard phrase if it has one, as `404 not found`."""
    try:
        return f"{status} {HTTPStatus(status).phrase.lower()}"
    except ValueError:
        return str(status)


def _seconds_to_wait(retry_after: str) -> float | None:
    """How long a Retry-After header (seconds or a date) asks to wait; None if it is
    neither.
    """
    try:
        if retry_after.isdecimal():
            return float(retry_after)
        # HTTP dates are in UTC
        date = parsedate_to_datetime(retry_after).replace(tzinfo=timezone.utc)
        return (date - datetime.now(timezone.utc)).total_seconds()
    # what the parser raises, by version
    except (IndexError, OverflowError, TypeError, ValueError):
        return None


def refresh_in(page: str, url: httpx.URL) -> Answer | None:
    """The answer of a page that forwards to another one at once, as old pages do after
    a move; None if it does not.

    `page` is the beginning of its HTML, `url` its address. Tags in comments and in
    `noscript` do not count.
    """
    for tag in _META.findall(_NOT_READ.sub("", page)):
        content = _CONTENT.search(tag)
        if content and _REFRESH.search(tag):
            return _forwarding(unescape(content[2]), url)
    return None


def _forwarding(content: str, url: httpx.URL) -> Answer | None:
    """The answer of the page at `url` that forwards by `0; url=/new`; None if it does
    not forward at once, or not to a web address.
    """
    import httpx

    forwarding = _SECONDS_AND_TARGET.match(content)
    if not forwarding:
        return None
    seconds, address = forwarding.groups()
    if int(seconds) > FORWARDING_SECONDS:
        return None
    try:
        absolute = url.join(address.strip())
    except (httpx.InvalidURL, ValueError):
        return None
    target = parsed(str(absolute))
    if target is None or target == url:
        return None
    return Answer("unsure", "forwards", 200, target, absolute.fragment)


def answer_for(error: Exception) -> Answer:
    """The answer that stands for an error."""
    reason = _reason(error)
    if reason in UNSURE:
        return Answer("unsure", reason)
    return Answer("dead", reason)


def _reason(error: Exception) -> str:
    """Why no answer came. A host that was not found and a bad certificate have their own
    reasons; otherwise ERRORS has it.
    """
    classes = set[str]()  # names of those of the error and its causes
    for cause in _causes(error):
        if isinstance(cause, socket.gaierror):
            if cause.errno == socket.EAI_AGAIN:
                return LOOKUP_FAILED
            return UNKNOWN_HOST
        if isinstance(cause, ssl.SSLCertVerificationError):
            return CERTIFICATES.get(cause.verify_code, "certificate not trusted")
        classes.update(above.__name__ for above in type(cause).__mro__)
    if "Server disconnected" in str(error):  # httpx has no class of its own for it
        return DISCONNECTED
    for name, reason in ERRORS.items():
        if name in classes:
            return reason
    return GARBLED


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error, what caused it, and so on. Of a group of errors its members too: each
    address of a host may have failed in its own way.
    """
    while error:
        yield error
        yield from getattr(error, "exceptions", ())
        error = error.__cause__ or error.__context__
