"""The planner: a process that answers questions about plans, so that no web request ever does.

Any number of them, on any number of machines, share one database: each takes the planning whose person has waited
longest for a turn, with a conditional UPDATE that only one of them can win. What a planner that died had taken is taken
again when it has not been heard of for a while.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Final

from django.db import OperationalError, close_old_connections
from django.db.models import F

from nanobank.common import clock
from nanobank.pathways.cohorts.solving import BalanceTurn
from nanobank.pathways.confirming import LongerTurn
from nanobank.pathways.models import Planning, PlanningKind, PlanningState
from nanobank.pathways.queries import queue
from nanobank.pathways.shelf import Shelves
from nanobank.pathways.solving import Turn
from nanobank.pathways.teams.solving import TeamTurn
from nanobank.pathways.turns import is_awaited, mine

log = logging.getLogger(__name__)

DEAD_AFTER: Final = timedelta(seconds=60)
"""A planner has died that has not been heard of for so long; longer than any question may take."""
KEPT_FOR: Final = timedelta(days=1)
"""How long the answer to a problem of somebody's own can be fetched."""
MOST_TRIES: Final = 3
_TURNS: Final[dict[str, type[TeamTurn] | type[BalanceTurn]]] = {
    PlanningKind.TEAM: TeamTurn,
    PlanningKind.BALANCE: BalanceTurn,
}
_LOOK_EVERY: Final = 0.1
"""Seconds between two looks at an empty queue: one query that an index answers."""
_LOOK_AFTER_THE_DEAD_EVERY: Final = 5.0
_FEW: Final = 5


@dataclass
class Planner:
    """One planner. ``name`` tells it from all others; ``shelves`` is the catalogue, shared by all of this process."""

    name: str
    shelves: Shelves = field(default_factory=Shelves)
    now: Callable[[], datetime] = clock.now
    stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Work until ``stopping`` is set; what is under way then goes back in the queue."""
        looked = 0.0
        while not self.stopping.is_set():
            try:
                if monotonic() - looked > _LOOK_AFTER_THE_DEAD_EVERY:
                    looked = monotonic()
                    self.look_after_the_dead()
                    close_old_connections()
                if not self.work():
                    self.stopping.wait(_LOOK_EVERY)
            except OperationalError:
                log.exception("the database does not answer")
                close_old_connections()
                self.stopping.wait(1)

    def work(self) -> bool:
        """Answer one planning; whether there was one."""
        planning = self.claim()
        if planning is None:
            return False
        self.answer(planning)
        return True

    def claim(self) -> Planning | None:
        """Take the planning whose turn it is; None when none waits that somebody still looks at."""
        for pk in list(queue().values_list("pk", flat=True)[:_FEW]):
            now = self.now()
            taken = Planning.objects.filter(pk=pk, state=PlanningState.WAITING).update(
                state=PlanningState.RUNNING,
                stage="searching",
                begun_at=now,
                beat_at=now,
                planner=self.name,
                tries=F("tries") + 1,
            )
            if taken:
                planning = Planning.objects.select_related("pathway", "person", "event", "team").get(pk=pk)
                if is_awaited(planning, now) or (planning.best and planning.pathway):
                    return planning
                mine(planning, self.name).update(state=PlanningState.STOPPED, ended_at=now)
        return None

    def answer(self, planning: Planning) -> None:
        """Solve it, tell how it goes, and keep what came of it. Nothing that goes wrong stops the planner."""
        try:
            shelf = self.shelves.now(self.now())
            turn = _TURNS.get(planning.kind, LongerTurn if "confirms" in planning.problem else Turn)
            turn(planning, self.name, shelf, now=self.now, is_stopping=self.stopping.is_set).take()
        except OperationalError:
            raise
        except Exception as error:
            log.exception("planning %s failed", planning.uuid)
            mine(planning, self.name).update(
                state=PlanningState.FAILED, ended_at=self.now(), trouble=type(error).__name__
            )

    def look_after_the_dead(self) -> int:
        """Put back in the queue what planners that died had taken; how many there were.

        What has been tried several times is given up, for it may be what they died of. Problems of people's own, which
        are large, are forgotten a day after they were answered.
        """
        now = self.now()
        theirs = Planning.objects.filter(pathway__isnull=True, team__isnull=True, balance__isnull=True)
        theirs.filter(ended_at__lt=now - KEPT_FOR).delete()
        dead = Planning.objects.filter(state=PlanningState.RUNNING, beat_at__lt=now - DEAD_AFTER)
        dead.filter(tries__gte=MOST_TRIES).update(state=PlanningState.FAILED, ended_at=now, trouble="died")
        return dead.update(state=PlanningState.WAITING, planner="")
