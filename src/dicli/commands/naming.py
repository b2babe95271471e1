"""The resources that the words of a command name."""

from typing import Annotated, Optional

from typer import Argument

from dicli.commands import complete
from dicli.core.catalogue import Catalogue
from dicli.core.errors import DicliError, Status, one_line
from dicli.core.model import Query, Resource
from dicli.core.query import find as answer
from dicli.output.terminal import report

CLEAR_LEAD = 1.5  # a near miss is clear if it scores so much better than the next
CANDIDATES = 5  # are listed where a name is not clear
Names = Annotated[
    Optional[list[str]], Argument(metavar="[NAME]...", help="Id, name or alias.", autocompletion=complete.resources)
]


def chosen(here: Catalogue, given: list[str] | None, command: str) -> list[str]:
    """The id that a person chooses who gave no name to a command."""
    from dicli.commands.chooser import choose

    return [choose(here, given, who=f"`{command}` without a name")[0]]


def resources_called(catalogue: Catalogue, names: list[str], missing: list[str]) -> list[Resource]:
    """The resources that some arguments name; a near miss is told of.

    Ids are several resources, other arguments are the words of one name. Where nothing has that name, but some are
    ids, those count, and the others are reported and noted in `missing`.
    DicliError where nothing is called so (status 1) or several are (status 2), and for an empty name.
    """
    if not all(map(str.strip, names)):
        raise DicliError("a name is empty", "to see everything: dicli list", Status.USAGE)
    by_id = [catalogue.by_id(name) for name in names]
    known = [resource for resource in by_id if resource]
    if len(known) == len(names):
        return known
    from shlex import join

    from dicli.core.ranking import EXACT_NAME

    text = " ".join(names)
    hits = list(answer(catalogue, Query(name=text)).hits)
    exact = [hit for hit in hits if hit.score >= EXACT_NAME]
    candidates = exact or hits
    clear = len(candidates) == 1 or (hits and not exact and hits[0].score >= CLEAR_LEAD * hits[1].score)
    if not candidates and known:
        missing += [name for name, resource in zip(names, by_id, strict=True) if not resource]
        for name in missing:
            report(f"dicli: error: no resource called `{name}`")
        return known
    if not candidates:
        words = [name for name in names if name != "-"]  # which would be standard input
        ends = ["--"] if any(word.startswith("-") for word in words) else []
        hint = (
            one_line(f"to search: {join(['dicli', 'find', *ends, *words])}")
            if words
            else "to see everything: dicli list"
        )
        raise DicliError(f"no resource called `{text}`", hint, Status.NOTHING)
    if not clear:
        listed = [f"  {hit.resource.id}  {hit.resource.name}" for hit in candidates[:CANDIDATES]]
        raise DicliError(f"`{text}` may be one of {len(candidates)}", "\n".join(["give an id:", *listed]), Status.USAGE)
    if not exact:
        report(one_line(f"taking `{text}` for {candidates[0].resource.name}"))
    return [candidates[0].resource]
