"""Pages and API on one origin, as a distribution serves them in AWS: files of `web/`, and `/v1` passed on.

For this computer only. Writes no log: an address can hold what nobody should keep.
"""

from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from infra.local_cloud.place import REPOSITORY

WEB: Final = REPOSITORY / "web"
_KINDS: Final[Mapping[str, str]] = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
}
PAGE_HEADERS: Final[Mapping[str, str]] = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_PASSED_ON: Final = ("authorization", "content-type", "if-match", "idempotency-key", "x-api-key", "accept")
_LONGEST_BODY: Final = 128 * 1024
_SECONDS: Final = 30


def pages(api_url: str, port: int = 0) -> ThreadingHTTPServer:
    """A server on this computer; port 0 takes any that is free."""
    return ThreadingHTTPServer(("127.0.0.1", port), partial(_Pages, api_url))


def page_files() -> Mapping[str, Path]:
    """Which address shows which file. A page goes by its name alone; nothing else can be asked for."""
    files = {path for path in WEB.iterdir() if path.suffix in _KINDS}
    return {f"/{path.stem if path.suffix == '.html' else path.name}": path for path in files}


class _Pages(BaseHTTPRequestHandler):
    server_version = "pages"

    def __init__(self, api_url: str, *arguments: object) -> None:
        self._api = urlsplit(api_url)
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path.startswith("/v1/"):
            self._pass_on()
        elif (file := page_files().get(path)) is not None:
            self._answer(HTTPStatus.OK, {**PAGE_HEADERS, "Content-Type": _KINDS[file.suffix]}, file.read_bytes())
        else:
            self._answer(HTTPStatus.NOT_FOUND, PAGE_HEADERS, b"")

    def do_POST(self) -> None:
        if urlsplit(self.path).path.startswith("/v1/"):
            self._pass_on()
        else:
            self._answer(HTTPStatus.METHOD_NOT_ALLOWED, PAGE_HEADERS, b"")

    do_PUT = do_POST  # noqa: N815 - the server's own way of naming verbs

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def _pass_on(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > _LONGEST_BODY:
            self._answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, {}, b"")
            return
        body = self.rfile.read(length)
        headers = {name: self.headers[name] for name in _PASSED_ON if name in self.headers}
        connection = HTTPConnection(self._api.hostname or "", self._api.port, timeout=_SECONDS)
        try:
            connection.request(self.command, f"{self._api.path}{self.path}", body, headers)
            reply = connection.getresponse()
            content = reply.read()
        except (OSError, HTTPException):
            self._answer(HTTPStatus.BAD_GATEWAY, {}, b"")
            return
        finally:
            connection.close()
        told = {name: value for name, value in reply.getheaders() if name.lower() not in _OUR_OWN}
        self._answer(HTTPStatus(reply.status), told, content)

    def _answer(self, status: HTTPStatus, headers: Mapping[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


_OUR_OWN: Final = frozenset({"content-length", "connection", "transfer-encoding", "server", "date", "keep-alive"})
