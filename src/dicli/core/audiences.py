"""The hierarchy of audiences: which other groups a resource for one group also serves
(SKOS broader and narrower).

Someone who asks about students wants resources that name students first, then those for
some students (MD students), then those for everyone. `steps` orders the audiences
around the wanted ones in this way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import NamedTuple

from dicli.core.model import Resource, Vocabulary

Links = dict[str, list[str]]
"""By id of an audience: those next to it on one side, broader or narrower."""


class Direction(IntEnum):
    """Whether an audience is the wanted one, narrower or broader, as answers sort."""

    SAME = 0
    NARROWER = 1
    BROADER = 2


class Step(NamedTuple):
    """How far an audience is from the wanted one. Steps sort as answers do."""

    direction: Direction
    distance: int  # how many links of `broader` are between the two
    heading: str  # what people read above such resources


def steps(
    audiences: Vocabulary, wanted: Iterable[str], direct: bool = False
) -> dict[str, Step]:
    """The audiences that a search for the wanted ids includes, each with the nearest of
    its steps from them. With `direct`, only the wanted ones themselves.
    """
    broader: Links = {}
    narrower: Links = {}
    if not direct:
        for id, term in audiences.items():
            # one may name a broader one that is missing
            broader[id] = [above for above in term.broader if above in audiences]
            for above in broader[id]:
                narrower.setdefault(above, []).append(id)
    found: dict[str, Step] = {}
    for id in wanted:
        label = audiences[id].label
        around: dict[str, Step] = {}
        for group, distance in _distances(broader, id).items():
            heading = f"For {audiences[group].label}"
            around[group] = Step(Direction.BROADER, distance, heading)
        for group, distance in _distances(narrower, id).items():
            heading = f"For groups within {label}"
            around[group] = Step(Direction.NARROWER, distance, heading)
        around[id] = Step(Direction.SAME, 0, f"For {label}")
        for group, step in around.items():
            found[group] = min(step, found.get(group, step))
    return found


def _distances(links: Links, start: str) -> dict[str, int]:
    """What can be reached from a start, with the start itself: each with the least
    number of links to it, nearest first.
    """
    distances = {start: 0}
    queue = [start]
    for here in queue:  # it grows
        for target in links.get(here, ()):
            if target not in distances:
                distances[target] = distances[here] + 1
                queue.append(target)
    return distances


def nearest(resource: Resource, around: Mapping[str, Step]) -> tuple[Step, int] | None:
    """The nearest step among the audiences that a resource names, and the index of that
    audience in its list; None if it names none of those around.
    """
    named = [
        (around[id], index)
        for index, id in enumerate(resource.audiences)
        if id in around
    ]
    return min(named, default=None)
