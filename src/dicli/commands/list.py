"""The command `list`: everything, in catalogue order."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Annotated, Literal

from typer import Option

from dicli.commands.answers import ask, show_answer
from dicli.commands.options import (
    CatalogueInUse,
    FilterOptions,
    Limit,
    OutputOptions,
    check_fields,
)
from dicli.core.catalogue import Catalogue
from dicli.core.model import Hit, Resource, Vocabulary
from dicli.output.rows import OUTPUT_FIELDS
from dicli.output.terminal import report

NO_GROUP = ""  # in place of an id, for resources that name no audience, topic or kind
By = Annotated[
    Literal["audience", "topic", "kind"] | None,
    Option(
        "--by",
        metavar="WHAT",
        help="Group entries under headings: audience, topic or kind.",
    ),
]


def list_command(
    *,
    filters: FilterOptions,
    by: By = None,
    limit: Limit = None,
    output: OutputOptions,
    catalogue: CatalogueInUse,
) -> None:
    """List everything, in catalogue order. Takes the filters of find.

    On a terminal, prints names and ids; --format table shows as much of each entry as
    find does.

    \b
    Examples:
      dicli list
      dicli list --by audience
      dicli list --kind event
      dicli list --fields id,url | grep washu.edu
    """
    check_fields(output, OUTPUT_FIELDS)
    output = output._replace(names_only=not output.given)
    arrange = None
    if by and output.format.for_people:
        arrange = partial(_grouped, catalogue, by)
    elif by:
        field = by if by == "kind" else f"{by}s"
        report(
            "`--by` adds headings only with `-f table`, plain or markdown; for"
            f" programs: --fields id,{field}"
        )
    show_answer(catalogue, ask(catalogue, filters), output, limit or 0, arrange)


def _grouped(catalogue: Catalogue, by: str, hits: Iterable[Hit]) -> Iterator[Hit]:
    """Each hit once for every audience, topic or kind that it names, group by group, in
    the order of the vocabulary. The heading of a group is its label and its size.
    """
    vocabulary: Vocabulary = getattr(catalogue, f"{by}s")
    groups: dict[str, list[Hit]] = {id: [] for id in vocabulary}
    for hit in hits:
        for id in _ids(hit.resource, by) or (NO_GROUP,):
            groups.setdefault(id, []).append(hit)
    groups[NO_GROUP] = groups.pop(NO_GROUP, [])  # the last
    for id, members in groups.items():
        label = id or f"No {by}"
        if id in vocabulary:
            label = vocabulary[id].label
        audience = id if by == "audience" else ""
        for hit in members:
            yield hit._replace(heading=f"{label} ({len(members)})", audience=audience)


def _ids(resource: Resource, by: str) -> tuple[str, ...]:
    """The ids of the audiences, the topics or the kind of a resource."""
    if by == "audience":
        return resource.audiences
    if by == "topic":
        return resource.topics
    return (resource.kind,) if resource.kind else ()
