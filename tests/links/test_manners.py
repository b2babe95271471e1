"""How many requests a host gets at a time, and how a run is stopped."""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import textwrap
import threading

import pytest
from asked import many
from server import Meeting, Server, reply, until

from dicli.links.verdicts import Outcome


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
    assert "GET /" in server.asked()[:3]


def test_requests_to_one_host_keep_a_pause(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr("dicli.links.asking.asyncio.sleep", sleep)
    server.pages |= {f"/{number}": reply() for number in range(3)}
    many([f"{server.root}/{number}" for number in range(3)], pause=1000)
    assert waits[0] <= 0
    assert min(waits[1:]) > 900


def test_five_hundred_links_are_asked_in_one_run(server: Server, names: list[str]) -> None:
    server.pages |= {f"/{number}": reply() for number in range(10)}
    urls = [server.at(f"host{host}.invalid") + f"/{number}" for host in range(50) for number in range(10)]
    outcomes = many(urls)
    assert (list(outcomes), {o.verdict for o in outcomes.values()}, len(server.visits)) == (urls, {"ok"}, 500)


def test_each_outcome_is_reported_once_when_it_is_known(server: Server, names: list[str]) -> None:
    fast_is_known = threading.Event()
    server.pages |= {"/slow": until(fast_is_known), "/fast": reply()}
    reported: list[Outcome] = []

    def tell(outcome: Outcome) -> None:
        reported.append(outcome)
        fast_is_known.set()

    slow, fast = server.at("slow.invalid") + "/slow", server.root + "/fast"
    outcomes = many([slow, fast], note=tell)
    assert reported == [outcomes[fast], outcomes[slow]]


def test_what_is_known_was_reported_when_the_run_is_stopped(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    server.pages |= {"/fast": reply(), "/slow": server.silent}
    reported: list[str] = []

    def stop(outcome: Outcome) -> None:
        reported.append(outcome.url)
        raise KeyboardInterrupt

    with caplog.at_level(logging.DEBUG, logger="asyncio"), pytest.raises(KeyboardInterrupt):
        many([server.root + "/fast", server.root + "/slow"], note=stop)
    assert reported == [server.root + "/fast"]
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
        from dicli.links.asking import Manners, ask
        try:
            ask(sys.argv[1:], lambda outcome: print(outcome.reason, flush=True), Manners(pause=0))
        except KeyboardInterrupt:
            print("stopped")
    """
    urls = [server.root + "/fast", *(f"{server.root}/{number}" for number in range(6))]
    command = [sys.executable, "-W", "always", "-c", textwrap.dedent(code), *urls]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        first = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        rest, noise = process.communicate(timeout=60)
    assert (first + rest, noise) == ("200 ok\nstopped\n", "")
