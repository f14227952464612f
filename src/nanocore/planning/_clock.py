"""The work clock: whole minutes of study that there is room for since a life's beginning. Leave has none."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from nanocore.planning._kernels import dated
from nanocore.planning._question import Life
from nanocore.planning._result import Fault
from nanocore.planning._typing import Ints

FOREVER = 1 << 40
"""Later than any minute that is ever reached."""
MOST_MINUTES_OF_A_WEEK = 1_000_000
MOST_WEEKS = FOREVER // MOST_MINUTES_OF_A_WEEK


@dataclass(frozen=True, slots=True, eq=False)
class Clock:
    """Stretches of weeks with the same minutes: the i-th begins in ``week[i]``, when the clock shows ``shows[i]``."""

    week: Ints
    minutes: Ints
    shows: Ints

    @classmethod
    def of(cls, life: Life) -> "Clock":
        """The clock of a life. Periods out of order are put in order; of two in one week the later said holds."""
        periods = sorted(life.hours, key=lambda period: period.week)
        minutes = {life.begins: 0}
        for number, period in enumerate(periods):
            week = life.begins if number == 0 else max(period.week, life.begins)
            minutes[week] = max(0, min(int(period.hours * 60), MOST_MINUTES_OF_A_WEEK))
        weeks = np.array(sorted(minutes), dtype=np.int64)
        each = np.array([minutes[int(week)] for week in weeks], dtype=np.int64)
        shows = np.concatenate([[0], np.cumsum(each[:-1] * np.diff(weeks))]).astype(np.int64)
        return cls(weeks, each, shows)

    def at(self, week: int) -> int:
        """What the clock shows when ``week`` begins; before the life begins it shows 0."""
        piece = max(int(np.searchsorted(self.week, week, side="right")) - 1, 0)
        passed = min(max(week - int(self.week[piece]), 0), MOST_WEEKS)
        return min(int(self.shows[piece]) + passed * int(self.minutes[piece]), FOREVER)

    def week_of(self, minute: int) -> int:
        """The week that holds the minute that begins when the clock shows ``minute``."""
        piece = int(np.searchsorted(self.shows, minute, side="right")) - 1
        if self.minutes[piece] == 0:
            piece = int(np.flatnonzero(self.minutes)[-1])
        return int(self.week[piece] + (minute - self.shows[piece]) // self.minutes[piece])

    def dated(self, starts: Ints, weeks: Ints, work: Ints, at_once: int) -> tuple[Ints, Ints, Ints]:
        """What it shows when ``weeks`` weeks from ``starts`` begin and end, and how many of ``at_once`` lanes it takes
        to do ``work`` minutes in them, the same in each: one more than there are when one of them has none.
        """
        return dated(self.week, self.minutes, self.shows, MOST_WEEKS, starts, weeks, work, at_once)

    @property
    def end(self) -> int:
        """What the clock shows in the end; ``FOREVER`` unless study ends with a leave without end."""
        return int(self.shows[-1]) if self.minutes[-1] == 0 else FOREVER


def faults_of(life: Life) -> list[Fault]:
    """What makes no sense about the hours of a life."""
    faults = []
    weeks = [period.week for period in life.hours]
    if any(later <= earlier for earlier, later in pairwise(weeks)):
        faults.append(Fault("hours_not_in_order", tuple(str(week) for week in weeks)))
    if not any(Clock.of(life).minutes):
        faults.append(Fault("no_hours", ()))
    return faults
