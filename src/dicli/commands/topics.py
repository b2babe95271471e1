"""The topics of `dicli help`, from topics.txt. The man page is made from the same texts (man/make.py).

A topic is paragraphs, each either prose or indented. Indented lines are shown as they are: a term and, after two
spaces or more, what it means; or a command to type and, likewise, a comment on it.
"""

import re
from pkgutil import get_data


def _sections(text: str) -> dict[str, str]:
    """The sections of a text, each under a line with its name in brackets."""
    sections: dict[str, str] = {}
    for section in re.split(r"(?m)^(?=\[[\w-]+\]$)", text):
        heading, _, body = section.partition("\n")
        if heading:
            sections[heading.strip("[]")] = body.strip("\n") + "\n"
    return sections


def _text() -> str:
    data = get_data(__package__, "topics.txt")
    assert data
    return data.decode()


TOPICS = _sections(_text())
