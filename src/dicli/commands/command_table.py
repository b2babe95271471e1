"""Where each command is, so that the names of all need no module of a command."""

from typing import NamedTuple


class Command(NamedTuple):
    """The module of a command and its function there."""

    module: str
    function: str


COMMANDS = {
    "find": Command("find", "find"),
    "list": Command("list", "list_"),
    "show": Command("show", "show"),
    "open": Command("open", "open_"),
    "pick": Command("pick", "pick"),
    "audiences": Command("vocabularies", "audiences"),
    "topics": Command("vocabularies", "topics"),
    "kinds": Command("vocabularies", "kinds"),
    "help": Command("help", "help_"),
    "check": Command("check", "check"),
    "import": Command("importer", "import_"),
    "schema": Command("schema", "schema"),
    "path": Command("path", "path"),
}
