"""`dicli pick`, with the real fzf on a real terminal. What needs fzf is skipped only if it is not installed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path
from shutil import which

import pytest
from terminals import DICLI, Key, Seen, on_terminal, visible

from conftest import RunProcess, Written

PICK = [*DICLI, "pick"]
INSTALLED = [str(Path(sysconfig.get_path("scripts")) / "dicli")]
ENTER, ESCAPE, CTRL_C, DOWN = "\r", "\x1b", "\x03", "\x1b[B"
needs_fzf = pytest.mark.skipif(which("fzf") is None, reason="fzf is not installed")


@pytest.fixture(autouse=True)
def _small(small: str) -> None:
    """The small catalogue is in use."""


def pick(*arguments: str, keys: list[Key], env: dict[str, str] | None = None, cwd: Path | None = None) -> Seen:
    """Picks on a terminal; standard output is a pipe, as in `$(dicli pick)`."""
    return on_terminal([*PICK, *arguments], 100, 40, env or {}, keys, stdout=subprocess.PIPE, cwd=cwd)


@needs_fzf
def test_the_id_of_what_is_chosen_goes_to_standard_output() -> None:
    seen = pick(keys=[("6/6", "calm"), ("2/6", ENTER)])
    assert (seen.stdout, seen.status) == ("calm\n", 0)


@needs_fzf
def test_words_and_filters_narrow_the_list_as_in_find() -> None:
    assert pick("visa", "-a", "faculty", keys=[("2/2", ENTER)]).stdout == "visa-office\n"
    assert pick("-t", "burnout", keys=[("1/1", ENTER)]).stdout == "calm\n"


@needs_fzf
@pytest.mark.parametrize("words", ["my boss yells at me", "burnot", "it's {1} $(touch visa) visa"])
def test_the_lines_are_in_the_order_of_find(dicli: RunProcess, tmp_path: Path, words: str) -> None:
    bundled = {"DICLI_CATALOGUE": "bundled"}
    found = dicli("find", words, "--fields", "id,name", env=bundled).stdout.splitlines()
    id, name = found[0].split("\t")
    seen = pick(words, keys=[(f"{len(found)}/{len(found)}", ""), (name[:40], ENTER)], env=bundled, cwd=tmp_path)
    assert (seen.stdout, seen.status, [*tmp_path.iterdir()]) == (f"{id}\n", 0, [])


@needs_fzf
@pytest.mark.parametrize(
    ("typed", "id"), [("Calm Quiet", "calm"), ("night-desk", "night-desk"), ("immigration", "visa-office")]
)
def test_what_is_typed_narrows_by_name_id_and_alias(typed: str, id: str) -> None:
    assert pick(keys=[("6/6", typed), ("1/6", ENTER)]).stdout == f"{id}\n"


@needs_fzf
def test_the_columns_are_aligned() -> None:
    seen = pick("-t", "visas", keys=[("2/2", ""), ("visa-office", ENTER)], env={"FZF_DEFAULT_OPTS": "--no-color"})
    assert re.search(r"Visa Office {19,26}Students", visible(seen.terminal))  # below the longer name


@needs_fzf
def test_notices_and_that_there_are_only_guesses_are_seen_while_one_picks(written: Written) -> None:
    words = "In danger now? Call 911. " * 8
    own = written(
        f"notices: [{{id: n, text: '{words}end', words: [pistol]}}]\nresources: [{{id: a, name: Pistol Range}}]\n"
    )
    for seen, said in (
        (pick("--catalogue", own, "pistol", keys=[("1/1", ""), ("Id", ENTER)]), ["In danger now?", "Call 911. end"]),
        (pick("wombat embassy party", keys=[("3/3", ""), ("Id", ENTER)]), ["no good match; perhaps one of these:"]),
    ):
        full_screen = seen.terminal.partition("\x1b[?1049h")[2].partition("\x1b[?1049l")[0]
        assert all(text in visible(full_screen) for text in said)
        assert seen.status == 0


def test_a_list_with_numbers_says_that_there_are_only_guesses() -> None:
    seen = pick("wombat embassy party", keys=[("Number, 1 to 3 ", f"1{ENTER}")], env={"ACCESSIBLE": "1"})
    assert "no good match; perhaps one of these:\n1. " in visible(seen.terminal)


@needs_fzf
def test_enter_shows_the_card_on_a_terminal() -> None:
    seen = on_terminal([*PICK, "calm"], 100, 40, {}, [("A place to rest", ENTER)])
    assert "Calm & Quiet" in visible(seen.terminal.rpartition("\x1b[?1049l")[2])
    assert seen.status == 0


@needs_fzf
def test_show_and_open_without_a_name_pick() -> None:
    keys = [("6/6", "calm"), ("2/6", ENTER)]
    seen = on_terminal([*DICLI, "open", "--print"], 100, 40, {}, keys, stdout=subprocess.PIPE)
    assert (seen.stdout, seen.status) == ("https://example.org/calm\n", 0)
    seen = on_terminal([*DICLI, "show", "--json"], 100, 40, {}, keys, stdout=subprocess.PIPE)
    assert json.loads(seen.stdout)[0]["id"] == "calm"


@needs_fzf
def test_the_card_of_the_line_under_the_cursor_is_shown() -> None:
    seen = pick("visa", keys=[("Closed on Fridays", DOWN), ("Part of", ENTER)])
    assert (seen.stdout, seen.status) == ("night-desk\n", 0)
    assert "Kind" in visible(seen.terminal)


@needs_fzf
@pytest.mark.parametrize("key", [ESCAPE, CTRL_C])
def test_canceling_is_130_and_prints_nothing(key: str) -> None:
    seen = pick(keys=[("6/6", key)])
    assert (seen.stdout, seen.status) == ("", 130)


@needs_fzf
def test_enter_on_an_empty_list_is_1_and_prints_nothing() -> None:
    seen = pick(keys=[("6/6", "zzzz"), ("0/6", ENTER)])
    assert (seen.stdout, seen.status) == ("", 1)


@needs_fzf
def test_nothing_found_is_reported_without_starting_fzf() -> None:
    seen = pick("zzyzx", keys=[])
    assert (visible(seen.terminal), seen.stdout, seen.status) == (
        "nothing found; try other words or filters, or list everything: dicli list\n",
        "",
        1,
    )


@needs_fzf
def test_options_of_the_user_for_fzf_are_honored() -> None:
    assert pick("visa", keys=[], env={"FZF_DEFAULT_OPTS": "--filter=night"}).stdout == "night-desk\n"
    assert pick("calm", keys=[], env={"FZF_DEFAULT_OPTS": "--select-1 --print-query"}).stdout == "calm\n"
    wrong = pick(keys=[], env={"FZF_DEFAULT_OPTS": "--no-such-option"})
    assert (wrong.stdout, wrong.status) == ("", 3)
    assert visible(wrong.terminal).endswith("dicli: error: fzf failed\ncheck FZF_DEFAULT_OPTS\n")


@needs_fzf
def test_the_card_comes_from_the_catalogue_named_whatever_its_name(tmp_path: Path, written: Written) -> None:
    own = written("resources: [{id: own, name: My own, note: Seen here only.}]", "it's; touch pwned.yaml")
    seen = pick("--catalogue", own, keys=[("Seen here only", ENTER)])
    assert (seen.stdout, seen.status) == ("own\n", 0)
    assert [path.name for path in tmp_path.iterdir()] == ["it's; touch pwned.yaml"]


@needs_fzf
def test_a_catalogue_on_standard_input_is_picked_from_without_cards() -> None:
    command = f"echo 'resources: [{{id: own, name: Mine}}]' | {' '.join(PICK)} --catalogue -"
    seen = on_terminal(["bash", "-c", command], keys=[("1/1", ENTER)], stdout=subprocess.PIPE)
    assert (seen.stdout, seen.status) == ("own\n", 0)
    assert "error" not in seen.terminal


@needs_fzf
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "/bin/false", "/nowhere/sh"])
def test_the_card_is_shown_whatever_the_shell(shell: str) -> None:
    env = {"SHELL": which(shell) or shell}
    assert pick("calm", keys=[("A place to rest", ENTER)], env=env).stdout == "calm\n"


HOSTILE = "it's; touch pwned; {2} {q} {n} {+} {f1} $(touch pwned) `touch pwned` $HOME %PATH% \\ \" !.yaml"


@needs_fzf
@pytest.mark.parametrize("shell", ["/bin/sh", "bash", "fish", "/bin/false"])
def test_neither_the_path_nor_a_text_of_a_catalogue_is_a_command(tmp_path: Path, written: Written, shell: str) -> None:
    name = "x; touch pwned; $(touch pwned) `touch pwned` ' || touch pwned || '"
    own = written(f"resources: [{{id: own, name: {json.dumps(name)}, note: Seen here only.}}]", HOSTILE)
    keys = [("Seen here only", "touch"), ("touch", ENTER)]
    seen = pick("--catalogue", own, keys=keys, env={"SHELL": which(shell) or shell}, cwd=tmp_path)
    assert (seen.stdout, seen.status) == ("own\n", 0)
    assert [path.name for path in tmp_path.iterdir()] == [HOSTILE]


@needs_fzf
@pytest.mark.parametrize("python", [DICLI, INSTALLED])
def test_no_python_file_of_the_current_directory_is_run(tmp_path: Path, python: list[str]) -> None:
    modules = ["typer", "rich", "json", "runpy", "yaml", "rapidfuzz", "fzf", "sitecustomize", "dicli.commands.pick"]
    if python is DICLI and sys.version_info < (3, 11):
        modules.remove("runpy")  # Python 3.10 itself looks for it there when it runs a module
    for module in modules:
        (tmp_path / f"{module}.py").write_text("open('pwned', 'w')")
    keys = [("Closed on", ENTER)]
    seen = on_terminal([*python, "pick", "visa office"], 100, 40, {}, keys, subprocess.PIPE, tmp_path)
    assert (seen.stdout, seen.status) == ("visa-office\n", 0)
    assert not (tmp_path / "pwned").exists()


@needs_fzf
@pytest.mark.parametrize(
    "options",
    [
        "--print-query",
        "--print0 --multi",
        "--expect=ctrl-v --print-query",
        "--read0 --header-lines=1 --with-nth=1",
        "--preview='echo mine' --preview-window=up:1 --ansi",
        "--delimiter=a --tac --no-sort --exact",
    ],
)
def test_options_of_the_user_do_not_change_what_is_printed(options: str) -> None:
    """What is typed is an id, so that an option that prints it as well is seen."""
    seen = pick(keys=[("6/6", "calm"), ("A place to rest", ENTER)], env={"FZF_DEFAULT_OPTS": options})
    assert (seen.stdout, seen.status) == ("calm\n", 0)


@needs_fzf
def test_what_is_picked_can_be_opened() -> None:
    command = f'{" ".join(DICLI)} open --print "$({" ".join(PICK)} burnout)"'
    seen = on_terminal(["bash", "-c", command], keys=[("1/1", ENTER)], stdout=subprocess.PIPE)
    assert (seen.stdout, seen.status) == ("https://example.org/calm\n", 0)


def test_without_a_terminal_it_says_what_to_use_instead(dicli: RunProcess, tmp_path: Path) -> None:
    fzf = tmp_path / "fzf"
    fzf.write_text("#!/bin/sh\n")
    fzf.chmod(0o755)
    stdout, stderr, status = dicli("pick", env={"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"})
    assert stderr == "dicli: error: `pick` needs a terminal\nuse instead: dicli find or dicli list\n"
    assert (stdout, status) == ("", 2)


BY_NUMBER = "Number, 1 to 6 (Enter alone leaves): "


@pytest.mark.parametrize("env", [{"PATH": "/nowhere"}, {"ACCESSIBLE": "1"}])
def test_without_fzf_or_read_aloud_it_is_a_list_with_numbers(env: dict[str, str]) -> None:
    seen = pick(keys=[(BY_NUMBER, f"3{ENTER}")], env=env)
    assert "\n3. Café Calm & Quiet\n" in visible(seen.terminal)
    assert "\x1b[?1049h" not in seen.terminal  # no full screen
    assert (seen.stdout, seen.status) == ("calm\n", 0)


def test_a_number_that_is_not_in_the_list_is_asked_for_again() -> None:
    keys = [(BY_NUMBER, f"7{ENTER}"), ("no number `7` in the list", ""), (BY_NUMBER, f"two{ENTER}")]
    seen = pick(keys=[*keys, ("no number `two`", ""), (BY_NUMBER, f"1{ENTER}")], env={"ACCESSIBLE": "1"})
    assert (seen.stdout, seen.status) == ("visa-office\n", 0)


@pytest.mark.parametrize("key", [ENTER, CTRL_C, "\x04"])
def test_leaving_the_list_with_numbers_is_130_and_prints_nothing(key: str) -> None:
    seen = pick(keys=[(BY_NUMBER, key)], env={"ACCESSIBLE": "1"})
    assert (seen.stdout, seen.status) == ("", 130)


def test_filters_narrow_the_list_with_numbers() -> None:
    seen = pick("-k", "group", keys=[("Number, 1 to 2 ", f"1{ENTER}")], env={"ACCESSIBLE": "1"})
    assert (seen.stdout, seen.status) == ("calm\n", 0)


def test_a_long_list_with_numbers_says_how_to_narrow_it(written: Written) -> None:
    own = written("resources:\n" + "".join(f"  - {{id: r{n}, name: Desk {n}}}\n" for n in range(120)))
    seen = pick("--catalogue", own, keys=[("Number, 1 to 100 ", f"100{ENTER}")], env={"ACCESSIBLE": "1"})
    assert "100 of 120 resources; give words to narrow the list" in visible(seen.terminal)
    assert (seen.stdout, seen.status) == ("r99\n", 0)
