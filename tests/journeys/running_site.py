"""Starts the real site for the journeys: fresh database, demo people, static files, granian, e-mails as files."""

import email
import email.policy
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError

from laid import ROOT, migrated_file

_SECONDS_TO_START = 180


@dataclass(frozen=True)
class Site:
    """A running site: its address without a slash at the end, its mail folder and the environment it runs in.

    ``sessions`` has one for each person of the demo, by key: not all of them are on the sign-in page. ``things`` are
    what addresses name, as they stood before anybody came.
    """

    url: str
    mails: Path
    environment: dict[str, str]
    sessions: dict[str, str]
    things: dict[str, list[str]]

    def link_in_mail_to(self, address: str) -> str:
        """The last link on this site in the latest e-mail to ``address``."""
        for file in sorted(self.mails.glob("*"), key=lambda one: one.stat().st_mtime_ns, reverse=True):
            mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            body = mail.get_body(("plain",))
            if address in str(mail["To"]) and body is not None:
                return str(re.findall(rf"{re.escape(self.url)}/\S+", body.get_content())[-1])
        raise LookupError(f"no e-mail to {address} among {list(self.mails.glob('*'))}")


@contextmanager
def running_site(folder: Path) -> Iterator[Site]:
    """A site of its own in ``folder``, on SQLite; it hands out axe too, so that a browser compiles it once."""
    port = _free_port()
    (folder / "mails").mkdir()
    shutil.copy(migrated_file(), folder / "site.sqlite3")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("NANOBANK_")},
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT / 'tests'}",
        "DJANGO_SETTINGS_MODULE": "journeys.settings",
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "NANOBANK_SECRET_KEY": "only-for-journeys",
        "NANOBANK_KEY_ENCRYPTION_KEYS": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
        "NANOBANK_DEMO": "true",
        "NANOBANK_URL": f"http://127.0.0.1:{port}",
        "NANOBANK_MEDIA": str(folder / "media"),
        "NANOBANK_SEARCH_INDEX": str(folder / "search"),
        "NANOBANK_EMBEDDER": "none",  # a task that is run at once would keep a visitor waiting for minutes
        "NANOBANK_EMAIL_URL": f"filemail:///{folder / 'mails'}",
        "NANOBANK_TASKS_IMMEDIATE": "true",
        "NANOBANK_COMPRESS_STATIC": "false",
        "NANOBANK_TEST_STATIC": str(folder / "static"),
    }
    sessions, things = _ask(environment, "lay"), _ask(environment, "things")
    shutil.copy(ROOT / "node_modules" / "axe-core" / "axe.min.js", folder / "static")
    with _granian(environment, port, folder / "site.log"), _planner(environment):
        yield Site(f"http://127.0.0.1:{port}", folder / "mails", environment, sessions, things)


def _ask(environment: dict[str, str], *words: str) -> Any:
    command = [sys.executable, str(Path(__file__).with_name("inside.py")), *words]
    said = subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return json.loads(said.stdout)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def _granian(environment: dict[str, str], port: int, log: Path) -> Iterator[None]:
    options = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    options += ["--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
    command = [str(Path(sys.executable).with_name("granian")), *options, "nanobank.site.wsgi:application"]
    with log.open("wb") as out, subprocess.Popen(command, env=environment, cwd=ROOT, stdout=out, stderr=out) as server:
        try:
            _wait_for(f"http://127.0.0.1:{port}/sundhed/", server, log)
            yield
        finally:
            server.terminate()


@contextmanager
def _planner(environment: dict[str, str]) -> Iterator[None]:
    """Who answers what people ask about plans."""
    command = [sys.executable, "manage.py", "planner"]
    with subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL) as planner:
        try:
            yield
        finally:
            planner.kill()  # it may be in the middle of a long question, which nobody waits for


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310  # our own address
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the site did not start:\n{log.read_text()[-6000:]}")
