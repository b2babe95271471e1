"""What is tried again, how often and after how long, and when a host is left alone."""

from __future__ import annotations

from typing import Any

import pytest
from asked import SHORT, many, one, verdict_and_reason
from server import Server, in_turn, raw, reply

from dicli.links.answers import LONGEST_WAIT, Answer
from dicli.links.asking import MOST_TIMEOUTS, Host, Manners


@pytest.mark.parametrize("hiccup", [reply(503), reply(500), reply(429), raw()])
def test_a_hiccup_is_forgiven(server: Server, hiccup: Any) -> None:
    server.pages["/"] = in_turn(hiccup, hiccup, reply(200))
    assert verdict_and_reason(one(server.root + "/")) == ("ok", "200 ok")


def test_retries_come_to_an_end(server: Server) -> None:
    server.pages["/"] = raw()
    one(server.root + "/")
    assert server.asked() == ["GET /"] * 3


def test_a_page_that_is_gone_is_not_tried_again(server: Server) -> None:
    one(server.root + "/gone")
    assert server.asked() == ["GET /gone"]


def test_retry_after_zero_means_at_once(server: Server) -> None:
    server.pages["/"] = in_turn(reply(429, "Retry-After: 0"), reply(200))
    assert one(server.root + "/", backoff=LONGEST_WAIT).verdict == "ok"


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("wait", ["3600", "9" * 5000, "Fri, 01 Jan 2100 00:00:00 GMT"])
def test_a_retry_after_too_long_is_not_decisive(server: Server, status: int, wait: str) -> None:
    server.pages["/"] = reply(status, f"Retry-After: {wait}")
    outcome = one(server.root + "/")
    verdict = "blocked" if status == 429 else "unsure"
    assert (outcome.verdict, outcome.status, len(server.visits)) == (verdict, status, 1)


@pytest.mark.parametrize(
    "wait", ["soon", "-1", "1e9", "nan", "\xb2", "Mon, 99 Foo 2026", "Mon, 01 Jan 0001 00:00:00 GMT"]
)
def test_a_retry_after_that_means_nothing_is_ignored(server: Server, wait: str) -> None:
    server.pages["/"] = in_turn(reply(429, f"Retry-After: {wait}"), reply(200))
    assert one(server.root + "/").verdict == "ok"


def test_a_host_that_is_not_there_is_not_looked_for_with_each_link(names: list[str]) -> None:
    outcomes = many([f"http://unknown.invalid/{number}" for number in range(20)])
    assert {outcome.reason for outcome in outcomes.values()} == {"unknown host name"}
    assert len(names) == 1


MANNERS = Manners(pause=0, timeout=10, retries=3, backoff=0.5)
LATE = Answer("dead", "no answer in time")


def test_the_waits_between_retries_double() -> None:
    assert [MANNERS.wait_before(retry, LATE) for retry in range(3)] == [0.5, 1, 2]


@pytest.mark.parametrize(("asked", "wait"), [(0, 0), (7, 7), (LONGEST_WAIT, LONGEST_WAIT), (LONGEST_WAIT + 1, None)])
def test_the_wait_is_what_the_server_asks_for_unless_that_is_too_long(asked: float, wait: float | None) -> None:
    assert MANNERS.wait_before(0, Answer("blocked", "429 too many requests", 429, wait=asked)) == wait


@pytest.mark.parametrize("asked", ["0", "Sat, 01 Jan 2000 00:00:00 GMT"])
def test_a_retry_after_that_is_over_does_not_shorten_the_pause(
    server: Server, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr("dicli.links.asking.asyncio.sleep", sleep)
    server.pages["/"] = in_turn(reply(429, f"Retry-After: {asked}"), reply(200))
    assert one(server.root + "/", pause=1000).verdict == "ok"
    assert waits[-1] > 900


def test_a_host_that_wants_fewer_requests_gets_none_and_its_other_links_are_not_judged(server: Server) -> None:
    server.pages |= {"/a": reply(429, "Retry-After: 3600"), "/b": reply(404)}
    first, second = many([server.root + "/a", server.root + "/b"], concurrency=1).values()
    assert verdict_and_reason(first) == ("blocked", "429 too many requests")
    assert verdict_and_reason(second) == ("unsure", "not asked: the host wants fewer requests")
    assert server.asked() == ["GET /a"]


def test_a_host_is_given_up_after_some_time_outs_and_an_answer_makes_up_for_one() -> None:
    host = Host()
    for _ in range(MOST_TIMEOUTS):
        host.note(LATE)
    assert not host.is_given_up
    host.note(Answer("dead", "404 not found", 404))
    host.note(LATE)
    assert not host.is_given_up
    host.note(LATE)
    assert host.is_given_up


def test_the_links_of_a_host_that_is_given_up_are_not_asked(
    server: Server, names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dicli.links.asking.MOST_TIMEOUTS", 0)
    server.pages |= {"/slow": server.silent, "/": reply()}
    urls = [f"{server.root}/slow", f"{server.root}/never", server.at("other.invalid")]
    slow, never, other = many(urls, timeout=SHORT, concurrency=1).values()
    assert verdict_and_reason(slow) == ("dead", "no answer in time")
    assert verdict_and_reason(never) == ("unsure", "skipped: this host timed out too often")
    assert other.verdict == "ok"
    assert "GET /never" not in server.asked()
