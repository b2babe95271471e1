"""`dicli open`: the link on standard output, and in a browser if there is one; a program stands in for it."""

from __future__ import annotations

import json
import os
import sys
import webbrowser
from pathlib import Path

import pytest

from conftest import Run, RunProcess, Written
from dicli.commands.browser import open_in_browser

HOSTILE = "https://example.org/a'b;c/$(touch${IFS}pwned)?q=1&r=2;ls|x=é#ü"


@pytest.fixture(autouse=True)
def _no_browser_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """webbrowser looks at the environment once in a process; each test stands for a process of its own."""
    monkeypatch.setattr(webbrowser, "_tryorder", None)
    monkeypatch.setattr(webbrowser, "_browsers", {})


@pytest.fixture
def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sets $BROWSER to a program that writes down its arguments; the file it writes."""
    seen = tmp_path / "seen.json"
    program = tmp_path / "browser"
    program.write_text(f"#!{sys.executable}\nimport json, sys\njson.dump(sys.argv[1:], open({str(seen)!r}, 'w'))\n")
    program.chmod(0o700)
    monkeypatch.setenv("BROWSER", str(program))
    monkeypatch.chdir(tmp_path)
    return seen


@pytest.fixture(autouse=True)
def _in_force(small: str) -> None:
    pass


def test_the_link_is_printed_and_opened(run: Run, browser: Path) -> None:
    assert run("open", "calm") == ("https://example.org/calm\n", "", 0)
    assert json.loads(browser.read_text()) == ["https://example.org/calm"]


def test_print_only_prints(run: Run, browser: Path) -> None:
    assert run("open", "--print", "calm") == ("https://example.org/calm\n", "", 0)
    assert not browser.exists()


def test_copying_needs_a_terminal_and_says_so(run: Run) -> None:
    stdout, stderr, status = run("open", "--copy", "calm")
    assert (stdout, status) == ("https://example.org/calm\n", 0)
    assert stderr == "cannot copy https://example.org/calm: standard error is not a terminal\n"
    stdout, stderr, status = run("open", "--copy", "calm", tty=True, env={"NO_COLOR": "1"})
    assert stderr.endswith("\acopied https://example.org/calm, if this terminal allows it\n")


def test_a_link_is_one_argument_and_no_shell_sees_it(run: Run, browser: Path, written: Written) -> None:
    own = written(f"resources: [{{id: trap, name: Trap, url: {json.dumps(HOSTILE)}}}]")
    stdout, stderr, status = run("open", "trap", "--catalogue", own)
    open_in_browser = HOSTILE.replace("é#ü", "%C3%A9#%C3%BC")
    assert (stdout, stderr, status) == (f"{open_in_browser}\n", "", 0)
    assert json.loads(browser.read_text()) == [open_in_browser]
    assert sorted(path.name for path in browser.parent.iterdir()) == ["browser", "own.yaml", "seen.json"]


def test_a_host_of_other_letters_is_shown_and_opened_in_punycode(run: Run, browser: Path, written: Written) -> None:
    own = written("resources: [{id: trap, name: Trap, url: 'https://аpple.example/x'}]")
    stdout, stderr, status = run("open", "trap", "--catalogue", own)
    assert (stdout, stderr, status) == ("https://xn--pple-43d.example/x\n", "", 0)
    assert json.loads(browser.read_text()) == ["https://xn--pple-43d.example/x"]


@pytest.mark.parametrize(
    "env", [{}, {"DISPLAY": ":0", "SSH_CONNECTION": "1"}, {"DISPLAY": ":0", "SSH_TTY": "/dev/pts/1"}]
)
@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="these always have a display")
def test_without_a_display_or_over_ssh_it_only_prints(run: Run, env: dict[str, str]) -> None:
    assert run("open", "calm", env=env) == (
        "https://example.org/calm\n",
        "no browser available; open the link above yourself\n",
        0,
    )


def test_a_browser_may_have_arguments(run: Run, browser: Path) -> None:
    env = {"BROWSER": f"{os.environ['BROWSER']} --new-window --app=%s"}
    assert run("open", "calm", env=env) == ("https://example.org/calm\n", "", 0)
    assert json.loads(browser.read_text()) == ["--new-window", "--app=https://example.org/calm"]


def test_a_browser_with_a_space_in_its_path_is_started(run: Run, browser: Path) -> None:
    program = browser.with_name("my browser")
    browser.with_name("browser").rename(program)
    assert run("open", "calm", env={"BROWSER": str(program)}) == ("https://example.org/calm\n", "", 0)
    assert json.loads(browser.read_text()) == ["https://example.org/calm"]


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("", "no browser available"),
        ("'/nowhere --new", "could not start a browser"),
        ("'/nowhere %s", "could not start a browser"),
        ("/nowhere --new-window", "could not start a browser"),
    ],
)
def test_a_browser_that_cannot_be_read_or_started_is_reported(run: Run, command: str, told: str) -> None:
    stdout, stderr, status = run("open", "calm", env={"BROWSER": command, "PATH": ""})
    assert (stdout, stderr, status) == ("https://example.org/calm\n", f"{told}; open the link above yourself\n", 0)


def test_an_address_of_other_letters_is_opened_in_an_ascii_locale(
    dicli: RunProcess, browser: Path, written: Written
) -> None:
    own = written("resources: [{id: a, name: A, url: 'https://example.org/é'}]")
    env = {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    assert dicli("open", "a", "--catalogue", own, env=env)[1:] == ("", 0)
    assert json.loads(browser.read_text()) == ["https://example.org/%C3%A9"]


@pytest.mark.parametrize("display", ["DISPLAY", "WAYLAND_DISPLAY"])
@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="these have browsers that need no path")
def test_either_kind_of_display_is_enough_to_try_a_browser(run: Run, display: str) -> None:
    told = "could not start a browser; open the link above yourself\n"
    assert run("open", "calm", env={display: ":0", "PATH": ""}) == ("https://example.org/calm\n", told, 0)


def test_a_missing_browser_is_reported(run: Run) -> None:
    stdout, stderr, status = run("open", "calm", env={"BROWSER": "/nowhere/at/all", "PATH": ""})
    assert (stdout, status) == ("https://example.org/calm\n", 0)
    assert stderr == "could not start a browser; open the link above yourself\n"


def test_a_browser_that_fails_is_reported(run: Run, browser: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(url: str) -> bool:
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "open", fails)
    told = "could not start a browser; open the link above yourself\n"
    assert run("open", "calm") == ("https://example.org/calm\n", told, 0)
    assert not browser.exists()


@pytest.mark.parametrize("variable", ["SSH_CONNECTION", "SSH_TTY"])
def test_a_browser_that_was_set_on_purpose_is_started_over_ssh(run: Run, browser: Path, variable: str) -> None:
    assert run("open", "calm", env={variable: "1"}) == ("https://example.org/calm\n", "", 0)
    assert json.loads(browser.read_text()) == ["https://example.org/calm"]


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:alert(1)", "ftp://example.org", "-h", ""])
def test_only_http_and_https_are_opened(browser: Path, url: str) -> None:
    open_in_browser(url)
    assert not browser.exists()


def test_a_resource_without_a_link_is_status_1(run: Run, browser: Path) -> None:
    assert run("open", "bare") == (
        "",
        "dicli: error: `bare` has no link\nto see what is known: dicli show bare\n",
        1,
    )
    assert not browser.exists()


def test_an_unknown_name_is_status_1(run: Run, browser: Path) -> None:
    assert run("open", "nobody") == ("", "dicli: error: no resource called `nobody`\ntry: dicli find nobody\n", 1)
    assert not browser.exists()


def test_a_near_miss_is_reported(run: Run) -> None:
    assert run("open", "--print", "cafe calmm") == (
        "https://example.org/calm\n",
        "no resource is called `cafe calmm`; showing Café Calm & Quiet\n",
        0,
    )


def test_several_ids_are_several_links(run: Run) -> None:
    assert run("open", "--print", "calm", "night-desk") == (
        "https://example.org/calm\nhttps://example.org/all\n",
        "",
        0,
    )
