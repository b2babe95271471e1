"""One resource in the making: each cell of a row is put into a field, or becomes a fact under its heading."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Protocol

from dicli.core.model import RESOURCE_FIELDS, Record
from dicli.core.text import fold
from dicli.files import calendar
from dicli.files.readings import URL, addresses, in_full
from dicli.importing.cells import is_cut, on_one_line
from dicli.importing.columns import FILTERS, NAMES
from dicli.importing.contacts import contacts_in, emails_in, numbers_in
from dicli.importing.mapping import items

LONGEST_NAME, LONGEST_URL = 200, 2_000  # letters
MOST = 500  # values in one list
UNSURE = "only the year is sure"
CONFIDENCE = ("high", "medium", "low")

_RIGHT_URL = re.compile(r"https?://[^\s/?#@%\\]+([/?#]\S*)?")


class Terms(Protocol):
    """The vocabularies that entries use."""

    def term(self, field: str, label: str) -> str:
        """The id of the term that is called so, a new one if there is none."""


class Entry:
    """A resource in the making.

    `put` takes one cell after another, those of the most usual columns first, and says what is doubtful about each.
    """

    def __init__(self, terms: Terms, orders: Mapping[str, str], today: date) -> None:
        self._terms, self._orders, self._today = terms, orders, today
        self._names: list[str] = []
        self._person = {"given": "", "middle": "", "family": ""}
        self._otherwise: list[tuple[str, str]] = []  # columns and texts that are the name if nothing else is
        self._record: Record = {}
        self._contact: dict[str, str] = {}
        self._facts: dict[tuple[str, str], None] = {}  # labels and texts, each once

    def put(self, field: str, column: str, text: str) -> str:
        """Puts a cell into a field. What does not fit it becomes a fact; the result says why, "" if all is well."""
        if field in NAMES:
            doubt = self._put_name(field, column, text)
        elif field in ("aliases", "keywords", *FILTERS):
            doubt = self._put_items(field, column, text)
        elif field in ("url", "links", "sources"):
            doubt = self._put_urls(field, column, text)
        elif field in ("email", "phone", "contact", "location"):
            doubt = self._put_contact(field, column, text)
        elif field in ("summary", "note", "evidence", "part_of"):
            doubt = self._put_text(field, column, text)
        elif field == "as_of":
            doubt = self._put_date(column, text)
        elif field == "confidence":
            doubt = self._put_confidence(text)
        else:
            self.add_fact(column if field == "facts" else field, text)
            doubt = ""
        if doubt:
            self.add_fact(column, text)
        return doubt

    def add_fact(self, label: str, text: str) -> None:
        """Adds a fact, under a label that begins with a capital."""
        words = on_one_line(label.replace("_", " "))
        self._facts[words[:1].upper() + words[1:], on_one_line(text)] = None

    def _put_name(self, field: str, column: str, text: str) -> str:
        urls = in_full(URL.findall(text))
        if urls:
            self._add_urls("url", column, urls)
            text = URL.sub("", text).strip(" ()<>")
        if field == "name" and not self._names:
            self._names.append(on_one_line(text))
        elif field in self._person and not self._person[field]:
            self._person[field] = on_one_line(text)
        else:
            self._otherwise.append((column, on_one_line(text)))
        return ""

    def _put_items(self, field: str, column: str, text: str) -> str:
        values = items(text)
        if field == "kind":
            first = self._terms.term("kind", values[0]) if values else ""
            self._record.setdefault("kind", first)
            return "" if self._record["kind"] == first and len(values) == 1 else "only one kind is possible"
        if field in FILTERS:
            values = [self._terms.term(field, value) for value in values]
        kept = self._record.setdefault(field, [])
        for value in values:
            if value not in kept:
                kept.append(value)
        more = kept[MOST:]
        del kept[MOST:]
        return f"more than {MOST} values" if more else ""

    def _put_urls(self, field: str, column: str, text: str) -> str:
        urls = [url for url in addresses(text) if _RIGHT_URL.fullmatch(url) and len(url) <= LONGEST_URL]
        self._add_urls(field, column, urls)
        if not urls:
            return "not a web address"
        if _says_more(text, urls):
            self.add_fact(column, text)
        return ""

    def _add_urls(self, field: str, column: str, urls: list[str]) -> None:
        """Adds addresses: the first one of `url` is the resource's own, the others are links."""
        for url in urls:
            if field == "sources":
                self._record.setdefault("sources", []).append(url)
            elif field == "url" and "url" not in self._record:
                self._record["url"] = url
            else:
                links = self._record.setdefault("links", [])
                links.append({"label": on_one_line(column), "url": url})

    def _put_contact(self, field: str, column: str, text: str) -> str:
        if field == "email":
            return self._put_email(column, text)
        if field == "phone":
            return self._put_phone(text)
        if field == "contact":
            found = contacts_in(text)
            self._add_contacts("email", "Email", found.emails)
            self._add_contacts("phone", "Phone", found.phones)
            for person in found.people:
                self.add_fact("Contact", person)
            return ""
        part, known = on_one_line(text), self._contact.get("location", "")
        if f" {fold(part)} " not in f" {fold(known)} ":
            self._contact["location"] = f"{known}, {part}" if known else part
        return ""

    def _put_email(self, column: str, text: str) -> str:
        emails = emails_in(text)
        self._add_contacts("email", "Email", emails)
        if not emails:
            return "not an email address"
        if _says_more(text, emails):
            self.add_fact(column, text)
        return "" if emails[0] in text else f"read as `{emails[0]}`"

    def _put_phone(self, text: str) -> str:
        if is_cut(text):
            return "a number that lost its digits in the spreadsheet program"
        if not any(letter.isdigit() for letter in text):
            return "not a phone number"
        numbers = numbers_in(text)
        self._add_contacts("phone", "Phone", numbers.phones)
        for fax in numbers.faxes:
            self.add_fact("Fax", fax)
        return ""

    def _add_contacts(self, field: str, label: str, found: list[str]) -> None:
        """Adds addresses or numbers: the first one is the contact, others are facts."""
        for text in found:
            if self._contact.setdefault(field, text) != text:
                self.add_fact(label, text)

    def _put_text(self, field: str, column: str, text: str) -> str:
        known = self._record.get(field)
        if known is None:
            self._record[field] = on_one_line(text)
        elif field in ("summary", "part_of"):
            self.add_fact(column, text)
        else:
            self._record[field] = f"{known}; {on_one_line(text)}"
        return ""

    def _put_date(self, column: str, text: str) -> str:
        readings = calendar.readings(text, self._today)
        if not readings:
            return "not a past date"
        order = self._orders.get(column, "")
        day = readings.get(order) or next(iter(readings.values()))
        is_sure = bool(order) or len(set(readings.values())) == 1
        if not is_sure:
            day = day[: len("2024")]
        if self._record.setdefault("as_of", day) != day or calendar.says_more(text):
            self.add_fact(column, text)
        return "" if is_sure else UNSURE

    def _put_confidence(self, text: str) -> str:
        word = fold(text)
        if word not in CONFIDENCE or "confidence" in self._record:
            return "not `high`, `medium` or `low`"
        self._record["confidence"] = word
        return ""

    def record(self) -> Record:
        """The resource without an id; without a name if none was put in."""
        made = {"name": self._name(), "contact": self._contact, **self._record}
        made["facts"] = [{"label": label, "text": text} for label, text in self._facts]
        return {field: made[field] for field in RESOURCE_FIELDS if made.get(field)}

    def _name(self) -> str:
        """The name: the first of a name, a person's and an organization's. The others become facts."""
        person = " ".join(filter(None, self._person.values()))
        names = [("Name", name) for name in self._names] + [("Contact", person)] + self._otherwise
        named = [(label, name) for label, name in names if fold(name)]
        if not named:
            return ""
        (_, name), *others = named
        for label, other in others:
            if label != "Contact" or not set(fold(other).split()) <= set(fold(name).split()):
                self.add_fact(label, other)
        if len(name) > LONGEST_NAME:
            self.add_fact("Name", name)
        return name[:LONGEST_NAME].strip()


def _says_more(text: str, found: list[str]) -> bool:
    """Whether a text has other words than the addresses that were found in it."""
    rest = text.casefold()
    for address in found:
        rest = rest.replace(address.casefold().removeprefix("https://"), " ")
    return bool(set(fold(rest).split()) - {"http", "https"})
