"""The public function as an HTTP server, for the browser."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock

from tests.functions.desks import Context, Service, event


def api(service: Service) -> ThreadingHTTPServer:
    one_at_a_time = Lock()

    class Api(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            request = event("POST", self.path, body=body, headers=dict(self.headers))
            with one_at_a_time:
                reply = service.answers(request, Context())
            self.send_response(reply["statusCode"])
            for name, values in reply["multiValueHeaders"].items():
                self.send_header(name, values[0])
            self.end_headers()
            self.wfile.write(reply["body"].encode())

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    return ThreadingHTTPServer(("127.0.0.1", 0), Api)
