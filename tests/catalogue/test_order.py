"""In which order titles are found: SQLite's index of them is itself in that order, PostgreSQL puts them in it."""

from dataclasses import replace
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from factories import NOW, make_competence, make_organisation
from factories_catalogue import published_bundle, published_module
from nanobank.catalogue import services
from nanobank.catalogue.models import Listing, Module
from nanobank.catalogue.question import KINDS, parse
from nanobank.catalogue.search import Found, search

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)
_MIGRATION = import_module("nanobank.catalogue.migrations.0005_titles_stand_in_order")


def asked(address: str) -> Found:
    return search(parse(QueryDict(address), TODAY))


def ids(address: str) -> list[int]:
    return [listing.pk for listing in asked(address).listings]


def _published(titles: int = 15) -> list[Module]:
    """Titles of a few lengths, so that many are as long as another, and names that hold the same word."""
    provider = make_organisation(name_da="Obohuset", name_en="House of oboes")
    competence = make_competence(label_da="obospil", label_en="playing the oboe")
    with services.together(now=NOW):
        modules = [
            published_module(
                provider,
                title_da="Obo" + " og fagot" * (number * 7 % 3),
                title_en="Oboe",
                price=Decimal(100 if number % 2 else 900),
                competences=(competence,),
            )
            for number in range(titles)
        ]
        published_bundle((modules[0], modules[1]), title_da="Obo for begyndere")
    return modules


def _in_order(**conditions: object) -> list[int]:
    """What the index must say, by the listings themselves: content alone, short before long, new before old."""
    content = Listing.objects.filter(kind__in=KINDS, title_da__startswith="Obo", **conditions)
    return list(content.order_by("title_length", "-pk").values_list("pk", flat=True))


@pytest.mark.parametrize("words", ["obo", "obo+fagot", "fagot+ob"])
def test_titles_come_short_before_long_and_new_before_old(words: str) -> None:
    _published()
    holding = {"title_da__contains": "fagot"} if "fagot" in words else {}
    by_title = _in_order(**holding)
    assert ids(f"q={words}")[: len(by_title)] == by_title


def test_a_filter_leaves_the_order_as_it_is() -> None:
    _published()
    assert ids("q=obo&price_max=500") == _in_order(price__lte=500)
    assert ids("q=obo&kind=module") == _in_order(kind="module")
    assert ids("q=obo&kind=bundle&price_max=100000") == _in_order(kind="bundle")


def test_names_stand_apart_from_what_can_be_taken() -> None:
    _published()
    assert {match.kind for match in asked("q=obo").matches} == {"provider", "competence"}


def test_a_title_that_changed_stands_in_its_new_place_alone() -> None:
    modules = _published()
    for title in ("Obo" + " og fagot" * 9, "Obo"):
        draft = services.start_draft(module=modules[0], by=None, now=NOW)
        renamed = replace(services.facts_of(draft), title_da=title)
        services.edit_draft(version=draft, facts=renamed, by=None, now=NOW)
        services.publish_version(version=draft, by=None, now=NOW)
        assert ids("q=obo") == _in_order()
        assert asked("q=obo").total == len(_in_order())
    services.withdraw_module(module=modules[0], by=None, now=NOW)
    assert asked("q=obo").total == len(_in_order())


def test_titles_that_were_laid_by_listing_are_moved_to_their_places() -> None:
    _published()
    before = asked("q=obo")
    editor = connection.schema_editor()
    _MIGRATION.by_listing(apps, editor)
    _MIGRATION.order(apps, editor)
    assert asked("q=obo") == before
    services.reindex(now=NOW)
    assert asked("q=obo") == before
