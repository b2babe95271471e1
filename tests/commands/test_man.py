"""The man page: made from the texts of the help, and well formed."""

from __future__ import annotations

import re
import subprocess
from runpy import run_path
from shutil import which

from conftest import ROOT
from dicli import __version__
from dicli.commands.command_table import COMMANDS
from dicli.commands.help_topics import TOPICS
from dicli.core.errors import Status

PAGE = ROOT / "man" / "dicli.1"
TEXT = PAGE.read_text(encoding="ascii")
SECTIONS = re.findall(r"^\.SH (.+)$", TEXT, re.M)


def section(name: str) -> str:
    return TEXT.partition(f".SH {name}\n")[2].partition("\n.SH ")[0]


def test_the_page_is_what_the_texts_of_the_help_make() -> None:
    assert run_path(str(ROOT / "man" / "make.py"))["page"]() == TEXT, "run: python man/make.py"


def test_it_has_the_sections_that_readers_look_for() -> None:
    assert SECTIONS[:5] == ["NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "OPTIONS"]
    assert SECTIONS[-4:] == ["EXIT STATUS", "ENVIRONMENT", "FILES", "EXAMPLES"]
    assert len(SECTIONS) == len(set(SECTIONS))


def test_it_tells_of_every_command_topic_status_and_this_version() -> None:
    assert re.findall(r"^\.SS dicli (\w+)", TEXT, re.M) == list(COMMANDS)
    assert {name.upper().replace("-", " ") for name in TOPICS} <= set(SECTIONS)
    assert re.findall(r"^\.B (\d+)$", section("EXIT STATUS"), re.M) == [str(int(status)) for status in Status]
    assert f'"dicli {__version__}"' in TEXT.splitlines()[1]


def test_nothing_in_it_is_taken_for_a_command_of_roff() -> None:
    known = (".SH", ".SS", ".TH", ".TP", ".PP", ".B", ".I", ".RI", ".nf", ".fi", '.\\"')
    lines = [line for line in TEXT.splitlines() if line.startswith((".", "'"))]
    assert [line for line in lines if line.split()[0] not in known] == []
    assert TEXT.count("\n.nf\n") == TEXT.count("\n.fi\n")
    assert re.search(r"(?<!\\)\\(?![-e&|(\"])", TEXT) is None


def test_the_programs_that_show_it_have_nothing_to_warn_of() -> None:
    for program, *options in (["mandoc", "-T", "lint", "-W", "warning"], ["man", "-l", "--warnings"]):
        if which(program):  # what they would find is looked for above, if they are not installed
            done = subprocess.run([program, *options, PAGE], capture_output=True, text=True, check=False)
            assert (done.stderr, done.returncode) == ("", 0)
            assert program != "mandoc" or not done.stdout
