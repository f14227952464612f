"""Who judges, what they must say, and what happens when two do."""

from datetime import timedelta
from typing import Any

import pytest

from factories import NOW, make_member, make_organisation, make_person
from factories_quality import SCORES, ask, decide, make_author, make_draft
from nanobank.catalogue.models import ModuleVersion
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.notices.models import Notice
from nanobank.organisations.models import Membership, Organisation, Role
from nanobank.quality import services
from nanobank.quality.models import Review, Verdict
from nanobank.quality.queries import queue_of, waiting_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider() -> Organisation:
    return make_organisation()


@pytest.fixture
def draft(provider: Organisation) -> ModuleVersion:
    return make_draft(provider)


def test_neither_the_author_nor_anybody_who_edited_may_judge(draft: ModuleVersion, provider: Organisation) -> None:
    author = make_author(draft, provider)
    with pytest.raises(Refused) as refused:
        ask(draft, author)
    assert refused.value.field == "reviewer"
    review = ask(draft)
    with pytest.raises(Refused, match="skrevet"):
        services.declare(review=review, has_interest=False, words="", by=author, now=NOW)
    with pytest.raises(Refused, match="skrevet"):
        services.decide(
            review=review, scores=SCORES, verdict=Verdict.APPROVED, grounds="Jeg er god.", by=author, now=NOW
        )
    assert Notice.objects.filter(person=author).count() == 0


def test_whoever_has_an_interest_is_let_off_and_others_are_asked(draft: ModuleVersion, provider: Organisation) -> None:
    first, second = make_member(Role.EDUCATOR, provider), make_member(Role.PROGRAMME_LEAD, provider)
    review = ask(draft, first)
    with pytest.raises(Refused) as refused:
        services.declare(review=review, has_interest=True, words=" ", by=first, now=NOW)
    assert refused.value.field == "words"
    services.declare(review=review, has_interest=True, words="Vi er gift.", by=first, now=NOW)
    review.refresh_from_db()
    assert review.reviewer is None
    assert Notice.objects.filter(person=second).exists()
    with pytest.raises(Refused, match="interesse"):
        services.decide(review=review, scores=SCORES, verdict=Verdict.APPROVED, grounds="God.", by=first, now=NOW)
    assert list(waiting_for(first, NOW)) == []
    assert list(waiting_for(second, NOW)) == [review]


def test_an_interest_is_declared_or_denied_before_one_decides(draft: ModuleVersion, provider: Organisation) -> None:
    with pytest.raises(Refused) as refused:
        services.decide(
            review=ask(draft), scores=SCORES, verdict=Verdict.APPROVED, grounds="God.",
            by=make_member(Role.EDUCATOR, provider), now=NOW,
        )  # fmt: skip
    assert refused.value.field == "has_interest"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"scores": {}}, "outcomes_points"),
        ({"scores": {**SCORES, "access": (2, " ")}}, "access_grounds"),
        ({"scores": {**SCORES, "access": (5, "x")}}, "access_points"),
        ({"scores": {**SCORES, "access": (1, "Ingen undertekster.")}}, "verdict"),
        ({"grounds": " "}, "grounds"),
    ],
)
def test_what_is_left_out_is_said_where_it_stands(
    draft: ModuleVersion, provider: Organisation, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        decide(ask(draft), make_member(Role.EDUCATOR, provider), **given)
    assert refused.value.field == field


def test_of_two_who_decide_one_wins_and_the_other_is_told(draft: ModuleVersion, provider: Organisation) -> None:
    review = ask(draft)
    first = make_member(Role.EDUCATOR, provider, given_name="Vibe", family_name="Solbakke")
    second = make_member(Role.EDUCATOR, provider)
    services.declare(review=review, has_interest=False, words="", by=second, now=NOW)
    decide(review, first)
    with pytest.raises(Conflict, match="Vibe Solbakke"):
        services.decide(review=review, scores=SCORES, verdict=Verdict.REJECTED, grounds="Nej.", by=second, now=NOW)
    review.refresh_from_db()
    assert (review.verdict, review.scores.count()) == (Verdict.APPROVED, 6)


def test_one_review_waits_at_a_time_and_can_be_called_off(draft: ModuleVersion, provider: Organisation) -> None:
    review = ask(draft)
    with pytest.raises(Conflict):
        ask(draft)
    services.call_off(review=review, by=None, now=NOW)
    with pytest.raises(Conflict, match="aflyst"):
        decide(review, make_member(Role.EDUCATOR, provider))
    ask(draft)


def test_a_peer_from_another_institution_may_be_asked_but_nobody_else_comes(draft: ModuleVersion) -> None:
    peer = make_member(Role.EDUCATOR)
    review = ask(draft, peer)
    with pytest.raises(NotYours):
        services.declare(review=review, has_interest=False, words="", by=make_member(Role.EDUCATOR), now=NOW)
    decide(review, peer)
    for stranger in (make_person(), make_member(Role.STUDY_SECRETARY, draft.module.provider)):
        with pytest.raises(Refused):
            ask(draft, stranger)


def test_a_reviewer_who_leaves_hands_on_what_is_open(draft: ModuleVersion, provider: Organisation) -> None:
    leaver, stays = make_member(Role.EDUCATOR, provider), make_member(Role.EDUCATOR, provider)
    review = ask(draft, leaver)
    assert services.hand_on_left(now=NOW) == 0
    Membership.objects.filter(person=leaver).update(until=NOW)
    later = NOW + timedelta(days=1)
    assert [one.has_left for one in queue_of(stays, later).waiting] == [True]
    assert services.hand_on_left(now=later) == 1
    review.refresh_from_db()
    assert review.reviewer is None
    assert Notice.objects.filter(person=stays, message__contains="has left").exists()
    with pytest.raises(NotYours):
        decide(review, leaver, now=later)


def test_the_queue_is_oldest_first_and_says_what_is_overdue(
    provider: Organisation, django_assert_max_num_queries: Any
) -> None:
    reader = make_member(Role.EDUCATOR, provider)
    old = ask(make_draft(provider), now=NOW - timedelta(days=30))
    for _ in range(4):
        ask(make_draft(provider))
    with django_assert_max_num_queries(4):
        found = queue_of(reader, NOW)
    assert found.waiting[0].review == old
    assert [one.is_overdue for one in found.waiting] == [True, False, False, False, False]
    assert found.waiting[0].days == 30


def test_only_a_programme_lead_or_its_reviewer_hands_a_review_on(draft: ModuleVersion, provider: Organisation) -> None:
    first, lead = make_member(Role.EDUCATOR, provider), make_member(Role.PROGRAMME_LEAD, provider)
    review = ask(draft, first)
    with pytest.raises(NotYours):
        services.hand_on(review=review, to=None, by=make_member(Role.EDUCATOR), now=NOW)
    services.hand_on(review=review, to=lead, by=first, now=NOW)
    assert Review.objects.get().reviewer == lead
