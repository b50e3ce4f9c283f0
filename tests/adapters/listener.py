"""An endpoint of a clinic that listens on this computer."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


class Listener(BaseHTTPRequestHandler):
    """Answers as it is told, and remembers what it got."""

    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
        status = self.server.replies.pop(0) if self.server.replies else 204
        self.send_response(status)
        if status == 302:
            self.send_header("Location", f"{self.server.url}elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


class Server(ThreadingHTTPServer):
    """An endpoint of a clinic."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Listener)
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.replies: list[int] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


@contextmanager
def listening() -> Iterator[Server]:
    with Server() as server:
        running = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        running.start()
        try:
            yield server
        finally:
            server.shutdown()
            running.join()
