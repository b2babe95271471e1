"""Does each link still work? `ask` asks the network, politely, and gives one Outcome
per link.

Only the given links and what they redirect to are requested: a cookie lives as long as
the redirects of one link, no password is sent (not even one in an address), of a page
only the beginning is read, every certificate is verified. HTTPS_PROXY, NO_PROXY and
SSL_CERT_FILE are honored: behind a company's proxy nothing answers without them.
Nothing a server says is shown verbatim: reasons are our own words, locations are parsed
and escaped to printable ASCII. Redirects are followed by http(s) only, and not from a
public host to a private address: maintainers run this at home, where a GET may reach
the router. This judges the address as written; a public name that resolves to a private
address is requested all the same.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import aclosing, suppress
from dataclasses import dataclass, field, replace
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING

from dicli.core.errors import DicliError
from dicli.links.addresses import is_private, parsed, same_site
from dicli.links.answers import (
    LONGEST_WAIT,
    PERMANENT,
    Answer,
    answer_for,
    answer_in,
    refresh_in,
)
from dicli.links.verdicts import HOST_SILENT, LOGIN, OUR_FAULT, Outcome, kind_of_page

if TYPE_CHECKING:
    import httpx

MAX_HOPS = 10  # redirects; browsers give up at 20, honest chains have three
MAX_BODY = 2**16  # bytes of a page that are read: far enough for its head
# timeouts that a whole request may take (connection, TLS, answer): stops a server that
# trickles data
STEPS = 3
MOST_TIMEOUTS = 4  # of one host, each answer making up for one: one dead link is three
A_FEW = 3  # hosts that must all be silent before the fault is thought to be on our side
BAD_ADDRESS = "malformed address"


def ask(
    urls: Iterable[str],
    note: Callable[[Outcome], None],
    *,
    concurrency: int = 8,
    pause: float = 0.2,
    timeout: float = 10.0,
    retries: int = 2,
    backoff: float = 0.5,
) -> None:
    """Calls `note` with the outcome of each link, as it arrives, so that Ctrl-C loses
    none of them.

    Links that differ only in their fragments are requested once. `concurrency` (at
    least 1) limits the requests at a time, `retries` those after a failure that may
    pass. `pause` is the time between two requests to one host, `timeout` the limit for
    each step of a request, `backoff` the wait before the first retry, which doubles
    with each; all in seconds. DicliError without httpx, or if the settings of proxy or
    certificates do not work; KeyboardInterrupt on Ctrl-C.
    """
    manners = Manners(pause, timeout, retries, backoff)
    run = _Run(_client(timeout), asyncio.Semaphore(concurrency), manners)
    try:
        asyncio.run(_ask_all(dict.fromkeys(urls), run, note))
    except asyncio.CancelledError:  # Ctrl-C, see _ask_all
        raise KeyboardInterrupt from None


def offline(outcomes: Iterable[Outcome]) -> bool:
    """Whether the network is at fault rather than the links: no host at all was
    reached.

    A missing name server or route is on our side even with a single link. One unknown
    name or one refusal may well be that host's fault, so these count only if a few
    hosts share them.
    """
    import httpx

    asked = [outcome for outcome in outcomes if outcome.reason != BAD_ADDRESS]
    for outcome in asked:
        if outcome.reason not in HOST_SILENT or outcome.location:
            return False
    hosts = {httpx.URL(outcome.url).host for outcome in asked}
    ours = all(outcome.reason in OUR_FAULT for outcome in asked)
    return len(hosts) >= A_FEW or (ours and bool(asked))


def _client(timeout: float) -> httpx.AsyncClient:
    try:
        import httpx
    except ImportError:
        raise DicliError(
            "checking links needs httpx", "try: pip install 'dicli[links]'"
        ) from None
    from dicli import __version__

    headers = {
        "User-Agent": f"dicli/{__version__} (checks the links of a catalogue)",
        # nothing is decoded, so nothing can swell in memory
        "Accept-Encoding": "identity",
    }
    try:
        return httpx.AsyncClient(
            headers=headers,
            # A connection for each request: what is left of one answer cannot spoil
            # another.
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=timeout,
        )
    # for example no SOCKS support, no such file
    except (ImportError, OSError, ValueError, httpx.InvalidURL):
        hint = "check HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and SSL_CERT_FILE"
        raise DicliError(
            "the proxy or certificate settings do not work", hint
        ) from None


async def _ask_all(
    urls: Iterable[str], run: _Run, note: Callable[[Outcome], None]
) -> None:
    task = asyncio.current_task()
    # from 3.11 on asyncio.run turns Ctrl-C into a cancellation itself
    if sys.version_info < (3, 11) and task:
        with suppress(RuntimeError):  # not on Windows, nor outside the main thread
            asyncio.get_running_loop().add_signal_handler(signal.SIGINT, task.cancel)
    links: dict[httpx.URL | None, list[str]] = {}
    for url in urls:
        links.setdefault(parsed(url), []).append(url)
    async with run.client:
        tasks = [
            asyncio.create_task(run.outcomes(address, given))
            for address, given in links.items()
        ]
        try:
            for done in asyncio.as_completed(tasks):
                for outcome in await done:
                    note(outcome)
        # on Ctrl-C, wait for every task to end, so that none raises an error later
        finally:
            for left in tasks:
                left.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


@dataclass(frozen=True, slots=True)
class Manners:
    """How politely to ask; see `ask`."""

    pause: float
    timeout: float
    retries: int
    backoff: float

    def wait_before(self, retry: int, answer: Answer) -> float | None:
        """Seconds to wait before a retry (0 is the first) after an answer; None if none
        is worth it.
        """
        if retry >= self.retries or not answer.may_pass:
            return None
        wait = self.backoff * 2**retry if answer.wait is None else answer.wait
        return wait if wait <= LONGEST_WAIT else None


@dataclass(slots=True)
class Host:
    """What is known of one host during a run. Whoever holds `lock` may ask it."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0  # by the monotonic clock
    timeouts: int = 0

    @property
    def is_given_up(self) -> bool:
        """Whether it let us wait in vain too often."""
        return self.timeouts > MOST_TIMEOUTS

    def note(self, answer: Answer) -> None:
        """Counts a timeout; an answer makes up for one."""
        if answer.reason in ("no answer in time", "no connection in time"):
            self.timeouts += 1
        elif answer.status:
            self.timeouts = max(0, self.timeouts - 1)


@dataclass(slots=True)
class Trail:
    """The addresses along the redirects of a link, and what the last one answered.

    `fragment` is the part of a page that the last redirect names, `permanent` whether
    all redirects were.
    """

    addresses: list[httpx.URL]
    answer: Answer
    fragment: str = ""
    permanent: bool = True


@dataclass(slots=True)
class _Run:
    """One run. `left_alone` has the answers that hold for a whole server from then on."""

    client: httpx.AsyncClient
    slots: asyncio.Semaphore
    manners: Manners
    hosts: defaultdict[str, Host] = field(default_factory=lambda: defaultdict(Host))
    left_alone: dict[httpx.URL, Answer] = field(default_factory=dict)

    async def outcomes(
        self, address: httpx.URL | None, links: list[str]
    ) -> list[Outcome]:
        """The outcomes of links that share an address."""
        if not address:
            return [Outcome(link, "dead", BAD_ADDRESS) for link in links]
        trail = await self._followed(address)
        return [outcome_of(link, trail) for link in links]

    async def _followed(self, start: httpx.URL) -> Trail:
        """Follows the redirects of an address to their end."""
        import httpx

        cookies = httpx.Cookies()
        # a page that redirects to itself is not a loop while its cookies change
        seen = {(start, str(cookies.jar))}
        trail = Trail([start], await self._answer(start, cookies))
        is_forwarded = False  # by a page itself, which counts once
        while target := trail.answer.target:
            if trail.answer.is_refresh and is_forwarded:
                trail.answer = replace(trail.answer, verdict="ok", reason="200 ok")
                return trail
            if (target, str(cookies.jar)) in seen:
                trail.answer = replace(
                    trail.answer, verdict="dead", reason="redirect loop"
                )
                return trail
            if len(trail.addresses) > MAX_HOPS:
                trail.answer = Answer(
                    "dead", f"more than {MAX_HOPS} redirects", trail.answer.status
                )
                return trail
            if is_private(target) and not is_private(start):
                trail.answer = Answer(
                    "unsure", "redirects to a private address", trail.answer.status
                )
                return trail
            seen.add((target, str(cookies.jar)))
            is_forwarded = is_forwarded or trail.answer.is_refresh
            trail.permanent = trail.permanent and trail.answer.status in PERMANENT
            trail.fragment = trail.answer.fragment or trail.fragment
            trail.addresses.append(target)
            trail.answer = await self._answer(target, cookies)
        return trail

    async def _answer(self, url: httpx.URL, cookies: httpx.Cookies) -> Answer:
        """What an address answers, after retries if the first answer may pass."""
        host = self.hosts[url.host]
        server = url.copy_with(path="/", query=None)
        async with host.lock:
            if server in self.left_alone:
                return self.left_alone[server]
            if host.is_given_up:
                return Answer("unsure", "skipped: this host timed out too often")
            answer = await self._request(host, url, cookies)
            retry = 0
            while (
                not host.is_given_up
                and (wait := self.manners.wait_before(retry, answer)) is not None
            ):
                host.free_at = max(host.free_at, time.monotonic() + wait)
                answer = await self._request(host, url, cookies)
                retry += 1
            if answer.is_busy:
                self.left_alone[server] = Answer(
                    "unsure", "not asked: the host wants fewer requests"
                )
            elif answer.reason in HOST_SILENT:
                self.left_alone[server] = answer
        return answer

    async def _request(
        self, host: Host, url: httpx.URL, cookies: httpx.Cookies
    ) -> Answer:
        """One request, when the host and the run have time for it."""
        await asyncio.sleep(host.free_at - time.monotonic())
        async with self.slots:
            host.free_at = time.monotonic() + self.manners.pause
            try:
                answer = await self._send(url, cookies)
            # one server must not lose us the outcomes of all the others
            except Exception as error:
                answer = answer_for(error)
        host.note(answer)
        return answer

    async def _send(self, url: httpx.URL, cookies: httpx.Cookies) -> Answer:
        limit = STEPS * self.manners.timeout
        request = self.client.build_request("GET", url)
        cookies.set_cookie_header(request)
        response = await asyncio.wait_for(self.client.send(request, stream=True), limit)
        async with aclosing(response):
            cookies.extract_cookies(response)
            answer = answer_in(response)
            if answer.verdict != "ok":
                return answer
            # a page that is cut short, endless or garbled does not forward
            with suppress(Exception):
                page = await asyncio.wait_for(_beginning(response), limit)
                return refresh_in(page, url) or answer
        return answer


async def _beginning(response: httpx.Response) -> str:
    """The beginning of an HTML page; empty for anything else, and for one that is
    packed although nobody asked.
    """
    if (
        "html" not in response.headers.get("content-type", "")
        or "content-encoding" in response.headers
    ):
        return ""
    body = b""
    async for piece in response.aiter_raw():
        body += piece
        if len(body) >= MAX_BODY:
            break
    return body[:MAX_BODY].decode(errors="replace")


def outcome_of(link: str, trail: Trail) -> Outcome:
    """The outcome of a link, from what its trail of redirects led to.

    A move to a front page, an error page or a search is reported as such: sites do that
    when they removed the page.
    """
    start, end = trail.addresses[0], trail.addresses[-1]
    answer = trail.answer
    if start == end:
        return Outcome(
            link, answer.verdict, answer.reason, status=answer.status or None
        )
    verdict, reason = answer.verdict, answer.reason
    is_loop = verdict == "dead" and answer.target is not None
    passed = trail.addresses if is_loop else [end]
    kind = kind_of_page(str(start), [str(address) for address in passed])
    if kind == LOGIN and (is_loop or verdict in ("blocked", "unsure")):
        verdict, reason = "login", f"{reason} at {LOGIN}"
    elif verdict == "ok":
        verdict, reason = _moved(trail, kind)
    fragment = trail.fragment or link.partition("#")[2]
    location = f"{end}#{fragment}" if fragment else str(end)
    return Outcome(
        link,
        verdict,
        reason,
        _printable(location),
        trail.permanent,
        answer.status or None,
    )


def _moved(trail: Trail, kind: str) -> tuple[str, str]:
    """The verdict on a page that answers at another address, which is of a kind in
    PAGES or of none; and the reason.
    """
    reason = "moved permanently" if trail.permanent else "moved temporarily"
    if kind:
        reason += f" to {kind}"
    if not same_site(trail.addresses[0], trail.addresses[-1]):
        reason += " of another host" if kind else " to another host"
    if kind == LOGIN:
        return "login", reason
    return ("suspicious" if kind else "moved"), reason


def _printable(location: str) -> str:
    """A location in printable ASCII, whatever a link or a server put behind its `#`."""
    from urllib.parse import quote

    return quote(location, safe="!#$%&'()*+,/:;=?@[]~")
