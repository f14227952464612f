"""Every change about offers from outside: one verb each."""

from nanobank.feeds.services._bringing import work
from nanobank.feeds.services._checking import check
from nanobank.feeds.services._deciding import ABANDONED_AFTER, begin, go_on, stop, take_up_abandoned, withdraw
from nanobank.feeds.services._keeping import MOST_MEGABYTES, choose_feed, close_feed, make_feed, make_run, map_columns
from nanobank.feeds.services._reading import read_waiting
from nanobank.feeds.services._vetting import Judgement, vet, withdraw_vetting

__all__ = [
    "ABANDONED_AFTER",
    "MOST_MEGABYTES",
    "Judgement",
    "begin",
    "check",
    "choose_feed",
    "close_feed",
    "go_on",
    "make_feed",
    "make_run",
    "map_columns",
    "read_waiting",
    "stop",
    "take_up_abandoned",
    "vet",
    "withdraw",
    "withdraw_vetting",
    "work",
]
