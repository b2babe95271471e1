"""`dicli --version`."""

from __future__ import annotations

import re

import pytest

from conftest import Run, Written
from dicli import __version__


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_version_names_the_program_and_the_catalogue_in_use(run: Run, option: str) -> None:
    stdout, stderr, status = run(option)
    assert stdout == (
        f"dicli {__version__} (Diversity & inclusion resources at WashU Medicine, 2026-11-30, 69 resources)\n"
    )
    assert (stderr, status) == ("", 0)


def test_version_leaves_out_what_a_catalogue_does_not_say(run: Run, written: Written) -> None:
    own = written("resources: [{id: a, name: A}]")
    stdout, stderr, status = run("--version", env={"DICLI_CATALOGUE": own})
    assert re.fullmatch(r"dicli [\w.]+ \(1 resource\)\n", stdout)
    assert (stderr, status) == ("", 0)
