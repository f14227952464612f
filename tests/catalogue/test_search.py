"""What is found, and in which order."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import timezone

from factories import NOW, make_competence, make_organisation
from factories_catalogue import draft_module, published_bundle, published_micro_credential, published_module
from nanobank.catalogue import services
from nanobank.catalogue.models import Audience, Form, IndexRun, Language, Level, Listing, Module
from nanobank.catalogue.question import parse
from nanobank.catalogue.search import search

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)


def found(address: str) -> list[str]:
    return [listing.title_da for listing in search(parse(QueryDict(address), TODAY)).listings]


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("Sygeplejerske i hjemmet", "sygeplejersker"),
        ("Sygeplejersker og data", "sygeplejerskerne"),
        ("Kommunikation for ledere", "kommunikationen"),
        ("Æbler på Ærø", "æble"),
        ("Måling af ålegræs", "ÅLEGRÆS"),
        ("Café og gæster", "cafe"),
        ("Datajournalistik", "datajour"),
        ("Podcast fra idé til lyd", "jeg vil gerne kunne lave podcasts"),
        ("Energi i bygninger", "energi bygn"),
    ],
)
def test_a_module_is_found_by_the_words_people_use(title: str, asked: str) -> None:
    published_module(title_da=title)
    published_module(title_da="Noget helt andet", title_en="Something else")
    query = QueryDict(mutable=True)
    query["q"] = asked
    assert [listing.title_da for listing in search(parse(query, TODAY)).listings] == [title]


def test_english_words_find_by_english_stems() -> None:
    published_module(title_da="Ledelse", title_en="Managing change")
    assert found("q=manages") == ["Ledelse"]


def test_a_letter_with_a_ring_is_not_the_letter_without() -> None:
    published_module(title_da="Får på marken", title_en="Sheep", summary_da="Uld.")
    assert found("q=farer") == []


def test_a_word_in_the_title_weighs_more_than_one_in_the_text() -> None:
    published_module(title_da="Regneark", title_en="Sheets", description="Lidt om statistik.")
    published_module(title_da="Statistik for journalister", title_en="Figures")
    assert found("q=statistik") == ["Statistik for journalister", "Regneark"]


def test_words_that_nothing_holds_together_find_what_holds_some() -> None:
    published_module(title_da="Havvind", title_en="Offshore wind")
    result = search(parse(QueryDict("q=havvind+fagottuning"), TODAY))
    assert result.is_near
    assert [listing.title_da for listing in result.listings] == ["Havvind"]


@pytest.mark.parametrize(
    "hostile",
    ['" OR *', "*", '"', "NEAR(a b)", "a AND", "words:a", "{marks}: x", "=kmodule", "'; DROP TABLE x; --", "a:* & !b"],
)
def test_no_text_breaks_the_search(hostile: str) -> None:
    published_module(title_da="Datajournalistik")
    query = QueryDict(mutable=True)
    query["q"] = hostile
    assert {listing.title_da for listing in search(parse(query, TODAY)).listings} <= {"Datajournalistik"}
    assert found("q=datajournalistik") == ["Datajournalistik"]


@pytest.mark.parametrize(
    "hostile", ["data\x00journalistik", "\x00", "data " * 2_000, "x" * 10_000, "🦆 data", "data\ud800"]
)
def test_no_length_and_no_byte_breaks_the_search(hostile: str) -> None:
    published_module(title_da="Datajournalistik")
    query = QueryDict(mutable=True)
    query["q"] = hostile
    assert {listing.title_da for listing in search(parse(query, TODAY)).listings} <= {"Datajournalistik"}
    assert found("q=datajournalistik") == ["Datajournalistik"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("level=6", "Seks"),
        ("level=5&level=6", "Seks"),
        ("ects_min=4", "Seks"),
        ("ects_max=2,5", "Andre"),
        ("price_max=0", "Seks"),
        ("language=en", "Seks"),
        ("form=evening", "Seks"),
        ("audience=educators", "Seks"),
        ("provider=fjord", "Seks"),
        ("starts=now", "Andre"),
    ],
)
@pytest.mark.parametrize("words", ["", "q=journalistik&"])
def test_each_filter_narrows_with_and_without_words(address: str, expected: str, words: str) -> None:
    published_module(title_da="Andre")
    published_module(
        make_organisation(slug="fjord"),
        rolling=False,
        title_da="Seks",
        level=Level.SIX,
        ects=Decimal(5),
        price=Decimal(0),
        language=Language.ENGLISH,
        form=Form.EVENING,
        audiences=(Audience.EDUCATORS, Audience.STUDENTS),
    )
    assert found(words.replace("journalistik", "journalism") + address) == [expected]


@pytest.mark.parametrize(("starts", "days", "results"), [("month", 20, 1), ("month", 60, 0), ("half_year", 60, 1)])
def test_what_starts_in_time_is_found(starts: str, days: int, results: int) -> None:
    module = published_module(rolling=False)
    begins = TODAY + timedelta(days=days)
    services.add_offering(module=module, by=None, now=NOW, starts_on=begins, ends_on=begins)
    assert len(found(f"starts={starts}")) == results


def test_a_kind_can_be_asked_for_and_a_bundle_is_found_by_what_is_in_it() -> None:
    modules = (published_module(title_da="Fagotter"), published_module(title_da="Oboer"))
    published_bundle(modules)
    published_micro_credential(modules[0].provider, required=modules)
    assert found("kind=bundle&q=fagotter") == ["Data i kommunen"]
    assert found("kind=micro_credential") == ["Undersøgende journalistik"]


def test_providers_and_competences_are_matches_above_the_results() -> None:
    provider = make_organisation(name_da="Fjordens Akademi", name_en="Fjord Academy")
    published_module(provider, competences=(make_competence(label_da="fjordforvaltning", label_en="fjord care"),))
    result = search(parse(QueryDict("q=fjord"), TODAY))
    assert {match.kind for match in result.matches} == {"provider", "competence"}
    assert {listing.kind for listing in result.listings} == {"module"}


@pytest.mark.parametrize(("sort", "expected"), [("price", ["Billig", "Dyr"]), ("ects", ["Dyr", "Billig"])])
@pytest.mark.parametrize("words", ["", "&q=journalism"])
def test_results_are_sorted_as_asked(sort: str, expected: list[str], words: str) -> None:
    published_module(title_da="Dyr", price=Decimal(9000), ects=Decimal(1))
    published_module(title_da="Billig", price=Decimal(100), ects=Decimal(5))
    assert found(f"sort={sort}{words}") == expected


def test_pages_follow_each_other_and_none_lies_beyond_the_last() -> None:
    for number in range(23):
        published_module(title_da=f"Modul {number}", competences=(make_competence(),))
    first, last = found("page=1"), found("page=2")
    assert (len(first), len(last)) == (20, 3)
    assert not set(first) & set(last)
    assert found("page=99999") == last
    assert found("page=x") == first


def test_a_withdrawn_module_is_found_no_more() -> None:
    module = published_module()
    services.withdraw_module(module=module, by=None, now=NOW)
    assert found("q=datajournalistik") == []
    assert found("") == []


def test_a_draft_is_not_found_and_a_new_version_replaces_the_old() -> None:
    draft_module(title_da="Kladde")
    module = published_module(title_da="Gammelt navn", title_en="Old")
    draft = services.start_draft(module=module, by=None, now=NOW)
    renamed = replace(services.facts_of(draft), title_da="Nyt navn")
    services.edit_draft(version=draft, facts=renamed, by=None, now=NOW)
    assert found("") == ["Gammelt navn"]
    services.publish_version(version=draft, by=None, now=NOW)
    assert found("q=gammelt") == []
    assert found("q=nyt") == ["Nyt navn"]


def test_rebuilding_goes_on_where_it_was_killed() -> None:
    for _number in range(5):
        published_module()
    Listing.objects.all().delete()
    run = IndexRun.objects.create(started_at=NOW, total=5)
    first = Module.objects.order_by("pk")[1].pk
    IndexRun.objects.filter(pk=run.pk).update(last_id=first, done=2)
    finished = services.reindex(now=NOW, batch=2)
    assert finished.pk == run.pk
    assert finished.finished_at == NOW
    assert Listing.objects.filter(kind="module").count() == 3
    services.reindex(now=NOW, batch=2)
    assert Listing.objects.filter(kind="module").count() == 5
    assert len(found("q=datajournalistik")) == 5


def test_a_start_that_has_passed_gives_way_to_the_next() -> None:
    module = published_module(rolling=False)
    for days in (2, 40):
        begins = TODAY + timedelta(days=days)
        services.add_offering(module=module, by=None, now=NOW, starts_on=begins, ends_on=begins)
    services.refresh_starts(now=NOW + timedelta(days=10))
    assert Listing.objects.get(kind="module").next_start == TODAY + timedelta(days=40)


def test_many_things_laid_together_are_listed_at_the_end() -> None:
    with services.together(now=NOW):
        modules = (published_module(title_da="Obo"), published_module(title_da="Fagot"))
        published_bundle(modules)
        assert found("") == []
    assert sorted(found("")) == ["Data i kommunen", "Fagot", "Obo"]
    published_module(title_da="Klarinet")
    assert found("q=klarinet") == ["Klarinet"]
