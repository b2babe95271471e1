"""The layers, as CONTRIBUTING.md has them, against the imports of the source."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT

SOURCE = ROOT / "src" / "dicli"
MODULES = {path.stem: path for path in sorted(SOURCE.glob("*.py")) if path.stem != "__init__"}
# What a layer may import besides the standard library; those in brackets only within a function. `tables` alone imports
# rich; when it is loaded itself, tests/test_imports.py says.
LIBRARIES = {
    "core": "(rapidfuzz) (Stemmer)",
    "edges": "(yaml) (jsonschema_rs) (rapidfuzz) (httpx)",
    "show": "rich (yaml)",
    "command line": "typer (rich)",
}


def layers() -> dict[str, list[str]]:
    """The table of layers in CONTRIBUTING.md: lowest first, each with its modules."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([a-z ]+?) +\| ((?:`\w+`(?:, )?)+) +\|", text, re.M)
    return {name: re.findall(r"`(\w+)`", modules) for name, modules in rows}


def layer_of(module: str) -> str:
    return next(name for name, modules in layers().items() if module in modules)


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """What a module imports, and whether it does so within a function; imports for annotations only are left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node, inside in _walk(tree, False):
        if isinstance(node, ast.Import):
            yield from ((alias.name, inside) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: relative import"
            assert node.module
            if node.module == "dicli":
                yield from ((f"dicli.{alias.name}", inside) for alias in node.names)
            else:
                yield node.module, inside


def _walk(node: ast.AST, inside: bool) -> Iterator[tuple[ast.AST, bool]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
            continue
        within = inside or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
        yield child, within
        yield from _walk(child, within)


def test_every_module_stands_in_one_layer() -> None:
    assert list(layers()) == list(LIBRARIES)
    listed = [module for modules in layers().values() for module in modules]
    assert sorted(listed) == sorted(MODULES)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_its_own_layer_and_lower_ones_only(module: str) -> None:
    order = list(layers())
    for name, _ in imports(MODULES[module]):
        part = name.partition("dicli.")[2]
        if part in MODULES:
            assert order.index(layer_of(part)) <= order.index(layer_of(module)), f"{module} imports {part}"


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_the_libraries_of_its_layer_only_and_heavy_ones_within_functions(module: str) -> None:
    allowed = LIBRARIES[layer_of(module)].split()
    for name, inside in imports(MODULES[module]):
        library = name.partition(".")[0]
        if library == "dicli" or library in sys.stdlib_module_names:
            continue
        assert library in allowed or (inside and f"({library})" in allowed), f"{module} imports {name}"


CORE_MAY_NOT = {"os", "sys", "io", "pathlib", "shutil", "subprocess", "tempfile", "time", "socket", "urllib"}


def test_the_core_knows_no_files_no_environment_and_no_terminal() -> None:
    for module in layers()["core"]:
        used = {name.partition(".")[0] for name, _ in imports(MODULES[module])}
        assert not used & CORE_MAY_NOT, module
        tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
        called = {
            node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert not called & {"open", "print", "input"}, module


def test_no_two_modules_import_each_other_while_they_load() -> None:
    above = {
        module: {name.partition("dicli.")[2] for name, inside in imports(path) if not inside} & set(MODULES)
        for module, path in MODULES.items()
    }

    def reach(module: str, seen: frozenset[str]) -> None:
        assert module not in seen, f"{module} is in a circle"
        for lower in above[module]:
            reach(lower, seen | {module})

    for module in MODULES:
        reach(module, frozenset())


def test_only_the_writer_of_streams_touches_standard_output() -> None:
    for module, path in MODULES.items():
        if module in ("terminal", "keeper"):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not names & {"sys.stdout.write", "sys.stdout.buffer", "sys.stderr.write"}, module
        called = {
            node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert "print" not in called, module
