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
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from server import Server, Visit, redirect, reply

from conftest import Run, Written
from dicli.core.errors import Status
from dicli.links.checker import ask

GONE = "    404 not found; find its new address, or remove the link\n"


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server that is asked almost without pauses; `test_links.py` has what pauses are for."""
    monkeypatch.setattr("dicli.links.checker.ask", partial(ask, pause=0.01))
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
        "    404 not found; find its new address, or remove the link\n"
        f"{mixed}:13:28: one: blocked: {root}/shut\n"
        "    403 forbidden; look at it in a browser\n"
        f"{mixed}:16:10: two: moved: {root}/old\n"
        f"    moved permanently: {root}/a; change the link\n"
        f"{mixed}:18:25: two: ok: {root}/a\n"
        "    200 ok\n"
        f"{mixed}:19:15: two: moved: {root}/for-now\n"
        f"    moved temporarily: {root}/b\n",
        "3 ok, 1 dead, 1 blocked, 2 moved\n",
        Status.NOTHING,
    )
    assert "/never-asked" not in {visit.path for visit in server.visits}
    assert (server.asked().count("HEAD /a"), server.asked().count("GET /a")) == (1, 1)  # as a link, as an end


def test_only_failed_leaves_the_dead_ones(run: Run, server: Server, mixed: str) -> None:
    ran = run("check", "--links", "--only-failed", mixed)
    assert ran.stdout == f"{mixed}:12:14: one: dead: {server.root}/gone\n" + GONE
    assert ran[1:] == ("3 ok, 1 dead, 1 blocked, 2 moved\n", Status.NOTHING)


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
    monkeypatch.setattr("dicli.links.checker.RETRIES", 0)
    file = written("resources: [{id: a, name: A, url: 'https://a.invalid/'}]\n")
    assert run("check", "--links", file) == (
        "",
        "dicli: error: no link could be reached: the network seems to be down\n"
        "check the connection and the proxy settings, and try again\n",
        Status.FAILED,
    )


def test_what_is_missing_comes_with_one_command(run: Run, written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    file = written("resources: [{id: a, name: A, url: 'https://a.invalid/'}]\n")
    assert run("check", "--links", file) == (
        "",
        "dicli: error: checking links needs httpx\nin the directory of the source of dicli: pip install '.[links]'\n",
        Status.FAILED,
    )


def test_a_bar_moves_on_a_terminal_only(run: Run, server: Server, written: Written) -> None:
    file = written(f"resources: [{{id: a, name: A, url: '{server.root}/a'}}]\n")
    on_terminal = run("check", "--links", file, tty=True)
    assert "checking" in on_terminal.stderr
    assert "100%" in on_terminal.stderr
    assert run("check", "--links", file).stderr == "1 ok\n"


@pytest.mark.parametrize(
    ("named", "status"),
    [("blocked", Status.NOTHING), ("moved, login", Status.NOTHING), ("login,suspicious", Status.FOUND)],
)
def test_other_verdicts_fail_where_they_are_named(
    run: Run, server: Server, mixed: str, named: str, status: Status
) -> None:
    server.pages["/gone"] = reply()
    ran = run("check", "--links", "--only-failed", "--fail-on", named, mixed)
    assert ran.status == status
    assert {line.split(": ")[2] for line in ran.stdout.splitlines()[::2]} <= set(named.replace(",", " ").split())
    assert bool(ran.stdout) == bool(status)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (["--links", "--fail-on", "odd"], "no verdict called `odd`\nverdicts: ok, moved, suspicious, login, blocked, "),
        (["--only-failed"], "`--only-failed` needs `--links`\n"),
        (["--timeout", "3"], "`--timeout` needs `--links`\n"),
        (["--links", "--timeout", "0"], "invalid value"),
    ],
)
def test_options_that_mean_nothing_are_refused(run: Run, mixed: str, options: list[str], error: str) -> None:
    ran = run("check", *options, mixed)
    assert (ran.stdout, ran.status) == ("", Status.USAGE)
    assert error in ran.stderr


def test_a_time_out_may_be_given(run: Run, server: Server, written: Written) -> None:
    server.pages["/slow"] = server.silent
    file = written(f"resources: [{{id: a, name: A, url: '{server.root}/slow'}}]\n")
    ran = run("check", "--links", "--timeout", "0.1", file)
    assert "no answer in time" in ran.stdout


def test_fragments_are_looked_for_if_asked(run: Run, server: Server, written: Written) -> None:
    server.pages["/a"] = reply(200, "Content-Type: text/html", body=b"<h1 id='top-of-it'>")
    file = written(f"resources: [{{id: a, name: A, url: '{server.root}/a#there'}}]\n")
    assert "suspicious" in run("check", "--links", "--fragments", file).stdout


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


@pytest.mark.parametrize(
    "line", ["https://a.invalid/", "https://a.invalid/ | soon | x", "https://a.invalid/|2030-01-01|"]
)
def test_a_line_that_cannot_be_understood_is_named(
    run: Run, server: Server, mixed: str, line: str, written: Written
) -> None:
    ignore = written(f"\n{line}\n", "ignore.txt")
    ran = run("check", "--links", "--ignore", ignore, mixed)
    assert (ran.stdout, ran.status, server.visits) == ("", Status.FAILED, [])
    assert ran.stderr.startswith(f"dicli: error: `{ignore}`, line 2: this is not `address | last day | reason`\n")


# Only what changed


def test_with_a_baseline_only_news_are_told_and_fail(
    run: Run, server: Server, written: Written, tmp_path: Path
) -> None:
    resources = ", ".join(f"{{id: {name}, name: N, url: '{server.root}/{name}'}}" for name in ("a", "b", "gone"))
    command = ("check", "--links", "--baseline", str(tmp_path / "known"), written(f"resources: [{resources}]\n"))
    assert [line.split(": ")[2] for line in run(*command).stdout.splitlines()[::2]] == ["ok", "ok", "dead"]
    assert run(*command) == ("", "2 ok, 1 dead; 3 as before\n", Status.FOUND)
    server.pages |= {"/b": reply(404), "/gone": reply(400)}
    ran = run(*command)
    assert [line.split(": ")[2] for line in ran.stdout.splitlines()[::2]] == ["dead", "unsure"]
    assert ran.status == Status.NOTHING
    del server.pages["/gone"]  # dead, unsure, dead: it never was well in between
    server.pages["/b"] = reply()
    assert run(*command, "--only-failed")[::2] == ("", Status.FOUND)
    server.pages["/b"] = reply(404)
    assert run(*command, "--only-failed")[1:] == ("1 ok, 2 dead; 2 as before\n", Status.NOTHING)


def test_a_baseline_forgets_links_that_are_no_longer_there(
    run: Run, server: Server, written: Written, tmp_path: Path
) -> None:
    file = tmp_path / "baseline.json"
    for path in ("/a", "/b"):
        catalogue = written(f"resources: [{{id: a, name: A, url: '{server.root}{path}'}}]\n")
        run("check", "--links", "--baseline", str(file), catalogue)
    assert json.loads(file.read_text()) == {f"{server.root}/b": "ok"}
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("baseline")] == ["baseline.json"]


@pytest.mark.parametrize("text", ["", "[]", "{", "\udcff"])
def test_what_is_no_baseline_is_left_alone(run: Run, server: Server, mixed: str, tmp_path: Path, text: str) -> None:
    file = tmp_path / "notes.txt"
    file.write_text(text, errors="surrogateescape")
    ran = run("check", "--links", "--baseline", str(file), mixed)
    assert (ran.stdout, ran.status, server.visits) == ("", Status.FAILED, [])
    assert ran.stderr.startswith(f"dicli: error: `{file}` is not a baseline\n")
    assert file.read_text(errors="surrogateescape") == text


def test_a_baseline_that_cannot_be_written_is_an_error(run: Run, mixed: str, tmp_path: Path) -> None:
    ran = run("check", "--links", "--baseline", str(tmp_path / "no" / "file"), mixed)
    assert (bool(ran.stdout), ran.status) == (True, Status.FAILED)
    assert "dicli: error: cannot write `" in ran.stderr


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
    assert err == "1 ok\ninterrupted: 1 of 2 links checked\n"
    assert process.returncode == Status.INTERRUPTED
