"""Two who may both decide do so in the same instant: one decision stands, the other is told whose."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from factories import NOW, make_member
from factories_withdrawals import educator_of, make_asked, terms
from nanobank.accounts.models import Person
from nanobank.common.errors import Conflict
from nanobank.organisations.models import Role
from nanobank.withdrawals.models import Decision, Outcome
from nanobank.withdrawals.services import decide


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once() -> None:
    withdrawal = make_asked()
    both = [educator_of(withdrawal), make_member(Role.PROGRAMME_LEAD, withdrawal.provider)]
    barrier = Barrier(2)

    def judge(by: Person) -> str:
        try:
            barrier.wait()
            decide(withdrawal=withdrawal, by=by, terms=terms(withdrawal, Outcome.NOT), now=NOW)
        except Conflict as told:
            return told.message
        finally:
            connection.close()
        return "decided"

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(judge, both))
    winner = both[answers.index("decided")]
    assert answers.count("decided") == 1
    assert winner.name in next(answer for answer in answers if answer != "decided")
    assert Decision.objects.get().by == winner
