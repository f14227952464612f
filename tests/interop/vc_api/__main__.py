"""`python -m interop.vc_api [port]`: serves the adapter on this machine, for W3C's suites to be pointed at."""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from interop.vc_api.adapter import Adapter

MAX_BODY = 4 * 1024 * 1024


def serve(port: int) -> ThreadingHTTPServer:
    """A server that is ready to `serve_forever`, with an adapter that knows where it is reachable."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.reply("GET", b"")

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            self.reply("POST", self.rfile.read(min(length, MAX_BODY)))

        def reply(self, method: str, body: bytes) -> None:
            status, answer = adapter.answer(method, self.path, body)
            written = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(written)))
            self.end_headers()
            self.wfile.write(written)

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    adapter = Adapter(f"http://127.0.0.1:{server.server_port}")
    return server


if __name__ == "__main__":
    listening = serve(int(sys.argv[1]) if len(sys.argv) > 1 else 40443)
    sys.stdout.write(f"http://127.0.0.1:{listening.server_port}\n")
    sys.stdout.flush()
    listening.serve_forever()
