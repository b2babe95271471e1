"""Where redirects lead, how far they are followed, and what a move means."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from asked import one, verdict_and_reason
from server import PATIENCE, Page, Server, Visit, by_cookie, redirect, reply

from dicli.links.asking import MAX_BODY
from dicli.links.trails import MAX_HOPS
from dicli.links.verdicts import Outcome


@pytest.mark.parametrize(("status", "permanent"), [(301, True), (308, True), (302, False), (303, False), (307, False)])
def test_a_redirect_is_reported_with_its_end(server: Server, status: int, permanent: bool) -> None:
    server.pages |= {"/old": redirect(status, "/new"), "/new": reply()}
    outcome = one(server.root + "/old")
    reason = "moved permanently" if permanent else "moved temporarily"
    assert outcome == Outcome(server.root + "/old", "moved", reason, server.root + "/new", permanent, 200)


def test_a_redirect_chain_is_permanent_only_if_every_step_is(server: Server) -> None:
    server.pages |= {
        "/a": redirect(301, "/b"),
        "/b": redirect(302, "/c"),
        "/c": redirect(308, "/d"),
        "/d": reply(),
    }
    assert verdict_and_reason(one(server.root + "/a")) == ("moved", "moved temporarily")


def test_a_chain_of_permanent_redirects_is_for_good(server: Server) -> None:
    server.pages |= {"/a": redirect(301, "/b"), "/b": redirect(308, "/c"), "/c": reply()}
    assert verdict_and_reason(one(server.root + "/a")) == ("moved", "moved permanently")


def test_a_move_to_another_host_is_reported(server: Server) -> None:
    server.pages |= {"/a": redirect(301, server.at("localhost") + "/b"), "/b": reply()}
    assert verdict_and_reason(one(server.root + "/a")) == ("moved", "moved permanently to another host")


def test_www_in_front_is_not_another_host(server: Server, names: list[str]) -> None:
    server.pages |= {"/a": redirect(301, server.at("www.x.invalid") + "/b"), "/b": reply()}
    assert verdict_and_reason(one(server.at("x.invalid") + "/a")) == ("moved", "moved permanently")


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
    assert verdict_and_reason(one(server.root + "/a")) == (verdict, f"moved temporarily {reason}".strip())


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
    assert verdict_and_reason(one(server.at("x.invalid") + "/a")) == (verdict, reason)


@pytest.mark.parametrize(("start", "end"), [("", "/?lang=en"), ("/login", "/user/login"), ("/search?q=a", "/search/a")])
def test_a_page_of_that_sort_that_moves_is_not_suspicious(server: Server, start: str, end: str) -> None:
    server.pages |= {start or "/": redirect(301, server.at("localhost") + end), end: reply()}
    assert verdict_and_reason(one(server.root + start)) == ("moved", "moved permanently to another host")


def test_a_redirect_to_a_dead_page_is_dead(server: Server) -> None:
    server.pages["/a"] = redirect(301, "/gone")
    outcome = one(server.root + "/a")
    assert (verdict_and_reason(outcome), outcome.location) == (("dead", "404 not found"), server.root + "/gone")


@pytest.mark.parametrize("login", [reply(401), reply(403), redirect(302, "/a"), redirect(302, "/login")])
def test_a_login_that_lets_no_program_in_is_a_login(server: Server, login: Page) -> None:
    server.pages |= {"/a": redirect(302, "/login"), "/login": login}
    assert one(server.root + "/a").verdict == "login"


def test_a_login_that_is_gone_is_dead(server: Server) -> None:
    server.pages["/a"] = redirect(302, "/login")
    assert verdict_and_reason(one(server.root + "/a")) == ("dead", "404 not found")


@pytest.mark.parametrize("back", ["/a", "/b", "/b#top", ""])
def test_a_loop_is_dead(server: Server, back: str) -> None:
    server.pages |= {"/a": redirect(302, "/b"), "/b": redirect(302, back)}
    assert verdict_and_reason(one(server.root + "/a")) == ("dead", "redirect loop")
    assert server.asked() == ["GET /a", "GET /b"]


@pytest.mark.parametrize("sets", ["/a", "/b"])
def test_a_page_that_redirects_until_its_cookie_comes_back_is_not_a_loop(server: Server, sets: str) -> None:
    server.pages["/b"] = reply(302, "Location: /a", "Set-Cookie: seen=1; Path=/")
    server.pages["/a"] = by_cookie(reply(), server.pages["/b"] if sets == "/a" else redirect(302, "/b"))
    outcome = one(server.root + "/a")
    assert (outcome.verdict, outcome.location) == ("ok", None)


def test_ten_redirects_are_followed(server: Server) -> None:
    server.pages |= {f"/{hop}": redirect(301, f"/{hop + 1}") for hop in range(MAX_HOPS)}
    server.pages[f"/{MAX_HOPS}"] = reply()
    assert one(server.root + "/0").location == f"{server.root}/{MAX_HOPS}"


def test_an_eleventh_redirect_is_too_many(server: Server) -> None:
    server.pages |= {f"/{hop}": redirect(301, f"/{hop + 1}") for hop in range(100)}
    assert verdict_and_reason(one(server.root + "/0")) == ("dead", "more than 10 redirects")
    assert len(server.visits) == MAX_HOPS + 1


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "ftp://localhost/", "javascript:alert(1)", "mailto:me@localhost", "http://[::1"],
)
def test_a_redirect_out_of_the_web_is_refused(server: Server, location: str) -> None:
    server.pages["/a"] = redirect(302, location)
    outcome = one(server.root + "/a")
    assert (verdict_and_reason(outcome), outcome.location) == (
        ("unsure", "redirects to something that is not a web address"),
        None,
    )


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
    assert verdict_and_reason(one(server.at("public.invalid") + "/a"))[0] == "unsure"
    assert (set(names), {visit.path for visit in server.visits}) == ({"public.invalid"}, {"/a"})


@pytest.mark.parametrize(
    ("link", "target", "location"),
    [
        ("/old#part", "/new", "/new#part"),
        ("/old#part", "/new#other", "/new#other"),
        ("/old", "/new#other", "/new#other"),
        ("/old#p\xe4rt", "/new", "/new#p%C3%A4rt"),
    ],
)
def test_the_part_of_a_page_is_kept_through_a_move(server: Server, link: str, target: str, location: str) -> None:
    server.pages |= {"/old": redirect(301, target), "/new": reply()}
    assert one(server.root + link).location == server.root + location


HTML = "Content-Type: text/html; charset=utf-8"


def page(text: str) -> Page:
    return reply(200, HTML, body=text.encode())


@pytest.mark.parametrize(
    "head",
    [
        '<meta http-equiv="refresh" content="0; url=/new">',
        "<META HTTP-EQUIV='Refresh' CONTENT='3;URL=/new'>",
        '<meta content="0;/new" http-equiv=refresh />',
        '<meta charset=utf-8><meta http-equiv="refresh" content="0; url=\'/new\'">',
    ],
)
def test_a_page_that_forwards_is_followed_and_judged(server: Server, head: str) -> None:
    server.pages |= {"/old": page(f"<html><head>{head}</head>moved"), "/new": reply()}
    outcome = one(server.root + "/old")
    assert (verdict_and_reason(outcome), outcome.location) == (("moved", "moved temporarily"), server.root + "/new")
    server.pages["/new"] = reply(404)
    assert verdict_and_reason(one(server.root + "/old")) == ("dead", "404 not found")


@pytest.mark.parametrize(
    "text",
    [
        '<meta http-equiv="refresh" content="300">',
        '<meta http-equiv="refresh" content="0; url=/old">',
        '<meta http-equiv="refresh" content="600; url=/new">',
        '<meta http-equiv="refresh" content="0; url=javascript:alert(1)">',
        '<meta http-equiv="refresh" content="0; url=http://[::1">',
        '<!-- <meta http-equiv="refresh" content="0; url=/new"> -->',
        '<noscript><meta http-equiv="refresh" content="0; url=/new"></noscript>',
        '<meta name="description" content="0; url=/new">',
        "<meta " * 10_000,
    ],
)
def test_a_page_that_does_not_forward_is_ok(server: Server, text: str) -> None:
    server.pages |= {"/old": page(text), "/new": reply()}
    outcome = one(server.root + "/old")
    assert (verdict_and_reason(outcome), outcome.location) == (("ok", "200 ok"), None)


def test_the_beginning_of_a_page_without_an_end_is_enough(server: Server) -> None:
    def endless(visit: Visit) -> Iterator[bytes]:
        yield f"HTTP/1.1 200 OK\r\n{HTML}\r\n\r\n".encode()
        yield b'<meta http-equiv="refresh" content="0; url=/new">' + b" " * MAX_BODY
        server.stopped.wait(PATIENCE)

    server.pages |= {"/old": endless, "/new": reply()}
    assert one(server.root + "/old").location == server.root + "/new"


def test_a_page_does_not_forward_from_a_public_host_into_the_home(server: Server, names: list[str]) -> None:
    server.pages["/a"] = page(f'<meta http-equiv="refresh" content="0; url={server.at("localhost")}/reboot">')
    assert one(server.at("public.invalid") + "/a").verdict == "unsure"
    assert server.asked() == ["GET /a"]
