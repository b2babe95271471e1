"""The rooms of the source, and which of them each may use, against its imports."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from conftest import ROOT

SOURCE = ROOT / "src" / "dicli"
# Each room: the rooms it may use, and the libraries; those in brackets only within a function, so that a run which
# does not need them does not load them.
ROOMS = {
    "core": ("", "(rapidfuzz)"),
    "search": ("core", "(rapidfuzz)"),
    "files": ("core search", "(yaml)"),
    "importing": ("core files", "(python_calamine)"),
    "links": ("core files", "(yaml) (httpx)"),
    "output": ("core", "(rich) (yaml)"),
    "commands": ("core search files importing links output", "typer (rich) (shellingham)"),
}
MODULES = {
    ".".join(path.relative_to(SOURCE).with_suffix("").parts): path
    for path in sorted(SOURCE.glob("*/*.py"))
    if path.stem != "__init__"
}


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """What a module imports, and whether it does so within a function; imports for annotations only are left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node, inside in _walk(tree, False):
        if isinstance(node, ast.Import):
            yield from ((alias.name, inside) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: relative import"
            assert node.module
            whole = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from ((name if name.removeprefix("dicli.") in MODULES else node.module, inside) for name in whole)


def _walk(node: ast.AST, inside: bool) -> Iterator[tuple[ast.AST, bool]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
            continue
        within = inside or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
        yield child, within
        yield from _walk(child, within)


def own_imports(module: str) -> set[str]:
    """The modules of dicli that a module imports, also within functions."""
    return {name.removeprefix("dicli.") for name, _ in imports(MODULES[module])} & set(MODULES)


def called_names(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}


def test_every_module_is_in_a_package_that_contributing_describes() -> None:
    assert {module.partition(".")[0] for module in MODULES} == set(ROOMS)
    assert {path.stem for path in SOURCE.glob("*.py")} == {"__init__", "__main__"}
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)/` +\|", text, re.M) == list(ROOMS)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_from_its_own_and_lower_packages(module: str) -> None:
    room = module.partition(".")[0]
    assert {name.partition(".")[0] for name in own_imports(module)} <= {room, *ROOMS[room][0].split()}


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_the_libraries_of_its_room_only_and_heavy_ones_within_functions(module: str) -> None:
    allowed = ROOMS[module.partition(".")[0]][1].split()
    for name, inside in imports(MODULES[module]):
        library = name.partition(".")[0]
        if library != "dicli" and library not in sys.stdlib_module_names:
            assert library in allowed or (inside and f"({library})" in allowed), f"{module} imports {name}"


def test_no_modules_import_each_other_in_a_circle_not_even_within_functions() -> None:
    TopologicalSorter({module: own_imports(module) for module in MODULES}).prepare()


CORE_MAY_NOT = {"os", "sys", "io", "pathlib", "shutil", "subprocess", "tempfile", "time", "socket", "urllib"}


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith(("core.", "search."))])
def test_the_core_and_search_know_no_files_no_environment_and_no_terminal(module: str) -> None:
    used = {name.partition(".")[0] for name, _ in imports(MODULES[module])}
    used -= {"urllib"} if module == "core.safe" else set()  # it quotes addresses, and asks for none
    assert not used & CORE_MAY_NOT
    assert not called_names(MODULES[module]) & {"open", "print", "input"}


@pytest.mark.parametrize("module", sorted(MODULES.keys() - {"output.terminal"}))
def test_only_the_terminal_writes_to_standard_output(module: str) -> None:
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    names = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not names & {"sys.stdout.write", "sys.stdout.buffer", "sys.stderr.write"}
    assert "print" not in called_names(MODULES[module])
