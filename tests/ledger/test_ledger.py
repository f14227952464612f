"""The ledger: entries are added, never edited, and always add up."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import NOW, make_micro_credential, make_module, make_person, make_version
from nanobank.catalogue.models import ModuleVersion
from nanobank.ledger.models import Entry, Kind
from nanobank.ledger.queries import Balance, balance_of, position_of, positions_of
from nanobank.ledger.services import hold, record_module, release

pytestmark = pytest.mark.django_db
ECTS = Decimal("2.50")


def version_of(**fields: Any) -> ModuleVersion:
    version = make_module(**fields).current
    assert version is not None
    return version


def record(person: Any, version: ModuleVersion, *kinds: Kind) -> None:
    for kind in kinds:
        record_module(person=person, version=version, kind=kind, by=person, now=NOW)


def test_what_is_planned_then_started_then_completed_moves_from_account_to_account() -> None:
    person, version = make_person(), version_of()
    record(person, version, Kind.PLANNED)
    assert balance_of(person) == Balance(planned=ECTS)
    record(person, version, Kind.STARTED)
    assert balance_of(person) == Balance(under_way=ECTS)
    record(person, version, Kind.COMPLETED)
    assert balance_of(person) == Balance(completed=ECTS)


def test_a_planned_module_that_grew_is_started_with_the_ects_it_has_now() -> None:
    person, old = make_person(), version_of()
    new = make_version(old.module, number=2, ects=Decimal(5))
    record(person, old, Kind.PLANNED)
    record(person, new, Kind.STARTED)
    assert balance_of(person) == Balance(under_way=Decimal(5))


@pytest.mark.parametrize("kind", [Kind.UNPLANNED, Kind.LEFT, Kind.COMPLETED])
def test_nothing_leaves_an_account_where_nothing_is(kind: Kind) -> None:
    with pytest.raises(ValueError, match="nothing of module"):
        record(make_person(), version_of(), kind)


@pytest.mark.parametrize("kind", [Kind.PLANNED, Kind.STARTED])
def test_what_is_in_the_bank_does_not_come_in_again(kind: Kind) -> None:
    person, version = make_person(), version_of()
    record(person, version, Kind.STARTED)
    with pytest.raises(ValueError, match="already"):
        record(person, version, kind)


def test_a_module_that_two_credentials_count_is_held_once_until_both_are_gone() -> None:
    person, version = make_person(), version_of()
    first, second = (make_micro_credential(required=[version.module]) for _ in range(2))
    record(person, version, Kind.STARTED, Kind.COMPLETED)
    for micro_credential in (first, second):
        hold(person=person, micro_credential=micro_credential, versions=[version], by=None, now=NOW)
    assert balance_of(person) == Balance(held=ECTS)
    release(person=person, micro_credential=first, by=None, now=NOW, reason="Fejl")
    assert balance_of(person) == Balance(held=ECTS)
    release(person=person, micro_credential=second, by=None, now=NOW, reason="Fejl")
    assert balance_of(person) == Balance(completed=ECTS)


def test_a_credential_awarded_anew_holds_again() -> None:
    person, version = make_person(), version_of()
    micro_credential = make_micro_credential(required=[version.module])
    record(person, version, Kind.STARTED, Kind.COMPLETED)
    for _ in range(2):
        hold(person=person, micro_credential=micro_credential, versions=[version], by=None, now=NOW)
        release(person=person, micro_credential=micro_credential, by=None, now=NOW, reason="Rettet karakter")
    hold(person=person, micro_credential=micro_credential, versions=[version], by=None, now=NOW)
    assert balance_of(person) == Balance(held=ECTS)


def test_the_database_refuses_to_change_an_entry() -> None:
    person, version = make_person(), version_of()
    record(person, version, Kind.PLANNED)
    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET planned = 100")
    entry = Entry.objects.get()
    entry.planned = Decimal(100)
    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
        entry.save()
    assert balance_of(person).planned == ECTS


def test_the_query_set_refuses_to_update_and_delete() -> None:
    with pytest.raises(TypeError):
        Entry.objects.all().update(note="x")
    with pytest.raises(TypeError):
        Entry.objects.all().delete()


def test_positions_take_one_query_however_many_modules(django_assert_num_queries: Any) -> None:
    person = make_person()
    for _ in range(5):
        record(person, version_of(), Kind.PLANNED)
    with django_assert_num_queries(1):
        assert len(positions_of(person)) == 5


happenings = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from([Kind.PLANNED, Kind.UNPLANNED, Kind.STARTED, Kind.LEFT, Kind.COMPLETED, "hold", "release"]),
    ),
    max_size=25,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(happenings)
def test_in_any_order_no_account_goes_below_nought_and_each_module_is_in_one_place(
    db: None, happenings: list[tuple[int, Any]]
) -> None:
    with transaction.atomic():
        person, modules = make_person(), [version_of() for _ in range(3)]
        micro_credentials = [
            make_micro_credential(required=[modules[n].module for n in pair]) for pair in ((0, 1), (1, 2))
        ]
        for number, kind in happenings:
            happen(person, modules, micro_credentials, number, kind)
            positions = positions_of(person)
            for balance in positions.values():
                accounts = [balance.planned, balance.under_way, balance.completed, balance.held]
                assert all(amount >= 0 for amount in accounts)
                assert sum(amount > 0 for amount in accounts) <= 1
                assert balance.total in (0, ECTS)
            assert balance_of(person).total == sum(balance.total for balance in positions.values())
            assert all(position_of(person, module_id) == found for module_id, found in positions.items())
        transaction.set_rollback(True)


def happen(person: Any, modules: list[ModuleVersion], micro_credentials: list[Any], number: int, kind: Any) -> None:
    """One thing happens, or is refused."""
    micro_credential = micro_credentials[number % 2]
    if kind == "hold":
        counted = [
            modules[n] for n in ((0, 1), (1, 2))[number % 2] if position_of(person, modules[n].module_id).completed
        ]
        hold(person=person, micro_credential=micro_credential, versions=counted, by=None, now=NOW)
    elif kind == "release":
        release(person=person, micro_credential=micro_credential, by=None, now=NOW, reason="Fejl")
    else:
        try:
            record(person, modules[number], kind)
        except ValueError:
            return
