"""The command `list`: everything, in catalogue order."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Annotated, Literal

from typer import Option

from dicli.commands.answers import ask, show_reply
from dicli.commands.options import (
    CatalogueInUse,
    FilterOptions,
    Limit,
    OutputOptions,
    check_fields,
)
from dicli.core.catalogue import Catalogue
from dicli.core.model import Hit, Vocabulary
from dicli.output.results import Detail
from dicli.output.rows import OUTPUT_FIELDS
from dicli.output.terminal import report

FIELDS = {"audience": "audiences", "topic": "topics", "kind": "kind"}
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
    if not output.format_given:
        output = output._replace(detail=Detail.NAMES)
    if by and not output.format.for_people:
        report(
            "`--by` adds headings only with `-f table`, plain or markdown; for"
            f" programs: --fields id,{FIELDS[by]}"
        )
    reply = ask(catalogue, filters)
    if by and output.format.for_people:
        arrange = partial(_grouped, catalogue, by)
        show_reply(catalogue, reply, output, limit or 0, arrange)
    else:
        show_reply(catalogue, reply, output, limit or 0)


def _grouped(catalogue: Catalogue, by: str, hits: Iterable[Hit]) -> Iterator[Hit]:
    """Each hit once for every audience, topic or kind that it names, group by group, in
    the order of the vocabulary. The heading of a group is its label and its size.
    """
    from dicli.output.facts import label

    vocabulary: Vocabulary = getattr(catalogue, f"{by}s")
    groups: dict[str, list[Hit]] = {id: [] for id in vocabulary}
    for hit in hits:
        ids = getattr(hit.resource, FIELDS[by]) or NO_GROUP
        if isinstance(ids, str):
            ids = (ids,)
        for id in ids:
            groups.setdefault(id, []).append(hit)
    groups[NO_GROUP] = groups.pop(NO_GROUP, [])  # the last
    for id, members in groups.items():
        heading = f"{label(vocabulary, id) or f'No {by}'} ({len(members)})"
        for hit in members:
            # an audience is shown before the others of the hit; other ids do nothing
            yield hit._replace(heading=heading, audience=id)
