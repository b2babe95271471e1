"""The cache never gives a wrong answer and is never written elsewhere, whatever lies in it and whoever is killed."""

import os
import random
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from conftest import Ran, Run, RunProcess, Written
from dicli.files import cache
from dicli.files.layers import Layer
from dicli.files.loading import compiled_key

posix = pytest.mark.skipif(os.name == "nt", reason="no such files there")
root_only = pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root may give files away")

ONE, TWO = "resources: [{id: a, name: Apple}]\n", "resources: [{id: b, name: Berry}]\n"
KILLS = int(os.environ.get("KILLS", "20"))  # 300 by hand
AT_ONCE = int(os.environ.get("AT_ONCE", "12"))  # 50 by hand


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An own cache directory, not made yet."""
    place = tmp_path / "cache"
    monkeypatch.setenv("DICLI_CACHE", str(place))
    return place


@pytest.fixture
def own(written: Written) -> str:
    """A catalogue that is old enough to be compiled."""
    path = written(ONE)
    settled(path)
    return path


def settled(path: str) -> None:
    """Waits until the clock of the file system has moved on: some milliseconds."""
    while compiled_key([Layer(path, path)]) is None:
        pass


def answer(run: Run | RunProcess, path: str) -> Ran:
    return run("list", "--catalogue", path, "--fields", "id,name")


APPLE, BERRY = Ran("a\tApple\n", "", 0), Ran("b\tBerry\n", "", 0)


def is_taken(place: Path, own: str) -> bool:
    """Whether the cache has something for a catalogue that can be trusted."""
    key = compiled_key([Layer(own, own)])
    assert key is not None
    return cache.load(str(place), key) is not None


def kept(place: Path) -> Path:
    """The one file of the cache."""
    (file,) = place.iterdir()
    return file


# ---- what it looks like --------------------------------------------------------------------------


@posix
def test_directory_and_files_are_for_their_owner_alone(run: Run, place: Path, own: str) -> None:
    before = os.umask(0)
    try:
        assert answer(run, own) == APPLE
    finally:
        os.umask(before)
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert stat.S_IMODE(kept(place).stat().st_mode) == 0o600


def test_what_is_kept_is_taken(run: Run, place: Path, own: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert answer(run, own) == APPLE
    monkeypatch.setattr("dicli.search.compilation.compiled", None)  # would fail if it were called
    assert answer(run, own) == APPLE


def test_the_directory_does_not_grow_without_end(
    run: Run, place: Path, written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = written(ONE)
    settled(first)
    assert answer(run, first) == APPLE
    monkeypatch.setattr(cache, "MAX_BYTES", most := 5 * kept(place).stat().st_size)
    for number in range(15):
        path = written(ONE, f"{number}.yaml")
        settled(path)
        assert answer(run, path) == APPLE
    sizes = [file.stat().st_size for file in place.iterdir()]
    assert len(sizes) > 1
    assert most - max(sizes) < sum(sizes) <= most


def test_drafts_of_processes_that_were_killed_go_and_files_of_others_stay(
    run: Run, place: Path, own: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "MAX_BYTES", 100)
    place.mkdir(mode=0o700)
    for number in range(40):
        draft = place / f"0123abcd.dicli.{number:016x}"
        draft.write_bytes(b"half")
        os.utime(draft, (number, number))
    (place / "notes.txt").write_text("mine")
    os.utime(place / "notes.txt", (0, 0))
    assert answer(run, own) == APPLE
    assert not list(place.glob("0123abcd.*"))
    assert (place / "notes.txt").exists()


# ---- an edit is seen at once ---------------------------------------------------------------------


def test_an_edit_of_the_same_size_within_the_same_moment_is_seen(run: Run, place: Path, written: Written) -> None:
    for _ in range(15):
        assert answer(run, written(ONE)) == APPLE
        assert answer(run, written(TWO)) == BERRY


def test_an_edit_that_keeps_its_size_and_time_of_change_is_seen(run: Run, place: Path, own: str) -> None:
    assert answer(run, own) == APPLE
    before = os.stat(own)
    Path(own).write_text(TWO)
    os.utime(own, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert answer(run, own) == BERRY


def test_an_older_file_that_takes_its_place_is_seen(run: Run, place: Path, own: str, written: Written) -> None:
    older = written(TWO, "older.yaml")
    same = os.stat(own)
    os.utime(older, ns=(same.st_atime_ns, same.st_mtime_ns))
    settled(older)
    assert answer(run, own) == APPLE
    os.replace(older, own)
    assert answer(run, own) == BERRY


@posix
def test_a_link_that_points_elsewhere_now_is_seen(run: Run, place: Path, written: Written, tmp_path: Path) -> None:
    link = tmp_path / "link.yaml"
    for text, expected in ((ONE, APPLE), (TWO, BERRY)):
        target = written(text, f"{expected.stdout[0]}.yaml")
        settled(target)
        link.unlink(missing_ok=True)
        link.symlink_to(target)
        assert answer(run, str(link)) == expected


def test_an_entry_that_is_added_beside_it_is_seen(run: Run, place: Path, tmp_path: Path) -> None:
    folder = tmp_path / "config" / "dicli"
    folder.mkdir(parents=True)
    env = {"XDG_CONFIG_HOME": str(folder.parent)}
    assert run("show", "zebra", "-f", "tsv", env=env).status == 1
    (folder / "z.yaml").write_text("resources: [{id: zebra, name: Zebra}]")
    assert run("show", "zebra", "-f", "tsv", env=env).status == 0
    (folder / "z.yaml").unlink()
    assert run("show", "zebra", "-f", "tsv", env=env).status == 1


# ---- what others put there -----------------------------------------------------------------------


def flipped(data: bytes) -> Iterator[bytes]:
    """The data with one bit of one byte turned, at some places: tests/unit/test_cache.py has many more."""
    for place in (*range(0, 600, 67), *range(600, len(data), max(1, len(data) // 7))):
        yield data[:place] + bytes([data[place] ^ 1 << place % 8]) + data[place + 1 :]


def damaged(data: bytes) -> Iterator[bytes]:
    """What may lie in place of a file of the cache."""
    yield from flipped(data)
    yield from (data[:cut] for cut in (0, 1, 7, 8, 9, 100, len(data) // 2, len(data) - 1))
    yield from (bytes(len(data)), b"\xff" * len(data), random.Random(0).randbytes(len(data)), data + b"\0", data * 2)
    yield data.replace(b"documents", b"documints")
    database, size = data[:-20], len(data) - 20
    yield from (database, database + b"%012x%08x" % (size, 0), database + b"%012x" % size + b"zzzzzzzz")


def test_a_damaged_file_is_as_good_as_none(run: Run, place: Path, own: str) -> None:
    assert answer(run, own) == APPLE
    file = kept(place)
    for data in damaged(file.read_bytes()):
        file.unlink(missing_ok=True)
        file.write_bytes(data)
        file.chmod(0o600)
        ran = answer(run, own)
        assert ran == APPLE, data[:100]


def test_damage_that_shows_only_while_a_large_file_is_used_is_not_called_a_bug(
    run: Run, place: Path, own: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "CHECKED_BYTES", 4096)
    assert answer(run, own) == APPLE
    file = kept(place)
    data = file.read_bytes()
    page = data.index(b'"Apple"') // 4096 * 4096
    file.write_bytes(data[:page] + bytes(4096) + data[page + 4096 :])
    ran = answer(run, own)
    assert (ran.stdout, ran.status) == ("", 3)
    assert ran.stderr.endswith("\na compiled catalogue may be damaged; empty the cache (see: dicli path)\n")
    file.unlink()
    assert answer(run, own) == APPLE


def test_a_guess_is_the_same_with_and_without_a_cache_and_after_damage(
    run: Run, place: Path, own: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def guess() -> Ran:
        return run("find", "pear", "--guess", "--catalogue", own, "--fields", "id")

    monkeypatch.setenv("DICLI_CACHE", "off")
    expected = guess()
    assert expected.stdout == "a\n"
    monkeypatch.setenv("DICLI_CACHE", str(place))
    assert answer(run, own) == APPLE
    before = kept(place).read_bytes()
    assert guess() == expected
    data = kept(place).read_bytes()
    assert len(data) > len(before)
    assert guess() == expected
    assert kept(place).read_bytes() == data
    for wrong in damaged(data):
        kept(place).write_bytes(wrong)
        assert guess() == expected


def test_a_file_for_another_catalogue_is_not_taken(run: Run, place: Path, own: str, written: Written) -> None:
    other = written(TWO, "other.yaml")
    settled(other)
    assert answer(run, own) == APPLE
    file = kept(place)
    assert answer(run, other) == BERRY
    (another,) = set(place.iterdir()) - {file}
    os.replace(another, file)
    assert answer(run, own) == APPLE


@posix
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_may_write_is_not_taken(run: Run, place: Path, own: str, mode: int) -> None:
    assert answer(run, own) == APPLE
    file = kept(place)
    file.chmod(mode)
    assert not is_taken(place, own)
    assert answer(run, own) == APPLE
    assert stat.S_IMODE(kept(place).stat().st_mode) == 0o600


@posix
@pytest.mark.parametrize("mode", [0o770, 0o707, 0o1777])
def test_nothing_is_taken_from_or_kept_in_a_directory_that_others_may_write(
    run: Run, place: Path, own: str, mode: int
) -> None:
    assert answer(run, own) == APPLE
    (file,) = place.iterdir()
    place.chmod(mode)
    assert not is_taken(place, own)
    file.unlink()
    assert answer(run, own) == APPLE
    assert list(place.iterdir()) == []


@posix
@root_only
def test_nothing_is_taken_from_or_kept_in_a_directory_of_another_user(run: Run, place: Path, own: str) -> None:
    assert answer(run, own) == APPLE
    os.chown(kept(place), 65534, 65534)
    assert not is_taken(place, own)
    kept(place).unlink()
    os.chown(place, 65534, 65534)
    assert answer(run, own) == APPLE
    assert list(place.iterdir()) == []


@posix
def test_no_link_is_followed(run: Run, place: Path, own: str, tmp_path: Path) -> None:
    assert answer(run, own) == APPLE
    file, outside = kept(place), tmp_path / "outside"
    outside.write_text("keep me")
    for target in (outside, tmp_path / "nowhere", place, file, Path("/dev/zero")):
        file.unlink()
        file.symlink_to(target)
        assert answer(run, own) == APPLE
        assert stat.S_ISREG(file.lstat().st_mode)
    assert outside.read_text() == "keep me"
    assert not (tmp_path / "nowhere").exists()


@posix
def test_a_directory_that_is_a_link_is_neither_read_nor_written(
    run: Run, place: Path, own: str, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    for target in (elsewhere, tmp_path / "nowhere", place):
        place.unlink(missing_ok=True)
        place.symlink_to(target)
        assert answer(run, own) == APPLE
    assert list(elsewhere.iterdir()) == []
    assert not (tmp_path / "nowhere").exists()


@posix
def test_a_non_file_in_its_place_is_harmless(run: Run, place: Path, own: str) -> None:
    assert answer(run, own) == APPLE
    file = kept(place)
    for make in (os.mkfifo, os.mkdir):
        file.unlink(missing_ok=True)
        make(file)
        assert answer(run, own) == APPLE
        assert not [draft for draft in place.iterdir() if draft != file]


# ---- a cache that cannot be written ---------------------------------------------------------------


@posix
@pytest.mark.parametrize("home", ["/nonexistent", "", "relative", "/dev/null", "/proc/self", "\n"])
def test_a_home_that_is_not_writable_changes_no_answer(run: Run, own: str, tmp_path: Path, home: str) -> None:
    env = {"HOME": home, "XDG_CACHE_HOME": home, "XDG_CONFIG_HOME": home, "DICLI_CACHE": ""}
    if home == "/nonexistent":
        env["HOME"] = str(tmp_path / "shut" / "home")
        (tmp_path / "shut").write_text("a file")
    assert run("list", "--catalogue", own, "--fields", "id,name", env=env) == APPLE
    assert run("find", "visa", env=env).status == 0


WITHOUT_RIGHTS = """
import os, sys
from dicli.core import database  # which another user may not be able to import
from dicli.files import cache
if os.getuid() == 0:
    os.setuid(65534)
cache.store(sys.argv[1], cache.Key(["version"], [["name", "path"]], []), lambda database: None)
print(cache.load(sys.argv[1], cache.Key(["version"], [["name", "path"]], [])))
"""


@posix
@pytest.mark.usefixtures("unmeasured")
def test_a_directory_that_may_not_be_written_is_left_alone(place: Path) -> None:
    place.mkdir(mode=0o500)
    command = [sys.executable, "-c", WITHOUT_RIGHTS, str(place)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr, done.returncode) == ("None\n", "", 0)
    assert list(place.iterdir()) == []


WITH_LITTLE_ROOM = """
import resource, sys
from dicli.commands.app import main
room = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
sys.exit(main(sys.argv[1:]))
"""


@posix
@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize("room", [0, 1, 100, 1000])
def test_a_disk_that_is_full_changes_no_answer_and_leaves_nothing_behind(place: Path, own: str, room: int) -> None:
    call = ["list", "--catalogue", own, "--fields", "id,name"]
    # With -B, because Python would leave its own cut bytecode behind.
    command = [sys.executable, "-B", "-c", WITH_LITTLE_ROOM, str(room), *call]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr, done.returncode) == APPLE
    assert list(place.iterdir()) == []


# ---- many at once, and killed --------------------------------------------------------------------

KEEPING = """
import sys
from dicli.files import cache
def fill(database):
    database.execute("create table numbers (number integer, room blob)")
    database.executemany("insert into numbers values (?, ?)", ((n, bytes(1000)) for n in range(3000)))
while True:
    cache.store(sys.argv[1], cache.Key(["version"], [["name", "path"]], []), fill)
    print(flush=True)
"""


@posix
def test_a_process_killed_while_writing_leaves_a_whole_file_or_none(place: Path) -> None:
    delays, key = random.Random(0), cache.Key(["version"], [["name", "path"]], [])
    for _ in range(KILLS):
        with subprocess.Popen([sys.executable, "-c", KEEPING, str(place)], stdout=subprocess.PIPE) as writer:
            assert writer.stdout
            writer.stdout.readline()
            with pytest.raises(subprocess.TimeoutExpired):
                writer.wait(delays.random() / 50)
            writer.send_signal(signal.SIGKILL)
        found = cache.load(str(place), key)
        assert found is not None
        assert found.execute("select count(*), sum(number) from numbers").fetchall() == [(3000, 3000 * 2999 // 2)]
    assert sum(file.stat().st_size for file in place.iterdir()) <= cache.MAX_BYTES


def test_many_at_once_on_a_cold_cache_all_answer_right(dicli: RunProcess, place: Path, own: str) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda _: answer(dicli, own), range(AT_ONCE)))
    assert answers == [APPLE] * AT_ONCE
    assert len(list(place.iterdir())) == 1


KILLED_AT_A_WRITE = """
import resource, signal, sys
from dicli.commands.app import main
room = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)  # the write that goes beyond it kills the process
sys.exit(main(sys.argv[1:]))
"""


@posix
@pytest.mark.usefixtures("unmeasured")
def test_a_process_killed_while_it_adds_the_rows_for_guesses_changes_no_answer(
    run: Run, place: Path, written: Written
) -> None:
    """The process is killed at one write after another of the copy that has these rows, too."""
    others = "".join(f"- {{id: r{letter}, name: Other {letter}}}\n" for letter in "bcdefghijk")
    path = written(f"resources:\n- {{id: a, name: Garage, keywords: [car]}}\n{others}")
    settled(path)
    asked = ["find", "automobile xxxx yyyy", "--guess", "--catalogue", path, "--fields", "id,name"]
    answer(run, path)
    [kept] = place.iterdir()
    first = kept.read_bytes()
    right = run(*asked)
    assert right.stdout
    extended = kept.stat().st_size
    assert extended > len(first)

    for room in range(0, extended, extended // 12):
        for left in place.iterdir():
            left.unlink()
        kept.write_bytes(first)
        kept.chmod(0o600)
        command = [sys.executable, "-B", "-c", KILLED_AT_A_WRITE, str(room), *asked]
        done = subprocess.run(command, capture_output=True, check=False)
        assert done.returncode == -signal.SIGXFSZ
        assert kept.read_bytes() == first
        assert run(*asked) == right
        assert kept.stat().st_size == extended
