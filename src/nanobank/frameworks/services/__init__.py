"""Every change about frameworks: one verb each."""

from nanobank.frameworks.services._bringing import work
from nanobank.frameworks.services._checking import check
from nanobank.frameworks.services._deciding import (
    begin,
    go_on,
    stop,
    take_up_abandoned,
    withdraw,
)
from nanobank.frameworks.services._making import MOST_MEGABYTES, make_run

__all__ = [
    "MOST_MEGABYTES",
    "begin",
    "check",
    "go_on",
    "make_run",
    "stop",
    "take_up_abandoned",
    "withdraw",
    "work",
]
