"""Certificates: which are trusted, and what is said of the others."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from asked import one, verdict_and_reason
from server import Server, reply

Certificate = tuple[Path, Path]
"""The files of a certificate and its key."""
DATES = {"good": ("20200101000000Z", "20990101000000Z"), "expired": ("20200101000000Z", "20200102000000Z")}
CONFIG = """
[ca]
default_ca = d
[d]
database = index.txt
rand_serial = yes
default_md = sha256
policy = p
x509_extensions = x
unique_subject = no
[p]
commonName = supplied
[x]
subjectAltName = {names}
subjectKeyIdentifier = hash
basicConstraints = critical, CA:TRUE
keyUsage = critical, digitalSignature, keyCertSign
"""


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Certificate]:
    """Makes self-signed certificates: for a name (as openssl has it), good or expired."""
    if not shutil.which("openssl"):
        pytest.skip("needs openssl")

    def made(name: str, dates: str) -> Certificate:
        folder = tmp_path_factory.mktemp("tls")
        (folder / "config").write_text(CONFIG.format(names=name))
        (folder / "index.txt").touch()
        start, end = DATES[dates]
        curve = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
        for command in (
            f"req -new {curve} -keyout key -out request -subj /CN=test",
            f"ca -batch -notext -config config -selfsign -keyfile key -in request -out cert -outdir ."
            f" -startdate {start} -enddate {end}",
        ):
            subprocess.run(["openssl", *command.split()], cwd=folder, check=True, capture_output=True)
        return folder / "cert", folder / "key"

    return made


def secured(files: Certificate) -> Server:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*files)
    server = Server(context)
    server.pages["/"] = reply()
    return server


def test_a_certificate_nobody_vouches_for_is_dead(certificate: Callable[[str, str], Certificate]) -> None:
    with secured(certificate("IP:127.0.0.1", "good")) as server:
        outcome = one(server.root + "/")
    assert (verdict_and_reason(outcome), server.visits) == (("dead", "certificate not trusted"), [])


@pytest.mark.parametrize(
    ("name", "dates", "verdict", "reason"),
    [
        ("IP:127.0.0.1", "good", "ok", "200 ok"),
        ("IP:127.0.0.1", "expired", "dead", "certificate expired"),
        ("DNS:other.invalid", "good", "dead", "certificate is for another host"),
    ],
)
def test_a_trusted_certificate_must_be_right(
    certificate: Callable[[str, str], Certificate],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    dates: str,
    verdict: str,
    reason: str,
) -> None:
    files = certificate(name, dates)
    monkeypatch.setenv("SSL_CERT_FILE", str(files[0]))
    with secured(files) as server:
        assert verdict_and_reason(one(server.root + "/")) == (verdict, reason)


@pytest.mark.parametrize(("sends", "verdict"), [(("leaf", "middle"), "ok"), (("leaf",), "unsure")])
def test_a_chain_that_lacks_a_certificate_differs_from_a_bad_one(
    certificate: Callable[[str, str], Certificate],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    sends: tuple[str, ...],
    verdict: str,
) -> None:
    above = certificate("DNS:root.invalid", "good")
    monkeypatch.setenv("SSL_CERT_FILE", str(above[0]))
    by = "authorityKeyIdentifier=keyid\nsubjectKeyIdentifier=hash\n"
    authority = f"{by}basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign"
    for name, extension in (("middle", authority), ("leaf", f"{by}subjectAltName=IP:127.0.0.1")):
        mine = tmp_path / name, tmp_path / f"{name}.key"
        (tmp_path / "extension").write_text(extension)
        request = f"req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout {mine[1]} -out request"
        sign = f"x509 -req -in request -CA {above[0]} -CAkey {above[1]} -set_serial 1 -extfile extension -out {name}"
        for command in (f"{request} -subj /CN={name}", sign):
            subprocess.run(["openssl", *command.split()], cwd=tmp_path, check=True, capture_output=True)
        above = mine
    (tmp_path / "chain").write_text("".join((tmp_path / name).read_text() for name in sends))
    with secured((tmp_path / "chain", above[1])) as server:
        outcome = one(server.root + "/")
    incomplete = "certificate chain incomplete, or its issuer unknown"
    assert verdict_and_reason(outcome) == (verdict, "200 ok" if verdict == "ok" else incomplete)


def test_https_to_a_server_that_speaks_http_is_dead(server: Server) -> None:
    assert verdict_and_reason(one(f"https://127.0.0.1:{server.port}/")) == (
        "dead",
        "could not make a secure connection",
    )
