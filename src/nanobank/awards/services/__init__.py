"""Every change about a batch: one verb each."""

from nanobank.awards.services._awarding import work
from nanobank.awards.services._deciding import (
    CHUNK,
    approve,
    go_on,
    limit_of,
    needs_approval,
    refuse,
    set_limit,
    stop,
    submit,
    take_up_abandoned,
    withdraw,
)
from nanobank.awards.services._making import MOST_MEGABYTES, make_batch, make_batch_of_rows
from nanobank.awards.services._reading import read
from nanobank.awards.services._telling import tell

__all__ = [
    "CHUNK",
    "MOST_MEGABYTES",
    "approve",
    "go_on",
    "limit_of",
    "make_batch",
    "make_batch_of_rows",
    "needs_approval",
    "read",
    "refuse",
    "set_limit",
    "stop",
    "submit",
    "take_up_abandoned",
    "tell",
    "withdraw",
    "work",
]
