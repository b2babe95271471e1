"""Completions from the catalogue in force. Whatever goes wrong, no error reaches the prompt: there is just nothing."""

import os
from collections.abc import Iterator

from typer import Context

from dicli.writers import FORMATS, OUTPUT_FIELDS, TERM_FIELDS

Completion = tuple[str, str]
"""A value and what the shell may show beside it."""


def _catalogue(context: Context):  # type: ignore[no-untyped-def]
    from dicli.options import loaded

    return loaded(context.params.get("catalogue"))


def _terms(context: Context, name: str, incomplete: str) -> list[Completion]:
    try:
        vocabulary = getattr(_catalogue(context), name)
    except Exception:  # a faulty catalogue is told of when the command runs
        return []
    return [(term.id, term.label) for term in vocabulary.values() if term.id.startswith(incomplete)]


def audiences(ctx: Context, incomplete: str) -> list[Completion]:
    """Audiences with their labels."""
    return _terms(ctx, "audiences", incomplete)


def topics(ctx: Context, incomplete: str) -> list[Completion]:
    """Topics with their labels."""
    return _terms(ctx, "topics", incomplete)


def kinds(ctx: Context, incomplete: str) -> list[Completion]:
    """Kinds with their labels."""
    return _terms(ctx, "kinds", incomplete)


def resources(ctx: Context, incomplete: str) -> list[Completion]:
    """Ids with names; names where no id begins so."""
    try:
        found = [(resource.id, resource.name) for resource in _catalogue(ctx)]
    except Exception:
        return []
    ids = [(id, name) for id, name in found if id.startswith(incomplete)]
    return ids or [(name, id) for id, name in found if name.casefold().startswith(incomplete.casefold())]


def formats(incomplete: str) -> list[str]:
    """Formats."""
    return [name for name in FORMATS if name.startswith(incomplete)]


def fields(ctx: Context, incomplete: str) -> list[str]:
    """Fields, also after a comma; those already named are left out."""
    offered = TERM_FIELDS if ctx.info_name in ("audiences", "topics", "kinds") else OUTPUT_FIELDS
    before, comma, begun = incomplete.rpartition(",")
    named = before.split(",")
    return [f"{before}{comma}{name}" for name in offered if name.startswith(begun) and name not in named]


def when(incomplete: str) -> list[str]:
    """auto, always, never."""
    return [name for name in ("auto", "always", "never") if name.startswith(incomplete)]


def catalogues(incomplete: str) -> list[str]:
    """`bundled`, and YAML files and folders."""
    return [name for name in ("bundled", *_files(incomplete)) if name.startswith(incomplete)]


def _files(incomplete: str) -> Iterator[str]:
    folder, begun = os.path.split(incomplete)
    try:
        entries = sorted(os.scandir(folder or "."), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith(begun) and (entry.is_dir() or entry.name.endswith((".yaml", ".yml"))):
            yield os.path.join(folder, entry.name) + ("/" if entry.is_dir() else "")


def nothing(incomplete: str) -> list[str]:
    """Nothing: words of one's own."""
    return []
