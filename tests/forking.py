"""Commands in processes of their own that are spared the seconds in which Python loads what they begin with.

The first one loads it; each command is a fork of that one, with its own input, output, errors and exit status.
"""

import importlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@contextmanager
def forking(main: str, environment: Mapping[str, str], *, load: str) -> Iterator[Run]:
    """``run("--json", "-", given=b"…")`` of the function ``package.module:main``; ``load`` is what is loaded first."""
    command = [sys.executable, str(Path(__file__)), main, load]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with (
        tempfile.TemporaryDirectory(prefix="nanobank-forking-") as folder,
        subprocess.Popen(command, env=dict(environment), text=True, **pipes) as first,  # type: ignore[call-overload]
    ):
        given_in, said, wrong = (Path(folder, name) for name in ("in", "out", "err"))

        def run(*arguments: str, given: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
            given_in.write_bytes(given)
            asked = {"arguments": arguments, "files": [str(given_in), str(said), str(wrong)]}
            first.stdin.write(json.dumps(asked) + "\n")
            first.stdin.flush()
            status = int(first.stdout.readline())
            return subprocess.CompletedProcess(arguments, status, said.read_bytes(), wrong.read_bytes())

        try:
            yield run
        finally:
            first.stdin.close()


def _serve(main: Callable[[list[str]], int]) -> None:
    for line in sys.stdin:
        asked = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _child(main, asked["arguments"], asked["files"])
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)  # noqa: T201  # the answer


def _child(main: Callable[[list[str]], int], arguments: list[str], files: list[str]) -> Any:
    """The command itself, as if it had been started alone; never returns."""
    status = 1
    try:
        for number, (file, flags) in enumerate(
            zip(files, (os.O_RDONLY, *(os.O_WRONLY | os.O_CREAT | os.O_TRUNC,) * 2), strict=True)
        ):
            os.dup2(os.open(file, flags), number)
        sys.stdin, sys.stdout, sys.stderr = (open(number, mode) for number, mode in enumerate("rww"))  # noqa: PTH123, SIM115
        status = main(arguments)
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    module, _, function = sys.argv[1].partition(":")
    importlib.import_module(sys.argv[2])
    _serve(getattr(importlib.import_module(module), function))
