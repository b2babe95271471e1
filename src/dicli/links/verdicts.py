"""What became of a link: the verdicts, what to do about each, and how answers and
errors lead to them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

ADVICE = {
    "ok": "",
    "moved": "change the link",
    "suspicious": "check that this is still the page that the entry means",
    "login": "sign in and look at it",
    "blocked": "look at it in a browser",
    "dead": "find its new address, or remove the link",
    "unsure": "look at it in a browser, or check again later",
}
"""The verdicts, each with what to do about it."""

OF_STATUS = {
    401: "login",
    402: "blocked",
    403: "blocked",
    404: "dead",
    405: "blocked",
    406: "blocked",
    410: "dead",
    418: "blocked",
    429: "blocked",
    451: "blocked",
    999: "blocked",
}
"""The verdict that an HTTP status means by itself."""

# headers of Cloudflare and AWS if a page asks: are you human?
CHALLENGES = {"cf-mitigated", "x-amzn-waf-action"}

LOGIN = "a login page"  # a key of PAGES, and the words in a reason
# What the addresses of pages look like that are not the one wanted. Login: CAS has
# /login?service=, SAML 2.0 has SAMLRequest=, Shibboleth /Shibboleth.sso and
# /idp/profile, WS-Federation /adfs/ls and wa=wsignin.
PAGES = {
    LOGIN: r"""(?xi) //(auth|idp|login|log-?in|sign-?in|sso|adfs|accounts|shibboleth|wayf)\d*\. |
        [?&](SAMLRequest=|wa=wsignin) |
        /((wp-|service)?log[-_]?[io]n|sign[-_]?in|shibboleth\.sso|idp|adfs|saml2?|oauth2?|oidc|sso|wayf)([/.?;]|$)""",
    "an error page": (
        r"(?i)[/=](404|410|500|error|(page)?[-_]?not[-_]?found|sorry|oops)"
        r"([-_]?page)?([/.?&]|$)"
    ),
    "a search page": r"(?i)/search([-_]?results?)?([/.?]|$)|[?&](q|query|search|keys?|s)=",
    "the front page": r"(?i)^\w+://[^/]+(/(home|index|default)(\.\w+)?)?/?([?]|$)",
}

CERTIFICATES = {  # by the code that OpenSSL gives
    10: "certificate expired",
    20: "certificate chain incomplete, or its issuer unknown",
    21: "certificate chain incomplete, or its issuer unknown",
    62: "certificate is for another host",
    64: "certificate is for another host",
}

BAD_REDIRECT = "redirects to something that is not a web address"
DISCONNECTED = "connection closed without an answer"
GARBLED = "malformed answer"
# no name server answered: says little about the name
LOOKUP_FAILED = "host name could not be looked up"
UNKNOWN_HOST = "unknown host name"

ERRORS = {
    # a port beyond 65535; those of links are checked before
    "OverflowError": "proxy setting does not work",
    "InvalidURL": BAD_REDIRECT,
    "SSLError": "could not make a secure connection",
    "ConnectionRefusedError": "connection refused",
    "ConnectionResetError": DISCONNECTED,
    "ConnectTimeout": "no connection in time",
    "ConnectError": "host not reachable",
    "TimeoutException": "no answer in time",
    "TimeoutError": "no answer in time",
    "ProxyError": "proxy refused",
    "NetworkError": DISCONNECTED,
}
"""The reason for an error, by the name of its class or of a class above it; the first
one counts. Names, since httpx may not be installed.
"""

TEMPORARY = {
    LOOKUP_FAILED,
    "connection refused",
    "host not reachable",
    "no connection in time",
    "no answer in time",
    DISCONNECTED,
}
"""Reasons that may be gone at the next try."""
OUR_FAULT = {LOOKUP_FAILED, "host not reachable", "proxy setting does not work"}
"""Reasons that point to this machine's network."""
HOST_SILENT = OUR_FAULT | {UNKNOWN_HOST, "connection refused", "no connection in time"}
"""Reasons that mean that the host was never reached."""
UNSURE = {
    "proxy refused",
    "proxy setting does not work",
    BAD_REDIRECT,
    "certificate chain incomplete, or its issuer unknown",
}
"""Reasons that may not hold for another proxy, or for a browser, which finds issuers.
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the link `url`: `verdict` is a key of ADVICE, `reason` a few of
    our own words.

    `location` is where redirects ended, with the part of the page that the link names
    (None if that is the link itself); `permanent` says whether all of them were permanent,
    `status` is the last one received.
    """

    url: str
    verdict: str
    reason: str
    location: str | None = None
    permanent: bool = False
    status: int | None = None

    @property
    def advice(self) -> str:
        """What to do about the link; empty if nothing."""
        if self.verdict == "moved" and not self.permanent:
            return ""
        return ADVICE[self.verdict]


def kind_of_page(start: str, end: str) -> str:
    """The kind of page to which redirects led from the address `start` to `end`: a key
    of PAGES; "" for any other page, or if the page at `start` is of that kind itself.
    """
    for kind, sign in PAGES.items():
        if re.search(sign, end) and not re.search(sign, start):
            return kind
    return ""
