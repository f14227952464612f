"""The fetcher against a real server with a real certificate; only which addresses count as public is opened up."""

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from nanobank.credentials.bridge import CannotResolve, Unreachable
from nanobank.credentials.fetching import MAX_BYTES, Fetcher, IpAddress, is_public


class Stranger(BaseHTTPRequestHandler):
    """A server that answers in every awkward way."""

    def do_GET(self) -> None:
        answers = {
            "/good": lambda: self.say(b'{"good": 1}'),
            "/large": lambda: self.say(b" " * (MAX_BYTES + 1)),
            "/badge": lambda: self.say(b"\x89PNG", kind="image/png"),
            "/list": lambda: self.say(b"a.b.c", kind="application/statuslist+jwt"),
            "/page": lambda: self.say(b"<html>", kind="text/html"),
            "/gone": lambda: self.send_error(410),
            "/broken": lambda: self.send_error(500),
            "/here": lambda: self.move("/good"),
            "/round": lambda: self.move("/round"),
            "/inside": lambda: self.move("https://10.0.0.1/"),
            "/plain": lambda: self.move("http://localhost/good"),
            "/silent": lambda: time.sleep(3),
            "/drip": self.drip,
        }
        answers[self.path]()

    def say(self, body: bytes, *, kind: str = "application/json; charset=utf-8") -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def move(self, where: str) -> None:
        self.send_response(302)
        self.send_header("Location", where)
        self.end_headers()

    def drip(self) -> None:
        """A header that never ends, a character at a time: each arrives in time, the whole never does."""
        self.send_response(200)
        self.flush_headers()
        try:
            for _ in range(40):
                self.wfile.write(b"X")
                time.sleep(0.1)
        except OSError:
            return

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture(scope="module")
def port(certificate: Path) -> Iterator[int]:
    """Where the stranger listens."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Stranger)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that hangs up is what is tested
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def loopback_only(address: IpAddress) -> bool:
    return address.is_loopback


@pytest.fixture
def fetcher(certificate: Path) -> Fetcher:
    """One that may connect to this machine alone and believes the stranger's certificate."""
    return Fetcher(seconds=1, may_connect=loopback_only, tls=ssl.create_default_context(cafile=str(certificate)))


def reason(fetch: Callable[[], bytes]) -> Unreachable:
    with pytest.raises(CannotResolve) as refused:
        fetch()
    return refused.value.reason


@pytest.mark.parametrize("path", ["/good", "/here"])
def test_it_fetches_and_follows(fetcher: Fetcher, port: int, path: str) -> None:
    assert fetcher.get(f"https://localhost:{port}{path}") == b'{"good": 1}'


@pytest.mark.parametrize(("path", "expected"), [("/badge", b"\x89PNG"), ("/list", b"a.b.c")])
def test_it_fetches_pictures_and_tokens_too(fetcher: Fetcher, port: int, path: str, expected: bytes) -> None:
    assert fetcher.get(f"https://localhost:{port}{path}") == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/large", Unreachable.TOO_LARGE),
        ("/page", Unreachable.NOT_READABLE),
        ("/gone", Unreachable.GONE),
        ("/broken", Unreachable.NO_ANSWER),
        ("/round", Unreachable.NO_ANSWER),
        ("/inside", Unreachable.NOT_ALLOWED),
        ("/plain", Unreachable.NOT_ALLOWED),
    ],
)
def test_it_says_why_not(fetcher: Fetcher, port: int, path: str, expected: Unreachable) -> None:
    assert reason(lambda: fetcher.get(f"https://localhost:{port}{path}")) is expected


@pytest.mark.parametrize("path", ["/silent", "/drip"])
def test_it_waits_no_longer_than_it_said_for_all_of_it_together(fetcher: Fetcher, port: int, path: str) -> None:
    began = time.monotonic()
    assert reason(lambda: fetcher.get(f"https://localhost:{port}{path}")) is Unreachable.TIMED_OUT
    assert reason(lambda: fetcher.get(f"https://localhost:{port}/good")) is Unreachable.TIMED_OUT
    assert time.monotonic() - began < 1.5


def test_it_believes_no_certificate_but_those_it_knows(port: int) -> None:
    assert reason(lambda: Fetcher(may_connect=loopback_only).get(f"https://localhost:{port}/good")) is (
        Unreachable.NO_ANSWER
    )


def test_this_machine_is_not_the_internet(port: int) -> None:
    assert reason(lambda: Fetcher().get(f"https://localhost:{port}/good")) is Unreachable.NOT_ALLOWED


def test_a_name_that_leads_elsewhere_once_it_has_been_checked_is_not_looked_up_again(
    fetcher: Fetcher, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_up, asked = socket.getaddrinfo, []

    def rebinding(host: str, *rest: object, **options: object) -> object:
        asked.append(host)
        return look_up("127.0.0.1" if len(asked) == 1 else host, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    fetcher.get(f"https://localhost:{port}/good")
    assert asked.count("localhost") == 1
    assert set(asked) <= {"localhost", "127.0.0.1"}


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.1.2.3", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fd00::1", "ff02::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1",
        "2002:7f00:1::", "192.0.2.1", "198.18.0.1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_the_internet(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700:4700::1111", "64:ff9b::101:101", "::ffff:1.1.1.1"])
def test_addresses_that_are(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))
