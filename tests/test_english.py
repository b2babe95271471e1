"""Plain American English wherever people read: messages, help, docs, comments and the names of tests.

Data is left alone: lists of words, headings that lists have, what tests type.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT

INSTEAD = {
    r"licen[c]e\w*": "license",
    r"colou[r]\w*": "color",
    r"(?:behavio|favo|hono|neighbo)u[r]\w*": "behavior, favor, honor, neighbor",
    r"(?:label|cancel|travel|model)l(?:ed|ing)": "labeled, canceled, traveled, modeled",
    r"judgemen[t]s?": "judgment",
    r"(?:organi|recogni|normali|summari|capitali)s(?:e[ds]?|ing|ation)": "-ize",
    r"cent[r]e[ds]?": "center",
    r"gre[y]": "gray",
    r"telephone\w*": "phone",
    r"(?:mis)?spelt": "misspelled, spelled",
    r"commonest": "most common",
    r"full stops?": "period",
    r"e-mail\w*": "email",
    r"time-outs?": "timeout",
    r"lower-case": "lowercase",
    r"somebody": "someone",
    r"a further": "another",
    r"(?:is|are) told": "is reported; or say who says it",
    r"told of": "reported",
    r"stands? nowhere": "occurs nowhere",
    r"(?<!there )(?:is|are) no (?!longer\b|more\b)": "is not a",
    r"where (?:nothing|none|there (?:is|are|was|were) (?:none|nothing|no))": "if",
    r"in force": "in use",
    r"to (?:type|list|search|see all|use instead):": "`try:`, `for all:`, `use instead:`",
}
WRONG = re.compile(rf"\b(?:{'|'.join(INSTEAD)})", re.IGNORECASE)
PYTHON = sorted(
    path for room in ("src", "man", "docs", "benchmarks", "fuzz", "vectors") for path in ROOT.glob(f"{room}/**/*.py")
)
TESTS = sorted(ROOT.glob("tests/**/*.py"))
PROSE = [
    *ROOT.glob("*.md"),
    *ROOT.glob("docs/**/*.md"),
    *ROOT.glob("fuzz/*.md"),
    *ROOT.glob("benchmarks/*.md"),
    *ROOT.glob(".github/**/*.yml"),
    ROOT / "docs" / "example.yaml",
    ROOT / "man" / "dicli.1",
    ROOT / "src" / "dicli" / "commands" / "help_topics.txt",
    ROOT / "src" / "dicli" / "files" / "catalogue.schema.json",
]


def wrong(text: str) -> list[str]:
    """What a text has that is not written here, with what to write."""
    return [
        f"{found[0]}: write {better}"
        for found in WRONG.finditer(text)
        for pattern, better in INSTEAD.items()
        if re.fullmatch(pattern, found[0], re.IGNORECASE)
    ]


def comments(source: str) -> Iterator[str]:
    """The comments of a module; those on lines that follow each other are one text."""
    lines = [
        token.string.lstrip("# ")
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT
    ]
    yield " ".join(lines)


def docstrings(source: str) -> Iterator[str]:
    """What the modules, classes and functions of a source say of themselves."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield " ".join((ast.get_docstring(node) or "").split())


def messages(source: str) -> Iterator[str]:
    """The texts of a source that have several words."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield " ".join(node.value.split())


@pytest.mark.parametrize("page", PROSE, ids=lambda path: str(path.relative_to(ROOT)))
def test_pages_are_written_in_american_english(page: Path) -> None:
    assert wrong(" ".join(page.read_text(encoding="utf-8").split())) == []


@pytest.mark.parametrize("module", [*PYTHON, *TESTS], ids=lambda path: str(path.relative_to(ROOT)))
def test_docstrings_and_comments_are_written_in_american_english(module: Path) -> None:
    source = module.read_text(encoding="utf-8")
    texts = [*docstrings(source), *comments(source)]
    assert [found for text in texts for found in wrong(text)] == []


@pytest.mark.parametrize("module", PYTHON, ids=lambda path: str(path.relative_to(ROOT)))
def test_messages_are_written_in_american_english(module: Path) -> None:
    if module.name == "asking.py":
        pytest.skip("lists the words that people ask with")
    assert [found for text in messages(module.read_text(encoding="utf-8")) for found in wrong(text)] == []


@pytest.mark.parametrize("module", TESTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_names_of_tests_are_sentences_in_american_english(module: Path) -> None:
    names = re.findall(r"^ *(?:async )?def (test_\w+)", module.read_text(encoding="utf-8"), re.MULTILINE)
    assert [found for name in names for found in wrong(name.replace("_", " "))] == []


def test_what_is_wrong_is_found_and_what_is_right_is_not() -> None:
    right = [
        "There is no answer.",
        "It is no longer there.",
        "where to put it",
        "a catalogue in color",
        "where no one is",
    ]
    assert [wrong(text) for text in right] == [[], [], [], [], []]
    assert wrong("The Colour is told, where none is") == [
        "Colour: write color",
        "is told: write is reported; or say who says it",
        "where none: write if",
    ]
