"""The addresses of links: which can be requested, and which are private."""

from __future__ import annotations

import ipaddress
import re
import socket
from contextlib import suppress
from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    import httpx

HIGHEST_PORT = 65535
# Ends of host names outside the public internet.
PRIVATE_ENDS = (".localhost", ".local", ".internal", ".home.arpa")


def parsed(url: str) -> httpx.URL | None:
    """What to request for a link: its address without fragment and password; None if it
    is not http(s).
    """
    import httpx

    as_browsers_read_it = re.sub(
        r"(?<=://)[^/?#]*", lambda host: normalize("NFKC", host[0]), url, count=1
    )
    try:
        address = httpx.URL(as_browsers_read_it).copy_with(fragment=None, userinfo=b"")
        port = address.port or 0
        host = address.host
    # ValueError: a host that claims to be punycode but is not
    except (httpx.InvalidURL, ValueError):
        return None
    if address.scheme not in ("http", "https") or not host or port > HIGHEST_PORT:
        return None
    return address


def is_private(url: httpx.URL) -> bool:
    """Whether the host of an address is outside the public internet, as far as its text
    shows: names are not looked up.
    """
    host = url.raw_host.decode().rstrip(".").lower()
    # resolvers take 127.1, 0x7f000001 and 017700000001 for 127.0.0.1
    with suppress(OSError):
        host = socket.inet_ntoa(socket.inet_aton(host))
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        is_one_word = "." not in host  # as `intranet`
        return is_one_word or host.endswith(PRIVATE_ENDS)


def same_site(one: httpx.URL, other: httpx.URL) -> bool:
    """Whether two addresses have the same host. `www.` at its beginning does not count."""
    return one.host.removeprefix("www.") == other.host.removeprefix("www.")
