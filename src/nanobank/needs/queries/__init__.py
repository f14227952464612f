"""What the pages and the API ask about needs."""

from nanobank.needs.queries.enquiries import (
    Compared,
    Line,
    Thread,
    agreed_prices,
    compared,
    enquiries_for,
    enquiry_for,
    institutions_answered_for,
    modules_to_build_from,
    outreaches_for,
    thread_of,
)
from nanobank.needs.queries.needs import (
    Nearest,
    Suggested,
    askers_among,
    nearest_to,
    need_for,
    needs_of,
    organisations_asked_for,
    suggestions_for,
)

__all__ = [
    "Compared",
    "Line",
    "Nearest",
    "Suggested",
    "Thread",
    "agreed_prices",
    "askers_among",
    "compared",
    "enquiries_for",
    "enquiry_for",
    "institutions_answered_for",
    "modules_to_build_from",
    "nearest_to",
    "need_for",
    "needs_of",
    "organisations_asked_for",
    "outreaches_for",
    "suggestions_for",
    "thread_of",
]
