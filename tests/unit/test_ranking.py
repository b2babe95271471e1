"""Ranking: what comes first, what is cut, when nothing is said, and the reasons given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from dicli.core.catalogue import Catalogue
from dicli.core.model import Match
from dicli.core.text import tokens
from dicli.search import reasons
from dicli.search.asking import needs_in
from dicli.search.compilation import compiled
from dicli.search.filters import containing, phrased
from dicli.search.index import ALL_FIELDS, NAME_FIELDS, index_of
from dicli.search.names import EXACT_NAME, NEAR_NAME, SAME_WORDS, misspelled_names
from dicli.search.ranking import GUESSES, ranked
from dicli.search.scoring import K1
from dicli.search.terms import MAX_CANDIDATES, STEM_STRENGTH, query_terms


def catalogue(*resources: dict[str, Any], topics: Sequence[Any] = (), audiences: Sequence[Any] = ()) -> Catalogue:
    """A catalogue of the given records; each gets an id and a name if it has none."""
    records = [{"id": f"r{n}", "name": f"Thing{n}", **record} for n, record in enumerate(resources)]
    data = {"info": {}, "files": [], "audiences": audiences, "topics": topics, "kinds": [], "resources": records}
    return Catalogue(compiled(data))


def ids(here: Catalogue, text: str, **more: Any) -> list[str]:
    return [here.resource(hit.doc).id for hit in ranked(here, text, **more).answers]


def matches(here: Catalogue, text: str, doc: int, fields: frozenset[str] = ALL_FIELDS) -> tuple[Match, ...]:
    return reasons.matches(index_of(here), ranked(here, text, fields).terms, doc, fields)


def hows(here: Catalogue, text: str) -> list[tuple[str, str, str]]:
    best = ranked(here, text).answers[0].doc
    return [(match.word, match.found, match.how) for match in matches(here, text, best)]


def corrections(here: Catalogue, text: str) -> dict[str, str]:
    return reasons.meant(index_of(here), ranked(here, text).terms, ALL_FIELDS)


LETTERS = "abcdefghijklmnopqrstuvwxyz"
FILL = [{"id": f"other-{n}", "name": f"Unrelated {word}"} for n, word in enumerate("abacus bagel cobalt delta".split())]


# ---- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["Women's Network", "womens network", "WOMEN’S  NETWORK!", "women's-network"])
def test_case_punctuation_and_possessives_do_not_matter_in_a_name(typed: str) -> None:
    here = catalogue({"name": "Network"}, {"name": "Women's Network"}, *FILL)

    assert ids(here, typed)[0] == "r1"
    assert ranked(here, typed).answers[0].score >= EXACT_NAME


def test_an_exact_name_comes_before_the_same_words_in_another_order_and_these_before_all_else() -> None:
    here = catalogue(
        {"name": "Science", "keywords": ["arts"]},
        {"name": "Arts and Science", "keywords": ["science and arts", "arts", "science"]},
        {"name": "Science and Arts"},
        *FILL,
    )

    found = ranked(here, "science and arts").answers

    assert [here.resource(hit.doc).id for hit in found][:2] == ["r2", "r1"]
    assert found[0].score >= EXACT_NAME > found[1].score >= SAME_WORDS > found[2].score


@pytest.mark.parametrize("typed", ["office of minoritys affairs", "offices of minority affairs"])
def test_a_name_with_another_inflection_of_a_word_comes_first(typed: str) -> None:
    here = catalogue(
        {"name": "Minorities"}, {"name": "Office of Faculty Affairs"}, {"name": "Office of Minority Affairs"}
    )

    assert ids(here, typed)[0] == "r2"


def test_an_ampersand_reads_as_and_on_either_side() -> None:
    here = catalogue({"name": "Diversity & Inclusion"}, {"name": "Arts and Crafts"}, *FILL)

    assert ids(here, "diversity and inclusion")[0] == "r0"
    assert ids(here, "arts & crafts")[0] == "r1"


def test_accents_do_not_matter_on_either_side() -> None:
    here = catalogue({"name": "Universität Łódź"}, {"name": "Cafe"}, *FILL)

    assert ids(here, "universitat lodz") == ["r0"]
    assert ids(here, "café") == ["r1"]


def test_a_misspelled_whole_name_is_found_by_its_correction() -> None:
    here = catalogue({"name": "Ombudsman"}, {"name": "Ombudsman for students and everybody else here"}, *FILL)

    assert [hit.doc for hit in ranked(here, "ombusdman").answers] == [0, 1]
    assert corrections(here, "ombusdman") == {"ombusdman": "ombudsman"}


@pytest.mark.parametrize("typed", ["tittle nine office", "title nine ofice", "titles nine"])
def test_a_name_of_several_words_is_found_with_slips_even_if_they_make_other_words(typed: str) -> None:
    here = catalogue({"name": "Title Nine Office", "aliases": ["Title Nine"]}, {"name": "Office of Tattling"}, *FILL)

    assert ids(here, typed)[0] == "r0"
    assert ranked(here, typed).answers[0].score >= NEAR_NAME


@pytest.mark.parametrize(("typed", "is_near"), [("writ family fund", True), ("rit family fund", False)])
def test_a_word_of_a_whole_name_may_hold_two_slips_in_six_letters_and_no_more(typed: str, is_near: bool) -> None:
    here = catalogue({"name": "Wright Family Fund"})

    assert misspelled_names(here, [0], [typed]) == ({0: NEAR_NAME} if is_near else {})


def test_ids_and_aliases_are_names_too() -> None:
    here = catalogue({"id": "main-desk", "name": "Reception", "aliases": ["Front office"]}, *FILL)

    assert ranked(here, "main desk").answers[0].score >= EXACT_NAME
    assert ranked(here, "front office").answers[0].score >= EXACT_NAME


def test_initials_of_a_name_find_it_with_and_without_the_small_words() -> None:
    here = catalogue({"name": "Office for Visiting Scholars"}, {"name": "Academic Women's Network"}, *FILL)

    assert hows(here, "awn") == [("awn", "awn", "acronym")]
    assert ids(here, "ovs") == ["r0"]
    assert ids(here, "ofvs") == ["r0"]


def test_the_host_of_an_address_is_a_name_too() -> None:
    here = catalogue({"url": "https://oiss.example.org/x"}, *FILL)

    assert ids(here, "oiss") == ["r0"]


def test_only_names_and_aliases_count_if_only_they_are_asked_for() -> None:
    here = catalogue({"name": "Visa desk"}, {"keywords": ["visa"]}, {"aliases": ["visa help"]}, *FILL)

    assert sorted(ids(here, "visa", fields=NAME_FIELDS)) == ["r0", "r2"]


# ---- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["mentor", "mentors", "mentoring", "mentored"])
def test_any_inflection_finds_any_other_and_the_word_itself_comes_first(typed: str) -> None:
    here = catalogue({"keywords": ["mentoring"]}, {"keywords": ["mentors"]}, {"keywords": ["mentor"]}, *FILL)

    found = ids(here, typed)

    assert sorted(found) == ["r0", "r1", "r2"]
    assert {"mentor": "r2", "mentors": "r1", "mentoring": "r0"}.get(typed, found[0]) == found[0]


def test_synonyms_of_topics_and_audiences_find_and_are_named_as_such() -> None:
    topics = [{"id": "visas", "label": "Visas", "synonyms": ["immigration"]}]
    here = catalogue({"topics": ["visas"]}, *FILL, topics=topics)

    assert hows(here, "immigration") == [("immigration", "immigration", "synonym")]
    assert hows(here, "visas") == [("visas", "visas", "exact")]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("imigration", "immigration"), ("ombusdman", "ombudsman"), ("vsia", "visa"), ("moeny", "money")],
)
def test_a_misspelled_word_is_corrected_and_reported(typed: str, meant: str) -> None:
    here = catalogue({"keywords": [meant]}, *FILL)

    assert corrections(here, typed) == {typed: meant}


@pytest.mark.parametrize("typed", ["vizzza", "wombat", "qq"])
def test_short_words_get_little_slack(typed: str) -> None:
    here = catalogue({"keywords": ["visa", "combat"]}, *FILL)

    assert ids(here, typed) == []


@pytest.mark.parametrize("typed", ["disco", "dis"])
def test_an_unlikely_word_is_not_taken_for_an_acronym(typed: str) -> None:
    here = catalogue({"aliases": ["DISC"]}, {"aliases": ["SNMA"]}, *FILL)

    assert ids(here, typed) == []


@pytest.mark.parametrize(
    ("word", "likely"), [("pension", "Persian"), ("ghana", "grand"), ("fight", "flight"), ("collage", "college")]
)
def test_a_common_english_word_is_not_corrected_into_another(word: str, likely: str) -> None:
    here = catalogue({"keywords": [likely]}, *FILL)

    assert ids(here, word) == []


@pytest.mark.parametrize("written", ["401(k)", "403(b)", "M.D./Ph.D.", "D&I", "H-1B"])
def test_marks_within_a_word_of_the_catalogue_do_not_matter(written: str) -> None:
    bare = "".join(tokens(written))

    assert ids(catalogue({"keywords": [written]}, *FILL), bare) == ["r0"]
    assert ids(catalogue({"keywords": [written]}, *FILL), written) == ["r0"]


# ---- names beside words that say little ----------------------------------------------------------


@pytest.mark.parametrize("asked", ["{} phone", "phone number of the {}", "where is {}", "{} office hours", "email {}"])
@pytest.mark.parametrize("name", ["Office of Affairs", "The Plunge", "Phone Bank", "ZZTOP"])
def test_a_name_is_found_beside_words_that_ask_how_to_reach_it(asked: str, name: str) -> None:
    numbers = {"name": "Phone numbers", "keywords": ["phone number", "office hours", "email", "where"]}
    here = catalogue(numbers, {"name": name}, *FILL)

    assert ids(here, asked.format(name))[0] == "r1"


@pytest.mark.parametrize("asked", ["mentor plz", "mentor asap lol", "omg my mentor sucks", "u know a mentor btw"])
def test_chat_and_temper_do_not_hide_what_is_asked(asked: str) -> None:
    assert ids(catalogue({"keywords": ["mentor"]}, *FILL), asked) == ["r0"]


def test_two_filler_words_are_not_one_telling_word() -> None:
    assert ids(catalogue({"keywords": ["thankyou"]}, *FILL), "thank you so much") == []


@pytest.mark.parametrize("asked", ["phone", "the phone, please"])
def test_common_words_are_a_question_if_they_are_a_whole_keyword(asked: str) -> None:
    here = catalogue({"keywords": ["phone"]}, {"summary": "Call the phone of the desk."}, *FILL)

    assert ids(here, asked)[0] == "r0"


def test_words_that_ask_how_to_reach_someone_are_not_a_question_alone() -> None:
    assert ids(catalogue({"name": "Visa"}), "phone number") == []
    ranking = ranked(catalogue({"name": "Visa"}, {"keywords": ["phone"]}), "phone number")
    assert ([hit.doc for hit in ranking.answers], [hit.doc for hit in ranking.guesses][:1]) == ([], [1])


def test_if_thousands_of_words_begin_so_the_nearest_are_candidates() -> None:
    many = [f"abcd{a}{b}{c}" for a in LETTERS for b in LETTERS for c in LETTERS[:3]]
    here = catalogue({"keywords": many}, {"keywords": ["abcde"]}, *FILL)

    [term] = query_terms(index_of(here), len(here), ["abcd"])

    assert len(term.candidates) <= MAX_CANDIDATES
    assert term.candidates[0].word == "abcde"


def test_a_word_that_the_catalogue_knows_is_never_corrected() -> None:
    here = catalogue({"keywords": ["climate"]}, {"keywords": ["primate"]}, {"keywords": ["climates rarely"]}, *FILL)

    assert corrections(here, "primate") == {}
    assert ids(here, "primate") == ["r1"]


def test_a_prefix_finds_a_word_that_is_nearly_complete() -> None:
    here = catalogue({"keywords": ["veterinary"]}, *FILL)

    assert hows(here, "veterina") == [("veterina", "veterinary", "prefix")]
    assert ids(here, "vete") == ["r0"]
    assert corrections(here, "veterin zzzz") == {"veterin": "veterinary"}


@pytest.mark.parametrize("typed", ["h-1b", "H1B", "h1b visa", "H-1B visa"])
def test_a_compound_is_found_with_and_without_its_hyphen(typed: str) -> None:
    here = catalogue({"keywords": ["H-1B visa"]}, {"keywords": ["H and one b"]}, *FILL)

    assert ids(here, typed)[0] == "r0"


def test_filler_does_not_count() -> None:
    here = catalogue({"keywords": ["visa"]}, {"keywords": ["how to get help with things"]}, *FILL)

    assert ids(here, "how do I get help with a visa") == ids(here, "visa") == ["r0"]
    assert ids(here, "how do I") == []


# ---- silence and tails ---------------------------------------------------------------------------


def test_nothing_is_said_if_most_of_the_question_is_unknown() -> None:
    here = catalogue({"name": "Homer Phillips Lecture"}, *FILL)

    assert ids(here, "phillips screwdriver") == []
    assert ids(here, "homer phillips") == ["r0"]
    assert ids(here, "phillips") == ["r0"]


def test_two_rare_words_are_enough_for_any_question() -> None:
    here = catalogue({"keywords": ["visa", "sponsor", "embassy"]}, *FILL)
    rest = " ".join(f"unheard{n}" for n in range(20))

    assert ids(here, f"visa sponsor embassy {rest}") == ["r0"]
    assert ids(here, f"visa {rest}") == []


@pytest.mark.parametrize("words", ["green card", "women's card", "green men’s"])
def test_words_that_stand_together_in_a_keyword_come_before_the_same_words_apart(words: str) -> None:
    here = catalogue({"keywords": [*words.split(), "visa"]}, {"keywords": ["blue", "visa", f"{words} shop"]}, *FILL)

    assert ids(here, f"{words} please") == ["r1", "r0"]


@pytest.mark.parametrize(
    "polite",
    [
        "Hello, {}, thanks",
        "I was wondering whether anyone actually deals with {}",
        "could you please tell me who I should talk to about {}",
        "{} in St. Louis",
        "{} at ZzTech",
        "i am new in missouri and turned up without {}",
    ],
)
def test_what_is_said_around_a_need_does_not_silence_its_answer(polite: str) -> None:
    here = catalogue({"keywords": ["visa"]}, {"summary": "All about St. Louis, at ZzTech"}, *FILL)

    assert ids(here, polite.format("visa"))[0] == "r0"


def test_an_audience_of_function_words_harms_nothing() -> None:
    here = catalogue({"keywords": ["visa"], "audiences": ["all"]}, audiences=[{"id": "all", "label": "The"}])

    assert ids(here, "visa") == ["r0"]


# ---- guesses -------------------------------------------------------------------------------------

DOOR = catalogue({"keywords": ["race"]}, {"keywords": ["used car", "car"]}, {"keywords": ["door"]}, *FILL)


@pytest.mark.parametrize(
    ("asked", "first"), [("cars xxxx yyyy zzzz", ["r1"]), ("automobile xxxx yyyy zzzz", ["r1"]), ("zzzz yyyy", [])]
)
def test_if_nothing_fits_well_what_is_nearest_by_words_or_meaning_is_a_guess(asked: str, first: list[str]) -> None:
    ranking = ranked(DOOR, asked)

    assert ranking.answers == ()
    assert [DOOR.resource(hit.doc).id for hit in ranking.guesses][:1] == first


def test_there_are_three_guesses_at_most_and_none_behind_an_answer() -> None:
    here = catalogue(*({"keywords": ["car"]} for _ in range(5)), *({"name": f"Other {letter}"} for letter in LETTERS))

    assert len(ranked(here, "car xxxx yyyy").guesses) == GUESSES
    assert ranked(here, "car").guesses == ()


def test_what_is_near_enough_in_meaning_is_an_answer_unless_common_words_say_all() -> None:
    assert ids(DOOR, "automobile")[:1] == ["r1"]
    assert ids(DOOR, "automobile xxxx yyyy") == []  # most of the question is unknown
    assert ids(catalogue({"keywords": ["tomorrow"]}, *FILL), "yesterday") == []


def test_a_doubtful_misspelling_is_not_an_answer_by_meaning() -> None:
    here = catalogue({"name": "Civic Engagement"}, *FILL)

    assert ids(here, "covid") == []
    assert ids(here, "civik")[:1] == ["r0"]


def test_answers_by_meaning_are_ordered_by_score_though_a_name_was_said() -> None:
    here = catalogue({"name": "Employee Network", "aliases": ["BEN"]}, {"summary": "Harassment by colleagues"}, *FILL)
    ranking = ranked(here, "Harassed by coworker Ben")

    assert ranking.answers[0].doc == 1
    assert ranking.answers == sorted(ranking.answers, key=lambda answer: -answer.score)


def test_a_place_is_looked_up_before_what_is_near_in_meaning() -> None:
    here = catalogue(
        {"name": "Parks and Trails"}, {"name": "Assessor", "contact": {"location": "Parking Plaza"}}, *FILL
    )

    assert ids(here, "parking plaza") == ["r1"]


def test_answers_by_meaning_are_the_nearest_of_those_that_are_allowed() -> None:
    assert [hit.doc for hit in ranked(DOOR, "automobile", allowed=[1]).answers] == [1]
    assert ranked(DOOR, "automobile", allowed=[0], guess=False).answers == []


def test_guesses_keep_to_the_places_that_are_allowed() -> None:
    assert [hit.doc for hit in ranked(DOOR, "race cars vvvv wwww xxxx yyyy zzzz", allowed=[1]).guesses] == [1]


def test_guesses_are_the_nearest_of_those_that_are_allowed() -> None:
    near = [{"name": f"Car park {number}"} for number in range(GUESSES + 1)]
    here = catalogue(*near, {"name": "Bus"}, *FILL)
    bus = len(near)

    assert [hit.doc for hit in ranked(here, "automobile xxxx yyyy", allowed=[bus]).guesses] == [bus]


# ---- what people say for what offices are called -------------------------------------------------

TOWN = catalogue(
    {"name": "PADS", "summary": "Emergency shelter."}, {"name": "Northside food pantry"}, {"name": "Legal aid"}, *FILL
)


# ---- who is asking -------------------------------------------------------------------------------

AUDIENCES = [
    {"id": "staff", "label": "Staff"},
    {"id": "postdocs", "label": "Postdocs", "synonyms": ["research fellows"]},
]


def test_an_audience_in_the_query_boosts_its_resources_and_hides_nothing() -> None:
    here = catalogue(
        {"keywords": ["mentoring", "career"], "audiences": ["staff"]},
        {"keywords": ["mentoring", "career"], "audiences": ["postdocs"]},
        *FILL,
        audiences=AUDIENCES,
    )

    assert ids(here, "mentoring") == ["r0", "r1"]
    assert ids(here, "postdocs career mentoring") == ["r1", "r0"]
    assert ids(here, "staff career mentoring") == ["r0", "r1"]


# ---- order and reasons ---------------------------------------------------------------------------


def test_ties_are_in_catalogue_order() -> None:
    here = catalogue(*({"keywords": ["visa"]} for _ in range(5)), *FILL)

    assert ids(here, "visa") == ["r0", "r1", "r2", "r3", "r4"]


def test_only_allowed_places_are_found() -> None:
    here = catalogue({"keywords": ["visa"]}, {"keywords": ["visa"]}, *FILL)

    assert ids(here, "visa", allowed={1}) == ["r1"]
    assert ids(here, "Thing0", allowed={1}) == []


def test_the_reasons_name_the_word_the_field_and_the_way() -> None:
    here = catalogue({"name": "Visa desk", "summary": "The visa desk renews."}, *FILL)
    assert matches(here, "visa renewal", 0)[0] == Match("visa", "visa", ("name", "summary"), "exact")
    assert 0 < ranked(here, "visa renewal").answers[0].score <= 3


def test_a_query_without_a_telling_word_finds_nothing() -> None:
    here = catalogue({"keywords": ["visa"]}, *FILL)

    for text in ("", " ", "!!", "the", "\udcff"):
        assert ids(here, text) == []


def test_a_name_of_marks_only_is_found_by_itself() -> None:
    here = catalogue({"name": "!!!"}, {"name": "???"}, *FILL)

    assert ids(here, "???") == ["r1"]


# ---- filters -------------------------------------------------------------------------------------


def test_a_keyword_is_contained_in_any_field_and_inflection_but_not_misspelled() -> None:
    here = catalogue({"name": "Mentors"}, {"summary": "They mentor."}, {"keywords": ["tormentor"]}, *FILL)

    assert containing(index_of(here), "mentoring") == {0, 1}
    assert containing(index_of(here), "mentr") == set()
    assert containing(index_of(here), "mentor unrelated") == set()
    assert containing(index_of(here), "the") == set()


def test_a_phrase_matches_word_for_word_within_one_text() -> None:
    here = catalogue(
        {"keywords": ["prayer room", "quiet"]}, {"keywords": ["room for prayer"]}, {"summary": "A prayer-room."}
    )

    assert phrased(here, ["Prayer Room"]) == {0, 2}
    assert phrased(here, ["room quiet"]) == set()
    assert phrased(here, ["for the"]) == set()


# ---- the figures ---------------------------------------------------------------------------------


def test_an_inflection_weighs_less_by_its_strength() -> None:
    here = catalogue({"keywords": ["mentor of some people"]}, *FILL)

    exact, inflected = (ranked(here, word).answers[0].score for word in ("mentor", "mentors"))

    weight = exact * K1 / (1 - exact)
    assert inflected == pytest.approx(STEM_STRENGTH * weight / (K1 + STEM_STRENGTH * weight))


def test_no_reason_is_given_for_a_word_that_does_not_stand_there() -> None:
    here = catalogue({"keywords": ["visa", "sponsor"]}, {"keywords": ["visa"]}, *FILL)
    assert [match.word for match in matches(here, "visa sponsor", 0)] == ["visa", "sponsor"]
    assert [match.word for match in matches(here, "visa sponsor", 1)] == ["visa"]
    assert matches(here, "visa sponsor", 2) == ()


def test_the_fields_of_a_reason_are_those_that_count() -> None:
    here = catalogue({"name": "Visa desk", "keywords": ["visa"]}, *FILL)

    assert matches(here, "visa", 0)[0].fields == ("name", "keywords")
    assert matches(here, "visa", 0, NAME_FIELDS)[0].fields == ("name",)


def test_half_typed_words_of_a_name_find_it_together_but_not_alone() -> None:
    here = catalogue({"name": "Academic Women's Network"}, {"name": "Day of Discovery"}, *FILL)

    assert ids(here, "acad women") == ["r0"]
    assert ids(here, "acad women", fields=NAME_FIELDS) == ["r0"]


def test_the_likeliest_word_is_reported() -> None:
    lawyer = {"keywords": ["lawyer"]}
    here = catalogue({"keywords": ["immigrant", "lawyer"]}, {"keywords": ["immigration"]}, lawyer, *FILL)

    assert corrections(here, "imigration lawyer") == {"imigration": "immigration"}


# ---- the words around a need ---------------------------------------------------------------------

VISAS = catalogue(
    {"keywords": ["visa", "green card"]}, {"keywords": ["payroll"]}, {"keywords": ["recently moved here"]}, *FILL
)


@pytest.mark.parametrize(
    "around",
    [
        "phone number for {}",
        "um so like {} you know",
        "Hi, this is Ann Lee from Radiology. {} Thank you, Ann",
        "hello my name is tom and i work in surgery, {}",
        "Dear Sir or Madam, {} Best regards, Anna Schmidt",
        "I moved here in June. {}",
        "My sister told me about you. {}",
        "since december {}",
        "{} on monday by june 5",
        "{} for my husband",
        "I found out yesterday: {}",
        "{} at Washington University School of Medicine",
        "{}, not financial aid",
        "{} instead of payroll",
    ],
)
def test_what_is_said_around_a_need_neither_hides_it_nor_is_one(around: str) -> None:
    assert ids(VISAS, around.format("visa"))[0] == "r0"
    assert ids(VISAS, around.format("zzyzx")) == []


def test_what_someone_needs_help_on_is_not_where_they_are() -> None:
    assert needs_in("I need help with an appeal on FAFSA") == ["I need help with an appeal on FAFSA"]
    assert needs_in("I need help with an appeal at FAFSA House") == ["I need help with an appeal "]


@pytest.mark.parametrize("asked", ["visa and payroll", "My visa expires. Also, payroll is wrong", "payroll, visa"])
def test_two_needs_both_have_an_entry(asked: str) -> None:
    ranking = ranked(VISAS, asked)
    assert sorted(hit.doc for hit in (ranking.answers or ranking.guesses)[:2]) == [0, 1]


@pytest.mark.parametrize("said", ["who made you", "since december", "yesterday", "moved"])
def test_common_words_alone_are_not_a_question(said: str) -> None:
    here = catalogue({"keywords": ["love", "made to move", "yesterday in december"]}, *FILL)

    assert ids(here, said) == []


def test_a_keyword_that_is_the_question_comes_before_the_sum_of_its_words() -> None:
    parts = {"name": "Only Black Residents", "keywords": ["black", "resident", "my program", "only"]}
    here = catalogue(parts, {"keywords": ["only black resident in my program", *LETTERS]}, *FILL)

    assert ids(here, "only black resident in my program")[0] == "r1"


def test_a_keyword_in_which_one_word_is_left_is_not_that_word() -> None:
    here = catalogue({"name": "Prom Office"}, {"hidden": ["can we still do this about prom"]}, *FILL)

    assert ids(here, "prom") == ["r0", "r1"]


def test_an_entry_whose_whole_name_is_in_the_question_is_a_guess_at_least() -> None:
    here = catalogue(
        {"name": "Hostel"},
        {"name": "Alarm", "summary": "Rings in a hostel"},
        *({"name": f"Letter {letter}"} for letter in LETTERS),
    )

    assert ranked(here, "which zzyzx yyy xxx would a hostel have").guesses[0].doc == 0


def test_spelled_out_acronyms_are_one_word() -> None:
    here = catalogue({"name": "Student National Medical Association"}, *FILL)

    assert ids(here, "s n m a") == ids(here, "S. N. M. A.") == ["r0"]


@pytest.mark.parametrize("asked", ["quien me ayuda con mi visa", "necesito una visa por favor"])
def test_function_words_of_spanish_are_left_out_in_a_spanish_question(asked: str) -> None:
    assert ids(VISAS, asked)[0] == "r0"
    assert set(corrections(VISAS, asked)) <= {"visa"}


# ---- hidden words --------------------------------------------------------------------------------


def test_a_hidden_word_finds_and_is_not_named() -> None:
    here = catalogue({"hidden": ["drumming"]}, *FILL)

    assert matches(here, "drums", 0) == (Match("drums", "", ("hidden",), "stem"),)
    assert corrections(here, "drumnig") == {}
    assert corrections(here, "drumnig zzzz yyyy") == {}


def test_a_hidden_name_of_a_topic_finds_and_is_not_named() -> None:
    topics = [{"id": "visas", "label": "Visas", "synonyms": ["permits"], "hidden": ["aliens"]}]
    here = catalogue({"topics": ["visas"]}, *FILL, topics=topics)

    assert matches(here, "aliens", 0) == (Match("aliens", "", ("hidden",), "exact"),)
    assert matches(here, "permits", 0) == (Match("permits", "permits", ("topics",), "synonym"),)


@pytest.mark.parametrize(
    "asked", ["snma president", "president of snma", "snma website", "who is the chair of the SNMA"]
)
def test_a_name_is_found_beside_an_office_that_someone_has(asked: str) -> None:
    here = catalogue({"name": "Student National Medical Association", "aliases": ["SNMA"]}, *FILL)

    assert ids(here, asked) == ["r0"]


def test_a_word_of_which_two_letters_are_typed_is_guessed_behind_whole_words() -> None:
    here = catalogue({"keywords": ["visa"]}, {"keywords": ["passport"]}, *FILL)

    assert ids(here, "vi") == []
    assert [here.resource(guess.doc).id for guess in ranked(here, "vi").guesses][:1] == ["r0"]
    assert ids(here, "passport vi")[:2] == ["r1", "r0"]
    assert [match.found for match in matches(here, "vi passport", 0)] == []  # only the word typed last is begun


def test_a_number_matches_only_itself_and_is_not_a_question_alone() -> None:
    here = catalogue({"name": "Training 4.0"}, {"keywords": ["room 4"]}, *FILL)

    assert ids(here, "room 4") == ["r1"]
    assert ids(here, "4") == []
    assert ids(here, "training 4.0") == ["r0"]


def test_one_word_of_a_name_of_a_topic_is_not_that_name() -> None:
    topics = [{"id": "harm", "label": "Harm", "hidden": ["phone me"]}]

    assert ids(catalogue({"topics": ["harm"]}, *FILL, topics=topics), "phone") == []
