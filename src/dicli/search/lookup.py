"""Reverse look-up: whose phone number, email address, location, host or web address is
it?

A resource is filed in `keys` for each way by which it can be reached, written as all
usual spellings of it are:

    +1 (314) 935-8118, 314-555-HELP            number=13149358118, number=3145554357
    OISS@wustl.edu                             at=oiss@wustl.edu
    https://www.oiss.washu.edu/visa/#documents at=oiss.washu.edu/visa, host=oiss.washu.edu
    DUC 330, 6475 Forsyth Blvd.                location=duc 330 6475 forsyth blvd

A number of seven or more digits is looked for wherever it stands in a question. A
shorter one, and a location, is looked for only if the question says nothing else: four
to six digits may be any part of a number, three are all of it (988). A location without
a number ("Forsyth Blvd") is looked for if nothing else answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dicli.core.model import Resource
from dicli.core.text import tokens
from dicli.search.asking import AROUND, FUNCTION_WORDS

if TYPE_CHECKING:
    from dicli.core.catalogue import Catalogue

LONGEST = 2048  # letters of a question that are looked into; addresses end there
WHOLE_DIGITS = 7  # of a phone number without its area code
PART_DIGITS = 4  # at least, of a part of a number
SHORT_DIGITS = 3  # of a short number (988)
BESIDE_A_NUMBER = FUNCTION_WORDS | AROUND | {"at", "ext", "extension", "x"}
_HOST = r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}"
# These patterns are compiled when they are first used; to look a location up needs none.
_ADDRESS = (
    rf"(?i)(?<![\w.@-])(?P<email>[\w.+-]+@{_HOST})|(?<![\w.@-])(?P<web>https?://)?(?P<host>{_HOST})(?::\d+)?"
    r"(?P<path>[/?#][^\s<>\"]*)?"
)
_NUMBER = (
    # of brackets, only those around digits alone: not "(24 hrs)"
    r"(?:(?<!\w)|(?<=\bx))\+?(?:\d|\(\d+\))(?:[\s.\u2010-\u2013-]*(?:\d|\(\d+\)))*"
    r"(?:-[A-Z]{3,7}\b)?"
)
# Labels of facts that are phone numbers.
_PHONE = r"(?i)\b(?:call|fax|hotline|line|pager|phone|text)"
_KEYS_OF_A_PHONE = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999"
)


def keys(resource: Resource) -> Iterator[str]:
    """The keys under which a resource is filed."""
    for text in _texts(resource):
        for address in re.finditer(_ADDRESS, text):
            yield f"at={_key(address)}"
            if address["host"]:
                yield f"host={_host(address)}"
    for number in _numbers_of(resource):
        yield f"number={number}"
    location = resource.contact and resource.contact.location
    if location:
        yield f"location={_without_function_words(location)}"


def _without_function_words(text: str) -> str:
    """The words of a text without function words."""
    return " ".join(word for word in tokens(text) if word not in FUNCTION_WORDS)


def _texts(resource: Resource) -> Iterator[str]:
    """The texts of a resource that may have addresses."""
    if resource.contact and resource.contact.email:
        yield resource.contact.email
    if resource.url:
        yield resource.url
    for link in resource.links:
        yield link.url
    for fact in resource.facts:
        yield fact.text


def _numbers_of(resource: Resource) -> Iterator[str]:
    """The phone numbers of a resource, as digits. A fact whose label says nothing of a
    phone may have other numbers too, such as years: only whole numbers count there.
    """
    if resource.contact and resource.contact.phone:
        yield from _digits_in(resource.contact.phone, SHORT_DIGITS)
    for fact in resource.facts:
        least = WHOLE_DIGITS
        if re.search(_PHONE, fact.label):
            least = SHORT_DIGITS
        yield from _digits_in(fact.text, least)


def _digits_in(text: str, least: int) -> Iterator[str]:
    """The digits of the numbers in a text that have at least `least` digits."""
    for _, digits in _numbers(text):
        if len(digits) >= least:
            yield digits


def looked_up(catalogue: Catalogue, text: str) -> tuple[list[int], str]:
    """The documents with the first address or number in a text that any document has;
    else those whose location has the words of the text, if one of these is a number.

    And what is left to search for if there are none: the text without whole numbers,
    email addresses and addresses with a scheme.
    """
    text = text[:LONGEST]
    for address in re.finditer(_ADDRESS, text):
        docs = _docs_at(catalogue, address)
        if docs:
            return docs, ""
        if address["email"] or address["web"]:
            text = text.replace(address[0], " ")
    for typed, digits in _numbers(text):
        is_alone = BESIDE_A_NUMBER.issuperset(tokens(text.replace(typed, " ")))
        docs = _docs_with(catalogue, digits, is_alone)
        if docs:
            return docs, ""
        if len(digits) >= WHOLE_DIGITS:
            text = text.replace(typed, " ")
    docs = []
    if any(map(str.isdigit, tokens(text))):
        docs = located(catalogue, text)
    return docs, text


def _docs_at(catalogue: Catalogue, address: re.Match[str]) -> list[int]:
    """The documents filed under an address, else under its host; those whose own page
    is at or below it come before those that link to it.
    """
    filed = _key(address)
    docs = catalogue.docs(f"at={filed}")
    if address["host"] and not docs:
        filed = _host(address)
        docs = catalogue.docs(f"host={filed}")
    return sorted(docs, key=lambda doc: not _leads_to(catalogue.resource(doc), filed))


def _docs_with(catalogue: Catalogue, digits: str, is_alone: bool) -> list[int]:
    """The documents that have a number; less than WHOLE_DIGITS only count if a question
    says nothing else (`is_alone`).
    """
    if len(digits) < WHOLE_DIGITS and not is_alone:
        return []
    docs = set[int]()
    for number, doc in catalogue.keys_from("number="):
        if _is_same(digits, number):
            docs.add(doc)
    return sorted(docs)


def _is_same(typed: str, number: str) -> bool:
    """Whether some digits are a number with or without its country and area code, or a
    part of it.
    """
    if len(typed) < PART_DIGITS:
        return typed == number and len(typed) == SHORT_DIGITS
    if len(typed) < WHOLE_DIGITS:
        return typed in number
    if number.endswith(typed):
        return True
    return len(number) >= WHOLE_DIGITS and typed.endswith(number)


def located(catalogue: Catalogue, text: str) -> list[int]:
    """The documents whose location has the words of a text in a row, without function
    words; none for a single word, unless it is all of the location.
    """
    typed = _without_function_words(text[:LONGEST])
    docs = []
    for location, doc in catalogue.keys_from("location="):
        is_part = " " in typed and f" {typed} " in f" {location} "
        if is_part or (typed and typed == location):
            docs.append(doc)
    return docs


def _numbers(text: str) -> list[tuple[str, str]]:
    """The numbers in a text, each as it is written and as digits: letters are those on
    the keys of a phone, and zeros in front (of a trunk or a country) are left out.
    """
    numbers = []
    for number in re.finditer(_NUMBER, text):
        written = number[0]
        digits = re.sub(r"\(0\)|\W", "", written).translate(_KEYS_OF_A_PHONE)
        numbers.append((written, digits.lstrip("0")))
    return numbers


def _key(address: re.Match[str]) -> str:
    """An address as it is filed: in lower case, without scheme, `www.` and anchor."""
    if address["email"]:
        return address["email"].casefold()
    path = (address["path"] or "").partition("#")[0].rstrip("/")
    return f"{_host(address)}{path.casefold()}"


def _host(address: re.Match[str]) -> str:
    return (address["host"] or "").casefold().removeprefix("www.")


def _leads_to(resource: Resource, filed: str) -> bool:
    """Whether the page of a resource is at or below an address, given as it is filed."""
    url = (resource.url or "").casefold().replace("/www.", "/")
    return f"/{filed}/" in f"{url}/"
