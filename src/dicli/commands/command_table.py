"""The names of the commands, each with its place and its summary."""

from typing import NamedTuple

EVERYDAY = "Everyday"
MAINTAINERS = "For catalogue maintainers"


class Command(NamedTuple):
    """Where a command is, its group in the help, and the first sentence of its help.

    So the list of all commands needs no module of a command.
    """

    module: str
    function: str
    group: str
    summary: str


COMMANDS = {
    "find": Command(
        "find", "find", EVERYDAY, "Search by name, acronym or need, in your own words"
    ),
    "list": Command("list", "list_", EVERYDAY, "List everything, in catalogue order"),
    "show": Command("show", "show", EVERYDAY, "Show everything known about a resource"),
    "open": Command(
        "open",
        "open_",
        EVERYDAY,
        "Print the link of a resource and open it in the browser",
    ),
    "pick": Command("pick", "pick", EVERYDAY, "Pick a resource from a list"),
    "audiences": Command(
        "vocabularies",
        "audiences",
        EVERYDAY,
        "List audiences, with the number of resources for each",
    ),
    "topics": Command(
        "vocabularies",
        "topics",
        EVERYDAY,
        "List topics, with the number of resources for each",
    ),
    "kinds": Command(
        "vocabularies",
        "kinds",
        EVERYDAY,
        "List kinds of resources, with the number of each",
    ),
    "help": Command("help", "help_", EVERYDAY, "Show help for a command or topic"),
    "check": Command("check", "check", MAINTAINERS, "Check catalogue files"),
    "import": Command(
        "importer", "import_", MAINTAINERS, "Make a catalogue from a spreadsheet"
    ),
    "schema": Command(
        "schema", "schema", MAINTAINERS, "Print the JSON Schema of catalogue files"
    ),
    "path": Command(
        "path", "path", MAINTAINERS, "Show which catalogue files are in use"
    ),
}
