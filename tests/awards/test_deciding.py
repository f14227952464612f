from datetime import timedelta

import pytest

from factories import NOW, make_member, make_person
from factories_awards import awarded, clock, make_batch, make_list, people_list
from factories_credentials import make_issuer, make_secretary
from nanobank.awards import services
from nanobank.awards.models import Batch, State, Step
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.organisations.models import Role

pytestmark = pytest.mark.django_db


def more(batch: Batch, count: int, *, start: int) -> Batch:
    """Another list by the same person."""
    text = people_list(count, start=start)
    return make_list(text, micro_credential=batch.micro_credential, by=batch.made_by)


def test_up_to_the_limit_one_person_awards_alone() -> None:
    batch = make_batch(25)
    assert services.submit(batch=batch, by=batch.made_by, now=NOW).state == State.AWARDING


def test_many_short_lists_within_a_day_count_as_a_long_one() -> None:
    first = make_batch(20)
    services.submit(batch=first, by=first.made_by, now=NOW)
    second, third = more(first, 6, start=100), more(first, 6, start=200)
    assert services.submit(batch=second, by=first.made_by, now=NOW).state == State.WAITING
    tomorrow = NOW + timedelta(days=1, seconds=1)
    assert services.submit(batch=third, by=first.made_by, now=tomorrow).state == State.AWARDING


def test_what_a_colleague_has_approved_does_not_count() -> None:
    large = make_batch(30)
    awarded(large)
    small = more(large, 5, start=100)
    assert services.submit(batch=small, by=small.made_by, now=NOW).state == State.AWARDING


def test_an_institution_sets_its_own_limit() -> None:
    organisation = make_issuer()
    lead = make_member(Role.PROGRAMME_LEAD, organisation)
    services.set_limit(organisation=organisation, alone=0, by=lead, now=NOW)
    assert services.limit_of(organisation) == 0
    assert services.limit_of(make_issuer()) == 25
    with pytest.raises(NotYours):
        services.set_limit(organisation=organisation, alone=1_000, by=make_secretary(organisation), now=NOW)


def test_only_who_handed_it_in_sends_it_on_and_only_another_approves() -> None:
    batch = make_batch(26)
    other = make_secretary(batch.organisation)
    with pytest.raises(NotYours):
        services.submit(batch=batch, by=other, now=NOW)
    batch = services.submit(batch=batch, by=batch.made_by, now=NOW)
    for nobody in (batch.made_by, make_secretary(make_issuer()), make_member(Role.EDUCATOR, batch.organisation)):
        with pytest.raises(NotYours):
            services.approve(batch=batch, by=nobody, now=NOW)
    assert services.approve(batch=batch, by=other, now=NOW).state == State.AWARDING
    with pytest.raises(Conflict):
        services.approve(batch=batch, by=other, now=NOW)


def test_nobody_approves_an_award_of_their_own() -> None:
    batch = make_batch(26)
    colleague = make_secretary(
        batch.organisation, given_name="Person", family_name="C", email="person-2@cohort.example"
    )
    batch = services.submit(batch=batch, by=batch.made_by, now=NOW)
    with pytest.raises(Refused):
        services.approve(batch=batch, by=colleague, now=NOW)


def test_a_list_without_a_good_row_is_not_awarded() -> None:
    batch = make_list("navn;e-mail;karakter\nAlma;a;1", micro_credential=make_batch(1).micro_credential)
    with pytest.raises(Refused):
        services.submit(batch=batch, by=batch.made_by, now=NOW)


@pytest.mark.parametrize("act", ["approve", "stop", "go_on"])
def test_what_does_not_fit_the_state_is_a_conflict(act: str) -> None:
    batch = make_batch(1)
    with pytest.raises(Conflict):
        getattr(services, act)(batch=batch, by=make_secretary(batch.organisation), now=NOW)


def test_what_is_awarded_cannot_be_withdrawn() -> None:
    batch = awarded(make_batch(1))
    with pytest.raises(Conflict):
        services.withdraw(batch=batch, by=batch.made_by, now=NOW)


def test_a_batch_whose_worker_has_died_is_given_out_once_a_minute() -> None:
    batch = make_batch(2)
    services.submit(batch=batch, by=batch.made_by, now=NOW)
    soon, later = NOW + timedelta(seconds=59), NOW + timedelta(seconds=61)
    assert services.take_up_abandoned(now=soon) == []
    assert services.take_up_abandoned(now=later) == [batch]
    assert services.take_up_abandoned(now=later) == []
    assert batch.steps.filter(kind=Step.Kind.RESUMED).count() == 1


def test_a_batch_at_rest_is_nobodys_to_take_up() -> None:
    awarded(make_batch(1))
    make_batch(1)
    assert services.take_up_abandoned(now=NOW + timedelta(days=1)) == []


def test_two_batches_with_the_same_person_award_once() -> None:
    first = make_batch(2)
    second = make_list(people_list(2), micro_credential=first.micro_credential, by=first.made_by)
    awarded(first)
    services.submit(batch=second, by=second.made_by, now=NOW)
    services.work(batch=second, clock=clock)
    second.refresh_from_db()
    assert (second.state, second.chunks.get().passed_over) == (State.FINISHED, 2)
    assert make_person().credentials.count() == 0
