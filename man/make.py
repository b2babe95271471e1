"""Makes the man page, dicli.1, from the same texts as the help. Run it when a help text has changed:

python man/make.py
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import typer

from dicli import __version__
from dicli.commands.app import app
from dicli.commands.names import COMMANDS
from dicli.commands.topics import TOPICS

PAGE = Path(__file__).with_name("dicli.1")
DATE = "2026-11-24"  # of the texts
SECTIONS = {  # the topics, under the headings that readers of man pages look for
    "SEARCH": "search",
    "FORMATS": "formats",
    "CATALOGUES": "catalogues",
    "COMPLETION": "completion",
    "EXIT STATUS": "exit-status",
    "ENVIRONMENT": "environment",
}
ABOUT = "Answers \u201cwhom do I ask?\u201d from a catalogue on this machine, at the prompt and in scripts."
SIGNS = str.maketrans(
    {"\\": "\\e", "-": "\\-", "'": "\\(aq", "`": "\\(ga", "~": "\\(ti", "\u201c": "\\(lq", "\u201d": "\\(rq"}
)
Option = tuple[str, str]
"""An option as it is typed, and what it does."""


def page() -> str:
    """The man page as roff."""
    root: Any = typer.main.get_command(app())
    context = root.make_context("dicli", [], resilient_parsing=True)
    about, *rest = _paragraphs(root.help)
    texts = {name: _paragraphs(root.commands[name].help) for name in COMMANDS}
    options = {name: _options(root.commands[name], context) for name in COMMANDS}
    uses = Counter(option for each in options.values() for option in each)
    shared = [option for option, number in uses.items() if number > 1]
    parts = [
        '.\\" Made by man/make.py from the texts of the help; changes here are lost.',
        f'.TH DICLI 1 {DATE} "dicli {__version__}"',
        f".SH NAME\ndicli \\- {_text(about.partition('? ')[2].removesuffix('.').lower())}",
        ".SH SYNOPSIS\n.B dicli\n.I command\n.RI [ option \\|.\\|.\\|.]\n.RI [ argument \\|.\\|.\\|.]",
        f".SH DESCRIPTION\n{_text(ABOUT)}",
        ".SH COMMANDS",
    ]
    for name in COMMANDS:
        usage = " ".join(root.commands[name].collect_usage_pieces(context))
        parts += [f".SS {_text(f'dicli {name} {usage}')}", *map(_block, texts[name][:-1])]
        parts += _terms(option for option in options[name] if option not in shared)
        if also := [re.findall(r"--[\w-]+", option[0])[0] for option in options[name] if option in shared]:
            parts.append(f".PP\nAlso {_text(', '.join(also))}.")
    parts += [".SH OPTIONS", *_terms([*shared, *_options(root, context, inherited=True)])]
    for heading, topic in SECTIONS.items():
        parts += [f".SH {heading}", *map(_block, _paragraphs(TOPICS[topic]))]
    parts += [".SH FILES", *(_block(one) for one in _paragraphs(TOPICS["catalogues"]) if one.startswith("  ~"))]
    parts += [".SH EXAMPLES", _block("\n".join(_examples([*rest, *(text[-1] for text in texts.values())])))]
    return re.sub(r"(\n\.S[HS] [^\n]+)\n\.PP\n", r"\1\n", "\n".join(parts)) + "\n"


def _paragraphs(text: str) -> list[str]:
    return re.split(r"\n\n+", text.replace("\b\n", "").strip("\n"))


def _options(command: Any, context: Any, inherited: bool = False) -> list[Option]:
    """The options of a command, without the one for help, which all have."""
    options = (one for one in command.get_params(context) if one.param_type_name == "option" and not one.hidden)
    return [one.get_help_record(context) for one in options if inherited or one.name != "help"]


def _examples(paragraphs: Iterable[str]) -> Iterator[str]:
    """The lines to type, each once."""
    seen = set()
    for line in (line for paragraph in paragraphs for line in paragraph.splitlines() if line.startswith("  ")):
        typed = line.strip().partition("  ")[0]
        if typed not in seen:
            yield line
        seen.add(typed)


def _block(paragraph: str) -> str:
    """A paragraph: prose, terms and what they mean, or lines to type."""
    lines = paragraph.splitlines()
    if not paragraph.startswith("  "):
        return f".PP\n{_text(' '.join(lines))}"
    pairs = [line.strip().partition("  ") for line in lines]
    if all(meaning for _, _, meaning in pairs) and not paragraph.startswith("  dicli"):
        return "\n".join(_terms((term, meaning.strip()) for term, _, meaning in pairs))
    return "\n".join([".PP\n.nf", *map(_text, lines), ".fi"])


def _terms(pairs: Iterable[Option]) -> list[str]:
    return [f".TP\n.B {_text(term)}\n{_text(meaning)}" for term, meaning in pairs]


def _text(text: str) -> str:
    """A text in which nothing is a command of roff."""
    return ("\\&" if text[:1] in (".", "'") else "") + text.translate(SIGNS)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="ascii")
