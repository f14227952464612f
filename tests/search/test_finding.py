"""What the index finds, and why."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import timezone

from factories import NOW, make_competence, make_organisation
from factories_catalogue import published_bundle, published_micro_credential, published_module
from nanobank.catalogue import services
from nanobank.catalogue.models import Audience, Form, Language, Level
from nanobank.catalogue.question import parse
from nanobank.search import finding
from nanobank.search.finding import Found, look
from nanobank.search.reasons import reasons
from nanobank.search.wanting import Wanted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]
TODAY = timezone.localdate(NOW)


def asked(words: str = "", address: str = "") -> Found:
    query = QueryDict(address, mutable=True)
    if words:
        query["q"] = words
    found = look(parse(query, TODAY))
    assert not found.from_database
    return found


def titles(words: str = "", address: str = "") -> list[str]:
    return [listing.title_da for listing in asked(words, address).listings]


def test_a_slip_is_mended_even_where_its_stem_is_anothers() -> None:
    published_module(title_da="Kunstig intelligens for lærere", title_en="AI for teachers")
    published_module(title_da="Lageret for lærere: intet spild", title_en="Stock", summary_da="Om int og inter.")
    found = asked("kunstig inteligens for lærere")
    assert [one.title_da for one in found.listings] == ["Kunstig intelligens for lærere"]
    assert found.meant == (("inteligens", "intelligens"),)


def test_a_slip_in_what_stands_for_something_is_mended_too() -> None:
    published_module(title_da="Regneark til beslutninger", title_en="Spreadsheets")
    assert asked("exel").meant == (("exel", "excel"),)
    assert titles("exel") == titles("excel") == ["Regneark til beslutninger"]


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Sygeplejerske i hjemmet", "sygeplejersker"),
        ("Kommunikation for ledere", "kommunikationen"),
        ("Æbler på Ærø", "æble"),
        ("Måling af ålegræs", "ÅLEGRÆS"),
        ("Café og gæster", "cafe"),
        ("Datajournalistik", "datajour"),
        ("Datajournalistik", "journalistik"),
        ("Datajournalistik", "datajurnalistik"),
        ("Podcast fra idé til lyd", "jeg vil gerne kunne lave podcasts"),
        ("Energi i bygninger", "energi bygn"),
        ("Uddannelse til sygeplejerske", "sygeplejerskeuddannelse"),
        ("Sygeplejerskeuddannelsen i udvikling", "uddannelse til sygeplejersker"),
        ("Patientinddragelse", "patientindragesle"),
    ],
)
def test_a_module_is_found_by_the_words_people_use(title: str, words: str) -> None:
    published_module(title_da=title, title_en="One thing")
    published_module(title_da="Noget helt andet", title_en="Something else")
    published_module(title_da="Data, journalistik, sygeplejerske, uddannelse", title_en="Words that are used alone")
    assert title in titles(words)
    assert "Noget helt andet" not in titles(words)


def test_where_nothing_comes_near_in_meaning_words_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    published_module(title_da="Datajournalistik")
    monkeypatch.setattr(finding, "near", lambda *_asked: [])
    found = asked("datajournalistik")
    assert (found.total, found.without_meaning) == (1, False)


def test_a_slip_is_told_of() -> None:
    published_module(title_da="Datajournalistik")
    assert asked("datajurnalistik").meant == (("datajurnalistik", "datajournalistik"),)
    assert asked("datajournalistik").meant == ()


def test_english_words_find_a_danish_module_by_its_english_title() -> None:
    published_module(title_da="Forandringsledelse", title_en="Managing change")
    assert titles("manages") == ["Forandringsledelse"]


def test_a_word_in_the_title_weighs_more_than_one_in_the_text() -> None:
    published_module(title_da="Regneark", title_en="Sheets", description="Lidt om statistik.")
    published_module(title_da="Statistik for journalister", title_en="Figures")
    assert titles("statistik") == ["Statistik for journalister", "Regneark"]


def test_words_that_nothing_holds_together_find_what_holds_some() -> None:
    published_module(title_da="Havvind", title_en="Offshore wind")
    found = asked("havvind fagottuning")
    assert found.is_near
    assert [listing.title_da for listing in found.listings] == ["Havvind"]


@pytest.mark.parametrize(
    "hostile",
    ['" OR *', "*", "NEAR(a b)", "a AND", "title:a", "=kmodule", "'; DROP TABLE x; --", "data\x00", "x" * 10_000, "🦆"],
)
def test_no_text_breaks_the_search(hostile: str) -> None:
    published_module()
    asked(hostile)


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
@pytest.mark.parametrize("words", ["", "journalism"])
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
    assert titles(words, address) == [expected]


@pytest.mark.parametrize(("starts", "days", "results"), [("month", 20, 1), ("month", 60, 0), ("half_year", 60, 1)])
def test_what_starts_in_time_is_found(starts: str, days: int, results: int) -> None:
    module = published_module(rolling=False)
    begins = TODAY + timedelta(days=days)
    services.add_offering(module=module, by=None, now=NOW, starts_on=begins, ends_on=begins)
    assert len(titles(address=f"starts={starts}")) == results


def test_filters_are_counted_as_if_they_alone_of_their_kind_were_chosen() -> None:
    published_module(title_da="Seks", level=Level.SIX)
    published_module(title_da="Syv", form=Form.EVENING)
    counts = asked("journalism", "level=6").facets
    assert (counts["=l6"], counts["=l7"], counts["=fonline"]) == (1, 1, 1)
    assert "=fevening" not in counts


@pytest.mark.parametrize(("sort", "expected"), [("price", ["Billig", "Dyr"]), ("ects", ["Dyr", "Billig"])])
@pytest.mark.parametrize("words", ["", "journalism"])
def test_results_are_sorted_as_asked(sort: str, expected: list[str], words: str) -> None:
    published_module(title_da="Dyr", price=Decimal(9000), ects=Decimal(1))
    published_module(title_da="Billig", price=Decimal(100), ects=Decimal(5))
    assert titles(words, f"sort={sort}") == expected


def test_a_kind_can_be_asked_for_and_a_bundle_is_found_by_what_is_in_it() -> None:
    modules = (published_module(title_da="Fagotter"), published_module(title_da="Oboer"))
    published_bundle(modules)
    published_micro_credential(modules[0].provider, required=modules)
    assert titles("fagotter", "kind=bundle") == ["Data i kommunen"]
    assert titles(address="kind=micro_credential") == ["Undersøgende journalistik"]


def test_names_stand_apart_and_can_be_asked_for_by_their_kind() -> None:
    provider = make_organisation(name_da="Fjordens Akademi", name_en="Fjord Academy")
    published_module(provider, competences=(make_competence(label_da="fjordforvaltning", label_en="fjord care"),))
    assert {match.kind for match in asked("fjord").matches} == {"provider", "competence"}
    assert {listing.kind for listing in asked("fjord", "kind=competence").listings} == {"competence"}


def test_pages_follow_each_other_and_none_lies_beyond_the_last() -> None:
    with services.together(now=NOW):
        for number in range(23):
            published_module(title_da=f"Modul {number}", competences=(make_competence(),))
    first, last = titles(address="page=1"), titles(address="page=2")
    assert (len(first), len(last)) == (20, 3)
    assert not set(first) & set(last)
    assert titles(address="page=99") == last


def test_what_is_new_can_be_asked_for_alone() -> None:
    published_module(title_da="Gammelt")
    question = parse(QueryDict(""), TODAY)
    assert look(replace(question, since=NOW)).total == 0
    assert look(replace(question, since=NOW - timedelta(days=1))).total == 1


def test_each_hit_says_why() -> None:
    published_module(title_da="Datajournalistik")
    assert reasons(asked("datajournalistiske")) == ["Nævner ‘datajournalistik’"]
    grave, skrive, tale = (make_competence(label_da=label) for label in ("grave", "skrive", "tale"))
    published_module(title_da="Tegning", title_en="Drawing", competences=(grave, skrive))
    found = asked("tegning")
    wanted = [Wanted(one.pk, one.slug, one.label_da, one.label_en, 1.0, "") for one in (grave, skrive, tale)]
    told = "Dækker 2 af dine 3 kompetencer (grave, skrive); nævner ‘tegning’"
    assert reasons(found, wanted) == [told]
    assert reasons(found, wanted[:1]) == ["Dækker ‘grave’; nævner ‘tegning’"]
    assert reasons(found, wanted[:2]) == ["Dækker alle dine 2 kompetencer; nævner ‘tegning’"]
    assert reasons(asked("")) == ["", ""]
