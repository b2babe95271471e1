"""The topics of `dicli help`. The man page is made from the same texts."""

TOPICS = {
    "search": """\
How search works.

dicli searches names, aliases, keywords, summaries, facts, and topics and
audiences with their synonyms. Case, accents and punctuation do not matter.
Other forms of a word match too, and so do misspellings of words in the
catalogue; corrections are reported on standard error. Question words ("how do
I", "who handles") are ignored. If you name an audience, resources meant for it
rank higher. A telephone number, an e-mail address or a web address finds whose
it is. If there is no sensible answer, nothing is printed; a terminal shows up
to three guesses, a pipe only with --guess. The status is 1 all the same.

  dicli find imigration
  dicli find how do I report harassment
  dicli find postdoc mentoring
  dicli find '"career development"'    exactly this phrase
  dicli find --name ombudsmen          in names and aliases only
  dicli find --keyword mentoring       must contain this word; not corrected
  dicli find visa --explain            why each was found

A phone number, an e-mail address or a web address finds whose it is.

The filters --audience, --topic and --kind narrow the result. Repeating a
filter widens the result; different filters must all match. A value is an id,
a label or a synonym. For an audience, resources that name it come first, then
those that name a narrower audience, then a broader one, such as everyone.
--direct shows only the first group.

  dicli find --audience students --topic mentoring
  dicli list -k event -a faculty -a staff
""",
    "formats": """\
Output formats, chosen with --format. The default is a table on a terminal and
tsv elsewhere.

  table     columns; stacked lines on a narrow terminal
  plain     labeled lines, one fact per line, for screen readers
  tsv       one resource per line, tab-separated, never truncated
  csv       for spreadsheets
  json      an array of objects, [] if there are none; also --json
  jsonl     one object per line
  yaml      a catalogue that can be loaded; a list with --fields
  markdown  a table

tsv, csv, json, jsonl and yaml are for programs: always UTF-8, with the ids of
audiences, topics and kinds. The others are for people: they show labels, and
may change in any version. --fields chooses the columns or keys and their
order; dicli show ID --json shows all there are.

  dicli list --fields id,url
  dicli find visa --json --fields name,contact
  dicli list --null | xargs -0 -n 1 echo
  dicli find --audience faculty --fields id | dicli show -
""",
    "exit-status": """\
What the exit status means.

  0    something was printed
  1    nothing matched, a name is unknown, or check found a fault
  2    the command line is wrong
  3    the catalogue, the output or the network failed
  130  interrupted

Standard output carries only results; errors and hints go to standard error.
It is not an error if the reader stops early, as head does.
""",
    "environment": """\
Environment variables that dicli reads.

  DICLI_CATALOGUE  catalogues to use, separated by : (; on Windows)
  DICLI_CACHE      directory for compiled catalogues, or off
  DICLI_MISSES     file that gets a line for each search that finds nothing
  DICLI_DEBUG      1 shows where an error comes from
  NO_COLOR         turns color off unless empty; --color overrides it
  FORCE_COLOR      turns color on, even in a pipe; so does CLICOLOR_FORCE
  CLICOLOR         0 turns color off
  TERM             dumb turns color and links off
  COLUMNS          width of tables (default: width of the terminal)
  ACCESSIBLE       1 makes plain the default format on a terminal
  BROWSER          command that opens links, even over SSH or without a display
  FZF_DEFAULT_OPTS  options of fzf, for pick
  HTTPS_PROXY      proxy for check --links; see also NO_PROXY, SSL_CERT_FILE
  XDG_CONFIG_HOME  directory of dicli/*.yaml, your catalogues (~/.config)
  XDG_CACHE_HOME   directory of dicli/, compiled catalogues (~/.cache)

In the last two and in DICLI_CACHE, a relative path is ignored. The lines in
DICLI_MISSES are date, tab, words; they are kept there and sent nowhere.
""",
    "catalogues": """\
Which catalogues are searched, and how to use your own.

dicli uses the files given with --catalogue (an option of every command that
reads one); otherwise those in DICLI_CATALOGUE; otherwise the bundled
catalogue with your own on top. Later files win: an entry replaces an earlier
one with the same id. `bundled` is the bundled catalogue, - is standard input.

  ~/.config/dicli/*.yaml  your own, in alphabetical order
  ~/.cache/dicli/         compiled catalogues, for speed; may be deleted

  dicli path                     which files are in use, what each adds
  dicli check                    whether they are valid
  dicli schema                   what a catalogue may contain
  dicli list --catalogue bundled  without your own

A catalogue from a spreadsheet, and a copy of one entry to edit:

  dicli import offices.csv > my.yaml
  dicli show oiss -f yaml > ~/.config/dicli/oiss.yaml
""",
    "completion": """\
Tab completes commands, options, audiences, topics, kinds, fields, ids and
names, from the catalogues in use. To print the completion script, run this in
the shell you want it for:

  dicli --show-completion

bash and zsh run it from ~/.bashrc or, after compinit, from ~/.zshrc; fish
reads it from a file:

  eval "$(dicli --show-completion)"
  dicli --show-completion > ~/.config/fish/completions/dicli.fish

dicli --install-completion edits these files for you; no other command does.
""",
}
