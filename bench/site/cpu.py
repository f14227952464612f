"""CPU time and memory that processes have used, from ``/proc``."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

_MARK_LOOPS = 500
_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


def speed_mark() -> float:
    """Microseconds of CPU for a loop of a thousand additions: how fast the machine is while others use it too."""
    began = time.process_time()
    for _ in range(_MARK_LOOPS):
        sum(range(1_000))
    return (time.process_time() - began) / _MARK_LOOPS * 1_000_000


def ticks_in(stat: str) -> int:
    """User and system time in a line of ``/proc/<pid>/stat``. The command may itself hold spaces and brackets."""
    fields = stat.rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def seconds_of(pid: int) -> float:
    """CPU seconds of one process, all its threads."""
    return ticks_in(Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")) / _TICKS_A_SECOND


def peak_megabytes_of(pid: int) -> float:
    """The most memory that a process has had resident since it began, or since ``forget_peak_of`` (``VmHWM``)."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


def forget_peak_of(pid: int) -> None:
    """Let the most that a process has had resident be what it has now (``man 5 proc``: clear_refs)."""
    Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="utf-8")


def seconds_of_tree(pid: int) -> float:
    """CPU seconds of a process and all that it has started and that still run."""
    return sum(seconds_of(one) for one in tree(pid))


def seconds_of_backends(postmaster: int) -> float:
    """CPU seconds of the PostgreSQL processes that serve connections, not of those that tidy up."""
    return sum(seconds_of(child) for child in children(postmaster) if b"[local]" in _command(child))


def children(pid: int) -> list[int]:
    """The processes that this one has started, from any of its threads."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += [int(child) for child in (task / "children").read_text(encoding="utf-8").split()]
    return found


def tree(pid: int) -> Iterator[int]:
    """A process and all that it has started and that still run."""
    yield pid
    for child in children(pid):
        yield from tree(child)


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:  # it has ended meanwhile
        return b""
