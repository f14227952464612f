"""The way to ``nanocore.tailoring``: what can happen to a need and to an enquiry."""

from nanobank.common.errors import Conflict
from nanobank.needs.models import Need, State
from nanocore.tailoring import NEED, NeedEvent, NeedState, NotPossible

__all__ = ["NeedEvent", "can_happen", "need_after"]


def can_happen(need: Need, event: NeedEvent) -> bool:
    """Whether the event can happen to the need now."""
    return NEED.can(NeedState(need.state), event)


def need_after(need: Need, event: NeedEvent, *, otherwise: str) -> State:
    """Where the event leads. Raises Conflict, saying ``otherwise``, when it cannot happen now."""
    try:
        return State(NEED.after(NeedState(need.state), event).value)
    except NotPossible as refused:
        raise Conflict(otherwise) from refused
