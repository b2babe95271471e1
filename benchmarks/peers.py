"""Measures other tools beside dicli: how long they take, as whole processes, for as
many records.

    python -m venv peers && peers/bin/pip install tldr papis khard sqlite-utils buku tantivy
    python benchmarks/peers.py --peers peers [--dicli .venv/bin/dicli] [--pairs 15]
                               [--large FILE.yaml --words "a b"]

The records are those of the bundled catalogue, written where each tool looks for its
own. `tldr` (tealdeer), `rg` and `fzf` are taken from the path; a tool that is not there
is left out. With `--large`, SQLite's FTS5 and tantivy answer the same words as `dicli
find`, in a new process each time, from indexes of the same texts that are ready on the
disk. Every figure is the median of the ratios of interleaved pairs, dicli's time over
the other's: below 1, dicli is faster.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from startup import DATA, Command, ratio

Record = dict[str, Any]
NUMBER = 20  # hits of each query on a large catalogue
FIELDS = ("id", "name", "url", "summary", "keywords", "aliases")

FTS5 = f"""
import sqlite3, sys
query = sqlite3.connect(sys.argv[1]).execute(
    "select id, name, url, summary from t where t match ? order by rank limit {NUMBER}",
    [sys.argv[2]])
print("\\n".join("\\t".join(map(str, row)) for row in query))
"""
TANTIVY = f"""
import sys, tantivy
index = tantivy.Index.open(sys.argv[1])
searcher = index.searcher()
fields = ["name", "summary", "keywords", "aliases"]
query = index.parse_query(sys.argv[2], fields, conjunction_by_default=True)
for _, address in searcher.search(query, {NUMBER}).hits:
    found = searcher.doc(address)
    print("\\t".join(found.get_first(name) or "" for name in ("id", "name", "url", "summary")))
"""
MAKE_TANTIVY = f"""
import json, sys, tantivy
schema = tantivy.SchemaBuilder()
for name in {FIELDS}:
    schema.add_text_field(name, stored=name in {FIELDS[:4]})
index = tantivy.Index(schema.build(), path=sys.argv[1])
writer = index.writer()
for line in sys.stdin:
    writer.add_document(tantivy.Document(**json.loads(line)))
writer.commit()
writer.wait_merging_threads()
"""


def read(dicli: str, *arguments: str) -> list[Record]:
    """The records of a catalogue."""
    done = subprocess.run(
        [dicli, "list", "-f", "jsonl", *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def texts(record: Record) -> dict[str, str]:
    """The texts of a record that are searched or shown."""
    found = {}
    for name in FIELDS:
        value = record[name] or ""
        found[name] = " ".join(value) if isinstance(value, list) else value
    return found


def write_file(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def write_records(home: Path, records: Iterable[Record]) -> None:
    """Writes records where tldr, papis and khard look for theirs, below a home
    directory.
    """
    for record in records:
        id, name, title = record["id"], record["name"], json.dumps(record["name"])
        for pages in (
            ".cache/tldr/pages/common",
            ".cache/tealdeer/tldr-pages/pages/common",
        ):
            write_file(home / pages / f"{id}.md", f"# {id}\n\n> {name}\n")
        write_file(
            home / "Documents/papers" / id / "info.yaml",
            f"title: {title}\nauthor: A\nref: {id}\n",
        )
        card = (
            f"BEGIN:VCARD\nVERSION:3.0\nUID:{id}\nFN:{name}\nN:{name};;;;\nEND:VCARD\n"
        )
        write_file(home / "contacts" / f"{id}.vcf", card)
    write_file(
        home / ".config/khard/khard.conf",
        f"[addressbooks]\n[[a]]\npath = {home}/contacts\n",
    )


def give_records(home: Path, records: Sequence[Record], peers: Path) -> None:
    """Gives records to buku and sqlite-utils, if they are there."""
    buku, sqlite_utils = peers / "buku", peers / "sqlite-utils"
    if buku.exists():
        for record in records:
            address = f"{record['url']}#{record['id']}"
            add = [
                str(buku),
                "--nostdin",
                "--offline",
                "--add",
                address,
                "--title",
                record["name"],
            ]
            subprocess.run(
                add, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
            )
    if sqlite_utils.exists():
        rows = json.dumps([texts(record) for record in records])
        subprocess.run(
            [str(sqlite_utils), "insert", str(home / "x.db"), "t", "-"],
            input=rows,
            text=True,
            check=True,
        )


def listing(home: Path, peers: Path) -> list[list[str]]:
    """Commands that list all records."""
    return [
        [str(peers / "tldr"), "-l"],
        ["tldr", "--list"],
        [str(peers / "papis"), "list", "--all"],
        [str(peers / "khard"), "list"],
        [str(peers / "sqlite-utils"), "rows", str(home / "x.db"), "t"],
        [str(peers / "buku"), "--nostdin", "-p"],
    ]


def fts5(home: Path, records: Iterable[Record], words: str) -> list[str]:
    """The command that searches an FTS5 index of the records, which is made here."""
    file = str(home / "fts5.db")
    database = sqlite3.connect(file)
    database.execute(f"create virtual table t using fts5({', '.join(FIELDS)})")
    rows = (tuple(texts(record).values()) for record in records)
    database.executemany("insert into t values (?, ?, ?, ?, ?, ?)", rows)
    database.commit()
    database.close()
    return [sys.executable, "-c", FTS5, file, words]


def tantivy(
    home: Path, records: Iterable[Record], words: str, python: str
) -> list[str]:
    """The command that searches a tantivy index of the records, which is made here."""
    directory = home / "tantivy"
    directory.mkdir()
    lines = "".join(json.dumps(texts(record)) + "\n" for record in records)
    subprocess.run(
        [python, "-c", MAKE_TANTIVY, str(directory)], input=lines, text=True, check=True
    )
    return [python, "-c", TANTIVY, str(directory), words]


def compare(name: str, ours: list[str], theirs: list[str], pairs: int) -> None:
    """Prints the ratio of dicli's time over another tool's, if that is there."""
    if shutil.which(theirs[0]):
        ours_over_theirs = ratio(Command("", ours), Command("", theirs), pairs)
        print(f"{name:50} {ours_over_theirs:6.2f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--peers", type=Path, required=True)
    parser.add_argument("--dicli", default=shutil.which("dicli"))
    parser.add_argument("--pairs", type=int, default=15)
    parser.add_argument("--large")
    parser.add_argument("--words", default="institute of science")
    given = parser.parse_args()
    dicli, peers = given.dicli, given.peers.absolute() / "bin"
    with tempfile.TemporaryDirectory() as directory:
        home = Path(directory)
        os.environ["HOME"] = directory
        for name, place in (
            ("CACHE", ".cache"),
            ("CONFIG", ".config"),
            ("DATA", ".local/share"),
        ):
            os.environ[f"XDG_{name}_HOME"] = str(home / place)
        records = read(dicli)
        write_records(home, records)
        give_records(home, records, peers)
        for command in listing(home, peers):
            tool = command[0].removeprefix(f"{peers}/")
            compare(
                f"list against {tool} {command[1]}",
                [dicli, "list"],
                command,
                given.pairs,
            )
        compare(
            "find visa against rg",
            [dicli, "find", "visa"],
            ["rg", "visa", DATA],
            given.pairs,
        )
        if shutil.which("fzf"):
            fuzzy = ["sh", "-c", f"'{dicli}' list | fzf --filter visa"]
            compare(
                "find visa against list | fzf",
                [dicli, "find", "visa"],
                fuzzy,
                given.pairs,
            )
        if given.large:
            catalogue = ["--catalogue", os.path.abspath(given.large)]
            ours = [dicli, "find", given.words, "-n", str(NUMBER), *catalogue]
            large = read(dicli, *catalogue)
            compare(
                "find among many against FTS5",
                ours,
                fts5(home, large, given.words),
                given.pairs,
            )
            if (peers / "python").exists():
                theirs = tantivy(home, large, given.words, str(peers / "python"))
                compare("find among many against tantivy", ours, theirs, given.pairs)


if __name__ == "__main__":
    main()
