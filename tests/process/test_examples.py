"""Every example in the help is run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path
from shutil import copy, which

import pytest
from terminals import on_terminal

from conftest import ROOT, Stream
from dicli.commands.app import main
from dicli.commands.command_table import COMMANDS
from dicli.commands.help_topics import TOPICS


def examples() -> list[str]:
    """The lines to type in the help of all commands and topics, without what is said beside them."""
    texts = list(TOPICS.values())
    for arguments in (["--help"], *([name, "--help"] for name in COMMANDS)):
        with redirect_stdout(Stream()) as out:
            main(arguments)
        texts.append(out.text().partition("Example")[2].partition("\n\n")[0])
    lines = (line.strip() for text in texts for line in text.splitlines() if re.match(r" +(dicli|eval) ", line))
    return list(dict.fromkeys(re.split(r" {2,}", line)[0] for line in lines))


EXAMPLES = examples()
ON_TERMINALS = [example for example in EXAMPLES if "dicli pick" in example]


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A directory to work in, with what the examples expect there, and a browser that does nothing."""
    (tmp_path / "my.yaml").write_text("resources: [{id: my, name: Mine, summary: Here., as_of: '2026'}]")
    (tmp_path / "questions.txt").write_text("visa\nmentoring\n")
    (tmp_path / "offices.csv").write_text("Desk,Comments\nBursar,Ask for Jo\n")
    copy(ROOT / "tests" / "importing" / "offices.xlsx", tmp_path)
    (tmp_path / ".config/dicli").mkdir(parents=True)
    (tmp_path / ".config/fish/completions").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("BROWSER", "true")


def in_bash(example: str) -> list[str]:
    return ["bash", "-c", f'dicli() {{ {sys.executable} -m dicli "$@"; }}; {example}']


def test_there_are_examples_of_every_command() -> None:
    assert {example.split()[1] for example in EXAMPLES if example.startswith("dicli ")} >= set(COMMANDS)


@pytest.mark.parametrize("example", [example for example in EXAMPLES if example not in ON_TERMINALS])
def test_every_example_works(example: str) -> None:
    asks_the_network = "--links" in example  # about no links, here
    env = {**os.environ, "DICLI_CATALOGUE": "my.yaml"} if asks_the_network else None
    done = subprocess.run(in_bash(example), capture_output=True, text=True, env=env, timeout=60, check=False)
    assert "error" not in done.stderr
    assert done.returncode == (1 if "--strict" in example else 0)
    quiet = asks_the_network or example.startswith("dicli check")  # which says that all is well on standard error
    assert done.stdout or (done.stderr if quiet else re.search(">|eval", example))


@pytest.mark.skipif(which("fzf") is None, reason="fzf is not installed")
@pytest.mark.parametrize("example", ON_TERMINALS)
def test_every_example_for_a_terminal_works(example: str) -> None:
    env = {"FZF_DEFAULT_OPTS": "--exact --filter=oiss"}
    seen = on_terminal(in_bash(example), env=env, stdout=subprocess.PIPE)
    assert (seen.terminal, seen.status) == ("", 0)
    assert "oiss" in seen.stdout
