"""The web server as ``scripts/serve`` starts it, on a core of its own."""

import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.site import cpu
from bench.site.environment import PYTHON, ROOT, environment

ARGUMENTS = (
    "--interface wsgi --host 127.0.0.1 --port {port} --workers 1 --blocking-threads 4 --no-ws --log-level warning "
    "nanobank.site.wsgi:application"
)
_SECONDS_TO_START = 120


@dataclass(frozen=True)
class Server:
    """One that answers."""

    pid: int
    port: int

    def peak_megabytes(self) -> float:
        """The most memory that any one of its processes has had resident since it began or ``forget_peak``."""
        return max(cpu.peak_megabytes_of(pid) for pid in cpu.tree(self.pid))

    def forget_peak(self) -> None:
        """Begin anew with what is resident now."""
        for pid in cpu.tree(self.pid):
            cpu.forget_peak_of(pid)

    def cpu_seconds(self) -> float:
        """CPU that the server has used, its worker included."""
        return cpu.seconds_of_tree(self.pid)


@contextmanager
def serving(database_url: str, core: int, **variables: str) -> Iterator[Server]:
    """Start the server on this core, with settings beyond the usual; wait until it answers, stop it afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [Path(PYTHON).with_name("granian"), *ARGUMENTS.format(port=port).split()],
        cwd=ROOT,
        env={**environment(database_url), **variables},
        preexec_fn=lambda: os.sched_setaffinity(0, {core}),
    )
    try:
        _wait(process, port)
        yield Server(process.pid, port)
    finally:
        process.terminate()
        process.wait(timeout=_SECONDS_TO_START)


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/sundhed/")
            if connection.getresponse().status == http.HTTPStatus.OK:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise RuntimeError("the server did not start")
