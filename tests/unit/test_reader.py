"""Reading YAML: text stays the text that was typed, and what cannot be read is reported with its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dicli.core.errors import DicliError, Status
from dicli.core.safe import visible
from dicli.files import builder, characters, reader
from dicli.files.document import Document, Finding, Place
from dicli.files.reader import located, parsed, read


@pytest.fixture(params=["libyaml", "Python"], autouse=True)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether PyYAML was built with libyaml must not matter."""
    if request.param == "Python":
        monkeypatch.delattr("yaml.CSafeLoader", raising=False)


def of(text: str | bytes) -> Document:
    return parsed("a.yaml", text.encode() if isinstance(text, str) else text)


def told(document: Document) -> list[tuple[int, int, str]]:
    return [(*fault.place, fault.message) for fault in document.findings if not fault.warning]


# ---- values --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["no", "on", "Yes", "true", "2024-01-01", "0123", "0x1F", "12:30", "1_000", "1e3", ".inf", "<<", "="]
)
def test_what_yaml_would_change_stays_the_text_that_was_typed(typed: str) -> None:
    assert of(f"a: {typed}\nb: [{typed}]\n").data == {"a": typed, "b": [typed]}


@pytest.mark.parametrize("typed", ["", "~", "null"])
def test_an_unquoted_empty_value_is_none(typed: str) -> None:
    assert of(f"a: {typed}\nb: '{typed}'\n").data == {"a": None, "b": typed}


def test_block_and_folded_texts_are_read_as_yaml_has_them() -> None:
    data = of("a: |\n  one\n  two\nb: >-\n  one\n  two\nc: 'it''s'\n").data
    assert data == {"a": "one\ntwo\n", "b": "one two", "c": "it's"}


def test_a_file_may_begin_with_a_byte_order_mark_and_have_windows_line_ends() -> None:
    assert of("\ufeffa: x\r\nb:\r\n  - y\r\n").data == {"a": "x", "b": ["y"]}


def seen(data: Any) -> Any:
    """Data without what nobody sees."""
    if isinstance(data, list):
        return [seen(item) for item in data]
    if isinstance(data, dict):
        return {key: seen(value) for key, value in data.items()}
    return visible(data)


KEYS = st.text().filter(lambda key: visible(key) == key)


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner), max_leaves=8))
def test_what_a_yaml_writer_writes_is_read_back(data: object) -> None:
    import yaml

    document = of(yaml.safe_dump({"a": data}, default_style='"'))
    assert all(finding.warning for finding in document.findings)
    assert document.data == {"a": seen(data)}


@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_fail(text: bytes) -> None:
    document = of(text)
    assert all(fault.place >= (1, 1) for fault in document.findings)


# ---- what cannot be read -------------------------------------------------------------------------

# What is typed, with `‸` before the place that is reported; what is said; a part of what to do.
SLIPS = {
    "a tab before the first key of an entry": ("a:\n‸\t- b: c\n", "the indentation contains a tab", "spaces"),
    "a tab before a later key": ("a:\n  - b: c\n‸\t  d: e\n", "the indentation contains a tab", "spaces"),
    "a colon in an unquoted text": ("a: Help‸: now\n", "there is a second colon on this line", "quotes"),
    "a line too far right": ("a:\n  - b: c\n      d‸: e\n", "this line is indented too far", "with the key above"),
    "a dash without its blank": ("a:\n  -b: c\n   d‸: e\n", "this line is indented too far", "after the dash"),
    "a line between two levels": (
        "a:\n  - b: c\n   ‸d: e\n",
        "this line is not indented like those above",
        "line `- ` up with the `- ` above",
    ),
    "a dash between two levels": (
        "a:\n  - b: c\n ‸- b: d\n",
        "this line is not indented like those above",
        "line `- ` up with the `- ` above",
    ),
    "an apostrophe in single quotes": (
        "a: 'Women's‸ Center'\n".replace("'s‸", "'‸s"),
        "there is text after the closing quote or bracket",
        "doubling any apostrophe",
    ),
    "text after a bracket": ("a: [b] ‸c\n", "there is text after the closing quote or bracket", "whole text"),
    "a quote that is never closed": ('a: ‸"b\nc: d\n', "this quote is not closed", "close it"),
    "a quote before the end mark": ('a: ‸"b\n---\nc: d\n', "this quote is not closed", "close it"),
    "a bracket that is never closed": (
        "a: ‸[b, c\nd: e\n",
        "this bracket is not closed, or something in it needs quotes",
        "reading stopped on line 2",
    ),
    "a brace that is never closed": ("a:\n  - ‸{b: c\n  - {b: d}\n", "this bracket is not closed", "line 3"),
    "a bracket at the end": ("a: [b,\n‸", "the file ends within a bracket", "close it"),
    "an at sign": ("a: ‸@b\n", "text cannot start with @", "quotes"),
    "a backtick": ("a: ‸`b`\n", "text cannot start with `", "quotes"),
    "a percent sign": ("a: ‸%b\n", "text cannot start with %", "quotes"),
    "a comma": ("a: ‸, b\n", "text cannot start with ,", "quotes"),
    "a lone star": ("a: *‸ b\n", "text cannot start with *, & or !", "quotes"),
    "a key without a colon": (
        "a: b\n‸c\nd: e\n",
        "this is not a key with a value",
        "with a space after the colon or dash",
    ),
    "a key without a blank": (
        "a: b\n‸c:d\ne: f\n",
        "this is not a key with a value",
        "with a space after the colon or dash",
    ),
    "a backslash in double quotes": ('a: ‸"C:\\Office"\n', "`\\` has a special meaning", "double it"),
    "text beside a block mark": ("a: >‸b\n", "text after `|` or `>` must start on the next line", "indented"),
    "a list as a key": ("a: b\n? ‸[c]\n: d\n", "there is a list or mapping where a key should be", "a word"),
    "an alias as a key": ("a: b\n‸*c : d\n", "the alias (`*c`) is where a key should be", "spell the key out"),
}


def placed(marked: str) -> tuple[str, Place]:
    """The text without its `‸`, and where that stood."""
    before, _, after = marked.partition("‸")
    return before + after, Place(before.count("\n") + 1, len(before) - before.rfind("\n"))


@pytest.mark.parametrize(("marked", "message", "hint"), SLIPS.values(), ids=SLIPS)
@pytest.mark.parametrize("before", ["", "first: |\n  ä\n\n  b\nsecond: >\n  c\n  d\nthird: 'e\n  f'\n"])
def test_a_slip_is_reported_in_plain_words_where_it_is(before: str, marked: str, message: str, hint: str) -> None:
    text, place = placed(before + marked)
    document = of(text)
    assert document.data is None
    (fault,) = document.findings
    assert fault.place == place
    assert message in fault.message
    assert hint.replace("line 2", f"line {place.line + 1}").replace("line 3", f"line {place.line + 1}") in fault.hint


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("%FOO\na: b\n", "with %"),
        ("%YAML 3.0\n---\na: b\n", ""),
        ("%TAG ! x\n%TAG ! y\n---\na: b\n", "with %"),
        ("%YAML 1.1\na: b\n", "a line with %"),
        ("  - a: b\nc: d\n", "indented less than the first one"),
        ("a: b\n...\nc: d\n", "`...`"),
        ("a: !x!y b\n", "start with !"),
        ("a: !<x\n", "start with !"),
        ("a: !<> b\n", "start with !"),
        ("a: &\n", "start with *, & or !"),
        ("a: |0\n b\n", "after `|` or `>`"),
        ("a: |9x\n b\n", "after `|` or `>`"),
        ("a: ? b\n", "start with ?"),
        ("a: - b\n", "a list cannot start on this line"),
        ("- a\nb: c\n", "not indented like those above"),
        ("}\n", "start with }"),
        ("a: [}]\n", "start with }"),
        ("x" * 2000 + ": 1\n", ""),
        ('a: "\\ud800"\n', "has a special meaning"),
        ('a: "\\UFFFFFFFF"\n', "has a special meaning"),
        ('a: "\\U00110000"\n', "has a special meaning"),
        ('a: "\\xZZ"\n', "has a special meaning"),
    ],
)
def test_whatever_the_parser_refuses_is_reported_in_words_of_our_own(text: str, message: str) -> None:
    *_, fault = of(text).findings
    assert message in fault.message
    assert not re.search("found|expected|incompatible|parsing|scanning|invalid", fault.message)
    assert 1 <= fault.place.line <= text.count("\n")


@pytest.mark.parametrize("text", ["", "\ufeff", "\ufeff\n", "# a\n"])
def test_nothing_but_a_byte_order_mark_is_an_empty_file(text: str) -> None:
    assert of(text) == Document("a.yaml", text.removeprefix("\ufeff").encode(), None, ())


CUT = "this text is cut off at ` #`; the rest is a comment: `Room`"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: Room #5 Chapel\n", (1, 4)),
        ("é: [Room   #5\n  ]\n", (1, 5)),
        ("b:\r\n- é\r\n- Room #5\r\n", (3, 3)),
        ("a: Room # 5\n", None),
        ("a: Room ##\n", None),
        ("a: Room#5\n", None),
        ("a: 'Room' #5\n", None),
        ("a: 'Room #5'\n", None),
        ("a: |\n  Room #5\n", None),
        ("#5\n# Room #5\na: Room\n", None),
    ],
)
def test_a_text_that_a_number_sign_cuts_is_warned_of(text: str, place: tuple[int, int] | None) -> None:
    assert [(fault.place, fault.message, fault.warning) for fault in of(text).findings] == (
        [(place, CUT, True)] if place else []
    )


def test_places_on_one_long_line_take_linear_time() -> None:
    text = ("a: '" + "é" * 3_000_000 + "\1" * 200 + "'\n").encode()
    assert [fault.place.column for fault in of(text).findings[:100]] == list(range(3_000_005, 3_000_105))


def test_a_byte_order_mark_does_not_shift_the_column() -> None:
    assert told(of("\ufeffa: b: c\n")) == [(1, 5, "there is a second colon on this line")]


def test_faults_that_can_be_skipped_are_reported_all_at_once_and_the_rest_is_read() -> None:
    document = of("a: &x one\nb: !!int two\nc: *x\nc: three\n---\nd: four\n")
    assert document.data == {"a": "one", "b": "two", "c": None}
    assert told(document) == [
        (1, 4, "an anchor (`&x`) is not allowed in a catalogue"),
        (2, 4, "a tag (`tag:yaml.org,2002:int`) is not allowed in a catalogue"),
        (3, 4, "an alias (`*x`) is not allowed in a catalogue"),
        (4, 1, "`c` appears twice"),
        (5, 1, "a second document (`---`) is not allowed in a catalogue"),
    ]


# Each sort of character that nobody sees: controls, fillers, blanks, joiners, marks of direction, selectors, tags.
INVISIBLE = (
    "\0 \a \x0b \x1f \x7f \x85 \xad \u034f \u061c \u115f \u1160 \u17b4 \u17b5 \u180b \u180e \u200b \u200c \u200d "
    "\u200e \u202e \u2028 \u2060 \u2067 \u206f \u2800 \u3164 \ufe0f \ufeff \uffa0 \ufff0 \ufffb \U0001bca0 "
    "\U0001d159 \U0001d173 \U000e0041 \U000e0100"
)


@pytest.mark.parametrize("character", INVISIBLE.split(" "), ids=lambda character: f"U+{ord(character):04X}")
def test_an_invisible_character_is_ignored_with_a_warning_and_no_line_is_miscounted(character: str) -> None:
    document = of(f"ä: ö\nb: c{character}d\ne: f\n")
    message = f"there is an invisible character (U+{ord(character):04X}) here, which is ignored"
    assert [(finding.place, finding.message, finding.warning) for finding in document.findings] == [
        (Place(2, 5), message, True)
    ]
    assert document.data == {"ä": "ö", "b": "c d" if character in "\x0b\x1f\x85\u2028" else "cd", "e": "f"}
    (last,) = located(document, [Finding("a.yaml", "", path=("e",))])
    assert last.place == (3, 4)
    escaped = of(f'b: "c\\U{ord(character):08x}d"\n')
    assert escaped.data == {"b": document.data["b"]}
    assert [(finding.place, finding.warning) for finding in escaped.findings] == [(Place(1, 4), True)]


def test_a_list_given_twice_is_not_taken_for_an_entry_without_its_dash() -> None:
    document = of("resources:\n  - id: a\nresources:\n  - id: b\n")
    assert [(*fault.place, fault.message, fault.hint) for fault in document.findings] == [
        (3, 1, "`resources` appears twice", "keep one of them, and move there what it lacks")
    ]


@pytest.mark.parametrize("before", ["", "- ", "  ", "b: "])
def test_an_invisible_character_before_a_key_dash_or_value_is_ignored(before: str) -> None:
    text = "a:\n- b: c\n  d: e\n"
    places = [place for place in range(len(text)) if text[place:].startswith(before.strip() or "a")]
    for place in places:
        assert of(text[:place] + "\u200b" + text[place:]).data == {"a": [{"b": "c", "d": "e"}]}


@pytest.mark.parametrize(
    "text",
    [
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian, with a non-joiner
        "\u0915\u094d\u200d\u0937",  # Devanagari, with a joiner
        "\U0001f469\u200d\u2764\ufe0f\u200d\U0001f468",  # a couple with a heart
        "1\ufe0f\u20e3",  # a keycap
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",  # the flag of England
        "\u845b\U000e0100",  # a form of a Chinese character
        "\u1820\u180b",  # a form of a Mongolian letter
    ],
)
def test_what_belongs_to_a_letter_or_emoji_stays(text: str) -> None:
    assert of(f"a: {text}\n") == Document("a.yaml", f"a: {text}\n".encode(), {"a": text}, ())


def test_a_no_break_space_in_the_indentation_is_read_as_a_plain_one() -> None:
    document = of("a:\n\xa0- b:\xa0c\n\xa0 \xa0d: e\xa0f\n")
    assert document.data == {"a": [{"b": "c", "d": "e\xa0f"}]}
    assert document.findings == ()


def test_of_a_file_full_of_invisible_characters_only_the_first_are_reported() -> None:
    assert len(of("a: '" + "\1" * 1000 + "'\n").findings) == characters.MAX_INVISIBLE


def test_a_non_utf_8_file_is_reported_at_its_first_bad_byte_and_read_to_the_end() -> None:
    document = of("a: b\nc: Café, naïve\nd: e\n".encode("latin-1"))
    assert told(document) == [(2, 7, "the file is not UTF-8: byte E9")]
    assert document.data["d"] == "e"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_unicode_encodings_are_reported(encoding: str) -> None:
    document = of("a: b\n".encode(encoding))
    assert document.data is None
    assert told(document) == [(1, 1, "the file is UTF-16 or UTF-32")]


# ---- limits --------------------------------------------------------------------------------------


@pytest.mark.parametrize("before", ["", "a: b\n", "a: [[\n", "\ufeffé: 'ü'\r\nb:\r\n  - "])
@pytest.mark.parametrize("depth", [13, 900])
def test_deep_nesting_is_reported_where_it_becomes_too_deep(before: str, depth: int) -> None:
    text = before + ("" if before.endswith(("- ", "[[\n")) else "é: ") + "[" * depth
    around = {"a: [[\n": 3, "": 1, "a: b\n": 1}.get(before, 2)
    line = text.count("\n") + 1
    column = text.splitlines()[-1].lstrip("\ufeff").index("[" * 13) + 13 - around
    assert told(of(text)) == [(line, column, "lists or keys are nested too deeply")]


def test_nesting_for_which_libyaml_gives_up_is_refused_in_the_same_words() -> None:
    [(_, _, message)] = told(of("a: " + "[" * 5000))
    assert message == "lists or keys are nested too deeply"


def test_too_many_values_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builder, "MAX_NODES", 4)
    assert told(of("a: [b, c, d]\n")) == [(1, 8, "there are more than 4 values")]


def test_aliases_are_never_expanded() -> None:
    levels = [f"l{n}: &l{n} [{', '.join(f'*l{n - 1}' for _ in range(9))}]" for n in range(1, 40)]
    document = of("l0: &l0 x\n" + "\n".join(levels) + "\n")
    assert document.data["l39"] == [None] * 9


def test_a_tag_runs_nothing(tmp_path: Path) -> None:
    target = tmp_path / "made"
    document = of(f"a: !!python/object/apply:os.mkdir ['{target}']\n")
    assert not target.exists()
    assert "is not allowed in a catalogue" in document.findings[0].message


def test_a_file_that_is_too_large_is_refused(written: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_BYTES", 3)
    with pytest.raises(DicliError, match="is larger than") as caught:
        read(written("abcd"))
    assert caught.value.status == Status.FAILED


@pytest.mark.parametrize("name", [".", "missing.yaml", "a\0b"])
def test_an_unreadable_file_is_an_error_with_its_name(name: str, tmp_path: Path) -> None:
    with pytest.raises(DicliError, match="catalogue `") as caught:
        read(str(tmp_path / name) if "\0" not in name else name)
    assert caught.value.status == Status.FAILED


# ---- places --------------------------------------------------------------------------------------


def test_places_of_keys_and_values_are_found_and_sorted() -> None:
    document = of("a:\n  - b: |\n      x\n      y\n    c: [d,\n        e]\n")
    paths: list[tuple[tuple[str | int, ...], bool]] = [(("a", 0, "c", 1), False), (("a", 0, "c"), True), (("a",), True)]
    found = located(document, [Finding("a.yaml", "", path=path, at_key=at_key) for path, at_key in paths])
    assert [fault.place for fault in found] == [(1, 1), (5, 5), (6, 9)]


def test_what_is_missing_is_placed_at_what_it_is_missing_from() -> None:
    document = of("a:\n  - b: c\n")
    (fault,) = located(document, [Finding("a.yaml", "", path=("a", 0, "id"))])
    assert fault.place == (2, 5)


def test_a_fault_of_the_whole_file_is_placed_at_its_first_value() -> None:
    (fault,) = located(of("# about\n\n- a\n"), [Finding("a.yaml", "")])
    assert fault.place == (3, 1)
