"""The names of the commands, each with its place and its summary."""

EVERYDAY, MAINTAINERS = "Everyday", "For catalogue maintainers"

# name: (module, function, group in the help, summary). A module is imported when one of its commands is called, not for
# the list of them all: the summary is the first sentence of the help.
COMMANDS = {
    "find": ("find", "find", EVERYDAY, "Search by name, acronym or need, in your own words"),
    "list": ("list", "list_", EVERYDAY, "List everything, in catalogue order"),
    "show": ("show", "show", EVERYDAY, "Show everything known about a resource"),
    "open": ("open", "open_", EVERYDAY, "Print the link of a resource and open it in the browser"),
    "pick": ("pick", "pick", EVERYDAY, "Pick a resource from a list"),
    "audiences": ("vocabularies", "audiences", EVERYDAY, "List audiences, with the number of resources for each"),
    "topics": ("vocabularies", "topics", EVERYDAY, "List topics, with the number of resources for each"),
    "kinds": ("vocabularies", "kinds", EVERYDAY, "List kinds of resources, with the number of each"),
    "help": ("help", "help_", EVERYDAY, "Show help for a command or topic"),
    "check": ("check", "check", MAINTAINERS, "Check catalogue files"),
    "import": ("importer", "import_", MAINTAINERS, "Make a catalogue from a spreadsheet"),
    "schema": ("schema", "schema", MAINTAINERS, "Print the JSON Schema of catalogue files"),
    "path": ("path", "path", MAINTAINERS, "Show which catalogue files are in use"),
}
