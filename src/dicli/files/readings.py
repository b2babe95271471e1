"""What people write where a web address, an email address, a date or an id belongs, and
words that say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from dicli.core.text import distinct, fold
from dicli.files import calendar

NOTHING = frozenset(
    "|n a|na|none|null|nil|nan|tbd|tba|tbc|to be determined|to be "
    "announced|to be confirmed|todo|to do|xxx"
    "|unknown|not known|not available|not applicable|placeholder".split("|")
)
URL = re.compile(r"(?:https?://|www\.)[^\s<>\"'|;,]+(?<![.)])", re.I)
_IN_EMAIL = r"[^\s@<>,;:|\"'()\[\]]"
# begins at words only: linear
EMAIL = re.compile(rf"(?<!{_IN_EMAIL}){_IN_EMAIL}+@{_IN_EMAIL}+\.[a-z]{{2,}}", re.I)
_HOST = re.compile(r"[\w-]+(\.[\w-]+)*\.[a-z]{2,}([/?#]\S*)?", re.I)


def addresses(cell: str) -> list[str]:
    """The web addresses in a cell, of which the first may lack `https://`."""
    text = cell.strip()
    is_one_url = re.fullmatch(r"https?://\S+", text) and text.count("://") == 1
    if is_one_url or _HOST.fullmatch(text):
        return in_full([text])
    return in_full(URL.findall(text))


def in_full(urls: Iterable[str]) -> list[str]:
    """Addresses with their schemes in lower case, `https` if one is missing."""
    found = []
    for url in urls:
        scheme, separator, rest = url.partition("://")
        if separator:
            found.append(f"{scheme.lower()}://{rest}")
        else:
            found.append(f"https://{url}")
    return found


def readings(form: str, text: str) -> list[str]:
    """What was meant by a text where an id, a date, a web or an email address belongs;
    several if that is not sure.
    """
    if form == "id":
        return ["-".join(fold(text).encode("ascii", "ignore").decode().split())]
    if form == "date":
        return distinct(calendar.readings(text, date.today()).values())
    if form == "email":
        return distinct(
            EMAIL.findall(re.sub(r"(?:\s*(?:@|[(\[]at[)\]]|\bat\b)\s*)+", "@", text))
        )
    text = re.sub(r"(?i)^ht\w*p(s?)[:;/\\ ]+", r"http\1://", text.strip(" <>/"))
    says_more = fold(URL.sub("", text))
    if _HOST.fullmatch(text) or not says_more:
        return addresses(text)
    return []
