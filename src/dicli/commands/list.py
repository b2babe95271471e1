"""The command `list`: everything, in catalogue order."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Annotated, Literal

from typer import Option

from dicli.commands.answer import ask, show_answer
from dicli.commands.options import CatalogueInUse, FilterOptions, Limit, OutputOptions, check_fields
from dicli.core.catalogue import Catalogue
from dicli.core.model import Hit, Resource, Vocabulary
from dicli.output.rows import OUTPUT_FIELDS

By = Annotated[
    Literal["audience", "topic", "kind"] | None,
    Option("--by", metavar="WHAT", help="Group entries under headings: audience, topic or kind."),
]


def list_(
    *, filters: FilterOptions, by: By = None, limit: Limit = None, output: OutputOptions, catalogue: CatalogueInUse
) -> None:
    """List everything, in catalogue order. Takes the filters of find.

    On a terminal, prints names and ids; --format table shows as much of each entry as find does.

    \b
    Examples:
      dicli list
      dicli list --by audience
      dicli list --kind event
      dicli list --fields id,url | grep washu.edu
    """
    check_fields(output, OUTPUT_FIELDS)
    if not output.given and not output.fields:
        output = output._replace(format=output.format.for_lists)
    arrange = partial(_grouped, catalogue, by) if by and output.format.for_people else iter
    show_answer(catalogue, ask(catalogue, filters), output, limit or 0, arrange)


def _grouped(catalogue: Catalogue, by: str, hits: Iterable[Hit]) -> Iterator[Hit]:
    """The hits once for each audience, topic or kind that they name, under its label and the number of hits."""
    vocabulary: Vocabulary = getattr(catalogue, f"{by}s")
    groups: dict[str, list[Hit]] = {id: [] for id in vocabulary}
    others = list[Hit]()
    for hit in hits:
        ids = _named(hit.resource, by)
        for id in ids:
            groups.setdefault(id, []).append(hit)
        if not ids:
            others.append(hit)
    for id, members in groups.items():
        label = vocabulary[id].label if id in vocabulary else id
        yield from _under(f"{label} ({len(members)})", members, id if by == "audience" else "")
    yield from _under(f"No {by} ({len(others)})", others)


def _under(heading: str, hits: Iterable[Hit], audience: str = "") -> Iterator[Hit]:
    for hit in hits:
        yield hit._replace(heading=heading, audience=audience)


def _named(resource: Resource, by: str) -> tuple[str, ...]:
    """The audiences, topics or kind of a resource."""
    if by == "audience":
        return resource.audiences
    if by == "topic":
        return resource.topics
    return (resource.kind,) if resource.kind else ()
