"""A web server on the loopback that behaves as badly as a test wants, and remembers who came."""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import TracebackType

PATIENCE = 60.0  # seconds after which a page stops waiting for what never comes
TLS_HELLO = b"\x16"  # how a client begins that wants TLS


@dataclass(frozen=True)
class Visit:
    """A request: method, path, headers by lowercase name, and when it came (monotonic)."""

    method: str
    path: str
    headers: dict[str, str]
    at: float


Page = Callable[[Visit], Iterable[bytes]]
"""What a path answers: the bytes to put on the wire, piece by piece."""


def reply(status: int | str = 200, *headers: str, body: bytes = b"hello") -> Page:
    """A page with a proper answer; HEAD gets no body."""

    def page(visit: Visit) -> list[bytes]:
        length = f"Content-Length: {len(body)}"
        head = "\r\n".join([f"HTTP/1.1 {status} {'' if ' ' in str(status) else 'Words'}", length, *headers])
        return [head.encode("latin-1") + b"\r\n\r\n" + (b"" if visit.method == "HEAD" else body)]

    return page


def redirect(status: int, location: str) -> Page:
    return reply(status, f"Location: {location}", body=b"")


def raw(*pieces: bytes) -> Page:
    """A page that puts just these bytes on the wire; without any, it closes the connection at once."""
    return lambda visit: pieces


def in_turn(*pages: Page) -> Page:
    """The first page for the first visit and so on; the last one for all that follow."""
    left = list(pages)
    return lambda visit: (left.pop(0) if len(left) > 1 else left[0])(visit)


def by_method(**pages: Page) -> Page:
    return lambda visit: pages[visit.method](visit)


def by_cookie(have: Page, lack: Page) -> Page:
    """One page for visits with a cookie, another for those without."""
    return lambda visit: (have if "cookie" in visit.headers else lack)(visit)


def until(event: threading.Event) -> Page:
    """A page that answers once something has happened, or after long waiting in vain."""

    def page(visit: Visit) -> Iterable[bytes]:
        event.wait(PATIENCE)
        return reply()(visit)

    return page


@dataclass
class Meeting:
    """Pages wait here until `size` of them are in at a time; `most` tells how many there ever were."""

    size: int
    most: int = 0
    inside: int = 0
    full: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def page(self, visit: Visit) -> Iterable[bytes]:
        with self.lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
            if self.inside >= self.size:
                self.full.set()
        self.full.wait(PATIENCE)
        time.sleep(0.02)  # long enough for one too many to come in
        with self.lock:
            self.inside -= 1
        return reply()(visit)


class _Handler(socketserver.BaseRequestHandler):
    request: socket.socket
    server: Server

    def handle(self) -> None:
        try:
            with self._secured() as stream:
                if visit := self._visit(stream):
                    for piece in self.server.page(visit):
                        stream.sendall(piece)
        except OSError:  # the client went away, or did not like the certificate
            pass

    def _secured(self) -> socket.socket:
        self.request.settimeout(PATIENCE)
        return self.server.tls.wrap_socket(self.request, server_side=True) if self.server.tls else self.request

    def _visit(self, stream: socket.socket) -> Visit | None:
        at, text = time.monotonic(), b""
        while b"\r\n\r\n" not in text:
            if not (piece := stream.recv(65536)):
                return None
            text += piece
            if text.startswith(TLS_HELLO):
                stream.sendall(b"HTTP/1.1 400 This is HTTP\r\n\r\n")
                return None
        first, *lines = text.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
        method, path, _ = first.split(" ")
        pairs = (line.split(": ", 1) for line in lines)
        return Visit(method, path, {name.lower(): value for name, value in pairs}, at)


class Server(socketserver.ThreadingTCPServer):
    """`pages` says what a path answers (404 if nothing), `visits` who came; a context manager."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 256

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.tls = tls
        self.pages: dict[str, Page] = {}
        self.visits: list[Visit] = []
        self.stopped = threading.Event()
        self.port = self.server_address[1]
        self.root = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"

    def __enter__(self) -> Server:
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopped.set()
        self.shutdown()
        self.server_close()

    def page(self, visit: Visit) -> Iterable[bytes]:
        self.visits.append(visit)
        return self.pages.get(visit.path, reply(404))(visit)

    def silent(self, visit: Visit) -> Iterable[bytes]:
        """A page that says nothing until the server stops."""
        self.stopped.wait(PATIENCE)
        return []

    def dripping(self, visit: Visit) -> Iterable[bytes]:
        """A page that sends its first header letter by letter, each well in time, without an end."""
        yield b"HTTP/1.1 200 OK\r\nX-Long: "
        while not self.stopped.wait(0.02):
            yield b"x"

    def asked(self) -> list[str]:
        """The requests so far, as "METHOD path"."""
        return [f"{visit.method} {visit.path}" for visit in self.visits]

    def at(self, host: str) -> str:
        """The root of this server under another name."""
        return f"http://{host}:{self.port}"
