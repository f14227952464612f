"""A mentor's free times: their weekly hours, without the days they are away and what is taken. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Hours:
    """Every week on ``weekday`` (Monday 0) from ``begins`` to ``ends``, local time, in turns of ``minutes``."""

    weekday: int
    begins: time
    ends: time
    minutes: int
    meeting: str
    place: str = ""


@dataclass(frozen=True)
class Slot:
    """One time that can be had; aware, in the zone of the hours."""

    begins: datetime
    ends: datetime
    meeting: str
    place: str = ""


def slots_between(
    hours: Sequence[Hours],
    *,
    first: date,
    last: date,
    zone: ZoneInfo,
    away: Iterable[tuple[date, date]] = (),
    taken: Iterable[tuple[datetime, datetime]] = (),
    not_before: datetime,
) -> list[Slot]:
    """The free times from the first day to the last, in order; none overlaps what is taken or lies before then.

    A turn in the hour that summer time takes away or gives twice is left out: nobody would know when it is.
    """
    closed, busy = list(away), list(taken)
    found: dict[datetime, Slot] = {}
    for slot in _all(hours, first, last, zone):
        day = slot.begins.date()
        is_away = any(begin <= day <= end for begin, end in closed)
        is_busy = any(slot.begins < end and begin < slot.ends for begin, end in busy)
        if slot.begins >= not_before and not is_away and not is_busy:
            found.setdefault(slot.begins, slot)
    return [found[begins] for begins in sorted(found)]


def _all(hours: Sequence[Hours], first: date, last: date, zone: ZoneInfo) -> Iterator[Slot]:
    day = first
    while day <= last:
        for one in hours:
            if one.weekday == day.weekday():
                yield from _turns(one, day, zone)
        day += _A_DAY


def _turns(one: Hours, day: date, zone: ZoneInfo) -> Iterator[Slot]:
    step = timedelta(minutes=one.minutes)
    begins, closing = datetime.combine(day, one.begins), datetime.combine(day, one.ends)
    while begins + step <= closing:
        aware, ends = begins.replace(tzinfo=zone), (begins + step).replace(tzinfo=zone)
        if _is_plain(aware) and _is_plain(ends):
            yield Slot(aware, ends, one.meeting, one.place)
        begins += step


def _is_plain(moment: datetime) -> bool:
    """Whether the local time is there once: the clock is neither put forward nor back across it."""
    return moment.utcoffset() == moment.replace(fold=1).utcoffset()
