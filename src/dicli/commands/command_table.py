"""Where each command is, so that the names of all need no module of a command."""

# The module of each command. The function there is called `find_command`, for example.
COMMANDS = {
    "find": "find",
    "list": "list",
    "show": "show",
    "open": "open",
    "pick": "pick",
    "audiences": "vocabularies",
    "topics": "vocabularies",
    "kinds": "vocabularies",
    "help": "help",
    "check": "check",
    "import": "importer",
    "schema": "schema",
    "path": "path",
}
