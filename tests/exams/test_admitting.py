"""What was learnt elsewhere is examined here, and only so much of a micro-credential may come from outside."""

from decimal import Decimal

import pytest

from factories import NOW, make_micro_credential, make_module, make_person
from factories_exams import make_examiner
from nanobank.accounts.models import Person
from nanobank.bank.queries import bank_of
from nanobank.catalogue.models import MicroCredential, ModuleVersion
from nanobank.common.errors import Conflict
from nanobank.exams.models import Admission, Assessment, Result
from nanobank.exams.readiness import readiness_for, readiness_of
from nanobank.exams.services import admit, assess, correct, end_admission, hand_in, publish, register
from nanobank.ledger.queries import balance_of
from nanobank.ledger.services import count
from nanobank.organisations.models import Membership, Role

pytestmark = pytest.mark.django_db
OUTSIDE = "Masterclass in investigative journalism – The Night Desk"
GROUNDS = "The figures hold, and every source has been checked independently."


def _version(micro_credential: MicroCredential) -> ModuleVersion:
    version = micro_credential.required.get().current
    assert version is not None
    return version


def _count(person: Person, version: ModuleVersion) -> None:
    count(person=person, version=version, outside=OUTSIDE, by=person, now=NOW)


def _admit(person: Person, micro_credential: MicroCredential) -> Admission:
    versions = [_version(micro_credential)]
    return admit(
        person=person, micro_credential=micro_credential, versions=versions, outside=OUTSIDE, by=person, now=NOW
    )


def _passed(person: Person, micro_credential: MicroCredential, examiner: Person) -> Result:
    registration = register(person=person, micro_credential=micro_credential, now=NOW)
    hand_in(registration=registration, text="What I uncovered.", file=None, now=NOW)
    role = Assessment.Role.FIRST
    assess(registration=registration, examiner=examiner, role=role, grade="10", grounds=GROUNDS, now=NOW)
    return publish(registration=registration, by=examiner, now=NOW)


def test_half_of_a_micro_credential_may_come_from_outside_unless_it_says_otherwise() -> None:
    person, (one, other) = make_person(), (make_module(), make_module())
    micro_credential = make_micro_credential(required=[one, other], ects=Decimal(5))
    for module in (one, other):
        assert module.current is not None
        _count(person, module.current)
    readiness = readiness_for(person, micro_credential)
    assert [line.module for line in readiness.completed] == [one.pk]
    assert [line.module for line in readiness.missing] == [other.pk] == [line.module for line in readiness.over_limit]
    MicroCredential.objects.filter(pk=micro_credential.pk).update(max_outside_ects=5)
    assert readiness_for(person, micro_credential).rule_is_met


def test_one_who_is_admitted_can_be_examined_at_once_and_what_is_passed_is_counted() -> None:
    person, micro_credential = make_person(), make_micro_credential(by_hand_in=True, assessment="assignment")
    _admit(person, micro_credential)
    assert [(one.ready, one.admitted) for one in readiness_of(person)] == [(True, OUTSIDE)]
    assert balance_of(person).total == 0
    _passed(person, micro_credential, make_examiner(micro_credential))
    credential = person.credentials.get()
    assert balance_of(person).held == Decimal("2.50")
    assert f"Learnt elsewhere and recognised: {OUTSIDE} as" in credential.document
    assert [item.outside for item in bank_of(person).held] == [OUTSIDE]


def test_what_is_not_passed_after_all_leaves_the_bank() -> None:
    person, micro_credential = make_person(), make_micro_credential(by_hand_in=True, assessment="assignment")
    _admit(person, micro_credential)
    examiner = make_examiner(micro_credential)
    result = _passed(person, micro_credential, examiner)
    Membership.objects.create(
        person=examiner, organisation=micro_credential.provider, role=Role.PROGRAMME_LEAD, since=NOW
    )
    correct(result=result, grade="00", grounds=GROUNDS, reason="The wrong hand-in", by=examiner, now=NOW)
    assert balance_of(person).total == 0


def test_an_admission_is_given_once_and_taken_back_until_the_learner_has_put_themselves_forward() -> None:
    person, micro_credential = make_person(), make_micro_credential()
    end_admission(admission=_admit(person, micro_credential), now=NOW)
    assert not readiness_for(person, micro_credential).ready
    admission = _admit(person, micro_credential)
    with pytest.raises(Conflict):
        _admit(person, micro_credential)
    register(person=person, micro_credential=micro_credential, now=NOW)
    with pytest.raises(Conflict):
        end_admission(admission=admission, now=NOW)


def test_an_admission_that_stands_for_no_module_leaves_what_is_completed_as_it_was() -> None:
    person, micro_credential = make_person(), make_micro_credential()
    _count(person, _version(micro_credential))
    MicroCredential.objects.filter(pk=micro_credential.pk).update(max_outside_ects=10)
    assert readiness_for(person, micro_credential).rule_is_met
    admit(person=person, micro_credential=micro_credential, versions=[], outside=OUTSIDE, by=person, now=NOW)
    readiness = readiness_for(person, micro_credential)
    assert readiness.rule_is_met
    assert [line.module for line in readiness.completed] == [_version(micro_credential).module_id]
