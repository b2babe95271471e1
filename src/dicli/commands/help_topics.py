"""The topics of `dicli help`, from help_topics.txt. The man page is made from the same texts
(man/make.py).

A topic is paragraphs, each either prose or indented. Indented lines are shown as they
are: a term and, after two spaces or more, what it means; or a command to type and,
likewise, a comment on it.
"""

import re
from pkgutil import get_data


def _topics() -> dict[str, str]:
    """The texts by the names of their topics, each of which stands above its text in
    brackets.
    """
    data = get_data(__package__, "help_topics.txt")
    assert data
    _, *parts = re.split(r"(?m)^\[([\w-]+)\]$", data.decode())
    names, texts = parts[::2], parts[1::2]
    return {
        name: text.strip("\n") + "\n" for name, text in zip(names, texts, strict=True)
    }


TOPICS = _topics()
