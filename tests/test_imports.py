"""What each path through the program loads: nothing that its answer does not need."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from conftest import ROOT, Run
from dicli.commands.command_table import COMMANDS

HEAVY = {
    "rich",
    "pygments",
    "yaml",
    "rapidfuzz",
    "jsonschema",
    "httpx",
    "asyncio",
    "pydantic",
    "importlib.metadata",
    "importlib.resources",
    "email",
    "http",
    "ssl",
    "urllib.request",
    "webbrowser",
    "multiprocessing",
    "unittest",
    "click",
}
START = {"app", "command_table", "errors", "safe", "terminal"}
LOAD = START | {
    "bundled",
    "cache",
    "catalogue",
    "completion",
    "database",
    "formats",
    "layers",
    "loading",
    "model",
    "options",
    "results",
    "rows",
    "writers",
}
LIST = LOAD | {"answers", "list", "query"}
FIND = (LIST - {"list"}) | {"find", "stdin"}
SHOW = (FIND - {"find"}) | {"named_resources", "show"}
OPEN = (SHOW - {"answers", "show", "stdin"}) | {"browser", "open"}
TERMS = LOAD | {"vocabularies"}
COMPLETION = LOAD | {"find", "list", "show", "answers", "query", "stdin", "named_resources"}
SEARCH = {"asking", "index", "names", "notices", "phrases", "ranking", "reasons", "scoring", "terms", "text"}
DRAW = {"dates", "facts", "painter", "wrapping"}

# command line: (modules of our own, of HEAVY)
PATHS: dict[str, tuple[set[str], set[str]]] = {
    "--version": (LOAD, set()),
    "list": (LIST, set()),
    "list --json": (LIST, set()),
    "list -f csv": (LIST, set()),
    "list -f yaml": (LIST | {"extract"}, {"yaml"}),
    "list -a students": (LIST | {"audiences"}, set()),
    "find --audience faculty": (FIND | {"audiences"}, set()),
    "find -a faculty --json": (FIND | {"audiences"}, set()),
    "find visa": (FIND | SEARCH, set()),
    "find visa --json": (FIND | SEARCH, set()),
    "find passports": (FIND | SEARCH | {"snowball"}, set()),
    "find pasport": (FIND | SEARCH | {"snowball", "spelling"}, {"rapidfuzz"}),
    "show visa-office": (SHOW, set()),
    "open --print visa-office": (OPEN, set()),
    "list -f table": (LIST | DRAW | {"hits", "matches", "text"}, {"rich"}),
    "list -f plain": (LIST | {"dates", "facts", "plain", "wrapping"}, set()),
    "find visa -f table": (FIND | SEARCH | DRAW | {"hits", "matches", "snowball"}, set()),
    "show visa-office -f table": (SHOW | DRAW | {"cards"}, set()),
    "show vo": (SHOW | SEARCH, set()),
    "audiences": (TERMS, set()),
    "topics --json": (TERMS, set()),
}

CODE = """
import contextlib, io, json, os, sys
before = set(sys.modules)
with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())):
    from dicli.commands.app import main
    try:
        status = main(sys.argv[1:])
    except SystemExit as end:
        status = int(end.code or 0)
print(json.dumps([status, [name for name, module in sys.modules.items() if module and name not in before]]))
"""


@pytest.fixture(autouse=True)
def _compiled(run: Run, small: str) -> None:
    """The runs below find the catalogue compiled."""
    run("audiences")


def loaded(*given: str, env: dict[str, str] | None = None) -> set[str]:
    """The modules that a run loads, with the catalogue already compiled."""
    environ = {**os.environ, **(env or {})}
    command = [sys.executable, "-c", CODE, *given]
    done = subprocess.run(command, capture_output=True, text=True, env=environ, timeout=60, check=True)
    status, modules = json.loads(done.stdout)
    assert status == 0, done.stderr
    return set(modules)


def own(modules: set[str]) -> set[str]:
    """The modules in the rooms of the source, by their last name."""
    return {name.rpartition(".")[2] for name in modules if name.startswith("dicli.") and name.count(".") == 2}


@pytest.mark.parametrize("given", PATHS)
def test_a_run_loads_what_it_needs_and_nothing_else(given: str) -> None:
    wanted, heavy = PATHS[given]
    modules = loaded(*given.split())
    assert own(modules) <= wanted
    assert modules & HEAVY == heavy


def test_a_word_of_a_catalogue_with_notices_is_found_without_the_lists_of_words(run: Run) -> None:
    asked = ("find", "visa", "--catalogue", "bundled")
    run(*asked)
    assert own(loaded(*asked)) <= FIND | SEARCH


def test_the_index_of_a_terminal_is_drawn_without_rich() -> None:
    sys.path.insert(0, str(ROOT / "tests" / "process"))
    from terminals import on_terminal

    command = [sys.executable, "-X", "importtime", "-m", "dicli", "list", "--catalogue", "bundled"]
    seen = on_terminal(command).terminal
    assert "overview" in seen
    assert "| rich" not in seen


@pytest.mark.parametrize("given", ["--help", "find --help", "check --help", ""])
def test_help_loads_nothing_heavy_and_nothing_that_reads_or_searches(given: str) -> None:
    modules = loaded(*given.split())
    assert not own(modules) & {"index", "ranking", "words", "tables", "reader", "checking", "links"}
    assert not modules & (HEAVY | {"sqlite3"})


@pytest.mark.parametrize("given", ["--help", ""])
def test_the_list_of_commands_loads_none_of_them(given: str) -> None:
    assert not own(loaded(*given.split())) & set(COMMANDS.values())


@pytest.mark.parametrize("line", ["dicli find -a fac", "dicli show vis", "dicli list --fields id,na"])
def test_a_completion_loads_no_more_than_a_list(line: str) -> None:
    env = {"_DICLI_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": "3"}
    modules = loaded(env=env)
    assert own(modules) <= COMPLETION
    assert not modules & HEAVY
