"""Does each link still work? `ask` asks the network, politely, and gives one Outcome per link.

Only the given links and what they redirect to are requested: a cookie lives as long as the redirects of one link, no
password is sent (not even one in an address), no body is read, every certificate is verified. HTTPS_PROXY, NO_PROXY
and SSL_CERT_FILE are honoured: behind a company's proxy nothing answers without them. Nothing a server says is shown
verbatim: reasons are our own words, locations are parsed and escaped to printable ASCII. Redirects are followed by
http(s) only, and not from a public host to a private address: maintainers run this at home, where a GET may reach the
router. This judges the address as written; a public name that resolves to a private address is requested all the same.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
import signal
import socket
import ssl
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import aclosing, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from html import unescape
from http import HTTPStatus
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import normalize
from urllib.parse import unquote

from dicli.core.errors import DicliError

if TYPE_CHECKING:
    import httpx


def _tables() -> Any:
    """What `verdicts.yaml` has."""
    import yaml

    return yaml.safe_load(Path(__file__).with_name("verdicts.yaml").read_text(encoding="utf-8"))


TABLES: dict[str, dict[Any, Any]] = _tables()
VERDICTS: dict[str, str] = TABLES["verdicts"]
LOGIN = "a login page"
RETRIES = 2  # a fault that lasts through three tries is not a hiccup
LONGEST_WAIT = 30.0  # seconds of Retry-After worth waiting for
MAX_BODY = 2**22  # bytes of a page that are read for its anchors
MAX_HOPS = 10  # redirects; browsers give up at 20, honest chains have three
STEPS = 3  # time-outs that a whole request may take (connection, TLS, answer): stops a server that drips
BUDGET = 4  # time-outs that one host may take from a run: one link in vain is three
A_FEW = 3  # hosts that must all be silent before the fault is thought to be on our side

BAD_ADDRESS = "malformed address"
GARBLED = "malformed answer"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the link `url`: `verdict` is one of VERDICTS, `reason` a few of our own words.

    `location` is where redirects ended (None without any), `permanent` whether all of them were permanent, `status`
    the last one received.
    """

    url: str
    verdict: str
    reason: str
    location: str | None = None
    permanent: bool = False
    status: int | None = None

    @property
    def advice(self) -> str:
        """What to do about the link; empty if nothing."""
        return VERDICTS[self.verdict] if self.verdict != "moved" or self.permanent else ""


def ask(
    urls: Iterable[str],
    note: Callable[[Outcome], None],
    *,
    concurrency: int = 8,
    pause: float = 0.2,
    timeout: float = 10.0,
    backoff: float = 0.5,
    fragments: bool = False,
) -> None:
    """Calls `note` with the outcome of each link, as it arrives, so that Ctrl-C loses none of them.

    Links that differ only in their fragments are requested once.

    `concurrency` (at least 1) limits the requests at a time; `pause` is the time between two to one host, `timeout` the
    limit for each step of a request, `backoff` the wait before a retry, which doubles; all in seconds.
    With `fragments`, pages are read, to see whether they have what links name after `#`.
    """
    run = _Run(_client(timeout), asyncio.Semaphore(concurrency), pause, timeout, backoff, fragments)
    try:
        asyncio.run(_ask_all(dict.fromkeys(urls), run, note))
    except asyncio.CancelledError:  # Ctrl-C, see _ask_all
        raise KeyboardInterrupt from None


def offline(outcomes: Iterable[Outcome]) -> bool:
    """Whether the network is at fault rather than the links: no host at all was reached.

    A missing name server or route is on our side even with a single link. One unknown name or one refusal may well be
    that host's fault, so these count only if a few hosts share them.
    """
    import httpx

    asked = [outcome for outcome in outcomes if outcome.reason != BAD_ADDRESS]
    if not asked or any(not _is(outcome.reason, "silent") or outcome.location for outcome in asked):
        return False
    hosts = {httpx.URL(outcome.url).host for outcome in asked}
    return len(hosts) >= A_FEW or all(_is(outcome.reason, "ours") for outcome in asked)


def _is(reason: str, sort: str) -> bool:
    """Whether a reason is of a sort: again, silent, ours or unsure, see `verdicts.yaml`."""
    return sort in TABLES["reasons"].get(reason, ())


def _client(timeout: float) -> httpx.AsyncClient:
    try:
        import httpx
    except ImportError:
        hint = "in the directory of the source of dicli: pip install '.[links]'"
        raise DicliError("checking links needs httpx", hint) from None
    from dicli import __version__

    agent = f"dicli/{__version__} (checks the links of a catalogue)"
    try:
        return httpx.AsyncClient(
            headers={"User-Agent": agent},
            # A connection for each request: a server that sends a body after HEAD cannot spoil another answer.
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=timeout,
        )
    except (ImportError, OSError, ValueError, httpx.InvalidURL):  # e.g. no SOCKS support, no such file
        hint = "check HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and SSL_CERT_FILE"
        raise DicliError("the proxy or certificate settings do not work", hint) from None


async def _ask_all(urls: Iterable[str], run: _Run, note: Callable[[Outcome], None]) -> None:
    task = asyncio.current_task()
    if sys.version_info < (3, 11) and task:  # from 3.11 on asyncio.run turns Ctrl-C into a cancellation itself
        with suppress(RuntimeError):  # not on Windows, nor outside the main thread
            asyncio.get_running_loop().add_signal_handler(signal.SIGINT, task.cancel)
    links: dict[httpx.URL | None, list[str]] = {}
    for url in urls:
        links.setdefault(_address(url), []).append(url)
    async with run.client:
        tasks = [asyncio.create_task(run.outcomes(address, given)) for address, given in links.items()]
        try:
            for done in asyncio.as_completed(tasks):
                for outcome in await done:
                    note(outcome)
        finally:  # on Ctrl-C, wait for every task to end, so that none raises an error later
            for left in tasks:
                left.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def _address(url: str) -> httpx.URL | None:
    """What to request for a link: its address without fragment and password; None if that is not http(s)."""
    import httpx

    folded = re.sub(r"(?<=://)[^/?#]*", lambda host: normalize("NFKC", host[0]), url, count=1)  # as browsers do
    try:
        address = httpx.URL(folded).copy_with(fragment=None, userinfo=b"")
        sound = address.scheme in ("http", "https") and address.host and (address.port or 80) <= 65535
    except (httpx.InvalidURL, ValueError):  # ValueError: a host that claims to be punycode but is not
        return None
    return address if sound else None


def _private(url: httpx.URL) -> bool:
    """Whether an address is written as one outside the public internet, in any form that resolvers accept."""
    host = url.raw_host.decode().rstrip(".").lower()
    with suppress(OSError):
        host = socket.inet_ntoa(socket.inet_aton(host))  # 127.1, 0x7f000001, 017700000001
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith((".localhost", ".local", ".internal", ".home.arpa"))


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one address answered, before any redirect; `wait` is what Retry-After asks for."""

    verdict: str
    reason: str
    status: int = 0
    target: httpx.URL | None = None
    wait: float | None = None
    anchors: frozenset[str] | None = None

    @property
    def busy(self) -> bool:
        return self.status == HTTPStatus.TOO_MANY_REQUESTS

    @property
    def passing(self) -> bool:
        return self.busy or self.status // 100 == 5 or _is(self.reason, "again")


@dataclass(slots=True)
class _Host:
    """One host; whoever has its `turn` may ask it."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0  # by the monotonic clock
    lost: float = 0.0  # time waited in vain, in time-outs


@dataclass(slots=True)
class _Run:
    """One run; `closed` has answers that apply to a whole server, which is then left alone."""

    client: httpx.AsyncClient
    slots: asyncio.Semaphore
    pause: float
    timeout: float
    backoff: float
    fragments: bool
    hosts: defaultdict[str, _Host] = field(default_factory=lambda: defaultdict(_Host))
    closed: dict[httpx.URL, _Answer] = field(default_factory=dict)

    async def outcomes(self, address: httpx.URL | None, links: list[str]) -> list[Outcome]:
        """The outcomes of links that share an address."""
        if not address:
            return [Outcome(link, "dead", BAD_ADDRESS) for link in links]
        trail, answer, permanent = await self._followed(address)
        return [_outcome(link, trail, answer, permanent) for link in links]

    async def _followed(self, start: httpx.URL) -> tuple[list[httpx.URL], _Answer, bool]:
        """The addresses along the redirects, the last answer, and whether all redirects were permanent."""
        import httpx

        permanent, cookies, trail = True, httpx.Cookies(), [start]
        seen = {(start, str(cookies.jar))}  # a page that redirects to itself is not a loop while its cookies change
        answer = await self._answer("GET" if self.fragments else "HEAD", start, cookies)
        while target := answer.target:
            if (target, str(cookies.jar)) in seen:
                return trail, replace(answer, verdict="dead", reason="redirect loop"), permanent
            if len(trail) > MAX_HOPS:
                return trail, replace(answer, verdict="dead", reason=f"more than {MAX_HOPS} redirects"), permanent
            if _private(target) and not _private(start):
                return trail, replace(answer, reason="redirects to a private address"), permanent
            permanent = permanent and answer.status in (301, 308)
            trail.append(target)
            seen.add((target, str(cookies.jar)))
            answer = await self._answer("GET", target, cookies)
        return trail, answer, permanent

    async def _answer(self, method: str, url: httpx.URL, cookies: httpx.Cookies) -> _Answer:
        """The final answer of an address: to HEAD only if all is well, and after retries."""
        host, server = self.hosts[url.host], url.copy_with(path="/", query=None)
        async with host.turn:
            if server in self.closed:
                return self.closed[server]
            if host.lost > BUDGET:
                return _Answer("unsure", "not asked: too many time-outs at this host")
            answer = await self._request(host, method, url, cookies)
            if method == "HEAD" and (answer.reason == GARBLED or (answer.status >= 300 and not answer.busy)):
                answer = await self._request(host, "GET", url, cookies)  # servers mishandle HEAD in many ways
            for retry in range(RETRIES):
                wait = self.backoff * 2**retry if answer.wait is None else answer.wait
                if not answer.passing or wait > LONGEST_WAIT or host.lost > BUDGET:
                    break
                host.free_at = max(host.free_at, time.monotonic() + wait)
                host.lost += max(0, wait) / self.timeout
                answer = await self._request(host, "GET", url, cookies)
            if answer.busy or _is(answer.reason, "silent"):
                self.closed[server] = answer
        return answer

    async def _request(self, host: _Host, method: str, url: httpx.URL, cookies: httpx.Cookies) -> _Answer:
        await asyncio.sleep(host.free_at - time.monotonic())
        async with self.slots:
            begun = time.monotonic()
            host.free_at = begun + self.pause
            try:
                answer = await self._send(method, url, cookies)
                host.lost = max(0, host.lost - 1)  # an answer makes up for one time-out
                return answer
            except Exception as error:  # no server may cost us the outcomes of all others
                host.lost += (time.monotonic() - begun) / self.timeout
                reason = _fault(error)
                return _Answer("unsure" if _is(reason, "unsure") else "dead", reason)

    async def _send(self, method: str, url: httpx.URL, cookies: httpx.Cookies) -> _Answer:
        request, limit = self.client.build_request(method, url), STEPS * self.timeout
        cookies.set_cookie_header(request)
        response = await asyncio.wait_for(self.client.send(request, stream=True), limit)
        async with aclosing(response):  # a body is read only for its anchors
            cookies.extract_cookies(response)
            answer = _heard(response)
            if self.fragments and answer.verdict == "ok":
                with suppress(Exception):  # cut short, endless or garbled: then they are unknown
                    answer = replace(answer, anchors=await asyncio.wait_for(_anchors(response), limit))
        return answer


async def _anchors(response: httpx.Response) -> frozenset[str] | None:
    """The places that a page names within itself; None if unknown."""
    body = b""
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) > MAX_BODY:
            return None
    named = r"""\s(?i:id|name)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
    found = frozenset(unescape("".join(one)) for one in re.findall(named, body.decode(errors="replace")))
    return found if "html" in response.headers.get("content-type", "") else None


def _heard(response: httpx.Response) -> _Answer:
    """The answer in a response; a page closed to programs may be open to people."""
    code, wait = response.status_code, _seconds(response.headers.get("retry-after", ""))
    reason = f"{code} {HTTPStatus(code).phrase.lower()}" if code in set(HTTPStatus) else str(code)
    if response.next_request:
        target = _address(str(response.next_request.url))
        return _Answer("unsure", reason if target else TABLES["errors"]["InvalidURL"], code, target)
    if any(name in response.headers for name in TABLES["challenges"]):
        return _Answer("blocked", "asks for proof of being human", code)
    if code // 100 == 2:
        return _Answer("ok", reason, code)
    failed = code // 100 == 5 and (wait or 0) <= LONGEST_WAIT
    return _Answer(TABLES["statuses"].get(code, "dead" if failed else "unsure"), reason, code, wait=wait)


def _seconds(retry_after: str) -> float | None:
    """How long a Retry-After header (seconds or a date) asks to wait; None if it is neither."""
    try:
        if retry_after.isdecimal():
            return float(retry_after)
        date = parsedate_to_datetime(retry_after).replace(tzinfo=timezone.utc)  # as HTTP has it
        return (date - datetime.now(timezone.utc)).total_seconds()
    except (IndexError, OverflowError, TypeError, ValueError):  # what the parser raises, by version
        return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and all that led to it; each address of a host may have failed in its own way."""
    while error:
        yield error
        yield from getattr(error, "exceptions", ())
        error = error.__cause__ or error.__context__


def _fault(error: Exception) -> str:
    """Why no answer came, in our words."""
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, socket.gaierror):
            return "host name could not be looked up" if cause.errno == socket.EAI_AGAIN else "unknown host name"
        if isinstance(cause, ssl.SSLCertVerificationError):
            return str(TABLES["certificates"].get(cause.verify_code, "certificate not trusted"))
    if "Server disconnected" in str(error):  # httpx has no class of its own for it
        return "connection closed without an answer"
    classes = {base.__name__ for cause in causes for base in type(cause).__mro__}
    return next((reason for name, reason in TABLES["errors"].items() if name in classes), GARBLED)


def _outcome(link: str, trail: list[httpx.URL], answer: _Answer, permanent: bool) -> Outcome:
    """The outcome of a link, from whose address redirects led along a trail to where `answer` was given.

    A move to a front page, an error page or a search is reported as such: sites do that when they removed the page.
    """
    start, end = trail[0], trail[-1]
    verdict, reason, location = answer.verdict, answer.reason, str(end) if start != end else None
    looped = verdict == "dead" and answer.target
    where = _elsewhere(start, trail if looped else [end])
    if where == LOGIN and (looped or verdict in ("blocked", "unsure")):
        verdict, reason = "login", f"{reason} at {LOGIN}"
    elif location and verdict == "ok":
        abroad = start.host.removeprefix("www.") != end.host.removeprefix("www.")
        to, host = f" to {where}" if where else "", f" {'of' if where else 'to'} another host" if abroad else ""
        verdict = "login" if where == LOGIN else "suspicious" if where else "moved"
        reason = f"moved {'permanently' if permanent else 'temporarily'}{to}{host}"
    if verdict in ("ok", "moved") and not _has(answer.anchors, link):
        verdict, reason = "suspicious", "the page lacks what the link names after #"
    return Outcome(link, verdict, reason, location, bool(location) and permanent, answer.status or None)


def _elsewhere(start: httpx.URL, ends: list[httpx.URL]) -> str:
    """Which sort of page in `verdicts.yaml` is among the ends, unless the start is such a page itself."""
    for sort, sign in TABLES["pages"].items():
        if not re.search(sign, str(start)) and any(re.search(sign, str(end)) for end in ends):
            return str(sort)
    return ""


def _has(anchors: frozenset[str] | None, link: str) -> bool:
    """Whether a page has the place that a link names; some names are left to scripts and browsers."""
    name = unquote(link.partition("#")[2]).partition(":~:")[0]
    return anchors is None or name in anchors or name.lower() in ("", "top") or name[0] in "!/"
