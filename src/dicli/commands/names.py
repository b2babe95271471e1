"""The names of the commands, each with its place and its summary."""

EVERYDAY, MAINTAINERS = "Everyday", "For maintainers of a catalogue"

# name: (module, function, group in the help, summary). A module is imported when one of its commands is called, not for
# the list of them all: the summary is the first sentence of the help.
COMMANDS = {
    "find": ("find", "find", EVERYDAY, "Search names, acronyms and needs in plain words"),
    "list": ("list", "list_", EVERYDAY, "List everything, in the order of the catalogue"),
    "show": ("show", "show", EVERYDAY, "Show everything known about a resource"),
    "open": ("open", "open_", EVERYDAY, "Print the link of a resource and open it in the browser"),
    "pick": ("pick", "pick", EVERYDAY, "Choose one with fzf, searching as you type"),
    "audiences": ("vocabularies", "audiences", EVERYDAY, "List the audiences and how many resources name each"),
    "topics": ("vocabularies", "topics", EVERYDAY, "List the topics and how many resources name each"),
    "kinds": ("vocabularies", "kinds", EVERYDAY, "List the kinds of resources and how many there are of each"),
    "help": ("help", "help_", EVERYDAY, "Explain a command or a topic"),
    "check": ("check", "check", MAINTAINERS, "Check catalogue files"),
    "import": ("importer", "import_", MAINTAINERS, "Make a catalogue from a spreadsheet or another list"),
    "schema": ("schema", "schema", MAINTAINERS, "Print the JSON Schema of catalogue files"),
    "path": ("path", "path", MAINTAINERS, "Show which catalogue files are in use"),
}
