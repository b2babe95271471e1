"""Web and email addresses as people write them in a cell or a field."""

from __future__ import annotations

import re
from collections.abc import Iterable

URL = re.compile(r"(?:https?://|www\.)[^\s<>\"'|;,]+(?<![.)])", re.I)
_IN_EMAIL = r"[^\s@<>,;:|\"'()\[\]]"
# begins at words only: linear
EMAIL = re.compile(rf"(?<!{_IN_EMAIL}){_IN_EMAIL}+@{_IN_EMAIL}+\.[a-z]{{2,}}", re.I)
_WITHOUT_SCHEME = re.compile(r"[\w-]+(\.[\w-]+)*\.[a-z]{2,}([/?#]\S*)?", re.I)


def lacks_scheme(text: str) -> bool:
    """Whether a text is a web address without `https://`."""
    return _WITHOUT_SCHEME.fullmatch(text) is not None


def addresses(cell: str) -> list[str]:
    """The web addresses in a cell, of which the first may lack `https://`."""
    text = cell.strip()
    is_one_url = re.fullmatch(r"https?://\S+", text) and text.count("://") == 1
    if is_one_url or lacks_scheme(text):
        return in_full([text])
    return in_full(URL.findall(text))


def in_full(urls: Iterable[str]) -> list[str]:
    """Web addresses with their schemes in lower case; `https` where one is missing."""
    found = []
    for url in urls:
        scheme, separator, rest = url.partition("://")
        if separator:
            found.append(f"{scheme.lower()}://{rest}")
        else:
            found.append(f"https://{url}")
    return found
