"""What a person sees who imports on a terminal without writing to a file."""

from __future__ import annotations

from itertools import count

import pytest

from conftest import Run

OFFICES = "Office,Phone\n" + "".join(f"Office {number},555-01{number:02}\n" for number in range(20))


def test_a_terminal_shows_the_first_entries_the_report_and_how_to_write_all(
    run: Run,
) -> None:
    ran = run("import", "-", stdin=OFFICES, tty=True, width=200)
    assert ran.stdout.startswith("resources:\n- id: office-0\n")
    assert ran.stdout.count("- id: ") == 3
    assert "name: from `Office`" in ran.stderr
    assert ran.stderr.endswith("only the first resources are shown; to write all, add: > my.yaml\x1b[0m\n")


def test_a_pipe_gets_all(run: Run) -> None:
    ran = run("import", "-", stdin=OFFICES)
    assert ran.stdout.count("- id: ") == 20
    assert "to write all" not in ran.stderr


def test_what_takes_more_than_a_second_shows_a_bar_on_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dicli.commands.importer.monotonic", count(step=2).__next__)
    assert "reading" in run("import", "-", stdin=OFFICES, tty=True).stderr
    assert "reading" not in run("import", "-", stdin=OFFICES).stderr
