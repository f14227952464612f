"""One size of catalogue in a process of its own, on one core: ``python -m bench.planning.measuring 20000 50 10 10``.

How many modules and questions, for how many of the first of them HiGHS is asked too, and how many seconds each
solve may take. Seconds are seconds of CPU, all threads included; what it prints is JSON. A machine that others use too
gives less CPU than its clock says, so who is stopped by the clock, HiGHS and we alike, gets as many times more of it as
making the index has just taken.
"""

import gc
import json
import os
import resource
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bench.planning.market import market
from bench.planning.mip import Answer, by_highs
from bench.planning.people import after_a_change, questions
from bench.planning.sensible import sensible_plan
from bench.site import cpu
from nanocore.planning import (
    Aim,
    Catalogue,
    Index,
    Limits,
    Plan,
    Question,
    Result,
    Status,
    alternatives,
    explain,
    index_of,
    solve,
    warm,
)
from nanocore.planning.checking import violations

_DONE = {Status.BEST, Status.IMPOSSIBLE, Status.NOTHING_TO_DO}
_FAR = 200
"""Weeks that a rival looks ahead where neither a first plan nor a deadline says how far to look."""


@dataclass
class Asked:
    """What came of one question; milliseconds of CPU, None where there is nothing to tell."""

    is_degree: bool
    wants_finish_first: bool
    status: str
    gap: str | None
    milliseconds: float
    first: float | None
    is_proven: bool
    finish: int | None = None
    repair: float | None = None
    repair_first: float | None = None
    is_repair_proven: bool = False
    alternatives: float | None = None
    number_of_alternatives: int = 0
    explanation: float | None = None
    sensible: int | None = None
    highs: float | None = None
    is_highs_proven: bool = False
    is_highs_compared: bool = False
    highs_repair: float | None = None


@dataclass
class Measured:
    """All questions of a size, and what the machine had to say."""

    modules: int
    seconds: float
    indexing: float
    megabytes_before: float
    megabytes: float
    mark: float
    asked: list[Asked] = field(default_factory=list)


def measure(modules: int, count: int, beside: int, seconds: float) -> Measured:
    """Ask everything of ours, then of the rivals what they are asked."""
    here = market(modules)
    began, clock = time.process_time(), time.monotonic()
    index = index_of(here.catalogue)
    indexing = time.process_time() - began
    warm()
    slowness = (time.monotonic() - clock) / (time.process_time() - began)
    limits = Limits(seconds * max(slowness, 1.0), effort=seconds)
    gc.collect()
    before = _resident()
    marks, asked = [cpu.speed_mark()], []
    people = questions(here, count)
    answers = []
    for number, question in enumerate(people):
        answer, one = _ours(question, index, here.catalogue, limits)
        if answer.plan:
            _repaired(after_a_change(question, answer.plan, number), one, index, here.catalogue, limits)
        if answer.status is Status.IMPOSSIBLE:
            _explained(question, one, index, limits)
        answers.append(answer)
        asked.append(one)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # it gives kilobytes
    marks.append(cpu.speed_mark())
    for question, one in zip(people, asked, strict=True):
        plan = sensible_plan(question, here.catalogue)
        one.sensible = plan.figures.finish if plan else None
    for number in range(min(beside, count)):
        if answers[number].plan and not asked[number].is_degree:
            _alternatives(people[number], asked[number], index, here.catalogue, limits)
        _beside(people[number], answers[number], asked[number], index, here.catalogue, limits)
    return Measured(modules, seconds, indexing, before, most, sum(marks) / len(marks), asked)


def _ours(question: Question, index: Index, catalogue: Catalogue, limits: Limits) -> tuple[Result, Asked]:
    answer, milliseconds, first = _timed(question, index, catalogue, limits)
    one = Asked(
        is_degree=question.goal.rules is not None,
        wants_finish_first=question.wishes.order[0] is Aim.FINISH,
        status=answer.status.value,
        gap=answer.gap,
        milliseconds=milliseconds,
        first=first,
        is_proven=answer.status in _DONE,
        finish=answer.plan.figures.finish if answer.plan else None,
    )
    return answer, one


def _alternatives(question: Question, one: Asked, index: Index, catalogue: Catalogue, limits: Limits) -> None:
    """The fastest, the cheapest and the best."""
    began = time.process_time()
    front = alternatives(question, index, most=3, limits=limits)
    one.alternatives = (time.process_time() - began) * 1000
    one.number_of_alternatives = len(front.alternatives)
    for other in front.alternatives:
        _check(other.plan, question, catalogue)


def _explained(question: Question, one: Asked, index: Index, limits: Limits) -> None:
    """Why there is no plan."""
    began = time.process_time()
    explain(question, index, limits=limits)
    one.explanation = (time.process_time() - began) * 1000


def _timed(
    question: Question, index: Index, catalogue: Catalogue, limits: Limits
) -> tuple[Result, float, float | None]:
    """The answer, milliseconds until it came, and until the first plan did."""
    firsts: list[float] = []

    def watch(so_far: Result) -> bool:
        if so_far.plan:
            firsts.append(time.process_time())
        return True

    began = time.process_time()
    answer = solve(question, index, limits=limits, watch=watch)
    milliseconds = (time.process_time() - began) * 1000
    if answer.plan:
        _check(answer.plan, question, catalogue)
    return answer, milliseconds, (firsts[0] - began) * 1000 if firsts else None


def _repaired(question: Question, one: Asked, index: Index, catalogue: Catalogue, limits: Limits) -> None:
    answer, one.repair, one.repair_first = _timed(question, index, catalogue, limits)
    one.is_repair_proven = answer.status in _DONE


def _beside(question: Question, answer: Result, one: Asked, index: Index, catalogue: Catalogue, limits: Limits) -> None:
    """What HiGHS makes of it."""
    first_aim, deadline = question.wishes.order[0], question.life.deadline
    within = question.life.begins + _FAR if deadline is None else deadline
    if first_aim is Aim.FINISH and answer.plan:
        within = min(within, answer.plan.figures.finish if one.sensible is None else one.sensible)
    theirs = by_highs(question, index, within, limits)
    one.highs, one.is_highs_proven = theirs.seconds * 1000, theirs.proven
    one.is_highs_compared = _agree(question, answer, theirs, catalogue)
    if answer.plan:
        anew = after_a_change(question, answer.plan, 0)
        one.highs_repair = by_highs(anew, index, within, limits).seconds * 1000


def _agree(question: Question, answer: Result, theirs: Answer, catalogue: Catalogue) -> bool:
    """Whether both have proven something that can be compared; raises RuntimeError when they disagree."""
    if not theirs.proven or answer.status not in _DONE:
        return False
    if theirs.is_impossible and answer.status is Status.BEST and question.life.deadline is not None:
        raise RuntimeError(f"HiGHS finds no plan where there is one: {question}")
    if theirs.plan is None or violations(theirs.plan, question, catalogue):
        return False
    if answer.plan is None or worth(theirs.plan, question) < worth(answer.plan, question):
        raise RuntimeError(f"HiGHS has a better plan: {question}")
    return worth(theirs.plan, question) == worth(answer.plan, question)


def worth(plan: Plan, question: Question) -> tuple[object, ...]:
    """What is made small, in the learner's order."""
    figures = plan.figures
    worth = {Aim.FINISH: figures.finish, Aim.COST: figures.cost, Aim.QUALITY: figures.shortfall}
    return tuple(worth[aim] for aim in question.wishes.order)


def _check(plan: Plan, question: Question, catalogue: Catalogue) -> None:
    broken = violations(plan, question, catalogue)
    if broken:
        raise RuntimeError(f"a plan breaks {broken}: {question}")


def _resident() -> float:
    """Megabytes that this process has in memory."""
    pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_048_576


if __name__ == "__main__":
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    size, number, rivals = (int(word) for word in sys.argv[1:4])
    print(json.dumps(asdict(measure(size, number, rivals, float(sys.argv[4])))))
