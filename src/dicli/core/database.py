"""The database of a compiled catalogue."""

from __future__ import annotations

from sqlite3 import Connection


class Database(Connection):
    """A connection to an SQLite database that closes when nobody uses it any more."""

    def __init__(self, path: str, uri: bool = False) -> None:
        # Whichever thread collects the garbage closes it.
        super().__init__(path, uri=uri, check_same_thread=False)

    def __del__(self) -> None:
        self.close()
