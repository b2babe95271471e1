"""The cache of compiled catalogues: taken when it is right, and never otherwise."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest

from conftest import Run, Written
from dicli.files import cache

KEY = ["1.0", [["a", "/a.yaml"]], [[1, 2, 3]]]
SECTIONS = {"meta": b"{}", "records": b"hello, world", "empty": b""}
posix = pytest.mark.skipif(not hasattr(os, "getuid"), reason="needs users")


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A cache directory with the sections kept under the key; the file."""
    cache.store(str(tmp_path / "cache"), KEY, SECTIONS)
    (file,) = (tmp_path / "cache").iterdir()
    return file


def taken(file: Path, key: object = KEY) -> dict[str, bytes] | None:
    found = cache.load(str(file.parent), key)
    return None if found is None else {name: bytes(section) for name, section in found.items()}


def test_what_was_kept_is_taken(kept: Path) -> None:
    assert taken(kept) == SECTIONS
    assert str(kept) == cache.file_for(str(kept.parent), KEY)


def test_sections_begin_at_multiples_of_eight(kept: Path) -> None:
    found = cache.load(str(kept.parent), KEY) or {}
    numbers = found["records"][:8].cast("Q")
    assert len(numbers) == 1


@posix
def test_nobody_else_may_read_it(kept: Path) -> None:
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("changed", [["1.1", *KEY[1:]], [*KEY[:2], [[1, 2, 4]]]])
def test_another_key_takes_nothing(kept: Path, changed: object) -> None:
    assert taken(kept, changed) is None


def test_nothing_is_taken_from_where_nothing_is(tmp_path: Path) -> None:
    assert cache.load(str(tmp_path / "none"), KEY) is None


@pytest.mark.parametrize("size", range(0, 300, 7))
def test_a_file_that_is_not_whole_is_as_good_as_none(kept: Path, size: int) -> None:
    whole = kept.read_bytes()
    kept.write_bytes(whole[:size])
    assert taken(kept) is None or size >= len(whole)


def test_every_changed_byte_of_the_body_is_noticed(kept: Path) -> None:
    whole = bytearray(kept.read_bytes())
    start = int(whole[:8])
    for at in range(start, len(whole)):
        changed = whole.copy()
        changed[at] ^= 1
        kept.write_bytes(changed)
        assert taken(kept) is None


@pytest.mark.parametrize(
    "garbage", [b"", b"00000016", b"\0" * 4096, b"x" * 100, b"00000016{}      ", b"00000016[1,2,3] "]
)
def test_garbage_is_as_good_as_none(kept: Path, garbage: bytes) -> None:
    kept.write_bytes(garbage)
    assert taken(kept) is None


@posix
def test_a_file_or_directory_that_others_may_write_is_not_trusted(kept: Path) -> None:
    kept.chmod(0o602)
    assert taken(kept) is None
    kept.chmod(0o600)
    kept.parent.chmod(0o777)
    assert taken(kept) is None
    cache.store(str(kept.parent), [*KEY[:2], "new"], SECTIONS)
    assert taken(kept, [*KEY[:2], "new"]) is None


@posix
def test_links_are_not_followed(kept: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    kept.rename(elsewhere)
    kept.symlink_to(elsewhere)
    assert taken(kept) is None
    before = elsewhere.read_bytes()
    cache.store(str(kept.parent), KEY, {"meta": b"new"})
    assert elsewhere.read_bytes() == before
    assert taken(kept) == {"meta": b"new"}


@posix
def test_a_pipe_in_its_place_does_not_block(kept: Path) -> None:
    kept.unlink()
    os.mkfifo(kept, 0o600)
    assert taken(kept) is None


def test_a_directory_that_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache.store(str(tmp_path / "file" / "cache"), KEY, SECTIONS)
    assert cache.load(str(tmp_path / "file" / "cache"), KEY) is None


def test_nothing_stays_behind_where_a_file_cannot_take_its_place(kept: Path) -> None:
    kept.unlink()
    kept.mkdir()
    cache.store(str(kept.parent), KEY, SECTIONS)
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


def test_the_oldest_forms_go_where_there_are_too_many_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MAX_BYTES", 1500)
    keys = [["1.0", [[f"a{n}", str(tmp_path)]], []] for n in range(5)]
    for age, key in enumerate(keys):
        cache.store(str(tmp_path / "cache"), key, {"records": b"x" * 400})
        os.utime(cache.file_for(str(tmp_path / "cache"), key), (age, age))
    assert [cache.load(str(tmp_path / "cache"), key) is not None for key in keys] == [False, False, False, True, True]


def test_the_form_of_a_catalogue_that_is_gone_goes_with_the_next_that_is_kept(tmp_path: Path) -> None:
    gone, here = ["1.0", [["a", str(tmp_path / "gone.yaml")]], []], ["1.0", [["b", str(tmp_path)]], []]
    for key in (here, gone):
        cache.store(str(tmp_path / "cache"), key, SECTIONS)
    assert len(list((tmp_path / "cache").iterdir())) == 2
    (tmp_path / "cache" / "0123abcd.dicli").write_bytes(b"x" * 100)
    cache.store(str(tmp_path / "cache"), ["1.0", [["c", str(tmp_path)]], []], SECTIONS)
    assert cache.load(str(tmp_path / "cache"), gone) is None
    assert cache.load(str(tmp_path / "cache"), here) is not None
    assert len(list((tmp_path / "cache").iterdir())) == 2


def test_the_forms_that_another_version_made_go_with_the_next_that_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = str(tmp_path / "cache")
    cache.store(where, ["0.9", [["a", str(tmp_path)]], []], SECTIONS)
    monkeypatch.setattr(cache, "FORMAT", cache.FORMAT - 1)
    cache.store(where, ["0.9", [["b", str(tmp_path)]], []], SECTIONS)
    monkeypatch.undo()
    for name in ("c", "d"):
        cache.store(where, ["1.0", [[name, str(tmp_path)]], []], SECTIONS)
    assert len(list((tmp_path / "cache").iterdir())) == 2


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


def test_the_cache_lies_in_the_home_where_nothing_else_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
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
    monkeypatch.setattr("dicli.files.layers.TICK", 0)


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
    whole = file.read_bytes()
    file.write_bytes(whole[:-1])
    assert run("list", "--catalogue", own) == first
    assert file.read_bytes() == whole


def test_with_the_cache_off_nothing_is_written(run: Run, written: Written, tmp_path: Path) -> None:
    own = written("resources: [{id: a, name: A}]")
    env = {"DICLI_CACHE": "off", "XDG_CACHE_HOME": str(tmp_path / "cache")}
    assert run("list", "--catalogue", own, "--fields", "id", env=env) == ("a\n", "", 0)
    assert not (tmp_path / "cache").exists()
