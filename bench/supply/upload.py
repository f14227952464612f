"""How much memory a real server takes while a film of 500 MB comes in, piece by piece, over a line that breaks."""

import http.client
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench.report import Row, ratio
from bench.site import inside
from bench.site.environment import BUILD, cores
from bench.site.server import Server, serving
from bench.volume.sizes import Size

_MEGABYTE: Final = 1_000_000
_SIZES: Final = {"small": 60 * _MEGABYTE, "full": 500 * _MEGABYTE}
_PIECE: Final = 8 * 1024 * 1024
"""As ``upload.js`` cuts them; the last half of the file goes as one."""
_HEAD: Final = b"\x00\x00\x00\x10ftypisom\x00\x00\x02\x00"


def rows(size: Size) -> list[Row]:
    """``supply.upload_rss_mb``: what a file adds to the memory of the server's largest process, at its highest.

    ``upload_server_mb`` is all of that process at its highest, held against what it took just before. The first half
    goes in pieces of 8 MB, the line breaks in the midst of one, and the rest goes as one piece.
    """
    BUILD.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="upload-", dir=BUILD) as folder:
        url = f"sqlite:///{folder}/upload.sqlite3"
        who = json.loads(inside.run("bench.volume.educator", database_url=url).splitlines()[-1])
        with serving(url, cores()[0], NANOBANK_MEDIA=f"{folder}/media") as server:
            return list(_rows(server, who, _SIZES[size.name], Path(folder)))


def _rows(server: Server, who: dict[str, str], length: int, folder: Path) -> Iterator[Row]:
    server.forget_peak()
    before = server.peak_megabytes()
    began, cpu = time.perf_counter(), server.cpu_seconds()
    sender = _Sender(server.port, who, length)
    sender.begin()
    sender.pieces(length // 2)
    kept = sender.broken_line()
    sender.pieces(length)
    seconds, cpu = time.perf_counter() - began, server.cpu_seconds() - cpu
    after = server.peak_megabytes()
    stored = next((folder / "media" / "shelf").iterdir())
    whole = stored.stat().st_size == length
    conditions = (
        f"{length / _MEGABYTE:.0f} MB film in pieces of 8 MB, then one of {sender.largest / _MEGABYTE:.0f} MB; the "
        f"line broke with {kept / _MEGABYTE:.1f} MB kept; whole: {'yes' if whole else 'NO'}; {seconds:.1f} s, "
        f"{cpu:.1f} s of it CPU of the server; granian, one worker, sqlite; load average {os.getloadavg()[0]:.1f}"
    )
    yield Row("supply.upload_rss_mb", round(after - before, 1), "MB added", "", None, 1, conditions)
    yield Row("supply.upload_server_mb", round(after, 1), "MB a process", "before anything is sent",
              ratio(after, before), 1, conditions)  # fmt: skip
    alone = _copied(stored, folder / "copy")
    yield Row("supply.upload_mb_per_s", round(length / _MEGABYTE / seconds, 1), "MB/s", "copying the file",
              ratio(length / seconds, length / alone), 1, conditions)  # fmt: skip
    refused = sender.refused_at_once()
    yield Row("supply.upload_refused_ms", round(refused * 1000, 1), "ms", "", None, 1,
              f"2 GB announced, 422 before a byte was sent; {conditions}")  # fmt: skip


def _copied(stored: Path, copy: Path) -> float:
    began = time.perf_counter()
    shutil.copyfile(stored, copy)
    return time.perf_counter() - began


@dataclass
class _Sender:
    """A program that sends one file; the file is made as it is sent."""

    port: int
    who: dict[str, str]
    length: int
    address: str = ""
    largest: int = 0

    def begin(self) -> None:
        """Say what is to come."""
        self.address = "/api/v1/uploads/" + self._announce(self.length)[1]["uuid"]

    def refused_at_once(self) -> float:
        """Seconds until 2 GB are refused."""
        began = time.perf_counter()
        status, _told = self._announce(2 * 1024**3)
        if status != http.HTTPStatus.UNPROCESSABLE_ENTITY:
            raise RuntimeError(f"2 GB answered {status}")
        return time.perf_counter() - began

    def pieces(self, until: int) -> None:
        """Go on from where the server is: in pieces to the file's half, and then with all the rest at once."""
        at = self._received()
        while at < until:
            count = min(_PIECE, until - at) if until < self.length else until - at
            self.largest = max(self.largest, count)
            connection = self._connect()
            self._send(connection, at, count, count)
            answer = connection.getresponse()
            answer.read()
            connection.close()
            if answer.status not in {http.HTTPStatus.OK, http.HTTPStatus.NO_CONTENT}:
                raise RuntimeError(f"a piece answered {answer.status}")
            at += count

    def broken_line(self) -> int:
        """Say 8 MB, send 3, and go away; how many bytes of the file the server has when it has noticed."""
        at = self._received()
        connection = self._connect()
        self._send(connection, at, _PIECE, 3 * 1024 * 1024)
        connection.close()
        for _ in range(50):
            time.sleep(0.1)
            if self._received() > at:
                break
        return self._received()

    def _send(self, connection: http.client.HTTPConnection, at: int, said: int, count: int) -> None:
        connection.putrequest("PATCH", self.address)
        for name, value in self._headers().items():
            connection.putheader(name, value)
        connection.putheader("Content-Type", "application/offset+octet-stream")
        connection.putheader("Content-Length", str(said))
        connection.putheader("Upload-Offset", str(at))
        connection.endheaders()
        block = os.urandom(1024 * 1024)
        left = count
        while left:
            part = block[:left]
            connection.send(_HEAD + part[len(_HEAD) :] if at == 0 and left == count else part)
            left -= len(part)

    def _received(self) -> int:
        connection = self._connect()
        connection.request("GET", self.address, headers=self._headers())
        received: int = json.loads(connection.getresponse().read())["received"]
        connection.close()
        return received

    def _announce(self, length: int) -> tuple[int, dict[str, Any]]:
        connection = self._connect()
        body = json.dumps({"provider": self.who["provider"], "name": "film.mp4", "size": length})
        connection.request("POST", "/api/v1/uploads", body, {**self._headers(), "Content-Type": "application/json"})
        answer = connection.getresponse()
        told: dict[str, Any] = json.loads(answer.read())
        connection.close()
        return answer.status, told

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.who['token']}"}

    def _connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
