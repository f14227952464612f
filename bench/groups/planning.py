"""Plans for invented people in invented markets, beside HiGHS and a sensible person, and the curricula of CSPLib."""

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bench.planning import curricula, page
from bench.report import Row, median, percentile, ratio
from bench.site.environment import PYTHON, ROOT
from bench.volume.sizes import Size


@dataclass(frozen=True)
class Load:
    """How many questions about so many modules; of the first ``beside`` HiGHS is asked too."""

    modules: int
    questions: int
    beside: int
    seconds: float


_LOADS: Final = {
    "small": (Load(20_000, 10, 3, 1.5),),
    "full": tuple(Load(modules, 50, 50, 10.0) for modules in (200, 2_000, 20_000, 100_000)),
}
_NAMES: Final = {200: "200", 2_000: "2k", 20_000: "20k", 100_000: "100k"}
_HIGHS: Final = "HiGHS, time-indexed MIP"
Asked = dict[str, Any]


def measure(size: Size) -> Iterator[Row]:
    """Each size in a process of its own. ``BENCH_PLANNING=2000:50:10:10`` measures that instead (as `Load`)."""
    asked = os.environ.get("BENCH_PLANNING")
    for load in (_load(asked),) if asked else _LOADS[size.name]:
        yield from _rows(load)
    yield from _curricula()
    yield from page.rows()


def _load(words: str) -> Load:
    modules, questions, beside, seconds = words.split(":")
    return Load(int(modules), int(questions), int(beside), float(seconds))


def _rows(load: Load) -> Iterator[Row]:
    words = (load.modules, load.questions, load.beside, load.seconds)
    ran = subprocess.run(
        [PYTHON, "-m", "bench.planning.measuring", *map(str, words)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": "src"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    measured = json.loads(ran.stdout)
    table = _Table(load, measured)
    yield from table.speed()
    yield from table.repair()
    yield from table.proof()
    yield from table.sensible()
    yield table.memory()


class _Table:
    """The rows of one size."""

    def __init__(self, load: Load, measured: dict[str, Any]) -> None:
        self.asked: list[Asked] = measured["asked"]
        self.goals = [one for one in self.asked if not one["is_degree"]]
        self.measured, self.load = measured, load
        self.suffix = _NAMES.get(load.modules, str(load.modules))
        statuses = [one["status"] for one in self.asked]
        self.conditions = (
            f"{load.modules:,} modules, {len(self.asked)} questions ({len(self.goals)} goals, the rest degrees): "
            + ", ".join(f"{statuses.count(status)} {status}" for status in sorted(set(statuses)))
            + f"; CPU time on one of {os.cpu_count()} cores; ours stops at {load.seconds:g} of CP-SAT's deterministic "
            f"seconds, HiGHS at {load.seconds:g} s and is asked the first {load.beside}; the index took "
            f"{measured['indexing']:.2f} s; every plan passed the checker, {self._compared()} agreed with HiGHS; "
            f"1,000 additions took {measured['mark']:.0f} µs; load average {os.getloadavg()[0]:.1f}"
        )

    def speed(self) -> Iterator[Row]:
        """How long goal questions take, and the first plan of any."""
        beside = [one for one in self.goals if one["highs"] is not None]
        for name, of in (("median", median), ("p90", _p90)):
            value = of([one["milliseconds"] for one in self.goals])
            times = _times(of, beside, "highs", "milliseconds")
            yield self._row(name, value, "ms", _HIGHS if beside else "", times, len(self.goals))
        slowest = max(one["milliseconds"] for one in self.asked)
        yield self._row("slowest", slowest, "ms", "", None, len(self.asked))
        for name, what, of in (
            ("first", "first", median),
            ("first_p95", "first", _p95),
            ("alternatives", "alternatives", median),
            ("explain", "explanation", median),
        ):
            known = [one[what] for one in self.asked if one[what] is not None]
            if known:
                yield self._row(name, of(known), "ms", "", None, len(known))

    def repair(self) -> Iterator[Row]:
        """How long it takes to mend a plan when one module of it is gone."""
        mended = [one for one in self.asked if one["repair"] is not None]
        if not mended:
            return
        beside = [one for one in mended if one["highs_repair"] is not None]
        times = _times(median, beside, "highs_repair", "repair")
        against = f"{_HIGHS}, planning anew" if beside else ""
        yield self._row("repair", median([one["repair"] for one in mended]), "ms", against, times, len(mended))
        firsts = [one["repair_first"] for one in mended if one["repair_first"] is not None]
        if firsts:
            yield self._row("repair_first", median(firsts), "ms", "", None, len(firsts))
        soon = [one["is_repair_proven"] and one["repair"] <= 300 for one in mended]
        yield self._row("repair_share", _share(soon), "proven in 0.3 s", "", None, len(mended))

    def proof(self) -> Iterator[Row]:
        """How many are proven best or impossible in time."""
        beside = [one for one in self.asked if one["highs"] is not None]
        ours = _share(one["is_proven"] and one["milliseconds"] <= 2_000 for one in beside)
        theirs = _share(one["is_highs_proven"] and one["highs"] <= 2_000 for one in beside)
        times = ratio(ours, theirs) if beside else None
        share = _share(one["is_proven"] and one["milliseconds"] <= 2_000 for one in self.asked)
        yield self._row("proven_share", share, "of 1, in 2 s", _HIGHS, times, len(self.asked))
        goals = _share(one["is_proven"] and one["milliseconds"] <= 1_000 for one in self.goals)
        yield self._row("goal_share", goals, "of 1, in 1 s", "", None, len(self.goals))
        degrees = [one for one in self.asked if one["is_degree"]]
        if degrees:
            share = _share(one["is_proven"] and one["milliseconds"] <= 2_000 for one in degrees)
            yield self._row("degree_share", share, "of 1, in 2 s", "", None, len(degrees))

    def sensible(self) -> Iterator[Row]:
        """How much later a sensible person's plan ends, where weeks are what matters most."""
        compared = [
            one for one in self.asked if one["wants_finish_first"] and None not in (one["sensible"], one["finish"])
        ]
        if not compared:
            return
        late = [max(one["sensible"] - one["finish"], 0) for one in compared]
        later = [weeks for weeks in late if weeks]
        against = "a sensible person's plan"
        yield self._row("greedy_loss", _share(map(bool, late)), "of 1, later", against, None, len(compared))
        if later:
            yield self._row("greedy_weeks", median(later), "weeks later", against, None, len(later))

    def memory(self) -> Row:
        """What solving took on top of the catalogue and its index."""
        more = self.measured["megabytes"] - self.measured["megabytes_before"]
        return self._row("memory", more, "MB", "", None, len(self.asked))

    def _compared(self) -> int:
        return sum(one["is_highs_compared"] for one in self.asked)

    def _row(self, name: str, value: float, unit: str, against: str, times: float | None, n: int) -> Row:
        return Row(f"planning.{name}_{self.suffix}", round(value, 3), unit, against, times, n, self.conditions)


def _curricula() -> Iterator[Row]:
    """How many of the balanced curricula are proven at the known optimum, and the slowest."""
    began = time.process_time()
    answers = curricula.answers()
    if not answers:
        return
    right = [one for one in answers if one.is_right]
    conditions = (
        "CSPLib prob030: "
        + ", ".join(f"{one.name} {one.heaviest} in {one.milliseconds:.0f} ms" for one in answers)
        + f"; CPU time, one worker; {time.process_time() - began:.1f} s in all; load average {os.getloadavg()[0]:.1f}"
    )
    yield Row("planning.bacp", len(right), "of 3 proven", "the known optimum", None, len(answers), conditions)


def _times(of: Callable[[Sequence[float]], float], beside: Sequence[Asked], theirs: str, ours: str) -> float | None:
    if not beside:
        return None
    return ratio(of([one[theirs] for one in beside]), of([one[ours] for one in beside]))


def _p90(values: Sequence[float]) -> float:
    return percentile(values, 90)


def _p95(values: Sequence[float]) -> float:
    return percentile(values, 95)


def _share(flags: Any) -> float:
    every = [bool(flag) for flag in flags]
    return sum(every) / len(every) if every else 0.0
