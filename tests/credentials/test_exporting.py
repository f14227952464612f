"""An institution leaves: a plain file server with what it took along is all that a verifier needs."""

import hashlib
import json
import threading
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from django.core.management import CommandError, call_command

from factories import NOW, make_person
from factories_credentials import make_awardable, make_credential, make_issuer, make_secretary
from nanobank.credentials.models import Algorithm, Credential
from nanobank.credentials.services import revoke, rotate_key, suspend
from nanocore.signing import Code, did_web_to_url, verify

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)
MANY_YEARS_LATER = NOW + timedelta(days=365 * 30)
REASON = "Opgaven viste sig at være skrevet af en anden."


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing about it."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - named so by the standard library
        """Say nothing."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def port(folder: Path) -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def test_credentials_verify_from_the_folder_alone(folder: Path, port: int, django_assert_num_queries: Any) -> None:
    issuer = make_issuer()
    secretary = make_secretary(issuer)
    micro_credential = make_awardable(issuer, suspendable=True, required=[])
    credentials = [make_credential(make_person(), micro_credential) for _ in range(3)]
    rotate_key(organisation=issuer, by=secretary, now=LATER)
    credentials.append(make_credential(make_person(), micro_credential, now=LATER))
    revoke(credential=credentials[1], reason=REASON, by=secretary, now=LATER)
    suspend(credential=credentials[2], reason=REASON, by=secretary, now=LATER)
    call_command("export_institution", issuer.slug, str(folder), verbosity=0)

    def fetch(address: str) -> bytes:
        url = did_web_to_url(address) if address.startswith("did:") else address
        with urlopen(f"http://127.0.0.1:{port}{urlsplit(url).path}", timeout=5) as answer:
            read: bytes = answer.read()
        return read

    def code_of(credential: Credential) -> Code:
        return verify(
            credential.document, resolve=fetch, now=MANY_YEARS_LATER, trusted=lambda issuer: issuer
        ).reason.code

    with django_assert_num_queries(0):
        found = [code_of(one) for one in credentials]
    assert found == [Code.ISSUER_OK, Code.STATUS_REVOKED, Code.STATUS_SUSPENDED, Code.ISSUER_OK]


def test_there_is_nobody_in_it(folder: Path) -> None:
    credential = make_credential(make_person("Alma", "Dalgaard"))
    call_command("export_institution", credential.issuer.slug, str(folder), verbosity=0)
    written = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"Dalgaard" not in written
    assert str(credential.uuid).encode() not in written
    assert b"private" not in (folder / "noegler.json").read_bytes().lower()


def test_what_tokens_lean_on_is_in_it_once_there_is_a_key_for_tokens(folder: Path) -> None:
    credential = make_credential()
    secretary = make_secretary(credential.issuer)
    rotate_key(organisation=credential.issuer, by=secretary, now=LATER, algorithm=Algorithm.ES256)
    call_command("export_institution", credential.issuer.slug, str(folder), verbosity=0)
    claims = (folder / "status-token" / str(credential.status_list.uuid)).read_text().split(".")[1]
    said = json.loads(urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    assert said["exp"] - said["iat"] > 99 * 365 * 24 * 3600
    assert json.loads((folder / "ns" / "mikroeksamensbevis").read_bytes())["vct"].endswith("/ns/mikroeksamensbevis")


def test_the_sums_are_those_of_the_files_and_the_words_are_filled_in(folder: Path) -> None:
    credential = make_credential()
    call_command("export_institution", credential.issuer.slug, str(folder), verbosity=0)
    for line in (folder / "SHA256SUMS").read_text().splitlines():
        digest, path = line.split("  ")
        assert hashlib.sha256((folder / path).read_bytes()).hexdigest() == digest
    for name in ("LAES-MIG.txt", "README.txt", "nginx.conf", "Caddyfile"):
        text = (folder / name).read_text()
        assert credential.issuer.slug in text
        assert "{{" not in text
        assert "&#" not in text


def test_an_institution_that_is_not_there_is_told(folder: Path) -> None:
    with pytest.raises(CommandError, match="no institution called nowhere"):
        call_command("export_institution", "nowhere", str(folder), verbosity=0)
