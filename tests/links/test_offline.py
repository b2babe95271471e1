"""Is the network there at all?"""

from __future__ import annotations

import pytest
from asked import many
from server import Server

from dicli.links.asking import offline
from dicli.links.verdicts import Outcome


def dead(host: str, reason: str) -> Outcome:
    return Outcome(f"http://{host}/", "dead", reason)


@pytest.mark.parametrize(
    ("answer", "outcomes"),
    [
        (False, []),
        (False, [Outcome("nonsense", "dead", "malformed address")]),
        (True, [dead("a", "host name could not be looked up")]),
        (True, [dead("a", "host not reachable")]),
        (True, [dead("ｅxample.org", "host not reachable")]),
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
