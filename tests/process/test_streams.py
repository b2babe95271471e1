"""Pipes, closed and full streams, and Ctrl-C: the right status, one line at most, and never a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run, RunProcess, Written
from dicli.output.formats import FORMATS

DICLI = [sys.executable, "-m", "dicli"]
WRITING = ["list", "list -f json", "list -f table", "find visa", "show wumma", "kinds", "path", "--version", "--help"]
WRITING += ["find --help", "help search"]
TIMEOUT = 60


@pytest.fixture(params=["", "1"], ids=["buffered", "unbuffered"], autouse=True)
def _buffering(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test runs as usual, and as in many containers."""
    monkeypatch.setenv("PYTHONUNBUFFERED", request.param)


def bash(script: str) -> subprocess.CompletedProcess[str]:
    """Runs a script in which `dicli` is this one."""
    command = f'dicli() {{ {sys.executable} -m dicli "$@"; }}; {script}'
    return subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=TIMEOUT, check=False)


@pytest.mark.parametrize("arguments", WRITING)
def test_a_reader_that_went_away_is_not_an_error(arguments: str) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [*DICLI, *arguments.split()], stdout=write, stderr=subprocess.PIPE, timeout=TIMEOUT, check=False
    )
    os.close(write)
    assert (done.stderr, done.returncode) == (b"", 0)


def test_head_gets_its_line() -> None:
    done = bash("dicli list -f json | head -1; echo ${PIPESTATUS[@]}")
    assert (done.stdout, done.stderr) == ("[\n0 0\n", "")


def test_a_reader_that_reads_nothing_is_not_an_error() -> None:
    done = bash("dicli list | true; echo ${PIPESTATUS[0]}")
    assert (done.stdout, done.stderr) == ("0\n", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("arguments", WRITING)
def test_output_that_cannot_be_written_is_status_3_and_one_line(arguments: str) -> None:
    done = bash(f"dicli {arguments} > /dev/full")
    assert done.stderr == "dicli: error: cannot write to standard output: No space left on device\n"
    assert done.returncode == 3


@pytest.mark.skipif(os.name != "posix", reason="needs ulimit")
@pytest.mark.parametrize("arguments", [*(f"list -f {format}" for format in FORMATS), "help search"])
def test_output_that_is_cut_short_is_status_3_and_one_line(arguments: str, tmp_path: Path) -> None:
    # Python would leave its own cut bytecode behind.
    done = bash(f"ulimit -f 1; PYTHONDONTWRITEBYTECODE=1 dicli {arguments} > {tmp_path}/cut")
    assert (tmp_path / "cut").stat().st_size == 1024
    assert done.stderr == "dicli: error: cannot write to standard output: File too large\n"
    assert done.returncode == 3


@pytest.mark.skipif(sys.platform != "linux", reason="needs pipes of any size")
@pytest.mark.parametrize("format", FORMATS)
def test_a_pipe_that_does_not_block_gets_everything(format: str, run: Run) -> None:
    import fcntl

    read, write = os.pipe()
    fcntl.fcntl(write, fcntl.F_SETPIPE_SZ, 4096)
    os.set_blocking(write, False)
    with subprocess.Popen([*DICLI, "list", "-f", format], stdout=write) as process, open(read, "rb") as pipe:
        os.close(write)
        got = pipe.read()
    assert (got.decode(), process.returncode) == (run("list", "-f", format).stdout, 0)
    assert len(got) > 4096


@pytest.mark.parametrize("arguments", [*WRITING, "--show-completion bash"])
def test_a_closed_output_is_status_3_and_one_line(arguments: str) -> None:
    done = bash(f"dicli {arguments} >&-")
    assert (done.stderr, done.returncode) == ("dicli: error: standard output is closed\n", 3)


@pytest.mark.parametrize("stream", ["2>&-", "2>/dev/full"])
@pytest.mark.parametrize(
    ("arguments", "status"), [("find wombat", 1), ("find --foo", 2), ("find visa", 0), ("show oiss", 0)]
)
def test_an_error_stream_that_takes_nothing_changes_nothing(stream: str, arguments: str, status: int) -> None:
    done = bash(f"dicli {arguments} {stream}")
    assert (bool(done.stdout), done.stderr, done.returncode) == (not status, "", status)


def test_with_every_stream_closed_only_the_status_tells() -> None:
    assert [bash(f"dicli {one} <&- >&- 2>&-").returncode for one in ("find visa", "find --foo")] == [3, 2]


def test_a_closed_input_matters_only_if_it_is_read() -> None:
    assert bash("dicli find oiss --fields id -n 1 <&-").stdout == "oiss\n"
    for arguments in ("find -", "show -"):
        done = bash(f"dicli {arguments} <&-")
        assert (done.stdout, done.stderr, done.returncode) == ("", "dicli: error: standard input is closed\n", 2)


def test_find_reads_standard_input_only_if_asked(dicli: RunProcess) -> None:
    read, write = os.pipe()  # never written to, never closed: reading it would not end
    done = subprocess.run([*DICLI, "find", "oiss"], stdin=read, stdout=subprocess.PIPE, timeout=TIMEOUT, check=False)
    os.close(read)
    os.close(write)
    assert (done.stdout.partition(b"\t")[0], done.returncode) == (b"oiss", 0)
    assert dicli("find", "-", "--fields", "id", "-n", "1", stdin="oiss\n").stdout == "oiss\n"
    assert bash("printf 'oiss' > $HOME/words; dicli find - --fields id -n 1 < $HOME/words").stdout == "oiss\n"


def test_show_answers_each_line_at_once() -> None:
    with subprocess.Popen(
        [*DICLI, "show", "-", "--fields", "id"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin
        assert process.stdout
        for id in (b"wumma\n", b"oiss\n"):
            process.stdin.write(id)
            process.stdin.flush()
            assert process.stdout.readline() == id


# ---- Ctrl-C --------------------------------------------------------------------------------------


def interrupted(process: subprocess.Popen[bytes]) -> tuple[int, bytes]:
    """How a process ends, and what it says, on Ctrl-C."""
    process.send_signal(signal.SIGINT)
    assert process.stderr
    status = process.wait(TIMEOUT)
    said = process.stderr.read()
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream:
            stream.close()
    return status, said


@pytest.fixture
def started() -> Callable[..., subprocess.Popen[bytes]]:
    """Starts dicli with pipes for all its streams."""

    def started(*arguments: str) -> subprocess.Popen[bytes]:
        pipe = subprocess.PIPE
        return subprocess.Popen([*DICLI, *arguments], stdin=pipe, stdout=pipe, stderr=pipe, bufsize=0)

    return started


Started = Callable[..., subprocess.Popen[bytes]]


def test_ctrl_c_while_waiting_for_input_is_130(started: Started) -> None:
    process = started("show", "-", "--fields", "id")
    assert process.stdin
    assert process.stdout
    process.stdin.write(b"wumma\n")
    assert process.stdout.read(6) == b"wumma\n"
    assert interrupted(process) == (130, b"")


def test_ctrl_c_while_nobody_reads_is_130(started: Started, written: Written) -> None:
    resources = "".join(f"  - {{id: r{n}, name: Name {n}, summary: {'long ' * 50}}}\n" for n in range(1500))
    process = started("list", "--catalogue", written(f"resources:\n{resources}"))
    assert process.stdout
    assert process.stdout.read(3) == b"r0\t"  # the rest is more than a pipe holds
    assert interrupted(process) == (130, b"")


@pytest.mark.parametrize(
    "moment", ["typer", "dicli.commands.app", "dicli.commands.find", "dicli.search.ranking", "json"]
)
def test_ctrl_c_while_modules_are_imported_is_130(moment: str) -> None:
    script = f"""
import os, signal, sys
class Interrupter:
    def find_spec(self, name, *rest):
        if name == {moment!r}:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupter())
sys.modules.pop("json", None)
sys.argv = ["dicli", "find", "visa", "--json"]
from dicli.__main__ import run
run()
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=TIMEOUT, check=False)
    assert (done.stdout, done.stderr, done.returncode) == (b"", b"", 130)
