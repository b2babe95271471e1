"""Completion in shells: the scripts that ask for it, and what is offered, from the catalogue in use.

If anything fails, nothing is offered: `app.main` hides the error.
"""

import os
from collections.abc import Callable, Iterable, MutableMapping

from typer import Context

from dicli.core.catalogue import Catalogue
from dicli.core.errors import DicliError, Status
from dicli.output.rows import OUTPUT_FIELDS, TERM_FIELDS

REQUEST = "_DICLI_COMPLETE"  # set by the shell that asks; says which one
SHELLS = ["bash", "zsh", "fish", "powershell", "pwsh"]
# Typer's script, which completes files if nothing is offered, but not within a word that bash splits at `:`, `=` or
# `@`: what bash takes for the word to complete is then empty, and it would list every file.
BASH = r"""_dicli_completion() {
    local IFS=$'\n'
    COMPREPLY=( $( env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD _DICLI_COMPLETE=complete_bash $1 ) )
    [[ ${COMP_WORDS[*]:COMP_CWORD-1:2} != *[:=@]* ]] || compopt +o default 2> /dev/null
    return 0
}

complete -o default -F _dicli_completion dicli
"""

Completion = tuple[str, str]
"""A value and what the shell may show beside it."""


def shell_named(name: str = "") -> str:
    """The shell with that name, or the one that dicli is run from; DicliError if there is no completion for it."""
    if not name:
        from shellingham import ShellDetectionFailure, detect_shell

        try:
            name, _ = detect_shell()
        except ShellDetectionFailure:
            hint = "try: dicli --show-completion bash"
            raise DicliError("cannot tell which shell this is", hint, Status.USAGE) from None
    if name not in SHELLS:
        raise DicliError(f"no completion for `{name}`", f"shells: {', '.join(SHELLS)}", Status.USAGE)
    return name


def typed_words(environ: MutableMapping[str, str]) -> list[str]:
    """The words on the line to complete, or enough of them to know the command.

    bash splits words at `=`, which Typer does not expect, so `=` is taken out of the words in the environment.
    """
    if "COMP_WORDS" not in environ:
        return environ.get("_TYPER_COMPLETE_ARGS", "").split()
    all_words = environ["COMP_WORDS"]
    words = all_words.split("\n" if "\n" in all_words else " ")
    *before, last = words[: int(environ["COMP_CWORD"]) + 1]
    rejoined = [word for word in before if word != "="]
    rejoined.append("" if last == "=" else last)
    environ.update({"COMP_WORDS": "\n".join(rejoined), "COMP_CWORD": str(len(rejoined) - 1)})
    return rejoined


def _catalogue(context: Context) -> Catalogue:
    from dicli.files.cache import directory
    from dicli.files.layers import layers_in_use, load

    return load(layers_in_use(context.params.get("catalogues") or [], os.environ), directory(os.environ))


def _starting(completions: Iterable[Completion], incomplete: str) -> list[Completion]:
    """Those that start with what was typed. zsh evaluates labels, so backslashes, which Typer does not escape, go."""
    return [(value, label.replace("\\", "")) for value, label in completions if value.startswith(incomplete)]


def _terms(name: str) -> Callable[[Context, str], list[Completion]]:
    """A function that completes the ids of a vocabulary, with their labels."""

    def complete(ctx: Context, incomplete: str) -> list[Completion]:
        vocabulary = getattr(_catalogue(ctx), name)
        return _starting(((term.id, term.label) for term in vocabulary.values()), incomplete)

    return complete


audiences, topics, kinds = map(_terms, ("audiences", "topics", "kinds"))


def resources(ctx: Context, incomplete: str) -> list[Completion]:
    """Ids, with their names."""
    found = _catalogue(ctx).ids_from(incomplete)
    return _starting(((resource.id, resource.name) for resource in found), incomplete)


def fields(ctx: Context, incomplete: str) -> list[str]:
    """Fields, also after a comma, except those already named."""
    offered = TERM_FIELDS if ctx.info_name in ("audiences", "topics", "kinds") else OUTPUT_FIELDS
    before, comma, _ = incomplete.rpartition(",")
    return [f"{before}{comma}{name}" for name in offered if name not in before.split(",")]


def catalogues(incomplete: str) -> list[str]:
    """`bundled`, once something is typed; the shells themselves complete files if nothing else is offered."""
    return ["bundled"] if incomplete else []


def help_pages(incomplete: str) -> list[str]:
    """Commands and topics of help."""
    from dicli.commands.names import COMMANDS
    from dicli.commands.topics import TOPICS

    return [*COMMANDS, *TOPICS]
