"""The resources that the words of a command name."""

from collections.abc import Sequence
from typing import Annotated, NamedTuple

from typer import Argument

from dicli.commands import completion
from dicli.commands.options import Many
from dicli.core.catalogue import Catalogue
from dicli.core.errors import DicliError, Status, UsageError, one_line
from dicli.core.model import Hit, Query, Resource
from dicli.output.terminal import ERROR, report

# A near miss is clear if it scores so many times as much as the next.
CLEAR_LEAD = 1.5
MOST_LISTED = 5  # resources that are listed when a name is ambiguous
Names = Annotated[
    Many,
    Argument(
        metavar="[NAME]...",
        help="Id, name or alias.",
        autocompletion=completion.resources,
    ),
]


class Called(NamedTuple):
    """The resources that were named, and the ids that no resource has."""

    resources: list[Resource]
    unknown: list[str]


def by_id(catalogue: Catalogue, id: str) -> Resource | None:
    """The resource with that id; None if there is none. For a retired id, the resource
    that replaced it, which is reported.

    DicliError (status 1) for a retired id without a replacement.
    """
    if id not in catalogue.retired:
        return catalogue.by_id(id)
    message = f"`{id}` was retired"
    retired = catalogue.retired[id]
    if "since" in retired:
        message += f" in {retired['since']}"
    new_id = retired.get("use", "")
    replacement = catalogue.by_id(new_id)
    if not replacement:
        raise DicliError(
            message, "it has no replacement; try: dicli find", Status.NOTHING
        )
    report(f"{message}; showing `{new_id}`")
    return replacement


def resources_called(catalogue: Catalogue, names: Sequence[str]) -> Called:
    """The resources that the arguments of a command name.

    - All arguments are ids: their resources.
    - None is an id, or all together are exactly the name of a resource: that resource.
      It is reported if its name is only close to what was typed.
    - Only some are ids: their resources; the unknown ids are reported.

    DicliError if no resource has the name (status 1), if it may mean several or an
    argument is empty (status 2), or if an id is retired and nothing took its place.
    """
    if not all(name.strip() for name in names):
        raise UsageError("the name is empty", "for all: dicli list")
    called = _with_ids(catalogue, names)
    if not called.unknown:
        return called
    from dicli.search.query import find

    candidates = list(find(catalogue, Query(name=" ".join(names))).hits)
    is_one_name = not called.resources or bool(_with_exact_name(candidates))
    if is_one_name:
        return Called([_only_one(names, candidates)], [])
    for name in called.unknown:
        report(f"{ERROR} no resource has the id `{name}`")
    return called


def _with_ids(catalogue: Catalogue, ids: Sequence[str]) -> Called:
    """The resources with these ids, and the ids that no resource has."""
    called = Called([], [])
    for id in ids:
        resource = by_id(catalogue, id)
        if resource:
            called.resources.append(resource)
        else:
            called.unknown.append(id)
    return called


def _with_exact_name(candidates: Sequence[Hit]) -> list[Hit]:
    """The candidates that have exactly the name that was typed."""
    from dicli.search.names import EXACT_NAME

    return [hit for hit in candidates if hit.score >= EXACT_NAME]


def _only_one(words: Sequence[str], candidates: Sequence[Hit]) -> Resource:
    """The resource that the words of a name mean, given the hits for it, best first. A
    near miss is reported. DicliError if there is no hit or no clear one.
    """
    text = " ".join(words)
    if not candidates:
        from dicli.commands.usage_errors import search_for

        hint = f"try: {search_for(words)}"
        if any(word.startswith("-") for word in words):  # `find` would take an option
            hint = "for all: dicli list"
        raise DicliError(f"no resource called `{text}`", hint, Status.NOTHING)
    exact = _with_exact_name(candidates)
    if len(exact) > 1:
        raise _ambiguous(text, exact)
    if exact:
        return exact[0].resource
    best = candidates[0]
    if len(candidates) > 1 and best.score < CLEAR_LEAD * candidates[1].score:
        raise _ambiguous(text, candidates)
    report(one_line(f"no resource is called `{text}`; showing {best.resource.name}"))
    return best.resource


def _ambiguous(text: str, candidates: Sequence[Hit]) -> UsageError:
    """The error for a name that may mean several resources."""
    lines = ["give an id:"]
    for hit in candidates[:MOST_LISTED]:
        lines.append(f"  {hit.resource.id}  {hit.resource.name}")
    if len(candidates) > MOST_LISTED:
        lines.append("  ...")
    message = f"`{text}` matches {len(candidates)} resources"
    return UsageError(message, "\n".join(lines))
