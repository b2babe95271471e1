"""What is wrong with a catalogue: each kind of fault with its place, in what is said, and what to do about it."""

from __future__ import annotations

import re
from datetime import date

import pytest

from dicli.files.builder import MAX_FAULTS
from dicli.files.checking import findings, left_out
from dicli.files.document import Finding
from dicli.files.reader import parsed

TODAY = date(2025, 6, 15)


def told(*texts: str, beneath: str = "", older_than: int | None = None) -> list[Finding]:
    """The faults (and warnings) of some files laid over each other, named 1.yaml, 2.yaml ..."""
    documents = [parsed(f"{n}.yaml", text.encode()) for n, text in enumerate(texts, 1)]
    return findings(documents, [parsed("beneath", beneath.encode())] if beneath else [], older_than, TODAY)


def said(found: list[Finding]) -> list[str]:
    return [f"{fault.file}:{fault.place.line}:{fault.place.column}: {fault.message}" for fault in found]


COMPLETE = (
    "resources:\n  - id: a\n    name: A\n    keywords: [k]\n    url: https://a.org\n    summary: S\n    as_of: 2024\n"
)

# What is typed, with `‸` before the place that is reported; what is said; what to do.
FAULTS = {
    # structure
    "a file without a key": (
        "‸- id: a\n",
        "the file does not start with a key",
        "put a line `resources:` above the entries, and indent them",
    ),
    "a file of one text": (
        "‸resources\n",
        "the file does not start with a key",
        "put a line `resources:` above the entries, and indent them",
    ),
    "an unknown key of the file": ("‸resource: []\n", "unknown key `resource`", "did you mean `resources`?"),
    "an unknown key of a resource": (
        "resources:\n  - id: a\n    name: A\n    ‸audience: [b]\n",
        "unknown key `audience`",
        "did you mean `audiences`?",
    ),
    "a key in capitals": (
        "resources:\n  - id: a\n    name: A\n    ‸URL: b\n",
        "unknown key `URL`",
        "did you mean `url`?",
    ),
    "an unknown key without a near one": (
        "resources:\n  - id: a\n    name: A\n    links: [{label: L, url: 'https://a.org', ‸zzz: b}]\n",
        "unknown key `zzz`",
        "known: label, url",
    ),
    "a contact's key on the wrong level": (
        "resources:\n  - id: a\n    name: A\n    ‸phone: 1\n",
        "unknown key `phone`",
        "write it as `phone` below `contact:`, indented",
    ),
    "an unknown key of a contact": (
        "resources:\n  - id: a\n    name: A\n    contact:\n      ‸mail: b\n",
        "unknown key `mail`",
        "did you mean `email`?",
    ),
    "a text where a list belongs": (
        "resources:\n  - id: a\n    name: A\n    aliases: ‸B\n",
        "`aliases` must be a list",
        "write `[B]`, or each item on its own line as `- ...`",
    ),
    "keys where a list belongs": (
        "resources:\n  ‸id: a\n  name: A\n",
        "`resources` must be a list",
        "write one `- {id: ...}` for each",
    ),
    "a text where an entry belongs": (
        "resources:\n  - id: a\n    name: A\n  - ‸b\n",
        "entry 2 of `resources` must consist of `key: value` lines",
        "write each key on its own line, with a space after the colon: `id: ...`",
    ),
    "a text where an object of two keys belongs": (
        "resources:\n  - id: a\n    name: A\n    links: [‸Forms]\n",
        "entry 1 of `links` must consist of `key: value` lines",
        "write each key on its own line, with a space after the colon: `label: ...` and `url: ...`",
    ),
    "a list where a text belongs": (
        "resources:\n  - id: a\n    name: ‸[A]\n",
        "`name` must be a single value",
        "write it without dashes, brackets or keys, or put it in quotes",
    ),
    "a list where a date belongs": (
        "resources:\n  - id: a\n    name: A\n    as_of: ‸[2018]\n",
        "`as_of` must be a single value",
        "write it without dashes, brackets or keys, or put it in quotes",
    ),
    "keys where a text of a list belongs": (
        "resources:\n  - id: a\n    name: A\n    keywords:\n      - b\n      - ‸c: d\n",
        "entry 2 of `keywords` must be a single value",
        "write it without dashes, brackets or keys, or put it in quotes",
    ),
    "no id": (
        "resources:\n  - ‸name: A & B\n",
        "`id` is missing",
        "add a line `id: a-and-b` to this entry, or remove a dash that cuts it in two",
    ),
    "no name": (
        "resources:\n  - {id: b, name: B}\n  - ‸id: a\n",
        "`name` is missing",
        "add a line `name: ...` to this entry, or remove a dash that cuts it in two; "
        "to change an entry of an earlier file, correct the id",
    ),
    "a term without an id": (
        "kinds:\n  - ‸label: A\n",
        "`id` is missing",
        "add a line `id: a` to this entry, or remove a dash that cuts it in two",
    ),
    "a link without a label": (
        "resources:\n  - id: a\n    name: A\n    links:\n      - ‸url: https://a.org\n",
        "`label` is missing",
        "add a line `label: ...` to this entry, or remove a dash that cuts it in two",
    ),
    "nothing after a key": (
        "resources:\n  - id: a\n    name: A\n    summary:‸\n",
        "`summary` is empty",
        "give it a value or leave it out",
    ),
    "nothing where a list belongs": ("resources:‸\n", "`resources` is empty", "give it a value or leave it out"),
    "nothing after a dash": (
        "resources:\n  - id: a\n    name: A\n    aliases:\n      - B\n      -‸\n",
        "entry 2 of `aliases` is empty",
        "give it a value or leave it out",
    ),
    "empty quotes": ("resources:\n  - id: a\n    name: ‸''\n", "`name` is empty", "give it a value or leave it out"),
    "blanks only": (
        "resources:\n  - id: a\n    name: A\n    note: ‸'  '\n",
        "`note` is empty",
        "give it a value or leave it out",
    ),
    "no confidence": (
        "resources:\n  - id: a\n    name: A\n    confidence:‸\n",
        "`confidence` is empty",
        "give it a value or leave it out",
    ),
    "an unknown confidence": (
        "resources:\n  - id: a\n    name: A\n    confidence: ‸High\n",
        "`confidence` cannot be `High`",
        "write `high`, `medium` or `low`",
    ),
    "an id that is not kebab-case": (
        "resources:\n  - id: ‸Café & Bar_2\n    name: A\n",
        "`Café & Bar_2` is not an id",
        "use lowercase letters and digits, with hyphens between: `cafe-and-bar-2`",
    ),
    "an id in another script": (
        "resources:\n  - id: ‸学校\n    name: A\n",
        "`学校` is not an id",
        "use lowercase letters and digits, with hyphens between",
    ),
    "an id that is too long": (
        f"resources:\n  - id: ‸{'a' * 81}\n    name: A\n",
        "`id` has more than 80 characters",
        "shorten it",
    ),
    "a name over two lines": (
        "resources:\n  - id: a\n    name: ‸|\n      A\n      B\n",
        "`name` spans several lines or contains a tab",
        "write it on one line",
    ),
    "a link without a scheme": (
        "resources:\n  - id: a\n    name: A\n    url: ‸www.a.org\n",
        "`url` is not a web address: `www.a.org`",
        "write `https://www.a.org`",
    ),
    "a link of another scheme": (
        "resources:\n  - id: a\n    name: A\n    url: ‸javascript:alert(1)\n",
        "`url` is not a web address: `javascript:alert(1)`",
        "write one address in full, without spaces, as in https://example.org/page; others belong under `links:`",
    ),
    "a link with a blank": (
        "resources:\n  - id: a\n    name: A\n    sources:\n      - https://a.org\n      - ‸https://a.org/b c\n",
        "entry 2 of `sources` is not a web address: `https://a.org/b c`",
        "write one address in full, without spaces, as in https://example.org/page; others belong under `links:`",
    ),
    "a link with a user name": (
        "resources:\n  - id: a\n    name: A\n    links: [{label: B, url: ‸'https://bank.org@a.org/'}]\n",
        "`url` is not a web address: `https://bank.org@a.org/`",
        "write one address in full, without spaces, as in https://example.org/page; others belong under `links:`",
    ),
    "a link that is not known yet": (
        "resources:\n  - id: a\n    name: A\n    url: ‸TBD\n",
        "`url` is not a web address: `TBD`",
        "leave this line out until it is known",
    ),
    "an email address without an at sign": (
        "resources:\n  - id: a\n    name: A\n    contact: {phone: '1', email: ‸a.org}\n",
        "`email` is not an email address: `a.org`",
        "write one as name@example.org; others belong under `facts:`",
    ),
    "a date in another form": (
        "resources:\n  - id: a\n    name: A\n    as_of: ‸June 2018\n",
        "`as_of` is not a date: `June 2018`",
        "write 2018, 2018-06 or 2018-06-30",
    ),
    # form
    "a key given twice": (
        "resources:\n  - id: a\n    name: A\n    note: B\n    ‸note: C\n",
        "`note` appears twice",
        "keep one of them, and move there what it lacks",
    ),
    "an alias": (
        "resources:\n  - id: a\n    name: ‸*b\n",
        "an alias (`*b`) is not allowed in a catalogue",
        "write the value out, or put text that starts with * in quotes",
    ),
    "a missing dash": (
        "resources:\n  - id: a\n    name: A\n    ‸id: b\n    name: B\n",
        "`id` appears again: the `- ` of a new entry is missing",
        "write `- id:`, and line its dash up with the dashes above; if no entry starts here, keep one of them",
    ),
    "a name in place of an id": (
        "resources:\n  - {id: bursar, name: Bursar's Office}\n  - {id: b, name: B, part_of: ‸Bursar's Office}\n",
        "no resource is called `Bursar's Office`",
        "did you mean `bursar`?",
    ),
    "a key that is there already": (
        "resources:\n  - id: a\n    name: A\n    ‸title: B\n",
        "unknown key `title`",
        "this entry already has `name`: keep one of them",
    ),
    "a key that people write for another": (
        "resources:\n  - id: a\n    name: A\n    ‸website: https://a.org\n",
        "unknown key `website`",
        "did you mean `url`?",
    ),
    # meaning
    "a day that never was": (
        "resources:\n  - id: a\n    name: A\n    as_of: ‸2023-02-30\n",
        "`2023-02-30` is not a real date",
        "write 2018, 2018-06 or 2018-06-30",
    ),
    "a resource's id given twice": (
        "resources:\n  - id: a\n    name: A\n  - id: ‸a\n    name: B\n",
        "duplicate resource `a`",
        "give one of them another id",
    ),
    "a term's id given twice": (
        "kinds:\n  - id: a\n  - id: ‸a\n",
        "duplicate kind `a`",
        "give one of them another id",
    ),
    "an unknown audience": (
        "audiences: [{id: students}]\nresources:\n  - {id: a, name: A,\n     audiences: [students,\n     ‸studnets]}\n",
        "no audience is called `studnets`",
        "did you mean `students`?",
    ),
    "an unknown topic where there are few": (
        "topics: [{id: visas}]\nresources:\n  - {id: a, name: A, topics: [‸zzz]}\n",
        "no topic is called `zzz`",
        "known: visas",
    ),
    "an unknown kind where there are none": (
        "resources:\n  - {id: a, name: A, kind: ‸office}\n",
        "no kind is called `office`",
        "correct it, or add an entry with this id under `kinds`",
    ),
    "a notice that names a resource which is not there": (
        "resources:\n  - {id: office, name: A}\n"
        "notices:\n  - {id: n, text: Call 911., words: [gun], resources: [‸ofice]}\n",
        "no resource is called `ofice`",
        "did you mean `office`?",
    ),
    "a notice that names something that is no id": (
        "resources:\n  - {id: office, name: The Office}\n"
        "notices:\n  - {id: n, text: Call 911., words: [gun], resources: [‸The Office]}\n",
        "no resource is called `The Office`",
        "did you mean `office`?",
    ),
    "an unknown whole": (
        "resources:\n  - {id: office, name: A}\n  - id: b\n    name: B\n    part_of: ‸ofice\n",
        "no resource is called `ofice`",
        "did you mean `office`?",
    ),
    "an unknown broader term": (
        "audiences:\n  - id: all\n  - id: b\n    broader: [all, ‸al]\n",
        "no audience is called `al`",
        "did you mean `all`?",
    ),
    "a part of itself": (
        "resources:\n  - id: a\n    name: A\n    part_of: ‸a\n",
        "`part_of` forms a loop: a > a",
        "remove one of these steps",
    ),
    "a loop of wholes": (
        "resources:\n  - {id: a, name: A, part_of: c}\n  - {id: b, name: B, part_of: a}\n"
        "  - {id: d, name: D, part_of: c}\n  - {id: c, name: C, part_of: ‸b}\n",
        "`part_of` forms a loop: a > c > b > a",
        "remove one of these steps",
    ),
    "a loop of broader terms": (
        "topics:\n  - {id: a, broader: [b]}\n  - id: b\n    broader: ‸[a]\n",
        "`broader` forms a loop: a > b > a",
        "remove one of these steps",
    ),
    "a synonym claimed twice": (
        "audiences:\n  - {id: a, synonyms: [Boss]}\n  - id: b\n    synonyms:\n      - c\n      - ‸boss\n",
        "`boss` already belongs to the audience `a`",
        "keep it in only one of them",
    ),
    "a label that is another's synonym": (
        "topics:\n  - {id: a, synonyms: [Visas]}\n  - id: b\n    label: ‸Visas\n",
        "`Visas` already belongs to the topic `a`",
        "keep it in only one of them",
    ),
    "an id that is another's synonym": (
        "kinds:\n  - {id: a, synonyms: [b]}\n  - id: ‸b\n",
        "`b` already belongs to the kind `a`",
        "keep it in only one of them",
    ),
}

WARNINGS = {
    "a bracket at the end of an address": (
        COMPLETE.replace("https://a.org", "‸https://a.org/page)"),
        "`url` looks mistyped: `https://a.org/page)`",
        "open the page, and copy its address from the browser",
    ),
    "an address that leads through another site": (
        COMPLETE.replace("https://a.org", "‸https://www.google.com/url?q=https://a.org"),
        "`url` leads through another site: `https://www.google.com/url?q=https://a.org`",
        "open the page, and copy its address from the browser",
    ),
    "an address with the number of a visit": (
        COMPLETE.replace("https://a.org", "‸https://a.org/page;jsessionid=12AB?x=1"),
        "`url` contains the number of a visit, which ends: `https://a.org/page;jsessionid=12AB?x=1`",
        "delete that part of the address",
    ),
    "text that only fills a page": (
        COMPLETE.replace("summary: S", "summary: ‸Lorem ipsum dolor"),
        "`summary` is only a placeholder: `Lorem ipsum dolor`",
        "write what is known, or leave it out",
    ),
    "a phone number that lacks a digit": (
        COMPLETE + "    contact: {phone: ‸314-555-010}\n",
        "`phone` has nine digits: `314-555-010`",
        "is one missing? else write the code of the country, too, as in +34 911 234 567",
    ),
    "a notice that no question can reach": (
        COMPLETE + "notices:\n  - {id: n, text: Call 911., words: [gun, ‸'!!!']}\n",
        "`!!!` has no word, so it never calls for this notice",
        "add a word that says what has happened",
    ),
    "two notices with the same words": (
        COMPLETE + "notices:\n  - {id: m, text: Call 911., words: [gun]}\n  - {id: n, text: Run., words: [‸Gun]}\n",
        "`Gun` also calls for the notice `m`",
        "keep it in only one of them",
    ),
    "a bidirectional override in an escape": (
        COMPLETE.replace("name: A", 'name: ‸"A \\u202e B"'),
        "there is an invisible character (U+202E) here, which is ignored",
        "delete it",
    ),
    "a control character in an escape": (
        COMPLETE.replace("[k]", '[k, ‸"\\x1b[0m"]'),
        "there is an invisible character (U+001B) here, which is ignored",
        "delete it",
    ),
    "an invisible character": (
        COMPLETE.replace("name: A", "name: A\u200b‸\u202eB".replace("\u200b‸", "‸")),
        "there is an invisible character (U+202E) here, which is ignored",
        "delete it",
    ),
    "no link, summary or date": (
        "resources:\n  - name: A\n    keywords: [b]\n    id: ‸a\n",
        "`a` has no `url`, `summary` or `as_of`",
        "add what you know",
    ),
    "old facts": (
        "resources:\n  - {id: a, name: A, url: 'https://a.org', summary: B, keywords: [c],\n     as_of: ‸2018-06}\n",
        "the facts about `a` were last confirmed: 2018-06",
        "check that they are still right, then update `as_of`",
    ),
    "an alias that is another's name": (
        "resources:\n  - {id: a, name: A B, url: 'https://a.org', summary: C, keywords: [d], as_of: 2024}\n"
        "  - {id: b, name: B, url: 'https://a.org', summary: C, keywords: [d], as_of: 2024, aliases: [C, ‸a-b]}\n",
        "`a-b` is also a name of `a`",
        "this is fine if both really have this name",
    ),
    "a term that nothing uses": (
        "audiences:\n  - id: ‸a\n",
        "no resource uses the audience `a`",
        "use it or remove it",
    ),
}


LONG_TOP = """\
catalogue:
  name: >-
    Folded – ä
    twice
  corrections: 'over
    two lines'
"""
LONG_ENTRY = """\
resources:
  - id: before
    name: Before – ä
    summary: |
      Line one

      line two
    note: >-
      folded
      text
    evidence: "quoted
      twice"
    keywords: [c]
    url: https://a.org
    as_of: '2024'
"""


def after_long_texts(text: str) -> str:
    """A catalogue's text with each sort of text that goes over several lines before it."""
    if text.startswith("resources:\n  - "):
        return text.replace("resources:\n", LONG_ENTRY)
    return LONG_TOP + text


@pytest.mark.parametrize("long", [False, True], ids=["alone", "after long texts"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize("name", [*FAULTS, *WARNINGS])
def test_a_fault_is_reported_where_it_is_with_what_to_do(name: str, long: bool, end: str) -> None:
    marked, message, hint = {**FAULTS, **WARNINGS}[name]
    if long and "the file" not in message:
        marked = after_long_texts(marked)
        message = message.replace("entry 2 of `resources`", "entry 3 of `resources`")
    before, _, after = marked.partition("‸")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    found = told((before + after).replace("\n", end), older_than=5 if name in WARNINGS else None)
    assert said(found) == [f"1.yaml:{line}:{column}: {message}"]
    assert (found[0].hint, found[0].warning) == (hint, name in WARNINGS)


# ---- one fault for one cause ---------------------------------------------------------------------


def test_an_empty_file_is_a_fault() -> None:
    for text in ("", "# nothing yet\n", "---\n", "# nothing\u200b yet\n"):
        (fault,) = told(text)
        assert (*fault.place, fault.message, fault.hint) == (
            1,
            1,
            "the file is empty",
            "start with the line `resources:`",
        )


def test_several_things_missing_are_several_faults_in_one_place() -> None:
    found = told("resources:\n  - id: a\n    name: A\n    links: [{}]\n")
    assert said(found) == ["1.yaml:4:13: `label` is missing", "1.yaml:4:13: `url` is missing"]


def test_a_value_with_a_fault_of_form_is_not_reported_twice() -> None:
    found = told("resources:\n  - id: a\n    name: A\n    kind: Big Office\n    part_of: *b\n    audiences: staff\n")
    assert [fault.message.split("`")[1] for fault in found] == ["Big Office", "*b", "audiences"]


def test_of_two_values_with_one_key_the_first_is_looked_at() -> None:
    found = told(
        "resources:\n  - id: a\n    name: A\n    url: b\n    url: c\n    links: [{label: A, url: d}]\n"
        "    links: [{label: A, url: e}, {label: B, url: f}]\n    zzz: 1\n    zzz: 2\n"
    )
    assert said(found) == [
        "1.yaml:4:10: `url` is not a web address: `b`",
        "1.yaml:5:5: `url` appears twice",
        "1.yaml:6:29: `url` is not a web address: `d`",
        "1.yaml:7:5: `links` appears twice",
        "1.yaml:8:5: unknown key `zzz`",
        "1.yaml:9:5: `zzz` appears twice",
    ]


def test_a_file_that_cannot_be_read_does_not_make_the_ids_of_others_unknown() -> None:
    found = told("kinds: [office\n", "resources:\n  - {id: a, name: A, kind: office, part_of: b, as_of: '2023-13'}\n")
    assert [fault.message for fault in found] == [
        "this bracket is not closed, or something in it needs quotes",
        "`2023-13` is not a real date",
    ]


def test_no_more_guesses_are_made_than_someone_reads() -> None:
    known = "".join(f"  - {{id: known-{n}, name: A}}\n" for n in range(20))
    wrong = "".join(f"  - {{id: b-{n}, name: B, part_of: knwon-{n}}}\n" for n in range(300))
    hints = [fault.hint for fault in told("resources:\n" + known + wrong)]
    assert sum(hint.startswith("did you mean") for hint in hints) == 200
    assert hints[-1] == "correct it, or add an entry with this id under `resources`"


def test_a_long_value_is_reported_in_part_and_on_one_line() -> None:
    (fault,) = told("resources:\n  - id: a\n    name: A\n    url: |\n      see\n      " + "x" * 100 + "\n")
    assert fault.message == f"`url` is not a web address: `see {'x' * 53}...`"


# ---- files over each other -----------------------------------------------------------------------


def test_ids_of_an_earlier_file_and_of_the_one_beneath_may_be_used() -> None:
    own = "resources:\n  - {id: a, name: A, audiences: [one, two], part_of: b}\n"
    assert not told("audiences: [{id: one}]\nresources: [{id: b, name: B}]\n", own, beneath="audiences: [{id: two}]\n")
    assert [fault.file for fault in told(own)] == ["1.yaml"] * 3


def test_faults_of_lower_files_are_not_reported() -> None:
    assert not told("resources: []\n", beneath="resources: [{id: A}]\n")


def test_a_resource_of_an_earlier_file_may_be_replaced() -> None:
    text = "resources:\n  - {id: a, name: A, url: 'https://a.org', summary: B, keywords: [c], as_of: '2024'}\n"
    assert not told(text, text, older_than=5)


def test_a_term_of_an_earlier_file_may_be_added_to() -> None:
    assert not told("topics: [{id: a, label: A, synonyms: [b]}]\n", "topics: [{id: a, synonyms: [c, b]}]\n")


def test_a_synonym_claimed_in_an_earlier_file_is_reported_in_the_later_one() -> None:
    found = told("topics: [{id: a, synonyms: [b]}]\n", "topics:\n  - {id: c, synonyms: [b]}\n", older_than=5)
    assert said(found)[-1] == "2.yaml:2:24: `b` already belongs to the topic `a`"
    assert all(finding.warning for finding in found)


@pytest.mark.parametrize("entry", ["notices: [{id: n, text: T, words: [w], '': n}]", "retired: [{id: n, '': n}]"])
def test_an_empty_key_is_unknown_and_no_parent(entry: str) -> None:
    assert [fault.message for fault in told(entry)] == ["unknown key ``"]


def test_a_loop_through_two_files_is_reported_in_the_one_that_closes_it() -> None:
    first = "topics:\n  - {id: a, broader: [b]}\n  - {id: b}\n"
    second = "topics:\n  - {id: b, broader: [a]}\n  - {id: a, label: A}\n"
    assert said(told(first, second)) == ["2.yaml:2:22: `broader` forms a loop: a > b > a"]


AB = "resources:\n  - {id: a, name: A}\n  - {id: b, name: B, part_of: a}\n"


def test_a_loop_that_an_entry_which_extends_another_closes_is_reported_there() -> None:
    found = told(AB, "resources:\n  - {id: a, part_of: b}\n", "resources:\n  - {id: b, summary: S}\n")
    assert said(found) == ["2.yaml:2:22: `part_of` forms a loop: b > a > b"]
    assert found[0].leaves_out == ("resources", 0, "part_of")


def test_a_loop_through_a_retired_id_is_reported() -> None:
    retired = "retired: [{id: old, use: a}]\n"
    own = "resources:\n  - {id: a, part_of: old}\n"
    assert said(told(AB.replace(", part_of: a", ""), retired + own)) == ["2.yaml:3:22: `part_of` forms a loop: a > a"]
    above = "resources:\n  - {id: a, part_of: b}\n"
    found = told(AB.replace("part_of: a", "part_of: old"), retired + above)
    assert said(found) == ["2.yaml:3:22: `part_of` forms a loop: b > a > b"]


def test_a_loop_broken_by_a_later_file_is_not_reported() -> None:
    first = "resources:\n  - {id: a, name: A, part_of: b}\n  - {id: b, name: B}\n"
    assert not told(first, "resources:\n  - {id: b, name: B, part_of: a}\n  - {id: a, name: A}\n")


def test_each_loop_is_reported_once_however_long() -> None:
    def ring(letter: str, size: int) -> str:
        return "".join(f"  - {{id: {letter}{n}, name: A, part_of: {letter}{(n + 1) % size}}}\n" for n in range(size))

    found = told("resources:\n" + ring("a", 3) + ring("b", 5000))
    assert [fault.message for fault in found] == [
        "`part_of` forms a loop: a0 > a1 > a2 > a0",
        "`part_of` forms a loop: b0 > b1 > b2 > b3 > b4 > b5 > b6 > b7 > b8 > b9 > b10 > ... > b0",
    ]


def test_two_ways_up_to_one_term_are_not_a_loop() -> None:
    assert not told("topics: [{id: a}, {id: b, broader: [a]}, {id: c, broader: [a]}, {id: d, broader: [b, c, a]}]\n")


# ---- warnings ------------------------------------------------------------------------------------


def test_entries_that_a_later_file_overrides_get_no_warnings() -> None:
    found = told(
        "resources: [{id: a, name: A}]\n", "resources:\n  - {id: a, name: A, summary: B, keywords: [c]}\n", older_than=5
    )
    assert said(found) == ["2.yaml:2:10: `a` has no `url` or `as_of`"]


def test_a_term_is_used_by_a_narrower_one_and_by_lower_files() -> None:
    beneath = "audiences: [{id: c}]\nresources: [{id: a, name: A, audiences: [c]}]\n"
    own = "audiences: [{id: a}, {id: b, broader: [a]}, {id: c, synonyms: [d]}]\n"
    assert [fault.message for fault in told(own, beneath=beneath, older_than=5)] == [
        "no resource uses the audience `b`"
    ]


@pytest.mark.parametrize(
    ("as_of", "old"),
    [
        ("2019", True),
        ("2020", False),
        ("2020-05", True),
        ("2020-06", False),
        ("2020-06-14", True),
        ("2020-06-15", False),
    ],
)
def test_facts_are_old_if_their_whole_date_is_that_many_years_ago(as_of: str, old: bool) -> None:
    text = f"resources: [{{id: a, name: A, url: 'https://a.org', summary: B, keywords: [c], as_of: '{as_of}'}}]\n"
    assert bool(told(text, older_than=5)) is old


@pytest.mark.parametrize(
    ("when", "ahead"),
    [
        ("2026", True),
        ("2025", False),
        ("2025-07", True),
        ("2025-06", False),
        ("2025-06-17", True),
        ("2025-06-16", False),  # already there in another time zone
        ("2999-12-31", True),
    ],
)
def test_a_date_in_the_future_is_a_fault(when: str, ahead: bool) -> None:
    text = "catalogue:\n  updated: WHEN\nresources:\n- id: a\n  name: A\n  as_of: WHEN\n".replace("WHEN", when)
    said = [(fault.place, fault.message) for fault in told(text)]
    assert said == (
        [((2, 12), f"`updated` is in the future: `{when}`"), ((6, 10), f"`as_of` is in the future: `{when}`")]
        if ahead
        else []
    )


def test_faults_and_warnings_are_reported_together_by_place() -> None:
    found = told(
        "resources:\n  - {id: a, keywords: [c], name: ''}\n  - {name: B, keywords: [c], id: B}\n", older_than=5
    )
    assert [(fault.place.line, fault.warning) for fault in found] == [(2, True), (2, False), (3, False), (3, True)]


def test_a_year_beyond_all_bounds_is_a_wrong_form_and_no_crash() -> None:
    [fault] = told("catalogue:\n  updated: 99999999999-01-01\n")
    assert fault.message == "`updated` is not a date: `99999999999-01-01`"


def test_each_missing_dash_is_reported_once_and_no_entry_is_lost() -> None:
    text = (
        "resources:\n  - id: a\n    name: A\n    id: b\n    name: B\n    url: https://b.org\n    id: c\n    name: C\n"
    )
    found = told(text)
    assert [(finding.place.line, finding.leaves_out) for finding in found] == [
        (4, ("resources", 1)),
        (7, ("resources", 2)),
    ]
    assert [record["name"] for record in parsed("a", text.encode()).data["resources"]] == ["A", "B", "C"]


def test_the_marks_of_a_merge_conflict_are_named_as_such() -> None:
    text = "resources:\n<<<<<<< HEAD\n  - id: a\n    name: A\n=======\n  - id: b\n    name: B\n>>>>>>> theirs\n"
    found = told(text)
    assert said(found) == ["1.yaml:2:1: this line marks a merge conflict"]
    assert found[0].hint.endswith("delete the lines that begin with <<<<<<<, |||||||, ======= and >>>>>>>")


def test_only_ids_that_exist_are_suggested() -> None:
    text = "topics: [{id: money}]\nresources:\n"
    text += "".join(f"  - {{id: r{n}, name: N, topics: [Student Money!], part_of: Any Office}}\n" for n in range(20))
    suggested = {id for finding in told(text) for id in re.findall("`([^`]+)`", finding.hint)}
    assert suggested <= {"money", "resources", *(f"r{n}" for n in range(20))}


def test_warnings_do_not_take_the_place_of_faults() -> None:
    topics = ", ".join(f"t{n}" for n in range(MAX_FAULTS + 1))
    lower = "resources: [{id: b, name: B}]\n"
    upper = f"resources: [{{id: a, name: A, topics: [{topics}]}}]\nretired:\n  - {{id: x}}\n  - {{id: x}}\n"
    assert left_out([parsed("1.yaml", lower.encode()), parsed("2.yaml", upper.encode())]) is None
    assert said(told(lower, upper)) == ["2.yaml:4:10: duplicate retired id `x`"]
    found = told(lower, upper, older_than=5)
    assert [fault.message for fault in found if not fault.warning] == ["duplicate retired id `x`"]
    in_upper = [fault.message for fault in found if fault.warning and fault.file == "2.yaml"]
    assert len(in_upper) == MAX_FAULTS + 1
    assert f"there are more than {MAX_FAULTS:,} warnings" in in_upper


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (b"- id: a\n  id: b\n  a: A\n  a: B\n", "1.yaml:4:3: `a` appears twice"),
        (b"- id: \xff\n", "1.yaml:1:7: the file is not UTF-8: byte FF"),
    ],
)
def test_what_is_wrong_at_some_place_does_not_hide_that_the_whole_file_has_another_form(
    text: bytes, fault: str
) -> None:
    found = said(findings([parsed("1.yaml", text)]))
    assert fault in found
    assert "1.yaml:1:1: the file does not start with a key" in found


@pytest.mark.parametrize(
    "text",
    [
        "topics:\n  - {id: a, broader: [b]}\n",
        "resources: []\ntopics:\n  - {id: a, broader: [b]}\n",
        "notices:\n  - {id: n, text: Call 911., words: [gun], resources: [b]}\n",
        "notices:\n  - {id: n, text: Call 911., words: [gun], nam: b}\n",
    ],
)
def test_a_file_without_resources_is_used_without_what_is_wrong_in_it(text: str) -> None:
    found = left_out([parsed("1.yaml", text.encode())])
    assert found is not None
    assert len(found) == 1


def test_a_file_with_very_many_warnings_about_its_form_can_be_used() -> None:
    lines = "".join(f"  - id: a{n}\n    name: Room #{n}\n" for n in range(MAX_FAULTS + 2))
    text = "resources:\n" + lines + "    colour: red\n"
    found = left_out([parsed("1.yaml", text.encode())])
    assert found is not None
    assert len(found) == 1
    assert [finding.message for finding in told(text)] == ["unknown key `colour`"]
    assert f"there are more than {MAX_FAULTS:,} warnings" in [finding.message for finding in told(text, older_than=5)]


def test_a_second_name_begins_an_entry_that_lacks_its_first_line() -> None:
    found = told("resources:\n  - id: a\n    name: A\n    note: C\n    name: B\n    note: D\n")
    assert [(*fault.place, fault.message) for fault in found] == [
        (5, 5, "`name` appears again: the `- ` of a new entry is missing"),
        (5, 5, "`id` is missing"),
    ]
    assert found[0].hint.endswith("if no entry starts here, keep one of them")


def test_a_name_means_the_term_of_the_file_itself_rather_than_one_that_is_only_lent() -> None:
    base = parsed("base.yaml", b"audiences: [{id: scholars, synonyms: [exchange visitors]}]\nresources: []\n")
    own = parsed(
        "1.yaml",
        b"audiences: [{id: exchange, label: Exchange visitors}]\n"
        b"resources: [{id: a, name: A, audiences: [Exchange visitors]}]\n",
    )
    (fault,) = findings([own], [base])
    assert fault.hint == "did you mean `exchange`?"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("resources:\n  - {id: a, name: A, contact: {phone:1}}\n", "put a space after each colon"),
        ("resources:\n  - {id: a, name: A, zzz: 1}\n", "at the same level as `id`: `facts: [{label: zzz, text: ...}]`"),
        (
            "kinds:\n  - {id: a, name: A, url: 'https://a.org', summary: B}\n",
            "put a line `resources:` above the first one, and start each with `- `",
        ),
        (
            "id: a\nname: A\n",
            "put a line `resources:` above the first one, and start each with `- `",
        ),
        ("kinds:\n  - {id: a, name: A}\n", "did you mean `label`?"),
        (
            "resources:\n  - {id: a, name: A, contact: {fax: '1'}}\n",
            "known: email, phone, location; for anything else, at the same level as `id`: "
            "`facts: [{label: fax, text: ...}]`",
        ),
    ],
)
def test_an_unknown_key_is_explained_by_what_is_missing_around_it(text: str, hint: str) -> None:
    for fault in told(text):
        assert fault.message.startswith("unknown key")
        assert fault.hint.endswith(hint)


def test_a_value_that_is_all_comment_is_empty_and_called_cut_off() -> None:
    found = told("resources:\n  - id: a\n    name: A\n    note: #4150\n    url:\n    as_of: # soon\n", older_than=5)
    cut_off = [(*finding.place, finding.hint) for finding in found if "cut off" in finding.message]
    assert cut_off == [(4, 10, "to keep the rest, put the whole text in quotes")]
