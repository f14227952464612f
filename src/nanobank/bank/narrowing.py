"""A learner's bank as far as they let a mentor see it."""

from dataclasses import replace

from nanobank.bank.models import EVERYTHING, Sight
from nanobank.bank.shown import Bank, Item, State
from nanobank.ledger.models import OUTSIDE, Kind
from nanobank.ledger.queries import Balance

_EXAMS = frozenset(
    {Kind.REGISTERED, Kind.WITHDRAWN, Kind.ABSENT, Kind.ILL, Kind.NOT_PASSED, Kind.PASSED, Kind.CORRECTED}
)
_CREDENTIALS = frozenset({Kind.AWARDED, Kind.HELD, Kind.REVOKED, Kind.RELEASED})


def narrowed(bank: Bank, sights: frozenset[Sight]) -> Bank:
    """The bank without what is not to be seen. What a credential counts is then merely completed."""
    if sights == EVERYTHING:
        return bank
    balance, items = bank.balance, bank.items if Sight.BANK in sights else []
    if Sight.CREDENTIALS not in sights:
        completed = balance.completed + balance.held
        balance = Balance(planned=balance.planned, under_way=balance.under_way, completed=completed)
    return replace(
        bank,
        balance=balance,
        items=[_narrowed(item, sights) for item in items],
        goals=bank.goals if Sight.RESULTS in sights else [],
        credentials=bank.credentials if Sight.CREDENTIALS in sights else [],
        outside=bank.outside if Sight.WITHDRAWALS in sights else [],
    )


def _narrowed(item: Item, sights: frozenset[Sight]) -> Item:
    if item.state is State.HELD and Sight.CREDENTIALS not in sights:
        item = replace(item, state=State.COMPLETED)
    return item if Sight.WITHDRAWALS in sights else replace(item, outside="")


def kinds_seen(sights: frozenset[Sight]) -> frozenset[Kind]:
    """The kinds of events in the bank's story that are to be seen."""
    about = {Sight.RESULTS: _EXAMS, Sight.CREDENTIALS: _CREDENTIALS, Sight.WITHDRAWALS: frozenset(OUTSIDE)}
    about[Sight.BANK] = frozenset(Kind) - _EXAMS - _CREDENTIALS - frozenset(OUTSIDE)
    return frozenset(kind for sight, kinds in about.items() if sight in sights for kind in kinds)
