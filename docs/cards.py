"""Writes a page of cards, one for each resource, that works without a mouse, without sight and without scripts.

dicli list --json | python3 docs/cards.py > cards.html
"""

import json
import sys
from html import escape

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Whom to ask</title>
<style>
body {{ font: 1rem/1.5 sans-serif; margin: 0 auto; max-width: 72rem; padding: 1rem; color: #1a1a1a; background: #fff }}
ul {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(min(18rem, 100%), 1fr)); gap: 1rem; padding: 0 }}
li {{ border: 1px solid #767676; border-radius: .5rem; list-style: none; padding: 1rem; overflow-wrap: anywhere }}
h2 {{ font-size: 1.1rem; margin: 0 }} dt {{ font-weight: bold }} dd {{ margin: 0 }} a {{ color: #0b4f9e }}
</style></head>
<body><main><h1>Whom to ask</h1><ul role="list">{cards}</ul></main></body></html>"""


def link(address, text):
    return f'<a href="{escape(address)}">{escape(text)}</a>'


def card(one):
    contact = one["contact"] or {}
    facts = [(escape(fact["label"]), escape(fact["text"])) for fact in one["facts"]]
    facts += [("Phone", escape(contact["phone"]))] if contact.get("phone") else []
    facts += [("E-mail", link(f"mailto:{contact['email']}", contact["email"]))] if contact.get("email") else []
    facts += [("Where", escape(contact["location"]))] if contact.get("location") else []
    title = link(one["url"], one["name"]) if one["url"] else escape(one["name"])
    summary = f"<p>{escape(one['summary'])}</p>" if one["summary"] else ""
    lines = "".join(f"<div><dt>{label}</dt><dd>{text}</dd></div>" for label, text in facts)
    return f'<li id="{one["id"]}"><h2>{title}</h2>{summary}{f"<dl>{lines}</dl>" if lines else ""}</li>'


sys.stdin.reconfigure(encoding="utf-8")
sys.stdout.reconfigure(encoding="utf-8")
print(PAGE.format(cards="".join(map(card, json.load(sys.stdin)))))
