"""`dicli check --links` against a real server: what is told of each link, where, and how the run ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from server import Server, Visit, redirect, reply

from conftest import Run, Written
from dicli.errors import Status


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def server() -> Iterator[Server]:
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


def test_each_link_is_told_of_by_resource_with_its_place(run: Run, server: Server, mixed: str) -> None:
    root = server.root
    assert run("check", "--links", mixed) == (
        f"{mixed}:5:13: catalogue: ok: {root}/\n"
        "    200 ok\n"
        f"{mixed}:9:10: one: ok: {root}/a\n"
        "    200 ok\n"
        f"{mixed}:12:14: one: dead: {root}/gone\n"
        "    404 not found\n"
        f"{mixed}:13:28: one: unsure: {root}/shut\n"
        "    403 forbidden\n"
        f"{mixed}:16:10: two: moved: {root}/old\n"
        f"    moved for good: {root}/a; change the link\n"
        f"{mixed}:18:25: two: ok: {root}/a\n"
        "    200 ok\n"
        f"{mixed}:19:15: two: moved: {root}/for-now\n"
        f"    moved for now: {root}/b\n",
        "3 ok, 1 dead, 1 unsure, 2 moved\n",
        Status.NOTHING,
    )
    assert "/never-asked" not in {visit.path for visit in server.visits}
    assert (server.asked().count("HEAD /a"), server.asked().count("GET /a")) == (1, 1)  # as a link, as an end


def test_only_failed_leaves_the_dead_ones(run: Run, server: Server, mixed: str) -> None:
    ran = run("check", "--links", "--only-failed", mixed)
    assert ran.stdout == f"{mixed}:12:14: one: dead: {server.root}/gone\n    404 not found\n"
    assert ran[1:] == ("3 ok, 1 dead, 1 unsure, 2 moved\n", Status.NOTHING)


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
        "reason": "moved for good",
        "location": f"{server.root}/a",
        "permanent": True,
        "status": 200,
    }
    assert ran.status == Status.NOTHING


def test_where_no_link_is_dead_all_is_well(run: Run, server: Server, written: Written) -> None:
    file = written(f"resources: [{{id: a, name: A, url: '{server.root}/a'}}]\n")
    assert run("check", "--links", "--only-failed", file) == ("", "1 ok\n", Status.FOUND)


def test_a_catalogue_without_links_asks_nothing(run: Run, written: Written) -> None:
    assert run("check", "--links", written("resources: [{id: a, name: A}]\n")) == ("", "no links\n", Status.FOUND)


def test_a_faulty_catalogue_is_told_of_before_anything_is_asked(run: Run, server: Server, written: Written) -> None:
    file = written(f"resources: [{{id: a, name: '', url: '{server.root}/a'}}]\n")
    ran = run("check", "--links", file)
    assert ran.stdout.startswith(f"{file}:1:27: `name` is empty\n")
    assert (ran.stderr, ran.status, server.visits) == ("1 fault in 1 file\n", Status.NOTHING, [])


def test_what_a_later_file_hides_is_not_asked(run: Run, server: Server, written: Written) -> None:
    below = written(f"resources: [{{id: a, name: A, url: '{server.root}/gone'}}]\n", "below.yaml")
    above = written(f"resources: [{{id: a, name: A, url: '{server.root}/a'}}]\n", "above.yaml")
    ran = run("check", "--links", below, above)
    assert ran == (f"{above}:1:35: a: ok: {server.root}/a\n    200 ok\n", "1 ok\n", Status.FOUND)
    assert server.asked() == ["HEAD /a"]


def test_no_network_at_all_is_a_failure_of_ours(run: Run, written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_AGAIN, "try again")

    monkeypatch.setattr(socket, "getaddrinfo", lost)
    monkeypatch.setattr("dicli.links.RETRIES", 0)
    file = written("resources: [{id: a, name: A, url: 'https://a.invalid/'}]\n")
    assert run("check", "--links", file) == (
        "",
        "dicli: error: no link could be reached: the network seems to be missing\n"
        "look at the connection, and try again\n",
        Status.FAILED,
    )


def test_what_is_missing_comes_with_one_command(run: Run, written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    file = written("resources: [{id: a, name: A, url: 'https://a.invalid/'}]\n")
    assert run("check", "--links", file) == (
        "",
        "dicli: error: checking links needs httpx\ninstall it with: pip install 'dicli[keeper]'\n",
        Status.FAILED,
    )


def test_a_bar_moves_on_a_terminal_only(run: Run, server: Server, written: Written) -> None:
    file = written(f"resources: [{{id: a, name: A, url: '{server.root}/a'}}]\n")
    on_terminal = run("check", "--links", file, tty=True)
    assert "asking" in on_terminal.stderr
    assert "100%" in on_terminal.stderr
    assert run("check", "--links", file).stderr == "1 ok\n"


@pytest.mark.skipif(not hasattr(signal, "SIGINT") or os.name == "nt", reason="needs signals")
def test_ctrl_c_tells_what_is_known_so_far(server: Server, written: Written) -> None:
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
        assert asked.wait(30)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert out == f"{file}:1:35: a: ok: {server.root}/a\n    200 ok\n"
    assert err == "1 ok\ninterrupted: 1 of 2 links asked\n"
    assert process.returncode == Status.INTERRUPTED
