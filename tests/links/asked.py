"""Asks links as dicli does, without pauses, and gives what became of each."""

from __future__ import annotations

from typing import Any

from dicli.links.asking import Manners, ask
from dicli.links.verdicts import Outcome

# The timeout in seconds of tests in which something does not answer, and of all others: no machine is so busy that it
# does nothing for so long, and the pages of the server wait for longer.
SHORT, LONG = 5.0, 30.0


def one(url: str, **options: Any) -> Outcome:
    """The outcome of one link."""
    return many([url], **options)[url]


def many(urls: list[str], **options: Any) -> dict[str, Outcome]:
    """The outcomes of links, in their order; each is given to `note` as well, as it comes."""
    note = options.pop("note", lambda outcome: None)
    known: dict[str, Outcome] = {}

    def keep(outcome: Outcome) -> None:
        known[outcome.url] = outcome
        note(outcome)

    ask(urls, keep, Manners(**{"pause": 0, "timeout": LONG, "backoff": 0.01, **options}))
    return {url: known[url] for url in urls}


def verdict_and_reason(outcome: Outcome) -> tuple[str, str]:
    return outcome.verdict, outcome.reason
