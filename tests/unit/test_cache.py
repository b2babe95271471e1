"""The cache of compiled catalogues: taken when it is right, and never otherwise."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from pathlib import Path

import pytest

from conftest import Run, Written
from dicli.core.database import Database, Fill
from dicli.files import cache

KEY = cache.Key(["1.0"], [["a", "/a.yaml"]], [[1, 2, 3]])
posix = pytest.mark.skipif(not hasattr(os, "getuid"), reason="needs users")


def filled(text: str) -> Fill:
    """Fills a database with a text."""

    def fill(database: Database) -> None:
        database.execute("create table texts (text text)")
        database.execute("insert into texts values (?)", (text,))

    return fill


def taken(directory: Path, key: cache.Key = KEY) -> str | None:
    """The text of the database kept for a key, if it is taken."""
    database = cache.load(str(directory), key)
    if database is None:
        return None
    [(text,)] = database.execute("select text from texts")
    return str(text)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A cache directory with a database kept under the key; its file."""
    cache.store(str(tmp_path / "cache"), KEY, filled("hello"))
    (file,) = (tmp_path / "cache").iterdir()
    return file


def test_what_was_kept_is_taken(kept: Path) -> None:
    assert taken(kept.parent) == "hello"
    assert str(kept) == cache.file_for(str(kept.parent), KEY)


def test_what_is_taken_cannot_be_changed(kept: Path) -> None:
    database = cache.load(str(kept.parent), KEY)
    assert database is not None
    with pytest.raises(sqlite3.OperationalError):
        database.execute("insert into texts values ('more')")


def more(database: Database) -> None:
    database.execute("create table more (text text)")


def test_what_is_kept_can_be_extended(kept: Path) -> None:
    before = cache.load(str(kept.parent), KEY)
    assert before is not None
    cache.store(str(kept.parent), KEY, more, before)
    after = cache.load(str(kept.parent), KEY)
    assert after is not None
    assert after.has_table("more")
    assert not before.has_table("more")
    assert taken(kept.parent) == "hello"
    assert list(kept.parent.iterdir()) == [kept]
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_what_cannot_be_extended_stays_as_it_is(kept: Path) -> None:
    database = cache.load(str(kept.parent), KEY)
    assert database is not None
    cache.store(str(kept.parent), KEY, filled("there is such a table"), database)
    assert taken(kept.parent) == "hello"
    assert list(kept.parent.iterdir()) == [kept]


def test_a_path_with_signs_that_mean_something_in_an_address_is_one_too(tmp_path: Path) -> None:
    place = tmp_path / "100%25 a?b#c ü"
    cache.store(str(place), KEY, filled("hello"))
    assert taken(place) == "hello"


@posix
def test_nobody_else_may_read_it(kept: Path) -> None:
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("changed", [KEY._replace(made_by=["1.1"]), KEY._replace(seen=[[1, 2, 4]])])
def test_another_key_takes_nothing(kept: Path, changed: cache.Key) -> None:
    assert taken(kept.parent, changed) is None


def test_nothing_is_taken_from_an_empty_cache(tmp_path: Path) -> None:
    assert cache.load(str(tmp_path / "none"), KEY) is None


def test_a_file_that_is_not_whole_is_ignored(kept: Path) -> None:
    whole = kept.read_bytes()
    for size in (0, 1, 19, 20, 21, 100, 4096, len(whole) // 2, len(whole) - 20, len(whole) - 1):
        kept.write_bytes(whole[:size])
        assert taken(kept.parent) is None


def test_every_changed_byte_is_noticed(kept: Path) -> None:
    whole = bytearray(kept.read_bytes())
    for at in (*range(0, len(whole), 59), *range(len(whole) - 20, len(whole))):
        changed = whole.copy()
        changed[at] ^= 1
        kept.write_bytes(changed)
        assert taken(kept.parent) is None


def test_a_large_file_that_is_not_whole_is_ignored_and_its_first_page_is_checked(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "CHECKED_BYTES", 5000)
    cache.store(str(kept.parent), KEY, filled("hello"))
    whole = bytearray(kept.read_bytes())
    assert taken(kept.parent) == "hello"
    for size in (4096, 8192, len(whole) - 1):
        kept.write_bytes(whole[:size])
        assert taken(kept.parent) is None
    for at in (20, 100, 4000, len(whole) - 9):
        changed = whole.copy()
        changed[at] ^= 1
        kept.write_bytes(changed)
        assert taken(kept.parent) is None


@pytest.mark.parametrize("garbage", [b"", b"SQLite format 3\0", b"\0" * 4096, b"x" * 100, b"%012x%08x" % (0, 0)])
def test_garbage_is_ignored(kept: Path, garbage: bytes) -> None:
    kept.write_bytes(garbage)
    assert taken(kept.parent) is None


@posix
def test_a_file_or_directory_that_others_may_write_is_not_trusted(kept: Path) -> None:
    kept.chmod(0o602)
    assert taken(kept.parent) is None
    kept.chmod(0o600)
    kept.parent.chmod(0o777)
    assert taken(kept.parent) is None
    cache.store(str(kept.parent), KEY._replace(seen=[]), filled("new"))
    kept.parent.chmod(0o700)
    assert taken(kept.parent, KEY._replace(seen=[])) is None
    assert taken(kept.parent) == "hello"


@posix
def test_links_are_not_followed(kept: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    kept.rename(elsewhere)
    kept.symlink_to(elsewhere)
    assert taken(kept.parent) is None
    before = elsewhere.read_bytes()
    cache.store(str(kept.parent), KEY, filled("new"))
    assert elsewhere.read_bytes() == before
    assert taken(kept.parent) == "new"


@posix
def test_a_pipe_in_its_place_does_not_block(kept: Path) -> None:
    kept.unlink()
    os.mkfifo(kept, 0o600)
    assert taken(kept.parent) is None


def test_a_directory_that_cannot_be_made_is_not_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache.store(str(tmp_path / "file" / "cache"), KEY, filled("hello"))
    assert cache.load(str(tmp_path / "file" / "cache"), KEY) is None


def test_nothing_stays_behind_if_a_file_cannot_take_its_place(kept: Path) -> None:
    kept.unlink()
    kept.mkdir()
    cache.store(str(kept.parent), KEY, filled("hello"))
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


def test_the_oldest_files_go_if_there_are_too_many_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.store(str(tmp_path / "cache"), KEY, filled("hello"))
    (file,) = (tmp_path / "cache").iterdir()
    monkeypatch.setattr(cache, "MAX_BYTES", 2 * file.stat().st_size + 100)
    os.utime(file, (0, 0))
    keys = [cache.Key(["1.0"], [[f"a{n}", str(tmp_path)]], []) for n in range(5)]
    for age, key in enumerate(keys):
        cache.store(str(tmp_path / "cache"), key, filled("hello"))
        os.utime(cache.file_for(str(tmp_path / "cache"), key), (age, age))
    assert [cache.load(str(tmp_path / "cache"), key) is not None for key in keys] == [False, False, False, True, True]


@pytest.mark.parametrize(
    ("environ", "directory"),
    [
        ({"XDG_CACHE_HOME": "/x"}, "/x/dicli"),
        ({"XDG_CACHE_HOME": "/x", "DICLI_CACHE": "/y"}, "/y"),
        ({"XDG_CACHE_HOME": "/x", "DICLI_CACHE": "off"}, None),
        ({"XDG_CACHE_HOME": "/x", "DICLI_CACHE": "OFF"}, None),
        ({"XDG_CACHE_HOME": "relative"}, "/home/me/.cache/dicli"),
        ({"XDG_CACHE_HOME": "~/x"}, "/home/me/.cache/dicli"),
        ({"XDG_CACHE_HOME": "/x", "DICLI_CACHE": "relative"}, "/x/dicli"),
        ({"DICLI_CACHE": "~/c"}, "/home/me/c"),
    ],
)
@posix
def test_the_environment_says_where(
    environ: dict[str, str], directory: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/me")
    assert cache.directory(environ) == directory


def test_the_cache_is_in_the_home_unless_another_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert cache.directory({}) == os.path.join(os.path.expanduser("~"), ".cache", "dicli")


# ---- as seen by commands -------------------------------------------------------------------------


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache for the test alone."""
    monkeypatch.setenv("DICLI_CACHE", str(tmp_path / "own-cache"))
    return tmp_path / "own-cache"


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes a file that was just written for one that has been there for long."""
    monkeypatch.setattr("dicli.files.loading.TICK", 0)


@pytest.mark.usefixtures("settled")
def test_a_second_run_reads_the_compiled_form(run: Run, written: Written, own_cache: Path) -> None:
    own = written("resources: [{id: a, name: A}]")
    first = run("list", "--catalogue", own)
    (file,) = own_cache.iterdir()
    seen = file.stat().st_mtime_ns
    assert run("list", "--catalogue", own) == first == ("a\tA\t\t\t\t\n", "", 0)
    assert file.stat().st_mtime_ns == seen


def test_an_edit_of_the_same_size_and_time_is_seen_at_once(run: Run, written: Written, own_cache: Path) -> None:
    own = written("resources: [{id: a, name: A}]")
    status = os.stat(own)
    assert run("list", "--catalogue", own, "--fields", "id").stdout == "a\n"
    written("resources: [{id: b, name: B}]")
    os.utime(own, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert run("list", "--catalogue", own, "--fields", "id").stdout == "b\n"


@pytest.mark.usefixtures("settled")
def test_an_older_file_moved_over_it_is_seen_at_once(run: Run, written: Written, own_cache: Path) -> None:
    older = written("resources: [{id: b, name: B}]", "older.yaml")
    own = written("resources: [{id: a, name: A}]")
    os.utime(older, ns=(0, 0))
    assert run("list", "--catalogue", own, "--fields", "id").stdout == "a\n"
    shutil.move(older, own)
    assert run("list", "--catalogue", own, "--fields", "id").stdout == "b\n"


@pytest.mark.usefixtures("settled")
def test_a_damaged_form_is_written_anew(run: Run, written: Written, own_cache: Path) -> None:
    own = written("resources: [{id: a, name: A}]")
    first = run("list", "--catalogue", own)
    (file,) = own_cache.iterdir()
    size = file.stat().st_size
    file.write_bytes(file.read_bytes()[:-1])
    assert run("list", "--catalogue", own) == first
    assert file.stat().st_size == size


def test_with_the_cache_off_nothing_is_written(run: Run, written: Written, tmp_path: Path) -> None:
    own = written("resources: [{id: a, name: A}]")
    env = {"DICLI_CACHE": "off", "XDG_CACHE_HOME": str(tmp_path / "cache")}
    assert run("list", "--catalogue", own, "--fields", "id", env=env) == ("a\n", "", 0)
    assert not (tmp_path / "cache").exists()
