"""A compiled catalogue that is kept nowhere."""

from __future__ import annotations

import sys

import pytest

from dicli.core.catalogue import Catalogue
from dicli.search.compilation import compiled

LARGE = {
    "info": {},
    "files": [],
    "audiences": [],
    "topics": [],
    "kinds": [],
    "resources": [{"id": f"r{n}", "name": f"Resource {n}", "summary": "word " * 400} for n in range(1500)],
}


@pytest.mark.skipif(sys.platform == "win32", reason="needs file sizes that can be limited")
@pytest.mark.parametrize("room", [0, None])
def test_a_large_catalogue_is_compiled_with_and_without_room_for_temporary_files(room: int | None) -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        if room is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
        catalogue = Catalogue(compiled(LARGE))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert len(catalogue) == 1500
    assert catalogue.record(1499)["name"] == "Resource 1499"
