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
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING

from dicli.core.errors import DicliError
from dicli.links.addresses import parsed
from dicli.links.answers import LONGEST_WAIT, Answer, answer_for, answer_in, refresh_in
from dicli.links.trails import Trail, outcome_of
from dicli.links.verdicts import HOST_SILENT, OUR_FAULT, Outcome

if TYPE_CHECKING:
    import httpx

MAX_BODY = 2**16  # bytes of a page that are read: far enough for its head
# Timeouts that a whole request may take (connection, TLS, answer), so that no server
# can trickle data for ever.
STEPS = 3
MOST_TIMEOUTS = 4  # of one host, each answer making up for one: one dead link is three
A_FEW = 3  # hosts that must all be silent before the fault is thought to be on our side


@dataclass(frozen=True, slots=True)
class Manners:
    """How politely to ask. Times are in seconds."""

    concurrency: int = 8  # requests at a time, at least 1
    pause: float = 0.2  # between two requests to one host
    timeout: float = 10.0  # of each step of a request
    retries: int = 2  # after a temporary failure
    backoff: float = 0.5  # before the first retry; doubles with each

    def wait_before(self, retry: int, answer: Answer) -> float | None:
        """Seconds to wait after an answer before a retry; `retry` is 0 for the first
        one. None if a retry is not worth it.
        """
        wait = answer.wait
        if wait is None:
            wait = self.backoff * 2**retry
        if answer.is_temporary and wait <= LONGEST_WAIT:
            return wait
        return None


def ask(urls: Iterable[str], note: Callable[[Outcome], None], manners: Manners) -> None:
    """Calls `note` with the outcome of each link, as it arrives, so that Ctrl-C loses
    none of them.

    Links that differ only in their fragments are requested once. DicliError without
    httpx, or if the settings of proxy or certificates do not work; KeyboardInterrupt on
    Ctrl-C.
    """
    run = _Run(manners)
    try:
        asyncio.run(_ask_all(urls, run, note))
    except asyncio.CancelledError:  # Ctrl-C, see _cancel_on_interrupt
        raise KeyboardInterrupt from None


def offline(outcomes: Iterable[Outcome]) -> bool:
    """Whether the outcomes show that the network is at fault, not the links: no host
    was reached.

    A missing name server or route is on our side even with a single link. One unknown
    name or one refusal may well be that host's fault, so these count only if a few
    hosts share them.
    """
    hosts = set()
    needed = 1
    for outcome in outcomes:
        address = parsed(outcome.url)
        if not address:  # not asked
            continue
        # with a location, a host was reached: it redirected
        if outcome.reason not in HOST_SILENT or outcome.location:
            return False
        hosts.add(address.host)
        if outcome.reason not in OUR_FAULT:
            needed = A_FEW
    return len(hosts) >= needed


def _client(timeout: float) -> httpx.AsyncClient:
    """The client for a run; `timeout` in seconds is for each step of a request."""
    try:
        import httpx
    except ImportError:
        raise DicliError(
            "checking links needs httpx",
            "try: pipx inject dicli httpx; in a virtual environment: pip install httpx",
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
            limits=httpx.Limits(max_keepalive_connections=0),
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
    """Asks all links at the same time, as far as `run` allows, and gives each outcome
    to `note` as it arrives.
    """
    _cancel_on_interrupt()
    links_by_address: dict[httpx.URL | None, list[str]] = {}  # None: malformed links
    for url in urls:
        links_by_address.setdefault(parsed(url), []).append(url)
    async with run.client:
        tasks = []
        for address, links in links_by_address.items():
            tasks.append(asyncio.create_task(run.outcomes(address, links)))
        try:
            for done in asyncio.as_completed(tasks):
                for outcome in await done:
                    note(outcome)
        # on Ctrl-C, wait for every task to end, so that none raises an error later
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def _cancel_on_interrupt() -> None:
    """Makes Ctrl-C cancel the current task. From Python 3.11 on, asyncio.run does it."""
    task = asyncio.current_task()
    if sys.version_info < (3, 11) and task:
        with suppress(RuntimeError):  # not on Windows, nor outside the main thread
            asyncio.get_running_loop().add_signal_handler(signal.SIGINT, task.cancel)


@dataclass(slots=True)
class Host:
    """What is known of one host during a run. Whoever holds `lock` may ask it."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0  # by the monotonic clock
    timeouts: int = 0

    @property
    def is_given_up(self) -> bool:
        """Whether too many requests to it timed out."""
        return self.timeouts > MOST_TIMEOUTS

    def note(self, answer: Answer) -> None:
        """Counts a timeout; an answer makes up for one."""
        if answer.reason in ("no answer in time", "no connection in time"):
            self.timeouts += 1
        elif answer.status:
            self.timeouts = max(0, self.timeouts - 1)


class _Run:
    """One run. `left_alone` has the servers that are not asked any more, each with the
    answer for all its addresses.
    """

    def __init__(self, manners: Manners) -> None:
        self.manners = manners
        self.client = _client(manners.timeout)
        self.slots = asyncio.Semaphore(manners.concurrency)
        self.hosts = defaultdict[str, Host](Host)
        self.left_alone: dict[httpx.URL, Answer] = {}

    async def outcomes(
        self, address: httpx.URL | None, links: list[str]
    ) -> list[Outcome]:
        """The outcomes of links that share an address."""
        if not address:
            return [Outcome(link, "dead", "malformed address") for link in links]
        trail = await self._trail(address)
        return [outcome_of(link, trail) for link in links]

    async def _trail(self, start: httpx.URL) -> Trail:
        """Follows the redirects of an address to their end, or to one that is not asked
        for (see `Trail`).
        """
        import httpx

        cookies = httpx.Cookies()  # each answer adds its own
        seen = {(start, str(cookies.jar))}
        trail = Trail([start], seen, await self._answer(start, cookies))
        while trail.add_target(str(cookies.jar)):
            trail.answer = await self._answer(trail.addresses[-1], cookies)
        return trail

    async def _answer(self, url: httpx.URL, cookies: httpx.Cookies) -> Answer:
        """What an address answers; if its server is left alone, the answer for that.
        After an answer that says so, the server is left alone.
        """
        host = self.hosts[url.host]
        server = url.copy_with(path="/", query=None)
        async with host.lock:
            if server in self.left_alone:
                return self.left_alone[server]
            answer = await self._last_answer(host, url, cookies)
            if host.is_given_up:
                reason = "skipped: this host timed out too often"
                self.left_alone[server] = Answer("unsure", reason)
            elif answer.is_busy:
                reason = "not asked: the host wants fewer requests"
                self.left_alone[server] = Answer("unsure", reason)
            elif answer.reason in HOST_SILENT:
                self.left_alone[server] = answer
        return answer

    async def _last_answer(
        self, host: Host, url: httpx.URL, cookies: httpx.Cookies
    ) -> Answer:
        """What an address answers, at the last retry if answers are temporary. The
        caller holds the lock of the host.
        """
        answer = await self._request(host, url, cookies)
        for retry in range(self.manners.retries):
            wait = self.manners.wait_before(retry, answer)
            if wait is None or host.is_given_up:
                break
            host.free_at = max(host.free_at, time.monotonic() + wait)
            answer = await self._request(host, url, cookies)
        return answer

    async def _request(
        self, host: Host, url: httpx.URL, cookies: httpx.Cookies
    ) -> Answer:
        """Makes one request, after the pause of its host, when one of `slots` is free.
        An error becomes an answer. The caller holds the lock of the host.
        """
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
        """What an address answers to one request; a page that forwards to another one
        counts as a redirect. Raises what httpx does, and TimeoutError.
        """
        limit = STEPS * self.manners.timeout
        request = self.client.build_request("GET", url)
        cookies.set_cookie_header(request)
        response = await asyncio.wait_for(self.client.send(request, stream=True), limit)
        async with aclosing(response):
            cookies.extract_cookies(response)
            answer = answer_in(response)
            if answer.verdict != "ok":
                return answer
            page = ""
            # a page that is cut short, endless or garbled does not forward
            with suppress(Exception):
                page = await asyncio.wait_for(_beginning(response), limit)
        return refresh_in(page, url) or answer


async def _beginning(response: httpx.Response) -> str:
    """The beginning of an HTML page; "" for anything else. A page that is compressed,
    though none was asked for, is not unpacked.
    """
    if "html" not in response.headers.get("content-type", ""):
        return ""
    body = b""
    async for piece in response.aiter_raw():
        body += piece
        if len(body) >= MAX_BODY:
            break
    return body[:MAX_BODY].decode(errors="replace")
