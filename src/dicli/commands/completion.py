"""Completion in shells: the script for a shell, and what is offered, from the catalogue
in use.

If anything fails, nothing is offered: the shell hides the error.
"""

import os
import sys
from collections.abc import Callable

from typer import Context

from dicli.commands.command_table import COMMANDS
from dicli.core.catalogue import Catalogue
from dicli.core.errors import UsageError
from dicli.output.rows import OUTPUT_FIELDS, TERM_FIELDS

VARIABLE = "_DICLI_COMPLETE"  # a shell sets it when it asks what to offer
SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")

Completion = tuple[str, str]
"""A value and what the shell may show beside it."""


def script(shell: str = "") -> str:
    """The script that completes in a shell, by default the one that dicli is run from.

    DicliError for a shell that has none, or if the default is not known.
    """
    from typer._completion_shared import get_completion_script

    if not shell:
        shell = _current_shell()
    if shell not in SHELLS:
        raise UsageError(f"no completion for `{shell}`", f"shells: {', '.join(SHELLS)}")
    text = get_completion_script(prog_name="dicli", complete_var=VARIABLE, shell=shell)
    return text + "\n"


def _current_shell() -> str:
    """The shell that dicli is run from; DicliError if it cannot be told."""
    from shellingham import ShellDetectionFailure, detect_shell

    try:
        name, _ = detect_shell()
    except ShellDetectionFailure:
        raise UsageError(
            "cannot tell which shell this is", "try: dicli --show-completion bash"
        ) from None
    return str(name)


def prepare() -> None:
    """Lets Typer answer a shell that asks what to offer. Nothing else may reach the
    prompt, and nothing typed there is read.
    """
    from typer._completion_classes import completion_init

    completion_init()
    sys.stdin = sys.stderr = None
    # Typer renders labels with Rich if it can be imported, which takes long and reads
    # them as markup; None prevents it.
    sys.modules["rich"] = None  # type: ignore[assignment]


def _catalogue(context: Context) -> Catalogue:
    """The catalogue that the line to complete names, or else the one in use."""
    from dicli.files.cache import directory
    from dicli.files.layers import layers_in_use
    from dicli.files.loading import load

    layers = layers_in_use(context.params.get("catalogues") or [], os.environ)
    return load(layers, directory(os.environ))


def _completion(value: str, label: str) -> Completion:
    """A completion whose label every shell shows as it is."""
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
    """The list that is being typed, with each field that may come next: one that is not
    in the list yet.
    """
    offered = OUTPUT_FIELDS
    if COMMANDS[ctx.info_name or ""] == "vocabularies":
        offered = TERM_FIELDS
    before, comma, _ = incomplete.rpartition(",")
    listed = before.split(",")
    return [before + comma + field for field in offered if field not in listed]


def help_pages(incomplete: str) -> list[str]:
    """Commands and topics of help."""
    from dicli.commands.help_topics import TOPICS

    return [*COMMANDS, *TOPICS]
