"""Which addresses are requested."""

from __future__ import annotations

import httpx
import pytest
from asked import many, one, verdict_and_reason
from server import Server, reply

from dicli.links.addresses import is_private
from dicli.links.verdicts import Outcome


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
def test_anything_but_a_web_address_is_malformed_and_not_asked(names: list[str], url: str) -> None:
    assert (one(url), names) == (Outcome(url, "dead", "malformed address"), [])


def test_only_the_links_are_asked_each_once(server: Server) -> None:
    server.pages |= {"/a": reply(), "/b?c=d%20e": reply()}
    many([server.root + "/a", server.root + "/b?c=d e", server.root + "/a"])
    assert sorted(server.asked()) == ["GET /a", "GET /b?c=d%20e"]


@pytest.mark.parametrize("host", ["\uff30ublic.invalid:{}", "public\uff0einvalid:{}", "public\u3002invalid:{}"])
def test_a_host_in_full_width_letters_is_the_one_that_browsers_ask(server: Server, names: list[str], host: str) -> None:
    server.pages["/"] = reply()
    wide = str(server.port).translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})
    urls = [f"http://{host.format(port)}/" for port in (server.port, wide)]
    assert [verdict_and_reason(outcome) for outcome in many(urls).values()] == [("ok", "200 ok")] * 2
    assert set(names) == {"public.invalid"}


def test_links_that_differ_by_fragment_are_asked_once_and_each_is_reported(server: Server) -> None:
    server.pages["/a"] = reply()
    urls = [server.root + "/a#one", server.root + "/a", server.root + "/a#two"]
    outcomes = many(urls)
    assert (list(outcomes), [o.url for o in outcomes.values()], server.asked()) == (urls, urls, ["GET /a"])


def test_no_links_no_outcomes() -> None:
    assert many([]) == {}


def test_outcomes_come_in_the_order_given(server: Server) -> None:
    urls = [f"{server.root}/{number}" for number in (3, 1, 2)] + ["nonsense"]
    assert list(many(urls)) == urls


@pytest.mark.parametrize("host", ["1.1.1.1", "public.invalid", "1.public.invalid", "0x.invalid"])
def test_a_public_address_is_not_thought_private(host: str) -> None:
    assert not is_private(httpx.URL(f"http://{host}/"))
