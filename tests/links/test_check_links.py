"""`dicli check --links` against a real server: what it says about each link, where, and how the run ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

import pytest
from server import Server, Visit, redirect, reply

from conftest import Run, Written
from dicli.core.errors import Status
from dicli.links.asking import Manners


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server that is asked almost without pauses; `test_manners.py` has what pauses are for."""
    monkeypatch.setattr("dicli.links.asking.Manners", partial(Manners, pause=0.01))
    with Server() as running:
        for path in ("/", "/a", "/b"):
            running.pages[path] = reply()
        yield running


@pytest.fixture
def mixed(server: Server, written: Written) -> str:
    """A catalogue with a link of each verdict."""
    server.pages["/shut"] = reply(403)
    server.pages["/old"] = redirect(301, "/a")
    server.pages["/for-now"] = redirect(302, "/b")
    return written(
        f"""\
        catalogue:
          name: >-
            A name over
            lines
          homepage: {server.root}/
        resources:
          - id: one
            name: One
            url: {server.root}/a
            links:
              - label: Gone
                url: {server.root}/gone
              - {{label: Shut, url: '{server.root}/shut'}}
          - id: two
            name: Two
            url: {server.root}/old
            links:
              - {{label: A, url: '{server.root}/a'}}
              - {{url: '{server.root}/for-now', label: N}}
            sources: ['{server.root}/never-asked']
        """
    )


def test_each_link_that_needs_a_look_is_listed_by_resource_with_its_place(run: Run, server: Server, mixed: str) -> None:
    root = server.root
    assert run("check", "--links", mixed) == (
        f"{mixed}:12:14: dead: one: {root}/gone: 404 not found\n"
        "    find its new address, or remove the link\n"
        f"{mixed}:13:28: blocked: one: {root}/shut: 403 forbidden\n"
        "    look at it in a browser\n"
        f"{mixed}:16:10: moved: two: {root}/old: moved permanently: {root}/a\n"
        "    change the link\n",
        "3 ok, 1 dead, 1 blocked, 2 moved\n",
        Status.NOTHING,
    )
    assert "/never-asked" not in {visit.path for visit in server.visits}
    assert server.asked().count("GET /a") == 2  # as a link, and as where another one ends


def test_json_gives_the_same_as_objects(run: Run, server: Server, mixed: str) -> None:
    ran = run("check", "--links", "--json", "--concurrency", "1", mixed)
    found = {(link["resource"], link["url"].removeprefix(server.root)): link for link in json.loads(ran.stdout)}
    assert list(found) == [
        ("catalogue", "/"),
        ("one", "/a"),
        ("one", "/gone"),
        ("one", "/shut"),
        ("two", "/old"),
        ("two", "/a"),
        ("two", "/for-now"),
    ]
    assert found["two", "/old"] == {
        "file": mixed,
        "line": 16,
        "column": 10,
        "resource": "two",
        "url": f"{server.root}/old",
        "verdict": "moved",
        "reason": "moved permanently",
        "advice": "change the link",
        "location": f"{server.root}/a",
        "permanent": True,
        "status": 200,
    }
    assert ran.status == Status.NOTHING


def test_if_no_link_is_dead_all_is_well(run: Run, server: Server, written: Written) -> None:
    file = written(f"resources: [{{id: a, name: A, url: '{server.root}/a'}}]\n")
    assert run("check", "--links", file) == ("", "1 ok\n", Status.FOUND)


def test_a_catalogue_without_links_asks_nothing(run: Run, written: Written) -> None:
    assert run("check", "--links", written("resources: [{id: a, name: A}]\n")) == ("", "no links\n", Status.FOUND)


def test_a_faulty_catalogue_is_reported_before_anything_is_asked(run: Run, server: Server, written: Written) -> None:
    file = written(f"resources: [{{id: a, name: '', url: '{server.root}/a'}}]\n")
    ran = run("check", "--links", file)
    assert ran.stdout.startswith(f"{file}:1:27: fault: `name` is empty\n")
    said = "1 fault in 1 file\nno link was checked; fix the faults first\n"
    assert (ran.stderr, ran.status, server.visits) == (said, Status.NOTHING, [])


def test_links_that_a_later_file_overrides_are_not_asked(run: Run, server: Server, written: Written) -> None:
    below = written(f"resources: [{{id: a, name: A, url: '{server.root}/gone'}}]\n", "below.yaml")
    above = written(f"resources: [{{id: a, name: A, url: '{server.root}/a'}}]\n", "above.yaml")
    ran = run("check", "--links", below, above)
    assert ran == ("", "1 ok\n", Status.FOUND)
    assert server.asked() == ["GET /a"]


def test_no_network_at_all_is_a_failed_run(run: Run, written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_AGAIN, "try again")

    monkeypatch.setattr(socket, "getaddrinfo", lost)
    file = written("resources: [{id: a, name: A, url: 'https://a.invalid/'}]\n")
    assert run("check", "--links", file) == (
        "",
        "dicli: error: no link could be reached: the network seems to be down\n"
        "check the connection and the proxy settings, and try again\n",
        Status.FAILED,
    )


def test_a_missing_library_comes_with_one_command(run: Run, written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    file = written("resources: [{id: a, name: A, url: 'https://a.invalid/'}]\n")
    assert run("check", "--links", file) == (
        "",
        "dicli: error: checking links needs httpx\n"
        "try: pipx inject dicli httpx; in a virtual environment: pip install httpx\n",
        Status.FAILED,
    )


def test_a_bar_moves_on_a_terminal_only(run: Run, server: Server, written: Written) -> None:
    file = written(f"resources: [{{id: a, name: A, url: '{server.root}/a'}}]\n")
    on_terminal = run("check", "--links", file, tty=True)
    assert "checking" in on_terminal.stderr
    assert "100%" in on_terminal.stderr
    assert run("check", "--links", file).stderr == "1 ok\n"


def test_a_timeout_of_nothing_is_refused(run: Run, mixed: str) -> None:
    ran = run("check", "--links", "--timeout", "0", mixed)
    assert (ran.stdout, ran.status) == ("", Status.USAGE)
    assert "invalid value" in ran.stderr


def test_a_time_out_may_be_given(run: Run, server: Server, written: Written) -> None:
    server.pages["/slow"] = server.silent
    file = written(f"resources: [{{id: a, name: A, url: '{server.root}/slow'}}]\n")
    ran = run("check", "--links", "--timeout", "2", file)
    assert "no answer in time" in ran.stdout


# Links that are not asked for a while


def test_what_an_ignore_file_names_is_not_asked(run: Run, server: Server, mixed: str, written: Written) -> None:
    ignore = written(
        f"""\
        # address | last day | reason

        {server.root}/gone | 2999-12-31 | they move | house
          {server.root}/for*|2999-12-31|moved for the summer
        {server.root}/sh | 2999-12-31 | the beginning of an address alone is not meant
        {server.root}/old | 2020-02-29 | should be back by then
        """,
        "ignore.txt",
    )
    ran = run("check", "--links", "--ignore", ignore, mixed)
    note = f"`{ignore}`, line 6: expired on 2020-02-29, so {server.root}/old is checked again\n"
    assert ran[1:] == (f"{note}3 ok, 1 blocked, 1 moved, 2 ignored\n", Status.FOUND)
    assert not {"/gone", "/for-now"} & {visit.path for visit in server.visits}


def test_an_ignore_file_that_is_not_there_is_named_as_such(run: Run, mixed: str) -> None:
    assert run("check", "--links", "--ignore", "nofile", mixed) == (
        "",
        "dicli: error: cannot read the ignore file `nofile`: No such file or directory\nsee: dicli check --help\n",
        Status.FAILED,
    )


@pytest.mark.parametrize(
    "line", ["https://a.invalid/", "https://a.invalid/ | soon | x", "https://a.invalid/|2030-01-01|"]
)
def test_a_line_that_cannot_be_understood_is_named(
    run: Run, server: Server, mixed: str, line: str, written: Written
) -> None:
    ignore = written(f"\n{line}\n", "ignore.txt")
    ran = run("check", "--links", "--ignore", ignore, mixed)
    assert (ran.stdout, ran.status, server.visits) == ("", Status.FAILED, [])
    assert ran.stderr.startswith(f"dicli: error: `{ignore}`, line 2: expected `address | last day | reason`\n")


@pytest.mark.skipif(not hasattr(signal, "SIGINT") or os.name == "nt", reason="needs signals")
def test_ctrl_c_reports_what_is_known_so_far(server: Server, written: Written) -> None:
    asked = threading.Event()

    def slow(visit: Visit) -> Iterable[bytes]:
        asked.set()
        return server.silent(visit)

    server.pages["/slow"] = slow
    file = written(
        f"resources: [{{id: a, name: A, url: '{server.root}/a'}}, {{id: b, name: B, url: '{server.root}/slow'}}]\n"
    )
    command = [sys.executable, "-m", "dicli", "check", "--links", "--concurrency", "1", file]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert asked.wait(60)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert out == ""
    assert err == "1 ok\ninterrupted: 1 of 2 links checked\n"
    assert process.returncode == Status.INTERRUPTED
