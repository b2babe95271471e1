"""Ranking: what comes first, what is cut, when nothing is said, and the reasons given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from dicli.core.catalogue import Catalogue
from dicli.core.model import Match
from dicli.core.text import tokens
from dicli.search import ranking as search
from dicli.search.compilation import compiled
from dicli.search.index import NAME_FIELDS, Index, index_of
from dicli.search.ranking import (
    CORRECTED_NAME,
    EXACT_NAME,
    FOR_THEM,
    GUESSES,
    K1,
    SAME_WORDS,
    TAIL,
    containing,
    phrased,
    ranked,
)
from dicli.search.words import EVERYDAY, MAX_CANDIDATES, STEM_STRENGTH, idf, needs


def catalogue(*resources: dict[str, Any], topics: Sequence[Any] = (), audiences: Sequence[Any] = ()) -> Catalogue:
    """A catalogue of the given records; each gets an id and a name if it has none."""
    records = [{"id": f"r{n}", "name": f"Thing{n}", **record} for n, record in enumerate(resources)]
    data = {"info": {}, "files": [], "audiences": audiences, "topics": topics, "kinds": [], "resources": records}
    return Catalogue(compiled(data))


def ids(here: Catalogue, text: str, **more: Any) -> list[str]:
    return [here.resource(hit.place).id for hit in ranked(here, text, **more).found]


def hows(here: Catalogue, text: str) -> list[tuple[str, str, str]]:
    ranking = ranked(here, text)
    return [(match.word, match.found, match.how) for match in ranking.matches(ranking.found[0].place)]


LETTERS = "abcdefghijklmnopqrstuvwxyz"
FILL = [{"id": f"other-{n}", "name": f"Unrelated {word}"} for n, word in enumerate("abacus bagel cobalt delta".split())]


# ---- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["Women's Network", "womens network", "WOMEN’S  NETWORK!", "women's-network"])
def test_case_punctuation_and_possessives_do_not_matter_in_a_name(typed: str) -> None:
    here = catalogue({"name": "Network"}, {"name": "Women's Network"}, *FILL)

    assert ids(here, typed)[0] == "r1"
    assert ranked(here, typed).found[0].score >= EXACT_NAME


def test_an_exact_name_comes_before_the_same_words_in_another_order_and_these_before_all_else() -> None:
    here = catalogue(
        {"name": "Science", "keywords": ["arts"]},
        {"name": "Arts and Science", "keywords": ["science and arts", "arts", "science"]},
        {"name": "Science and Arts"},
        *FILL,
    )

    found = ranked(here, "science and arts").found

    assert [here.resource(hit.place).id for hit in found][:2] == ["r2", "r1"]
    assert found[0].score >= EXACT_NAME > found[1].score >= SAME_WORDS > found[2].score


@pytest.mark.parametrize("typed", ["office of minoritys affairs", "offices of minority affairs"])
def test_a_name_with_another_inflection_of_a_word_comes_first(typed: str) -> None:
    here = catalogue(
        {"name": "Minorities"}, {"name": "Office of Faculty Affairs"}, {"name": "Office of Minority Affairs"}
    )

    assert ids(here, typed)[0] == "r2"


@pytest.mark.parametrize("typed", ["ODIs", "odis", "is ODI stills there", "somethings about ODI"])
def test_an_s_at_the_end_of_an_acronym_or_of_filler_does_not_hide_a_name(typed: str) -> None:
    here = catalogue({"name": "Office of Diversity and Inclusion"}, {"name": "Open house"}, *FILL)

    assert ids(here, typed)[:1] == ["r0"]


def test_an_ampersand_reads_as_and_on_either_side() -> None:
    here = catalogue({"name": "Diversity & Inclusion"}, {"name": "Arts and Crafts"}, *FILL)

    assert ids(here, "diversity and inclusion")[0] == "r0"
    assert ids(here, "arts & crafts")[0] == "r1"


def test_accents_do_not_matter_on_either_side() -> None:
    here = catalogue({"name": "Universität Łódź"}, {"name": "Cafe"}, *FILL)

    assert ids(here, "universitat lodz") == ["r0"]
    assert ids(here, "café") == ["r1"]


def test_a_misspelt_whole_name_is_found_by_its_correction() -> None:
    here = catalogue({"name": "Ombudsman"}, {"name": "Ombudsman for students and everybody else here"}, *FILL)

    ranking = ranked(here, "ombusdman")

    assert [hit.place for hit in ranking.found] == [0, 1]
    assert ranking.found[0].score >= CORRECTED_NAME
    assert ranking.assumed() == {"ombusdman": "ombudsman"}


def test_ids_and_aliases_are_names_too() -> None:
    here = catalogue({"id": "main-desk", "name": "Reception", "aliases": ["Front office"]}, *FILL)

    assert ranked(here, "main desk").found[0].score >= EXACT_NAME
    assert ranked(here, "front office").found[0].score >= EXACT_NAME


def test_initials_of_a_name_find_it_with_and_without_the_small_words() -> None:
    here = catalogue({"name": "Office for Visiting Scholars"}, {"name": "Academic Women's Network"}, *FILL)

    assert hows(here, "awn") == [("awn", "awn", "acronym")]
    assert ids(here, "ovs") == ["r0"]
    assert ids(here, "ofvs") == ["r0"]


def test_the_host_of_an_address_is_a_name_too() -> None:
    here = catalogue({"url": "https://oiss.example.org/x"}, *FILL)

    assert ids(here, "oiss") == ["r0"]


def test_only_names_and_aliases_count_where_only_they_are_asked_for() -> None:
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
def test_a_misspelt_word_is_corrected_and_told_of(typed: str, meant: str) -> None:
    here = catalogue({"keywords": [meant]}, *FILL)

    assert ranked(here, typed).assumed() == {typed: meant}


@pytest.mark.parametrize("typed", ["bisa", "vis", "viza", "wombat", "qvisa"])
def test_short_words_get_no_slack_and_first_letters_are_right(typed: str) -> None:
    here = catalogue({"keywords": ["visa", "combat"]}, *FILL)

    assert ids(here, typed) == []


@pytest.mark.parametrize("typed", ["wumna", "wuma", "wmuma", "wummma", "uwmma"])
def test_a_misspelt_acronym_is_corrected(typed: str) -> None:
    here = catalogue({"aliases": ["WUMMA"]}, {"aliases": ["APAMSA"]}, *FILL)

    assert ids(here, typed) == ["r0"]
    assert ranked(here, typed).assumed() == {typed: "wumma"}


@pytest.mark.parametrize("typed", ["disco", "snmp", "dis", "dicsco", "soma"])
def test_no_word_is_taken_for_an_acronym_that_it_hardly_is(typed: str) -> None:
    here = catalogue({"aliases": ["DISC"]}, {"aliases": ["SNMA"]}, *FILL)

    assert ids(here, typed) == []


@pytest.mark.parametrize(
    ("word", "likely"), [("pension", "Persian"), ("ghana", "grand"), ("fight", "flight"), ("collage", "college")]
)
def test_a_common_english_word_is_not_corrected_into_another(word: str, likely: str) -> None:
    here = catalogue({"keywords": [likely]}, *FILL)

    assert ids(here, word) == []


@pytest.mark.parametrize("written", ["401(k)", "403(b)", "M.D./Ph.D.", "D&I", "H-1B", "and/or-else"])
def test_marks_within_a_word_do_not_matter_on_either_side(written: str) -> None:
    bare = "".join(tokens(written))

    assert ids(catalogue({"keywords": [written]}, *FILL), bare) == ["r0"]
    assert ids(catalogue({"keywords": [bare]}, *FILL), written) == ["r0"]


# ---- names beside words that say little ----------------------------------------------------------


@pytest.mark.parametrize("alias", ["IT", "US", "WHO"])
@pytest.mark.parametrize("asked", ["{} laptop", "laptop {}", "{} phone", "who is {}?", "help with {}, please"])
def test_an_alias_that_is_a_filler_word_elsewhere_is_found_beside_other_words(alias: str, asked: str) -> None:
    here = catalogue({"keywords": ["laptop"]}, {"aliases": [alias], "keywords": ["laptop"]}, *FILL)

    assert ids(here, asked.format(alias))[0] == "r1"


def test_a_filler_word_in_small_letters_is_a_name_only_where_it_asks_for_nothing_else() -> None:
    here = catalogue({"keywords": ["laptop"]}, {"aliases": ["IT"], "keywords": ["laptop"]}, *FILL)

    assert ids(here, "it laptop")[0] == "r1"
    assert ids(here, "what can i do about it with my laptop") == ["r0", "r1"]


@pytest.mark.parametrize("asked", ["{} phone", "phone number of the {}", "where is {}", "{} office hours", "e-mail {}"])
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


@pytest.mark.parametrize("asked", ["kill myself", "i want to kill myself"])
def test_a_keyword_said_whole_comes_first_though_all_but_one_of_its_words_are_filler(asked: str) -> None:
    often = {"keywords": ["he will kill me", "kill switch", "she wants to kill me"]}

    assert ids(catalogue(often, {"keywords": ["kill myself"], "summary": "Long. " * 30}, *FILL), asked)[0] == "r1"


def test_words_that_ask_how_to_reach_somebody_find_nothing_alone_but_what_has_them() -> None:
    assert ids(catalogue({"name": "Visa"}), "phone number") == []
    assert ids(catalogue({"name": "Visa"}, {"keywords": ["phone"]}), "phone number") == ["r1"]


def test_where_thousands_of_words_begin_so_the_nearest_are_candidates() -> None:
    many = [f"abcd{a}{b}{c}" for a in LETTERS for b in LETTERS for c in LETTERS[:3]]
    here = catalogue({"keywords": many}, {"keywords": ["abcde"]}, *FILL)

    [need] = needs(index_of(here), len(here), "abcd")

    assert len(need.options) <= MAX_CANDIDATES
    assert need.options[0].word.text == "abcde"


def test_a_word_that_the_catalogue_knows_is_never_corrected() -> None:
    here = catalogue({"keywords": ["climate"]}, {"keywords": ["primate"]}, {"keywords": ["climates rarely"]}, *FILL)

    assert ranked(here, "primate").assumed() == {}
    assert ids(here, "primate") == ["r1"]


def test_a_beginning_finds_what_is_nearly_spelt_out() -> None:
    here = catalogue({"keywords": ["veterinary"]}, *FILL)

    assert hows(here, "veterina") == [("veterina", "veterinary", "prefix")]
    assert ids(here, "vete") == [*ids(here, "vet"), "r0"]
    assert ranked(here, "veterin zzzz").near() == ("veterinary",)


@pytest.mark.parametrize("typed", ["h-1b", "H1B", "h1b visa", "H-1B visa"])
def test_a_compound_is_found_with_and_without_its_hyphen(typed: str) -> None:
    here = catalogue({"keywords": ["H-1B visa"]}, {"keywords": ["H and one b"]}, *FILL)

    assert ids(here, typed)[0] == "r0"


def test_words_written_together_or_apart_are_the_same() -> None:
    here = catalogue({"keywords": ["high school"]}, {"keywords": ["postdoc"]}, *FILL)

    assert ids(here, "highschool") == ["r0"]
    assert ids(here, "post doc") == ["r1"]


def test_filler_does_not_count() -> None:
    here = catalogue({"keywords": ["visa"]}, {"keywords": ["how to get help with things"]}, *FILL)

    assert ids(here, "how do I get help with a visa") == ids(here, "visa") == ["r0"]
    assert ids(here, "how do I") == []


# ---- silence and tails ---------------------------------------------------------------------------


def test_nothing_is_said_where_most_of_the_question_is_unknown() -> None:
    here = catalogue({"name": "Homer Phillips Lecture"}, *FILL)

    assert ids(here, "phillips screwdriver") == []
    assert ids(here, "homer phillips") == ["r0"]
    assert ids(here, "phillips") == ["r0"]


def test_two_rare_words_are_enough_for_any_question() -> None:
    here = catalogue({"keywords": ["visa", "sponsor", "embassy"]}, *FILL)
    rest = " ".join(f"unheard{n}" for n in range(20))

    assert ids(here, f"visa sponsor embassy {rest}") == ["r0"]
    assert ids(here, f"visa {rest}") == []


def test_weak_hits_behind_good_ones_are_cut() -> None:
    strong = {"name": "Visa office", "keywords": ["visa", "sponsor"], "summary": "Visa and sponsor questions."}
    weak = {"summary": "A long text about everything else in the world, that once names a sponsor in passing only."}
    here = catalogue(strong, weak, *FILL)

    assert ids(here, "visa sponsor") == ["r0"]
    assert ids(here, "passing") == ["r1"]


def test_one_word_of_a_long_phrase_says_less_than_the_phrase() -> None:
    many = [{"id": f"more-{n}", "name": f"Further{n}", "summary": "Letters." * (n < 10)} for n in range(60)]
    whole = catalogue({"keywords": ["visa"]}, *many)
    part = catalogue({"keywords": ["visa stamp in an old passport lost abroad"]}, *many)

    assert [place for place, _ in ranked(whole, "visa letters").guessed] == [0]
    assert not ranked(part, "visa letters").guessed
    assert ids(part, "visa") == ["r0"]


def test_words_that_stand_together_in_a_keyword_come_before_the_same_words_apart() -> None:
    here = catalogue({"keywords": ["green", "card", "visa"]}, {"keywords": ["blue", "visa", "green card"]}, *FILL)

    assert ids(here, "green card") == ["r1", "r0"]


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


def test_a_place_is_searched_where_nothing_else_is_asked() -> None:
    here = catalogue({"keywords": ["visa"]}, {"summary": "All about St. Louis"}, *FILL)

    assert ids(here, "in St. Louis") == ["r1"]


def test_an_everyday_word_of_the_catalogue_tells_less_than_a_rarer_one() -> None:
    here = catalogue({"keywords": ["keeps"]}, {"keywords": ["mentor"]}, *FILL)
    keeps, mentor = needs(index_of(here), len(here), "keeps mentor")

    assert keeps.idf == pytest.approx(EVERYDAY * mentor.idf)


# ---- guesses -------------------------------------------------------------------------------------

DOOR = catalogue({"keywords": ["race"]}, {"keywords": ["used car", "car"]}, {"keywords": ["door"]}, *FILL)


@pytest.mark.parametrize(
    ("asked", "near"), [("race car", ["r0", "r1"]), ("zzzz yyyy", []), ("car xxxx yyyy zzzz", ["r1"])]
)
def test_where_nothing_fits_well_what_comes_nearest_is_a_guess(asked: str, near: list[str]) -> None:
    ranking = ranked(DOOR, asked)

    assert ranking.found == ()
    assert sorted(DOOR.resource(place).id for place, _ in ranking.guessed) == near


def test_there_are_three_guesses_at_most_and_none_behind_an_answer() -> None:
    here = catalogue(*({"keywords": ["car"]} for _ in range(5)), *({"name": f"Other {letter}"} for letter in LETTERS))

    assert len(ranked(here, "car xxxx").guessed) == GUESSES
    assert ranked(here, "car").guessed == ()


def test_guesses_keep_to_the_places_that_are_allowed() -> None:
    assert [place for place, _ in ranked(DOOR, "race car", allowed=[1]).guessed] == [1]


# ---- what people say for what offices are called -------------------------------------------------

TOWN = catalogue(
    {"name": "PADS", "summary": "Emergency shelter."}, {"name": "Northside food pantry"}, {"name": "Legal aid"}, *FILL
)


@pytest.mark.parametrize(
    ("asked", "found"), [("nowhere to sleep tonight", "r0"), ("free groceries", "r1"), ("out of food and hungry", "r1")]
)
def test_what_people_say_leads_to_what_offices_call_it_but_only_as_a_guess(asked: str, found: str) -> None:
    ranking = ranked(TOWN, asked)

    assert ranking.found == ()
    assert [TOWN.resource(place).id for place, _ in ranking.guessed][:1] == [found]
    assert "related" in {match.how for match in ranking.matches(ranking.guessed[0].place)}


def test_a_guess_about_a_lay_phrase_names_the_phrase_and_the_word_that_stands_for_it() -> None:
    ranking = ranked(TOWN, "nowhere to sleep")

    assert Match("nowhere sleep", "shelter", ("summary",), "related") in ranking.matches(0)


def test_where_the_words_of_the_catalogue_answer_no_lay_phrase_is_looked_for() -> None:
    here = catalogue({"keywords": ["nowhere to sleep"]}, {"name": "Shelter"}, *FILL)

    assert ids(here, "nowhere to sleep") == ["r0"]
    assert {how for _, _, how in hows(here, "nowhere to sleep")} == {"exact"}


def test_the_words_of_the_catalogue_come_before_what_they_are_related_to() -> None:
    many = [{"name": f"Letter{n}", "summary": "Letters."} for n in range(10)]
    here = catalogue({"summary": "Pantry."}, {"summary": "Hungry."}, *many, *({"name": f"More{n}"} for n in range(60)))

    ranking = ranked(here, "hungry letters")

    assert ranking.found == ()
    assert [here.resource(place).id for place, _ in ranking.guessed][:2] == ["r1", "r0"]


def test_a_part_of_a_short_lay_phrase_is_not_the_phrase() -> None:
    assert not ranked(catalogue({"name": "Shelter"}, *FILL), "sleep").guessed


# ---- who is asking -------------------------------------------------------------------------------

AUDIENCES = [
    {"id": "staff", "label": "Staff"},
    {"id": "postdocs", "label": "Postdocs", "synonyms": ["research fellows"]},
]


def test_an_audience_in_the_query_favours_what_is_meant_for_it_and_hides_nothing() -> None:
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
    ranking = ranked(here, "visa renewal")

    matches = ranking.matches(ranking.found[0].place)

    assert matches[0] == Match("visa", "visa", ("name", "summary"), "exact")
    assert 0 < ranking.found[0].score <= 1 + FOR_THEM


def test_a_query_without_a_telling_word_finds_nothing() -> None:
    here = catalogue({"keywords": ["visa"]}, *FILL)

    for text in ("", " ", "!!", "the", "\udcff"):
        assert ids(here, text) == []


def test_a_name_of_marks_only_is_found_by_itself() -> None:
    here = catalogue({"name": "!!!"}, {"name": "???"}, *FILL)

    assert ids(here, "???") == ["r1"]


# ---- filters -------------------------------------------------------------------------------------


def test_a_keyword_is_contained_in_any_field_and_inflection_but_not_misspelt() -> None:
    here = catalogue({"name": "Mentors"}, {"summary": "They mentor."}, {"keywords": ["tormentor"]}, *FILL)

    assert containing(index_of(here), "mentoring") == {0, 1}
    assert containing(index_of(here), "mentr") == set()
    assert containing(index_of(here), "mentor unrelated") == set()
    assert containing(index_of(here), "the") == set()


def test_a_phrase_stands_word_for_word_within_one_text() -> None:
    here = catalogue(
        {"keywords": ["prayer room", "quiet"]}, {"keywords": ["room for prayer"]}, {"summary": "A prayer-room."}
    )

    assert phrased(here, ["Prayer Room"]) == {0, 2}
    assert phrased(here, ["room quiet"]) == set()
    assert phrased(here, ["for the"]) == set()


# ---- the figures ---------------------------------------------------------------------------------


def test_a_score_is_the_share_of_the_question_that_bm25_finds_answered() -> None:
    here = catalogue({"keywords": ["visa"]}, {"keywords": ["visa", "sponsor"]}, *FILL)
    index = index_of(here)
    weight = {
        (word, place): weight
        for word in ("visa", "sponsor")
        for member in (index.family(word) or pytest.fail(word)).words
        for place, (weight, _, _) in index.postings(member)
    }
    visa, sponsor = idf(len(here), 2), idf(len(here), 1)

    scores = dict(ranked(here, "sponsor visa").found)

    saturated = {key: value / (K1 + value) for key, value in weight.items()}
    both = (sponsor * saturated["sponsor", 1] + visa * saturated["visa", 1]) / (sponsor + visa)
    one = visa * saturated["visa", 0] / (sponsor + visa)
    assert scores == {1: pytest.approx(both), **({0: pytest.approx(one)} if one >= TAIL * both else {})}


def test_an_inflection_weighs_less_by_its_strength() -> None:
    here = catalogue({"keywords": ["mentor"]}, *FILL)

    exact, inflected = (ranked(here, word).found[0].score for word in ("mentor", "mentors"))

    weight = exact * K1 / (1 - exact)
    assert inflected == pytest.approx(STEM_STRENGTH * weight / (K1 + STEM_STRENGTH * weight))


def test_looking_words_up_where_rarer_ones_were_found_gives_the_same_as_everywhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    many = [{"keywords": ["common", f"only{n}", "rare" if n % 40 == 0 else "usual"]} for n in range(200)]
    here = catalogue(*many)
    queries = ("rare common", "only7 common", "only7 rare common usual", "only3 only4 only5 common", "common usual")

    pruned = {query: [tuple(hit) for hit in ranked(here, query).found] for query in queries}
    monkeypatch.setattr(search, "LEAST", -1.0)
    every = Index.postings
    monkeypatch.setattr(Index, "postings", lambda index, word, _: every(index, word))
    whole = {query: [tuple(hit) for hit in ranked(here, query).found] for query in queries}

    for query in queries:
        kept = [hit for hit in whole[query] if hit[0] in {place for place, _ in pruned[query]}]
        assert [place for place, _ in pruned[query]] == [place for place, _ in kept]
        assert [score for _, score in pruned[query]] == pytest.approx([score for _, score in kept])
    assert pruned["only7 common"][0][0] == 7
    assert {place for place, _ in pruned["rare common"]} >= {0, 40, 80, 120, 160}


def test_no_reason_is_given_for_a_word_that_does_not_stand_there() -> None:
    here = catalogue({"keywords": ["visa", "sponsor"]}, {"keywords": ["visa"]}, *FILL)
    ranking = ranked(here, "visa sponsor")

    assert [match.word for match in ranking.matches(0)] == ["visa", "sponsor"]
    assert [match.word for match in ranking.matches(1)] == ["visa"]
    assert ranking.matches(2) == ()


def test_the_fields_of_a_reason_are_those_that_count() -> None:
    here = catalogue({"name": "Visa desk", "keywords": ["visa"]}, *FILL)

    assert ranked(here, "visa").matches(0)[0].fields == ("name", "keywords")
    assert ranked(here, "visa", NAME_FIELDS).matches(0)[0].fields == ("name",)


def test_at_most_three_words_are_guessed() -> None:
    here = catalogue({"keywords": ["visa", "sponsor", "embassy", "passport"]}, *FILL)

    assert ranked(here, "vsiaa sponzorrr embasyyy pasportss").near() == ("visa", "sponsor", "embassy")


def test_half_typed_words_of_a_name_find_it_together_but_not_alone() -> None:
    here = catalogue({"name": "Academic Women's Network"}, {"name": "Day of Discovery"}, *FILL)

    assert ids(here, "acad women") == ["r0"]
    assert ids(here, "acad women", fields=NAME_FIELDS) == ["r0"]
    assert ids(here, "disco") == []


def test_the_likeliest_word_is_told_of_even_where_another_ranks_first() -> None:
    lawyer = {"keywords": ["lawyer"]}
    here = catalogue({"keywords": ["immigrant", "lawyer"]}, {"keywords": ["immigration"]}, lawyer, *FILL)

    ranking = ranked(here, "imigration lawyer")

    assert ranking.found[0].place == 0
    assert ranking.assumed() == {"imigration": "immigration"}
