"""`python -m interop.vc_api [port] [--tls]`: serves the adapter on this machine, for W3C's suites to be pointed at."""

import argparse
import ipaddress
import json
import ssl
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from interop.vc_api.adapter import Adapter

MAX_BODY = 4 * 1024 * 1024


def serve(port: int, *, tls: bool = False) -> ThreadingHTTPServer:
    """A server that is ready to `serve_forever`, with an adapter that knows where it is reachable.

    With `tls` it has a certificate of its own making: some suites follow no address but https ones.
    """

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
    if tls:
        server.socket = _own_certificate().wrap_socket(server.socket, server_side=True)
    adapter = Adapter(f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}")
    return server


def _own_certificate() -> ssl.SSLContext:
    """A certificate for this machine, good for a day."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1")), x509.DNSName("localhost")])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .sign(key, SHA256())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.NamedTemporaryFile() as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        file.write(certificate.public_bytes(Encoding.PEM))
        file.flush()
        context.load_cert_chain(file.name)
    return context


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="interop.vc_api")
    parser.add_argument("port", type=int, nargs="?", default=40443)
    parser.add_argument("--tls", action="store_true")
    asked = parser.parse_args()
    listening = serve(asked.port, tls=asked.tls)
    sys.stdout.write(f"{'https' if asked.tls else 'http'}://127.0.0.1:{listening.server_port}\n")
    sys.stdout.flush()
    listening.serve_forever()
