"""The topics of `dicli help`. The man page is made from the same texts."""

TOPICS = {
    "search": """\
How words find resources.

Words are looked for in names, aliases, keywords, topics and audiences with
their synonyms, and summaries. Case, accents and punctuation do not matter;
inflections count, and so do misspellings of words that the catalogue knows:
what was taken instead is said on standard error. Words that only ask ("how do
I", "who handles") do not decide. An audience that is named favours what is
meant for it. Where nothing is a sensible answer, nothing is printed.

  dicli find imigration
  dicli find how do I report harassment
  dicli find postdoc mentoring
  dicli find '"career development"'    these words, side by side
  dicli find --name ombudsmen          in names and aliases only
  dicli find --keyword mentoring       a word that must occur; no misspellings
  dicli find visa --explain            why each was found

The filters --audience, --topic and --kind narrow the result. Repeated, one
filter widens; different ones must all hold. A value is an id, a label or a
synonym. For an audience comes first what names it, then what names a narrower
one, then what names a broader one, such as everyone; --direct keeps to the
first.

  dicli find --audience students --topic mentoring
  dicli list -k event -a faculty -a staff
""",
    "formats": """\
How results are written, chosen with --format. Without it: a table on a
terminal (with list an index, one line an entry), tsv elsewhere.

  table     rules and columns; stacked lines on a narrow terminal
  plain     labelled lines, one fact a line, for reading aloud
  tsv       one resource a line, cells between tabs, nothing cut
  csv       as spreadsheets read it
  json      an array of objects, [] for none; --json is short for it
  jsonl     one object a line
  yaml      a list
  markdown  a table

tsv, csv, json, jsonl and yaml are for programs: UTF-8 everywhere, with the
ids of audiences, topics and kinds. The others are for people: they carry
labels, and may change from version to version. --fields picks the columns or
keys and puts them in order; dicli show ID --json shows all there are.

  dicli list --fields id,url
  dicli find visa --json --fields name,phone,email
  dicli list --null | xargs -0 -n 1 echo
  dicli find --audience faculty --fields id | dicli show -
""",
    "exit-status": """\
How a run ends.

  0    something was printed
  1    nothing matched; also: a name is unknown, or check found a fault
  2    the command line is wrong
  3    the catalogue, the output or the network failed
  130  interrupted

Results go to standard output, and nothing else does; errors and hints go to
standard error. A reader that has seen enough, as head does, is no error.
""",
    "environment": """\
Variables that dicli reads.

  DICLI_CATALOGUE  catalogues in force, joined by : (by ; on Windows)
  DICLI_CACHE      directory for compiled catalogues; off: none
  DICLI_DEBUG      1 shows where an error comes from
  NO_COLOR         no colour, if not empty; --color wins
  FORCE_COLOR      colour also in a pipe; CLICOLOR_FORCE does the same
  CLICOLOR         0: no colour
  DICLI_HYPERLINK  always or never: links on names; --hyperlink wins
  TERM             dumb, vt100, vt220: no colour and no links; linux: no links
  COLUMNS          how wide tables are; otherwise as wide as the terminal
  LINES            how many lines find may take; otherwise the terminal's
  ACCESSIBLE       1 makes plain the usual format on a terminal
  BROWSER          what opens links; over SSH or without a display too
  FZF_DEFAULT_OPTS  options of fzf, for pick
  HTTPS_PROXY      for check --links, as are NO_PROXY and SSL_CERT_FILE
  XDG_CONFIG_HOME  holds dicli/*.yaml, your own catalogues (~/.config)
  XDG_CACHE_HOME   holds dicli/, compiled catalogues (~/.cache)

A relative path in the last two or in DICLI_CACHE is ignored.
""",
    "catalogues": """\
Which catalogue is asked, and how to bring your own.

In force are the files that --catalogue names, an option of every command that
reads one; else those of DICLI_CATALOGUE; else the bundled one with your own
laid over it. Later ones win: an entry takes the place of one with the same
id. `bundled` names the bundled catalogue, - is standard input.

  ~/.config/dicli/*.yaml  your own, in the order of their names
  ~/.cache/dicli/         compiled forms, to start fast; may be deleted

  dicli path                     which are in force, and what each adds
  dicli check                    whether they are sound
  dicli schema                   what may stand in one
  dicli list --catalogue bundled  without your own
""",
    "completion": """\
The Tab key completes commands, options, audiences, topics, kinds, fields, ids
and names, from the catalogue in force. Typed in the shell that it is meant
for, this prints the script that does it:

  dicli --show-completion

bash and zsh run it from ~/.bashrc or, after compinit, from ~/.zshrc; fish
finds it in a file:

  eval "$(dicli --show-completion)"
  dicli --show-completion > ~/.config/fish/completions/dicli.fish

dicli --install-completion edits these files for you; nothing else does.
""",
}
