"""Every change of an udtræk: one verb each, one transaction each."""

from nanobank.withdrawals.services._appealing import answer_appeal, appeal, reopen
from nanobank.withdrawals.services._asking import (
    Described,
    Paper,
    ask,
    attach_translation,
    begin,
    begin_all,
    describe,
    return_to_learner,
    take_back,
)
from nanobank.withdrawals.services._deciding import Terms, decide
from nanobank.withdrawals.services._giving import cancel_away, hand_on, hand_on_from_absent, set_away
from nanobank.withdrawals.services._precedents import retire_precedent

__all__ = [
    "Described",
    "Paper",
    "Terms",
    "answer_appeal",
    "appeal",
    "ask",
    "attach_translation",
    "begin",
    "begin_all",
    "cancel_away",
    "decide",
    "describe",
    "hand_on",
    "hand_on_from_absent",
    "reopen",
    "retire_precedent",
    "return_to_learner",
    "set_away",
    "take_back",
]
