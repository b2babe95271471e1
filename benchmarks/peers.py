"""Measures other tools beside dicli: how long they take, as whole processes, for as many records.

    python -m venv peers && peers/bin/pip install tldr papis khard sqlite-utils buku tantivy
    python benchmarks/peers.py --peers peers [--dicli .venv/bin/dicli] [--pairs 15] [--large FILE.yaml --words "a b"]

The records are those of the bundled catalogue, written where each tool looks for its own. `tldr` (tealdeer), `rg` and
`fzf` are taken from the path. With `--large`, SQLite's FTS5 and tantivy answer the same words as `dicli find`, in a new
process each time, from indexes of the same texts that are ready on the disk. Every figure is the median of the ratios
of interleaved pairs, dicli's time over the other's: below 1, dicli is faster.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from startup import DATA, Command, ratio, run

Records = Sequence[Mapping[str, Any]]
NUMBER = 20  # hits of each query on a large catalogue

FTS5 = f"""
import sqlite3, sys
query = sqlite3.connect(sys.argv[1]).execute(
    "select id, name, url, summary from t where t match ? order by rank limit {NUMBER}", [sys.argv[2]])
print("\\n".join("\\t".join(map(str, row)) for row in query))
"""
TANTIVY = f"""
import sys, tantivy
index = tantivy.Index.open(sys.argv[1])
searcher = index.searcher()
query = index.parse_query(sys.argv[2], ["name", "summary", "keywords", "aliases"], conjunction_by_default=True)
for _, address in searcher.search(query, {NUMBER}).hits:
    found = searcher.doc(address)
    print("\\t".join(found.get_first(name) or "" for name in ("id", "name", "url", "summary")))
"""
MAKE_TANTIVY = """
import json, sys, tantivy
fields = ("id", "name", "url", "summary", "keywords", "aliases")
schema = tantivy.SchemaBuilder()
for name in fields:
    schema.add_text_field(name, stored=name in fields[:4])
index = tantivy.Index(schema.build(), path=sys.argv[1])
writer = index.writer()
for line in sys.stdin:
    writer.add_document(tantivy.Document(**json.loads(line)))
writer.commit()
writer.wait_merging_threads()
"""


def texts(record: Mapping[str, Any]) -> dict[str, str]:
    """The texts of a record that are searched or shown."""
    lists = {name: " ".join(record[name]) for name in ("keywords", "aliases")}
    return {**{name: record[name] or "" for name in ("id", "name", "url", "summary")}, **lists}


def write_records(home: Path, records: Records, peers: Path) -> None:
    """Writes the records where the tools look for theirs, below a home directory."""
    for pages in (".cache/tldr/pages/common", ".cache/tealdeer/tldr-pages/pages/common"):
        for one in records:
            _write(home / pages / f"{one['id']}.md", f"# {one['id']}\n\n> {one['name']}\n")
    for one in records:
        title = json.dumps(one["name"])
        _write(home / "Documents/papers" / one["id"] / "info.yaml", f"title: {title}\nauthor: A\nref: {one['id']}\n")
        card = f"BEGIN:VCARD\nVERSION:3.0\nUID:{one['id']}\nFN:{one['name']}\nN:{one['name']};;;;\nEND:VCARD\n"
        _write(home / "contacts" / f"{one['id']}.vcf", card)
        address = f"{one['url']}#{one['id']}"
        add = [str(peers / "buku"), "--nostdin", "--offline", "--add", address, "--title", one["name"]]
        subprocess.run(add, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    _write(home / ".config/khard/khard.conf", f"[addressbooks]\n[[a]]\npath = {home}/contacts\n")
    rows = json.dumps([texts(one) for one in records])
    subprocess.run(
        [str(peers / "sqlite-utils"), "insert", str(home / "x.db"), "t", "-"], input=rows, text=True, check=True
    )


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def listing(home: Path, peers: Path) -> list[list[str]]:
    """Commands that list all records, or search them without an index."""
    return [
        [str(peers / "tldr"), "-l"],
        ["tldr", "--list"],
        [str(peers / "papis"), "list", "--all"],
        [str(peers / "khard"), "list"],
        [str(peers / "sqlite-utils"), "rows", str(home / "x.db"), "t"],
        [str(peers / "buku"), "--nostdin", "-p"],
    ]


def searching(home: Path, records: Records, peers: Path, words: str) -> list[tuple[str, list[str]]]:
    """Commands that search an index of the records, which is made here."""
    import sqlite3

    base = sqlite3.connect(home / "large.db")
    base.execute("create virtual table t using fts5(id, name, url, summary, keywords, aliases)")
    base.executemany("insert into t values (?, ?, ?, ?, ?, ?)", (tuple(texts(one).values()) for one in records))
    base.commit()
    (home / "tantivy").mkdir()
    lines = "".join(json.dumps(texts(one)) + "\n" for one in records)
    python = str(peers / "python")
    subprocess.run([python, "-c", MAKE_TANTIVY, str(home / "tantivy")], input=lines, text=True, check=True)
    return [
        ("FTS5", [sys.executable, "-c", FTS5, str(home / "large.db"), words]),
        ("tantivy", [python, "-c", TANTIVY, str(home / "tantivy"), words]),
    ]


def read(dicli: str, *arguments: str) -> Records:
    done = subprocess.run([dicli, "list", "-f", "jsonl", *arguments], capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def main(tell: Callable[[str], None] = print) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", type=Path, required=True)
    parser.add_argument("--dicli", default=shutil.which("dicli"))
    parser.add_argument("--pairs", type=int, default=15)
    parser.add_argument("--large")
    parser.add_argument("--words", default="institute of science")
    given = parser.parse_args()

    def compare(name: str, ours: list[str], theirs: list[str]) -> None:
        commands: list[Command] = [("", [given.dicli, *ours], {}, False), ("", theirs, {}, False)]
        if shutil.which(theirs[0]):
            for command in commands:
                run(command)
            tell(f"{name:50} {ratio(*commands, given.pairs):6.2f}")

    with tempfile.TemporaryDirectory() as directory:
        home, peers = Path(directory), given.peers.absolute() / "bin"
        for name, place in (("HOME", ""), ("XDG_CACHE_HOME", ".cache"), ("XDG_CONFIG_HOME", ".config")):
            os.environ[name] = str(home / place)
        os.environ["XDG_DATA_HOME"] = str(home / ".local/share")
        write_records(home, read(given.dicli), peers)
        for command in listing(home, peers):
            compare(f"list against {command[0].removeprefix(str(peers))} {command[1]}", ["list"], command)
        compare("find visa against rg", ["find", "visa"], ["rg", "visa", DATA])
        fuzzy = f"'{given.dicli}' list | fzf --filter visa"
        compare("find visa against list | fzf", ["find", "visa"], ["sh", "-c", fuzzy])
        if given.large:
            own = ["--catalogue", os.path.abspath(given.large)]
            for name, command in searching(home, read(given.dicli, *own), peers, given.words):
                compare(f"find among many against {name}", ["find", given.words, "-n", str(NUMBER), *own], command)


if __name__ == "__main__":
    main()
