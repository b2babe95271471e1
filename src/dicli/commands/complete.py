"""Completions from the catalogue in use. If anything fails, none are offered: `app.main` hides the error."""

import os
import re
import shlex
from collections.abc import Callable, Iterable, MutableMapping

from typer import Context

from dicli.core.catalogue import Catalogue
from dicli.output.rows import OUTPUT_FIELDS, TERM_FIELDS

REQUEST = "_DICLI_COMPLETE"  # set by the shell that asks; says which one
QUOTE = "_DICLI_QUOTE"  # in bash: the quote that is open where the word to complete begins, if any
ESCAPED = {"": r"([^\w@%+=:,./-])", '"': r'([$`"\\])', "'": "(?!)()"}  # what needs a backslash there

Completion = tuple[str, str]
"""A value and what the shell may show beside it."""


def line(environ: MutableMapping[str, str]) -> list[str]:
    """The words on the line to complete, or enough of them to know the command.

    bash splits words at `=`, and compares completions with the word as typed, with its backslashes but without an open
    quote. Typer expects neither, so the words in the environment are rewritten.
    """
    if "COMP_WORDS" not in environ:
        return environ.get("_TYPER_COMPLETE_ARGS", "").split()
    given = environ["COMP_WORDS"]
    words = given.split("\n" if "\n" in given else " ")[: int(environ["COMP_CWORD"]) + 1]
    words = [word for word in words[:-1] if word != "="] + words[-1:]
    quote = words[-1][:1] if words[-1].startswith(("'", '"')) else ""
    rewritten = "\n".join([*words[:-1], shlex.quote(words[-1].removeprefix(quote))])
    environ.update({"COMP_WORDS": rewritten, "COMP_CWORD": str(len(words) - 1), QUOTE: quote})
    return words


def _catalogue(context: Context) -> Catalogue:
    from dicli.files.cache import directory
    from dicli.files.layers import layers_in_use, load

    return load(layers_in_use(context.params.get("catalogue") or [], os.environ), directory(os.environ))


def _offered(found: Iterable[Completion], incomplete: str) -> list[Completion]:
    """Those that start with what was typed. zsh evaluates labels, so backslashes, which Typer does not escape, go."""
    return [(value, label.replace("\\", "")) for value, label in found if value.startswith(incomplete)]


def _terms(name: str) -> Callable[[Context, str], list[Completion]]:
    """What completes the ids of a vocabulary, with their labels."""

    def complete(ctx: Context, incomplete: str) -> list[Completion]:
        vocabulary = getattr(_catalogue(ctx), name)
        return _offered(((term.id, term.label) for term in vocabulary.values()), incomplete)

    return complete


audiences, topics, kinds = map(_terms, ("audiences", "topics", "kinds"))


def resources(ctx: Context, incomplete: str) -> list[Completion]:
    """Ids with their names; if no id matches, the rest of the names that start with everything typed so far."""
    catalogue = _catalogue(ctx)
    if by_id := [(resource.id, resource.name) for resource in catalogue.ids_from(incomplete)]:
        return _offered(by_id, incomplete)
    before = "".join(f"{word} " for word in ctx.params.get("names") or ctx.params.get("name") or ())
    quote = os.environ.get(QUOTE)
    begun = incomplete if quote is None else incomplete.removesuffix("\\")
    word = begun if quote is None else re.sub(rf"\\{ESCAPED[quote]}", r"\1", begun)
    typed = f"{before}{word}".casefold()
    found = ((resource.name, resource.id) for resource in catalogue)
    named = ((name, id) for name, id in found if name.casefold().startswith(typed) and "\\" not in name)
    return [(begun + _quoted(name[len(before + word) :], quote), id) for name, id in named]


def _quoted(text: str, quote: str | None) -> str:
    """The text quoted for bash, which inserts completions as they are; other shells quote them."""
    if quote == "'":
        return text.replace("'", r"'\''")
    return text if quote is None else re.sub(ESCAPED[quote], r"\\\1", text)


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
