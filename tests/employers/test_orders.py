"""Seats for several: approved by whoever answers for the money, held while each makes up their mind."""

from decimal import Decimal

import pytest
from django.core import mail

from factories import NOW, make_competence, make_member, make_organisation
from factories_employers import known_schemes, make_colleague, make_cost_centre, make_employer, make_order, teaching
from nanobank.accounts.models import Person
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.employers import services
from nanobank.employers.models import CostCentre, LineState, Order, OrderState
from nanobank.employers.pricing import Paid, possible, subsidies_in_force
from nanobank.employers.services import Seat
from nanobank.notices.models import Notice, NoticeKind, Way
from nanobank.notices.services import choose
from nanobank.organisations.models import Kind, Role
from nanobank.study.models import Enrolment

pytestmark = pytest.mark.django_db


def test_within_the_limit_the_seats_are_offered_at_once_and_whoever_says_yes_is_enrolled() -> None:
    organisation, boss = make_employer()
    colleague = make_colleague(organisation, boss)
    module = teaching(make_competence())
    order = make_order(organisation, boss, module, colleague, cost_centre=make_cost_centre(organisation, boss))
    line = order.lines.get()
    assert (order.state, line.state) == (OrderState.APPROVED, LineState.OFFERED)
    assert colleague.membership is not None
    services.accept_seat(line=line, person=colleague.membership.person, now=NOW)
    assert Enrolment.objects.get(person=colleague.membership.person).version == module.current
    line.refresh_from_db()
    assert line.state == LineState.ACCEPTED


def test_above_the_limit_somebody_else_has_to_approve() -> None:
    organisation, boss = make_employer()
    other = make_member(Role.EMPLOYER, organisation)
    centre = make_cost_centre(organisation, boss, limit=1_500)
    people = [make_colleague(organisation, boss) for _ in range(2)]
    order = make_order(organisation, boss, teaching(make_competence()), *people, cost_centre=centre)
    assert order.state == OrderState.WAITING
    with pytest.raises(NotYours):
        services.approve(order=order, by=boss, now=NOW)
    services.approve(order=order, by=other, now=NOW)
    assert set(order.lines.values_list("state", flat=True)) == {LineState.OFFERED}
    with pytest.raises(Conflict):
        services.approve(order=order, by=other, now=NOW)


def test_where_a_cost_centre_names_its_approver_nobody_else_will_do() -> None:
    organisation, boss = make_employer()
    approver, other = make_member(Role.EMPLOYER, organisation), make_member(Role.EMPLOYER, organisation)
    centre = make_cost_centre(organisation, boss, limit=0, approver=approver)
    order = make_order(
        organisation, boss, teaching(make_competence()), make_colleague(organisation, boss), cost_centre=centre
    )
    with pytest.raises(NotYours):
        services.approve(order=order, by=other, now=NOW)
    services.refuse(order=order, note="Vent til januar.", by=approver, now=NOW)
    order.refresh_from_db()
    assert (order.state, order.note) == (OrderState.REFUSED, "Vent til januar.")


def test_a_seat_is_held_until_answered_and_given_back_when_declined() -> None:
    organisation, boss = make_employer()
    first, second = make_colleague(organisation, boss), make_colleague(organisation, boss)
    module, centre = teaching(make_competence()), make_cost_centre(organisation, boss)
    module.offerings.update(seats=1)
    order = make_order(organisation, boss, module, first, cost_centre=centre)
    with pytest.raises(Conflict):
        make_order(organisation, boss, module, second, cost_centre=centre)
    assert Order.objects.count() == 1
    assert first.membership is not None
    services.decline_seat(line=order.lines.get(), person=first.membership.person, now=NOW)
    make_order(organisation, boss, module, second, cost_centre=centre)
    assert module.offerings.get().seats_taken == 1


def test_saying_yes_takes_one_seat_and_not_two() -> None:
    organisation, boss = make_employer()
    colleague, module = make_colleague(organisation, boss), teaching(make_competence())
    module.offerings.update(seats=1)
    order = make_order(organisation, boss, module, colleague, cost_centre=make_cost_centre(organisation, boss))
    assert colleague.membership is not None
    services.accept_seat(line=order.lines.get(), person=colleague.membership.person, now=NOW)
    assert module.offerings.get().seats_taken == 1
    with pytest.raises(Conflict):
        services.decline_seat(line=order.lines.get(), person=colleague.membership.person, now=NOW)


def test_a_colleague_cannot_answer_for_another() -> None:
    organisation, boss = make_employer()
    first, second = make_colleague(organisation, boss), make_colleague(organisation, boss)
    order = make_order(
        organisation, boss, teaching(make_competence()), first, cost_centre=make_cost_centre(organisation, boss)
    )
    assert second.membership is not None
    with pytest.raises(NotYours):
        services.accept_seat(line=order.lines.get(), person=second.membership.person, now=NOW)


def test_what_nobody_has_answered_can_be_taken_back() -> None:
    organisation, boss = make_employer()
    module = teaching(make_competence())
    module.offerings.update(seats=3)
    order = make_order(
        organisation, boss, module, make_colleague(organisation, boss), cost_centre=make_cost_centre(organisation, boss)
    )
    services.withdraw_order(order=order, by=boss, now=NOW)
    order.refresh_from_db()
    assert (order.state, module.offerings.get().seats_taken) == (OrderState.WITHDRAWN, 0)


def test_seats_of_somebody_who_leaves_are_given_back() -> None:
    organisation, boss = make_employer()
    colleague, module = make_colleague(organisation, boss), teaching(make_competence())
    module.offerings.update(seats=3)
    make_order(organisation, boss, module, colleague, cost_centre=make_cost_centre(organisation, boss))
    services.part(colleague=colleague, by=boss, now=NOW)
    assert module.offerings.get().seats_taken == 0


def test_seats_are_for_ones_own_people_and_paid_by_ones_own_cost_centre() -> None:
    organisation, boss = make_employer()
    other, neighbour = make_employer()
    module, theirs = teaching(make_competence()), make_colleague(other, neighbour)
    centre, their_centre = make_cost_centre(organisation, boss), make_cost_centre(other, neighbour)
    with pytest.raises(Refused) as refused:
        make_order(organisation, boss, module, theirs, cost_centre=centre)
    assert refused.value.field == "seats"
    with pytest.raises(Refused) as refused:
        make_order(organisation, boss, module, make_colleague(organisation, boss), cost_centre=their_centre)
    assert refused.value.field == "cost_centre"
    with pytest.raises(NotYours):
        make_order(other, boss, module, theirs, cost_centre=their_centre)


def test_a_class_reserved_for_another_workplace_cannot_be_ordered() -> None:
    organisation, boss = make_employer()
    other, _neighbour = make_employer()
    module = teaching(make_competence())
    module.offerings.update(reserved_for=other)
    with pytest.raises(Refused):
        make_order(
            organisation, boss, module, make_colleague(organisation, boss),
            cost_centre=make_cost_centre(organisation, boss),
        )  # fmt: skip


def test_a_scheme_takes_off_at_most_its_amount_for_each_person_and_only_where_it_applies() -> None:
    known_schemes()
    public, private = make_organisation(Kind.UNIVERSITY_COLLEGE), make_organisation(Kind.PRIVATE_PROVIDER)
    dear = teaching(make_competence(), provider=public, level=6)
    other = teaching(make_competence(), provider=private, level=6)
    master = teaching(make_competence(), provider=public, level=7)
    seats = [
        Paid("ida", dear, Decimal(9_000)), Paid("ida", dear, Decimal(4_000)), Paid("bo", dear, Decimal(3_000)),
        Paid("bo", other, Decimal(5_000)), Paid("bo", master, Decimal(5_000)),
    ]  # fmt: skip
    found = {one.subsidy.slug: one.most for one in possible(seats, subsidies_in_force(NOW))}
    assert found == {"omstillingsfonden": Decimal(13_000), "svu": Decimal(0)}


def test_an_order_of_nothing_is_refused() -> None:
    organisation, boss = make_employer()
    seats: list[Seat] = []
    with pytest.raises(Refused):
        services.place_order(
            organisation=organisation, seats=seats, cost_centre=make_cost_centre(organisation, boss), by=boss, now=NOW
        )


def test_whoever_may_approve_is_told_and_whoever_ordered_hears_what_was_decided() -> None:
    organisation, boss = make_employer()
    other = make_member(Role.EMPLOYER, organisation)
    centre = make_cost_centre(organisation, boss, limit=0)
    colleague = make_colleague(organisation, boss)
    order = make_order(organisation, boss, teaching(make_competence()), colleague, cost_centre=centre)
    (told,) = Notice.objects.all()
    assert (told.person, str(order) in told.sentence) == (other, True)
    services.refuse(order=order, note="Vent til januar.", by=other, now=NOW)
    assert "Vent til januar." in Notice.objects.get(person=boss).sentence


def test_an_employee_is_told_of_a_seat_as_they_have_chosen() -> None:
    organisation, boss = make_employer()
    module, centre = teaching(make_competence()), make_cost_centre(organisation, boss)
    loud, quiet = (make_colleague(organisation, boss) for _ in range(2))
    assert loud.membership is not None
    assert quiet.membership is not None
    choose(person=quiet.membership.person, ways={NoticeKind.WORKPLACE: Way.APP})
    mail.outbox.clear()
    make_order(organisation, boss, module, loud, quiet, cost_centre=centre)
    assert [one.to for one in mail.outbox] == [[loud.email]]
    assert set(Notice.objects.values_list("person", flat=True)) == {
        loud.membership.person_id,
        quiet.membership.person_id,
    }


def test_whoever_is_stopped_by_a_limit_cannot_raise_it_where_an_approver_is_named() -> None:
    organisation, boss = make_employer()
    approver = make_member(Role.EMPLOYER, organisation)
    centre = make_cost_centre(organisation, boss, limit=500, approver=approver)

    def change(by: Person, limit: int, approver: Person | None) -> CostCentre:
        return make_cost_centre(organisation, by, limit=limit, approver=approver, cost_centre=centre)

    for limit, named, field in ((9_000, approver, "limit"), (500, None, "approver"), (500, boss, "approver")):
        with pytest.raises(Refused) as refused:
            change(boss, limit, named)
        assert (refused.value.field, approver.name in refused.value.message) == (field, True)
        centre.refresh_from_db()
    assert change(boss, 100, approver).limit == 100
    assert change(approver, 9_000, approver).limit == 9_000


@pytest.mark.parametrize("raised", [True, False])
def test_a_limit_does_not_let_off_whoever_set_it_while_somebody_else_can_approve(raised: bool) -> None:  # noqa: FBT001
    organisation, boss = make_employer()
    other = make_member(Role.EMPLOYER, organisation)
    centre = make_cost_centre(organisation, boss, limit=0 if raised else 9_000)
    if raised:
        make_cost_centre(organisation, boss, limit=9_000, cost_centre=centre)
    module, colleagues = teaching(make_competence()), [make_colleague(organisation, boss) for _ in range(2)]
    assert make_order(organisation, boss, module, colleagues[0], cost_centre=centre).state == OrderState.WAITING
    assert make_order(organisation, other, module, colleagues[1], cost_centre=centre).state == OrderState.APPROVED


def test_what_an_approver_orders_is_approved_by_another() -> None:
    organisation, approver = make_employer()
    other = make_member(Role.EMPLOYER, organisation)
    centre = make_cost_centre(organisation, approver, limit=0, approver=approver)
    order = make_order(
        organisation, approver, teaching(make_competence()), make_colleague(organisation, approver), cost_centre=centre
    )
    assert services.approve(order=order, by=other, now=NOW).state == OrderState.APPROVED
