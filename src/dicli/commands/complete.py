"""Completion in shells: what is offered, from the catalogue in use. Typer has the
scripts for the shells.

If anything fails, nothing is offered: the shell hides the error.
"""

import os
from collections.abc import Callable

from typer import Context

from dicli.core.catalogue import Catalogue
from dicli.core.errors import DicliError, Status
from dicli.output.rows import OUTPUT_FIELDS, TERM_FIELDS

REQUEST = "_DICLI_COMPLETE"  # set by the shell that asks; says which one
SHELLS = ["bash", "zsh", "fish", "powershell", "pwsh"]

Completion = tuple[str, str]
"""A value and what the shell may show beside it."""


def shell_named(name: str = "") -> str:
    """The shell with that name, or the one that dicli is run from; DicliError if there
    is no completion for it.
    """
    if not name:
        from shellingham import ShellDetectionFailure, detect_shell

        try:
            name, _ = detect_shell()
        except ShellDetectionFailure:
            hint = "try: dicli --show-completion bash"
            raise DicliError(
                "cannot tell which shell this is", hint, Status.USAGE
            ) from None
    if name not in SHELLS:
        raise DicliError(
            f"no completion for `{name}`", f"shells: {', '.join(SHELLS)}", Status.USAGE
        )
    return name


def _catalogue(context: Context) -> Catalogue:
    """The catalogue that the line to complete names, or else the one in use."""
    from dicli.files.cache import directory
    from dicli.files.layers import layers_in_use, load

    layers = layers_in_use(context.params.get("catalogues") or [], os.environ)
    return load(layers, directory(os.environ))


def _completion(value: str, label: str) -> Completion:
    # zsh evaluates labels, and Typer does not escape backslashes
    return value, label.replace("\\", "")


def _terms(name: str) -> Callable[[Context, str], list[Completion]]:
    """A function that completes the ids of a vocabulary, with their labels."""

    def complete(ctx: Context, incomplete: str) -> list[Completion]:
        found = []
        for term in getattr(_catalogue(ctx), name).values():
            if term.id.startswith(incomplete):
                found.append(_completion(term.id, term.label))
        return found

    return complete


audiences = _terms("audiences")
topics = _terms("topics")
kinds = _terms("kinds")


def resources(ctx: Context, incomplete: str) -> list[Completion]:
    """Ids, with their names."""
    found = _catalogue(ctx).ids_from(incomplete)
    return [_completion(resource.id, resource.name) for resource in found]


def fields(ctx: Context, incomplete: str) -> list[str]:
    """Fields, also after a comma, except those already named."""
    offered = OUTPUT_FIELDS
    if ctx.info_name in ("audiences", "topics", "kinds"):
        offered = TERM_FIELDS
    before, comma, _ = incomplete.rpartition(",")
    named = before.split(",")
    return [f"{before}{comma}{name}" for name in offered if name not in named]


def help_pages(incomplete: str) -> list[str]:
    """Commands and topics of help."""
    from dicli.commands.names import COMMANDS
    from dicli.commands.topics import TOPICS

    return [*COMMANDS, *TOPICS]
