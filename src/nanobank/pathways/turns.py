"""A planner's hold on one planning: it says that it is alive, and hears whether to go on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto
from threading import get_ident
from time import monotonic
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.db.models import F, Q

from nanobank.pathways.bridge import Limits
from nanobank.pathways.models import Planning, PlanningQuerySet, PlanningState

ABANDONED_AFTER: Final = timedelta(seconds=20)
"""Nobody waits who has not looked for so long."""
_HEARD_EVERY: Final = 0.3
"""Seconds between two signs of life while nothing better is found."""


class LetGo(Enum):
    """Why a planner lets go of a planning before it is answered."""

    UNWANTED = auto()
    """Whoever asked has stopped it, or left."""
    LEAVING = auto()
    """The planner has to end."""
    OTHERS = auto()
    """It has had its slice of time, and others wait."""
    LOST = auto()
    """It is another's by now: asked anew, or taken over."""


def mine(planning: Planning, planner: str) -> PlanningQuerySet:
    """The row of a planning, as long as it is this planner's to answer."""
    return Planning.objects.filter(pk=planning.pk, state=PlanningState.RUNNING, planner=planner)


def is_awaited(planning: Planning, now: datetime) -> bool:
    """Whether somebody still wants it."""
    return not planning.stop_asked and (planning.unattended or planning.seen_at > now - ABANDONED_AFTER)


def limits() -> Limits:
    """How long one question may take."""
    return Limits(seconds=settings.PLANNING_SECONDS, effort=settings.PLANNING_EFFORT)


def longer_limits() -> Limits:
    """How long a plan may be looked at that has been found already and is not proven best."""
    seconds = settings.PLANNING_LONGER_SECONDS
    return Limits(seconds=seconds, effort=settings.PLANNING_EFFORT * seconds / settings.PLANNING_SECONDS)


@dataclass
class Hold:
    """``planner`` has taken ``planning``. ``let_go`` says why it is to be let go of, None as long as it is not."""

    planning: Planning
    planner: str
    now: Callable[[], datetime]
    is_stopping: Callable[[], bool] = lambda: False
    let_go: LetGo | None = None
    _heard: float = 0.0
    _began: float = field(default_factory=monotonic)
    _thread: int = field(default_factory=get_ident)
    _is_enclosed: bool = field(default_factory=lambda: connection.in_atomic_block)
    """Whether all this is part of a larger transaction, which other threads would wait for in vain."""

    def row(self) -> PlanningQuerySet:
        """The planning, as long as it is held."""
        return mine(self.planning, self.planner)

    def goes_on(self, told: Callable[[], dict[str, Any]] | None = None) -> bool:
        """Say that it is alive, and ``told`` with it if there is news; whether to go on.

        Without news the database hears of it a few times a second, however often this is called. The solver may call
        from threads of its own.
        """
        if told is None and monotonic() - self._heard < _HEARD_EVERY:
            return self.let_go is None
        if get_ident() == self._thread:
            return self._tell(told)
        if self._is_enclosed:
            return self.let_go is None
        try:
            return self._tell(told)
        finally:
            connection.close()

    def put_back(self) -> None:
        """Back into the queue, with what has been found so far; that it was taken does not count as a try."""
        slices = self.planning.slices + (self.let_go is LetGo.OTHERS)
        self.row().update(state=PlanningState.WAITING, planner="", tries=F("tries") - 1, slices=slices)

    def _tell(self, told: Callable[[], dict[str, Any]] | None) -> bool:
        self._heard = monotonic()
        if self.let_go is None:
            is_held = self.row().update(beat_at=self.now(), **(told() if told else {}))
            self.let_go = self._reason() if is_held else LetGo.LOST
        return self.let_go is None

    def _reason(self) -> LetGo | None:
        if self.is_stopping():
            return LetGo.LEAVING
        row = self.row().only("stop_asked", "seen_at", "unattended").first()
        if row is None:
            return LetGo.LOST
        if not is_awaited(row, self.now()):
            return LetGo.UNWANTED
        return LetGo.OTHERS if self._has_had_its_slice() and self._others_wait() else None

    def _has_had_its_slice(self) -> bool:
        """Twice as long each time, so that what is begun anew is never more than what is got on with."""
        slice_seconds: float = settings.PLANNING_SLICE_SECONDS * 2**self.planning.slices
        return monotonic() - self._began > slice_seconds

    def _others_wait(self) -> bool:
        waiting = Planning.objects.filter(state=PlanningState.WAITING)
        if "confirms" not in self.planning.problem:  # whoever has a plan already waits for their own next question too
            waiting = waiting.exclude(person=self.planning.person_id)
        awaited = Q(unattended=True) | Q(seen_at__gt=self.now() - ABANDONED_AFTER)
        return waiting.filter(awaited).exists()
