"""However dicli is installed, it finds the one catalogue: a wheel, a wheel of the sdist, editable, a checkout."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest

from conftest import ROOT, without_coverage
from dicli import __version__
from dicli.files import bundled, loading

pytestmark = pytest.mark.usefixtures("unmeasured")
build = pytest.importorskip("hatchling.build")
CATALOGUE = {path.name: path.read_bytes() for path in (ROOT / "data").glob("*.yaml")}
WHERE = "import dicli, dicli.files.bundled as l; print(dicli.__file__); print(l.bundled_file())"


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sdist, unpacked."""
    place = tmp_path_factory.mktemp("sdist")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        with tarfile.open(place / build.build_sdist(str(place))) as packed:
            if hasattr(tarfile, "data_filter"):
                packed.extractall(place, filter="data")
            else:
                packed.extractall(place)
    return place / f"dicli-{__version__}"


@pytest.fixture(scope="module", params=["checkout", "sdist"])
def wheel(request: pytest.FixtureRequest, sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout and from the sdist."""
    place = tmp_path_factory.mktemp("wheel")
    with pytest.MonkeyPatch.context() as patch:
        without_coverage(patch)  # building imports the copy in the sdist
        patch.chdir(ROOT if request.param == "checkout" else sdist)
        return place / str(build.build_wheel(str(place)))


def run(code: list[str], path: Path, cwd: Path) -> list[str]:
    """The lines that Python prints, with a place before all others where it looks for modules."""
    environ = {**os.environ, "PYTHONPATH": str(path)}
    done = subprocess.run(
        [sys.executable, *code], capture_output=True, text=True, env=environ, cwd=cwd, timeout=120, check=False
    )
    assert (done.stderr, done.returncode) == ("", 0)
    return done.stdout.splitlines()


def metadata_of(wheel: Path) -> Message:
    """The metadata of a wheel."""
    with zipfile.ZipFile(wheel) as packed:
        return message_from_bytes(packed.read(f"dicli-{__version__}.dist-info/METADATA"))


def test_the_sdist_has_all_that_the_docs_the_tests_and_the_build_need(sdist: Path) -> None:
    names = {path.name for path in sdist.iterdir()}
    assert {"benchmarks", "data", "docs", "fuzz", "man", "src", "tests", "LICENSE", "NOTICE", "SECURITY.md"} <= names
    assert {path.name for path in ROOT.glob("*.md")} <= names
    assert {path.name: path.read_bytes() for path in (sdist / "data").iterdir()} == CATALOGUE


def test_files_of_the_same_names_elsewhere_are_not_in_the_sdist(
    sdist: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = tmp_path / "tree"
    shutil.copytree(sdist, tree)
    for note in ("NOTES.md", "notes/README.md", "notes/docs/plan.md", "notes/src/draft.py", "notes/.ci/secret"):
        (tree / note).parent.mkdir(parents=True, exist_ok=True)
        (tree / note).write_text("private")
    monkeypatch.chdir(tree)
    with tarfile.open(tmp_path / build.build_sdist(str(tmp_path))) as packed:
        assert {Path(name).parts[1] for name in packed.getnames()} == {path.name for path in sdist.iterdir()}


def test_the_wheel_has_the_program_the_catalogue_and_the_man_page_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
        assert {name: packed.read(f"dicli/data/{name}") for name in CATALOGUE} == CATALOGUE
        modules = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src").glob("dicli/**/*.py")}
        assert {name for name in names if name.endswith(".py")} == modules
        assert {"dicli/py.typed", "dicli/files/catalogue.schema.json", "dicli/commands/help_topics.txt"} <= set(names)
        assert f"dicli-{__version__}.data/data/share/man/man1/dicli.1" in names
    assert {name.split("/")[0] for name in names} == {
        "dicli",
        f"dicli-{__version__}.dist-info",
        f"dicli-{__version__}.data",
    }
    assert not [name for name in names if "__pycache__" in name]


SAME = """
import sys
from pathlib import Path
from dicli.files import bundled, layers, loading
from dicli.search.compilation import compiled
from dicli.search.nearness import write_vectors
def statements(database):
    return [line for line in database.iterdump() if "made_from" not in line]
shipped = loading.shipped()
made = compiled(loading.merged(layers.layers_in_use([], {"HOME": "/nowhere"})))
write_vectors(made)
print(shipped is not None, shipped and statements(shipped) == statements(made))
for file in map(Path, bundled.bundled_files()):
    before = file.read_bytes()
    file.write_bytes(before + b"# changed")
    print(file.name, loading.shipped())
    file.write_bytes(before)
"""


def test_the_form_in_the_wheel_is_what_would_be_made_and_is_ignored_if_the_catalogue_was_changed(
    wheel: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path / "site")
    assert run(["-c", SAME], tmp_path / "site", tmp_path) == [
        "True True",
        "resources.yaml None",
        "search.yaml None",
        "notices.yaml None",
    ]


BORROWING = """
resources:
- {id: oiss, keywords: [carpets]}
- {id: desk, name: Desk, part_of: oiss, audiences: [facluty], topics: [mental-health]}
- {id: shop, name: Shop, audiences: [faculty], topics: [mental-health, food]}
retired: [{id: kiosk, use: oiss}]
"""


def test_the_wheel_lends_the_same_ids_to_an_own_catalogue_as_the_checkout(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path / "site")
    (tmp_path / "own.yaml").write_text(BORROWING)
    commands = ["list -f json", "topics -f json", "find carpets -f json", "check"]

    def answers(path: Path) -> list[tuple[int, str, str]]:
        environ = {**os.environ, "PYTHONPATH": str(path)}
        said = []
        for command in commands:
            code = [sys.executable, "-m", "dicli", *command.split(), "--catalogue", "own.yaml"]
            done = subprocess.run(code, capture_output=True, text=True, env=environ, cwd=tmp_path, check=False)
            said.append((done.returncode, done.stdout, done.stderr))
        return said

    lent = answers(tmp_path / "site")
    assert lent == answers(ROOT / "src")
    assert "did you mean `faculty`?" in lent[-1][1]


@pytest.mark.parametrize("part", ["version", "bytes"])
def test_a_foreign_or_damaged_compiled_form_is_ignored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    catalogue, form = tmp_path / "resources.yaml", tmp_path / "resources.yaml.dicli"
    catalogue.write_text("resources: [{id: a, name: A}]")
    monkeypatch.setattr(bundled, "bundled_file", lambda: str(catalogue))
    loading.ship(str(form))
    assert loading.shipped() is not None
    if part == "version":
        monkeypatch.setattr(loading, "__version__", "99")
    else:
        form.write_bytes(form.read_bytes()[:-1])
    assert loading.shipped() is None


def test_an_unpacked_wheel_finds_its_own_catalogue(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path / "site")
    program, catalogue = run(["-c", WHERE], tmp_path / "site", tmp_path)
    assert Path(program) == tmp_path / "site" / "dicli" / "__init__.py"
    assert Path(catalogue) == tmp_path / "site" / "dicli" / "data" / "resources.yaml"
    found = run(["-m", "dicli", "find", "--audience", "faculty", "--fields", "id"], tmp_path / "site", tmp_path)
    assert found[0] == "office-of-faculty-affairs"


def test_a_zip_archive_has_its_own_catalogue_and_takes_none_from_beside_itself(
    wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "dicli.zip"
    shutil.copy(wheel, archive)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "resources.yaml").write_text("resources: [{id: planted, name: Visa}]")
    (tmp_path / "own.yaml").write_text("resources: [{id: own, name: Own, part_of: oiss}]")
    monkeypatch.setenv("DICLI_CACHE", str(tmp_path / "cache"))
    first = run(["-m", "dicli", "find", "visa", "--fields", "id"], archive, tmp_path)
    assert first[0] == "oiss"
    assert list((tmp_path / "cache").iterdir())
    assert run(["-m", "dicli", "find", "visa", "--fields", "id"], archive, tmp_path) == first
    in_use = run(["-m", "dicli", "path", "--fields", "file"], archive, tmp_path)[0]
    assert in_use == f"{archive}/dicli/data/resources.yaml"
    on_disk = "from dicli.files import bundled; print(bundled.on_disk(bundled.bundled_file()))"
    assert run(["-c", on_disk], archive, tmp_path) == [str(archive)]  # whose time of change says whether it changed
    assert run(["-m", "dicli", "list", "--catalogue", "own.yaml", "--fields", "id"], archive, tmp_path) == ["own"]
    assert run(["-m", "dicli", "schema"], archive, tmp_path)


def test_pip_installs_the_wheel_with_its_command(wheel: Path, tmp_path: Path) -> None:
    pytest.importorskip("pip")
    options = ["--no-deps", "--no-index", "--no-cache-dir", "--disable-pip-version-check", "--quiet"]
    run(["-m", "pip", "install", *options, "--target", str(tmp_path / "site"), str(wheel)], tmp_path, tmp_path)
    (script,) = (tmp_path / "site" / ("Scripts" if os.name == "nt" else "bin")).glob("dicli*")
    assert (
        run([str(script), "list", "--fields", "id"], tmp_path / "site", tmp_path)[1] == "office-of-diversity-programs"
    )


def test_an_editable_install_has_no_copy_of_the_catalogue_that_could_go_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    with zipfile.ZipFile(tmp_path / build.build_editable(str(tmp_path))) as packed:
        assert not [name for name in packed.namelist() if name.endswith((".yaml", ".dicli"))]
        (pth,) = (name for name in packed.namelist() if name.endswith(".pth"))
        assert Path(packed.read(pth).decode().strip()) == ROOT / "src"


def test_a_checkout_runs_without_being_installed(tmp_path: Path) -> None:
    program, catalogue = run(["-c", WHERE], ROOT / "src", tmp_path)
    assert Path(program) == ROOT / "src" / "dicli" / "__init__.py"
    assert Path(catalogue) == ROOT / "data" / "resources.yaml"
    assert len(run(["-m", "dicli", "list"], ROOT / "src", tmp_path)) == 69


def test_what_is_installed_says_the_version_of_the_source(wheel: Path) -> None:
    metadata = metadata_of(wheel)
    assert metadata["Version"] == __version__
    assert metadata["Requires-Python"] == ">=3.10"


def test_the_wheel_has_the_text_of_each_license_that_it_names(wheel: Path) -> None:
    metadata = metadata_of(wheel)
    assert metadata.get_all("License-File") == ["LICENSE", "NOTICE"]
    with zipfile.ZipFile(wheel) as packed:
        (notice,) = (packed.read(name).decode() for name in packed.namelist() if name.endswith("/licenses/NOTICE"))
    table = re.findall(r"^  (\S+) {2,}\S", notice.partition("\n---")[0], re.M)
    assert sorted(table) == sorted(metadata["License-Expression"].split(" AND "))
    for text in (
        "Copyright 2000-2018 by Kevin Atkinson",
        "WordNet 1.6 Copyright 1997 by Princeton University",
        "Copyright 1993, Geoff Kuenning, Granada Hills, CA",
        "Copyright (c) 2001, Dr Martin Porter",
        "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION",
    ):
        assert text in notice


def test_the_notice_names_the_lists_that_search_reads_and_they_are_in_the_wheel(wheel: Path) -> None:
    named = set(re.findall(r"\bdicli/[\w./]+\w", (ROOT / "NOTICE").read_text(encoding="utf-8")))
    with zipfile.ZipFile(wheel) as packed:
        files = set(packed.namelist())
    lists = {file for file in files if file.startswith("dicli/search/") and not file.endswith(".py")}
    assert lists
    assert lists <= named <= files


def test_a_catalogue_that_cannot_be_compiled_makes_no_wheel(
    sdist: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = tmp_path / "tree"
    shutil.copytree(sdist, tree)
    (tree / "data" / "resources.yaml").write_text("resources: [{id: a}]\n")
    without_coverage(monkeypatch)
    monkeypatch.chdir(tree)
    with pytest.raises(RuntimeError, match="cannot be compiled"):
        build.build_wheel(str(tmp_path))
    assert not list(tmp_path.glob("*.whl"))


def test_no_file_that_is_shipped_names_the_host_of_a_registry() -> None:
    files = subprocess.run(["git", "ls-files"], capture_output=True, text=True, cwd=ROOT, check=False).stdout.split()
    if not files:
        pytest.skip("not a git checkout")
    assert not [name for name in files if re.search(r"\block\b|requirements.*\.txt|pip\.conf", name)]


def test_actions_of_the_workflows_are_pinned_to_commits() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / ".github" / "workflows").glob("*.yml")]
    used = [action for text in texts for action in re.findall(r"\buses: *(.*)", text)]
    assert used
    assert not [action for action in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v[\d.]+", action)]
