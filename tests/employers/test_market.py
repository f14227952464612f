"""What is compared beside modules: bundles and micro-credentials that are had whole, at one price."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories import NOW, make_competence, make_micro_credential
from factories_employers import make_brief, make_colleague, make_employer, teaching
from nanobank.catalogue.indexing import index
from nanobank.catalogue.models import ElectiveGroup, Listing, ListingKind, MicroCredential, Module
from nanobank.employers import services
from nanobank.employers.market import market_for
from nanobank.employers.models import BriefPerson
from nanobank.employers.ordering import seats_of
from nanobank.employers.showing import shown

pytestmark = pytest.mark.django_db


def examined(*modules: Module, price: int) -> MicroCredential:
    return make_micro_credential(required=list(modules), price=Decimal(price))


def test_a_micro_credential_that_covers_the_need_is_compared_and_ordered_as_seats_of_its_modules() -> None:
    organisation, boss = make_employer()
    one, two = make_competence(), make_competence()
    first, second = teaching(one, price=2_000), teaching(two, price=2_000)
    whole = examined(first, second, price=3_000)
    brief = make_brief(organisation, boss, one, two, people=1)
    BriefPerson.objects.create(brief=brief, colleague=make_colleague(organisation, boss))
    brief.people = 0
    brief.save()
    brief = services.look(brief=brief, by=boss, now=NOW)
    answer = shown(brief, now=NOW)
    assert answer is not None
    bundle = next(found for found in answer.bundles if found.price == 3_000)
    (line,) = bundle.taken
    assert (line.kind, line.title, line.price) == ("micro_credential", whole.title, Decimal(3_000))
    assert line.url.endswith(f"/micro-credentials/{whole.slug}/")
    seats = seats_of(brief, bundle.number, now=NOW)
    assert {seat.module for seat in seats} == {first, second}
    assert sum(seat.price for seat in seats) == 3_000


def test_its_exam_shows_what_its_modules_alone_do_not() -> None:
    organisation, _boss = make_employer()
    wanted = make_competence()
    whole = examined(teaching(make_competence()), price=1_000)
    whole.competences.add(wanted)
    (offer,) = [
        one for one in market_for([wanted.pk], organisation=organisation, now=NOW).offers if "bevis" in one.offer
    ]
    assert (wanted.slug, whole.level) in offer.teaches


def test_elective_groups_are_filled_with_the_cheapest_and_what_cannot_be_filled_is_not_offered() -> None:
    organisation, _boss = make_employer()
    wanted = make_competence()
    core, dear, cheap = (
        teaching(wanted),
        teaching(make_competence(), price=9_000),
        teaching(make_competence(), price=10),
    )
    whole = examined(core, price=4_000)
    group = ElectiveGroup.objects.create(micro_credential=whole, min_ects=Decimal("0.5"))
    group.modules.set([dear, cheap])
    market = market_for([wanted.pk], organisation=organisation, now=NOW)
    assert {module for module, _class in market.parts[f"mikrobevis:{whole.slug}"]} == {core, cheap}
    ElectiveGroup.objects.filter(pk=group.pk).update(min_ects=Decimal(60))
    market = market_for([wanted.pk], organisation=organisation, now=NOW)
    assert f"mikrobevis:{whole.slug}" not in market.parts


def test_more_micro_credentials_take_no_more_queries() -> None:
    organisation, _boss = make_employer()
    wanted = make_competence()
    counts = []
    for more in (1, 4):
        for _ in range(more):
            examined(teaching(wanted), price=1_000)
        with CaptureQueriesContext(connection) as queries:
            market_for([wanted.pk], organisation=organisation, now=NOW)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_what_nobody_teaches_is_covered_by_what_comes_near_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    organisation, boss = make_employer()
    wanted, given = make_competence(), make_competence()
    close, far = teaching(given), teaching(given)
    index(ListingKind.MODULE, [close.pk, far.pk], now=NOW)
    listed = dict(Listing.objects.filter(kind=ListingKind.MODULE).values_list("target_id", "pk"))
    told = [(listed[close.pk], 0.42), (listed[far.pk], 0.3)]
    monkeypatch.setattr("nanobank.employers.market.near", lambda _text, _kinds, _most: told)
    market = market_for([wanted.pk, given.pk], organisation=organisation, now=NOW)
    assert market.near == {wanted.slug: (close.slug,)}
    brief = services.look(brief=make_brief(organisation, boss, wanted), by=boss, now=NOW)
    answer = shown(brief, now=NOW)
    assert answer is not None
    assert (answer.near, answer.missing, answer.bundles[0].match) == ((wanted,), (), 100)
    assert answer.bundles[0].taken[0].url.endswith(f"/moduler/{close.slug}/")
    assert services.ask_for_the_rest(brief=brief, name_shown=False, by=boss, now=NOW).competences.get() == wanted
