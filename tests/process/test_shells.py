"""Completion, tried in the real shells. A test is skipped only if its shell is not installed."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest
from terminals import on_terminal

from conftest import Run, Written

CLEAR = "\x15"  # Ctrl-U empties the line
SHELLS = ("bash", "zsh", "fish")
CASES = {  # line: what completes it
    "dicli fi": "find",
    "dicli --vers": "--version",
    "dicli find --aud": "--audience",
    "dicli find --audience stu": "students",
    "dicli list -t vi": "visas",
    "dicli list -k off": "office",
    "dicli list -f jsonl": "jsonl",
    "dicli list --fields id,ur": "id,url",
    "dicli topics --fields sy": "synonyms",
    "dicli show cal": "calm",
    "dicli open night": "night-desk",
    "dicli help exit": "exit-status",
    "dicli find --color al": "always",
}


def needs(shell: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(which(shell) is None, reason=f"{shell} is not installed")


each_shell = pytest.mark.parametrize("shell", [pytest.param(shell, marks=needs(shell)) for shell in SHELLS])


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, small: str) -> Path:
    """A home directory of its own to work in, with `dicli` on the path and the small catalogue in use."""
    command = tmp_path / "bin" / "dicli"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m dicli "$@"\n')
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{command.parent}{os.pathsep}{os.environ['PATH']}")
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(home)
    return home


def shell_run(*command: str) -> str:
    """The standard output of a command that says nothing on standard error."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr == ""
    return done.stdout


def in_bash(*lines: str) -> list[list[str]]:
    """What bash offers for each line."""
    script = 'eval "$(dicli --show-completion)"\n'
    for line in lines:
        words = [shlex.quote(word) for word in line.split(" ")]
        script += f"COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}\n"
        script += "COMPREPLY=(); _dicli_completion dicli; printf '%s\\n' \"${COMPREPLY[@]}\" --\n"
    return [part.strip("\n").splitlines() for part in shell_run("bash", "--norc", "-c", script).split("--\n")[:-1]]


def in_fish(*lines: str) -> list[list[str]]:
    """What fish offers for each line: a value, a tab, what it shows beside it."""
    script = "dicli --show-completion | source\n"
    script += "".join(f"complete -C {shlex.quote(line)}; echo ++\n" for line in lines)
    return [part.splitlines() for part in shell_run("fish", "--no-config", "-c", script).split("++\n")[:-1]]


def in_zsh(typed: str, expected: str, setup: str = 'eval "$(dicli --show-completion)"') -> str:
    """What an interactive zsh shows from the moment that a line is typed until it shows what is expected."""
    keys = [
        ("ready> ", f"autoload -Uz compinit; compinit -u -D; {setup}; PS1='now'; PS1=$PS1'> '\n"),
        ("now> ", typed),
        (expected, f"{CLEAR}exit\n"),
    ]
    seen = on_terminal(["zsh", "-f", "-i"], width=200, env={"PS1": "ready> ", "TERM": "dumb"}, keys=keys)
    return seen.terminal.partition("now> ")[2]


@needs("bash")
def test_bash_completes() -> None:
    assert in_bash(*CASES) == [[word] for word in CASES.values()]


@needs("bash")
def test_only_what_dicli_takes_is_offered() -> None:
    assert in_bash("dicli --", "dicli visa ") == [["--version", "--color", "--no-color", "--help"], []]


@needs("fish")
def test_fish_completes() -> None:
    offered = [[line.partition("\t")[0] for line in lines] for lines in in_fish(*CASES)]
    assert offered == [[word] for word in CASES.values()]


@needs("zsh")
@pytest.mark.parametrize(
    "line", [line for line in CASES if line.startswith(("dicli f", "dicli list --f", "dicli show"))]
)
def test_zsh_completes(line: str) -> None:
    word = CASES[line]
    begun = line.split()[-1]
    in_zsh(f"{line}\t", f"{word.removeprefix(begun)} ")


@needs("bash")
def test_bash_shows_bare_words_on_the_terminal_and_completes_the_line_typed() -> None:
    keys = [
        ("ready> ", "PS1='now'; PS1=$PS1'> '; eval \"$(dicli --show-completion)\"\n"),
        ("now> ", "dicli find -a stu\t"),
        ("dents ", f"{CLEAR}dicli find -a \t\t"),
        ("md-students", f"{CLEAR}exit\n"),
    ]
    seen = on_terminal(
        ["bash", "--norc", "--noprofile", "-i"], env={"PS1": "ready> ", "TERM": "dumb"}, keys=keys
    ).terminal
    assert "faculty" in seen
    assert "Students & learners" not in seen


@needs("fish")
def test_fish_shows_labels() -> None:
    assert "students\tStudents & learners" in in_fish("dicli find -a ")[0]


@needs("zsh")
def test_zsh_shows_labels() -> None:
    assert "students     -- Students & learners" in in_zsh("dicli find -a \t", "faculty      -- Faculty")


@needs("bash")
def test_bash_completes_an_id_within_quotes() -> None:
    assert in_bash("dicli show 'cal", 'dicli show "cal', "dicli show calm nig") == [["calm"], ["calm"], ["night-desk"]]


@needs("bash")
def test_bash_completes_files_of_catalogues(home: Path) -> None:
    (home / "my-own.yaml").touch()
    keys = [
        ("ready> ", "PS1='now'; PS1=$PS1'> '; eval \"$(dicli --show-completion)\"\n"),
        ("now> ", "dicli check my\t"),
        ("-own.yaml ", f"{CLEAR}exit\n"),
    ]
    on_terminal(["bash", "--norc", "--noprofile", "-i"], env={"PS1": "ready> ", "TERM": "dumb"}, keys=keys)


@needs("bash")
def test_the_catalogue_named_on_the_line_is_the_one_asked(written: Written) -> None:
    other = written("audiences: [{id: robots, label: Robots}]\nresources: [{id: r, name: R}]", "other.yaml")
    assert in_bash(f"dicli find --catalogue {other} -a ") == [["robots"]]


@needs("bash")
def test_what_fails_offers_nothing_and_says_nothing(written: Written) -> None:
    broken = written("resources: [", "broken.yaml")
    lines = (
        f"dicli find --catalogue {broken} -a s",
        "dicli find --catalogue no.yaml -t s",
        "dicli find --catalogue - -a s",
    )
    assert in_bash(*lines, "dicli find --nonsense x") == [[]] * 4


@needs("fish")
def test_fish_falls_silent_too(written: Written) -> None:
    broken = written("resources: [", "broken.yaml")
    assert in_fish(f"dicli find --catalogue {broken} --audience=s") == [[]]


HOSTILE = r"""\$(touch pwned) `touch pwned` "; touch pwned" '; touch pwned' $(touch pwned)"""


@pytest.fixture
def hostile(written: Written) -> str:
    """A catalogue whose texts are meant for a shell that evaluates them."""
    text = HOSTILE.replace("'", "''")
    labels = "".join(f"  - {{id: a{n}, label: 'L{n} {text}'}}\n" for n in (1, 2))
    names = "".join(f"  - {{id: r{n}, name: 'X{n} {text[1:]}'}}\n" for n in (1, 2))
    return written(f"audiences:\n{labels}resources:\n{names}")


@needs("zsh")
@pytest.mark.parametrize("line", ["find -a ", "show "])
def test_zsh_runs_nothing_of_what_a_catalogue_says(home: Path, hostile: str, line: str) -> None:
    setup = f'eval "$(dicli --show-completion)"; export DICLI_CATALOGUE={shlex.quote(hostile)}'
    in_zsh(f"dicli {line}\t\t\t", "touch pwned", setup)
    assert list(home.iterdir()) == []


@each_shell
def test_showing_the_script_writes_to_no_file(home: Path, shell: str) -> None:
    assert "dicli" in shell_run(shell, "-c", "dicli --show-completion; true")
    assert [path for path in home.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_script_of_a_named_shell_is_shown_in_any(shell: str) -> None:
    mark = {"zsh": "#compdef dicli", "fish": "complete --command dicli"}[shell]
    assert shell_run("bash", "--norc", "-c", f"dicli --show-completion {shell}; true").startswith(mark)


def test_a_shell_without_a_script_is_a_usage_error(run: Run) -> None:
    assert run("--show-completion", "tcsh") == (
        "",
        "dicli: error: no completion for `tcsh`\nshells: bash, zsh, fish, powershell, pwsh\n",
        2,
    )


@needs("zsh")
def test_the_script_works_as_a_file_in_the_function_path_of_zsh(home: Path) -> None:
    shell_run("zsh", "-f", "-c", "mkdir functions; dicli --show-completion > functions/_dicli; true")
    setup = "fpath=($HOME/functions $fpath); compinit -u -D"
    in_zsh("dicli find -a stu\t\t", "dents ", setup)
