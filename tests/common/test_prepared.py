"""Queries that are built once give what Django gives, for other values too."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import F, Q, QuerySet, Sum
from django.utils import timezone

from factories import make_module
from nanobank.catalogue.models import Level, Module, ModuleVersion, Offering
from nanobank.common.prepared import among, prepared

pytestmark = pytest.mark.django_db


@prepared
def _with_slug(slug: Any) -> QuerySet[ModuleVersion]:
    return ModuleVersion.objects.filter(current_of__slug=slug).select_related("module__provider")


@prepared
def _from(module: Any, today: Any) -> QuerySet[Offering]:
    to_come = Offering.objects.filter(Q(starts_on__isnull=True) | Q(starts_on__gte=today), module=module)
    return to_come.order_by(F("starts_on").asc(nulls_first=True))


@prepared
def _with_uuid(uuid: Any) -> QuerySet[Module]:
    return Module.objects.filter(uuid=uuid)


@prepared
def _at_most(price: Any) -> QuerySet[ModuleVersion]:
    return ModuleVersion.objects.filter(price__lte=price)


@prepared
def _of_these(modules: Any) -> QuerySet[Module]:
    return Module.objects.filter(pk__in=among(modules)).order_by("pk")


@prepared
def _sizes(modules: Any, level: Any) -> QuerySet[ModuleVersion, tuple[int, Decimal]]:
    versions = ModuleVersion.objects.filter(module__in=among(modules), level=level).values("module")
    return versions.annotate(size=Sum("ects")).values_list("module", "size").order_by("module")


@prepared
def _since(moment: Any) -> QuerySet[ModuleVersion]:
    return ModuleVersion.objects.filter(published_at__gte=moment)


def test_each_call_gets_the_rows_of_its_own_values() -> None:
    first, second = make_module(), make_module()
    assert [version.module for version in _with_slug(slug=first.slug)] == [first]
    assert [version.module.provider for version in _with_slug(slug=second.slug)] == [second.provider]
    assert _with_slug(slug="nothing") == []


def test_a_row_is_what_django_makes_of_it() -> None:
    module = make_module(price=Decimal("1200.50"), learning_outcomes=[{"da": "Se", "en": "See"}])
    (version,) = _with_slug(slug=module.slug)
    assert version == module.current
    assert (version.price, version.learning_outcomes) == (Decimal("1200.50"), [{"da": "Se", "en": "See"}])
    assert not version.get_deferred_fields()


def test_rows_joined_cost_no_further_query(count_queries: Any) -> None:
    module = make_module()
    _with_slug(slug=module.slug)
    assert count_queries(lambda: _with_slug(slug=module.slug)[0].module.provider.name_da) == 1


def test_dates_times_amounts_and_uuids_are_taken_as_each_database_has_them() -> None:
    module, today, now = make_module(price=Decimal(100)), timezone.localdate(), timezone.now()
    dated = Offering.objects.create(module=module, starts_on=today, ends_on=today)
    assert _from(module=module, today=today) == [*module.offerings.filter(starts_on=None), dated]
    assert dated not in _from(module=module.pk, today=today + timedelta(days=1))
    assert _with_uuid(uuid=module.uuid) == [module]
    assert _at_most(price=Decimal("99.99")) == []
    assert _at_most(price=Decimal(100)) == [module.current]
    assert _since(moment=now) == []
    assert _since(moment=now - timedelta(days=10_000)) == [module.current]


def test_any_number_of_ids_is_one_value() -> None:
    modules = [make_module() for _ in range(3)]
    assert _of_these(modules=modules) == modules
    assert _of_these(modules={modules[1].pk}) == modules[1:2]
    assert _of_these(modules=[]) == []


def test_sums_come_in_the_form_that_was_asked_for() -> None:
    module = make_module(ects=Decimal("7.50"))
    assert _sizes(modules=[module], level=Level.SEVEN) == [(module.pk, Decimal("7.50"))]
    assert _sizes(modules=[module], level=Level.FIVE) == []


def test_rows_that_would_fetch_more_are_refused() -> None:
    @prepared
    def with_competences(slug: Any) -> QuerySet[ModuleVersion]:
        return ModuleVersion.objects.filter(current_of__slug=slug).prefetch_related("competences")

    with pytest.raises(TypeError, match="more than its rows"):
        with_competences(slug="a")


def test_a_forgotten_or_foreign_value_is_refused() -> None:
    with pytest.raises(TypeError, match="_from takes"):
        _from(module=1)
    with pytest.raises(TypeError, match="_with_slug takes"):
        _with_slug(slug="a", number=1)


def test_what_is_neither_models_nor_tuples_is_refused() -> None:
    @prepared
    def slugs(module: Any) -> QuerySet[Module, str]:
        return Module.objects.filter(pk=module).values_list("slug", flat=True)

    with pytest.raises(TypeError, match="neither models nor tuples"):
        slugs(module=1)


def test_a_column_that_only_orders_is_not_given() -> None:
    @prepared
    def levels(module: Any) -> QuerySet[ModuleVersion, tuple[int]]:
        return ModuleVersion.objects.filter(module=module).order_by("ects").distinct().values_list("level")

    assert levels(module=make_module(level=Level.SIX)) == [(Level.SIX,)]
