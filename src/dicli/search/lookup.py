"""Reverse look-up: whose telephone number, e-mail address, host or web address is it?

A resource is filed in `places` under `at=MARK` for each mark by which it can be reached, written in the one way that
all usual spellings share, and under `host=HOST` for each host of its addresses:

    +1 (314) 935-8118                          at=9358118     its last digits; the others are compared as well
    OISS@wustl.edu                             at=oiss@wustl.edu
    https://www.oiss.washu.edu/visa/#documents at=oiss.washu.edu/visa, host=oiss.washu.edu
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dicli.core.model import Resource
from dicli.core.text import TELLING_DIGITS

if TYPE_CHECKING:
    from dicli.core.catalogue import Catalogue

LONGEST = 2048  # letters of a query that is looked into; addresses end there
_HOST = r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}"
_MARK = re.compile(
    rf"(?<![\w.@-])(?P<email>[\w.+-]+@{_HOST})|(?<![\w.@-])(?P<web>https?://)?(?P<host>{_HOST})(?::\d+)?"
    rf"(?P<path>[/?#][^\s<>\"]*)?|(?<!\w)(?P<phone>\+?\(?\d(?:[\s().\u2010-\u2013-]*\d){{{TELLING_DIGITS - 1},}})",
    re.IGNORECASE,
)


def keys(resource: Resource) -> Iterator[str]:
    """The keys under which a resource is filed."""
    contact = [value for value in (resource.contact or ())[:2] if value] + [fact.text for fact in resource.facts]
    addresses = [url for url in (resource.url, *(link.url for link in resource.links)) if url]
    for mark in (mark for text in (*contact, *addresses) for mark in _MARK.finditer(text)):
        yield f"at={_key(mark)}"
        if mark["host"]:
            yield f"host={_host(mark)}"


def found(catalogue: Catalogue, text: str) -> tuple[list[int], str]:
    """The places that can be reached by what a text names, a page's own resource before those that link to it; and the
    text without numbers and addresses that nobody has."""
    for mark in _MARK.finditer(text[:LONGEST]):
        places, own = catalogue.places(f"at={_key(mark)}"), _key(mark)
        if mark["phone"]:
            places = [place for place in places if _has(catalogue.resource(place), _digits(mark))]
        elif mark["host"] and not places:
            places, own = catalogue.places(f"host={_host(mark)}"), _host(mark)
        if places:
            return sorted(places, key=lambda place: not _leads_to(catalogue.resource(place), own)), ""
        if not mark["host"] or mark["web"]:
            text = text.replace(mark[0], " ")
    return [], text


def _key(mark: re.Match[str]) -> str:
    if mark["phone"]:
        return _digits(mark)[-TELLING_DIGITS:]
    if mark["email"]:
        return mark["email"].casefold()
    path = (mark["path"] or "").partition("#")[0].rstrip("/")
    return f"{_host(mark)}{path.casefold()}"


def _host(mark: re.Match[str]) -> str:
    return (mark["host"] or "").casefold().removeprefix("www.")


def _digits(mark: re.Match[str]) -> str:
    """The digits of a number without zeros in front, which stand for a trunk or a foreign country."""
    return re.sub(r"\(0\)|\D", "", mark["phone"]).lstrip("0")


def _leads_to(resource: Resource, own: str) -> bool:
    return f"/{own}" in (resource.url or "").casefold().replace("/www.", "/")


def _has(resource: Resource, digits: str) -> bool:
    """Whether a number is one of the resource's, with or without country and area code."""
    phone = (resource.contact and resource.contact.phone) or ""
    texts = (phone, *(fact.text for fact in resource.facts))
    own = [_digits(mark) for text in texts for mark in _MARK.finditer(text) if mark["phone"]]
    return any(number.endswith(digits) or digits.endswith(number) for number in own)
