"""Refuses files that are not spreadsheets. `refusals.json` says for each kind what it
is, how it starts, how its name ends, and what its owner can do.
"""

from __future__ import annotations

import json
import re
from pkgutil import get_data

from dicli.core.errors import DicliError

# Letters at either end: a zip archive has the names of its files at the end.
LOOKED_AT = 4_000


def refuse(file: str, text: str) -> None:
    """Raises DicliError if a file is of a kind that cannot be imported. Tells it by the
    start and the end of its text, or by how its name ends.
    """
    kinds = json.loads(get_data(__package__, "refusals.json") or b"")
    # without the middle of a long text, and no letter twice
    start = text[:LOOKED_AT].lstrip()
    rest = text[LOOKED_AT:]
    both_ends = start + rest[-LOOKED_AT:]
    name = file.casefold()
    for kind in kinds:
        starts_so = re.match(kind["start"], both_ends, re.I)
        ends_so = name.endswith(tuple(kind["endings"]))
        if starts_so or ends_so:
            hint = kind["hint"].replace("{file}", file)
            raise DicliError(f"`{file}` is {kind['what']}", hint)
