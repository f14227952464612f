"""Everything that can be done about a need."""

from nanobank.needs.services.accepting import accept
from nanobank.needs.services.enquiring import (
    LONGEST_MESSAGE,
    MOST_ASKED,
    MOST_PARTS,
    AnswerTerms,
    PartTerms,
    answer,
    ask,
    decline,
    say,
    show_name,
)
from nanobank.needs.services.looking import look_for_fits
from nanobank.needs.services.reaching import reach_out, reply
from nanobank.needs.services.recording import (
    LONGEST,
    check_no_cpr,
    check_words,
    correct_need,
    find,
    record_need,
    withdraw,
)

__all__ = [
    "LONGEST",
    "LONGEST_MESSAGE",
    "MOST_ASKED",
    "MOST_PARTS",
    "AnswerTerms",
    "PartTerms",
    "accept",
    "answer",
    "ask",
    "check_no_cpr",
    "check_words",
    "correct_need",
    "decline",
    "find",
    "look_for_fits",
    "reach_out",
    "record_need",
    "reply",
    "say",
    "show_name",
    "withdraw",
]
