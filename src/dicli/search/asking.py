"""What people say around a need: function words, courtesy, who they are and where,
when, and what they do not want.

    Hi, this is Ann Lee from Surgery. My visa runs out in June, not my passport. Thanks!
                                         visa runs out

Function words are not searched for. Words around a need (`AROUND`) tell little beside
others. What names the caller, a place at the end, or what is not meant, is left out of
a question if anything else is left.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from itertools import groupby

from dicli.core.text import distinct, tokens

# They say that someone asks, not what for. No catalogue is searched for them.
FUNCTION_WORDS = frozenset(
    """
    a about above after again all also am an and any anybody anyone anything are aren
    arent as ask at be because been before being between but by call called caller can
    cannot cant contact could couldnt did didnt do does doesnt doing done dont during
    each else every few find for from further get gets getting give gives go goes going
    got had handle handles has have havent having he help helps her here hers hey hi him
    his how i id if ill im in info information into is isnt it its ive just know let
    like look looking looks many may maybe me might mine more most much must my myself
    near need needed needs no nor not now of off on once one only or other our out over
    own please question questions really right same say says see seek seeking she should
    so some somebody someone something still such take tell than thank thanks that the
    their them then there these they theyre thing things this those through to too try
    trying under until up us use very want wanted wants was wasnt way we were weve what
    whats when where wheres which while who whom whos whose why will with without wont
    would yes you your yours
    """.split()
)

# Words that ask how to reach someone; beside a name they do not change who is meant.
CONTACT = frozenset(
    """
    address addresses call contact contacts details e email emails fax help hour hours
    info information link location mail number numbers office opening page phone phones
    reach site tel telephone url web webpage website
    """.split()
)

# Courtesy, chat, temper and the small words of speech.
_COURTESY = """
    actually afternoon anyway apparently asap asking asshole assholes basically bloody
    btw bye calling cheers crap crappy damn deal dealing deals dear er evening folks
    found fucking fyi greetings guess guys heard hello hey hm hmm honestly hope hoping
    idiot idiots idk instead jerk jerks kinda kindly lately literally lmk lol lot madam
    mean morning moron nvm obviously oh ok okay omg perhaps pls plz quick quickly r
    recently regards said seriously shit shitty sincerely sir smh sorry sort speak stuff
    suck sucked sucks supposed talk talking tbh thought thx tnx told turn turned ty tysm
    u uh uhh um umm ur well whatever whether wonder wondered wondering writing wtf yeah
    yep
"""
_TIME = """
    ago already besides day days january february march april may june july august
    september october november december jan feb mar apr jun jul aug sept sep oct nov dec
    last later monday month months mondays next night nights since soon sunday saturday
    friday thursday wednesday tuesday mon tue tues wed thu thurs fri sat sun today
    tomorrow tonight week weeks year years yesterday
"""
_PEOPLE = """
    aunt boyfriend brother brothers cousin dad daughter father fiance fiancee friend
    friends girlfriend grandfather grandma grandmother grandpa husband kid kids mom
    mother mum nephew niece roommate sister sisters son spouse uncle wife dr mr mrs ms
    prof dept
"""
COURTESY = frozenset(_COURTESY.split())
AROUND = COURTESY | CONTACT | frozenset(f"{_TIME} {_PEOPLE}".split())

SPANISH = frozenset(
    """
    a al algo alguien algun alguna alguno ante aqui asi aun aunque ayuda ayudar ayudarme
    ayude buen buena buenas bueno buenos busco cada como con cosa cosas cual cuales
    cualquier cuando cuanta cuanto cuantos de debo del desde dia dias donde dos e el
    ella ellas ellos en entre era eres es esa ese eso esos esta estaba estan estar este
    esto estos estoy favor fue gracias ha hablar hace hacer hacia han hasta hay haya
    hola ir la las le les lo los mas me mi mientras mis muy nada nadie necesita necesito
    ni ninguna ninguno no nos nosotros nuestra nuestro o otra otras otro otros para pero
    poco por porque puede pueden puedo pues que quien quienes quiera quiero quisiera se
    sea ser si sido sin sobre solo somos son soy su sus tal tambien tan tanto te tener
    tengo ti tiene tienen toda todas todo todos tu tus un una unas uno unos usted va
    vamos voy y ya yo
    """.split()
)

_PLACE_WORDS = frozenset(
    "campus center centre clinic college hospital institute school university".split()
)
_NAME = r"[^\W\d_][\w'\u2019-]*"
_CAPITAL = r"[A-Z][\w'\u2019.-]*"
_INTRODUCTION = (
    rf"\b(?P<said>(?i:this is|my name is|my name's|i am|i'm"
    rf"|im))\s+(?P<name>{_NAME})(?:\s+{_CAPITAL}){{0,3}}"
    r"(?:,?\s+(?i:and\s+)?(?i:i work\s+|i am\s+|i'm\s+"
    r"|calling\s+)?(?i:over\s+)?(?i:from|with|in|at|of)\s+(?i:the\s+)?"
    r"(?i:(?:center|college|department|dept|division|office|school)\s+of\s+)?"
    rf"{_NAME}(?:\s+(?:(?:and|of|&)\s+)?{_CAPITAL})*)?"
)
_CLOSING = (
    r"\b(?i:(?:best\s+|kind\s+|warm\s+|many\s+)?(?:regards|sincerely|cheers|thanks|thank you))\b"
    rf"[\s,!.-]*(?:{_CAPITAL}\s*){{0,4}}$"
)
_PLACE = r"(?i)(?:^|[\s,])(?P<where>in|at|on)\s+(?P<place>[^,;:!?]{2,100}?)[\s.!?]*$"
_EXCLUDED = (
    r"(?i)(?:[,;]\s*(?:but\s+)?not|\bbut not|\binstead of|\brather than"
    r"|\bother than|\bas opposed to)\s+"
    r"(?!\w+ing\b|\w+ed\b|sure\b|able\b|only\b|just\b)[^.,;:!?]+"
)
_SENTENCE_END = (
    r"(?<!\b\w)(?<!\bSt)(?<!\b[DdMm]r)(?<!\bMrs)(?<!\bMs)(?<!\bProf)[.;]+\s+|[!?\n]+\s*"
)
_CLAUSE_END = r"(?i)\s*,\s*|\b(?:and|also|plus|but)\b"
MOST_PLACE_WORDS = 8  # of a place at the end of a sentence
MIN_BLANKS = 2  # in a question that may have something around its need


def is_spanish(words: list[str]) -> bool:
    """Whether some folded words are Spanish: at least two are Spanish function words,
    and not English ones as well.
    """
    return sum(word in SPANISH and word not in FUNCTION_WORDS for word in words) > 1


def telling(text: str) -> list[str]:
    """The folded words of a text that may be searched for, each once."""
    words = _spelt_out(tokens(text))
    left_out = FUNCTION_WORDS | SPANISH if is_spanish(words) else FUNCTION_WORDS
    return distinct(word for word in words if word not in left_out)


def _spelt_out(words: list[str]) -> list[str]:
    """The words, with three or more single letters in a row as one word: "s n m a" is
    "snma".
    """
    spelt: list[str] = []
    for is_letter, group in groupby(words, key=lambda word: len(word) == 1):
        row = list(group)
        if is_letter and len(row) > 2:
            row = ["".join(row)]
        spelt += row
    return spelt


def needs_in(text: str) -> list[str]:
    """The sentences of a question, without who asks, where they are and what they do not
    want; those that have nothing else are left out.
    """
    if text.count(" ") < MIN_BLANKS:
        return [text] if telling(text) else []
    words = set(tokens(text))
    needs = []
    for sentence in re.split(_SENTENCE_END, text):
        need = sentence
        for hints, pattern, is_around in _AROUND_A_NEED:
            # else the pattern cannot match, and need not be prepared
            if words.intersection(hints):
                need = re.sub(pattern, partial(_without, is_around), need)
        if telling(need):
            needs.append(need)
    return needs


def _without(is_around: Callable[[re.Match[str]], bool], part: re.Match[str]) -> str:
    """A blank for a part of a sentence that is around the need; any other as it is."""
    return " " if is_around(part) else part[0]


def _is_introduction(part: re.Match[str]) -> bool:
    """Whether a match of _INTRODUCTION gives a name ("I'm Ann"), not what someone is
    ("I'm deaf").
    """
    from dicli.search.spelling import is_name

    said = part["said"].casefold()
    if said.startswith("my name"):
        return True
    if said == "this is" and part["name"][0].isupper():
        return True
    return is_name(" ".join(tokens(part["name"])))


def _is_place(part: re.Match[str]) -> bool:
    """Whether a match of _PLACE gives a place: only names and everyday words; or "at"
    and capitalized words; or several words, one of them in _PLACE_WORDS.
    """
    from dicli.search.spelling import says_little

    folded = [word for word in tokens(part["place"]) if word not in FUNCTION_WORDS]
    if not folded or len(folded) > MOST_PLACE_WORDS:
        return False
    if all(map(says_little, folded)):
        return True
    if part["where"].casefold() == "at" and _has_capitals(part["place"]):
        return True
    return len(folded) > 1 and bool(_PLACE_WORDS.intersection(folded))


def _has_capitals(name: str) -> bool:
    """Whether all words of a name but the small ones begin with a capital."""
    small = ("of", "the", "and", "&")
    return all(word in small or word[0].isupper() for word in name.split())


def clauses(text: str) -> list[str]:
    """The parts of a text between commas and conjunctions."""
    return [part for part in re.split(_CLAUSE_END, text) if part.strip()]


def _always(part: re.Match[str]) -> bool:
    return True


# Words; a pattern that matches only where one of them is; and a function that says
# whether a match is around the need.
_AROUND_A_NEED = (
    (("this", "name", "names", "am", "im"), _INTRODUCTION, _is_introduction),
    (("regards", "sincerely", "cheers", "thank", "thanks"), _CLOSING, _always),
    (("not", "instead", "rather", "other", "opposed"), _EXCLUDED, _always),
    (("in", "at", "on"), _PLACE, _is_place),
)
