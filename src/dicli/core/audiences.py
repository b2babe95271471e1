"""The hierarchy of audiences: which other groups a resource for one group also serves (SKOS broader and narrower).

Somebody who asks about students wants resources that name students first, then those for some students (MD
students), then those for everyone. `steps` orders the audiences around the wanted ones in this way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from dicli.core.model import Resource, Vocabulary


class Step(NamedTuple):
    """How far an audience is from the wanted one; steps sort nearest first."""

    direction: int  # 0 the audience itself, 1 narrower, 2 broader
    distance: int
    heading: str  # what people read above such resources


def steps(audiences: Vocabulary, wanted: Iterable[str], direct: bool = False) -> dict[str, Step]:
    """The audiences that a search for the wanted ids includes, each with its nearest step."""
    broader = {id: term.broader for id, term in audiences.items()}
    narrower: dict[str, list[str]] = {}
    for id, parents in broader.items():
        for parent in parents:
            narrower.setdefault(parent, []).append(id)
    found: dict[str, Step] = {}
    for id in wanted:
        label = audiences[id].label
        around = [(id, Step(0, 0, f"For {label}"))]
        if not direct:
            around += [(n, Step(1, far, f"For groups within {label}")) for n, far in _reach(narrower, id)]
            around += [(b, Step(2, far, f"For {audiences[b].label}")) for b, far in _reach(broader, id)]
        for audience, step in around:
            if audience in audiences:
                found[audience] = min(step, found.get(audience, step))
    return found


def _reach(links: Mapping[str, Iterable[str]], start: str) -> list[tuple[str, int]]:
    """What can be reached from a start, with the number of links, nearest first."""
    seen, front, far = {start}, [start], 0
    reached: list[tuple[str, int]] = []
    while front:
        far += 1
        front = [n for n in dict.fromkeys(n for id in front for n in links.get(id, ())) if n not in seen]
        seen.update(front)
        reached += [(id, far) for id in front]
    return reached


def nearest(resource: Resource, around: Mapping[str, Step]) -> tuple[Step, int] | None:
    """The nearest step at which a resource names one of the audiences, and its index in the resource's list."""
    named = [(around[id], index) for index, id in enumerate(resource.audiences) if id in around]
    return min(named, default=None)
