"""One resource in the making: each value of a row goes into a field, or becomes a fact
under its heading.
"""

from __future__ import annotations

from collections.abc import Mapping

from dicli.core.model import Fact, Record
from dicli.core.text import fold
from dicli.importing.cells import on_one_line
from dicli.importing.terms import Terms

LONGEST_NAME = 200  # letters
CONTACT = ("email", "phone", "location")
# only the first value fits
SINGLE = ("id", "summary", "url", "part_of", "as_of", "confidence", "email", "phone")
# of fields that join all values to one text
SEPARATORS = {"location": ", ", "note": "; ", "evidence": "; "}
LISTS = ("aliases", "keywords", "sources")
PERSON = ("given", "middle", "family")
NAMES = ("name", *PERSON, "title", "organization")
# of further values, which otherwise have the heading as label
LABELS = {"email": "Email", "phone": "Phone"}


class Entry:
    """A resource in the making. Values of the most usual columns come first."""

    def __init__(self, vocabularies: Mapping[str, Terms]) -> None:
        """`vocabularies` has the terms by field."""
        self._vocabularies = vocabularies
        # without facts and name; how to reach it is beside the other fields
        self._record: Record = {}
        self._facts: dict[Fact, None] = {}  # in order, each once
        self._names: dict[str, str] = {}  # with the headings of their columns
        # titles and organizations, which count if there is no name
        self._other_names: dict[str, str] = {}
        self._person: dict[str, str] = {}  # the parts of a name by field

    def add(self, field: str, heading: str, value: str) -> None:
        """Adds a value of a column. A field with a capital is the label of a fact."""
        if field == "name":
            self._names.setdefault(value, heading)
        elif field in PERSON and field not in self._person:
            self._person[field] = value
        elif field in NAMES:
            self._other_names.setdefault(value, heading)
        elif field in self._vocabularies:
            self._add_term(field, heading, value)
        elif field in LISTS:
            self._append(field, value)
        elif field in SEPARATORS:
            self._join(field, value)
        elif field in SINGLE:
            self._set(field, heading, value)
        elif field == "links":
            self._append("links", {"label": on_one_line(heading), "url": value})
        elif field == "facts":
            self.add_fact(heading, value)
        else:
            self.add_fact(field, value)

    def add_fact(self, label: str, text: str) -> None:
        """Adds a fact, under a label that begins with a capital."""
        words = on_one_line(label.replace("_", " "))
        first, rest = words[:1], words[1:]
        fact = Fact(first.upper() + rest, on_one_line(text))
        self._facts[fact] = None

    def _add_term(self, field: str, heading: str, label: str) -> None:
        """Adds the id of an audience, topic or kind. A second kind becomes a fact."""
        if field != "kind":
            self._append(field, self._vocabularies[field].id(label))
        elif "kind" not in self._record:
            self._record["kind"] = self._vocabularies["kind"].id(label)
        else:
            self.add_fact(heading, label)

    def _append(self, field: str, value: object) -> None:
        """Adds a value to a list, unless it is there already."""
        values = self._record.setdefault(field, [])
        if value not in values:
            values.append(value)

    def _join(self, field: str, value: str) -> None:
        """Adds a value to a text, unless the text has its words already."""
        text = self._record.setdefault(field, value)
        if f" {fold(value)} " not in f" {fold(text)} ":
            self._record[field] = text + SEPARATORS[field] + value

    def _set(self, field: str, heading: str, value: str) -> None:
        """Sets a field. A second value becomes a link or a fact."""
        known = self._record.setdefault(field, value)
        if known == value:
            return
        if field == "url":
            self.add("links", heading, value)
        else:
            self.add_fact(LABELS.get(field, heading), value)

    def record(self) -> Record:
        """The resource without an id; without a name if the row has none. Its fields
        are in no order.
        """
        name = self._settle_name()
        record = {"name": name, **self._record}
        contact = {}
        for field in CONTACT:
            if field in record:
                contact[field] = record.pop(field)
        record["contact"] = contact
        record["facts"] = [fact._asdict() for fact in self._facts]
        return {field: value for field, value in record.items() if value}

    def _candidates(self) -> dict[str, str]:
        """What may be the name, the best first, with labels for facts: names, the
        person, titles and organizations.
        """
        labels = dict(self._names)
        parts = [self._person[field] for field in PERSON if field in self._person]
        person = " ".join(parts)
        if not _has_words(" ".join(labels), person):
            labels[person] = "Contact"
        for name, heading in self._other_names.items():
            labels.setdefault(name, heading)
        return labels

    def _settle_name(self) -> str:
        """The name: the best candidate. The others become facts."""
        labels = self._candidates()
        names = [name for name in labels if fold(name)]
        if not names:
            return ""
        best, *others = names
        for name in others:
            self.add_fact(labels[name], name)
        if len(best) > LONGEST_NAME:
            self.add_fact("Name", best)
        return best[:LONGEST_NAME].strip()


def _has_words(text: str, part: str) -> bool:
    """Whether a text has all words of another, in any order."""
    words = fold(text).split()
    return set(fold(part).split()) <= set(words)
