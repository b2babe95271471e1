"""The bundled catalogue: the page that dicli grew from, card by card, and what every entry must have."""

from __future__ import annotations

import json
import re
from collections import Counter
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import pytest
import yaml

from conftest import ROOT, Run
from dicli.core.catalogue import Catalogue
from dicli.core.model import Query
from dicli.core.text import fold, tokens
from dicli.search.query import find

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
FILE, SEARCH_FILE = ROOT / "data" / "resources.yaml", ROOT / "data" / "search.yaml"
NOTICES_FILE = ROOT / "data" / "notices.yaml"
MOST_LINES = 2500
MOST_WORDS = 6  # of a keyword
# Parts of offices with a page of their own, on the site of an office that has a front page.
OWN_PAGES = set(
    """
    bias-report-support-system diversity-training diversity-week drum-major-awards health-professions-fair
    homer-g-phillips-lecture lgbtqmed lmsa mlk-week outmed pride-scholars radiology-subinternship
    residents-fellows-diversity-initiative saturday-scholars stories-from-our-community student-health-after-hours
    understanding-systemic-racism wumma wump
    """.split()
)
# Digests of crude and outdated words for people, which nothing may print.
CRUDE = set(
    """
    022f46ba 0546bd76 05a68caa 05b47ccd 06df17c2 08231aab 098d54d6 0a68d9cc 0d8bd395 142de53d 1d3f6100 222379e2
    227eb7bd 23d13542 24c93de5 25c12c19 2b813759 2d3b158d 2f5c8d02 3597f501 3957dc7f 43de865c 453ee9a4 4939636d
    4e4636ff 56457bdf 58bec8d5 59b533f8 5d43aec8 62aac3a3 65162331 6921ecf8 6a38d51e 6bb50482 6dfec160 704c10b4
    74d96e80 785df7c0 7913ba81 7ce33163 85491213 8845eaf6 890d51e8 8b32b4de 8d6f1fef 901d5a93 93604065 94aaff2b
    961bad76 96264586 98b53b67 9ad4c48d 9c142f2f 9d0507e0 9d41da7a a0e4aa8c a139bf69 a82a2042 a82a297e b26dffb4
    b28c3818 b4da2a04 b9158819 ba0bbd96 ba2da7fa c5d01874 c738174c c7c2800f caea805a ce997e08 cf419a5f cf62ae5b
    d3ca6048 d4d71a19 dabd4083 db256f19 dc215589 e31609a8 eb8cadc9 ebb11112 ebc6dbb0 ecbb1322 edcf09ed f03005e7
    f3cde82b f3d591bb f9166e00 fb9baa67 fba33e1b fcda0955 fcf485a2 fe529855 ff68f2a1 ffae72f5
    """.split()
)


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


def test_the_phrases_of_a_notice_are_in_the_order_of_the_alphabet_and_each_only_there(bundled: Catalogue) -> None:
    phrases = [phrase for notice in bundled.notices for phrase in notice.words]
    assert len(set(map(fold, phrases))) == len(phrases)
    for notice in bundled.notices:
        for some in (notice.words, notice.unless):
            assert list(some) == sorted(some, key=lambda phrase: (fold(phrase), phrase)), notice.id


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


# ---- words ---------------------------------------------------------------------------------------


def data(file: Path) -> dict[str, Any]:
    return cast("dict[str, Any]", yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader))


def test_every_resource_has_a_dozen_or_two_keywords_in_the_order_of_the_alphabet(bundled: Catalogue) -> None:
    for resource in bundled:
        assert 8 <= len(resource.keywords) <= 28, resource.id
        folded = [fold(keyword) for keyword in resource.keywords]
        assert folded == sorted(set(folded)), resource.id


def test_no_keyword_is_a_sentence_or_part_of_another_one_of_its_entry(bundled: Catalogue) -> None:
    for resource in bundled:
        for keyword in resource.keywords:
            assert len(keyword.split()) <= MOST_WORDS, keyword
            others = [f" {fold(other)} " for other in resource.keywords if other != keyword]
            assert not [other for other in others if f" {fold(keyword)} " in other], (resource.id, keyword)


def test_no_keyword_is_in_two_entries(bundled: Catalogue) -> None:
    entries = Counter(fold(keyword) for resource in bundled for keyword in resource.keywords)

    assert not [keyword for keyword, number in entries.items() if number > 1]


def test_hidden_words_and_notices_stand_in_files_of_their_own() -> None:
    entries, words = data(FILE), data(SEARCH_FILE)
    assert set(words) == {"audiences", "topics", "resources"}
    assert set(data(NOTICES_FILE)) == {"notices"}
    for name in ("audiences", "topics", "kinds", "resources"):
        known = [record["id"] for record in entries[name]]
        given = [record["id"] for record in words.get(name, ())]
        assert not [record["id"] for record in entries[name] if "hidden" in record]
        assert given == [id for id in known if id in given], name
        for record in words.get(name, ()):
            assert record.keys() - {"extends"} == {"id", "hidden"}, record["id"]
            assert record["hidden"] == sorted(set(record["hidden"]), key=str.casefold), record["id"]


def test_no_hidden_word_repeats_a_keyword_or_a_synonym(bundled: Catalogue) -> None:
    for resource in bundled:
        assert not set(map(fold, resource.hidden)) & set(map(fold, resource.keywords)), resource.id
    for vocabulary in (bundled.audiences, bundled.topics):
        printed = {fold(word) for term in vocabulary.values() for word in (term.label, *term.synonyms)}
        for term in vocabulary.values():
            assert not printed & set(map(fold, term.hidden)), term.id


def test_nothing_that_is_printed_is_a_crude_or_an_outdated_word_for_people() -> None:
    texts = [notice["text"] for notice in data(NOTICES_FILE)["notices"]]
    printed = set(tokens(yaml.dump([data(FILE), texts], allow_unicode=True, default_style="'")))

    assert not [word for word in printed if blake2b(word.encode(), digest_size=4).hexdigest() in CRUDE]


def test_words_that_people_report_are_found_though_nothing_prints_them(run: Run) -> None:
    reported = [word for word in data(SEARCH_FILE)["resources"] if word["id"] == "bias-report-support-system"]
    crude = [word for word in reported[0]["hidden"] if blake2b(word.encode(), digest_size=4).hexdigest() in CRUDE]

    assert len(crude) > 5
    for word in crude:
        assert "bias-report-support-system" in run("find", f"called me {word}", "--fields", "id").stdout


def test_no_output_and_no_reason_has_a_word_that_is_only_hidden(run: Run, bundled: Catalogue) -> None:
    outputs = [run(what, "--json").stdout for what in ("list", "topics", "audiences", "kinds")]
    printed = set(tokens(" ".join(outputs)))
    hidden = {word for resource in bundled for phrase in resource.hidden for word in tokens(phrase)} - printed
    assert len(hidden) > 500
    assert not [text for text in outputs if '"hidden"' in text]
    for file in ("queries", "crisis", "callers"):
        for line in (ROOT / "tests" / "relevance" / f"{file}.jsonl").read_text(encoding="utf-8").splitlines():
            question = json.loads(line)
            asked = question.get("q") or question["query"]
            for hit in islice(find(bundled, Query(words=asked)).hits, 10):
                named = {word for match in hit.why() for word in tokens(match.found)}
                assert not (named & hidden) - set(tokens(asked)), asked


def test_the_catalogue_can_be_read_by_one_person() -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines()

    assert len(lines) <= MOST_LINES
    assert max(map(len, lines)) <= 240  # only an address may be so long
    assert not [line for line in lines if len(line) > 120 and "http" not in line]


# ---- ways to reach -------------------------------------------------------------------------------


def test_every_resource_has_a_link_and_a_way_in(bundled: Catalogue) -> None:
    for resource in bundled:
        assert resource.url, resource.id
        assert len({resource.url, *(link.url for link in resource.links)}) == len(resource.links) + 1, resource.id


def test_a_link_is_the_front_page_of_an_office_or_the_page_of_what_belongs_to_it(bundled: Catalogue) -> None:
    def leads_to_front(address: str) -> bool:
        parts = urlsplit(address)
        return parts.path in ("", "/") and not parts.query

    fronts = {urlsplit(one.url).netloc for one in bundled if one.url and leads_to_front(one.url)}
    inner = {one.id for one in bundled if one.url and not leads_to_front(one.url)}

    assert {one.id for one in bundled if one.id in inner and urlsplit(one.url or "").netloc in fronts} == OWN_PAGES


def test_a_number_or_address_from_long_ago_has_its_year_beside_it(bundled: Catalogue) -> None:
    old = {"314-935-8118": "2014", "314-362-6854": "2017", "medschooldiversity@wusm.wustl.edu": "2017"}
    for resource in bundled:
        assert not set(filter(None, resource.contact or ())) & old.keys(), resource.id
    told = {fact.text: fact.label for resource in bundled for fact in resource.facts}
    assert all(year in told[mark] for mark, year in old.items())


def test_every_term_is_used(bundled: Catalogue) -> None:
    for vocabulary in (bundled.audiences, bundled.topics, bundled.kinds):
        for term in vocabulary.values():
            assert term.resources > 0, term.id


def test_no_text_carries_a_comment_or_a_researchers_mark(bundled: Catalogue) -> None:
    for resource in bundled:
        for text in filter(None, (resource.summary, resource.note)):
            assert not re.search(r"\b(TODO|FIXME|XXX|\?\?|the source page|stored version|in the part stored)\b", text)


def test_hidden_words_laid_over_the_entries_have_no_fault(run: Run) -> None:
    stdout, _stderr, status = run("check", str(FILE), str(SEARCH_FILE), str(NOTICES_FILE), "--json")
    assert {one["level"] for one in json.loads(stdout)} <= {"warning"}
    assert {one["file"] for one in json.loads(stdout)} <= {str(FILE)}
    assert status == 0


def test_the_bundled_catalogue_has_no_fault(run: Run) -> None:
    stdout, stderr, status = run("check", "bundled", "--json")
    assert {one["level"] for one in json.loads(stdout)} <= {"warning"}
    assert "0 faults" in stderr or "no fault" in stderr
    assert status == 0
