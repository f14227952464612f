"""Every change about offers from outside: one verb each."""

from nanobank.feeds.services._bringing import work
from nanobank.feeds.services._checking import check
from nanobank.feeds.services._deciding import begin, go_on, stop, take_up_abandoned, withdraw
from nanobank.feeds.services._keeping import MOST_MEGABYTES, choose_feed, close_feed, make_feed, make_run, map_columns
from nanobank.feeds.services._reading import read_waiting
from nanobank.feeds.services._renewing import begin_if_ordinary, fetch_due, renew_every
from nanobank.feeds.services._vetting import Judgement, vet, withdraw_vetting

__all__ = [
    "MOST_MEGABYTES",
    "Judgement",
    "begin",
    "begin_if_ordinary",
    "check",
    "choose_feed",
    "close_feed",
    "fetch_due",
    "go_on",
    "make_feed",
    "make_run",
    "map_columns",
    "read_waiting",
    "renew_every",
    "stop",
    "take_up_abandoned",
    "vet",
    "withdraw",
    "withdraw_vetting",
    "work",
]
