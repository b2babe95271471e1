"""Imports a list for the tests beside this file, and checks that what comes out is a catalogue without faults."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import yaml

from conftest import Run


class Imported(NamedTuple):
    """What became of a list."""

    data: Any
    report: list[str]  # the lines on standard error
    status: int

    @property
    def resources(self) -> list[Any]:
        """The entries."""
        found: list[Any] = self.data["resources"]
        return found

    @property
    def only(self) -> Any:
        """The one entry, without its id."""
        (one,) = self.resources
        return {key: value for key, value in one.items() if key != "id"}

    def values(self, field: str) -> list[Any]:
        """What the entries have in a field."""
        return [resource.get(field) for resource in self.resources]

    def facts(self, row: int = 0) -> dict[str, str]:
        """The facts of an entry, by label."""
        return {fact["label"]: fact["text"] for fact in self.resources[row].get("facts", ())}

    def line(self, start: str) -> str:
        """The one line of the report that begins so, without its indent; "" if there is none."""
        found = [line.strip() for line in self.report if line.strip().startswith(start)]
        assert len(found) < 2, found
        return found[0] if found else ""


def imported(run: Run, folder: Path, text: str | bytes, *options: str, name: str = "list.csv") -> Imported:
    """Imports a list from a file; the catalogue that comes out passes `check`."""
    file, out = folder / name, folder / "out.yaml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    ran = run("import", str(file), *options)
    out.write_text(ran.stdout, encoding="utf-8")
    assert run("check", str(out)).stderr.startswith("no faults"), ran.stdout
    return Imported(yaml.safe_load(ran.stdout), ran.stderr.splitlines(), ran.status)
