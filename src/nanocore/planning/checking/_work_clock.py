"""From weeks to minutes of study and back, written apart from the clock that plans are made with."""

import math
from bisect import bisect_right
from decimal import Decimal
from itertools import accumulate

from nanocore.planning._question import Life, Period


class WorkClock:
    """Weeks to minutes of study there has been room for, and back."""

    def __init__(self, life: Life) -> None:
        hours = life.hours or (Period(life.begins, Decimal(0)),)
        self._weeks = [life.begins, *(max(period.week, life.begins) for period in hours[1:])]
        """The first week of each stretch of weeks with the same minutes."""
        self._rates = [int(period.hours * 60) for period in hours]
        lengths = (after - before for before, after in zip(self._weeks, self._weeks[1:], strict=False))
        grown = (length * rate for length, rate in zip(lengths, self._rates, strict=False))
        self._minutes = list(accumulate(grown, initial=0))
        """Minutes before each stretch."""

    def of_week(self, week: int) -> int:
        """Minutes of study in a week."""
        return self._rates[self._stretch(week)] if week >= self._weeks[0] else 0

    def before(self, week: int) -> int:
        """Minutes of study in all weeks before."""
        stretch = self._stretch(week)
        return self._minutes[stretch] + (week - self._weeks[stretch]) * self._rates[stretch]

    def week_of(self, minute: int) -> int | None:
        """The week in which this minute is studied, the first being minute 0; None when there is never so much time."""
        for week, before, rate, after in zip(
            self._weeks, self._minutes, self._rates, [*self._minutes[1:], math.inf], strict=True
        ):
            if rate and minute < after:
                return week + (minute - before) // rate
        return None

    def _stretch(self, week: int) -> int:
        return max(bisect_right(self._weeks, week) - 1, 0)
