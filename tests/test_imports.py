"""What each path through the program loads: nothing that its answer does not need."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from conftest import Run

HEAVY = {
    "rich",
    "pygments",
    "yaml",
    "rapidfuzz",
    "Stemmer",
    "snowballstemmer",
    "jsonschema_rs",
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
OWN = {
    "start": {"cli", "errors", "terminal"},
    "load": {"cache", "catalogue", "complete", "layers", "lines", "model", "options", "writers"},
}
EVERYDAY = OWN["start"] | OWN["load"] | {"audiences", "everyday", "facts", "query"}
SEARCH = {"index", "search", "text", "words"}

# command line: (modules of our own, of HEAVY)
PATHS: dict[str, tuple[set[str], set[str]]] = {
    "--version": (OWN["start"] | OWN["load"], set()),
    "list": (EVERYDAY, set()),
    "list --json": (EVERYDAY, set()),
    "list -f csv": (EVERYDAY, set()),
    "list -f yaml": (EVERYDAY, {"yaml"}),
    "list -a students": (EVERYDAY, set()),
    "find --audience faculty": (EVERYDAY, set()),
    "find -a faculty --json": (EVERYDAY, set()),
    "find visa": (EVERYDAY | SEARCH, set()),
    "find visa --json": (EVERYDAY | SEARCH, set()),
    "find passports": (EVERYDAY | SEARCH, {"Stemmer"}),
    "find pasport": (EVERYDAY | SEARCH | {"english"}, {"Stemmer", "rapidfuzz"}),
    "show visa-office": (EVERYDAY, set()),
    "open --print visa-office": (EVERYDAY | {"browser"}, set()),
    "list -f table": (EVERYDAY | {"dates", "tables", "text"}, {"rich"}),
    "list -f plain": (EVERYDAY | {"dates"}, set()),
    "find visa -f table": (EVERYDAY | SEARCH | {"dates", "tables"}, {"rich"}),
    "show visa-office -f table": (EVERYDAY | {"dates", "tables", "text"}, {"rich"}),
    "show vo": (EVERYDAY | SEARCH, set()),
    "audiences": (EVERYDAY, set()),
    "topics --json": (EVERYDAY, set()),
}

CODE = """
import contextlib, io, json, os, sys
before = set(sys.modules)
with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())):
    from dicli.cli import main
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
    return {name.removeprefix("dicli.") for name in modules if name.startswith("dicli.")}


@pytest.mark.parametrize("given", PATHS)
def test_a_run_loads_what_it_needs_and_nothing_else(given: str) -> None:
    wanted, heavy = PATHS[given]
    modules = loaded(*given.split())
    assert own(modules) <= wanted
    assert modules & HEAVY == heavy


@pytest.mark.parametrize("given", ["--help", "find --help", "check --help", ""])
def test_help_loads_nothing_heavy_and_nothing_that_reads_or_searches(given: str) -> None:
    modules = loaded(*given.split())
    assert not own(modules) & {"index", "search", "words", "tables", "reader", "faults", "links"}
    assert not modules & HEAVY


@pytest.mark.parametrize("line", ["dicli find -a fac", "dicli show vis", "dicli list --fields id,na"])
def test_a_completion_loads_no_more_than_a_list(line: str) -> None:
    env = {"_DICLI_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": "3"}
    modules = loaded(env=env)
    assert own(modules) <= EVERYDAY
    assert not modules & HEAVY


def test_the_bundled_catalogue_is_read_without_validation() -> None:
    modules = loaded("list", "--catalogue", "bundled", env={"DICLI_CACHE": "off"})
    assert "yaml" in modules
    assert not modules & {"jsonschema_rs", "httpx", "rich"}
