"""What was learnt elsewhere enters the ledger as just that, and leaves it again."""

from decimal import Decimal

import pytest

from factories import NOW, make_module, make_person
from nanobank.accounts.models import Person
from nanobank.bank.queries import bank_of
from nanobank.bank.story import story_of
from nanobank.catalogue.models import ModuleVersion
from nanobank.ledger.models import Kind
from nanobank.ledger.queries import balance_of, counted_from_outside, position_of
from nanobank.ledger.services import count, record_module, uncount
from nanobank.study.queries import completed_versions

pytestmark = pytest.mark.django_db
MASTERCLASS = "Masterclass in investigative journalism – The Night Desk"


@pytest.fixture
def learner() -> Person:
    return make_person()


@pytest.fixture
def version() -> ModuleVersion:
    version = make_module().current
    assert version is not None
    return version


def _count(learner: Person, version: ModuleVersion | None = None, ects: Decimal | None = None) -> None:
    count(person=learner, version=version, outside=MASTERCLASS, ects=ects, by=learner, now=NOW)


def test_a_module_counted_from_outside_is_completed_and_says_so(learner: Person, version: ModuleVersion) -> None:
    record_module(person=learner, version=version, kind=Kind.PLANNED, by=learner, now=NOW)
    _count(learner, version)
    position = position_of(learner, version.module_id)
    assert (position.planned, position.completed) == (Decimal(0), version.ects)
    assert counted_from_outside(learner) == {version.module_id: MASTERCLASS}
    assert completed_versions(learner)[version.module_id].outside == MASTERCLASS
    assert [item.outside for item in bank_of(learner).completed] == [MASTERCLASS]


def test_ects_from_outside_may_count_by_themselves(learner: Person) -> None:
    _count(learner, ects=Decimal("2.00"))
    bank = bank_of(learner)
    assert balance_of(learner) == bank.balance
    assert [(one.title, one.ects) for one in bank.outside] == [(MASTERCLASS, Decimal("2.00"))]
    assert [(event.about, event.url, event.ects) for event in story_of(learner)] == [(MASTERCLASS, "", Decimal("2.00"))]


def test_what_no_longer_counts_is_gone_and_can_be_counted_again(learner: Person, version: ModuleVersion) -> None:
    entry = count(person=learner, version=version, outside=MASTERCLASS, by=learner, now=NOW)
    uncount(entry=entry, by=learner, now=NOW, note="A mistake")
    assert (counted_from_outside(learner), completed_versions(learner), bank_of(learner).items) == ({}, {}, [])
    _count(learner, version)
    assert version.module_id in counted_from_outside(learner)


def test_a_module_begun_cannot_be_counted_from_outside(learner: Person, version: ModuleVersion) -> None:
    record_module(person=learner, version=version, kind=Kind.STARTED, by=learner, now=NOW)
    with pytest.raises(ValueError, match="has begun"):
        _count(learner, version)


def test_what_counts_is_either_a_module_or_ects(learner: Person, version: ModuleVersion) -> None:
    with pytest.raises(ValueError, match="either"):
        _count(learner, version, ects=Decimal(1))
