"""@digitalbazaar/vc in a process of its own, asked between our own rounds."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.site.environment import ROOT
from nanocore.signing import JsonObject


class DigitalBazaar:
    """Signs or verifies the same credential as often as asked."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def rate(self, what: str, times: int) -> float:
        """How often a second of CPU it does `issue` or `verify`. Raises RuntimeError when it has given up."""
        answer = self._ask({"do": what, "times": times})
        return times / float(answer)

    def begin(self, setting: JsonObject) -> None:
        """What to work on: see `digitalbazaar.mjs`."""
        self._write(setting)

    def _ask(self, question: JsonObject) -> str:
        self._write(question)
        if self._process.stdout is None or not (answer := self._process.stdout.readline()):
            raise RuntimeError("the rival has ended")
        return answer

    def _write(self, message: JsonObject) -> None:
        if self._process.stdin is None:
            raise RuntimeError("the rival cannot be asked")
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()


@contextmanager
def digital_bazaar(setting: JsonObject) -> Iterator[DigitalBazaar]:
    """The rival, on the core that this process is on."""
    script = Path(__file__).with_suffix(".mjs")
    with subprocess.Popen(
        ["node", script], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        rival = DigitalBazaar(process)
        rival.begin(setting)
        yield rival
        if process.stdin:
            process.stdin.close()
