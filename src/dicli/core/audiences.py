"""The hierarchy of audiences: which other groups a resource for one group also serves
(SKOS broader and narrower).

Someone who asks about students wants resources that name students first, then those for
some students (MD students), then those for everyone. `steps` orders the audiences
around the wanted ones in this way.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum
from typing import NamedTuple

from dicli.core.model import Resource, Vocabulary


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
    broader = {id: term.broader for id, term in audiences.items()}
    narrower = _reversed(broader)
    found: dict[str, Step] = {}
    for id in wanted:
        around = _steps_around(audiences, id, broader, narrower)
        for audience, step in around:
            if direct and step.direction != Direction.SAME:
                continue
            found[audience] = min(step, found.get(audience, step))
    return found


def _steps_around(
    audiences: Vocabulary,
    id: str,
    broader: Mapping[str, Iterable[str]],
    narrower: Mapping[str, Iterable[str]],
) -> Iterator[tuple[str, Step]]:
    """An audience and all that are narrower or broader, each with its step."""
    label = audiences[id].label
    yield id, Step(Direction.SAME, 0, f"For {label}")
    for group, distance in _distances(narrower, id).items():
        yield group, Step(Direction.NARROWER, distance, f"For groups within {label}")
    for group, distance in _distances(broader, id).items():
        if group in audiences:  # one may name a broader one that is missing
            heading = f"For {audiences[group].label}"
            yield group, Step(Direction.BROADER, distance, heading)


def _reversed(links: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """The links that lead back: for each target the sources that lead to it."""
    backwards: dict[str, list[str]] = {}
    for source, targets in links.items():
        for target in targets:
            backwards.setdefault(target, []).append(source)
    return backwards


def _distances(links: Mapping[str, Iterable[str]], start: str) -> dict[str, int]:
    """What can be reached from a start, without the start itself: each with the least
    number of links to it, nearest first.
    """
    distances = {start: 0}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        for target in links.get(here, ()):
            if target not in distances:
                distances[target] = distances[here] + 1
                queue.append(target)
    del distances[start]
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
