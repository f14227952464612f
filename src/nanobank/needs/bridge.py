"""The way to ``nanocore.tailoring``: what can happen to a need and to an enquiry, whom to ask, and what may be told."""

from nanobank.common.errors import Conflict
from nanobank.needs.models import Enquiry, EnquiryState, Need, State
from nanocore import tailoring
from nanocore.tailoring import (
    ENQUIRY,
    FEWEST,
    NEED,
    EnquiryEvent,
    Institution,
    NeedEvent,
    NotPossible,
    Suggestion,
    people_in,
    seat_prices,
    suggested,
    told,
    told_crosswise,
)

__all__ = [
    "FEWEST",
    "EnquiryEvent",
    "Institution",
    "NeedEvent",
    "Suggestion",
    "can_happen",
    "enquiry_after",
    "need_after",
    "people_in",
    "seat_prices",
    "suggested",
    "told",
    "told_crosswise",
]


def can_happen(need: Need, event: NeedEvent) -> bool:
    """Whether the event can happen to the need now."""
    return NEED.can(tailoring.NeedState(need.state), event)


def need_after(need: Need, event: NeedEvent, *, otherwise: str) -> State:
    """Where the event leads. Raises Conflict, saying ``otherwise``, when it cannot happen now."""
    try:
        return State(NEED.after(tailoring.NeedState(need.state), event).value)
    except NotPossible as refused:
        raise Conflict(otherwise) from refused


def enquiry_after(enquiry: Enquiry, event: EnquiryEvent, *, otherwise: str) -> EnquiryState:
    """The same for an enquiry."""
    try:
        return EnquiryState(ENQUIRY.after(tailoring.EnquiryState(enquiry.state), event).value)
    except NotPossible as refused:
        raise Conflict(otherwise) from refused
