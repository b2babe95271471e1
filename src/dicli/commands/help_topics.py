"""The topics of `dicli help`, from help_topics.txt. The man page is made from the same texts
(man/make.py).

A topic is paragraphs, each either prose or indented. Indented lines are shown as they
are: a term and, after two spaces or more, what it means; or a command to type and,
likewise, a comment on it.
"""

import re
from pkgutil import get_data


def _topics() -> dict[str, str]:
    """The text of each topic by its name. In the file, the name stands in brackets on a
    line above the text.
    """
    data = get_data(__package__, "help_topics.txt")
    assert data
    # the empty text before the first name, then names and texts in turn
    _, *parts = re.split(r"(?m)^\[([\w-]+)\]$", data.decode())
    texts = [text.strip("\n") + "\n" for text in parts[1::2]]
    return dict(zip(parts[::2], texts, strict=True))


TOPICS = _topics()
