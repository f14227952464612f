"""Two who may both judge decide in the same instant, each on its own connection: one stands, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from factories import NOW, make_member, make_organisation
from factories_quality import SCORES, ask, make_draft
from nanobank.accounts.models import Person
from nanobank.common.errors import Conflict
from nanobank.organisations.models import Role
from nanobank.quality.models import Score, Verdict
from nanobank.quality.services import decide as decide_once
from nanobank.quality.services import declare


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_on_one_review_at_once() -> None:
    provider = make_organisation()
    review = ask(make_draft(provider))
    both = [make_member(Role.EDUCATOR, provider, given_name=name) for name in ("Vibe", "Ebbe")]
    for one in both:
        declare(review=review, has_interest=False, words="", by=one, now=NOW)
    barrier = Barrier(2)

    def judge(by: Person) -> str:
        try:
            barrier.wait()
            decide_once(
                review=review, scores=SCORES, verdict=Verdict.APPROVED, grounds="Målene er klare.", by=by, now=NOW
            )
        except Conflict as told:
            return told.message
        finally:
            connection.close()
        return "decided"

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(judge, both))
    assert answers.count("decided") == 1
    winner = both[answers.index("decided")]
    assert winner.name in next(answer for answer in answers if answer != "decided")
    review.refresh_from_db()
    given = list(Score.objects.values_list("criterion", flat=True))
    assert (review.decided_by, len(given)) == (winner, len(set(given)))
