"""What people write where a web address, an email address, a date or an id belongs, and words that say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from dicli.core.text import distinct, fold
from dicli.files import calendar

NOTHING = frozenset(
    "|n a|na|none|null|nil|nan|tbd|tba|tbc|to be determined|to be announced|to be confirmed|todo|to do|xxx"
    "|unknown|not known|not available|not applicable|placeholder".split("|")
)
URL = re.compile(r"(?:https?://|www\.)[^\s<>\"'|;,]+(?<![.)])", re.I)
_IN_EMAIL = r"[^\s@<>,;:|\"'()\[\]]"
EMAIL = re.compile(rf"(?<!{_IN_EMAIL}){_IN_EMAIL}+@{_IN_EMAIL}+\.[a-z]{{2,}}", re.I)  # begins at words only: linear
_HOST = re.compile(r"[\w-]+(\.[\w-]+)*\.[a-z]{2,}([/?#]\S*)?", re.I)


def addresses(cell: str) -> list[str]:
    """The web addresses in a cell, of which the first may lack `https://`."""
    text = cell.strip()
    whole = _HOST.fullmatch(text) or (re.fullmatch(r"https?://\S+", text) and text.count("://") == 1)
    return in_full([text] if whole else URL.findall(text))


def in_full(urls: Iterable[str]) -> list[str]:
    parts = (re.split("://", url, maxsplit=1) for url in urls)
    return ["https://" + part[0] if len(part) == 1 else f"{part[0].lower()}://{part[1]}" for part in parts]


def readings(form: str, text: str) -> list[str]:
    """What was meant by a text where an id, a date, a web or an email address belongs; several if that is not sure."""
    if form == "id":
        return ["-".join(fold(text).encode("ascii", "ignore").decode().split())]
    if form == "date":
        return distinct(calendar.readings(text, date.today()).values())
    if form == "email":
        return distinct(EMAIL.findall(re.sub(r"(?:\s*(?:@|[(\[]at[)\]]|\bat\b)\s*)+", "@", text)))
    text = re.sub(r"(?i)^ht\w*p(s?)[:;/\\ ]+", r"http\1://", text.strip(" <>/"))
    return addresses(text) if _HOST.fullmatch(text) or not fold(URL.sub("", text)) else []
