"""Any text and filters through `find`, and what it gives through every writer."""

import csv
import io
import json
import sys

import atheris

with atheris.instrument_imports(include=["dicli"]):
    from dicli.core.catalogue import Catalogue
    from dicli.core.errors import DicliError
    from dicli.core.model import Query
    from dicli.files import layers
    from dicli.output.formats import FORMATS
    from dicli.output.results import Output
    from dicli.output.terminal import Terminal
    from dicli.search.compilation import compiled
    from dicli.search.query import find, resolved

HOSTILE = {
    "audiences": [{"id": "a", "label": "[bold]A[/]", "synonyms": ["=1+1", "\u05d0\u05d1"]}],
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
FORMS = sorted(FORMATS)
CATALOGUES = [
    layers.load([layers.Layer(layers.BUNDLED, layers.bundled_file())], None),
    Catalogue(compiled(layers.merge([("h", HOSTILE)], []))),
]


def one_input(data: bytes) -> None:
    given = atheris.FuzzedDataProvider(data)
    here = given.PickValueInList(CATALOGUES)
    form = given.PickValueInList(FORMS)
    terminal = Terminal(True, given.ConsumeIntInRange(20, 300), given.ConsumeBool(), given.ConsumeBool())
    name = given.ConsumeUnicode(20) if given.ConsumeBool() else ""
    filters = [(given.ConsumeUnicode(12),) if given.ConsumeIntInRange(0, 9) == 0 else () for _ in range(4)]
    query = Query(given.ConsumeUnicode(2000), name, *filters, given.ConsumeBool())
    try:
        answer = find(here, resolved(here, query))
    except DicliError as error:
        assert error.status == 2
        return
    hits = list(answer.hits)
    assert len(hits) == answer.total
    text = "".join(FORMATS[form].hits(here, hits, Output(terminal, FORMATS[form], explain=given.ConsumeBool())))
    text.encode("utf-8", "replace")
    if form == "json":
        assert len(json.loads(text)) == len(hits)
    elif form == "jsonl":
        assert len([json.loads(line) for line in text.split("\n")[:-1]]) == len(hits)
    elif form == "csv":
        assert len(list(csv.reader(io.StringIO(text, newline="")))) == len(hits) + 1
    elif form == "tsv":
        assert text.count("\n") == len(hits)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
