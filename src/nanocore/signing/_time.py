"""Moments as credentials write them (xsd:dateTime)."""

import re
from datetime import UTC, datetime
from functools import lru_cache

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,12})?(Z|[+-]\d\d:\d\d)?")


@lru_cache(maxsize=256)
def write_moment(moment: datetime) -> str:
    """`2026-03-01T12:00:00Z`: in UTC, to the second. Raises `ValueError` for a moment without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def read_moment(text: object) -> datetime:
    """The aware moment in `text`; one without a time zone is UTC. Raises `ValueError` for anything else."""
    if not isinstance(text, str):
        raise ValueError("not an xsd:dateTime")
    return _read(text)


@lru_cache(maxsize=1024)
def _read(text: str) -> datetime:
    if not _MOMENT.fullmatch(text):
        raise ValueError("not an xsd:dateTime")
    moment = datetime.fromisoformat(text)
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        raise ValueError("outside the calendar") from None
