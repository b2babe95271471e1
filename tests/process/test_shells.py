"""Completion, tried in the real shells. A test is skipped only where its shell is not installed."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest
from terminals import on_terminal

from conftest import Written

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
    """What bash offers for each line. bash parts a line at `=` too before it asks."""
    script = 'eval "$(dicli --show-completion)"\n'
    for line in lines:
        words = [shlex.quote(word) for word in line.replace("=", " = ").split(" ")]
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
    assert in_bash(*CASES, "dicli find --audience=stu") == [[word] for word in [*CASES.values(), "students"]]


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
def test_names_complete_where_no_id_begins_so_word_by_word_and_whatever_their_case() -> None:
    assert in_bash("dicli show Night", "dicli show night desk of", "dicli open café") == [
        ["Night\\ Desk\\ of\\ the\\ Visa\\ Office"],
        ["of\\ the\\ Visa\\ Office"],
        ["café\\ Calm\\ \\&\\ Quiet"],
    ]


@needs("fish")
def test_fish_completes_names() -> None:
    assert in_fish("dicli show Night") == [["Night Desk of the Visa Office\tnight-desk"]]


@needs("zsh")
def test_zsh_completes_names() -> None:
    in_zsh("dicli show Nig\t", "ht\\ Desk\\ of\\ the\\ Visa\\ Office")


@needs("bash")
def test_bash_completes_names_within_quotes_and_after_spaces() -> None:
    lines = ["Night\\ ", "Night\\ Desk\\ o", "'Night d", '"night Desk', "Night\\", '"cal']
    script = 'eval "$(dicli --show-completion)"\n'
    for line in lines:
        script += f"COMP_WORDS=(dicli show {shlex.quote(line)}); COMP_CWORD=2\n"
        script += "COMPREPLY=(); _dicli_completion dicli; printf '%s\\n' \"${COMPREPLY[@]}\"\n"
    assert shell_run("bash", "--norc", "-c", script).splitlines() == [
        "Night\\ Desk\\ of\\ the\\ Visa\\ Office",
        "Night\\ Desk\\ of\\ the\\ Visa\\ Office",
        "Night desk of the Visa Office",
        "night Desk of the Visa Office",
        "Night\\ Desk\\ of\\ the\\ Visa\\ Office",
        "calm",
    ]


@needs("bash")
@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Sh\t", "ared\\ n"),
        ("Shared\\ nu\t", "rses\\ office "),
        ('"Shared nu\t', 'rses office" '),
        ("'Shared ni\t", "ghts office' "),
    ],
)
def test_bash_goes_on_completing_where_names_part(written: Written, typed: str, shown: str) -> None:
    own = written("resources: [{id: x1, name: Shared nurses office}, {id: x2, name: 'Shared nights office'}]")
    keys = [
        ("ready> ", "PS1='now'; PS1=$PS1'> '; eval \"$(dicli --show-completion)\"\n"),
        ("now> ", f"dicli show {typed}"),
        (shown, f"{CLEAR}exit\n"),
    ]
    on_terminal(
        ["bash", "--norc", "--noprofile", "-i"],
        env={"PS1": "ready> ", "TERM": "dumb", "DICLI_CATALOGUE": own},
        keys=keys,
    )


@needs("bash")
def test_the_catalogue_named_on_the_line_is_the_one_asked(written: Written) -> None:
    other = written("audiences: [{id: robots, label: Robots}]\nresources: [{id: r, name: R}]", "other.yaml")
    assert in_bash(f"dicli find --catalogue {other} -a ", "dicli list --catalogue bund") == [["robots"], ["bundled"]]


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
@pytest.mark.parametrize("line", ["find -a ", "show ", "show X"])
def test_zsh_runs_nothing_of_what_a_catalogue_says(home: Path, hostile: str, line: str) -> None:
    setup = f'eval "$(dicli --show-completion)"; export DICLI_CATALOGUE={shlex.quote(hostile)}'
    in_zsh(f"dicli {line}\t\t\t", "touch pwned", setup)
    assert list(home.iterdir()) == []


@needs("bash")
def test_bash_gets_names_as_words_that_it_does_not_evaluate(home: Path, written: Written) -> None:
    name = """a $(touch pwned) `touch pwned`; touch "pwned" & 'b' *?[c] ~ # !"""
    own = written("resources: [{id: r, name: '" + name.replace("'", "''") + "'}]", "hostile.yaml")
    [[offered]] = in_bash(f"dicli show --catalogue {own} a")
    assert shell_run("bash", "--norc", "-c", f"printf %s {offered}") == name
    assert list(home.iterdir()) == []


@each_shell
def test_showing_the_script_writes_to_no_file(home: Path, shell: str) -> None:
    assert "dicli" in shell_run(shell, "-c", "dicli --show-completion; true")
    assert [path for path in home.rglob("*") if path.is_file()] == []


@needs("zsh")
def test_the_script_works_as_a_file_in_the_function_path_of_zsh(home: Path) -> None:
    shell_run("zsh", "-f", "-c", "mkdir functions; dicli --show-completion > functions/_dicli; true")
    setup = "fpath=($HOME/functions $fpath); compinit -u -D"
    in_zsh("dicli find -a stu\t\t", "dents ", setup)
