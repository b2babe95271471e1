"""What all tests share: a scrubbed environment, and two ways to run dicli, in process and as a process of its own."""

from __future__ import annotations

import io
import os
import pickle
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import pytest
from hypothesis import settings

from dicli.commands.app import main
from dicli.core.catalogue import Catalogue
from dicli.files.bundled import BUNDLED
from dicli.files.document import Document
from dicli.files.reader import parsed
from dicli.search.compilation import compiled

if TYPE_CHECKING:
    from server import Server

ROOT = Path(__file__).parents[1]
SMALL = str(ROOT / "tests" / "small.yaml")  # a catalogue with one of everything
SCRUBBED = re.compile(
    "NO_COLOR|FORCE_COLOR|PY_COLORS|CLICOLOR.*|COLUMNS|LINES|TERM|GITHUB_ACTIONS|ACCESSIBLE|BROWSER|DISPLAY|WAYLAND_DISPLAY"
    "|SSH_.*|DICLI_.*|_DICLI_COMPLETE|COMP_.*|XDG_.*|FZF_.*|LANG|LANGUAGE|LC_.*"
    "|https?_proxy|HTTPS?_PROXY|(ALL|NO|all|no)_(PROXY|proxy)|SSL_CERT_.*"
    "|PYTHON(IOENCODING|UTF8|HASHSEED|WARNINGS|UNBUFFERED|DONTWRITEBYTECODE)"
)

# A job in the background starts with Ctrl-C ignored, and so would every program that a test starts.
signal.signal(signal.SIGINT, signal.default_int_handler)

HANGS_AFTER = 900  # seconds; the slowest test takes 40 s of processor time, and many times that on a busy machine

settings.register_profile("dicli", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("dicli")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that hangs fails, and the others go on."""
    for item in items:
        item.add_marker(pytest.mark.timeout(HANGS_AFTER))


class Ran(NamedTuple):
    """How a run ended and what it wrote."""

    stdout: str
    stderr: str
    status: int


class Run(Protocol):
    """Runs a command line of dicli in this process."""

    def __call__(
        self,
        *args: str,
        tty: bool = False,
        width: int = 80,
        stdin: str | bytes | None = "",
        env: Mapping[str, str] = {},
    ) -> Ran: ...


class RunProcess(Protocol):
    """Runs a command line of dicli in a process of its own, its output captured."""

    def __call__(
        self, *args: str, stdin: str | bytes = "", env: Mapping[str, str] = {}, cwd: str | Path | None = None
    ) -> Ran: ...


class Stream(io.TextIOWrapper):
    """Standard output or error in memory, with a `.buffer`; it says that it is a terminal if it should."""

    def __init__(self, tty: bool = False, encoding: str = "utf-8") -> None:
        self.bytes = io.BytesIO()
        self._tty = tty
        super().__init__(self.bytes, encoding=encoding, newline="")

    def isatty(self) -> bool:
        return self._tty

    def text(self) -> str:
        """What was written."""
        self.flush()
        return self.bytes.getvalue().decode(self.encoding)


@pytest.fixture(scope="session")
def warm_cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A cache that lives as long as the session, so that the bundled catalogue is compiled once."""
    return str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(autouse=True)
def scrubbed(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, warm_cache: str) -> None:
    """Nothing of the environment that the tests are run in reaches dicli; its places are empty ones of our own."""
    for name in filter(SCRUBBED.fullmatch, list(os.environ)):
        monkeypatch.delenv(name)
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", warm_cache)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("TERM", "xterm-256color")


def without_coverage(patch: pytest.MonkeyPatch) -> None:
    """Keeps coverage out of processes which cannot write its files, run other copies, or count their time or memory."""
    for name in filter(re.compile("COV(ERAGE)?_.*").fullmatch, list(os.environ)):
        patch.delenv(name)


@pytest.fixture
def unmeasured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps coverage out of the processes that a test starts."""
    without_coverage(monkeypatch)


@pytest.fixture(scope="session")
def parsed_once() -> Callable[[str, bytes], Document]:
    """`parsed`, but the bundled catalogue, beneath every other, is parsed once; each run gets a new copy of it."""
    kept = lru_cache(4)(lambda text: pickle.dumps(parsed(BUNDLED, text)))
    return lambda file, text: pickle.loads(kept(text)) if file == BUNDLED else parsed(file, text)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, parsed_once: Callable[[str, bytes], Document]) -> Run:
    """Runs dicli in process: `run("find", "visa", tty=True, width=50).stdout`; `stdin=None` is a closed one."""

    def run(
        *args: str, tty: bool = False, width: int = 80, stdin: str | bytes | None = "", env: Mapping[str, str] = {}
    ) -> Ran:
        given = stdin.encode() if isinstance(stdin, str) else stdin
        out, err = Stream(tty), Stream(tty)
        with monkeypatch.context() as patch:
            patch.setattr("dicli.files.reader.parsed", parsed_once)
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            patch.setattr(sys, "stdin", None if given is None else io.TextIOWrapper(io.BytesIO(given), "utf-8"))
            for name, value in {"COLUMNS": str(width), **env}.items():
                patch.setenv(name, value)
            status = main(args)
        return Ran(out.text(), err.text(), int(status))

    return run


@pytest.fixture
def dicli() -> RunProcess:
    """Runs `python -m dicli` and waits for it; the texts are as the process wrote them, in UTF-8."""

    def dicli(*args: str, stdin: str | bytes = "", env: Mapping[str, str] = {}, cwd: str | Path | None = None) -> Ran:
        given = stdin.encode() if isinstance(stdin, str) else stdin
        command = [sys.executable, "-m", "dicli", *args]
        done = subprocess.run(
            command, input=given, capture_output=True, env={**os.environ, **env}, cwd=cwd, timeout=120, check=False
        )
        return Ran(done.stdout.decode(), done.stderr.decode(), done.returncode)

    return dicli


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> str:
    """Makes the small catalogue the one in use, and gives its path."""
    monkeypatch.setenv("DICLI_CATALOGUE", SMALL)
    return SMALL


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write the expected outputs anew instead of comparing")


Golden = Callable[[str, str], None]


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compares a text with the file of that name under golden/ beside the test; `pytest --golden` writes it."""

    def golden(name: str, text: str) -> None:
        path = request.path.parent / "golden" / name
        if request.config.getoption("--golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        with path.open(encoding="utf-8", newline="") as file:
            assert text == file.read()

    return golden


Written = Callable[..., str]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Writes a catalogue and gives its path: `written("resources: [...]", "own.yaml")`."""

    def written(text: str | bytes, name: str = "own.yaml") -> str:
        path = tmp_path / name
        path.write_bytes(dedent(text).encode() if isinstance(text, str) else text)
        return str(path)

    return written


def catalogue_of(*resources: dict[str, Any], **vocabularies: list[dict[str, Any]]) -> Catalogue:
    """A catalogue in memory: `catalogue_of({"id": "a", "name": "A"}, topics=[{"id": "visas"}])`."""
    data = {
        "info": {"name": "Test"},
        "files": [],
        "audiences": [],
        "topics": [],
        "kinds": [],
        **vocabularies,
        "resources": [{"catalogue": "test", **record} for record in resources],
    }
    return Catalogue(compiled(data))


@pytest.fixture(scope="session")
def bundled() -> Catalogue:
    """The bundled catalogue."""
    from dicli.files.layers import layers_in_use
    from dicli.files.loading import load

    return load(layers_in_use([BUNDLED], {}), None)


# ---- links ---------------------------------------------------------------------------------------


@pytest.fixture
def server() -> Iterator[Server]:
    """A web server on the loopback."""
    from server import Server

    with Server() as running:
        yield running


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Lets names under .invalid mean the loopback, but for the unknown and the lost one; collects lookups."""
    looked_up: list[str] = []
    resolve = socket.getaddrinfo

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else str(host)
        looked_up.append(name)
        if "unknown" in name:
            raise socket.gaierror(socket.EAI_NONAME, "not known")
        if "lost" in name:
            raise socket.gaierror(socket.EAI_AGAIN, "try again")
        return resolve("127.0.0.1" if name.endswith(".invalid") else host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return looked_up
