"""The topics of `dicli help`, from topics.txt. The man page is made from the same texts (man/make.py).

A topic is paragraphs, each either prose or indented. Indented lines are shown as they are: a term and, after two
spaces or more, what it means; or a command to type and, likewise, a comment on it.
"""

import re
from pkgutil import get_data


def _sections(text: str) -> dict[str, str]:
    """The sections of a text, each under a line with its name in brackets."""
    _, *parts = re.split(r"(?m)^\[([\w-]+)\]\n", text)
    return {name: section.strip("\n") + "\n" for name, section in zip(parts[::2], parts[1::2], strict=True)}


TOPICS = _sections((get_data(__package__, "topics.txt") or b"").decode())
