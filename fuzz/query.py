"""Any text and any filters through `find`, and the hits through every format."""

from __future__ import annotations

import csv
import io
import json
import sys
from typing import Any

import atheris

with atheris.instrument_imports(include=["dicli"]):
    from dicli.core.catalogue import Catalogue
    from dicli.core.errors import DicliError, Status
    from dicli.core.model import Query
    from dicli.files.document import Document
    from dicli.files.layers import layers_in_use
    from dicli.files.loading import load
    from dicli.files.merging import merge
    from dicli.output.formats import FORMATS
    from dicli.output.results import Output
    from dicli.output.terminal import Terminal
    from dicli.search.compilation import compiled
    from dicli.search.query import find, resolved

HOSTILE = {
    "audiences": [
        {"id": "a", "label": "[bold]A[/]", "synonyms": ["=1+1", "\u05d0\u05d1"]}
    ],
    "resources": [
        {
            "id": "x",
            "name": "[bold] [/x] :phone: \\",
            "audiences": ["a"],
            "summary": "e\u0301 \u0644\u0627 \u6f22\u5b57",
        },
        {
            "id": "y",
            "name": '=cmd|" /C calc"!A0',
            "aliases": ["\u200d\u200d", "I\u0307"],
            "url": "https://\u0440\u0444.example/",
        },
    ],
}
CATALOGUES = [
    load(layers_in_use(["bundled"], {}), None),
    Catalogue(compiled(merge([Document("hostile", b"", HOSTILE, ())]))),
]
FORMAT_NAMES = sorted(FORMATS)


def query_from(given: Any) -> Query:
    """A query; now and then with filters, of which most are unknown."""
    filters = []
    for _ in range(4):
        has_filter = given.ConsumeIntInRange(0, 9) == 0
        filters.append((given.ConsumeUnicode(12),) if has_filter else ())
    keywords, audiences, topics, kinds = filters
    name = given.ConsumeUnicode(20) if given.ConsumeBool() else ""
    return Query(
        given.ConsumeUnicode(2000),
        name,
        keywords,
        audiences,
        topics,
        kinds,
        given.ConsumeBool(),
    )


def check(format: str, text: str, hits: int) -> None:
    """Whether a text in a format that programs read has so many hits."""
    if format == "json":
        assert len(json.loads(text)) == hits
    elif format == "jsonl":
        assert len([json.loads(line) for line in text.split("\n")[:-1]]) == hits
    elif format == "csv":
        assert len(list(csv.reader(io.StringIO(text, newline="")))) == hits + 1
    elif format == "tsv":
        assert text.count("\n") == hits


def one_input(data: bytes) -> None:
    given = atheris.FuzzedDataProvider(data)
    catalogue = given.PickValueInList(CATALOGUES)
    name = given.PickValueInList(FORMAT_NAMES)
    terminal = Terminal(
        True, given.ConsumeIntInRange(20, 300), given.ConsumeBool(), given.ConsumeBool()
    )
    output = Output(terminal, FORMATS[name], explain=given.ConsumeBool())
    try:
        answer = find(catalogue, resolved(catalogue, query_from(given)))
    except DicliError as error:
        assert error.status == Status.USAGE
        return
    hits = list(answer.hits)
    assert len(hits) == answer.total
    text = "".join(output.format(catalogue, output).hits(hits))
    text.encode("utf-8", "replace")
    check(name, text, len(hits))


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
