"""Measures search on judged queries, beside what a user could have instead, and prints the tables of docs/search.md.

    python benchmarks/relevance.py --needs QUERIES.jsonl [--needs-catalogue FILE]
                                   --names QUERIES.jsonl --names-catalogue FILE
                                   --texts QUERIES.jsonl --texts-catalogue FILE

Each is optional. QUERIES are JSON lines. For needs and names: {"q", "group", "best": [ids], "also": [ids]}; any of
`best` is right at rank 1, `also` is fine within the first five, and in the group `none` nothing should be found. For
texts: {"q", "grades": {id: 1 to 4}}. Catalogues may be gzipped.

    hit@1    share with the first id in `best`
    hit@3    share with one of `best` among the first three
    nDCG@5   gain 2 for best, 1 for also, against the ideal order (nDCG@10 of the grades for texts)
    missed   share of answerable queries that got nothing
    silence  share of the queries of the group `none` that got nothing

Shares stand with their 95 % Wilson interval. "With guesses" counts what `--guess` shows where nothing is an answer. The
second table for needs says what a way of asking costs: of the queries whose first hit is right as they are, the share
that loses it.

Compared with, where installed: `fzf --filter` over the lines of `dicli list`, RapidFuzz's WRatio over names and
aliases, and SQLite's FTS5 (porter, bm25) over all the words that dicli indexes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import re
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from dicli.core.catalogue import Catalogue
from dicli.core.model import Query
from dicli.files import layers
from dicli.search.index import texts
from dicli.search.query import find

Search = Callable[[str], list[str]]
"""An engine: the ids that it gives for a query, best first."""


def catalogue(file: str) -> Catalogue:
    """A catalogue, unpacked first if it is gzipped."""
    if file.endswith(".gz"):
        unpacked = Path(tempfile.mkdtemp()) / "catalogue.yaml"
        unpacked.write_bytes(gzip.decompress(Path(file).read_bytes()))
        file = str(unpacked)
    return layers.load([layers.Layer(file, layers.bundled_file() if file == layers.BUNDLED else file)], None)


# ---- engines -------------------------------------------------------------------------------------


def dicli(here: Catalogue) -> Search:
    return lambda text: [hit.resource.id for hit in find(here, Query(words=text)).hits]


def guessing(here: Catalogue) -> Search:
    """dicli with guesses."""

    def search(text: str) -> list[str]:
        answer = find(here, Query(words=text))
        return [hit.resource.id for hit in (*answer.hits, *answer.guesses)]

    return search


def fzf(here: Catalogue) -> Search:
    lines = "\n".join(f"{r.id}\t{r.name} {' '.join(r.aliases)} {' '.join(r.keywords)} {r.summary or ''}" for r in here)

    def search(text: str) -> list[str]:
        words = ["fzf", "--filter", text, "--delimiter", "\t", "--nth", "2.."]
        done = subprocess.run(words, input=lines, capture_output=True, text=True, check=False)
        return [line.split("\t")[0] for line in done.stdout.splitlines()]

    return search


def wratio(here: Catalogue) -> Search:
    names = [(name, r.id) for r in here for name in (r.name, *r.aliases)]
    choices = [name for name, _ in names]

    def search(text: str) -> list[str]:
        found = process.extract(text, choices, scorer=fuzz.WRatio, processor=str.casefold, limit=20, score_cutoff=60)
        return list(dict.fromkeys(names[at][1] for _, _, at in found))

    return search


def fts5(here: Catalogue) -> Search:
    database = sqlite3.connect(":memory:")
    database.execute("create virtual table t using fts5(id unindexed, name, rest, tokenize='porter unicode61')")
    for resource in here:
        fields = texts(resource, here.topics, here.audiences)
        rest = " ".join(text for field in fields[1:] for text in field)
        database.execute("insert into t values (?, ?, ?)", (resource.id, resource.name, rest))

    def search(text: str) -> list[str]:
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", text))
        sql = "select id from t where t match ? order by bm25(t, 0, 2, 1) limit 50"
        return [row[0] for row in database.execute(sql, (words,))] if words else []

    return search


# ---- figures -------------------------------------------------------------------------------------


def dcg(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(rank + 2) for rank, gain in enumerate(gains))


def wilson(share: float, number: int) -> tuple[float, float]:
    """The 95 % interval of a share (E. B. Wilson, JASA 22, 1927)."""
    z = 1.96
    middle = (share + z * z / (2 * number)) / (1 + z * z / number)
    half = z * math.sqrt(share * (1 - share) / number + z * z / (4 * number * number)) / (1 + z * z / number)
    return max(0.0, middle - half), min(1.0, middle + half)


def figures(query: Mapping[str, Any], ids: Sequence[str]) -> dict[str, float]:
    """The figures of one query."""
    if not query["best"]:
        return {"silence": float(not ids)}
    best, also = set(query["best"]), set(query.get("also", ())) - set(query["best"])
    ideal = dcg(([2.0] * len(best) + [1.0] * len(also))[:5])
    return {
        "hit@1": float(bool(ids) and ids[0] in best),
        "hit@3": float(bool(best & set(ids[:3]))),
        "nDCG@5": dcg([2.0 if id in best else float(id in also) for id in ids[:5]]) / ideal,
        "missed": float(not ids),
    }


def mean(rows: Sequence[Mapping[str, float]], name: str) -> float:
    values = [row[name] for row in rows if name in row]
    return sum(values) / len(values) if values else math.nan


def share(values: Sequence[float]) -> str:
    """A share with its interval."""
    if not values:
        return f"{'':20}"
    low, high = wilson(sum(values) / len(values), len(values))
    return f"  {sum(values) / len(values):.3f} {low:.2f}-{high:.2f}".ljust(20)


FIGURES = ("hit@1", "hit@3", "missed", "silence")


def judged(queries: Sequence[Mapping[str, Any]], engines: Mapping[str, Search]) -> None:
    """Prints the table of a set of needs or names: dicli group by group, the others over all."""
    groups = sorted({query["group"] for query in queries if query["best"]})
    print(f"{'':24}{'n':>5}" + "".join(f"  {figure:18}" for figure in FIGURES) + "  nDCG@5")
    for name, search in engines.items():
        rows = [(query["group"], figures(query, search(query["q"]))) for query in queries]
        line(name, [row for _, row in rows])
        for group in groups if name.startswith("dicli") else ():
            line(f"  {group}", [row for of, row in rows if of == group])


def line(name: str, rows: Sequence[Mapping[str, float]]) -> None:
    shares = "".join(share([row[figure] for row in rows if figure in row]) for figure in FIGURES)
    print(f"{name:24}{len(rows):5}{shares}  {mean(rows, 'nDCG@5'):.3f}")


# ---- ways of asking ------------------------------------------------------------------------------


def longest(text: str, change: Callable[[str], str]) -> str:
    """The text with its longest word changed."""
    word = max(text.split(), key=len)
    return text.replace(word, change(word), 1)


WAYS: dict[str, Callable[[str], str]] = {
    "Hello, ..., thanks": "Hello, {}, thanks".format,
    "I was wondering ...": "I was wondering whether anyone deals with {}".format,
    "could you please tell me ...": "could you please tell me who I should talk to about {}".format,
    "... actually": "{} actually".format,
    "... in St. Louis": "{} in St. Louis".format,
    "... at WashU": "{} at WashU".format,
    "UPPER CASE": str.upper,
    "plural": lambda text: longest(text, lambda word: word.removesuffix("s") if word.endswith("s") else word + "s"),
    "two letters swapped": lambda text: longest(
        text, lambda word: word if len(word) < 6 else f"{word[:3]}{word[4]}{word[3]}{word[5:]}"
    ),
}


def robust(queries: Sequence[Mapping[str, Any]], search: Search) -> None:
    """Prints which share of right answers each way of asking loses."""
    right = [query for query in queries if set(search(query["q"])[:1]) & set(query["best"])]
    print(f"\nlost of {len(right)} right first hits")
    for name, way in WAYS.items():
        lost = [float(not set(search(way(query["q"]))[:1]) & set(query["best"])) for query in right]
        print(f"{name:30}{share(lost)}")


def graded(queries: Sequence[Mapping[str, Any]], engines: Mapping[str, Search]) -> None:
    """Prints nDCG@10 of a set of texts."""
    for name, search in engines.items():
        total = 0.0
        for query in queries:
            grades = query["grades"]
            gains = [grades.get(id, 0) for id in search(query["q"])[:10]]
            total += dcg(gains) / dcg(sorted(grades.values(), reverse=True)[:10])
        print(f"{name:28}{len(queries):5}   nDCG@10 {total / len(queries):.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("needs", "names", "texts"):
        parser.add_argument(f"--{name}")
        parser.add_argument(f"--{name}-catalogue", default=layers.BUNDLED)
    given = vars(parser.parse_args())
    for name in ("needs", "names", "texts"):
        if not given[name]:
            continue
        here = catalogue(given[f"{name}_catalogue"])
        queries = [json.loads(line) for line in Path(given[name]).read_text(encoding="utf-8").splitlines()]
        made = {
            "dicli": dicli,
            "dicli with guesses": guessing,
            "FTS5 (porter, bm25)": fts5,
            "WRatio over names": wratio,
        }
        made |= {"fzf --filter": fzf} if shutil.which("fzf") and name != "texts" else {}
        engines = {label: make(here) for label, make in made.items()}
        print(f"\n{name}: {len(here)} resources")
        graded(queries, engines) if name == "texts" else judged(queries, engines)
        if name == "needs":
            robust(queries, engines["dicli"])


if __name__ == "__main__":
    main()
