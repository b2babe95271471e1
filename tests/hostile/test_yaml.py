"""A catalogue can neither run code nor use up time or memory; whatever is wrong with it takes a clear line to say."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from conftest import Run, Written
from dicli.files import builder, reader

pytestmark = pytest.mark.usefixtures("unmeasured")  # coverage takes time and memory of its own
MOST_MEMORY = 300  # MiB
LAUNCHER = """
import resource, sys
from dicli.commands.app import main
resource.setrlimit(resource.RLIMIT_CPU, (180, 180))
status = main(sys.argv[1:])
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM:"))
print(peak, file=sys.stderr)
sys.exit(status)
"""

linux = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads its memory from /proc")


class Cost(NamedTuple):
    """How a run ended, what it said, and the most memory that it had, in MiB."""

    status: int
    stderr: str
    memory: int


def cost(*args: str, stdin: Iterator[bytes] = iter(())) -> Cost:
    """Runs dicli in a process that may use three minutes of processor time: a busy laptop needs one for the largest."""
    command = [sys.executable, "-c", LAUNCHER, *args]
    environ = {**os.environ, "DICLI_CACHE": "off"}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environ
    ) as run:
        assert run.stdin
        assert run.stderr
        try:
            for piece in stdin:
                run.stdin.write(piece)
            run.stdin.close()
        except BrokenPipeError:
            pass
        *said, peak = run.stderr.read().decode().splitlines()
    return Cost(run.returncode, "\n".join(said), int(peak) // 1024)


def assert_refused(spent: Cost, reason: str = "") -> None:
    """Whether a catalogue was refused in one line and a hint, with reason and within bounds."""
    assert spent.status == 3, spent
    assert spent.stderr.startswith("dicli: error: ")
    assert reason in spent.stderr
    assert spent.stderr.count("\n") <= 1
    assert "this is a bug" not in spent.stderr
    assert len(spent.stderr) < 1000
    assert spent.memory <= MOST_MEMORY


# ---- what explodes, nests or never ends ----------------------------------------------------------

LAUGHS = "resources:\n- &a0 [lol, lol]\n" + "".join(f"- &a{n} [{f'*a{n - 1}, ' * 9}]\n" for n in range(1, 40))
MERGED = "resources:\n- &a0 {id: v}\n" + "".join(f"- &a{n}\n  <<: [{f'*a{n - 1}, ' * 9}]\n" for n in range(1, 40))
CIRCLES = ", ".join(f"t{n}" for n in range(400))


def many(entry: str, number: int, name: str = "resources") -> str:
    """A list of entries, with their numbers in place of `#`."""
    return f"{name}:\n" + "".join(f"- {entry}\n".replace("#", str(n)) for n in range(number))


ATTACKS: dict[str, tuple[Callable[[], str], str]] = {
    "anchors": (lambda: LAUGHS, "an anchor (`&a0`)"),
    "merge keys": (lambda: MERGED, "an anchor (`&a0`)"),
    "an anchor in itself": (lambda: "resources: &a [*a]\n", "an anchor (`&a`)"),
    "a long anchor": (lambda: f"resources: &{'x' * 100_000} []\n", "an anchor (`&xxx"),
    "brackets, open": (lambda: "a: " + "[" * 100_000, "nested too deeply"),
    "brackets, closed": (lambda: "a: " + "[" * 100_000 + "]" * 100_000, "nested too deeply"),
    "braces": (lambda: "a: " + "{a: " * 100_000, "nested too deeply"),
    "dashes": (lambda: "- " * 100_000, "nested too deeply"),
    "steps": (lambda: "".join(" " * n + "a:\n" for n in range(2_000)), "nested too deeply"),
    "question marks": (lambda: "? " * 100_000, "there is a list or mapping where a key should be"),
    "quotes": (lambda: "'" * 100_001, "not closed"),
    "a tag": (lambda: "resources: !!python/object/apply:os.system [ls]\n", "a tag (`tag:yaml.org,2002:python"),
    "a tag by directive": (lambda: "%TAG ! tag:yaml.org,2002:python/\n---\nresources: !object:os.system []\n", "a tag"),
    "a long tag": (lambda: f"resources: !{'x' * 100_000} []\n", "a tag (`!xxx"),
    "documents": (lambda: "---\n" * 100_000, "a second document"),
    "a long key": (lambda: "x" * 200_000 + ": 1\n", ""),
    "a long quoted key": (lambda: f"? '{'x' * 200_000}'\n: 1\n", "more than 100,000 characters"),
    "a repeated key": (lambda: "resources:\n- id: a\n" + "  id: a\n" * 200_000, "more than 1,000 faults"),
    "keys of an entry": (
        lambda: "resources:\n- id: a\n" + "".join(f"  k{n}: a\n" for n in range(1000)),
        "more than 2,000 values",
    ),
    "keys of the file": (lambda: "".join(f"k{n}: a\n" for n in range(100_000)), "unknown key"),
    "an endless list": (lambda: f"resources: [{{id: a, keywords: [{'b, ' * 100_000}]}}]\n", "more than 2,000 values"),
    "entries that are texts": (lambda: f"resources: [{'a, ' * 100_000}]\n", "and 1000 more"),
    "entries that are empty": (lambda: f"resources: [{'{}, ' * 100_000}]\n", "and 1000 more"),
    "entries with faults": (lambda: many("{id: a#, nam: b}", 20_000), "and 1000 more"),
    "circles": (lambda: many(f"{{id: t#, broader: [{CIRCLES}]}}", 400, "topics"), "loop"),
    "long ids": (lambda: many(f"{{id: {'ab' * 4000}#, name: b, part_of: {'ba' * 4000}}}", 1000), "80 characters"),
    "a fault in the last of many lines": (lambda: "\n" * 2_000_000 + "x: [", "bracket"),
    "a long comment": (lambda: "#" * 5_000_000 + "\nx: 1\n", "unknown key `x`"),
    "NULs": (lambda: "\0" * 100_000, "UTF-16"),
}


@linux
@pytest.mark.parametrize("attack", ATTACKS)
def test_a_catalogue_of_hostile_form_is_refused_in_a_line_and_within_bounds(written: Written, attack: str) -> None:
    text, reason = ATTACKS[attack]
    assert_refused(cost("list", "--catalogue", written(text().encode())), reason)


@linux
@pytest.mark.parametrize("reference", ["kind: k#", "part_of: a#x"])
def test_many_unknown_ids_are_left_out_within_bounds(written: Written, reference: str) -> None:
    spent = cost("list", "--catalogue", written(many(f"{{id: a#, name: b, {reference}}}", 20_000)))
    assert spent.status == 0
    assert "20,000 entries are left out, wholly or in part" in spent.stderr
    assert spent.memory <= MOST_MEMORY


def word(number: int, letters: int = 7) -> str:
    return "".join("abcdefghijklmnopqrstuvwxyz"[number // 26**place % 26] for place in range(letters))


def many_synonyms(entries: int) -> str:
    """One term with 600 names of two short words each, that all entries name."""
    synonyms = ",".join(f"{word(n, 2)} {word(n + 300, 2)}" for n in range(600))
    return f"audiences:\n- {{id: a, synonyms: [{synonyms}]}}\n" + many("{id: r#, name: R, audiences: [a]}", entries)


def many_synonyms_of_terms(topics: int, entries: int, named: int) -> str:
    """Topics with 900 synonyms each, and entries that name some of them."""
    terms = (
        f"- {{id: t{n}, synonyms: [{','.join(f'{word(i, 3)} {n}' for i in range(900))}]}}\n" for n in range(topics)
    )
    lists = (",".join(f"t{i % topics}" for i in range(n, n + named)) for n in range(entries))
    some = "".join(f"- {{id: r{n}, name: R, topics: [{ids}]}}\n" for n, ids in enumerate(lists))
    return f"topics:\n{''.join(terms)}resources:\n{some}"


def shared_synonyms(topics: int) -> str:
    """Topics whose synonyms are made of 60 words, and 6,000 resources that name 40 topics each."""
    terms = (
        f"- {{id: t{n}, synonyms: [{','.join(f'{word(n * i % 60, 3)} {word(i, 3)} {n}' for i in range(20))}]}}\n"
        for n in range(topics)
    )
    entries = (
        f"- {{id: r{n}, name: R, topics: [{','.join(f't{(n + i) % topics}' for i in range(40))}]}}\n"
        for n in range(6000)
    )
    return f"topics:\n{''.join(terms)}resources:\n{''.join(entries)}"


def listed(entries: Iterable[str]) -> str:
    return "resources:\n- " + "\n- ".join(entries) + "\n"


def many_aliases(entries: int) -> str:
    names = (",".join(" ".join(word(1900 * n + i, 6)) for i in range(1900)) for n in range(entries))
    return listed(f"{{id: a{n}, name: b, aliases: [{some}]}}" for n, some in enumerate(names))


def many_entries(entries: int) -> str:
    summaries = (" ".join(word(n + 7 * i, 4) for i in range(26)) for n in range(entries))
    return listed(f"{{id: a{n}, name: {word(n)}, summary: {text}}}" for n, text in enumerate(summaries))


def many_words(entries: int, different: int) -> str:
    lists = (",".join(f"{word((1900 * n + i) % different)} {word(i, 1)}" for i in range(1900)) for n in range(entries))
    return listed(f"{{id: a{n}, name: b, keywords: [{words}]}}" for n, words in enumerate(lists))


def one_word(texts: int, lists: int) -> str:
    """One word, thousands of times in a text, in lists of texts of different lengths, and in both."""
    long = [f"{{id: s{n}, name: b, summary: {'a1 ' * (20_000 + n)}}}" for n in range(texts)]
    many = [f"{{id: k{n}, name: b, keywords: [{'a1,' * (1700 + n % 200)}{'a1 ' * n}]}}" for n in range(lists)]
    return listed(long + many)


def filled(own: str, size: int) -> bytes:
    """A catalogue that a comment fills up to a size, on which the bounds depend."""
    return (own + ("#" * 999 + "\n") * ((size - len(own)) // 1000)).encode()


# Each is a tenth of a catalogue of 10 MB that is near one of the bounds.
TENTHS: dict[str, Callable[[], str]] = {
    "synonyms": lambda: many_synonyms(6_000),
    "synonyms of terms": lambda: many_synonyms_of_terms(40, 60, 40),
    "tiny entries": lambda: many("{id: a#, name: b}", 22_000),
    "aliases": lambda: many_aliases(10),
    "entries": lambda: many_entries(4_900),
    "words": lambda: many_words(57, 41_000),
    "one word": lambda: one_word(9, 60),
}


@linux
@pytest.mark.parametrize("kind", TENTHS)
def test_no_catalogue_that_passes_takes_more_memory_than_in_proportion(written: Written, kind: str) -> None:
    least = cost("list", "--catalogue", written("resources: [{id: a, name: A}]")).memory
    file = written(filled(TENTHS[kind](), 1_000_000))
    commands = [["check"]]
    if kind != "words":  # whose whole 10 MB are listed below
        commands.append(["list", "--catalogue"])
    for command in commands:
        spent = cost(*command, file)
        assert spent.status == 0, spent
        assert spent.memory <= least + (MOST_MEMORY - least) / 10


@linux
@pytest.mark.large
@pytest.mark.parametrize(
    "text",
    [lambda: many_synonyms_of_terms(400, 600, 100), lambda: many_words(570, 410_000)],
    ids=["synonyms of terms", "words"],
)
def test_no_catalogue_of_ten_megabytes_that_passes_takes_more_memory(written: Written, text: Callable[[], str]) -> None:
    """Those two of the kinds above that take the most."""
    spent = cost("list", "--catalogue", written(filled(text(), 10_000_000)))
    assert spent.status == 0, spent
    assert spent.memory <= MOST_MEMORY


SUMMARY = " ".join(f"w{n}x#" for n in range(170))


@linux
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (lambda: many(f"{{id: a, name: b, keywords: [{'ab,' * 1900}]}}", 300), "values"),
        (lambda: many(f"{{id: a#, name: b, summary: {SUMMARY}}}", 2_000), "different words and names"),
        (
            lambda: many(f"{{id: a#, name: b, facts: [{{label: c, text: {SUMMARY}}}]}}", 2_000),
            "different words and names",
        ),
    ],
    ids=["values", "words", "words of facts"],
)
def test_what_would_make_a_large_index_of_a_small_file_is_refused(
    written: Written, text: Callable[[], str], reason: str
) -> None:
    assert_refused(cost("list", "--catalogue", written(text())), reason)


@linux
def test_many_terms_may_share_words_and_a_question_of_them_all_is_answered(written: Written) -> None:
    """Each of the 60 words has 240,000 postings."""
    question = ". ".join(word(number, 3) for number in range(60))
    spent = cost("find", question, "--limit", "10", "--catalogue", written(shared_synonyms(800)))
    assert spent.status == 0, spent
    assert spent.memory <= MOST_MEMORY


@linux
@pytest.mark.large
def test_what_is_large_but_honest_passes(written: Written) -> None:
    assert cost("list", "--catalogue", written(many("{id: a#, name: b#}", 100_000))).status == 0
    text = many(f"{{id: a#, name: Name #, aliases: [c#, Alias #], summary: {'one of many words ' * 12}}}", 48_746)
    assert cost("check", written(text)).status == 0


@linux
def test_a_text_of_a_gibibyte_is_refused_from_a_file_and_from_standard_input(tmp_path: Path) -> None:
    sparse = tmp_path / "sparse.yaml"
    with open(sparse, "wb") as stream:
        stream.write(b"resources: '")
        stream.truncate(2**30)
    assert_refused(cost("list", "--catalogue", str(sparse)), "larger than 64 MiB")
    endless = (b"resources: '" if not n else b"x" * 2**20 for n in range(1024))
    assert_refused(cost("list", "--catalogue", "-", stdin=endless), "larger than 64 MiB")


@linux
def test_the_longest_text_that_fits_stays_within_bounds(written: Written) -> None:
    text = b"resources: '" + b"x" * (reader.MAX_BYTES - 100) + b"'\n"
    assert_refused(cost("list", "--catalogue", written(text)), "more than 100,000 characters")


@linux
def test_every_pattern_of_the_schema_takes_linear_time(written: Written) -> None:
    """Texts on which a matcher that goes back and forth would never end."""
    long = [
        " " * 99_999,
        "a" * 99_999,
        "a-" * 49_999,
        "a." * 49_999 + "@",
        "a@" + "a." * 49_999,
        "https://" + "a" * 99_000 + " ",
    ]
    long += ["https://a/" + "/" * 99_000 + "\\t", "1" * 99_999, "0000-" * 19_999, "\\u2028" * 9_999, "@" * 99_999]
    keys = "name kind summary url part_of as_of note evidence confidence".split()
    entries = [f'- {{id: a, {key}: "{text}"}}\n' for key in keys for text in long]
    entries += [f'- {{id: "{text}", name: a, contact: {{email: "{text}", phone: "{text}"}}}}\n' for text in long]
    assert_refused(cost("list", "--catalogue", written("resources:\n" + "".join(entries))))


@linux
def test_check_lists_a_thousand_faults_of_many_and_says_so(run: Run, written: Written) -> None:
    own = written(many("{id: a#, nam: b}", 20_000))
    stdout, _, status = run("check", own)
    assert stdout.count(": `name` is missing\n") + stdout.count(": unknown key `nam`\n") == builder.MAX_FAULTS
    assert "there are more than 1,000 faults" in stdout
    assert "there are more than 1,000 warnings" in stdout
    assert status == 1
    assert cost("check", own).memory <= MOST_MEMORY


def test_no_tag_runs_anything(run: Run, written: Written, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for tag in (
        "!!python/object/apply:os.system ['touch owned']",
        "!!python/name:os.system",
        "!!python/module:antigravity",
    ):
        assert run("list", "--catalogue", written(f"resources: {tag}\n")).status == 3
    assert not Path("owned").exists()


# ---- other than text -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("resources: []".encode("utf-16"), "UTF-16 or UTF-32"),
        ("resources: []".encode("utf-16-be"), "UTF-16 or UTF-32"),
        ("resources: []".encode("utf-32"), "UTF-16 or UTF-32"),
        (b"resources: [{id: a, name: \0}]", "`name` is empty"),
        (b'resources: [{id: a, name: "\\0"}]', "`name` is empty"),
        (b"resources: [{id: a, name: \xed\xa0\x80}]", "not UTF-8"),
        (b'resources: [{id: a, name: "\\ud800"}]', ""),
        (b'resources: [{id: a, name: "\\UFFFFFFFF"}]', ""),
        (b"\xff" * 1000, "not UTF-8"),
        (bytes(range(256)) * 100, ""),
        (os.urandom(10_000), ""),
        (b"\x1f\x8b\x08\x00", ""),
        (b"", "the file is empty"),
        (b"# nothing\n", "the file is empty"),
    ],
)
def test_input_that_is_not_text_is_refused_in_a_line(run: Run, written: Written, data: bytes, reason: str) -> None:
    stdout, stderr, status = run("list", "--catalogue", written(data))
    assert (stdout, status) == ("", 3)
    assert stderr.startswith("dicli: error: ")
    assert reason in stderr
    assert "this is a bug" not in stderr
    assert stderr.count("\n") <= 2


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CR LF", "CR"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no mark", "byte order mark"])
def test_what_editors_write_is_read(run: Run, written: Written, end: str, mark: str) -> None:
    text = mark + "resources:\n  - id: a\n    name: Café\n    summary: >-\n      One\n      two.\n".replace("\n", end)
    ran = run("list", "--catalogue", written(text.encode()), "--fields", "id,name,summary")
    assert ran == ("a\tCafé\tOne two.\n", "", 0)


# ---- other than files----------------------------------------------------------------------------


def make_fifo(path: Path) -> None:
    os.mkfifo(path)


def make_loop(path: Path) -> None:
    path.symlink_to(path)


def make_dangling(path: Path) -> None:
    path.symlink_to(path.with_name("nowhere"))


@pytest.mark.skipif(os.name == "nt", reason="no such files there")
@pytest.mark.parametrize("make", [make_fifo, Path.mkdir, make_loop, make_dangling], ids=lambda make: make.__name__)
def test_a_non_file_is_refused_at_once(run: Run, tmp_path: Path, make: Callable[[Path], None]) -> None:
    path = tmp_path / "own.yaml"
    make(path)
    (tmp_path / "dicli").mkdir()
    (tmp_path / "dicli" / "own.yaml").symlink_to(path)
    for ran in (
        run("list", "--catalogue", str(path)),
        run("list", env={"DICLI_CATALOGUE": str(path)}),
        run("list", env={"XDG_CONFIG_HOME": str(tmp_path)}),
        run("check", str(path)),
    ):
        assert (ran.stdout, ran.status) == ("", 3)
        assert ran.stderr.startswith("dicli: error: ca")
        assert "own.yaml" in ran.stderr


@linux
@pytest.mark.parametrize("path", ["/dev/zero", "/dev/full", "/dev/null", "/proc/self/mem", "/proc", "/dev/tty"])
def test_a_device_is_refused_at_once(path: str) -> None:
    assert_refused(cost("list", "--catalogue", path))


NO_RIGHTS = """
import os, sys
from dicli.commands.app import main
main(["list", "--catalogue", sys.argv[1]])
if os.getuid() == 0:
    os.setuid(65534)
sys.exit(main(["list", "--catalogue", sys.argv[2]]))
"""


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="no users there")
def test_a_file_that_may_not_be_read_is_refused(written: Written) -> None:
    good, shut = written("resources: [{id: a, name: A}]"), written("resources: [{id: b, name: B}]", "shut.yaml")
    os.chmod(shut, 0)
    command = [sys.executable, "-c", NO_RIGHTS, good, shut]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert done.stdout.startswith("a\tA\t")
    assert done.stderr.startswith(f"dicli: error: cannot read catalogue `{shut}`: Permission denied\n")


def test_a_file_that_changes_while_it_is_read_gives_an_answer_or_a_clear_line(run: Run, tmp_path: Path) -> None:
    own, stop = tmp_path / "own.yaml", threading.Event()
    short, long = "resources: [{id: a, name: A}]\n", "resources:\n" + "- {id: a, name: A}\n" + "# filler\n" * 5000
    own.write_text(short)

    def change() -> None:
        while not stop.is_set():
            with open(own, "r+") as stream:
                stream.truncate()
                stream.write(long)
                stream.truncate(len(short))

    changing = threading.Thread(target=change)
    changing.start()
    try:
        for _ in range(50):
            stdout, stderr, status = run("list", "--catalogue", str(own), "--fields", "id")
            assert (stdout, stderr, status) == ("a\n", "", 0) or (status, stdout) == (3, "")
            assert not stderr or stderr.startswith("dicli: error: ")
            assert "this is a bug" not in stderr
    finally:
        stop.set()
        changing.join()


# ---- what is large, but honest -------------------------------------------------------------------


def test_the_limits_leave_room_for_a_hundred_thousand_ordinary_entries() -> None:
    entry = b"""
- id: office-of-matters-and-affairs-12345
  name: The Office of Matters and Affairs, Number 12345
  kind: office
  audiences: [faculty, students]
  topics: [career-development]
  keywords: [help with a matter, affairs, promotion]
  summary: >-
    What it does for you when such a matter comes up, told in one or two sentences.
  url: https://example.org/matters/12345
  contact: {phone: 314-362-1234}
  as_of: '2024'
  confidence: high
"""
    values = sum(1 for _ in reader.parsed("own", b"resources:" + entry).data["resources"][0]) * 2 + 8
    assert len(entry) >= 400
    assert len(entry) * 100_000 <= reader.MAX_BYTES
    assert values * 100_000 <= min(
        builder.MAX_NODES, builder.FEW_NODES + len(entry) * 100_000 // builder.BYTES_PER_NODE
    )
