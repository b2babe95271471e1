"""Which field of a catalogue a column of somebody else's list goes to, by the column's name.

`columns.json` has the usual names, folded, the most usual ones first; `*name` are the last words of longer ones. A
field with a capital is the label of a fact. What has no field is left out.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from dicli.core.text import distinct, fold

REACH = ("url", "email", "phone", "location")  # what a contact may be made of
COORDINATES = {"lat", "lng", "latitude", "longitude"}


class Target(NamedTuple):
    """A field, or the label of a fact, and how usual the column's name is for it (0: the most usual)."""

    field: str
    rank: int


@cache
def _names() -> dict[str, Target]:
    text = Path(__file__).with_suffix(".json").read_text(encoding="utf-8")
    return {name: Target(field, rank) for field, all in json.loads(text).items() for rank, name in enumerate(all)}


def fields() -> list[str]:
    """The fields that there are columns for."""
    return distinct(target.field for target in _names().values() if target.field.islower())


@cache
def target(column: str) -> Target | None:
    """Where a column goes, None if its name does not say. `Phone 2` and `phone (day)` go where `phone` does.

    `address.city` is a column within another: what is within an address or a contact is a part of it, unless
    it is one of REACH itself.
    """
    *above, own = re.split(r"(?<=\w)\.(?=\w)", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column))
    around = _names().get(fold(above[0])) if above else None
    words = re.sub(r"\d+", " ", fold(re.sub(r"\(.*?\)", " ", own))).removesuffix(" en").split()
    ends = [" ".join(words[start:]) for start in range(len(words))]
    telling = words if "?" in own else words[:1] if "of" in words else []
    tried = [fold(own), *ends[:1], *(f"*{end}" for end in [*ends, *telling])]
    found = next((_names()[name] for name in tried if name in _names()), None)
    if around and around.field in ("location", "contact") and not (found and found.field in REACH):
        found = around
    if not found or not found.field or COORDINATES & set(words[-1:]):
        return None
    return found._replace(rank=found.rank + 100 * len(above))


def is_column(column: Any, fields: str) -> bool:
    """Whether a column goes to one of some fields."""
    found = target(str(column))
    return found is not None and found.field in fields.split()
