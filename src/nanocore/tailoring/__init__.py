"""A need that nobody's shelf covers: what can happen to it, who could answer it, and what may be told of many needs."""

from nanocore.tailoring._counting import people_in
from nanocore.tailoring._sharing import seat_prices
from nanocore.tailoring._states import (
    ENQUIRY,
    NEED,
    EnquiryEvent,
    EnquiryState,
    NeedEvent,
    NeedState,
    NotPossible,
    Row,
    Table,
)
from nanocore.tailoring._suggesting import MOST, Institution, Suggestion, suggested
from nanocore.tailoring._telling import FEWEST, told, told_crosswise

__all__ = [
    "ENQUIRY",
    "FEWEST",
    "MOST",
    "NEED",
    "EnquiryEvent",
    "EnquiryState",
    "Institution",
    "NeedEvent",
    "NeedState",
    "NotPossible",
    "Row",
    "Suggestion",
    "Table",
    "people_in",
    "seat_prices",
    "suggested",
    "told",
    "told_crosswise",
]
