"""The work clock: whole minutes of study that there is room for since a life's beginning. Leave has none."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from nanocore.planning._kernels import fewest_minutes
from nanocore.planning._question import Life
from nanocore.planning._result import Fault
from nanocore.planning._typing import Ints

FOREVER = 1 << 40
"""Later than any minute that is ever reached."""
MOST_MINUTES_OF_A_WEEK = 1_000_000


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
        return int(self.at_all(np.array([week], dtype=np.int64))[0])

    def at_all(self, weeks: Ints) -> Ints:
        """What the clock shows when each of ``weeks`` begins."""
        piece = np.maximum(np.searchsorted(self.week, weeks, side="right") - 1, 0)
        passed = np.clip(weeks - self.week[piece], 0, FOREVER // MOST_MINUTES_OF_A_WEEK)
        return np.asarray(np.minimum(self.shows[piece] + passed * self.minutes[piece], FOREVER), dtype=np.int64)

    def week_of(self, minute: int) -> int:
        """The week that holds the minute that begins when the clock shows ``minute``."""
        piece = int(np.searchsorted(self.shows, minute, side="right")) - 1
        if self.minutes[piece] == 0:
            piece = int(np.flatnonzero(self.minutes)[-1])
        return int(self.week[piece] + (minute - self.shows[piece]) // self.minutes[piece])

    def fewest(self, starts: Ints, weeks: Ints) -> Ints:
        """The fewest minutes of any of ``weeks`` weeks from ``starts``; 0 when they begin before the life does."""
        return fewest_minutes(self.week, self.minutes, starts, weeks)

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
