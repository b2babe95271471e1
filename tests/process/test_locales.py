"""Locales and encodings: programs get the same bytes everywhere, people get what their encoding has."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from unicodedata import normalize

import pytest

LOCALES: Mapping[str, Mapping[str, str]] = {
    "C": {"LANG": "C"},
    "a C that is not taken for UTF-8": {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    "one that is not there": {"LC_ALL": "xx_XX.ISO-8859-1"},
    "ascii": {"PYTHONIOENCODING": "ascii"},
    "latin-1": {"PYTHONIOENCODING": "latin-1"},
    "cp1252": {"PYTHONIOENCODING": "cp1252"},
    "utf-16": {"PYTHONIOENCODING": "utf-16"},
    "utf-8-sig": {"PYTHONIOENCODING": "utf-8-sig"},
}
MACHINE = ("tsv", "csv", "json", "jsonl", "yaml")
PEOPLE = ("table", "plain", "markdown")
each_locale = pytest.mark.parametrize("locale", LOCALES.values(), ids=LOCALES)


@pytest.fixture(autouse=True)
def _small(small: str) -> None:
    """The small catalogue is in use."""


SCRIPT = """
import sys
from dicli.commands.app import main
line = []
for word in sys.argv[1:]:
    if word != "+":
        line.append(word)
        continue
    status = main(line)
    sys.stdout.buffer.write(b"\\x1e%d\\x1e" % status)
    sys.stdout.buffer.flush()
    line = []
"""


def ran(
    *lines: Sequence[str] | Sequence[bytes], env: Mapping[str, str] | None = None
) -> tuple[list[tuple[bytes, int]], str]:
    """What each command line wrote and how it ended, all in one process; and what stood on standard error."""
    words = [word for line in lines for word in (*line, "+")]
    environment = {**os.environ, **(env or {})}
    command = [sys.executable, "-c", SCRIPT, *words]
    done = subprocess.run(command, capture_output=True, env=environment, timeout=60, check=True)
    parts = done.stdout.split(b"\x1e")
    pairs = zip(parts[:-1:2], map(int, parts[1::2]), strict=True)
    return list(pairs), done.stderr.decode("ascii", "replace").replace("\0", "")


def listed(formats: Sequence[str], env: Mapping[str, str] | None = None) -> tuple[list[tuple[bytes, int]], str]:
    return ran(*(["list", "-f", format] for format in formats), env=env)


@cache
def usual() -> tuple[list[tuple[bytes, int]], str]:
    """What programs get in the locale of all other tests."""
    return listed(MACHINE)


@each_locale
def test_programs_get_the_same_utf_8_everywhere(locale: Mapping[str, str]) -> None:
    assert all("日本語の会" in stdout.decode() for stdout, _ in usual()[0])
    assert listed(MACHINE, env=locale) == usual()


@each_locale
def test_people_get_what_their_encoding_has(locale: Mapping[str, str]) -> None:
    written, stderr = listed(PEOPLE, env=locale)
    assert stderr == ""
    for stdout, status in written:
        text = stdout.decode(locale.get("PYTHONIOENCODING", "utf-8"))
        assert status == 0
        assert "Café Calm" in text or "Caf? Calm" in text
        assert "日本語の会" in text or "?????" in text
        assert "https://example.org/%E6%97%A5%E6%9C%AC" in text
        assert "\ufeff" not in text  # a mark at the beginning is not text; there is no other


def test_letters_that_are_not_there_are_question_marks() -> None:
    def name(encoding: str) -> bytes:
        [(stdout, _)], _ = ran(["show", "calm", "-f", "plain"], env={"PYTHONIOENCODING": encoding})
        return stdout.splitlines()[0]

    assert [name(one) for one in ("ascii", "latin-1", "utf-8")] == [
        b"Name: Caf? Calm & Quiet",
        b"Name: Caf\xe9 Calm & Quiet",
        "Name: Café Calm & Quiet".encode(),
    ]


@each_locale
def test_accents_are_found_however_they_are_typed(locale: Mapping[str, str]) -> None:
    composed, apart = (normalize(form, "Café").encode() for form in ("NFC", "NFD"))
    words = (composed, apart, b"caf\xe9", b"cafe", b"CAFE")
    written, stderr = ran(*([b"find", word, b"--fields", b"id"] for word in words), env=locale)
    assert (written, stderr) == ([(b"calm\n", 0)] * len(words), "")
    written, stderr = ran(*([b"show", word, b"--fields", b"id"] for word in words), env=locale)
    assert written == [(b"calm\n", 0)] * len(words)


@each_locale
def test_an_error_about_foreign_letters_is_one_error(locale: Mapping[str, str]) -> None:
    words = ("日本".encode(), b"\xff\xfe", "\u202egnp".encode())
    written, stderr = ran(*([b"find", b"-a", word] for word in words), env=locale)
    assert written == [(b"", 2)] * len(words)
    assert stderr.count("error: no audience called") == len(words)
    assert "Traceback" not in stderr
