"""The resources that the words of a command name."""

from typing import Annotated

from typer import Argument

from dicli.commands import complete
from dicli.commands.options import Many
from dicli.core.catalogue import Catalogue
from dicli.core.errors import DicliError, Status, one_line
from dicli.core.model import Hit, Query, Resource
from dicli.output.terminal import report
from dicli.search.query import find as answer

CLEAR_LEAD = 1.5  # a near miss is clear if it scores so much better than the next
CANDIDATES = 5  # to list when a name is ambiguous
Names = Annotated[Many, Argument(metavar="[NAME]...", help="Id, name or alias.", autocompletion=complete.resources)]


def chosen(here: Catalogue, given: list[str] | None, command: str) -> list[str]:
    """The id that a person chooses who gave no name to a command."""
    from dicli.commands.chooser import choose

    return [choose(here, given, who=f"`{command}` without a name")[0]]


def by_id(catalogue: Catalogue, id: str) -> Resource | None:
    """The resource with that id, or the one that replaced it if it is retired, which is reported.

    DicliError for a retired id with nothing in its place (status 1).
    """
    now = catalogue.successor(id)
    found = catalogue.by_id(now)
    if id in catalogue.retired:
        since = catalogue.retired[id].get("since")
        message = f"`{id}` is retired" + (f" since {since}" if since else "")
        if not found:
            raise DicliError(message, "nothing took its place; to search: dicli find", Status.NOTHING)
        report(f"{message}; showing `{now}`")
    return found


def resources_called(catalogue: Catalogue, names: list[str], missing: list[str]) -> list[Resource]:
    """The resources that some arguments name; a near miss is reported.

    Ids are several resources, other arguments are the words of one name. If nothing has that name, but some are
    ids, those count, and the others are reported and added to `missing`.
    DicliError if nothing has the name (status 1) or several have it (status 2), and for an empty name.
    """
    if not all(map(str.strip, names)):
        raise DicliError("a name is empty", "to see everything: dicli list", Status.USAGE)
    found = [by_id(catalogue, name) for name in names]
    known = [resource for resource in found if resource]
    if len(known) == len(names):
        return known
    from dicli.search.ranking import EXACT_NAME

    hits = list(answer(catalogue, Query(name=" ".join(names))).hits)
    exact = [hit for hit in hits if hit.score >= EXACT_NAME]
    if not hits and known:
        missing += [name for name, resource in zip(names, found, strict=True) if not resource]
        for name in missing:
            report(f"dicli: error: no resource called `{name}`")
        return known
    return [_only_one(names, exact or hits, bool(exact))]


def _only_one(names: list[str], candidates: list[Hit], exact: bool) -> Resource:
    """The one candidate for some words; DicliError if there is none or no clear one."""
    text = " ".join(names)
    if not candidates:
        raise DicliError(f"no resource called `{text}`", _search_hint(names), Status.NOTHING)
    best, *others = candidates
    if others and (exact or best.score < CLEAR_LEAD * others[0].score):
        ids = [f"  {hit.resource.id}  {hit.resource.name}" for hit in candidates[:CANDIDATES]]
        hint = "\n".join(["give an id:", *ids, *(["  ..."] if len(candidates) > CANDIDATES else [])])
        raise DicliError(f"`{text}` matches {len(candidates)} resources", hint, Status.USAGE)
    if not exact:
        report(one_line(f"no resource is called `{text}`; showing {best.resource.name}"))
    return best.resource


def _search_hint(names: list[str]) -> str:
    from shlex import join

    words = [name for name in names if name != "-"]  # which would read standard input
    if not words:
        return "to see everything: dicli list"
    ends = ["--"] if any(word.startswith("-") for word in words) else []
    return one_line(f"to search: {join(['dicli', 'find', *ends, *words])}")
