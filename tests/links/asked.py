"""Asks links as dicli does, without pauses, and gives what became of each."""

from __future__ import annotations

from typing import Any

from dicli.links.asking import Manners, ask
from dicli.links.verdicts import Outcome

SHORT = 2.0  # seconds; the timeout of tests in which nothing answers: longer than a busy machine takes to answer


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

    ask(urls, keep, Manners(**{"pause": 0, "backoff": 0.01, **options}))
    return {url: known[url] for url in urls}


def verdict_and_reason(outcome: Outcome) -> tuple[str, str]:
    return outcome.verdict, outcome.reason
