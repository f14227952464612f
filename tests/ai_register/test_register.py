"""What the register knows of whom, and what it may not know."""

from datetime import timedelta

import pytest

from factories import NOW, make_module, make_person
from factories_ai_register import TODAY, Employer
from factories_credentials import make_credential
from nanobank.ai_register import services
from nanobank.ai_register.evidence import Source
from nanobank.ai_register.queries import register_of, said_of
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.ledger.models import Entry, Kind

pytestmark = pytest.mark.django_db


def test_whoever_was_there_has_learnt_it_and_the_others_lack_it() -> None:
    employer = Employer()
    group = employer.group()
    requirement = services.require(group=group, title="Vores regler", by=employer.keeper, now=NOW)
    asta, bo, _ditte = employer.memberships
    employer.training([asta, bo], meets=[requirement.uuid])
    register = register_of(employer.organisation, now=NOW)
    assert (register.people, register.people_ready) == (3, 2)
    assert [line.member.person.given_name for line in register.lacking] == ["Ditte"]
    (each,) = register.groups
    assert (each.ready, each.share) == (2, 67)


def test_training_in_a_module_counts_for_every_group_that_must_have_learnt_it() -> None:
    employer, module = Employer(employees=1), make_module()
    first, second = employer.group(name="Lærere"), employer.group(name="Ny gruppe")
    requirement = services.require(group=first, title="", module=module, by=employer.keeper, now=NOW)
    services.require(group=second, title="", module=module, by=employer.keeper, now=NOW)
    employer.training(employer.memberships, meets=[requirement.uuid])
    assert not register_of(employer.organisation, now=NOW).lacking


def test_training_must_be_had_again_when_it_no_longer_holds() -> None:
    employer = Employer(employees=1)
    requirement = services.require(group=employer.group(), title="Regler", months=1, by=employer.keeper, now=NOW)
    employer.training(employer.memberships, meets=[requirement.uuid], held_on=TODAY - timedelta(days=60))
    (line,) = register_of(employer.organisation, now=NOW).lacking
    assert line.has_expired
    employer.training(employer.memberships, meets=[requirement.uuid], held_on=TODAY)
    assert not register_of(employer.organisation, now=NOW).lacking


def test_what_one_completes_on_ones_own_is_seen_only_after_a_yes_and_no_longer_after_a_no() -> None:
    employer = Employer(employees=1)
    module = make_module()
    services.require(group=employer.group(), title="", module=module, by=employer.keeper, now=NOW)
    (asta,) = employer.employees
    Entry.objects.create(person=asta, kind=Kind.COMPLETED, at=NOW, version=module.current, completed=1)
    assert register_of(employer.organisation, now=NOW).lacking
    (membership,) = employer.memberships
    services.give_consent(membership=membership, by=asta, now=NOW)
    (each,) = register_of(employer.organisation, now=NOW).groups
    assert each.lines[0].evidence is not None
    assert each.lines[0].evidence.source is Source.COMPLETED
    services.take_back_consent(membership=membership, by=asta)
    assert register_of(employer.organisation, now=NOW).lacking


def test_a_standing_credential_shows_it_with_a_link_that_anyone_can_check() -> None:
    employer = Employer(employees=1)
    (asta,) = employer.employees
    credential = make_credential(person=asta)
    module = make_module()
    credential.micro_credential.required.add(module)
    services.require(group=employer.group(), title="", module=module, by=employer.keeper, now=NOW)
    services.give_consent(membership=employer.memberships[0], by=asta, now=NOW)
    (each,) = register_of(employer.organisation, now=NOW).groups
    assert each.lines[0].evidence is not None
    assert each.lines[0].evidence.credential == credential.uuid


def test_an_employee_sees_all_that_their_employer_sees_and_nothing_of_others() -> None:
    employer = Employer()
    requirement = services.require(group=employer.group(), title="Regler", by=employer.keeper, now=NOW)
    asta, *_others = employer.memberships
    employer.training([asta], meets=[requirement.uuid])
    (mine,) = said_of(employer.employees[0], now=NOW)
    assert [line.member.pk for line in mine.lines] == [asta.pk]
    assert [one.title for one in mine.attended] == ["AI i praksis"]
    assert said_of(make_person(), now=NOW) == []


def test_nobody_but_the_employee_says_yes_for_them() -> None:
    employer = Employer(employees=1)
    with pytest.raises(NotYours):
        services.give_consent(membership=employer.memberships[0], by=employer.keeper, now=NOW)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": " "}, "name"),
        ({"purpose": ""}, "purpose"),
        ({"risk": "high"}, "risk_grounds"),
        ({"review_on": TODAY - timedelta(days=1)}, "review_on"),
    ],
)
def test_a_system_is_refused_with_the_field_that_is_wrong(facts: dict[str, object], field: str) -> None:
    employer = Employer(employees=0)
    with pytest.raises(Refused) as refused:
        employer.system(**facts)
    assert refused.value.field == field
    assert not register_of(employer.organisation, now=NOW).systems


def test_two_systems_in_use_cannot_have_one_name_but_a_retired_one_gives_it_back() -> None:
    employer = Employer(employees=0)
    first = employer.system()
    with pytest.raises(Conflict):
        employer.system()
    services.retire_system(system=first, by=employer.keeper, now=NOW)
    employer.system()
    first.refresh_from_db()
    with pytest.raises(Conflict):
        services.retire_system(system=first, by=employer.keeper, now=NOW)


def test_training_is_refused_in_the_future_without_anybody_and_with_strangers() -> None:
    employer, other = Employer(), Employer()
    for wrong, field in (
        ({"held_on": TODAY + timedelta(days=1)}, "held_on"),
        ({"attended": []}, "attended"),
        ({"attended": [other.memberships[0].uuid]}, "attended"),
    ):
        with pytest.raises(Refused) as refused:
            employer.training(employer.memberships, **wrong)
        assert refused.value.field == field
    assert not register_of(employer.organisation, now=NOW).trainings


def test_a_correction_keeps_who_has_left_since_and_drops_who_was_not_there() -> None:
    employer = Employer()
    asta, bo, ditte = employer.memberships
    training = employer.training([asta, bo])
    asta.until = NOW - timedelta(hours=1)
    asta.save()
    facts = services.TrainingFacts(
        title="AI i praksis",
        content="Vores regler",
        held_on=TODAY,
        hours=training.hours,
        attended=[asta.uuid, ditte.uuid],
    )
    services.correct_training(training=training, facts=facts, by=employer.keeper, now=NOW)
    assert {one.membership_id for one in training.attendance.all()} == {asta.pk, ditte.pk}


def test_the_next_thing_to_do_is_said() -> None:
    employer = Employer()
    employer.system(name="Chat", risk="not_assessed")
    due = employer.system(name="Prøvetjek", risk="high", risk_grounds="Bedømmer", review_on=TODAY)
    group = employer.group(systems=[due.uuid])
    register = register_of(employer.organisation, now=NOW)
    assert [one.name for one in register.to_assess] == ["Chat"]
    assert [one.name for one in register.to_review] == ["Prøvetjek"]
    assert [one.name for one in register.without_group] == ["Chat"]
    assert list(register.without_requirement) == [group]


def test_what_the_employer_paid_for_is_seen_without_a_yes_and_nothing_else_is() -> None:
    employer = Employer(employees=1)
    paid, own = make_module(), make_module()
    group = employer.group()
    for module in (paid, own):
        services.require(group=group, title="", module=module, by=employer.keeper, now=NOW)
    (membership,), (asta,) = employer.memberships, employer.employees
    services.note_paid(membership=membership, module=paid, now=NOW)
    services.note_paid(membership=membership, module=paid, now=NOW)
    for number, module in enumerate((paid, own), start=1):
        Entry.objects.create(person=asta, kind=Kind.COMPLETED, at=NOW, version=module.current, completed=number)
    (line,) = register_of(employer.organisation, now=NOW).lacking
    assert line.requirement.module == own
