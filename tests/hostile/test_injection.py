"""Nothing that strangers wrote commands a terminal, poses as another host, or runs in a spreadsheet."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Ran, Run, RunProcess, Written
from dicli.core.safe import clean, safe_url
from dicli.files.checking import findings
from dicli.files.reader import parsed

CONTROL = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n"]
BIDI = [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]
EVIL = "\x1b]0;owned\x07\x1b[31m\x9b2J\x7f\u202egnp.exe\u2066"
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
OURS = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;;[^\x00-\x20\x7f-\x9f]*\x1b\\")  # colors and links


HINT = re.compile(r"\x1b\[(?:2|1;31|0)m")  # how errors and hints stand out on a terminal


def assert_safe(ran: Ran) -> None:
    """Whether a run ended as it should, and wrote nothing but text, colors and links."""
    assert ran.status in (0, 1, 2, 3)
    assert UNSAFE.findall(OURS.sub("", ran.stdout.replace("\r\n", "\n"))) == []
    assert UNSAFE.findall(HINT.sub("", ran.stderr).replace("\t", "\x08")) == []
    assert "this is a bug" not in ran.stderr


# ---- the catalogue -------------------------------------------------------------------------------

PLACES = {
    "catalogue: {name: %s}",
    "catalogue: {name: A, updated: %s}",
    "catalogue: {name: A, homepage: %s}",
    "catalogue: {name: A, corrections: %s}",
    *(
        f"{vocabulary}: [{{id: a, {key}}}]"
        for vocabulary in ("audiences", "topics", "kinds")
        for key in ("label: %s", "synonyms: [%s]", "broader: [%s]", "group: %s")
    ),
    *(f"{vocabulary}: [{{id: %s}}]" for vocabulary in ("audiences", "topics", "kinds")),
    "resources: [{id: %s, name: A}]",
    "resources: [{id: a, name: %s}]",
    *(f"resources: [{{id: a, name: A, {key}: [%s]}}]" for key in ("aliases", "audiences", "topics", "keywords")),
    *(f"resources: [{{id: a, name: A, {key}: %s}}]" for key in ("kind", "summary", "url", "part_of", "as_of")),
    *(f"resources: [{{id: a, name: A, {key}: %s}}]" for key in ("confidence", "note", "evidence")),
    "resources: [{id: a, name: A, sources: [%s]}]",
    *(f"resources: [{{id: a, name: A, contact: {{{key}: %s}}}}]" for key in ("email", "phone", "location")),
    "resources: [{id: a, name: A, links: [{label: %s, url: 'https://example.org/'}]}]",
    "resources: [{id: a, name: A, links: [{label: A, url: %s}]}]",
    "%s: 1",
    "resources: [{id: a, name: A, %s: 1}]",
}


def assert_loads_without(text: str, character: str) -> None:
    """Whether a file is read without a character, and someone hears of it."""
    document = parsed("own", text.encode())
    assert character not in repr(document.data).encode().decode("unicode_escape")
    assert any(f"(U+{ord(character):04X}) here, which is ignored" in found.message for found in document.findings), text
    assert not UNSAFE.search(json.dumps(document.data, ensure_ascii=False))


@pytest.mark.parametrize("place", sorted(PLACES))
def test_a_character_that_commands_a_terminal_is_not_loaded_wherever_it_stands(place: str) -> None:
    for character in (*CONTROL, *BIDI):
        before = "https://example.org/" if "url" in place or "homepage" in place or "sources" in place else "a"
        assert_loads_without(place % f'"{before}\\u{ord(character):04x}b"', character)


RAW = [character for character in (*CONTROL, *BIDI) if character != "\r"]  # which ends a line


@pytest.mark.parametrize("character", RAW, ids=lambda c: f"U+{ord(c):04X}")
def test_it_is_not_loaded_as_it_is_either(character: str) -> None:
    assert_loads_without(f"resources: [{{id: a, name: 'A{character}'}}]", character)


def test_the_refusal_of_a_faulty_file_is_safe_itself(run: Run, written: Written) -> None:
    evil = json.dumps(EVIL)
    texts = (f"resources: [{{id: {evil}, name: A}}]", f"{evil}: 1", f"resources: [{{id: a, name: A, url: {evil}}}]")
    for text in (*texts, EVIL, f"&{EVIL} a: b", f"!{EVIL} a", f"audiences: [{{id: a, broader: [{evil}]}}]"):
        for command in (["list", "--catalogue"], ["check"], ["check", "--json"]):
            ran = run(*command, written(text))
            assert_safe(ran)


MARKUP = "[bold red]x[/] [link=https://evil.example]y[/link] :smile: \\[z]"


@pytest.mark.parametrize(
    "command", ["list -f table", "list -f table --fields name,summary", "show a", "find bold", "topics"]
)
@pytest.mark.parametrize("width", [50, 140])
def test_markup_and_emoji_codes_stay_as_they_are_written(run: Run, written: Written, command: str, width: int) -> None:
    text = f"""
        topics: [{{id: t, label: '{MARKUP}'}}]
        resources: [{{id: a, name: '{MARKUP}', summary: '{MARKUP}', topics: [t], contact: {{location: '{MARKUP}'}}}}]
        """
    ran = run(*command.split(), "--catalogue", written(text), "--color", "always", tty=True, width=width)
    assert_safe(ran)
    shown = " ".join(OURS.sub("", ran.stdout).split())
    assert "[bold red]x[/]" in shown
    assert ":smile: \\[z]" in shown
    assert "8;;https://evil" not in ran.stdout


# ---- what is typed, and the environment ----------------------------------------------------------

COMMANDS = [
    ["find", EVIL],
    ["find", "visa", EVIL, "--explain"],
    ["find", "--", f"--{EVIL}"],
    ["find", f"visaa{EVIL}", "-f", "table"],
    *(["find", "visa", option, EVIL] for option in ("--name", "--keyword", "-a", "-t", "-k", "-n", "-f", "--fields")),
    *(["find", "visa", option, EVIL] for option in ("--color", "--hyperlink", "--catalogue", f"--{EVIL}")),
    *(["find", "visa", f"{option}={EVIL}"] for option in ("--json", "--header", "--explain")),
    ["show", EVIL],
    ["show", "visa", EVIL],
    ["open", EVIL],
    ["pick", EVIL],
    ["check", EVIL],
    ["check", "--older-than", EVIL],
    ["schema", EVIL],
    ["path", "--catalogue", EVIL],
    ["path", "--catalogue", EVIL, "--json"],
    ["path", "-f", EVIL],
    ["help", EVIL],
    ["topics", "--fields", EVIL],
    [EVIL],
    [f"--{EVIL}"],
    [f"-{EVIL}"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: clean(" ".join(c))[:40])
@pytest.mark.parametrize("tty", [False, True])
def test_what_is_typed_is_shown_with_its_commands_written_out(run: Run, command: list[str], tty: bool) -> None:
    assert_safe(run(*command, tty=tty))
    assert_safe(run(*(part.replace("\x9b", "\udc9b\udcff") for part in command), tty=tty))


def test_what_is_read_from_standard_input_is_shown_so_as_well(run: Run) -> None:
    for stdin in (EVIL.encode(), b"\x1b\x9b\xff\x00\xc0\x80\n", EVIL.encode("utf-16")):
        assert_safe(run("show", "-", stdin=stdin))
        assert_safe(run("find", "-", stdin=stdin))
        assert_safe(run("list", "--catalogue", "-", stdin=stdin))


@pytest.mark.parametrize(
    "name",
    "DICLI_CATALOGUE XDG_CONFIG_HOME XDG_CACHE_HOME HOME DICLI_CACHE TERM NO_COLOR FORCE_COLOR BROWSER LANG".split(),
)
def test_environment_values_are_escaped_too(run: Run, tmp_path: Path, name: str) -> None:
    value = str(tmp_path / EVIL) if name.endswith(("HOME", "CACHE")) else EVIL
    for command in (["find", "visa"], ["path"], ["path", "--json"], ["--version"], ["open", "oiss", "--print"]):
        assert_safe(run(*command, env={name: value}))


@pytest.mark.parametrize("columns", ["9" * 5000, "-1", "0", "1e9", EVIL, "٣", ""])
def test_no_width_of_the_terminal_is_too_strange(run: Run, columns: str) -> None:
    assert_safe(run("find", "visa", tty=True, env={"COLUMNS": columns}))


def test_a_file_name_cannot_control_the_terminal_anywhere(run: Run, tmp_path: Path) -> None:
    good, bad = tmp_path / f"good{EVIL}.yaml", tmp_path / f"bad{EVIL}.yaml"
    good.write_text("resources: [{id: a, name: A, url: 'https://example.org/'}]")
    bad.write_text("resources: [{id: a}]")
    for format in ("table", "plain", "tsv", "csv", "json", "jsonl", "yaml", "markdown"):
        ran = run("list", "--catalogue", str(good), "-f", format, "--fields", "catalogue", tty=True)
        assert_safe(ran)
        assert ran.status == 0
    for command in (["path", "--catalogue"], ["path", "--json", "--catalogue"], ["check"], ["check", "--json"]):
        for file in (good, bad):
            assert_safe(run(*command, str(file), tty=True))
    found = json.loads(run("path", "--json", "--catalogue", str(good)).stdout)
    assert found[0]["file"] == str(good)


def test_the_name_that_the_program_was_started_by_is_not_shown(tmp_path: Path) -> None:
    bash = shutil.which("bash")
    if not bash:
        pytest.skip("needs bash")
    call = [bash, "-c", 'exec -a "$1" "$2" -m dicli find --nonsense', "-", EVIL, sys.executable]
    done = subprocess.run(
        call, capture_output=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, check=False
    )
    assert not UNSAFE.search(done.stderr.decode())
    assert done.stderr.startswith(b"dicli: error: ")


def test_completions_command_nothing(dicli: RunProcess, tmp_path: Path) -> None:
    (tmp_path / f"a{EVIL}.yaml").write_text("")
    for shell in ("bash", "zsh", "fish"):
        for words in ("dicli list --catalogue ", f"dicli show {EVIL}", "dicli find -a s"):
            env = {"_DICLI_COMPLETE": f"complete_{shell}", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
            ran = dicli(env={**env, "_TYPER_COMPLETE_ARGS": words}, cwd=tmp_path)
            assert not UNSAFE.search(ran.stdout), words
            assert ran.stderr == ""


# ---- addresses -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "https://wustl.edu@evil.example",
        "https://wustl.edu:pass@evil.example/",
        "https://@evil.example",
        "https://wustl.edu\\@evil.example",
        "https://wustl.edu\\.evil.example",
        "https:\\\\evil.example",
        "https:/evil.example",
        "https:evil.example",
        "https://",
        "https:///evil.example",
        "https://wustl.edu%40evil.example",
        "https://wustl.edu%2f.evil.example",
        "https://wustl.edu\u2028.evil.example",
        "https://wustl.edu .evil.example",
        "//evil.example",
        "javascript:alert(1)",
        "JavaScript://example.org/%0aalert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://example.org/",
        "--help",
        "example.org",
    ],
)
def test_an_address_that_poses_as_another_or_is_invalid_is_refused(url: str) -> None:
    for record in ({"url": url}, {"links": [{"label": "A", "url": url}]}, {"sources": [url]}):
        text = json.dumps({"resources": [{"id": "a", "name": "A", **record}]})
        assert findings([parsed("own", text.encode())], []), record


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org/\u00e9%20?q=\u65e5#\u00fc", "https://example.org/%C3%A9%20?q=%E6%97%A5#%C3%BC"),
        ("https://\uff45xample.\uff2f\uff32\uff27/", "https://example.org/"),  # full width, as in CJK text
        ("https://example.org:\uff18\uff10/", "https://example.org:80/"),
        ("https://example.org\uff1a\uff18\uff10/", "https://example.org:80/"),
        ("https://\u2121.example/", "https://tel.example/"),
        ("https://w\u00fcstl.edu:8443/a?b#c", "https://xn--wstl-0ra.edu:8443/a?b#c"),
        ("https://\u0430pple.com", "https://xn--pple-43d.com"),
        ("https://stra\u00dfe.de/", "https://xn--strae-oqa.de/"),  # is not strasse.de
        ("https://\u4f8b\u3048\u3002jp/", "https://xn--r8jz45g.jp/"),
        ("https://wustl.edu\uff0flogin.evil.example", "https://wustl.edu%EF%BC%8Flogin.evil.example"),
        ("https://wustl.edu\uff20evil.example", "https://wustl.edu%EF%BC%A0evil.example"),
        ("https://a\u2100b.example/", "https://a%E2%84%80b.example/"),
        ("https://[::1/\u00e9", "https://[::1/%C3%A9"),
    ],
)
def test_a_host_in_other_letters_is_shown_and_opened_as_name_servers_know_it(
    run: Run, written: Written, url: str, shown: str
) -> None:
    assert safe_url(url) == shown
    own = written(f"resources: [{{id: a, name: A, url: '{url}', links: [{{label: B, url: '{url}'}}]}}]")
    assert run("open", "a", "--print", "--catalogue", own) == (f"{shown}\n", "", 0)
    card = run("show", "a", "-f", "table", "--hyperlink", "always", "--catalogue", own)
    assert_safe(card)
    assert OURS.sub("", card.stdout).count(shown + "\n") == 2
    assert set(re.findall(r"\x1b]8;;([^\x1b]+)\x1b", card.stdout)) == {shown}


# ---- spreadsheets --------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_no_cell_of_csv_and_no_part_of_one_is_a_formula(run: Run, written: Written, sign: str) -> None:
    formula = f"{sign}cmd|' /C calc'!A0"
    resource = {"id": "a", "name": formula, "summary": f"  {formula}", "keywords": ["b", formula], "aliases": [formula]}
    own = written(json.dumps({"resources": [{**resource, "contact": {"phone": "+1 (314) 362-6854"}}]}))
    ran = run("list", "-f", "csv", "--fields", "name,summary,keywords,aliases,contact", "--catalogue", own)
    rows = list(csv.reader(io.StringIO(ran.stdout, newline="")))
    assert rows[1] == [f"'{formula}", f"'{formula}", f"b;'{formula}", f"'{formula}", "+1 (314) 362-6854"]


@pytest.mark.parametrize("key", ["summary", "note", "facts", "location"])
def test_an_address_with_a_user_name_is_not_a_link_in_any_text(run: Run, written: Written, key: str) -> None:
    evil = "https://www.bank.example@evil.example/login"
    value = {"facts": f"[{{label: Page, text: '{evil}'}}]"}.get(key, f"'{evil}'")
    field = f"contact: {{location: {value}}}" if key == "location" else f"{key}: {value}"
    own = written(f"resources: [{{id: a, name: A, {field}}}]")
    card = run("show", "a", "-f", "table", "--hyperlink", "always", "--catalogue", own, tty=True, width=120).stdout
    assert evil in card
    assert f"8;;{evil}" not in card
    fields = "contact" if key == "location" else key
    markdown = run("list", "-f", "markdown", "--fields", fields, "--catalogue", own).stdout
    assert f"<{evil}>" not in markdown
    assert "https://" not in markdown  # bare addresses become links, too
