"""The bundled catalogue: the page that dicli grew from, card by card, and what every entry must have."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

import pytest

from conftest import ROOT, Run
from dicli.core.catalogue import Catalogue
from dicli.core.text import fold

# Heading of the page: its office, and the audience that the heading names.
CARDS = {
    "MD program": ("office-of-diversity-programs", "Office of Diversity Programs"),
    "Students": ("disc", "Diversity and Inclusion Student Council"),
    "International students": ("oiss", "Office for International Students and Scholars"),
    "Residents & fellows": ("wumma", "Washington University Minority Medical Association"),
    "Managers & employees": ("office-of-diversity-inclusion", "Office of Diversity & Inclusion"),
    "Faculty": ("office-of-faculty-affairs", "Office of Faculty Affairs"),
}
FACTORS = [
    "race",
    "color",
    "ethnicity",
    "gender",
    "age",
    "sexual orientation",
    "gender identity",
    "gender expression",
    "national origin",
    "disability",
    "religion",
    "socioeconomic background",
]
AREAS = ["faculty hiring", "staff hiring", "campus climate", "professional training", "curriculum design"]
TOO_GENERAL = {"all", "class", "report", "money", "service"}


# ---- the page ------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", [str, str.upper, str.lower, str.title])
@pytest.mark.parametrize("heading", CARDS)
def test_each_card_is_found_by_its_heading_and_its_office_comes_first(run: Run, heading: str, typed: type) -> None:
    id, name = CARDS[heading]
    stdout, stderr, status = run("find", "--audience", typed(heading), "--fields", "id,name")
    assert stdout.splitlines()[0] == f"{id}\t{name}"
    assert (stderr, status) == ("", 0)


@pytest.mark.parametrize("heading", CARDS)
def test_the_office_of_a_card_is_mainly_for_whom_the_card_is_and_has_a_link(bundled: Catalogue, heading: str) -> None:
    office = bundled.by_id(CARDS[heading][0])
    assert office is not None
    assert fold(bundled.audiences[office.audiences[0]].label) == fold(heading)
    assert office.url
    assert office.summary


def test_the_page_itself_is_the_first_entry(bundled: Catalogue) -> None:
    assert bundled.resource(0).url == bundled.info.homepage == "https://medicine.wustl.edu/about/diversity-inclusion/"


def test_the_senior_leadership_committee_has_its_five_targeted_areas(bundled: Catalogue) -> None:
    committee = bundled.by_id("senior-leadership-committee")
    assert committee is not None
    areas = [bundled.topics[topic] for topic in committee.topics if bundled.topics[topic].group == "area"]
    assert [term.label.lower() for term in areas] == AREAS
    assert all(area in (committee.summary or "") for area in AREAS)


@pytest.mark.parametrize("area", AREAS)
def test_each_targeted_area_finds_the_committee(run: Run, area: str) -> None:
    stdout, stderr, status = run("list", "--topic", area, "--fields", "id")
    assert "senior-leadership-committee" in stdout.split()
    assert (stderr, status) == ("", 0)


@pytest.mark.parametrize(
    ("words", "id"),
    [
        ("Senior Leadership Committee", "senior-leadership-committee"),
        ("See what we're doing to improve diversity and inclusion", "actions-progress"),
        ("Stories from our community", "stories-from-our-community"),
        ("universitywide", "equity-inclusion-council"),
    ],
)
def test_the_other_parts_of_the_page_are_found_by_their_words(run: Run, words: str, id: str) -> None:
    stdout, stderr, status = run("find", words, "--fields", "id", "-n", "1")
    assert (stdout, stderr, status) == (f"{id}\n", "", 0)


def test_the_page_links_to_the_universitywide_efforts(bundled: Catalogue) -> None:
    assert "https://equity.wustl.edu" in [link.url for link in bundled.resource(0).links]


@pytest.mark.parametrize("factor", FACTORS)
def test_each_personal_factor_finds_something_as_a_topic_and_as_a_word(run: Run, factor: str) -> None:
    for given in (["list", "--topic", factor], ["find", factor]):
        stdout, stderr, status = run(*given)
        assert stdout.count("\n") >= 3
        assert (stderr, status) == ("", 0)


def test_the_personal_factors_are_the_first_topics_in_the_order_of_the_page(bundled: Catalogue) -> None:
    labels = [term.label.lower() for term in bundled.topics.values() if term.group == "factor"]
    assert labels == [*FACTORS, "military & veteran status"]


@pytest.mark.parametrize("said", ["I want to kill myself", "suicidal", "want to die", "end my life", "end it all"])
def test_words_of_crisis_lead_to_those_who_treat_them(run: Run, said: str) -> None:
    ids = run("find", said, "--fields", "id").stdout.split()

    assert {"gme-wellness", "student-health-services"} & set(ids[:2])
    assert len(ids) > 1


@pytest.mark.parametrize(
    ("id", "numbers"),
    [
        ("danger", ["911", "314-362-4357"]),
        ("suicide", ["988", "911"]),
        ("violence", ["911", "314-935-3445", "314-531-2003"]),
    ],
)
def test_a_notice_says_whom_to_call_in_english_and_spanish(bundled: Catalogue, id: str, numbers: list[str]) -> None:
    texts = {notice.id: notice.text for notice in bundled.notices}

    assert all(number in texts[id] for number in numbers)
    assert "llame al" in texts[id]


def test_the_numbers_that_notices_name_are_those_of_the_entries(bundled: Catalogue) -> None:
    phones = {resource.contact.phone for resource in bundled if resource.contact}
    named = {number for notice in bundled.notices for number in re.findall(r"\d{3}-\d{3}-\d{4}", notice.text)}

    assert named
    assert named <= phones


def test_no_summary_repeats_what_the_notices_say(bundled: Catalogue) -> None:
    for resource in bundled:
        assert not re.search(r"\b(911|988)\b", resource.summary or ""), resource.id


def test_the_file_says_that_its_order_matters() -> None:
    text = (ROOT / "data" / "resources.yaml").read_text(encoding="utf-8")
    head = text.partition("\naudiences:")[0]
    assert "ORDER MATTERS" in head
    assert all(re.search(rf"^# +\S+ +{id}$", head, re.M) for id, _ in CARDS.values())


# ---- every entry ---------------------------------------------------------------------------------


def test_nothing_is_missing(bundled: Catalogue) -> None:
    sizes = len(bundled), len(bundled.audiences), len(bundled.topics), len(bundled.kinds)
    assert sizes == (69, 20, 46, 10)


def test_every_resource_can_be_judged_and_understood(bundled: Catalogue) -> None:
    for resource in bundled:
        assert resource.confidence in ("high", "medium", "low"), resource.id
        assert resource.kind in bundled.kinds, resource.id
        assert resource.audiences, resource.id
        assert resource.topics, resource.id
        assert resource.sources, resource.id
        assert resource.summary, resource.id
        assert len(resource.summary) <= 200, resource.id
        assert max(len(part.split()) for part in re.split(r"(?<=[.!?]) ", resource.summary)) <= 24, resource.id


def test_every_address_is_a_whole_http_or_https_one(bundled: Catalogue) -> None:
    for resource in bundled:
        urls = [resource.url, *(link.url for link in resource.links), *resource.sources]
        for url in filter(None, urls):
            parts = urlsplit(url)
            assert parts.scheme in ("http", "https"), url
            assert re.fullmatch(r"[a-z0-9.-]+\.[a-z]+\.?", parts.netloc), url


def test_what_is_of_low_confidence_has_a_note_that_says_why(bundled: Catalogue) -> None:
    for resource in bundled:
        assert resource.confidence != "low" or resource.note, resource.id


def test_no_term_has_a_synonym_that_would_answer_everything(bundled: Catalogue) -> None:
    for vocabulary in (bundled.audiences, bundled.topics, bundled.kinds):
        for term in vocabulary.values():
            assert not TOO_GENERAL & set(map(fold, term.synonyms)), term.id


def test_every_resource_has_the_words_that_people_say_when_they_need_it(bundled: Catalogue) -> None:
    for resource in bundled:
        assert 8 <= len(resource.keywords) <= 200, resource.id
        assert len(set(map(fold, resource.keywords))) == len(resource.keywords), resource.id


def test_every_term_is_used(bundled: Catalogue) -> None:
    for vocabulary in (bundled.audiences, bundled.topics, bundled.kinds):
        for term in vocabulary.values():
            assert term.resources > 0, term.id


def test_no_text_carries_a_comment_or_a_researchers_mark(bundled: Catalogue) -> None:
    for resource in bundled:
        for text in filter(None, (resource.summary, resource.note)):
            assert not re.search(r"\b(TODO|FIXME|XXX|\?\?|the source page|stored version|in the part stored)\b", text)


def test_the_bundled_catalogue_has_no_fault(run: Run) -> None:
    stdout, stderr, status = run("check", "bundled", "--json")
    assert {one["level"] for one in json.loads(stdout)} <= {"warning"}
    assert "0 faults" in stderr or "no fault" in stderr
    assert status == 0
