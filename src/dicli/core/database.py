"""The database of a compiled catalogue."""

from __future__ import annotations

from collections.abc import Callable
from sqlite3 import Connection


class Database(Connection):
    """A connection to an SQLite database that closes when nobody uses it any more."""

    def __init__(self, path: str, uri: bool = False) -> None:
        # Whichever thread collects the garbage closes it.
        super().__init__(path, uri=uri, check_same_thread=False)

    def has_table(self, name: str) -> bool:
        """Whether there is a table with that name."""
        statement = "select 1 from sqlite_master where type = 'table' and name = ?"
        return self.execute(statement, (name,)).fetchone() is not None

    def __del__(self) -> None:
        self.close()


Fill = Callable[[Database], object]
"""Adds tables to a database."""
