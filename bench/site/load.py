"""Sends requests to the server from a process of its own: ``python -m bench.site.load`` with a job on standard input.

A job is JSON: ``port``, ``core``, ``concurrency`` and ``requests``, each with ``path``, ``cookie`` and ``expect``, a
text that the page must hold. Each of ``concurrency`` visitors keeps one connection and asks again when answered. The
answer is JSON: ``seconds`` in all, ``latencies`` in milliseconds.
"""

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import Any

from bench.site.environment import PYTHON, ROOT


@dataclass(frozen=True)
class Request:
    """One page to ask for, and what it must hold to count as answered."""

    path: str
    cookie: str
    expect: str


@dataclass(frozen=True)
class Answered:
    """How a job went."""

    seconds: float
    latencies: list[float]

    @property
    def per_second(self) -> float:
        """Requests answered a second."""
        return len(self.latencies) / self.seconds


def send(requests: Sequence[Request], *, port: int, core: int, concurrency: int) -> Answered:
    """Run one job in a process of its own. Raises CalledProcessError when a page is not what it should be."""
    job = {"port": port, "core": core, "concurrency": concurrency, "requests": [asdict(one) for one in requests]}
    ran = subprocess.run(
        [PYTHON, "-m", "bench.site.load"],
        cwd=ROOT,
        input=json.dumps(job),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return Answered(**json.loads(ran.stdout))


def main() -> None:
    """Do the job on standard input."""
    job = json.load(sys.stdin)
    os.sched_setaffinity(0, {job["core"]})
    visitors = [job["requests"][first :: job["concurrency"]] for first in range(job["concurrency"])]
    began = time.perf_counter()
    with ThreadPoolExecutor(job["concurrency"]) as pool:
        latencies = [
            taken for visit in pool.map(lambda requests: _visit(job["port"], requests), visitors) for taken in visit
        ]
    json.dump({"seconds": time.perf_counter() - began, "latencies": latencies}, sys.stdout)


def _visit(port: int, requests: Sequence[dict[str, Any]]) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    latencies = []
    for request in requests:
        began = time.perf_counter()
        connection.request("GET", request["path"], headers={"Cookie": request["cookie"]} if request["cookie"] else {})
        response = connection.getresponse()
        body = response.read()
        latencies.append((time.perf_counter() - began) * 1000)
        if response.status != http.HTTPStatus.OK or request["expect"].encode() not in body:
            raise RuntimeError(f"{request['path']} answered {response.status} without {request['expect']!r}")
    connection.close()
    return latencies


if __name__ == "__main__":
    main()
