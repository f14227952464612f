"""When people write and decide: by day, whenever the demo is laid."""

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

_MORNING: Final = 7
_EVENING: Final = 21
_NIGHT: Final = timedelta(hours=24 - _EVENING + _MORNING)
_LATE: Final = timedelta(minutes=50)
"""How long after the evening has begun somebody may still be up."""


def by_day(then: datetime) -> datetime:
    """A moment of the night is moved to the last hour of the evening before; what came later still comes later."""
    local = timezone.localtime(then)
    if _MORNING <= local.hour < _EVENING:
        return then
    evening = local.replace(hour=_EVENING, minute=0, second=0, microsecond=0)
    if local.hour < _MORNING:
        evening -= timedelta(days=1)
    began = evening.astimezone(then.tzinfo)
    return began + (then - began) * (_LATE / _NIGHT)
