"""A seat is held for somebody while they make up their mind, and is given back when they do not take it."""

from datetime import datetime

from django.db.models import QuerySet

from nanobank.catalogue.services import give_back_seat, take_seat
from nanobank.employers.models import LineState, OrderLine


def hold(lines: QuerySet[OrderLine]) -> int:
    """Hold a seat for each line that has none; how many. Raises Conflict when one is gone."""
    held = 0
    for line in lines.filter(state=LineState.ASKED).select_related("offering"):
        take_seat(offering=line.offering)
        line.state = LineState.OFFERED
        line.save(update_fields=["state"])
        held += 1
    return held


def take_back(lines: QuerySet[OrderLine], *, now: datetime) -> int:
    """Give up the seats that nobody has said yes or no to; how many lines there were."""
    taken = list(lines.filter(state__in=[LineState.ASKED, LineState.OFFERED]).select_related("offering"))
    for line in taken:
        if line.state == LineState.OFFERED:
            give_back_seat(offering=line.offering)
        line.state, line.answered_at = LineState.TAKEN_BACK, now
        line.save(update_fields=["state", "answered_at"])
    return len(taken)
