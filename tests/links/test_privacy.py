"""What servers get to know, and what of theirs gets out."""

from __future__ import annotations

import builtins
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from asked import many, one, verdict_and_reason
from server import Server, redirect, reply

import dicli
from dicli.core.errors import DicliError, Status
from dicli.links.asking import offline

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
    shown = f"{outcome.reason}{outcome.location}"
    assert outcome.verdict in ("dead", "unsure")
    assert shown.isascii()
    assert shown.isprintable()


def test_a_location_in_another_script_is_escaped(server: Server) -> None:
    server.pages |= {"/a": redirect(301, "/\xc3\xa9"), "/%C3%A9": reply()}
    assert one(server.root + "/a").location == server.root + "/%C3%A9"


def test_the_words_of_a_status_line_are_ours(server: Server) -> None:
    server.pages["/a"] = reply("404 \x1b[31mEVIL")
    assert "EVIL" not in one(server.root + "/a").reason


def test_a_password_in_a_redirect_is_not_shown(server: Server) -> None:
    server.pages |= {"/a": redirect(301, f"http://me:secret@127.0.0.1:{server.port}/b"), "/b": reply()}
    assert one(server.root + "/a").location == server.root + "/b"


def test_the_user_agent_says_who_asks(server: Server) -> None:
    one(server.root + "/")
    agent = f"dicli/{dicli.__version__} (checks the links of a catalogue)"
    assert {visit.headers["user-agent"] for visit in server.visits} == {agent}


def test_a_cookie_is_sent_only_along_the_redirects_of_its_link_and_to_its_host(server: Server) -> None:
    server.pages["/a"] = reply(302, "Location: /b", "Set-Cookie: session=1; Path=/")
    server.pages["/b"] = reply(302, f"Location: {server.at('localhost')}/c", "Set-Cookie: c=1; Path=/")
    many([server.root + path for path in ("/a", "/c", "/d")], concurrency=1)
    cookies = sorted((visit.path, visit.headers.get("cookie")) for visit in server.visits if "cookie" in visit.headers)
    assert cookies == [("/b", "session=1")]


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
    assert verdict_and_reason(one("http://behind.invalid/page")) == ("ok", "200 ok")


def test_a_proxy_that_refuses_is_not_decisive(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.pages["behind.invalid:443"] = reply("403 \x1b[31mno")
    monkeypatch.setenv("HTTPS_PROXY", server.root)
    assert verdict_and_reason(one("https://behind.invalid/page")) == ("unsure", "proxy refused")


def test_a_proxy_with_an_impossible_port_loses_no_outcome(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:99999")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    server.pages["/"] = reply()
    behind, direct = many(["http://behind.invalid/", server.root]).values()
    assert (verdict_and_reason(behind), direct.verdict) == (("unsure", "proxy setting does not work"), "ok")
    assert (offline([behind]), offline([behind, direct])) == (True, False)


@pytest.mark.parametrize(
    ("name", "value"),
    [("HTTP_PROXY", "gopher://localhost"), ("ALL_PROXY", "http://[::1"), ("SSL_CERT_FILE", "/no/such/file")],
)
def test_settings_that_do_not_work_are_reported(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
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
        "try: pipx inject dicli httpx; in a virtual environment: pip install httpx",
        Status.FAILED,
    )


def test_importing_the_module_loads_no_httpx() -> None:
    code = "import sys, dicli.links.asking; print('httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False\n"
