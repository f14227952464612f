"""Everything that a person can do about their pathways."""

from nanobank.pathways.services.asking import ask, ask_problem, seen, stop
from nanobank.pathways.services.banking import follow, put_in_bank
from nanobank.pathways.services.changing import change, change_tempo, choose, fall_behind, happened
from nanobank.pathways.services.confirming import look_longer
from nanobank.pathways.services.outside import open_feed, remind, stop_feed
from nanobank.pathways.services.saying import (
    begin,
    forget,
    put_away,
    put_first,
    read_words,
    retitle,
    say_goal,
    say_life,
    say_wishes,
    usual_life,
)

__all__ = [
    "ask",
    "ask_problem",
    "begin",
    "change",
    "change_tempo",
    "choose",
    "fall_behind",
    "follow",
    "forget",
    "happened",
    "look_longer",
    "open_feed",
    "put_away",
    "put_first",
    "put_in_bank",
    "read_words",
    "remind",
    "retitle",
    "say_goal",
    "say_life",
    "say_wishes",
    "seen",
    "stop",
    "stop_feed",
    "usual_life",
]
