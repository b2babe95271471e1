"""Writes a page of cards, one for each resource, that needs no mouse and no JavaScript,
and suits screen readers.

dicli list -f yaml | python3 docs/cards.py > cards.html     (needs PyYAML, which dicli brings)
"""

import sys
from collections.abc import Iterator
from datetime import date
from html import escape
from typing import Any

import yaml

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Whom to ask</title>
<style>
body {{ font: 1rem/1.5 sans-serif; margin: 0 auto; max-width: 72rem; padding: 1rem; color: #1a1a1a; background: #fff }}
ul {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(min(18rem, 100%), 1fr)); gap: 1rem; padding: 0 }}
li {{ border: 1px solid #767676; border-radius: .5rem; list-style: none; padding: 1rem; overflow-wrap: anywhere }}
h2 {{ font-size: 1.1rem; margin: 0 }} dt {{ font-weight: bold }} dd {{ margin: 0 }} a {{ color: #0b4f9e }}
.notice {{ border-left: .4rem solid #b3261e; font-weight: bold; padding: .5rem 1rem }}
</style></head>
<body><main><h1>Whom to ask</h1>{notices}<ul role="list">{cards}</ul></main></body></html>"""
DOUBTS = {
    "low": "Uncertain: no page of its own was found.",
    "medium": "The link is not its own page.",
}
LAST_GOOD_YEAR = date.today().year - 5


def link(address: str, text: str) -> str:
    return f'<a href="{escape(address)}">{escape(text)}</a>'


def facts(resource: dict[str, Any]) -> Iterator[tuple[str, str]]:
    contact = resource.get("contact", {})
    confirmed = resource.get("as_of", "")
    if "phone" in contact:
        is_old = confirmed and int(confirmed[:4]) < LAST_GOOD_YEAR
        year = f" ({confirmed[:4]})" if is_old else ""
        yield "Phone", escape(contact["phone"] + year)
    if "email" in contact:
        yield "Email", link(f"mailto:{contact['email']}", contact["email"])
    if not contact.keys() & {"phone", "email"}:
        start = "; start at the link." if "url" in resource else "."
        yield "Contact", f"No phone or email known{start}"
    others = {"Where": contact.get("location")}
    others |= {fact["label"]: fact["text"] for fact in resource.get("facts", ())}
    others["Caution"] = DOUBTS.get(resource.get("confidence", ""))
    others |= {"Note": resource.get("note"), "Last confirmed": confirmed}
    for label, text in others.items():
        if text:
            yield escape(label), escape(text)


def card(resource: dict[str, Any]) -> str:
    title = escape(resource["name"])
    if "url" in resource:
        title = link(resource["url"], resource["name"])
    summary = f"<p>{escape(resource['summary'])}</p>" if "summary" in resource else ""
    lines = "".join(
        f"<div><dt>{label}</dt><dd>{text}</dd></div>" for label, text in facts(resource)
    )
    return f'<li id="{resource["id"]}"><h2>{title}</h2>{summary}<dl>{lines}</dl></li>'


catalogue = yaml.safe_load(sys.stdin.buffer)
texts = [notice["text"] for notice in catalogue.get("notices", ())]
notices = "".join(
    f'<p class="notice">{escape(text)}</p>' for text in dict.fromkeys(texts)
)
page = PAGE.format(notices=notices, cards="".join(map(card, catalogue["resources"])))
sys.stdout.buffer.write(f"{page}\n".encode())
