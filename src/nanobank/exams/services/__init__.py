"""Every change about exams: one verb each, one transaction each."""

from nanobank.exams.services._admitting import admit, end_admission
from nanobank.exams.services._assessing import MIN_GROUNDS, assess
from nanobank.exams.services._deviating import grant_dispensation, record_absence, record_illness
from nanobank.exams.services._examiners import appoint_examiner, dismiss_examiner
from nanobank.exams.services._files import ACCEPTED, MAX_BYTES
from nanobank.exams.services._registering import book_slot, cancel_booking, hand_in, register, withdraw
from nanobank.exams.services._results import award_again, correct, publish
from nanobank.exams.services._slots import cancel_slot, hand_over_slot, open_slots

__all__ = [
    "ACCEPTED",
    "MAX_BYTES",
    "MIN_GROUNDS",
    "admit",
    "appoint_examiner",
    "assess",
    "award_again",
    "book_slot",
    "cancel_booking",
    "cancel_slot",
    "correct",
    "dismiss_examiner",
    "end_admission",
    "grant_dispensation",
    "hand_in",
    "hand_over_slot",
    "open_slots",
    "publish",
    "record_absence",
    "record_illness",
    "register",
    "withdraw",
]
