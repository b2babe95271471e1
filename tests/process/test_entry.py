"""The program as it is started: by its name, as a module, on a terminal and in pipes, over the bundled catalogue."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from conftest import RunProcess
from dicli import __version__

posix = pytest.mark.skipif(os.name != "posix", reason="needs a POSIX system")


def bash(script: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Runs a script in which `dicli` is this one."""
    command = f'dicli() {{ {sys.executable} -m dicli "$@"; }}; {script}'
    environ = {**os.environ, **env}
    return subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=environ, timeout=60, check=False)


def test_as_a_module_it_calls_itself_dicli(dicli: RunProcess) -> None:
    stdout, stderr, status = dicli("find", "--help")
    assert stdout.startswith("Usage: dicli find ")
    assert (stderr, status) == ("", 0)
    stdout, stderr, status = dicli("find", "--nonsense")
    assert stderr.endswith("see: dicli find --help\n")
    assert (stdout, status) == ("", 2)


def test_the_installed_command_and_the_module_are_the_same(dicli: RunProcess) -> None:
    script = Path(sysconfig.get_path("scripts")) / "dicli"
    if not script.exists():
        pytest.skip("dicli is not installed here")
    done = subprocess.run([script, "--version"], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr, done.returncode) == dicli("--version")
    assert done.stdout.startswith(f"dicli {__version__} (")


def test_without_arguments_it_gives_its_short_help(dicli: RunProcess) -> None:
    stdout, stderr, status = dicli()
    assert stdout.startswith("Usage: dicli ")
    assert "dicli find visa" in stdout
    assert (stderr, status) == ("", 0)


def test_a_limit_of_any_size_is_taken(dicli: RunProcess) -> None:
    for command in (["find", "visa"], ["list"]):
        assert dicli(*command, "-n", "9" * 20) == dicli(*command)


@posix
@pytest.mark.parametrize(
    ("arguments", "status"),
    [("list", 0), ("path", 0), ("find visa --catalogue own.yaml", 3), ("path --catalogue own.yaml", 3), ("pick", 2)],
)
def test_the_current_directory_may_be_gone(arguments: str, status: int) -> None:
    done = bash(f'mkdir "$HOME/gone"; cd "$HOME/gone"; rmdir "$HOME/gone"; dicli {arguments}', DICLI_CACHE="c")
    assert (done.returncode, "FileNotFoundError" in done.stderr, "bug" in done.stderr) == (status, False, False)


@pytest.mark.parametrize(
    ("given", "status"),
    [("find visa", 0), ("find wombat", 1), ("find", 2), ("list --catalogue /nowhere.yaml", 3), ("--version", 0)],
)
def test_the_status_reaches_the_shell(dicli: RunProcess, given: str, status: int) -> None:
    assert dicli(*given.split()).status == status


def test_a_misspelled_audience_is_refused_with_a_guess(dicli: RunProcess) -> None:
    assert dicli("find", "--audience", "staf") == (
        "",
        "dicli: error: no audience called `staf`\ndid you mean `staff`?\n",
        2,
    )


@posix
def test_a_list_has_a_line_for_each_of_the_69_resources() -> None:
    done = bash("dicli list | cut -f1 | wc -l")
    assert (done.stdout.strip(), done.stderr, done.returncode) == ("69", "", 0)


@posix
@pytest.mark.skipif(not shutil.which("jq"), reason="needs jq")
def test_jq_takes_the_addresses_out_of_json() -> None:
    done = bash("dicli find --json --audience residents | jq -r '.[].url'")
    urls = done.stdout.splitlines()
    assert urls[0] == "https://mddiversity.wustl.edu/educational-programs/residents-fellows/"
    assert all(url.startswith("http") for url in urls)
    assert (done.stderr, done.returncode) == ("", 0)


def test_a_misspelled_name_is_found(dicli: RunProcess) -> None:
    stdout, stderr, status = dicli("find", "ombudsmen")
    assert stdout.startswith("ombuds\tOffices of the Ombuds\t")
    assert status == 0
    assert "Traceback" not in stderr


def test_an_acronym_is_shown(dicli: RunProcess) -> None:
    stdout, stderr, status = dicli("show", "wumma")
    assert stdout.startswith("wumma\tWashington University Minority Medical Association\t")
    assert (stderr, status) == ("", 0)


@posix
def test_on_a_terminal_faculty_get_what_is_for_them_before_what_is_for_everyone() -> None:
    from terminals import DICLI, on_terminal

    seen = on_terminal([*DICLI, "find", "--audience", "faculty", "-n", "0"], 100, env={"TERM": "dumb"})
    lines = seen.terminal.split("\n")
    assert [line for line in lines if line.startswith("For ")] == ["For Faculty", "For Everyone"]
    assert lines.index("For Faculty") < next(n for n, line in enumerate(lines) if "Office of Faculty Affairs" in line)
    assert seen.status == 0


@posix
def test_on_a_terminal_what_fits_is_shown_and_the_rest_is_reported() -> None:
    from terminals import DICLI, on_terminal

    seen = on_terminal([*DICLI, "find", "--audience", "faculty"], 100, 24, env={"TERM": "dumb"})
    foot = seen.terminal.splitlines()[-1]
    assert re.fullmatch(r"\d of \d\d; for all: -n 0; details: dicli show [a-z-]+", foot)
    assert seen.status == 0


def test_the_order_is_the_same_for_every_hash_seed(dicli: RunProcess, tmp_path: Path) -> None:
    """Each seed has a cache of its own, so that the index is made with it as well."""
    for given in (
        ["find", "mentoring", "postdoc", "--json"],
        ["find", "-a", "students", "--json"],
        ["topics", "--json"],
    ):
        runs = {
            dicli(*given, env={"PYTHONHASHSEED": seed, "DICLI_CACHE": str(tmp_path / seed)})
            for seed in ("0", "1", "4711")
        }
        assert len(runs) == 1
        assert json.loads(runs.pop().stdout)


def test_words_of_a_latin_1_locale_find_the_same(dicli: RunProcess) -> None:
    if os.name != "posix":
        pytest.skip("needs a POSIX system")
    wanted = dicli("find", "résidents burnout", "--fields", "id")
    command = [
        sys.executable.encode(),
        b"-m",
        b"dicli",
        b"find",
        "résidents burnout".encode("latin-1"),
        b"--fields",
        b"id",
    ]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert (done.stdout.decode(), done.returncode) == (wanted.stdout, wanted.status)


INTERRUPTED = """
import os, signal, sys

class Interrupts:
    def __set_name__(self, owner, name):
        os.kill(os.getpid(), signal.SIGINT)

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "typer":
            type("Made", (), {"attribute": Interrupts()})

sys.meta_path.insert(0, Finder())
"""


@posix
def test_ctrl_c_while_modules_are_imported_is_130_and_says_nothing(dicli: RunProcess, tmp_path: Path) -> None:
    """Python makes another error of an interrupt that comes while a class is made."""
    (tmp_path / "sitecustomize.py").write_text(INTERRUPTED)
    assert dicli("list", env={"PYTHONPATH": str(tmp_path)}) == ("", "", 130)


@posix
def test_a_standard_input_that_cannot_be_read_is_status_3() -> None:
    for given in ("show -", "find -"):
        done = bash(f"dicli {given} 0>/dev/null")
        assert (done.stdout, done.returncode) == ("", 3)
        assert done.stderr == "dicli: error: cannot read standard input: Bad file descriptor\n"
