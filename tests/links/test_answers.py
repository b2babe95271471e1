"""What the answer of a page means: the verdict and the reason."""

from __future__ import annotations

import socket
import sys
import tracemalloc
from collections.abc import Iterator
from gzip import compress

import pytest
from asked import SHORT, many, one, verdict_and_reason
from server import Server, Visit, raw, redirect, reply

from dicli.links.verdicts import ADVICE, Outcome


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
    assert verdict_and_reason(one(server.root + "/")) == ("blocked", "asks you to prove that you are human")


def test_a_body_cut_short_is_still_an_answer(server: Server) -> None:
    cut = raw(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")
    server.pages["/"] = cut
    assert verdict_and_reason(one(server.root + "/")) == ("ok", "200 ok")


def test_a_connection_closed_before_any_answer_is_dead(server: Server) -> None:
    server.pages["/"] = raw()
    assert verdict_and_reason(one(server.root + "/")) == ("dead", "connection closed without an answer")


def test_a_connection_closed_amid_the_headers_is_dead(server: Server) -> None:
    server.pages["/"] = raw(b"HTTP/1.1 200 OK\r\nContent-")
    assert verdict_and_reason(one(server.root + "/")) == ("dead", "connection closed without an answer")


@pytest.mark.parametrize(
    "answer", [b"hello\r\n\r\n", b"HTTP/1.1 20 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: " + b"a" * 300_000]
)
def test_an_answer_that_is_not_http_is_malformed(server: Server, answer: bytes) -> None:
    server.pages["/"] = raw(answer)
    assert verdict_and_reason(one(server.root + "/")) == ("dead", "malformed answer")


@pytest.mark.parametrize("page", ["silent", "dripping"])
def test_a_server_that_does_not_finish_its_answer_times_out(server: Server, page: str) -> None:
    server.pages["/"] = getattr(server, page)
    outcome = one(server.root + "/", timeout=SHORT, retries=0)
    assert verdict_and_reason(outcome) == ("dead", "no answer in time")


def test_a_port_nobody_listens_on_refuses() -> None:
    assert verdict_and_reason(one(f"http://127.0.0.1:{_free_port()}/")) == ("dead", "connection refused")


@pytest.mark.skipif(sys.platform != "linux", reason="queues connections in its own way")
def test_a_connection_not_taken_in_time_is_dead() -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        with socket.create_connection(deaf.getsockname()), socket.socket() as second:  # the queue is full
            second.setblocking(False)
            second.connect_ex(deaf.getsockname())
            outcome = one(f"http://127.0.0.1:{deaf.getsockname()[1]}/", timeout=SHORT, retries=0)
    assert verdict_and_reason(outcome) == ("dead", "no connection in time")


def test_a_name_nobody_knows_is_dead() -> None:
    outcome = one("http://nothing-here.invalid/")
    assert outcome.verdict == "dead"
    assert outcome.reason in ("unknown host name", "host name could not be looked up")


def test_an_unknown_name_differs_from_a_lookup_that_failed(names: list[str]) -> None:
    unknown, lost = many(["http://unknown.invalid/", "http://lost.invalid/"]).values()
    assert (unknown.reason, lost.reason) == ("unknown host name", "host name could not be looked up")


def test_each_verdict_but_that_all_is_well_says_what_to_do(server: Server) -> None:
    server.pages |= {"/ok": reply(), "/moved": redirect(301, "/ok"), "/suspicious": redirect(302, "/")}
    server.pages |= {"/": reply(), "/login": reply(401), "/blocked": reply(403), "/unsure": reply(400)}
    outcomes = many([f"{server.root}/{verdict}" for verdict in ADVICE])
    assert [outcome.verdict for outcome in outcomes.values()] == list(ADVICE)
    assert [bool(outcome.advice) for outcome in outcomes.values()] == [False, *[True] * 6]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_an_endless_body_is_not_read(server: Server) -> None:
    sent: list[int] = []

    def endless(visit: Visit) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
        while not server.stopped.is_set():
            sent.append(65536)
            yield bytes(65536)

    server.pages["/"] = endless
    assert verdict_and_reason(one(server.root + "/")) == ("ok", "200 ok")
    assert sum(sent) < 100_000_000  # what the buffers of the system take in


def test_a_page_is_asked_for_unpacked_and_never_unpacked(server: Server) -> None:
    bomb = compress(compress(bytes(2**24)))
    packed = reply(200, "Content-Type: text/html", "Content-Encoding: gzip, gzip", body=bomb)
    server.pages["/"] = packed
    tracemalloc.start()
    try:
        outcome = one(server.root + "/")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert verdict_and_reason(outcome) == ("ok", "200 ok")
    assert server.visits[0].headers["accept-encoding"] == "identity"
    assert peak < 2**23


def test_what_is_left_of_one_answer_spoils_no_other(server: Server) -> None:
    server.pages |= {"/bad": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody and more"), "/good": reply()}
    outcomes = many([server.root + "/bad", server.root + "/good"], concurrency=1)
    assert [verdict_and_reason(outcome) for outcome in outcomes.values()] == [("ok", "200 ok")] * 2
