"""The names of the commands, each with its place and its summary."""

EVERYDAY, MAINTAINERS = "Everyday", "For maintainers of a catalogue"

# name: (module, function, group in the help). A module is imported when one of its commands is called.
COMMANDS = {
    "find": ("find", "find", EVERYDAY),
    "list": ("list", "list_", EVERYDAY),
    "show": ("show", "show", EVERYDAY),
    "open": ("open", "open_", EVERYDAY),
    "pick": ("pick", "pick", EVERYDAY),
    "audiences": ("vocabularies", "audiences", EVERYDAY),
    "topics": ("vocabularies", "topics", EVERYDAY),
    "kinds": ("vocabularies", "kinds", EVERYDAY),
    "help": ("help", "help_", EVERYDAY),
    "check": ("check", "check", MAINTAINERS),
    "import": ("importer", "import_", MAINTAINERS),
    "schema": ("schema", "schema", MAINTAINERS),
    "path": ("path", "path", MAINTAINERS),
}
