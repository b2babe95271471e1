"""Measures search on judged questions, beside plain full-text search, and prints the
tables of benchmarks/README.md.

    python benchmarks/relevance.py                        the sets of this repository
    python benchmarks/relevance.py CATALOGUE QUESTIONS    any other, and more such pairs

`bundled` is a catalogue, too.

QUESTIONS are JSON lines {"query" or "q", "group", "best": [ids]}: any of `best` is
right; if it is empty, nothing should be found. Lines {"q", "grades": {id: 1 to 4}} are
measured by nDCG@10. Catalogues and questions may be gzipped.

    hit@1    share of the questions with an answer whose first answer is right
    g3       share of the needs (of all, if no group is `need`) with a right one among
             the first three answers, or guesses if there is no answer
    silence  share of the questions without an answer that get none
    quiet    share of these that get no guess either

Compared with, in the same run: SQLite's FTS5 (porter, bm25) and, if it is installed,
bm25s, over all the words that dicli indexes. Neither is ever silent. The second table
says what is lost by what people say around a need: of right first answers, and of
silences.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from dicli.core.catalogue import Catalogue
from dicli.core.model import Query
from dicli.files.layers import layers_in_use
from dicli.files.loading import load
from dicli.search.index import names_of, texts
from dicli.search.query import find

OWN = Path(__file__).parents[1] / "tests" / "relevance"
SETS = [("bundled", OWN / "queries.jsonl"), (OWN / "town.yaml", OWN / "town.jsonl")]
SETS += [(OWN / "college.yaml", OWN / "college.jsonl")]
MOST = 10  # answers that are looked at
AROUND = (
    "phone number for {}",
    "um so like {} you know",
    "Hi, this is Ann Lee from Radiology. {} Thank you, Ann",
    "I moved here in June. {}",
    "since december {}",
    "{} for my husband",
    "I found out yesterday: {}",
    "{} at Washington University School of Medicine",
    "{}, not financial aid",
    "I was wondering whether anyone deals with {}",
)
Question = Mapping[str, Any]


class Found(NamedTuple):
    """The ids that an engine gives, best first: answers, or guesses if there are none."""

    answers: list[str]
    guesses: list[str]

    @property
    def shown(self) -> list[str]:
        return self.answers or self.guesses


Engine = Callable[[str], Found]


def unpacked(file: Path) -> bytes:
    data = file.read_bytes()
    return gzip.decompress(data) if file.suffix == ".gz" else data


def catalogue(name: str) -> Catalogue:
    """A catalogue by its file, or the bundled one."""
    if name == "bundled":
        return load(layers_in_use([name], {}), None)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "catalogue.yaml"
        file.write_bytes(unpacked(Path(name)))
        return load(layers_in_use([str(file)], {}), None)


def questions(file: Path) -> list[Question]:
    lines = map(json.loads, unpacked(file).decode().splitlines())
    return [{"q": line.get("query"), **line} for line in lines]


# ---- engines -------------------------------------------------------------------------


def dicli(here: Catalogue) -> Engine:
    def search(text: str) -> Found:
        answer = find(here, Query(words=text))
        answers = [
            hit.resource.id for hit, _ in zip(answer.hits, range(MOST), strict=False)
        ]
        return Found(answers, [hit.resource.id for hit in answer.guesses])

    return search


def words_of(here: Catalogue) -> dict[str, str]:
    """All the words of each resource that dicli indexes, by its id."""
    words: dict[str, str] = {}
    for resource in here:
        all_texts: list[str] = []
        for texts_of_field in texts(resource):
            all_texts += texts_of_field
        for term in here.terms_of(resource):
            all_texts += names_of(term)
        words[resource.id] = " ".join(all_texts)
    return words


def fts5(here: Catalogue) -> Engine:
    database = sqlite3.connect(":memory:")
    database.execute(
        "create virtual table t using fts5(id unindexed, words, tokenize='porter unicode61')"
    )
    database.executemany("insert into t values (?, ?)", words_of(here).items())

    def search(text: str) -> Found:
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", text))
        statement = "select id from t where t match ? order by rank limit ?"
        rows = database.execute(statement, (words, MOST)) if words else ()
        return Found([id for (id,) in rows], [])

    return search


def bm25s(here: Catalogue) -> Engine:
    library: Any = import_module("bm25s")

    from dicli.core.text import stem, tokens

    documents = words_of(here)
    ids = list(documents)
    retriever = library.BM25()
    retriever.index(
        [list(map(stem, tokens(text))) for text in documents.values()],
        show_progress=False,
    )

    def search(text: str) -> Found:
        asked = [list(map(stem, tokens(text)))]
        places, scores = retriever.retrieve(
            asked, k=min(MOST, len(ids)), show_progress=False
        )
        pairs = zip(places[0], scores[0], strict=True)
        return Found([ids[place] for place, score in pairs if score > 0], [])

    return search


# ---- figures -------------------------------------------------------------------------


def share(values: Iterable[bool]) -> str:
    """A share with its 95 % interval (E. B. Wilson, JASA 22, 1927)."""
    listed = list(values)
    if not listed:
        return f"{'':18}"
    number, z = len(listed), 1.96
    part = sum(listed) / number
    middle = (part + z * z / (2 * number)) / (1 + z * z / number)
    half = (
        z
        * math.sqrt(part * (1 - part) / number + z * z / (4 * number * number))
        / (1 + z * z / number)
    )
    return (
        f"{part:.3f} {max(0.0, middle - half):.2f}-{min(1.0, middle + half):.2f}".ljust(
            18
        )
    )


def is_right(ids: Sequence[str], question: Question) -> bool:
    return bool(set(ids) & set(question["best"]))


def judged(asked: Sequence[Question], found: Sequence[Found]) -> dict[str, list[bool]]:
    """For each measure, whether each of the questions that it is about was answered
    well.
    """
    pairs = list(zip(asked, found, strict=True))
    answerable = [(question, one) for question, one in pairs if question["best"]]
    needs = [
        (question, one) for question, one in answerable if question["group"] == "need"
    ] or answerable
    others = [one for question, one in pairs if not question["best"]]
    return {
        "hit@1": [is_right(one.answers[:1], question) for question, one in answerable],
        "g3": [is_right(one.shown[:3], question) for question, one in needs],
        "silence": [not one.answers for one in others],
        "quiet": [not one.shown for one in others],
    }


def shares(asked: Sequence[Question], search: Engine) -> str:
    """The figures of an engine on a set."""
    found = [search(question["q"]) for question in asked]
    return "".join(map(share, judged(asked, found).values()))


def graded(asked: Sequence[Question], search: Engine) -> str:
    """The mean nDCG@10 of an engine."""
    total = 0.0
    for question in asked:
        grades = question["grades"]
        gains = [grades.get(id, 0) for id in search(question["q"]).shown[:MOST]]
        total += gain_of(gains) / gain_of(sorted(grades.values(), reverse=True)[:MOST])
    return f"nDCG@10 {total / len(asked):.3f}"


def gain_of(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(rank + 2) for rank, gain in enumerate(gains))


def around(asked: Sequence[Question], search: Engine) -> None:
    """Prints what each way of asking loses."""
    plain = [(question, search(question["q"]).answers) for question in asked]
    right = [question for question, answers in plain if is_right(answers[:1], question)]
    silent = [
        question for question, answers in plain if not question["best"] and not answers
    ]
    print(f"\n{'':56}lost of {len(right):3}       broken of {len(silent)}")
    for way in AROUND:
        lost = share(
            not is_right(search(way.format(one["q"])).answers[:1], one) for one in right
        )
        broken = share(bool(search(way.format(one["q"])).answers) for one in silent)
        print(f"{way:56}{lost}{broken}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", metavar="CATALOGUE QUESTIONS")
    files = parser.parse_args().files
    pairs = list(zip(files[::2], map(Path, files[1::2]), strict=True)) or SETS
    print(f"{'':34}{'hit@1':18}{'g3':18}{'silence':18}{'quiet':18}")
    for name, file in pairs:
        here, asked = catalogue(str(name)), questions(file)
        engines = {"dicli": dicli(here), "FTS5": fts5(here)}
        if find_spec("bm25s"):
            engines["bm25s"] = bm25s(here)
        is_graded = "grades" in asked[0]
        for engine, search in engines.items():
            figures = graded(asked, search) if is_graded else shares(asked, search)
            print(f"{file.name[:24]:24}  {engine:8}{figures}")
        if not is_graded:
            around(asked, engines["dicli"])


if __name__ == "__main__":
    main()
