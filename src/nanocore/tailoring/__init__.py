"""A need that nobody's shelf covers: what can happen to it, who could answer it, and what may be told of many needs."""

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

__all__ = [
    "ENQUIRY",
    "NEED",
    "EnquiryEvent",
    "EnquiryState",
    "NeedEvent",
    "NeedState",
    "NotPossible",
    "Row",
    "Table",
]
