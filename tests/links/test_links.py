"""What `ask` finds out of a real server, and how it behaves towards it."""

from __future__ import annotations

import builtins
import logging
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from email.utils import formatdate
from pathlib import Path
from typing import Any

import httpx
import pytest
from server import Meeting, Page, Server, Visit, by_cookie, by_method, in_turn, raw, redirect, reply, until

import dicli
from dicli.core.errors import DicliError, Status
from dicli.links.checker import LONGEST_WAIT, MAX_HOPS, RETRIES, VERDICTS, Outcome, _private, ask, offline

SHORT = 0.3  # seconds; the time-out of tests in which nothing answers
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Lets names under .invalid mean the loopback, but for the unknown and the lost one; collects lookups."""
    looked_up: list[str] = []
    resolve = socket.getaddrinfo

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else str(host)
        looked_up.append(name)
        if "unknown" in name:
            raise socket.gaierror(socket.EAI_NONAME, "not known")
        if "lost" in name:
            raise socket.gaierror(socket.EAI_AGAIN, "try again")
        return resolve("127.0.0.1" if name.endswith(".invalid") else host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return looked_up


def one(url: str, **options: Any) -> Outcome:
    """The outcome of one link, asked without pauses."""
    return many([url], **options)[url]


def many(urls: list[str], **options: Any) -> dict[str, Outcome]:
    """The outcomes of links, asked without pauses, in their order; each is given to `note` as well, as it comes."""
    note = options.pop("note", lambda outcome: None)
    known: dict[str, Outcome] = {}

    def keep(outcome: Outcome) -> None:
        known[outcome.url] = outcome
        note(outcome)

    ask(urls, keep, **{"pause": 0, "backoff": 0.01, **options})
    return {url: known[url] for url in urls}


def found(outcome: Outcome) -> tuple[str, str]:
    return outcome.verdict, outcome.reason


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# What an answer means


def test_a_page_that_answers_is_ok(server: Server) -> None:
    server.pages["/"] = reply(200)
    assert one(server.root + "/") == Outcome(server.root + "/", "ok", "200 ok", None, False, 200)


@pytest.mark.parametrize(
    ("status", "verdict", "reason"),
    [
        (204, "ok", "204 no content"),
        (404, "dead", "404 not found"),
        (410, "dead", "410 gone"),
        (500, "dead", "500 internal server error"),
        (503, "dead", "503 service unavailable"),
        (400, "unsure", "400 bad request"),
        (401, "login", "401 unauthorized"),
        (403, "blocked", "403 forbidden"),
        (405, "blocked", "405 method not allowed"),
        (429, "blocked", "429 too many requests"),
        (451, "blocked", "451 unavailable for legal reasons"),
        (300, "unsure", "300 multiple choices"),
        (302, "unsure", "302 found"),
        (999, "blocked", "999"),
    ],
)
def test_a_status_decides(server: Server, status: int, verdict: str, reason: str) -> None:
    server.pages["/page"] = reply(status)
    outcome = one(server.root + "/page")
    assert (outcome.verdict, outcome.reason, outcome.status) == (verdict, reason, status)


@pytest.mark.parametrize("header", ["cf-mitigated: challenge", "X-Amzn-Waf-Action: challenge"])
@pytest.mark.parametrize("status", [202, 403, 503])
def test_a_page_that_asks_for_a_person_is_blocked(server: Server, header: str, status: int) -> None:
    server.pages["/"] = reply(status, header)
    assert found(one(server.root + "/")) == ("blocked", "asks for proof of being human")


def test_a_body_cut_short_is_still_an_answer(server: Server) -> None:
    cut = raw(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")
    server.pages["/"] = by_method(HEAD=reply(405), GET=cut)
    assert found(one(server.root + "/")) == ("ok", "200 ok")


def test_a_connection_closed_before_any_answer_is_dead(server: Server) -> None:
    server.pages["/"] = raw()
    assert found(one(server.root + "/")) == ("dead", "connection closed without an answer")


def test_a_connection_closed_amid_the_headers_is_dead(server: Server) -> None:
    server.pages["/"] = raw(b"HTTP/1.1 200 OK\r\nContent-")
    assert found(one(server.root + "/")) == ("dead", "connection closed without an answer")


@pytest.mark.parametrize(
    "answer", [b"hello\r\n\r\n", b"HTTP/1.1 20 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: " + b"a" * 300_000]
)
def test_an_answer_that_is_no_http_is_malformed(server: Server, answer: bytes) -> None:
    server.pages["/"] = raw(answer)
    assert found(one(server.root + "/")) == ("dead", "malformed answer")


def test_a_server_that_says_nothing_times_out(server: Server) -> None:
    server.pages["/"] = server.silent
    assert found(one(server.root + "/", timeout=SHORT)) == ("dead", "no answer in time")


def test_a_server_that_drips_times_out(server: Server) -> None:
    server.pages["/"] = server.dripping
    assert found(one(server.root + "/", timeout=0.1)) == ("dead", "no answer in time")


@pytest.mark.parametrize("page", ["dripping", "silent"])
def test_a_host_that_takes_too_much_time_is_given_up(server: Server, names: list[str], page: str) -> None:
    server.pages |= {f"/{number}": getattr(server, page) for number in range(20)} | {"/": reply()}
    urls = [f"{server.root}/{number}" for number in range(20)]
    *outcomes, other = many([*urls, server.at("other.invalid")], timeout=0.1).values()
    reasons = [found(outcome) for outcome in outcomes]
    assert reasons[0] == ("dead", "no answer in time")
    assert reasons[-1] == ("unsure", "not asked: too many time-outs at this host")
    assert found(other) == ("ok", "200 ok")
    assert len(server.visits) < 12


def test_a_host_with_some_slow_pages_is_not_given_up(server: Server) -> None:
    server.pages |= {f"/{number}": reply() if number % 5 else server.silent for number in range(20)}
    outcomes = many([f"{server.root}/{number}" for number in range(20)], timeout=0.1).values()
    assert [outcome.verdict for outcome in outcomes].count("ok") == 16


def test_a_port_nobody_listens_on_refuses() -> None:
    assert found(one(f"http://127.0.0.1:{free_port()}/")) == ("dead", "connection refused")


@pytest.mark.skipif(sys.platform != "linux", reason="queues connections in its own way")
def test_a_connection_not_taken_in_time_is_dead() -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        with socket.create_connection(deaf.getsockname()), socket.socket() as second:  # the queue is full
            second.setblocking(False)
            second.connect_ex(deaf.getsockname())
            outcome = one(f"http://127.0.0.1:{deaf.getsockname()[1]}/", timeout=SHORT)
    assert found(outcome) == ("dead", "no connection in time")


def test_a_name_nobody_knows_is_dead() -> None:
    outcome = one("http://nothing-here.invalid/")
    assert outcome.verdict == "dead"
    assert outcome.reason in ("unknown host name", "host name could not be looked up")


def test_an_unknown_name_is_told_from_a_lookup_that_failed(names: list[str]) -> None:
    unknown, lost = many(["http://unknown.invalid/", "http://lost.invalid/"]).values()
    assert (unknown.reason, lost.reason) == ("unknown host name", "host name could not be looked up")


def test_each_verdict_but_that_all_is_well_says_what_to_do(server: Server) -> None:
    server.pages |= {"/ok": reply(), "/moved": redirect(301, "/ok"), "/suspicious": redirect(302, "/")}
    server.pages |= {"/": reply(), "/login": reply(401), "/blocked": reply(403), "/unsure": reply(400)}
    outcomes = many([f"{server.root}/{verdict}" for verdict in VERDICTS])
    assert [outcome.verdict for outcome in outcomes.values()] == list(VERDICTS)
    assert [bool(outcome.advice) for outcome in outcomes.values()] == [False, *[True] * 6]


# Which addresses are asked


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example",
        "http://",
        "http:///path",
        "https:path",
        "ftp://localhost/",
        "file:///etc/passwd",
        "mailto:me@localhost",
        "javascript:alert(1)",
        " http://localhost/",
        "http://local\x1b[31mhost/",
        "http://localhost:99999/",
        "http://localhost:port/",
        "http://[::1/",
        "http://xn--zz.invalid/",
        "http://\u202ex.invalid/",
    ],
)
def test_what_is_no_web_address_is_malformed_and_not_asked(names: list[str], url: str) -> None:
    assert (one(url), names) == (Outcome(url, "dead", "malformed address"), [])


def test_only_the_links_are_asked_each_once(server: Server) -> None:
    server.pages |= {"/a": reply(), "/b?c=d%20e": reply()}
    many([server.root + "/a", server.root + "/b?c=d e", server.root + "/a"])
    assert sorted(server.asked()) == ["HEAD /a", "HEAD /b?c=d%20e"]


@pytest.mark.parametrize("host", ["\uff30ublic.invalid:{}", "public\uff0einvalid:{}", "public\u3002invalid:{}"])
def test_a_host_in_full_width_letters_is_the_one_that_browsers_ask(server: Server, names: list[str], host: str) -> None:
    server.pages["/"] = reply()
    wide = str(server.port).translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})
    urls = [f"http://{host.format(port)}/" for port in (server.port, wide)]
    assert [found(outcome) for outcome in many(urls).values()] == [("ok", "200 ok")] * 2
    assert set(names) == {"public.invalid"}


def test_links_that_differ_by_fragment_are_asked_once_and_told_each(server: Server) -> None:
    server.pages["/a"] = reply()
    urls = [server.root + "/a#one", server.root + "/a", server.root + "/a#two"]
    outcomes = many(urls)
    assert (list(outcomes), [o.url for o in outcomes.values()], server.asked()) == (urls, urls, ["HEAD /a"])


def test_no_links_no_outcomes() -> None:
    assert many([]) == {}


def test_outcomes_come_in_the_order_given(server: Server) -> None:
    urls = [f"{server.root}/{number}" for number in (3, 1, 2)] + ["nonsense"]
    assert list(many(urls)) == urls


# HEAD and GET


@pytest.mark.parametrize("status", [400, 403, 404, 405, 410, 500, 501, 503, 999])
def test_get_decides_where_head_fails(server: Server, status: int) -> None:
    server.pages["/"] = by_method(HEAD=reply(status), GET=reply(200))
    assert (found(one(server.root + "/")), server.asked()) == (("ok", "200 ok"), ["HEAD /", "GET /"])


def test_get_decides_where_head_closes_the_connection(server: Server) -> None:
    server.pages["/"] = by_method(HEAD=raw(), GET=reply(200))
    assert found(one(server.root + "/")) == ("ok", "200 ok")


def test_get_decides_where_head_is_answered_with_nonsense(server: Server) -> None:
    server.pages["/"] = by_method(HEAD=raw(b"what?\r\n\r\n"), GET=reply(200))
    assert found(one(server.root + "/")) == ("ok", "200 ok")


def test_get_decides_where_head_is_never_answered(server: Server) -> None:
    server.pages["/"] = by_method(HEAD=server.silent, GET=reply(200))
    assert found(one(server.root + "/", timeout=1)) == ("ok", "200 ok")


def test_an_endless_body_is_not_read(server: Server) -> None:
    sent: list[int] = []

    def endless(visit: Visit) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n\r\n"
        while not server.stopped.is_set():
            sent.append(65536)
            yield bytes(65536)

    server.pages["/"] = by_method(HEAD=reply(405), GET=endless)
    assert found(one(server.root + "/")) == ("ok", "200 ok")
    assert sum(sent) < 100_000_000  # what the buffers of the system take in


def test_a_body_after_head_spoils_no_other_answer(server: Server) -> None:
    server.pages |= {"/bad": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody"), "/good": reply()}
    outcomes = many([server.root + "/bad", server.root + "/good"], concurrency=1)
    assert [found(outcome) for outcome in outcomes.values()] == [("ok", "200 ok")] * 2


HTML = "Content-Type: text/html; charset=utf-8"
ANCHORS = b"""<h2 id=one>1</h2><p ID="two &amp; 2"><a class=x name='dr\xc3\xa9i'></a>"""


@pytest.mark.parametrize(
    ("fragment", "there"),
    [
        *((name, True) for name in ("one", "two%20&%202", "dr%C3%A9i", "TOP", "", "/route", "one:~:text=x")),
        *((name, False) for name in ("four", "x", "On")),
    ],
)
def test_what_a_link_names_in_a_page_is_looked_for_if_asked(server: Server, fragment: str, there: bool) -> None:
    server.pages |= {"/a": reply(200, HTML, body=ANCHORS), "/old": redirect(302, "/a")}
    direct, moved, plain = f"{server.root}/a#{fragment}", f"{server.root}/old#{fragment}", f"{server.root}/a"
    outcomes = many([direct, moved, plain], fragments=True)
    missing = ("suspicious", "the page lacks what the link names after #")
    assert found(outcomes[direct]) == (("ok", "200 ok") if there else missing)
    assert found(outcomes[moved]) == (("moved", "moved temporarily") if there else missing)
    assert (outcomes[plain].verdict, one(direct).verdict) == ("ok", "ok")


@pytest.mark.parametrize(
    "page",
    [
        reply(200, "Content-Type: application/pdf", body=ANCHORS),
        reply(200, body=ANCHORS),
        reply(200, HTML, body=ANCHORS + bytes(2**23)),
        reply(200, HTML, "Content-Encoding: gzip", body=ANCHORS),
        raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n<p id=x>"),
    ],
)
def test_where_a_page_cannot_be_read_its_anchors_are_not_missed(server: Server, page: Page) -> None:
    server.pages["/a"] = page
    assert found(one(server.root + "/a#four", fragments=True)) == ("ok", "200 ok")


def test_with_fragments_a_page_that_answers_head_only_is_found_out(server: Server) -> None:
    server.pages["/a"] = by_method(HEAD=reply(), GET=reply(404))
    assert (one(server.root + "/a").verdict, one(server.root + "/a", fragments=True).verdict) == ("ok", "dead")


# Trying again


@pytest.mark.parametrize("hiccup", [reply(503), reply(500), reply(429), raw()])
def test_a_hiccup_is_forgiven(server: Server, hiccup: Any) -> None:
    server.pages["/"] = in_turn(hiccup, hiccup, reply(200))
    assert found(one(server.root + "/")) == ("ok", "200 ok")


def test_a_slow_moment_is_forgiven(server: Server) -> None:
    server.pages["/"] = in_turn(server.silent, reply(200))
    assert found(one(server.root + "/", timeout=1)) == ("ok", "200 ok")


def test_retries_come_to_an_end(server: Server) -> None:
    server.pages["/"] = raw()
    one(server.root + "/")
    assert server.asked() == ["HEAD /"] + ["GET /"] * RETRIES


def test_a_page_that_is_gone_is_not_tried_again(server: Server) -> None:
    one(server.root + "/gone")
    assert server.asked() == ["HEAD /gone", "GET /gone"]


def test_the_waits_between_retries_double(server: Server) -> None:
    server.pages["/"] = reply(503)
    one(server.root + "/", backoff=0.2)
    first, second, third = [visit.at for visit in server.visits if visit.method == "GET"]
    assert second - first > 0.15
    assert third - second > 0.3


def test_retry_after_seconds_are_waited_for(server: Server) -> None:
    server.pages["/"] = in_turn(reply(429, "Retry-After: 1"), reply(200))
    assert one(server.root + "/").verdict == "ok"
    assert server.visits[1].at - server.visits[0].at > 0.9


def test_retry_after_zero_means_at_once(server: Server) -> None:
    server.pages["/"] = in_turn(reply(429, "Retry-After: 0"), reply(200))
    assert one(server.root + "/", backoff=LONGEST_WAIT).verdict == "ok"


@pytest.mark.parametrize("wait", ["0", "Sat, 01 Jan 2000 00:00:00 GMT"])
def test_a_retry_after_that_is_over_does_not_shorten_the_pause(server: Server, wait: str) -> None:
    server.pages["/"] = in_turn(reply(429, f"Retry-After: {wait}"), reply(200))
    assert one(server.root + "/", pause=0.3).verdict == "ok"
    assert server.visits[1].at - server.visits[0].at > 0.2


def test_retry_after_with_a_date_is_waited_for(server: Server) -> None:
    date = formatdate(time.time() + 2, usegmt=True)  # cut to whole seconds, so 1 to 2 from now
    server.pages["/"] = in_turn(reply(503, f"Retry-After: {date}"), reply(503, f"Retry-After: {date}"), reply(200))
    assert one(server.root + "/").verdict == "ok"
    assert server.visits[2].at - server.visits[1].at > 0.5


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("wait", ["3600", "9" * 5000, "a date"])
def test_a_retry_after_too_long_is_no_telling(server: Server, status: int, wait: str) -> None:
    after = formatdate(time.time() + 3600, usegmt=True) if wait == "a date" else wait
    server.pages["/"] = reply(status, f"Retry-After: {after}")
    outcome = one(server.root + "/")
    verdict = "blocked" if status == 429 else "unsure"
    assert (outcome.verdict, outcome.status, len(server.visits) < 3) == (verdict, status, True)


@pytest.mark.parametrize(
    "wait", ["soon", "-1", "1e9", "nan", "\xb2", "Mon, 99 Foo 2026", "Mon, 01 Jan 0001 00:00:00 GMT"]
)
def test_a_retry_after_that_means_nothing_is_ignored(server: Server, wait: str) -> None:
    server.pages["/"] = in_turn(reply(429, f"Retry-After: {wait}"), reply(200))
    assert one(server.root + "/").verdict == "ok"


def test_a_host_that_asks_for_peace_gets_it(server: Server) -> None:
    for path in ("/a", "/b", "/c"):
        server.pages[path] = reply(429, "Retry-After: 3600")
    outcomes = many([server.root + path for path in ("/a", "/b", "/c")], concurrency=1)
    assert {found(outcome) for outcome in outcomes.values()} == {("blocked", "429 too many requests")}
    assert len(server.visits) == 1


def test_a_host_that_is_not_there_is_not_looked_for_with_each_link(names: list[str]) -> None:
    outcomes = many([f"http://unknown.invalid/{number}" for number in range(20)])
    assert {outcome.reason for outcome in outcomes.values()} == {"unknown host name"}
    assert len(names) == 1


# Redirects


@pytest.mark.parametrize(("status", "permanent"), [(301, True), (308, True), (302, False), (303, False), (307, False)])
def test_a_redirect_is_told_with_its_end(server: Server, status: int, permanent: bool) -> None:
    server.pages |= {"/old": redirect(status, "/new"), "/new": reply()}
    outcome = one(server.root + "/old")
    reason = "moved permanently" if permanent else "moved temporarily"
    assert outcome == Outcome(server.root + "/old", "moved", reason, server.root + "/new", permanent, 200)


def test_a_chain_is_for_good_only_if_all_of_it_is(server: Server) -> None:
    server.pages |= {
        "/a": redirect(301, "/b"),
        "/b": redirect(302, "/c"),
        "/c": redirect(308, "/d"),
        "/d": reply(),
    }
    assert found(one(server.root + "/a")) == ("moved", "moved temporarily")


def test_a_chain_of_permanent_redirects_is_for_good(server: Server) -> None:
    server.pages |= {"/a": redirect(301, "/b"), "/b": redirect(308, "/c"), "/c": reply()}
    assert found(one(server.root + "/a")) == ("moved", "moved permanently")


def test_a_move_to_another_host_is_told(server: Server) -> None:
    server.pages |= {"/a": redirect(301, server.at("localhost") + "/b"), "/b": reply()}
    assert found(one(server.root + "/a")) == ("moved", "moved permanently to another host")


def test_www_in_front_is_no_other_host(server: Server, names: list[str]) -> None:
    server.pages |= {"/a": redirect(301, server.at("www.x.invalid") + "/b"), "/b": reply()}
    assert found(one(server.at("x.invalid") + "/a")) == ("moved", "moved permanently")


@pytest.mark.parametrize(
    ("end", "verdict", "reason"),
    [
        *((end, "suspicious", "to the front page") for end in ("/", "", "/index.html", "/home", "/?moved=1")),
        *((end, "suspicious", "to an error page") for end in ("/404", "/error.html", "/page-not-found?x", "/x?e=404")),
        *((end, "suspicious", "to a search page") for end in ("/search?q=old", "/search/node/x", "/x?keys=a", "/?s=a")),
        ("/cas/login?service=http%3A%2F%2Fx.invalid%2Fa", "login", "to a login page"),
        ("/idp/profile/SAML2/Redirect/SSO?SAMLRequest=x", "login", "to a login page"),
        ("/Shibboleth.sso/Login", "login", "to a login page"),
        ("/adfs/ls/?wa=wsignin1.0", "login", "to a login page"),
        ("/wp-login.php?redirect_to=x", "login", "to a login page"),
        ("/users/sign_in", "login", "to a login page"),
        *((end, "moved", "") for end in ("/new", "/medical-error", "/research", "/authors", "/404040", "/blogin")),
    ],
)
def test_where_a_page_was_moved_to_decides(server: Server, end: str, verdict: str, reason: str) -> None:
    server.pages |= {"/a": redirect(302, server.root + end), end or "/": reply()}
    assert found(one(server.root + "/a")) == (verdict, f"moved temporarily {reason}".strip())


@pytest.mark.parametrize(
    ("host", "verdict", "reason"),
    [
        ("sso.other.invalid", "login", "moved permanently to a login page of another host"),
        ("login.other.invalid", "login", "moved permanently to a login page of another host"),
        ("other.invalid", "suspicious", "moved permanently to the front page of another host"),
    ],
)
def test_a_move_to_another_host_may_be_suspicious(
    server: Server, names: list[str], host: str, verdict: str, reason: str
) -> None:
    server.pages |= {"/a": redirect(301, server.at(host)), "/": reply()}
    assert found(one(server.at("x.invalid") + "/a")) == (verdict, reason)


@pytest.mark.parametrize(("start", "end"), [("", "/?lang=en"), ("/login", "/user/login"), ("/search?q=a", "/search/a")])
def test_a_page_of_that_sort_that_moves_is_not_suspicious(server: Server, start: str, end: str) -> None:
    server.pages |= {start or "/": redirect(301, server.at("localhost") + end), end: reply()}
    assert found(one(server.root + start)) == ("moved", "moved permanently to another host")


def test_a_redirect_to_a_dead_page_is_dead(server: Server) -> None:
    server.pages["/a"] = redirect(301, "/gone")
    outcome = one(server.root + "/a")
    assert (found(outcome), outcome.location) == (("dead", "404 not found"), server.root + "/gone")


@pytest.mark.parametrize("login", [reply(401), reply(403), redirect(302, "/a"), redirect(302, "/login")])
def test_a_login_that_lets_no_program_in_is_a_login(server: Server, login: Page) -> None:
    server.pages |= {"/a": redirect(302, "/login"), "/login": login}
    assert one(server.root + "/a").verdict == "login"


def test_a_login_that_is_gone_is_dead(server: Server) -> None:
    server.pages["/a"] = redirect(302, "/login")
    assert found(one(server.root + "/a")) == ("dead", "404 not found")


@pytest.mark.parametrize("back", ["/a", "/b", "/b#top", ""])
def test_a_loop_is_dead(server: Server, back: str) -> None:
    server.pages |= {"/a": redirect(302, "/b"), "/b": redirect(302, back)}
    assert found(one(server.root + "/a")) == ("dead", "redirect loop")
    assert server.asked() == ["HEAD /a", "GET /a", "GET /b"]


@pytest.mark.parametrize("sets", ["/a", "/b"])
def test_a_page_that_redirects_until_its_cookie_comes_back_is_no_loop(server: Server, sets: str) -> None:
    server.pages["/b"] = reply(302, "Location: /a", "Set-Cookie: seen=1; Path=/")
    server.pages["/a"] = by_cookie(reply(), server.pages["/b"] if sets == "/a" else redirect(302, "/b"))
    outcome = one(server.root + "/a")
    assert (outcome.verdict, outcome.location) == ("ok", None)


def test_get_decides_where_only_head_is_redirected(server: Server) -> None:
    server.pages["/a"] = by_method(HEAD=redirect(302, "/a"), GET=reply())
    assert found(one(server.root + "/a")) == ("ok", "200 ok")


def test_ten_redirects_are_followed(server: Server) -> None:
    server.pages |= {f"/{hop}": redirect(301, f"/{hop + 1}") for hop in range(MAX_HOPS)}
    server.pages[f"/{MAX_HOPS}"] = reply()
    assert one(server.root + "/0").location == f"{server.root}/{MAX_HOPS}"


def test_an_eleventh_redirect_is_too_many(server: Server) -> None:
    server.pages |= {f"/{hop}": redirect(301, f"/{hop + 1}") for hop in range(100)}
    assert found(one(server.root + "/0")) == ("dead", "more than 10 redirects")
    assert len(server.visits) == MAX_HOPS + 2  # the first by HEAD and GET


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "ftp://localhost/", "javascript:alert(1)", "mailto:me@localhost", "http://[::1"],
)
def test_a_redirect_out_of_the_web_is_refused(server: Server, location: str) -> None:
    server.pages["/a"] = redirect(302, location)
    outcome = one(server.root + "/a")
    assert (found(outcome), outcome.location) == (("unsure", "redirects to something that is not a web address"), None)


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "localhost", "x.localhost", "[::1]", "[::ffff:127.0.0.1]"),
        *("127.1", "2130706433", "0x7f000001", "0x7F.1", "017700000001", "127.0.0.1.", "localhost.", "LOCALHOST"),
        *("127\u30021", "127.0.0\u30021", "\uff11\uff12\uff17.1", "router", "printer.local"),
    ],
)
def test_a_redirect_from_a_public_host_into_the_home_is_refused(server: Server, names: list[str], host: str) -> None:
    location = server.at(host).encode().decode("latin-1") + "/reboot"
    server.pages |= {"/a": redirect(302, location), "/reboot": reply()}
    assert found(one(server.at("public.invalid") + "/a"))[0] == "unsure"
    assert (set(names), {visit.path for visit in server.visits}) == ({"public.invalid"}, {"/a"})


@pytest.mark.parametrize("host", ["1.1.1.1", "public.invalid", "1.public.invalid", "0x.invalid"])
def test_a_public_address_is_not_thought_private(host: str) -> None:
    assert not _private(httpx.URL(f"http://{host}/"))


# What servers say does not get out


EVIL = [
    "/\x1b]0;owned\x07",
    "/\x9b31m",
    "/\x7f",
    "/a b\tc",
    "/\xe2\x80\xae/evil",
    "http://\x1b[2Jhost/",
    "/%1b[31m",
]


@pytest.mark.parametrize("location", EVIL)
def test_a_location_never_gets_out_raw(server: Server, location: str) -> None:
    server.pages["/a"] = redirect(301, location)
    outcome = one(server.root + "/a")
    told = f"{outcome.reason}{outcome.location}"
    assert outcome.verdict in ("dead", "unsure")
    assert told.isascii()
    assert told.isprintable()


def test_a_location_in_another_script_is_escaped(server: Server) -> None:
    server.pages |= {"/a": redirect(301, "/\xc3\xa9"), "/%C3%A9": reply()}
    assert one(server.root + "/a").location == server.root + "/%C3%A9"


def test_the_words_of_a_status_line_are_ours(server: Server) -> None:
    server.pages["/a"] = reply("404 \x1b[31mEVIL")
    assert "EVIL" not in one(server.root + "/a").reason


def test_a_password_in_a_redirect_is_not_told(server: Server) -> None:
    server.pages |= {"/a": redirect(301, f"http://me:secret@127.0.0.1:{server.port}/b"), "/b": reply()}
    assert one(server.root + "/a").location == server.root + "/b"


# What servers get to know


def test_the_user_agent_says_who_asks(server: Server) -> None:
    one(server.root + "/")
    agent = f"dicli/{dicli.__version__} (checks the links of a catalogue)"
    assert {visit.headers["user-agent"] for visit in server.visits} == {agent}


def test_a_cookie_goes_no_further_than_the_redirects_of_its_link_and_its_host(server: Server) -> None:
    server.pages["/a"] = reply(302, "Location: /b", "Set-Cookie: session=1; Path=/")
    server.pages["/b"] = reply(302, f"Location: {server.at('localhost')}/c", "Set-Cookie: c=1; Path=/")
    many([server.root + path for path in ("/a", "/c", "/d")], concurrency=1)
    cookies = sorted((visit.path, visit.headers.get("cookie")) for visit in server.visits if "cookie" in visit.headers)
    assert cookies == [("/a", "session=1"), ("/b", "session=1")]


def test_no_password_is_ever_sent(server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HOME", str(tmp_path))
    server.pages["/a"] = redirect(302, f"http://me:secret@127.0.0.1:{server.port}/b")
    server.pages["/b"] = reply(401, 'WWW-Authenticate: Basic realm="x"')
    many([server.root + "/a", f"http://me:secret@127.0.0.1:{server.port}/c"])
    assert {visit.path for visit in server.visits} == {"/a", "/b", "/c"}
    assert not any("authorization" in visit.headers for visit in server.visits)


def test_a_proxy_of_the_environment_is_used(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.pages["http://behind.invalid/page"] = reply(200)
    monkeypatch.setenv("HTTP_PROXY", server.root)
    assert found(one("http://behind.invalid/page")) == ("ok", "200 ok")


def test_a_proxy_that_refuses_is_no_telling(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.pages["behind.invalid:443"] = reply("403 \x1b[31mno")
    monkeypatch.setenv("HTTPS_PROXY", server.root)
    assert found(one("https://behind.invalid/page")) == ("unsure", "proxy refused")


def test_a_proxy_with_a_port_that_is_none_loses_no_outcome(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:99999")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    server.pages["/"] = reply()
    behind, direct = many(["http://behind.invalid/", server.root]).values()
    assert (found(behind), direct.verdict) == (("unsure", "proxy setting does not work"), "ok")
    assert (offline([behind]), offline([behind, direct])) == (True, False)


@pytest.mark.parametrize(
    ("name", "value"),
    [("HTTP_PROXY", "gopher://localhost"), ("ALL_PROXY", "http://[::1"), ("SSL_CERT_FILE", "/no/such/file")],
)
def test_settings_that_do_not_work_are_told(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(DicliError) as raised:
        one("http://nothing.invalid/")
    assert name in raised.value.hint
    assert raised.value.status is Status.FAILED


def test_without_httpx_the_error_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "httpx":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(DicliError) as raised:
        many(["http://nothing.invalid/"])
    error = raised.value
    assert (error.message, error.hint, error.status) == (
        "checking links needs httpx",
        "in the directory of the source of dicli: pip install '.[links]'",
        Status.FAILED,
    )


def test_importing_the_module_loads_no_httpx() -> None:
    code = "import sys, dicli.links.checker; print('httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False\n"


# Certificates


Certificate = tuple[Path, Path]
"""The files of a certificate and its key."""
DATES = {"good": ("20200101000000Z", "20990101000000Z"), "expired": ("20200101000000Z", "20200102000000Z")}
CONFIG = """
[ca]
default_ca = d
[d]
database = index.txt
rand_serial = yes
default_md = sha256
policy = p
x509_extensions = x
unique_subject = no
[p]
commonName = supplied
[x]
subjectAltName = {names}
subjectKeyIdentifier = hash
basicConstraints = critical, CA:TRUE
keyUsage = critical, digitalSignature, keyCertSign
"""


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Certificate]:
    """Makes self-signed certificates: for a name (as openssl has it), good or expired."""
    if not shutil.which("openssl"):
        pytest.skip("needs openssl")

    def made(name: str, dates: str) -> Certificate:
        folder = tmp_path_factory.mktemp("tls")
        (folder / "config").write_text(CONFIG.format(names=name))
        (folder / "index.txt").touch()
        start, end = DATES[dates]
        curve = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
        for command in (
            f"req -new {curve} -keyout key -out request -subj /CN=test",
            f"ca -batch -notext -config config -selfsign -keyfile key -in request -out cert -outdir ."
            f" -startdate {start} -enddate {end}",
        ):
            subprocess.run(["openssl", *command.split()], cwd=folder, check=True, capture_output=True)
        return folder / "cert", folder / "key"

    return made


def secured(files: Certificate) -> Server:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*files)
    server = Server(context)
    server.pages["/"] = reply()
    return server


def test_a_certificate_nobody_vouches_for_is_dead(certificate: Callable[[str, str], Certificate]) -> None:
    with secured(certificate("IP:127.0.0.1", "good")) as server:
        outcome = one(server.root + "/")
    assert (found(outcome), server.visits) == (("dead", "certificate not trusted"), [])


@pytest.mark.parametrize(
    ("name", "dates", "verdict", "reason"),
    [
        ("IP:127.0.0.1", "good", "ok", "200 ok"),
        ("IP:127.0.0.1", "expired", "dead", "certificate expired"),
        ("DNS:other.invalid", "good", "dead", "certificate of another host"),
    ],
)
def test_a_trusted_certificate_must_be_right(
    certificate: Callable[[str, str], Certificate],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    dates: str,
    verdict: str,
    reason: str,
) -> None:
    files = certificate(name, dates)
    monkeypatch.setenv("SSL_CERT_FILE", str(files[0]))
    with secured(files) as server:
        assert found(one(server.root + "/")) == (verdict, reason)


@pytest.mark.parametrize(("sends", "verdict"), [(("leaf", "middle"), "ok"), (("leaf",), "unsure")])
def test_a_chain_that_lacks_a_certificate_is_told_from_a_bad_one(
    certificate: Callable[[str, str], Certificate],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    sends: tuple[str, ...],
    verdict: str,
) -> None:
    above = certificate("DNS:root.invalid", "good")
    monkeypatch.setenv("SSL_CERT_FILE", str(above[0]))
    by = "authorityKeyIdentifier=keyid\nsubjectKeyIdentifier=hash\n"
    authority = f"{by}basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign"
    for name, extension in (("middle", authority), ("leaf", f"{by}subjectAltName=IP:127.0.0.1")):
        mine = tmp_path / name, tmp_path / f"{name}.key"
        (tmp_path / "extension").write_text(extension)
        request = f"req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout {mine[1]} -out request"
        sign = f"x509 -req -in request -CA {above[0]} -CAkey {above[1]} -set_serial 1 -extfile extension -out {name}"
        for command in (f"{request} -subj /CN={name}", sign):
            subprocess.run(["openssl", *command.split()], cwd=tmp_path, check=True, capture_output=True)
        above = mine
    (tmp_path / "chain").write_text("".join((tmp_path / name).read_text() for name in sends))
    with secured((tmp_path / "chain", above[1])) as server:
        outcome = one(server.root + "/")
    incomplete = "certificate chain incomplete, or its issuer unknown"
    assert found(outcome) == (verdict, "200 ok" if verdict == "ok" else incomplete)


def test_https_to_a_server_that_speaks_http_is_dead(server: Server) -> None:
    assert found(one(f"https://127.0.0.1:{server.port}/")) == ("dead", "no secure connection")


# Manners


def test_one_host_has_one_request_at_a_time(server: Server) -> None:
    meeting = Meeting(size=1)
    server.pages |= {f"/{number}": meeting.page for number in range(12)}
    many([f"{server.root}/{number}" for number in range(12)])
    assert meeting.most == 1


def test_all_hosts_together_have_as_many_requests_as_allowed(server: Server, names: list[str]) -> None:
    meeting = Meeting(size=3)
    server.pages["/"] = meeting.page
    many([server.at(f"host{number}.invalid") + "/" for number in range(12)], concurrency=3)
    assert meeting.most == 3


def test_a_crowded_host_keeps_nobody_from_another(server: Server, names: list[str]) -> None:
    other_came = threading.Event()
    server.pages |= {f"/{number}": until(other_came) for number in range(4)}
    server.pages["/"] = reply()
    other = server.at("other.invalid") + "/"
    crowd = [f"{server.root}/{number}" for number in range(4)]
    many([*crowd, other], concurrency=3, note=lambda outcome: other_came.set())
    assert "HEAD /" in server.asked()[:3]


def test_requests_to_one_host_keep_a_pause(server: Server) -> None:
    server.pages |= {f"/{number}": reply() for number in range(6)}
    many([f"{server.root}/{number}" for number in range(6)], pause=0.1)
    arrivals = [visit.at for visit in server.visits]
    assert max(arrivals) - min(arrivals) > 0.4


def test_five_hundred_links_are_asked_in_one_run(server: Server, names: list[str]) -> None:
    server.pages |= {f"/{number}": reply() for number in range(10)}
    urls = [server.at(f"host{host}.invalid") + f"/{number}" for host in range(50) for number in range(10)]
    outcomes = many(urls)
    assert (list(outcomes), {o.verdict for o in outcomes.values()}, len(server.visits)) == (urls, {"ok"}, 500)


# Telling, and being stopped


def test_each_outcome_is_told_once_when_it_is_known(server: Server, names: list[str]) -> None:
    fast_told = threading.Event()
    server.pages |= {"/slow": until(fast_told), "/fast": reply()}
    told: list[Outcome] = []

    def tell(outcome: Outcome) -> None:
        told.append(outcome)
        fast_told.set()

    slow, fast = server.at("slow.invalid") + "/slow", server.root + "/fast"
    outcomes = many([slow, fast], note=tell)
    assert told == [outcomes[fast], outcomes[slow]]


def test_what_is_known_was_told_when_the_run_is_stopped(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    server.pages |= {"/fast": reply(), "/slow": server.silent}
    told: list[str] = []

    def stop(outcome: Outcome) -> None:
        told.append(outcome.url)
        raise KeyboardInterrupt

    with caplog.at_level(logging.DEBUG, logger="asyncio"), pytest.raises(KeyboardInterrupt):
        many([server.root + "/fast", server.root + "/slow"], note=stop)
    assert told == [server.root + "/fast"]
    assert [record for record in caplog.records if record.levelno > logging.DEBUG] == []


def test_nothing_more_is_asked_when_the_run_is_stopped(server: Server) -> None:
    stopped = threading.Event()
    server.pages |= {"/fast": reply()} | {f"/{number}": until(stopped) for number in range(50)}

    def stop(outcome: Outcome) -> None:
        stopped.set()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        many([server.root + "/fast", *(f"{server.root}/{number}" for number in range(50))], note=stop)
    assert len(server.visits) < 10


@pytest.mark.skipif(sys.platform == "win32", reason="has no SIGINT to send")
def test_control_c_ends_the_run_without_noise(server: Server) -> None:
    server.pages |= {"/fast": reply()} | {f"/{number}": server.silent for number in range(6)}
    code = """
        import sys
        from dicli.links.checker import ask
        try:
            ask(sys.argv[1:], pause=0, note=lambda outcome: print(outcome.reason, flush=True))
        except KeyboardInterrupt:
            print("stopped")
    """
    urls = [server.root + "/fast", *(f"{server.root}/{number}" for number in range(6))]
    command = [sys.executable, "-W", "always", "-c", textwrap.dedent(code), *urls]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        first = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        rest, noise = process.communicate()
    assert (first + rest, noise) == ("200 ok\nstopped\n", "")


# Is the network there at all?


def dead(host: str, reason: str) -> Outcome:
    return Outcome(f"http://{host}/", "dead", reason)


@pytest.mark.parametrize(
    ("answer", "outcomes"),
    [
        (False, []),
        (False, [Outcome("nonsense", "dead", "malformed address")]),
        (True, [dead("a", "host name could not be looked up")]),
        (True, [dead("a", "host not reachable")]),
        (True, [dead("a", "host name could not be looked up"), Outcome("?", "dead", "malformed address")]),
        (False, [dead("a", "unknown host name")]),
        (False, [dead("a", "connection refused")]),
        (False, [dead("a", "unknown host name")] * 3),
        (
            True,
            [
                dead("a", "unknown host name"),
                dead("b", "connection refused"),
                dead("c", "host not reachable"),
            ],
        ),
        (
            False,
            [dead("a", "unknown host name"), dead("b", "unknown host name"), dead("c", "404 not found")],
        ),
        (
            False,
            [dead("a", "no answer in time"), dead("b", "no answer in time"), dead("c", "no answer in time")],
        ),
        (
            True,
            [
                dead("a", "no connection in time"),
                dead("b", "no connection in time"),
                dead("c", "connection refused"),
            ],
        ),
        (False, [Outcome("http://a/", "dead", "host name could not be looked up", "http://b/", True)]),
    ],
)
def test_the_network_is_missing_when_no_host_was_reached(answer: bool, outcomes: list[Outcome]) -> None:
    assert offline(outcomes) is answer


def test_a_run_without_name_servers_is_offline(names: list[str]) -> None:
    assert offline(many(["http://lost.invalid/", "http://lost.invalid/again"]).values())


def test_a_run_with_one_answer_is_not_offline(server: Server, names: list[str]) -> None:
    assert not offline(many(["http://lost.invalid/", server.root + "/gone"]).values())
